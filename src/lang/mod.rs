//! The words people read, in Vietnamese and English: `key = text` files, looked up and filled.
//!
//! A text may name facts: `{path}` as it is, `{open:money}` grouped, `{day:day}` as 23/11/2026 (a
//! month as 11/2026), `{n:count}` grouped. `{n?row|rows}` is the first word where `n` is one, else
//! the second. Keys are `area.code` (`problem.amount_unreadable`); a
//! hint to a text is `<key>.hint`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::calendar::Period;

/// A language of screens and messages.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Lang {
    #[default]
    Vi,
    En,
}

const VI: &str = include_str!("vi.txt");
const EN: &str = include_str!("en.txt");

impl Lang {
    pub const ALL: &'static [Lang] = &[Lang::Vi, Lang::En];

    pub fn code(self) -> &'static str {
        match self {
            Lang::Vi => "vi",
            Lang::En => "en",
        }
    }

    /// From `vi`, `en`, or a locale such as `en_US.UTF-8`. `C` and `POSIX` name no language.
    pub fn from_code(code: &str) -> Option<Lang> {
        let head = code.split(['_', '.', '-', '@']).next()?.to_ascii_lowercase();
        Lang::ALL.iter().copied().find(|lang| lang.code() == head)
    }

    /// The text of a key, or `None` where the language has none.
    pub fn find(self, key: &str) -> Option<&'static str> {
        self.texts().get(key).copied()
    }

    /// The text of a key; the key itself where it is missing, so that a gap is seen and never a
    /// crash.
    pub fn text(self, key: &str) -> &'static str {
        // The key outlives nothing: a missing text is leaked once per key, which tests keep at
        // zero.
        self.find(key).unwrap_or_else(|| missing(key))
    }

    /// The text of a key with its facts put in.
    pub fn fill<'a>(
        self,
        key: &str,
        facts: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> String {
        let facts: BTreeMap<&str, &str> = facts.into_iter().collect();
        fill(self.text(key), &facts)
    }

    /// The word for a fact whose value is a code (`status` = `pending`); `None` where it is none.
    /// Fields that a person may have to name stand with their codes: `Nội dung (memo), Số tiền
    /// (amount)`.
    pub fn word_of_fact(self, name: &str, value: &str) -> Option<Cow<'static, str>> {
        const CODES: [&str; 8] =
            ["nature", "status", "class", "state", "kind", "field", "resolve_as", "subject"];
        let field = |code: &str| self.find(&format!("field.{code}"));
        if name == "fields" {
            let word = |code: &str| Some(format!("{} ({code})", field(code)?));
            let words = value.split(", ").map(word).collect::<Option<Vec<String>>>();
            return words.map(|words| words.join(", ").into());
        }
        if name == "differences" {
            let mut parts = value.split("” = ");
            let mut text = parts.next().unwrap_or_default().to_owned();
            for part in parts {
                let end = part.find([',', ';']).unwrap_or(part.len());
                let word = field(&part[..end]).unwrap_or(&part[..end]);
                text.push_str(&format!("” = {word}{}", &part[end..]));
            }
            return Some(text.into());
        }
        let word = CODES.contains(&name).then(|| self.find(&format!("{name}.{value}")));
        word.flatten().map(Cow::Borrowed)
    }

    /// All keys, for the test that no language has a gap.
    pub fn keys(self) -> impl Iterator<Item = &'static str> {
        self.texts().keys().copied()
    }

    fn texts(self) -> &'static BTreeMap<&'static str, &'static str> {
        static VI_TEXTS: OnceLock<BTreeMap<&str, &str>> = OnceLock::new();
        static EN_TEXTS: OnceLock<BTreeMap<&str, &str>> = OnceLock::new();
        match self {
            Lang::Vi => VI_TEXTS.get_or_init(|| parse(VI)),
            Lang::En => EN_TEXTS.get_or_init(|| parse(EN)),
        }
    }
}

