//! SYLK, the text format of old spreadsheet programs, which some banks save as .xls.
//!
//! A line is a record of fields parted by semicolons; of all records only the cells (`C`, and the
//! places that `F` moves to) speak of the table.

use super::ReadSeek;
use super::encoding;
use super::encoding::TextEncoding;
use super::grid::Visit;
use super::grid::{CellKind, Row};
use crate::model::Failure;
use crate::text;

/// Whether the text begins such a file.
pub fn is_one(head: &str) -> bool {
    head.starts_with("ID;P")
}

/// Hands over the rows that hold cells.
pub fn rows(
    source: &mut dyn ReadSeek,
    encoding: TextEncoding,
    visit: Visit,
) -> Result<(), Failure> {
    let mut row = Row::default();
    let (mut line_at, mut column) = (1u64, 1usize);
    let mut goes_on = true;
    encoding::for_each_line(source, encoding, &mut |line, _| {
        let mut fields = fields(line).into_iter();
        let kind = fields.next().unwrap_or_default();
        if kind != "C" && kind != "F" {
            return Ok(kind != "E");
        }
        let mut value = None;
        for field in fields {
            let mut rest = field.chars();
            match rest.next() {
                Some('Y') => line_at = rest.as_str().parse().unwrap_or(line_at),
                Some('X') => column = rest.as_str().parse().unwrap_or(column),
                Some('K') if kind == "C" => value = Some(rest.as_str().to_owned()),
                _ => {}
            }
        }
        if let Some(value) = value {
            if line_at != row.number {
                goes_on = row.number == 0 || visit(&row)?;
                row.clear(line_at);
            }
            put(&mut row, column.saturating_sub(1), &value, encoding);
        }
        Ok(goes_on)
    })?;
    if goes_on && row.number > 0 {
        visit(&row)?;
    }
    Ok(())
}

/// Texts stand in quotes; a number, which a day is too, is as exact as its program had it.
fn put(row: &mut Row, column: usize, value: &str, encoding: TextEncoding) {
    if let Some(quoted) = value.strip_prefix('"') {
        let quoted = quoted.strip_suffix('"').unwrap_or(quoted);
        let plain = quoted.replace("\"\"", "\"").replace("\u{1B} :", "\n");
        match encoding.is_decomposed() {
            true => row.put(column, &text::nfc(&plain), CellKind::Text),
            false => row.put(column, &plain, CellKind::Text),
        }
    } else if value.starts_with('#') {
        row.put(column, value, CellKind::Error);
    } else if value == "TRUE" || value == "FALSE" {
        row.put(column, value, CellKind::Text);
    } else {
        row.put(column, value, CellKind::Binary);
    }
}

/// The fields of a record; a doubled semicolon is one of the text.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut rest = line.chars().peekable();
    while let Some(c) = rest.next() {
        match (c, rest.peek()) {
            (';', Some(';')) => {
                rest.next();
                fields.last_mut().expect("there is one").push(';');
            }
            (';', _) => fields.push(String::new()),
            _ => fields.last_mut().expect("there is one").push(c),
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    #[test]
    fn cells_stand_where_the_records_put_them() {
        let text = "ID;PWXL;N;E\nP;PGeneral\nB;Y9;X9\nC;Y1;X2;K\"a;;b \"\"c\"\"\"\nC;X4;K1500000\n\
                    F;P2;Y3;X1\nC;K\"d\u{1B} :e\"\nC;X2;K#N/A\nC;X3;ER[1]C\nE\nC;Y9;X1;K\"f\"\n";
        let mut source = Cursor::new(text.as_bytes().to_vec());
        let mut seen = Vec::new();
        rows(&mut source, TextEncoding::Utf8, &mut |row| {
            let kinds = row.cells().iter().map(|cell| cell.kind).collect::<Vec<_>>();
            seen.push((row.number, row.raw(), kinds));
            Ok(true)
        })
        .expect("readable");
        use CellKind::{Binary, Error, Text};
        let expected = [
            (1, "\ta;b \"c\"\t\t1500000".to_owned(), vec![Text, Text, Text, Binary]),
            (3, "d\ne\t#N/A".to_owned(), vec![Text, Error]),
        ];
        assert_eq!(seen, expected);
    }
}
