//! JSON Lines: one object a line; its keys are the headings, its numbers are taken by their exact
//! text.

use std::collections::HashMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::ReadSeek;
use super::container::Visit;
use super::delimited::MAX_CELL_BYTES;
use super::encoding;
use super::encoding::TextEncoding;
use super::grid::{CellKind, Row};
use crate::model::Failure;
use crate::model::ProblemCode;

/// More headings than this are no table.
const MAX_KEYS: usize = 500;

/// Longest part of a line that is kept as the raw text of a row that is no JSON.
const MAX_RAW_CHARS: usize = 500;

/// All keys of the file in the order in which they first appear.
pub fn keys(source: &mut dyn ReadSeek, encoding: TextEncoding) -> Result<Vec<String>, Failure> {
    let mut columns = Columns::default();
    for_each_object(source, encoding, &mut |line, _| {
        if let Ok(object) = serde_json::from_str::<Object>(line) {
            for (key, _) in &object.0 {
                columns.of(key);
            }
        }
        Ok(true)
    })?;
    Ok(columns.names)
}

/// Hands over each object as a row whose columns follow the order of [`keys`].
pub fn rows(
    source: &mut dyn ReadSeek,
    encoding: TextEncoding,
    keys: &[String],
    visit: Visit,
) -> Result<(), Failure> {
    let mut columns = Columns::default();
    keys.iter().for_each(|key| {
        columns.of(key);
    });
    let mut row = Row::default();
    for_each_object(source, encoding, &mut |line, number| {
        row.clear(number);
        match serde_json::from_str::<Object>(line) {
            Ok(object) if !object.has_twins() => fill(&mut row, &object, &mut columns),
            _ => {
                let raw: String = line.chars().take(MAX_RAW_CHARS).collect();
                row.push(&raw, CellKind::Text);
                row.defect = Some(ProblemCode::RowIsNotJson);
            }
        }
        visit(&row)
    })
}

fn fill(row: &mut Row, object: &Object, columns: &mut Columns) {
    for (key, value) in &object.0 {
        let Some(column) = columns.of(key) else { continue };
        let token = value.get();
        if token.len() > MAX_CELL_BYTES {
            row.defect = Some(ProblemCode::TextTooLong);
        } else if let Ok(text) = serde_json::from_str::<String>(token) {
            row.put(column, &text, CellKind::Text);
        } else if token.starts_with(|c: char| c == '-' || c.is_ascii_digit()) {
            row.put(column, token, CellKind::Token);
        } else if token != "null" {
            row.put(column, token, CellKind::Text);
        }
    }
}

/// Hands over the lines that are not blank.
fn for_each_object(
    source: &mut dyn ReadSeek,
    encoding: TextEncoding,
    take: &mut dyn FnMut(&str, u64) -> Result<bool, Failure>,
) -> Result<(), Failure> {
    encoding::for_each_line(source, encoding, &mut |line, number| match line.trim() {
        "" => Ok(true),
        line => take(line, number),
    })
}

/// Column numbers by key.
#[derive(Default)]
struct Columns {
    names: Vec<String>,
    by_name: HashMap<String, usize>,
}

impl Columns {
    fn of(&mut self, key: &str) -> Option<usize> {
        if let Some(column) = self.by_name.get(key) {
            return Some(*column);
        }
        if self.names.len() == MAX_KEYS {
            return None;
        }
        self.by_name.insert(key.to_owned(), self.names.len());
        self.names.push(key.to_owned());
        Some(self.names.len() - 1)
    }
}

/// An object with its values unparsed, in file order, twins kept.
struct Object(Vec<(String, Box<RawValue>)>);

impl Object {
    /// A key given twice: nobody can say which value is meant.
    fn has_twins(&self) -> bool {
        self.0.iter().enumerate().any(|(at, (key, _))| self.0[..at].iter().any(|(k, _)| k == key))
    }
}

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Object, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Object;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
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
    use std::io::Cursor;

    #[test]
    fn numbers_keep_their_text_and_twins_are_refused() {
        let text = "{\"b\":1500000.10,\"a\":\"x\"}\n\n{\"a\":null,\"c\":12345678901234567890}\n\
                    {\"a\":1,\"a\":2}\n[1]\n{\"a\":";
        let mut source = Cursor::new(text.as_bytes().to_vec());
        let keys = keys(&mut source, TextEncoding::Utf8).expect("readable");
        assert_eq!(keys, ["b", "a", "c"]);
        let mut seen = Vec::new();
        rows(&mut source, TextEncoding::Utf8, &keys, &mut |row| {
            seen.push((row.number, row.raw(), row.defect.is_some()));
            Ok(true)
        })
        .expect("readable");
        let expected = [
            (1, "1500000.10\tx", false),
            (3, "\t\t12345678901234567890", false),
            (4, "{\"a\":1,\"a\":2}", true),
            (5, "[1]", true),
            (6, "{\"a\":", true),
        ];
        let expected = expected.map(|(number, raw, bad)| (number, raw.to_owned(), bad));
        assert_eq!(seen, expected);
    }
}
