//! `:86:` of MT940 and MT942: what the payer wrote, in the dialects that banks have for it.

use super::entry::reference;

/// What the fields `:86:` of one entry say.
#[derive(Default, PartialEq, Eq, Debug)]
pub struct Memo {
    /// What the payer wrote.
    pub text: String,
    pub payer_name: String,
    pub payer_account: String,
    /// EndToEndId.
    pub code: String,
}

/// A line of this length was wrapped, so the next one goes on in the middle of a word.
const FULL_LINE: usize = 65;

impl Memo {
    pub fn of(fields: &[String]) -> Memo {
        let mut joined = String::new();
        for (at, field) in fields.iter().enumerate() {
            joined.push_str(if at > 0 { "\n" } else { "" });
            unwrap(field, &mut joined);
        }
        let text = joined.trim();
        let text = if text.len() < joined.len() { text.to_owned() } else { joined };
        let letters = fields.iter().flat_map(|field| field.chars()).filter(|c| *c != '\n');
        let head: String = letters.clone().take(6).collect();
        if let Some(separator) = separator(&head) {
            let bare: String = letters.collect();
            let memo = by_numbers(&bare[4..], separator);
            return Memo { text: if memo.text.is_empty() { text } else { memo.text }, ..memo };
        }
        if text.starts_with('/') && !tags(&text).is_empty() {
            let memo = by_tags(&text);
            return Memo { text: if memo.text.is_empty() { text } else { memo.text }, ..memo };
        }
        Memo { text, ..Memo::default() }
    }
}

/// Adds the lines of a field, joined; the blanks at their ends are the bank's.
fn unwrap(field: &str, text: &mut String) {
    text.reserve(field.len());
    let start = text.len();
    let mut is_full = true;
    for line in field.lines() {
        if !is_full {
            text.truncate(start + text[start..].trim_end().len());
            text.push('\n');
        }
        text.push_str(line);
        is_full = line.len() >= FULL_LINE && line.chars().count() >= FULL_LINE;
    }
}

/// `166?00GUTSCHRIFT?20…`: a code of three digits, then whatever sign parts the subfields.
fn separator(text: &str) -> Option<char> {
    let (code, rest) = text.split_at_checked(3)?;
    let mut rest = rest.chars();
    let separator = rest.next().filter(|c| "?<>".contains(*c))?;
    let is_code = code.bytes().all(|b| b.is_ascii_digit());
    let is_number = rest.take(2).filter(char::is_ascii_digit).count() == 2;
    (is_code && is_number).then_some(separator)
}

/// Subfields `?20`–`?29` and `?60`–`?63` are the purpose, cut in the middle of words; `?31` is the
/// account, `?32` and `?33` the name.
fn by_numbers(text: &str, separator: char) -> Memo {
    let (mut purpose, mut booking) = (String::new(), String::new());
    let mut memo = Memo::default();
    for field in text.split(separator) {
        let number = field.get(..2).and_then(|number| number.parse::<u32>().ok());
        let value = field.get(2..).unwrap_or_default();
        match number {
            Some(0) => booking.push_str(value),
            Some(20..=29 | 60..=63) => purpose.push_str(value),
            Some(31) => memo.payer_account.push_str(value.trim()),
            Some(32 | 33) => memo.payer_name.push_str(value),
            Some(_) => {}
            // The separator itself stood in a text.
            None => {
                purpose.push(separator);
                purpose.push_str(field);
            }
        }
    }
    memo.payer_name = memo.payer_name.trim().to_owned();
    let parts = by_keys(&purpose);
    let part = |wanted: &str| parts.iter().find(|(key, _)| *key == wanted).map(|(_, value)| *value);
    memo.code = part("EREF+").map(reference).unwrap_or_default().to_owned();
    let text = part("SVWZ+").or_else(|| part("")).unwrap_or_default();
    memo.text = if text.is_empty() { booking } else { text.to_owned() };
    memo
}

