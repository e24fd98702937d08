//! Workbooks (.xlsx): the cells of the sheets a person sees, as text; numbers by their shortest
//! text.

use std::io;
use std::io::{BufReader, Read, Seek};

use calamine::{DataRef, DataType, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use zip::ZipArchive;

use super::ReadSeek;
use super::archive;
use super::encoding::{MAX_RECORD_BYTES, rewind};
use super::grid::Visit;
use super::grid::{CellKind, MAX_COLUMNS, Row};
use crate::model::Failure;
use crate::model::FailureCode;
use crate::text;

/// The package holds a workbook's strings in memory, so its size is bounded, packed and unpacked.
const MAX_WORKBOOK_BYTES: u64 = 128 << 20;
const MAX_UNPACKED_BYTES: u64 = 2 << 30;

/// Shared texts of a million rows take half of it.
const MAX_STRINGS_BYTES: u64 = 256 << 20;

/// Sheets of statements are packed to a fifth or a twentieth.
const DENSE: u64 = 50;

/// Hidden sheets that are told by name.
const MOST_HIDDEN: usize = 3;

/// Sheets that accountants add beside the data.
const SIDE_SHEETS: [&str; 4] = ["balance", "summary", "template balance", "tong hop"];

/// Whether a person sees the sheet and it may hold data.
pub fn may_hold_data(sheet: &calamine::Sheet) -> bool {
    sheet.visible == SheetVisible::Visible
        && sheet.typ == SheetType::WorkSheet
        && !is_side_sheet(&sheet.name)
}

/// Whether a sheet of this name only sums up others.
pub fn is_side_sheet(name: &str) -> bool {
    SIDE_SHEETS.contains(&text::fold(name).as_str())
}

/// The sheets of a workbook that may hold data.
pub struct Sheets {
    /// Names of the visible ones, each with so many of its first rows that are not blank.
    pub seen: Vec<(String, Vec<Row>)>,
    /// Names of the hidden ones that hold more than headings; they are not read.
    pub hidden: Vec<String>,
}

/// The sheets of a workbook, with so many rows of each.
pub fn sheets(source: &mut dyn ReadSeek, size: u64, head_rows: usize) -> Result<Sheets, Failure> {
    if size > MAX_WORKBOOK_BYTES {
        return Err(Failure::new(FailureCode::FileTooLarge).with("limit", MAX_WORKBOOK_BYTES));
    }
    let entries = archive::directory(source)?.unwrap_or_default();
    if archive::unpacked_bytes(&entries) > MAX_UNPACKED_BYTES {
        return Err(Failure::new(FailureCode::FileTooLarge).with("limit", MAX_UNPACKED_BYTES));
    }
    look_at_strings(source)?;
    look_at_dense_parts(source, &entries)?;
    let mut workbook = open(source)?;
    let (seen, others): (Vec<calamine::Sheet>, Vec<calamine::Sheet>) =
        workbook.sheets_metadata().iter().cloned().partition(may_hold_data);
    let mut head = |name: String, most: usize| {
        let mut head = Vec::new();
        rows_of(&mut workbook, &name, &mut |row| {
            head.extend((!row.is_blank()).then(|| row.clone()));
            Ok(head.len() < most)
        })?;
        Ok((name, head))
    };
    let seen = seen.into_iter().map(|sheet| head(sheet.name, head_rows));
    let seen = seen.collect::<Result<Vec<_>, Failure>>()?;
    let is_hidden = |sheet: &calamine::Sheet| {
        let visible = calamine::Sheet { visible: SheetVisible::Visible, ..sheet.clone() };
        may_hold_data(&visible)
    };
    // What is wrong in a sheet that is not read keeps no other from being read.
    let holds =
        |sheet: calamine::Sheet| head(sheet.name, 2).ok().filter(|(_, rows)| rows.len() > 1);
    let hidden = others.into_iter().filter(is_hidden).filter_map(holds);
    let hidden = hidden.map(|(name, _)| name).take(MOST_HIDDEN).collect();
    Ok(Sheets { seen, hidden })
}

/// The package holds all shared texts in memory, whatever the directory says of their length: they
/// are measured first, unless even the best packing could not make them long.
fn look_at_strings(source: &mut dyn ReadSeek) -> Result<(), Failure> {
    rewind(source)?;
    let Ok(mut parts) = ZipArchive::new(BufReader::new(source)) else { return Ok(()) };
    let Ok(mut strings) = parts.by_name("xl/sharedStrings.xml") else { return Ok(()) };
    if strings.compressed_size() < MAX_STRINGS_BYTES / 1_032 {
        return Ok(());
    }
    let mut bounded = (&mut strings).take(MAX_STRINGS_BYTES + 1);
    // What cannot be unpacked is told by the package.
    let length = io::copy(&mut bounded, &mut io::sink()).unwrap_or_default();
    if length > MAX_STRINGS_BYTES {
        return Err(Failure::new(FailureCode::FileTooLarge).with("limit", MAX_STRINGS_BYTES));
    }
    Ok(())
}

/// The package holds a text between two tags in memory, however long it is: parts that are packed
/// as tightly as only such a text can be are looked through first.
fn look_at_dense_parts(
    source: &mut dyn ReadSeek,
    entries: &[archive::Entry],
) -> Result<(), Failure> {
    let is_dense = |entry: &&archive::Entry| {
        entry.unpacked_bytes > MAX_RECORD_BYTES as u64
            && entry.unpacked_bytes / DENSE > entry.packed_bytes
    };
    let dense: Vec<&archive::Entry> = entries.iter().filter(is_dense).collect();
    if dense.is_empty() {
        return Ok(());
    }
    rewind(source)?;
    let Ok(mut parts) = ZipArchive::new(BufReader::new(source)) else { return Ok(()) };
    for entry in dense {
        let Ok(mut part) = parts.by_name(&entry.name) else { continue };
        if has_endless_text(&mut part) {
            let failure = Failure::new(FailureCode::FormatDamaged).with("line", 0);
            return Err(failure.caused_by(format!("{}: text too long", entry.name)));
        }
    }
    Ok(())
}

/// Whether two brackets stand further apart than a record may be long. What cannot be unpacked is
/// told by the package.
fn has_endless_text(part: &mut dyn Read) -> bool {
    let mut chunk = vec![0; 64 * 1024];
    let mut run = 0;
    while let Ok(length) = part.read(&mut chunk)
        && length > 0
    {
        let is_bracket = |byte: &u8| matches!(byte, b'<' | b'>');
        let read = &chunk[..length];
        run = match (read.iter().position(is_bracket), read.iter().rposition(is_bracket)) {
            (Some(first), Some(_)) if run + first > MAX_RECORD_BYTES => return true,
            (_, Some(last)) => length - last,
            _ => run + length,
        };
        if run > MAX_RECORD_BYTES {
            return true;
        }
    }
    false
}

/// Hands over the rows of one sheet, cell by cell as they stand in the file: a forged range costs
/// nothing.
pub fn rows(source: &mut dyn ReadSeek, sheet: &str, visit: Visit) -> Result<(), Failure> {
    rows_of(&mut open(source)?, sheet, visit)
}

fn rows_of(
    workbook: &mut Xlsx<impl Read + Seek>,
    sheet: &str,
    visit: Visit,
) -> Result<(), Failure> {
    let is_1904 = workbook.has_1904_epoch();
    let mut cells = workbook.worksheet_cells_reader(sheet).map_err(damaged)?;
    let mut row = Row::default();
    row.clear(0);
    let mut last_column = 0;
    while let Some(cell) = cells.next_cell_with_formula().map_err(damaged)? {
        let (at, column) = cell.pos;
        let number = u64::from(at) + 1;
        // Of two cells at one place, or two rows of one number, one would be lost.
        if (number, column) <= (row.number, last_column) && row.number > 0 {
            let failure = Failure::new(FailureCode::FormatDamaged).with("line", number);
            return Err(failure.caused_by(format!("row {number} stands there twice")));
        }
        last_column = column;
        if number != row.number {
            if row.number > 0 && !visit(&row)? {
                return Ok(());
            }
            row.clear(number);
        }
        let column = column as usize;
        if column >= MAX_COLUMNS {
            continue;
        }
        match (&cell.value, &cell.formula) {
            // Nobody computed it: some programs write formulas without their values.
            (DataRef::Empty, Some(formula)) => {
                row.put(column, &format!("={formula}"), CellKind::Error);
            }
            (value, _) => put(&mut row, column, value, is_1904),
        }
    }
    if row.number > 0 {
        visit(&row)?;
    }
    Ok(())
}

/// Puts a cell's value into a row: a number by its shortest text, an error under its name.
pub fn put(row: &mut Row, column: usize, value: &impl DataType, is_1904: bool) {
    if let Some(date) = value.get_datetime() {
        // Which format a number has proves nothing (a bank formats its row numbers as dates): the
        // column decides whether it is a day. Days of the 1904 calendar are moved to the usual one.
        let days = if is_1904 { date.as_f64() + 1462.0 } else { date.as_f64() };
        row.put(column, &days.to_string(), CellKind::Binary);
    } else if let Some(number) = value.get_float() {
        row.put(column, &number.to_string(), CellKind::Binary);
    } else if let Some(number) = value.get_int() {
        row.put(column, &number.to_string(), CellKind::Binary);
    } else if let Some(is_true) = value.get_bool() {
        row.put(column, &is_true.to_string(), CellKind::Text);
    } else if let Some(error) = value.get_error() {
        row.put(column, &error.to_string(), CellKind::Error);
    } else {
        let texts = [value.get_string(), value.get_datetime_iso(), value.get_duration_iso()];
        if let Some(text) = texts.into_iter().flatten().next() {
            row.put(column, text, CellKind::Text);
        }
    }
}

fn open(source: &mut dyn ReadSeek) -> Result<Xlsx<impl Read + Seek>, Failure> {
    rewind(source)?;
    Xlsx::new(BufReader::new(source)).map_err(|error| match error {
        XlsxError::Password => Failure::new(FailureCode::FileIsEncrypted),
        XlsxError::FileNotFound(_) | XlsxError::RelationshipNotFound => {
            Failure::new(FailureCode::FormatUnknown).with("found", "ZIP")
        }
        other => damaged(other),
    })
}

fn damaged(error: XlsxError) -> Failure {
    Failure::new(FailureCode::FormatDamaged).with("line", 0).caused_by(error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    #[test]
    fn texts_without_an_end_are_found() {
        let is_found = |blanks: usize| {
            let part = format!("<a>{}</a>{}<b/>", "x".repeat(100), " ".repeat(blanks));
            has_endless_text(&mut Cursor::new(part))
        };
        assert!(!is_found(MAX_RECORD_BYTES - 10));
        assert!(is_found(MAX_RECORD_BYTES + 10));
    }
}
