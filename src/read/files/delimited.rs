//! CSV and its relatives: rows of a text file whose cells are parted by a comma, semicolon, tab,
//! bar, caret or tilde.

use std::collections::BTreeMap;
use std::io::Read;

use super::ReadSeek;
use super::encoding::{Budget, Decoded, TextEncoding, text_failure, unreadable};
use super::grid::Visit;
use super::grid::{CellKind, Row};
use crate::calendar::parse_moment;
use crate::model::Failure;
use crate::model::FailureCode;
use crate::model::ProblemCode;
use crate::text;

const DELIMITERS: [u8; 6] = [b',', b';', b'\t', b'|', b'^', b'~'];

/// Records looked at to find the delimiter.
const SAMPLE_RECORDS: usize = 300;
const SAMPLE_BYTES: u64 = 256 * 1024;

/// The delimiter under which most rows have the same number of cells; of equals, the one with more
/// cells.
pub fn guess_delimiter(source: &mut dyn ReadSeek, encoding: TextEncoding) -> Result<u8, Failure> {
    let decoded = Decoded::new(source, encoding)?;
    let mut sample = Vec::new();
    decoded.take(SAMPLE_BYTES).read_to_end(&mut sample).map_err(|e| text_failure(e, 1))?;
    if sample.len() as u64 == SAMPLE_BYTES {
        let end = sample.iter().rposition(|byte| *byte == b'\n').unwrap_or(sample.len());
        sample.truncate(end);
    }
    // Spreadsheet programs write and obey a first line such as `sep=;`.
    if let [b's', b'e', b'p', b'=', delimiter, b'\n', ..] = sample[..]
        && DELIMITERS.contains(&delimiter)
    {
        return Ok(delimiter);
    }
    let best = DELIMITERS.iter().max_by_key(|delimiter| {
        let (rows, width) = modal_width(&sample, **delimiter);
        // Earlier candidates win among equals: `max_by_key` keeps the last, so position counts
        // down.
        let place = DELIMITERS.iter().position(|other| other == *delimiter);
        (rows, width, std::cmp::Reverse(place))
    });
    Ok(*best.expect("there are candidates"))
}

/// How many rows share the most frequent width above one, and that width.
fn modal_width(sample: &[u8], delimiter: u8) -> (u64, usize) {
    let mut widths: BTreeMap<usize, u64> = BTreeMap::new();
    let mut reader = csv_reader(sample, delimiter);
    for record in reader.byte_records().take(SAMPLE_RECORDS).flatten() {
        if record.len() > 1 {
            *widths.entry(record.len()).or_default() += 1;
        }
    }
    let modal = widths.into_iter().max_by_key(|(width, rows)| (*rows, *width));
    modal.map_or((0, 0), |(width, rows)| (rows, width))
}

fn csv_reader<R: Read>(from: R, delimiter: u8) -> csv::Reader<R> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .buffer_capacity(32 * 1024)
        .from_reader(from)
}

/// Hands over each record with the number of the line on which it begins.
pub fn rows(
    source: &mut dyn ReadSeek,
    encoding: TextEncoding,
    delimiter: u8,
    visit: Visit,
) -> Result<(), Failure> {
    let decoded = Decoded::new(source, encoding)?;
    let budget = decoded.budget();
    let mut reader = csv_reader(decoded, delimiter);
    let mut record = csv::StringRecord::new();
    let mut row = Row::default();
    loop {
        let start = reader.position().line();
        let is_more = reader.read_record(&mut record).map_err(|e| failure(e, start))?;
        if !is_more {
            return Ok(());
        }
        budget.renew();
        let inner = record.as_slice().bytes().filter(|byte| *byte == b'\n').count() as u64;
        // Blank lines before a record are skipped by the package, so the line is counted from its
        // end.
        let end = reader.position().line();
        let is_last = reader.position().byte() == budget.total();
        let is_cut = is_last && is_cut_off(&record, &budget);
        let lines = if is_cut { inner } else { inner + 1 };
        row.clear(end.saturating_sub(lines).max(1));
        for field in &record {
            if encoding.is_decomposed() {
                row.push(&text::nfc(field), CellKind::Text);
            } else {
                row.push(field, CellKind::Text);
            }
        }
        // A closing quote is an end as well.
        let is_closed = budget.tail() == [b'"', b'\n'];
        row.is_unended = is_last && budget.is_end_added() && !is_closed;
        if is_cut {
            row.defect = Some(ProblemCode::RowTooShort);
        } else if inner > 0 && record.iter().any(|field| holds_a_row(field, delimiter)) {
            row.defect = Some(ProblemCode::QuoteHoldsRows);
        }
        if !visit(&row)? {
            return Ok(());
        }
    }
}