/// A purpose cut at the keys of SEPA; what stands before the first has the key ``.
fn by_keys(purpose: &str) -> Vec<(&'static str, &str)> {
    const KEYS: [&str; 10] =
        ["EREF+", "KREF+", "MREF+", "CRED+", "DEBT+", "SVWZ+", "ABWA+", "ABWE+", "COAM+", "OAMT+"];
    let cuts = |key: &'static str| purpose.match_indices(key).map(move |(at, _)| (at, key));
    let mut cuts: Vec<(usize, &'static str)> = KEYS.into_iter().flat_map(cuts).collect();
    cuts.push((0, ""));
    cuts.sort();
    let ends = cuts.iter().skip(1).map(|(at, _)| *at).chain([purpose.len()]);
    cuts.iter()
        .zip(ends)
        .map(|((at, key), end)| (*key, purpose[at + key.len()..end].trim()))
        .collect()
}

/// The tags of `/TAG/value/TAG/value`, each with its place; values may hold slashes, so only known
/// tags cut.
fn tags(text: &str) -> Vec<(usize, &'static str)> {
    const TAGS: [&str; 24] = [
        "/EREF/", "/REMI/", "/BENM/", "/ORDP/", "/NAME/", "/IBAN/", "/BIC/", "/MARF/", "/CNTP/",
        "/CSID/", "/TRTP/", "/ISDT/", "/PREF/", "/RTRN/", "/KREF/", "/TRCD/", "/PURP/", "/ULTB/",
        "/ULTD/", "/ULTC/", "/OCMT/", "/CHGS/", "/ID/", "/ADDR/",
    ];
    let places = |tag: &'static str| text.match_indices(tag).map(move |(at, _)| (at, tag));
    let mut found: Vec<(usize, &'static str)> = TAGS.into_iter().flat_map(places).collect();
    found.sort();
    found
}

fn by_tags(text: &str) -> Memo {
    let tags = tags(text);
    let ends = tags.iter().skip(1).map(|(at, _)| *at).chain([text.len()]);
    let mut memo = Memo::default();
    for ((at, tag), end) in tags.iter().zip(ends) {
        // Two tags may share a slash: `/BENM//NAME/` does not, `/EREF/IBAN/` does.
        let value = text.get(at + tag.len()..end).unwrap_or_default();
        let value = value.replace('\n', " ");
        let value = value.trim().trim_matches('/');
        match *tag {
            "/EREF/" => memo.code = reference(value).to_owned(),
            "/REMI/" => memo.text = unstructured(value).to_owned(),
            "/NAME/" => memo.payer_name = value.to_owned(),
            "/IBAN/" => memo.payer_account = value.to_owned(),
            "/CNTP/" => {
                let mut parts = value.split('/');
                memo.payer_account = parts.next().unwrap_or_default().to_owned();
                memo.payer_name = parts.nth(1).unwrap_or_default().to_owned();
            }
            _ => {}
        }
    }
    memo
}

/// `USTD//text` is free text.
fn unstructured(value: &str) -> &str {
    value.strip_prefix("USTD//").unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(fields: &[&str]) -> [String; 4] {
        let fields: Vec<String> = fields.iter().map(|field| (*field).to_owned()).collect();
        let memo = Memo::of(&fields);
        [memo.text, memo.payer_name, memo.payer_account, memo.code]
    }

    #[test]
    fn each_dialect_gives_memo_name_account_and_reference() {
        let long = format!("{}HD2609-0000", "x".repeat(54));
        let cases: &[(&[&str], [&str; 4])] = &[
            (
                &["NGUYEN VAN A nop phi\n HD2609-01"],
                ["NGUYEN VAN A nop phi\n HD2609-01", "", "", ""],
            ),
            (&["NOP PHI", "HD2609-01"], ["NOP PHI\nHD2609-01", "", "", ""]),
            (&["020097042209050812.HD2609-01"], ["020097042209050812.HD2609-01", "", "", ""]),
            (
                &[
                    "166?00GUTSCHRIFT?20EREF+NOTPROVIDED?21SVWZ+HD2609-0?2\n20001 phi?30BIC?31VN01?32TRAN THI ?33B",
                ],
                ["HD2609-00001 phi", "TRAN THI B", "VN01", ""],
            ),
            (&["166>00X>20HD2609>21-01"], ["HD2609-01", "", "", ""]),
            (&["166?00LAI?20EREF+E1 MREF+M"], ["LAI", "", "", "E1"]),
            (
                &["/EREF/E-77//BENM//NAME/LE VAN C/REMI/USTD//HD2609/01 a//b\nc"],
                ["HD2609/01 a//b c", "LE VAN C", "", "E-77"],
            ),
            (
                &["/CNTP/VN02/BFTVVNVX/PHAM THI D/HA NOI//REMI/phi"],
                ["phi", "PHAM THI D", "VN02", ""],
            ),
            (&["/khong co the"], ["/khong co the", "", "", ""]),
            (&[], ["", "", "", ""]),
        ];
        for (fields, expected) in cases {
            assert_eq!(told(fields), expected.map(str::to_owned), "{fields:?}");
        }
        let wrapped = format!("{long}\n0123 phi");
        assert_eq!(told(&[&wrapped])[0], format!("{long}0123 phi"), "wrapped inside a number");
    }
}
