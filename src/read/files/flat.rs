//! A JSON object made flat: keys inside objects become dotted headings (`data.amount`), numbers
//! keep their exact text, lists of objects are set apart because their objects may be the rows.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::grid::{CellKind, MAX_CELL_BYTES};

/// Objects inside objects are opened so deep; what lies deeper stays text.
const MAX_DEPTH: usize = 8;

/// An object as pairs of heading and cell, in file order, twins kept.
#[derive(Default)]
pub struct Flat<'a> {
    pub pairs: Vec<(String, String, CellKind)>,
    /// Lists of objects by their dotted key.
    pub lists: Vec<(String, Vec<&'a RawValue>)>,
    pub has_long_text: bool,
    /// Holds what looks like JSON and is none, such as half a character.
    pub is_broken: bool,
}

impl<'a> Flat<'a> {
    /// `None` where the text is no JSON object.
    pub fn of(text: &'a str) -> Option<Flat<'a>> {
        let object = serde_json::from_str::<Object>(text).ok()?;
        let mut flat = Flat::default();
        flat.take(object, "", 0);
        Some(flat)
    }

    /// Whether a key is there whose list is empty: it has no rows, and nothing is lost.
    pub fn has_nothing_at(&self, key: &str) -> bool {
        self.pairs.iter().any(|(own, text, _)| own == key && text == "[]")
    }

    fn take(&mut self, object: Object<'a>, prefix: &str, depth: usize) {
        for (key, value) in object.0 {
            let key = if prefix.is_empty() { key } else { format!("{prefix}.{key}") };
            self.put(key, value.get(), depth);
        }
    }

    fn put(&mut self, key: String, token: &'a str, depth: usize) {
        match token.as_bytes().first() {
            Some(b'{') if depth < MAX_DEPTH => match serde_json::from_str(token) {
                Ok(object) => self.take(object, &key, depth + 1),
                Err(_) => self.is_broken = true,
            },
            Some(b'[') => {
                let list = serde_json::from_str::<Vec<&RawValue>>(token).unwrap_or_default();
                if list.iter().any(|item| item.get().starts_with('{')) {
                    self.lists.push((key.clone(), list));
                }
                self.cell(key, token, CellKind::Text);
            }
            Some(b'"') => match serde_json::from_str::<String>(token) {
                Ok(text) => {
                    self.cell(key.clone(), &text, CellKind::Text);
                    self.open_text(&key, &text, depth);
                }
                Err(_) => self.is_broken = true,
            },
            Some(b'-' | b'0'..=b'9') => self.cell(key, token, CellKind::Token),
            _ => self.cell(key, if token == "null" { "" } else { token }, CellKind::Text),
        }
    }

    fn cell(&mut self, key: String, text: &str, kind: CellKind) {
        let is_long = text.len() > MAX_CELL_BYTES;
        let is_list = kind == CellKind::Text && self.lists.last().is_some_and(|(k, _)| *k == key);
        self.has_long_text |= is_long && !is_list;
        let text = if is_long { String::new() } else { text.to_owned() };
        self.pairs.push((key, text, kind));
    }

    /// Some gateways send their object as a text inside another one.
    fn open_text(&mut self, key: &str, text: &str, depth: usize) {
        if depth == MAX_DEPTH || !text.trim_start().starts_with('{') {
            return;
        }
        if let Ok(object) = serde_json::from_str::<Object>(text) {
            let mut inner = Flat::default();
            inner.take(object, key, depth + 1);
            self.is_broken |= inner.is_broken;
            self.pairs.append(&mut inner.pairs);
        }
    }
}

/// An object with its values unparsed, in file order, twins kept.
struct Object<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Object<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Object<'de>, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Object<'de>;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object<'de>, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Object(pairs))
            }
        }
        deserializer.deserialize_map(Pairs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(text: &str) -> Vec<String> {
        let flat = Flat::of(text).expect("an object");
        flat.pairs.into_iter().map(|(key, text, _)| format!("{key}={text}")).collect()
    }

    #[test]
    fn keys_inside_objects_and_inside_texts_become_dotted() {
        let text = r#"{"a":{"b":{"c":1.50}},"d":"{\"e\":10,\"f\":\"{x\"}","g":null,"h":true}"#;
        let expected =
            ["a.b.c=1.50", "d={\"e\":10,\"f\":\"{x\"}", "d.e=10", "d.f={x", "g=", "h=true"];
        assert_eq!(pairs(text), expected);
        assert!(Flat::of("[1]").is_none());
        for broken in
            [r#"{"a":"\ud800"}"#, r#"{"a":{"\ud800":1}}"#, r#"{"a":"{\"b\":\"\\ud800\"}"}"#]
        {
            assert!(Flat::of(broken).is_none_or(|flat| flat.is_broken), "{broken}");
        }
    }

    #[test]
    fn lists_of_objects_are_set_apart() {
        let flat = Flat::of(r#"{"a":{"rows":[{"x":1},{"x":2}]},"b":[1,2],"c":[]}"#).expect("sound");
        let lists: Vec<_> =
            flat.lists.iter().map(|(key, list)| (key.as_str(), list.len())).collect();
        assert_eq!(lists, [("a.rows", 2)]);
    }

    #[test]
    fn depth_and_length_are_bounded() {
        let deep = format!("{}1{}", "{\"k\":".repeat(100_000), "}".repeat(100_000));
        assert_eq!(Flat::of(&deep).map_or(1, |flat| flat.pairs.len()), 1);
        let long = format!("{{\"k\":\"{}\"}}", "x".repeat(MAX_CELL_BYTES + 1));
        assert!(Flat::of(&long).expect("sound").has_long_text);
    }
}
