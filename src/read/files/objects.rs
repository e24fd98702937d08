//! Files of objects: JSON Lines, JSON documents, query strings. Each object is a row, its keys are
//! the headings.
//!
//! A list of objects inside the objects is a sheet of its own, named by its dotted key (`data`), so
//! that a layout finds its rows there. A row's number is its line; in a document, or in a list, the
//! ordinal of the object.

use std::collections::HashMap;
use std::io::Read;

use serde_json::value::RawValue;

use super::ReadSeek;
use super::encoding;
use super::encoding::TextEncoding;
use super::flat::Flat;
use super::grid::Visit;
use super::grid::{CellKind, Row};
use super::query;
use crate::model::Failure;
use crate::model::FailureCode;
use crate::model::ProblemCode;

/// More headings than this are no table.
const MAX_KEYS: usize = 500;

/// More lists than this are no statement; the first ones are looked at.
const MAX_SHEETS: usize = 16;

/// A document is held in memory as a whole; lines are not.
const MAX_DOCUMENT_BYTES: usize = 64 << 20;

/// Longest part of an object that is kept as the raw text of a row that cannot be read.
const MAX_RAW_CHARS: usize = 500;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// An object a line.
    Lines,
    /// Objects one after another, or in a list, over as many lines as it pleases.
    Document,
    /// A query string a line.
    Queries,
}

impl Form {
    pub fn code(self) -> &'static str {
        match self {
            Form::Lines => "json_lines",
            Form::Document => "json",
            Form::Queries => "query",
        }
    }
}

/// Where rows may be, and their headings in the order in which they first appear.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sheet {
    /// Dotted key of the list; empty for the objects themselves.
    pub name: String,
    pub keys: Vec<String>,
}

/// Lines or a document, of a file that begins with a brace or bracket.
pub fn form(source: &mut dyn ReadSeek, encoding: TextEncoding) -> Result<Form, Failure> {
    let mut is_object = false;
    let first_line = encoding::for_each_line(source, encoding, &mut |line, _| {
        is_object = Flat::of(line).is_some();
        Ok(line.trim().is_empty())
    });
    // A line longer than a record may be a whole document.
    if first_line.is_ok() && is_object {
        return Ok(Form::Lines);
    }
    let is_document = match document(source, encoding) {
        Ok(text) => {
            let is_cut = |value: serde_json::Result<_>| value.is_err_and(|error| error.is_eof());
            if values(&text).any(is_cut) {
                return Err(Failure::new(FailureCode::DocumentIsCut));
            }
            text.trim_start().starts_with('[') || values(&text).all(|value| value.is_ok())
        }
        Err(failure) if failure.code == FailureCode::FileTooLarge => false,
        Err(failure) => return Err(failure),
    };
    Ok(if is_document { Form::Document } else { Form::Lines })
}

/// All sheets of a file; that of the objects themselves is the first.
pub fn sheets(
    source: &mut dyn ReadSeek,
    encoding: TextEncoding,
    form: Form,
) -> Result<Vec<Sheet>, Failure> {
    let mut sheets = vec![(String::new(), Columns::default())];
    for_each_object(source, encoding, form, &mut |object, _| {
        let Some(flat) = object.flat else { return Ok(true) };
        note(&flat, &mut sheets[0].1);
        for (name, list) in &flat.lists {
            let place = sheets.iter().position(|(known, _)| known == name);
            let place = match place {
                Some(place) => place,
                None if sheets.len() == MAX_SHEETS => continue,
                None => {
                    sheets.push((name.clone(), Columns::default()));
                    sheets.len() - 1
                }
            };
            for item in list.iter().filter_map(|item| Flat::of(item.get())) {
                note(&item, &mut sheets[place].1);
            }
        }
        Ok(true)
    })?;
    Ok(sheets.into_iter().map(|(name, columns)| Sheet { name, keys: columns.names }).collect())
}

fn note(flat: &Flat, columns: &mut Columns) {
    for (key, ..) in &flat.pairs {
        columns.of(key);
    }
}

