//! The one filter between text from outside and a screen, a log, a table or an error message.

use std::borrow::Cow;
use std::fmt;

use super::nfc;

/// Text that is safe to print: no control, bidirectional or invisible character, on one line.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct Safe<'a>(Cow<'a, str>);

impl Safe<'_> {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn into_string(self) -> String {
        self.0.into_owned()
    }
}

impl fmt::Display for Safe<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Composes the text (NFC) and shows every character that could steer a terminal or deceive an eye
/// as `·`.
pub fn safe(text: &str) -> Safe<'_> {
    let text = nfc(text);
    if !text.chars().any(|c| visible(c) != c) {
        return Safe(text);
    }
    Safe(Cow::Owned(text.chars().map(visible).collect()))
}

/// The text as a cell of a CSV file: safe to print, and no formula. A spreadsheet computes a cell
/// that begins with one of these signs; an apostrophe before it makes it text.
pub fn csv_cell(text: &str) -> String {
    let text = safe(text).into_string();
    let is_number = text
        .strip_prefix('-')
        .is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit() || b == b'.'));
    if text.starts_with(['=', '+', '-', '@']) && !is_number { format!("'{text}") } else { text }
}

/// Written JSON, with every character that could steer a terminal or deceive an eye as an escape:
/// the value stays exact.
pub fn json_escaped(json: String) -> String {
    if !json.chars().any(is_steering) {
        return json;
    }
    let mut escaped = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if is_steering(c) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                escaped.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            escaped.push(c);
        }
    }
    escaped
}

/// Whether somebody put characters there that no one sees; line breaks and tabs are no secret.
pub fn has_hidden_characters(text: &str) -> bool {
    !text.bytes().all(|b| (b' '..=b'~').contains(&b)) && text.chars().any(is_hidden)
}

/// Composed (NFC), without the characters that no one sees, trimmed: what makes two names one.
pub fn without_hidden(text: &str) -> Cow<'_, str> {
    if has_hidden_characters(text) {
        let seen: String = text.chars().filter(|c| !is_hidden(*c)).collect();
        return Cow::Owned(nfc(seen.trim()).into_owned());
    }
    nfc(text.trim())
}

fn is_hidden(c: char) -> bool {
    !c.is_whitespace() && is_steering(c)
}

fn is_steering(c: char) -> bool {
    c != '·' && visible(c) == '·'
}

fn visible(c: char) -> char {
    match c {
        ' '..='~' => c,
        '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => {
            ' '
        }
        '\u{AD}'
        | '\u{34F}'
        | '\u{61C}'
        | '\u{115F}'..='\u{1160}'
        | '\u{17B4}'..='\u{17B5}'
        | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}'
        | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E0FFF}' => '·',
        c if c.is_control() => '·',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neutralises_what_steers_a_terminal() {
        let hostile = "a\u{1b}]0;x\u{7}\u{9b}2J\u{202e}1\u{200b}\r\n\u{a0}b";
        assert_eq!(safe(hostile).as_str(), "a·]0;x··2J·1··· b");
        assert_eq!(csv_cell(hostile), safe(hostile).as_str());
        assert_eq!(json_escaped("\"a\u{202e}·\"".to_owned()), "\"a\\u202e·\"");
        assert_eq!(safe("e\u{302}\u{301}").as_str(), "ế");
        assert!(matches!(safe("Lệ phí").0, Cow::Borrowed(_)));
    }

    #[test]
    fn hidden_is_what_no_one_sees() {
        for plain in ["Lệ phí", "hai\ndòng\tcột", "A · B", "e\u{302}\u{301}", "", "\u{a0}"] {
            assert!(!has_hidden_characters(plain), "{plain:?}");
            assert_eq!(without_hidden(plain), nfc(plain.trim()));
        }
        for hidden in ["a\u{202e}b", "a\u{200b}b", "\u{feff}ab ", "a\u{1b}b", "\u{200b} ab"] {
            assert!(has_hidden_characters(hidden), "{hidden:?}");
            assert_eq!(without_hidden(hidden), "ab");
        }
    }

    #[test]
    fn no_cell_is_a_formula() {
        for text in ["=1", "+1", "-a", "-1+1", "@A1"] {
            assert_eq!(csv_cell(text), format!("'{text}"));
        }
        for text in ["", "1", "-1.50", "a=b"] {
            assert_eq!(csv_cell(text), text);
        }
        for text in ["\t=1", "\r=1", "\n=1", "\u{200b}=1"] {
            assert_eq!(csv_cell(text), "·=1");
        }
    }
}