/// Whether a line within a field begins as a row does: with a day in a cell of its own.
fn holds_a_row(field: &str, delimiter: u8) -> bool {
    let first_cell =
        |line: &str| line.split_once(char::from(delimiter)).map(|(cell, _)| cell.len());
    field
        .lines()
        .skip(1)
        .any(|line| first_cell(line).is_some_and(|length| parse_moment(&line[..length]).is_some()))
}

/// Whether the newline that ends every file (see [`Decoded`]) stands inside a quote that nobody
/// closed.
fn is_cut_off(last: &csv::StringRecord, budget: &Budget) -> bool {
    // Two quotes are a quote inside the cell.
    let is_inside = |cell: &str| cell == "\n" || cell.ends_with("\"\n");
    let is_closed =
        budget.tail() == [b'"', b'\n'] && !last.iter().next_back().is_some_and(is_inside);
    last.as_slice().ends_with('\n') && !is_closed
}

fn failure(error: csv::Error, line: u64) -> Failure {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => text_failure(error, line),
        csv::ErrorKind::Utf8 { .. } => Failure::new(FailureCode::EncodingUnknown),
        other => unreadable(std::io::Error::other(format!("{other:?}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn read(text: &str) -> (u8, Vec<(u64, String, bool)>) {
        let mut source = Cursor::new(text.as_bytes().to_vec());
        let delimiter = guess_delimiter(&mut source, TextEncoding::Utf8).expect("a delimiter");
        let mut seen = Vec::new();
        rows(&mut source, TextEncoding::Utf8, delimiter, &mut |row| {
            seen.push((row.number, row.raw(), row.defect.is_some()));
            Ok(true)
        })
        .expect("readable");
        (delimiter, seen)
    }

    #[test]
    fn counts_lines_as_an_editor_does() {
        let (_, rows) = read("a,b\r\n\r\n1,\"x\r\ny\"\r\n\n\n2,z");
        let numbers: Vec<u64> = rows.iter().map(|row| row.0).collect();
        assert_eq!(numbers, [1, 3, 7]);
        assert_eq!(rows[1].1, "1\tx\ny");
    }

    #[test]
    fn finds_the_delimiter_whatever_the_cells_hold() {
        assert_eq!(read("a;b\n1,5;\"x;y\"\n2,5;z\n").0, b';');
        assert_eq!(read("a\tb\nx, y, z\t1\nu, v, w\t2\n").0, b'\t');
        assert_eq!(read("title\na|b|c\n1|2|3\n").0, b'|');
        assert_eq!(read("a,b\n1,\"2;3;4\"\n").0, b',');
        assert_eq!(read("a^b^c\n1^x, y^3\n").0, b'^');
        assert_eq!(read("a~b~c\n1~2^3~3\n").0, b'~');
        let (delimiter, rows) = read("sep=;\na;b,c,d\n1;2,0,0\n");
        assert_eq!((delimiter, rows[1].0, rows[1].1.as_str()), (b';', 2, "a\tb,c,d"));
    }

    #[test]
    fn a_quote_that_is_never_closed_marks_its_row() {
        let (_, closed) = read("a,b\n1,\"x\n\"\n");
        assert!(!closed[1].2);
        let (_, rows) = read("a,b\n1,\"x\n2,y\n");
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[1], (2, "1\tx\n2,y\n".to_owned(), true));
        let (_, rows) = read("a,b\n1,\"x \"\"");
        assert_eq!(rows[1], (2, "1\tx \"\n".to_owned(), true), "a quote inside closes nothing");
    }
}