/// Hands over each object of a sheet as a row whose columns follow the order of its keys.
pub fn rows(
    source: &mut dyn ReadSeek,
    encoding: TextEncoding,
    form: Form,
    sheet: &Sheet,
    visit: Visit,
) -> Result<(), Failure> {
    let mut columns = Columns::default();
    sheet.keys.iter().for_each(|key| {
        columns.of(key);
    });
    let mut filler = Filler { row: Row::default(), columns, defect: form.defect() };
    let mut ordinal = 0;
    for_each_object(source, encoding, form, &mut |object, line| {
        if sheet.name.is_empty() {
            ordinal += 1;
            let number = if form == Form::Document { ordinal } else { line };
            return visit(filler.fill(number, object.flat.as_ref(), object.text));
        }
        let lists = object.flat.iter().flat_map(|flat| &flat.lists);
        let mut own = lists.filter(|(name, _)| *name == sheet.name);
        let (list, twin) = (own.next(), own.next());
        let Some((_, list)) = list.filter(|_| twin.is_none()) else {
            if object.flat.is_some_and(|flat| flat.has_nothing_at(&sheet.name)) {
                return Ok(true);
            }
            ordinal += 1;
            return visit(filler.fill(ordinal, None, object.text));
        };
        for item in list {
            ordinal += 1;
            if !visit(filler.fill(ordinal, Flat::of(item.get()).as_ref(), item.get()))? {
                return Ok(false);
            }
        }
        Ok(true)
    })
}

impl Form {
    /// What is wrong with a row that is no object.
    fn defect(self) -> ProblemCode {
        match self {
            Form::Lines | Form::Document => ProblemCode::RowIsNotJson,
            Form::Queries => ProblemCode::RowIsNotQuery,
        }
    }
}

/// Makes rows of objects.
struct Filler {
    row: Row,
    columns: Columns,
    defect: ProblemCode,
}

impl Filler {
    fn fill(&mut self, number: u64, object: Option<&Flat>, text: &str) -> &Row {
        let row = &mut self.row;
        row.clear(number);
        self.columns.begin_row();
        // A key given twice: nobody can say which value is meant.
        let mut is_sound = object.is_some_and(|flat| !flat.is_broken);
        for (key, text, kind) in object.iter().flat_map(|flat| &flat.pairs) {
            let Some(column) = self.columns.of(key) else { continue };
            is_sound &= self.columns.is_first(column);
            if !text.is_empty() {
                row.put(column, text, *kind);
            }
        }
        if !is_sound {
            let raw: String = text.chars().take(MAX_RAW_CHARS).collect();
            row.clear(number);
            row.push(&raw, CellKind::Text);
            row.defect = Some(self.defect);
        } else if object.is_some_and(|flat| flat.has_long_text) {
            row.defect = Some(ProblemCode::TextTooLong);
        }
        row
    }
}

/// An object of the file: flat if it is sound, and as it stands there.
struct Object<'a> {
    flat: Option<Flat<'a>>,
    text: &'a str,
}

/// Hands over the objects, each with the line on which it stands (0 in a document).
fn for_each_object(
    source: &mut dyn ReadSeek,
    encoding: TextEncoding,
    form: Form,
    take: &mut dyn FnMut(Object, u64) -> Result<bool, Failure>,
) -> Result<(), Failure> {
    if form == Form::Document {
        return for_each_value(source, encoding, take);
    }
    encoding::for_each_line(source, encoding, &mut |line, number| {
        let text = line.trim();
        if text.is_empty() {
            return Ok(true);
        }
        let flat = if form == Form::Queries { flat_query(text) } else { Flat::of(text) };
        take(Object { flat, text }, number)
    })?;
    Ok(())
}

fn flat_query(line: &str) -> Option<Flat<'static>> {
    let pairs = query::pairs(line)?.into_iter();
    let pairs = pairs.map(|(key, value)| (key, value, CellKind::Text)).collect();
    Some(Flat { pairs, ..Flat::default() })
}

fn for_each_value(
    source: &mut dyn ReadSeek,
    encoding: TextEncoding,
    take: &mut dyn FnMut(Object, u64) -> Result<bool, Failure>,
) -> Result<(), Failure> {
    let text = document(source, encoding)?;
    for value in values(&text) {
        let value = value.map_err(|error| {
            let failure = Failure::new(FailureCode::FormatDamaged).with("line", error.line());
            failure.caused_by(error.to_string())
        })?;
        let list = serde_json::from_str::<Vec<&RawValue>>(value.get());
        for item in list.unwrap_or_else(|_| vec![value]) {
            if !take(Object { flat: Flat::of(item.get()), text: item.get() }, 0)? {
                return Ok(());
            }
        }
    }
    Ok(())
}

fn values(text: &str) -> impl Iterator<Item = serde_json::Result<&RawValue>> {
    serde_json::Deserializer::from_str(text).into_iter::<&RawValue>()
}

