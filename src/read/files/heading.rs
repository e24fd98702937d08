//! A cell as a heading, and the name of a field that it is compared with.

use serde::Deserialize;

use super::grid::Row;
use crate::text;

/// A name of a field, ready to be compared with headings.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "String")]
pub struct Name {
    pub text: String,
    pub key: String,
    pub literal: String,
}

impl From<String> for Name {
    fn from(text: String) -> Name {
        Name { key: key(&text), literal: literal(&text), text }
    }
}

impl Name {
    /// Whether a heading is this name and nothing else.
    pub fn is_whole(&self, heading: &str) -> bool {
        literal(heading) == self.literal
    }
}

/// A cell as a heading, ready to be compared with names.
#[derive(Clone)]
pub struct Heading {
    /// On one line.
    pub text: String,
    pub forms: Vec<String>,
    pub literal: String,
}

/// The cells of a row as headings.
pub fn of_row(row: &Row) -> Vec<Heading> {
    let heading =
        |text: &str| Heading { text: one_line(text), forms: forms(text), literal: literal(text) };
    row.cells().iter().map(|cell| heading(&cell.text)).collect()
}

/// Makes the lower of two rows of headings the whole: where `Số tiền` stands over `Nợ` and `Có`,
/// they are `Số tiền ghi nợ` and `Số tiền ghi có` too, and headings that stand in the upper row
/// alone are taken down. Of two languages each column has both.
pub fn join_below(above: &[Heading], below: &mut Vec<Heading>) {
    let is_word = |heading: &Heading| !heading.text.is_empty();
    let has = |at: usize, of_above: bool, of_below: bool| {
        above.get(at).is_some_and(is_word) == of_above && is_word(&below[at]) == of_below
    };
    let count =
        |of_above, of_below| (0..below.len()).filter(|at| has(*at, of_above, of_below)).count();
    let has_digits = below.iter().any(|cell| cell.text.contains(|c: char| c.is_ascii_digit()));
    // A parent has children beside the first one.
    if has_digits || count(false, true) == 0 || count(true, true) == 0 {
        return;
    }
    let (forms, literal) = (Vec::new(), String::new());
    let nothing = Heading { text: String::new(), forms, literal };
    below.resize(below.len().max(above.len()), nothing);
    let mut parent = "";
    for (at, heading) in below.iter_mut().enumerate() {
        let upper = above.get(at).filter(|upper| is_word(upper));
        parent = upper.map_or(parent, |upper| &upper.text);
        if is_word(heading) {
            let child = &heading.text;
            let names = [format!("{parent} {child}"), format!("{parent} ghi {child}")];
            heading.forms.extend(names.iter().map(|name| key(name)));
        } else if let Some(upper) = upper {
            heading.clone_from(upper);
        }
    }
}

/// The ways to read a heading: whole, without footnote marks; then without what is
/// in brackets or without the brackets, then each language alone.
pub fn forms(heading: &str) -> Vec<String> {
    if heading.trim().is_empty() || heading.len() > 400 {
        return Vec::new();
    }
    let whole = key(heading);
    let mut forms = vec![whole.clone(), without_footnotes(&whole)];
    if let Some((before, _)) = heading.split_once('(') {
        forms.push(key(before));
    }
    // In a row of its own the second language may stand in brackets.
    forms.push(key(heading.trim().trim_matches(['(', ')'])));
    for part in heading.split('\n').chain(heading.split(['/', '\n'])) {
        let part = key(part);
        forms.push(without_footnotes(&part));
    }
    forms.retain(|form| !form.is_empty());
    forms
}

/// A heading or alias for comparison: folded, `/` and line breaks as blanks, no colon at the end.
pub fn key(heading: &str) -> String {
    text::fold(&heading.replace('/', " ")).trim_end_matches([':', ' ', '.']).to_owned()
}

/// A heading or alias with its accents, case aside.
fn literal(heading: &str) -> String {
    one_line(heading).to_lowercase()
}

/// `ngay1` is `ngay` with a footnote mark.
fn without_footnotes(folded: &str) -> String {
    let words = folded.split(' ').map(|word| {
        let bare = word.trim_end_matches(|c: char| c.is_ascii_digit());
        let is_mark = word.len() == bare.len() + 1 && bare.len() > 1;
        if is_mark && bare.chars().all(char::is_alphabetic) { bare } else { word }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// A cell as one line of text.
pub fn one_line(text: &str) -> String {
    text::nfc(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_is_read_whole_bracketless_and_by_language() {
        let all = forms("Ngày1/\nTNX Date/ Số CT/ Doc No");
        assert!(all.contains(&"ngay tnx date so ct doc no".to_owned()), "{all:?}");
        assert!(all.contains(&"so ct".to_owned()), "{all:?}");
        assert!(forms("Phí xử lý (₫)").contains(&"phi xu ly".to_owned()));
        assert!(!forms("Số tiền ghi có").contains(&"so tien".to_owned()));
    }
}