fn parse(source: &'static str) -> BTreeMap<&'static str, &'static str> {
    source
        .lines()
        .filter(|line| !line.trim_start().starts_with('#') && !line.trim().is_empty())
        .filter_map(|line| line.split_once('='))
        .map(|(key, text)| (key.trim(), text.trim()))
        .collect()
}

fn missing(key: &str) -> &'static str {
    Box::leak(key.to_owned().into_boxed_str())
}

fn fill(template: &str, facts: &BTreeMap<&str, &str>) -> String {
    let mut out = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((slot, tail)) = after.split_once('}') else {
            rest = after;
            break;
        };
        if let Some((name, words)) = slot.split_once('?') {
            let (one, many) = words.split_once('|').unwrap_or((words, words));
            out.push_str(if facts.get(name) == Some(&"1") { one } else { many });
        } else {
            let (name, form) = slot.split_once(':').unwrap_or((slot, ""));
            out.push_str(&formed(facts.get(name).copied().unwrap_or("?"), form));
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

fn formed(value: &str, form: &str) -> String {
    match form {
        "money" | "count" => grouped(value),
        "day" => Period::parse(value).map_or_else(|| value.to_owned(), Period::to_local),
        _ => value.to_owned(),
    }
}

/// `-1234567.50` as `−1.234.567,50`.
fn grouped(plain: &str) -> String {
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain), |digits| ("−", digits));
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() || !whole.bytes().all(|b| b.is_ascii_digit()) {
        return plain.to_owned();
    }
    let groups: Vec<&str> = whole
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(|group| std::str::from_utf8(group).expect("ASCII digits"))
        .collect();
    let whole = groups.join(".");
    if decimals.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole},{decimals}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_have_the_same_keys_and_slots() {
        let slots = |text: &str| {
            let mut slots: Vec<String> = text
                .split('{')
                .skip(1)
                .filter_map(|part| part.split_once('}').map(|(slot, _)| slot.to_owned()))
                .filter(|slot| !slot.contains('?'))
                .collect();
            slots.sort();
            slots
        };
        let mut gaps = Vec::new();
        for key in Lang::Vi.keys().chain(Lang::En.keys()) {
            match (Lang::Vi.find(key), Lang::En.find(key)) {
                (Some(vi), Some(en)) if slots(vi) == slots(en) => {}
                (Some(_), Some(_)) => gaps.push(format!("{key}: other slots")),
                _ => gaps.push(format!("{key}: missing in one language")),
            }
        }
        assert!(gaps.is_empty(), "mend src/lang/*.txt:\n{}", gaps.join("\n"));
    }

    #[test]
    fn words_for_one_and_many_go_by_a_fact_that_is_told() {
        for lang in Lang::ALL {
            for key in lang.keys() {
                let text = lang.text(key);
                for slot in text.split('{').skip(1).filter_map(|part| part.split('}').next()) {
                    let Some((name, words)) = slot.split_once('?') else { continue };
                    let is_told = [format!("{{{name}}}"), format!("{{{name}:count}}")];
                    assert!(is_told.iter().any(|told| text.contains(told)), "{key}: {name}");
                    assert_eq!(words.matches('|').count(), 1, "{key}: {words}");
                }
            }
        }
    }

    #[test]
    fn no_key_is_written_twice() {
        for source in [VI, EN] {
            let lines = source.lines().filter(|line| !line.starts_with('#') && line.contains('='));
            assert_eq!(lines.count(), parse(source).len(), "a key stands twice in a language file");
        }
    }

    #[test]
    fn fills_and_formats_facts() {
        for (n, told) in [("0", "0 rows are"), ("1", "1 row is"), ("11", "11 rows are")] {
            assert_eq!(fill("{n} {n?row is|rows are}", &BTreeMap::from([("n", n)])), told);
        }
        let facts = BTreeMap::from([("a", "-1234567"), ("d", "2026-11-23"), ("p", "x.csv")]);
        assert_eq!(
            fill("{p}: {a:money} ({d:day}) {q}", &facts),
            "x.csv: −1.234.567 (23/11/2026) ?"
        );
    }
}