/// The text of a document as a whole.
fn document(source: &mut dyn ReadSeek, encoding: TextEncoding) -> Result<String, Failure> {
    let mut decoded = encoding::Decoded::new(source, encoding)?;
    let budget = decoded.budget();
    let mut bytes = Vec::new();
    let mut chunk = [0; 8192];
    loop {
        budget.renew();
        let length = decoded.read(&mut chunk).map_err(|e| encoding::text_failure(e, 1))?;
        bytes.extend_from_slice(&chunk[..length]);
        if length == 0 {
            return Ok(String::from_utf8(bytes).expect("the decoder writes UTF-8"));
        }
        if bytes.len() > MAX_DOCUMENT_BYTES {
            let failure = Failure::new(FailureCode::FileTooLarge);
            return Err(failure.with("limit", MAX_DOCUMENT_BYTES));
        }
    }
}

/// Column numbers by key, and which of them the current row has already.
#[derive(Default)]
struct Columns {
    names: Vec<String>,
    by_name: HashMap<String, usize>,
    /// The row in which a column was last filled.
    filled_in: Vec<u64>,
    row: u64,
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
        self.filled_in.push(0);
        Some(self.names.len() - 1)
    }

    fn begin_row(&mut self) {
        self.row += 1;
    }

    /// Whether the current row had nothing in this column until now.
    fn is_first(&mut self, column: usize) -> bool {
        std::mem::replace(&mut self.filled_in[column], self.row) != self.row
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    /// Form, then per sheet its name, keys and rows (number, raw text, whether it is refused).
    fn told(text: &str) -> Vec<String> {
        let mut source = Cursor::new(text.as_bytes().to_vec());
        let encoding = TextEncoding::Utf8;
        let form = match text.trim_start().starts_with(['{', '[']) {
            true => form(&mut source, encoding).expect("readable"),
            false => Form::Queries,
        };
        let mut told = vec![form.code().to_owned()];
        for sheet in sheets(&mut source, encoding, form).expect("readable") {
            told.push(format!("sheet {:?}: {}", sheet.name, sheet.keys.join(" ")));
            rows(&mut source, encoding, form, &sheet, &mut |row| {
                let mark = if row.defect.is_some() { "!" } else { "" };
                told.push(format!("{mark}{}: {}", row.number, row.raw().replace('\t', "|")));
                Ok(true)
            })
            .expect("readable");
        }
        told
    }

    #[test]
    fn lines_keep_their_numbers_and_twins_are_refused() {
        let text = "{\"b\":1500000.10,\"a\":\"x\"}\n\n{\"a\":null,\"c\":{\"d\":12345678901234567890}}\n\
                    {\"a\":1,\"a\":2}\n[1]\n{\"a\":{\"x\":1},\"a.x\":2}\n{\"a\":";
        let expected = [
            "json_lines",
            "sheet \"\": b a c.d a.x",
            "1: 1500000.10|x",
            "3: ||12345678901234567890",
            "!4: {\"a\":1,\"a\":2}",
            "!5: [1]",
            "!6: {\"a\":{\"x\":1},\"a.x\":2}",
            "!7: {\"a\":",
        ];
        assert_eq!(told(text), expected);
    }

    #[test]
    fn a_document_is_objects_one_after_another_or_in_a_list() {
        let expected = ["json", "sheet \"\": a b.c", "1: 1", "2: |2", "!3: 7"];
        assert_eq!(told("[\n{\"a\":1},{\"b\":{\"c\":2}},7]"), expected);
        assert_eq!(told("{\n\"a\":1}{\"b\":\n{\"c\":2}}\n7"), expected);
    }

    #[test]
    fn a_list_inside_is_a_sheet_with_its_own_count() {
        let text = "{\"error\":0,\"data\":[{\"id\":1},{\"id\":2,\"id\":3}]}\n{\"error\":0,\"data\":[]}\n\
                    {\"error\":1}\n{\"error\":0,\"data\":[{\"id\":4}]}\n\
                    {\"data\":[{\"id\":5}],\"data\":[{\"id\":6}]}\n";
        let rows = told(text).split_off(7);
        let expected = [
            "sheet \"data\": id",
            "1: 1",
            "!2: {\"id\":2,\"id\":3}",
            "!3: {\"error\":1}",
            "4: 4",
            "!5: {\"data\":[{\"id\":5}],\"data\":[{\"id\":6}]}",
        ];
        assert_eq!(rows, expected);
    }

    #[test]
    fn a_query_a_line() {
        let expected = ["query", "sheet \"\": a b", "1: 1|x y", "!2: a=1&a=2", "!3: no query"];
        assert_eq!(told("a=1&b=x+y\na=1&a=2\nno query"), expected);
    }
}
