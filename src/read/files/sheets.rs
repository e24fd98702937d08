//! Workbooks whose package may take the process down (.xls, .xlsb, .ods): a child of ours reads
//! them and writes their cells as text; here that text is written, and read again.
//!
//! The text is CSV: the mark and the format, the names of the sheets, then for each sheet its name
//! and its rows (number, defect, then cells with their kind before them), then `end`. Where the
//! workbook cannot be read, `failure` and its code stand in place of the rest.

use std::io::{Cursor, Read, Write};

use calamine::{Data, Ods, OdsError, Range, Reader, Xls, XlsError, Xlsb, XlsbError};

use super::ReadSeek;
use super::encoding;
use super::encoding::{Decoded, TextEncoding, rewind, text_failure, unreadable};
use super::grid::Visit;
use super::grid::{CellKind, MAX_COLUMNS, Row};
use super::magic::{Magic, SheetFormat};
use super::xlsx;
use crate::model::Failure;
use crate::model::FailureCode;
use crate::model::ProblemCode;

/// The text begins with this and a comma; no bank writes it.
const MARK: &str = "doisoat-sheets-1";

const SHEETS: &str = "sheets";
const SHEET: &str = "sheet";
const ROW: &str = "row";
const END: &str = "end";
const FAILURE: &str = "failure";

/// Larger ones are no statements: they hold pictures.
pub const MAX_BYTES: u64 = 64 << 20;

/// Writes the cells of a workbook as text, or why they cannot be read.
///
/// # Errors
/// Only where the text cannot be written. Damaged workbooks may end the process: to be called in a
/// child whose memory is bounded.
pub fn write(source: &mut dyn ReadSeek, out: &mut dyn Write) -> Result<(), Failure> {
    let mut out = csv::WriterBuilder::new().flexible(true).from_writer(out);
    let written = match Magic::of(source)? {
        Magic::Sheets(format) => {
            put(&mut out, [MARK, format.code()])?;
            write_format(format, source, &mut out)
        }
        _ => Err(Failure::new(FailureCode::FormatUnknown)),
    };
    match written {
        Ok(()) => put(&mut out, [END])?,
        Err(failure) => put(&mut out, [FAILURE, failure.code.code()])?,
    }
    out.flush().map_err(unreadable)
}

type Out<'a> = csv::Writer<&'a mut dyn Write>;

fn put<'a>(out: &mut Out, record: impl IntoIterator<Item = &'a str>) -> Result<(), Failure> {
    out.write_record(record).map_err(|error| unreadable(std::io::Error::other(error)))
}

fn write_format(
    format: SheetFormat,
    source: &mut dyn ReadSeek,
    out: &mut Out,
) -> Result<(), Failure> {
    if format == SheetFormat::Xls && is_encrypted_package(source)? {
        return Err(Failure::new(FailureCode::FileIsEncrypted));
    }
    rewind(source)?;
    let mut bytes = Vec::new();
    source.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(Failure::new(FailureCode::FileTooLarge));
    }
    let bytes = Cursor::new(bytes);
    match format {
        SheetFormat::Xls => {
            let book = Xls::new(bytes).map_err(|error| match error {
                XlsError::Password => Failure::new(FailureCode::FileIsEncrypted),
                _ => damaged(),
            })?;
            let is_1904 = book.has_1904_epoch();
            write_book(book, is_1904, out)
        }
        SheetFormat::Xlsb => {
            let book = Xlsb::new(bytes).map_err(|error| match error {
                XlsbError::Password => Failure::new(FailureCode::FileIsEncrypted),
                _ => damaged(),
            })?;
            write_book(book, false, out)
        }
        SheetFormat::Ods => {
            let book = Ods::new(bytes).map_err(|error| match error {
                OdsError::Password => Failure::new(FailureCode::FileIsEncrypted),
                _ => damaged(),
            })?;
            write_book(book, false, out)
        }
    }
}

