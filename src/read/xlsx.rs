//! Workbooks (.xlsx): the cells of the sheets a person sees, as text; numbers by their shortest
//! text.

use std::io::{BufReader, Read, Seek};

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::ReadSeek;
use super::archive;
use super::container::Visit;
use super::encoding::rewind;
use super::grid::{CellKind, MAX_COLUMNS, Row};
use crate::model::Failure;
use crate::model::FailureCode;
use crate::text;

/// The package holds a workbook's strings in memory, so its size is bounded, packed and unpacked.
const MAX_WORKBOOK_BYTES: u64 = 128 << 20;
const MAX_UNPACKED_BYTES: u64 = 2 << 30;

/// Sheets that accountants add beside the data.
const SIDE_SHEETS: [&str; 4] = ["balance", "summary", "template balance", "tong hop"];

/// Names of the visible sheets that may hold data.
pub fn sheets(source: &mut dyn ReadSeek, size: u64) -> Result<Vec<String>, Failure> {
    if size > MAX_WORKBOOK_BYTES {
        return Err(Failure::new(FailureCode::FileTooLarge).with("limit", MAX_WORKBOOK_BYTES));
    }
    if archive::unpacked_bytes(source, size)?.is_some_and(|sum| sum > MAX_UNPACKED_BYTES) {
        return Err(Failure::new(FailureCode::FileTooLarge).with("limit", MAX_UNPACKED_BYTES));
    }
    let workbook = open(source)?;
    let names = workbook.sheets_metadata().iter().filter(|sheet| {
        sheet.visible == SheetVisible::Visible
            && sheet.typ == SheetType::WorkSheet
            && !SIDE_SHEETS.contains(&text::fold(&sheet.name).as_str())
    });
    Ok(names.map(|sheet| sheet.name.clone()).collect())
}

/// Hands over the rows of one sheet, cell by cell as they stand in the file: a forged range costs
/// nothing.
pub fn rows(source: &mut dyn ReadSeek, sheet: &str, visit: Visit) -> Result<(), Failure> {
    let mut workbook = open(source)?;
    let is_1904 = workbook.has_1904_epoch();
    let mut cells = workbook.worksheet_cells_reader(sheet).map_err(damaged)?;
    let mut row = Row::default();
    row.clear(0);
    while let Some(cell) = cells.next_cell_with_formula().map_err(damaged)? {
        let (at, column) = cell.pos;
        let number = u64::from(at) + 1;
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

fn put(row: &mut Row, column: usize, value: &DataRef, is_1904: bool) {
    match value {
        DataRef::Empty => {}
        DataRef::String(text) => row.put(column, text, CellKind::Text),
        DataRef::SharedString(text) => row.put(column, text, CellKind::Text),
        DataRef::Int(number) => row.put(column, &number.to_string(), CellKind::Binary),
        DataRef::Float(number) => row.put(column, &number.to_string(), CellKind::Binary),
        // Which format a number has proves nothing (a bank formats its row numbers as dates): the
        // column decides whether it is a day. Days of the 1904 calendar are moved to the usual one.
        DataRef::DateTime(date) if is_1904 => {
            row.put(column, &(date.as_f64() + 1462.0).to_string(), CellKind::Binary);
        }
        DataRef::DateTime(date) => {
            row.put(column, &date.as_f64().to_string(), CellKind::Binary);
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            row.put(column, text, CellKind::Text);
        }
        DataRef::Bool(is_true) => row.put(column, &is_true.to_string(), CellKind::Text),
        DataRef::Error(error) => row.put(column, &error.to_string(), CellKind::Error),
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