fn damaged() -> Failure {
    Failure::new(FailureCode::FormatDamaged).with("line", 0)
}

fn write_book<B: Reader<Cursor<Vec<u8>>>>(
    mut book: B,
    is_1904: bool,
    out: &mut Out,
) -> Result<(), Failure> {
    let visible = book.sheets_metadata().iter().filter(|sheet| xlsx::may_hold_data(sheet));
    let names: Vec<String> = visible.map(|sheet| sheet.name.clone()).collect();
    put(out, [SHEETS].into_iter().chain(names.iter().map(String::as_str)))?;
    for name in &names {
        let range = book.worksheet_range(name).map_err(|_| damaged())?;
        put(out, [SHEET, name])?;
        write_range(&range, is_1904, out)?;
    }
    Ok(())
}

fn write_range(range: &Range<Data>, is_1904: bool, out: &mut Out) -> Result<(), Failure> {
    let (first_row, first_column) = range.start().unwrap_or_default();
    let mut row = Row::default();
    for (at, column, value) in range.used_cells() {
        let number = u64::from(first_row) + at as u64 + 1;
        if number != row.number {
            write_row(&row, out)?;
            row.clear(number);
        }
        let column = first_column as usize + column;
        if column < MAX_COLUMNS {
            xlsx::put(&mut row, column, value, is_1904);
        }
    }
    write_row(&row, out)
}

fn write_row(row: &Row, out: &mut Out) -> Result<(), Failure> {
    if row.is_blank() {
        return Ok(());
    }
    let number = row.number.to_string();
    let cells = row.cells().iter().map(|cell| {
        let kind = match cell.kind {
            CellKind::Text | CellKind::Token => 't',
            CellKind::Binary => 'b',
            CellKind::Error => 'e',
        };
        if cell.text.is_empty() { String::new() } else { format!("{kind}{}", cell.text) }
    });
    let defect = row.defect.map_or("", ProblemCode::code).to_owned();
    let record: Vec<String> = [ROW.to_owned(), number, defect].into_iter().chain(cells).collect();
    put(out, record.iter().map(String::as_str))
}

/// Format and names of the sheets, where the source is such a text.
pub fn open(source: &mut dyn ReadSeek) -> Result<Option<(SheetFormat, Vec<String>)>, Failure> {
    if !encoding::head(source)?.starts_with(MARK.as_bytes()) {
        return Ok(None);
    }
    let mut format = None;
    let mut sheets = None;
    records(source, &mut |record| {
        match record.get(0) {
            Some(MARK) => {
                let code = record.get(1).unwrap_or_default();
                format = SheetFormat::ALL.into_iter().find(|format| format.code() == code);
                return Ok(true);
            }
            Some(SHEETS) => sheets = Some(record.iter().skip(1).map(str::to_owned).collect()),
            _ => {}
        }
        Ok(false)
    })?;
    Ok(Some(format.zip(sheets).ok_or_else(damaged)?))
}

/// Hands over the rows of one sheet.
pub fn rows(source: &mut dyn ReadSeek, sheet: &str, visit: Visit) -> Result<(), Failure> {
    let mut is_ours = false;
    let mut is_whole = false;
    let mut row = Row::default();
    records(source, &mut |record| {
        match record.get(0) {
            Some(SHEET) if is_ours => is_whole = true,
            Some(SHEET) => is_ours = record.get(1) == Some(sheet),
            Some(END) => is_whole = true,
            Some(ROW) if is_ours => {
                row.clear(record.get(1).and_then(|text| text.parse().ok()).unwrap_or_default());
                record.iter().skip(3).for_each(|cell| put_cell(&mut row, cell));
                row.defect = record.get(2).and_then(ProblemCode::from_code).or(row.defect);
                is_whole = !visit(&row)?;
            }
            _ => {}
        }
        Ok(!is_whole)
    })?;
    if is_whole { Ok(()) } else { Err(damaged()) }
}

fn put_cell(row: &mut Row, cell: &str) {
    let mut rest = cell.chars();
    let kind = match rest.next() {
        Some('b') => CellKind::Binary,
        Some('e') => CellKind::Error,
        _ => CellKind::Text,
    };
    row.push(rest.as_str(), kind);
}

/// Each record until `take` has enough; a `failure` ends them as one.
fn records(
    source: &mut dyn ReadSeek,
    take: &mut dyn FnMut(&csv::StringRecord) -> Result<bool, Failure>,
) -> Result<(), Failure> {
    let decoded = Decoded::new(source, TextEncoding::Utf8)?;
    let budget = decoded.budget();
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(decoded);
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(|error| match error.into_kind() {
        csv::ErrorKind::Io(error) => text_failure(error, 0),
        _ => damaged(),
    })? {
        budget.renew();
        if record.get(0) == Some(FAILURE) {
            let code = record.get(1).and_then(FailureCode::from_code);
            return Err(match code {
                Some(FailureCode::FileTooLarge) => {
                    Failure::new(FailureCode::FileTooLarge).with("limit", MAX_BYTES)
                }
                Some(FailureCode::FileIsEncrypted) => Failure::new(FailureCode::FileIsEncrypted),
                _ => damaged(),
            });
        }
        if !take(&record)? {
            break;
        }
    }
    Ok(())
}

/// Whether a file of the old binary container holds a workbook under a password.
pub fn is_encrypted_package(source: &mut dyn ReadSeek) -> Result<bool, Failure> {
    const WANTED: &str = "EncryptedPackage";
    let wanted: Vec<u8> = WANTED.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut tail: Vec<u8> = Vec::new();
    let mut is_encrypted = false;
    encoding::for_each_chunk(source, |chunk| {
        tail.extend_from_slice(chunk);
        is_encrypted = tail.windows(wanted.len()).any(|window| window == wanted);
        let keep = tail.len().saturating_sub(wanted.len());
        tail.drain(..keep);
        !is_encrypted
    })?;
    Ok(is_encrypted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str, sheet: &str) -> Result<String, Failure> {
        let mut source = Cursor::new(text.as_bytes().to_vec());
        let mut seen = String::new();
        rows(&mut source, sheet, &mut |row| {
            seen.push_str(&format!("{} {}\n", row.number, row.raw()));
            Ok(true)
        })?;
        Ok(seen)
    }

    #[test]
    fn only_a_whole_text_is_believed() {
        let whole =
            "doisoat-sheets-1,xls\nsheets,A,B\nsheet,A\nrow,3,,,\"tx\ny\",b1\nsheet,B\nend\n";
        let mut source = Cursor::new(whole.as_bytes().to_vec());
        let opened = open(&mut source).expect("readable").expect("the mark is there");
        assert_eq!(opened, (SheetFormat::Xls, vec!["A".to_owned(), "B".to_owned()]));
        assert_eq!(seen(whole, "A").as_deref(), Ok("3 \tx\ny\t1\n"));
        assert_eq!(seen(whole, "B").as_deref(), Ok(""));
        let cut = whole.strip_suffix("end\n").expect("it ends so");
        assert_eq!(seen(cut, "B").expect_err("cut").code, FailureCode::FormatDamaged);
        let failed = cut.to_owned() + "failure,file_is_encrypted\n";
        assert_eq!(seen(&failed, "B").expect_err("told").code, FailureCode::FileIsEncrypted);
    }

    #[test]
    fn what_is_no_workbook_is_said_to_be_none() {
        let mut out = Vec::new();
        let mut source = Cursor::new(b"\xD0\xCF\x11\xE0 and nothing more".to_vec());
        write(&mut source, &mut out).expect("written");
        assert_eq!(out, b"doisoat-sheets-1,xls\nfailure,format_damaged\n");
        assert_eq!(
            open(&mut Cursor::new(out)).expect_err("damaged").code,
            FailureCode::FormatDamaged
        );
    }
}
