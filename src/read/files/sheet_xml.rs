//! Workbooks of Excel 2003 that are written as XML, which some programs save as .xls: cells by
//! their rows and columns, numbers by the text that the file has for them.

use super::ReadSeek;
use super::encoding::TextEncoding;
use super::grid::Visit;
use super::grid::{CellKind, MAX_CELL_BYTES, MAX_COLUMNS, Row};
use super::markup::{Token, attribute, tokens, unescape};
use super::xlsx::is_side_sheet;
use crate::model::Failure;
use crate::model::FailureCode;
use crate::text;

/// Stands in the root of such a workbook.
const NAME_SPACE: &str = "=\"urn:schemas-microsoft-com:office:spreadsheet\"";

/// Sheets beyond are left out; statements have a handful.
const MAX_SHEETS: usize = 256;

/// Whether the text begins such a workbook.
pub fn is_one(head: &str) -> bool {
    head.trim_start().starts_with('<') && head.contains(NAME_SPACE)
}

/// Names of the sheets that a person sees and that may hold data.
///
/// # Errors
/// `format_damaged` where the file ends before the workbook does: rows would be missing unseen.
pub fn sheets(source: &mut dyn ReadSeek, encoding: TextEncoding) -> Result<Vec<String>, Failure> {
    let (mut sheets, mut is_whole) = (Vec::new(), false);
    let mut is_visibility = false;
    tokens(source, encoding, &mut |token| {
        match token {
            Token::Open { name, attributes, .. } => match local(name) {
                "worksheet" if sheets.len() < MAX_SHEETS => {
                    sheets.push(attribute(attributes, "name").unwrap_or_default());
                }
                local => is_visibility = local == "visible",
            },
            Token::Text(text) if is_visibility && text.contains("Hidden") => {
                sheets.pop();
            }
            Token::Close(name) => {
                is_visibility = false;
                is_whole |= local(name) == "workbook";
            }
            Token::Text(_) => {}
        }
        Ok(true)
    })?;
    if !is_whole {
        let failure = Failure::new(FailureCode::FormatDamaged).with("line", 0);
        return Err(failure.caused_by("the workbook does not end"));
    }
    sheets.retain(|name| !is_side_sheet(name));
    Ok(sheets)
}

/// Hands over the rows of one sheet.
pub fn rows(
    source: &mut dyn ReadSeek,
    encoding: TextEncoding,
    sheet: &str,
    visit: Visit,
) -> Result<(), Failure> {
    let mut reader = Reader::new(encoding, sheet);
    tokens(source, encoding, &mut |token| match token {
        Token::Open { name, attributes, is_empty } => {
            reader.open(local(name), attributes);
            if is_empty { reader.close(local(name), visit) } else { Ok(true) }
        }
        Token::Close(name) => reader.close(local(name), visit),
        Token::Text(text) => {
            reader.text(text);
            Ok(true)
        }
    })
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

struct Reader<'a> {
    wanted: &'a str,
    is_decomposed: bool,
    is_in_sheet: bool,
    is_in_comment: bool,
    row: Row,
    /// Of the next cell that does not say its own.
    column: usize,
    /// The cell at hand: its column and, where it has one, its formula.
    cell: Option<(usize, Option<String>)>,
    /// Its value so far, with the type that the file gives it.
    data: Option<(String, String)>,
}

impl<'a> Reader<'a> {
    fn new(encoding: TextEncoding, wanted: &'a str) -> Reader<'a> {
        Reader {
            wanted,
            is_decomposed: encoding.is_decomposed(),
            is_in_sheet: false,
            is_in_comment: false,
            row: Row::default(),
            column: 0,
            cell: None,
            data: None,
        }
    }

    fn open(&mut self, name: &str, attributes: &str) {
        let number =
            |name| attribute(attributes, name).and_then(|text| text.trim().parse::<u64>().ok());
        match name {
            "worksheet" => {
                self.is_in_sheet = attribute(attributes, "name").as_deref() == Some(self.wanted);
                self.row.clear(0);
            }
            "row" => {
                let next = self.row.number + 1;
                self.row.clear(number("index").filter(|at| *at >= next).unwrap_or(next));
                self.column = 0;
            }
            "cell" => {
                let told = number("index").and_then(|at| usize::try_from(at.checked_sub(1)?).ok());
                let column = told.filter(|at| *at >= self.column).unwrap_or(self.column);
                let merged = number("mergeacross").unwrap_or(0).min(MAX_COLUMNS as u64);
                self.column = column.saturating_add(1 + merged as usize);
                self.cell = Some((column, attribute(attributes, "formula")));
            }
            "comment" => self.is_in_comment = true,
            "data" if self.cell.is_some() && !self.is_in_comment => {
                let kind = attribute(attributes, "type").unwrap_or_default();
                self.data = Some((kind, String::new()));
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some((_, value)) = &mut self.data
            && value.len() <= MAX_CELL_BYTES
        {
            unescape(text, value);
        }
    }

    fn close(&mut self, name: &str, visit: Visit) -> Result<bool, Failure> {
        match name {
            "data" => self.put(),
            "comment" => self.is_in_comment = false,
            "cell" => {
                // Nobody computed it.
                if let Some((column, Some(formula))) = self.cell.take()
                    && column < MAX_COLUMNS
                    && self.row.cell(column).is_none()
                {
                    self.row.put(column, &formula, CellKind::Error);
                }
            }
            "row" if self.is_in_sheet => return visit(&self.row),
            "worksheet" if self.is_in_sheet => return Ok(false),
            _ => {}
        }
        Ok(true)
    }

    fn put(&mut self) {
        let Some((kind, value)) = self.data.take() else { return };
        let Some(column) = self.cell.as_ref().map(|(column, _)| *column) else { return };
        if column >= MAX_COLUMNS {
            return;
        }
        match kind.as_str() {
            "Number" => self.row.put(column, value.trim(), CellKind::Binary),
            "Error" => self.row.put(column, &value, CellKind::Error),
            // `2026-11-05T00:00:00.000`: a day, or a day with its time.
            "DateTime" => {
                let value = value.trim().split('.').next().unwrap_or_default();
                let value = value.strip_suffix("T00:00:00").unwrap_or(value);
                self.row.put(column, value, CellKind::Text);
            }
            _ if self.is_decomposed => self.row.put(column, &text::nfc(&value), CellKind::Text),
            _ => self.row.put(column, &value, CellKind::Text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    const BOOK: &str = "<?xml version=\"1.0\"?><Workbook \
        xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"x\"><Styles><Style>\
        </Style></Styles><Worksheet ss:Name=\"A &amp; B\"><Table><Row ss:Index=\"3\"><Cell \
        ss:Index=\"2\" ss:MergeAcross=\"1\"><Data ss:Type=\"String\">a<B>b</B>&#10;c</Data>\
        <Comment><ss:Data>note</ss:Data></Comment></Cell><Cell><Data ss:Type=\"Number\">1500000\
        </Data></Cell></Row><Row/><Row><Cell><Data ss:Type=\"DateTime\">2026-11-05T00:00:00.000\
        </Data></Cell><Cell ss:Formula=\"=RC[1]\"/><Cell ss:Formula=\"=1\"><Data \
        ss:Type=\"Error\">#N/A</Data></Cell></Row></Table></Worksheet><Worksheet ss:Name=\"C\">\
        <Table><Row><Cell><Data ss:Type=\"String\">d</Data></Cell></Row></Table>\
        <WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>\
        </Workbook>";

    #[test]
    fn cells_stand_where_the_workbook_puts_them() {
        let mut source = Cursor::new(BOOK.as_bytes().to_vec());
        let names = sheets(&mut source, TextEncoding::Utf8).expect("a whole workbook");
        assert_eq!(names, ["A & B"], "the other one is hidden");
        let mut seen = Vec::new();
        rows(&mut source, TextEncoding::Utf8, "A & B", &mut |row| {
            let kinds = row.cells().iter().map(|cell| cell.kind).collect::<Vec<_>>();
            seen.push((row.number, row.raw(), kinds));
            Ok(true)
        })
        .expect("readable");
        use CellKind::{Binary, Error, Text};
        let expected = [
            (3, "\tab\nc\t\t1500000".to_owned(), vec![Text, Text, Text, Binary]),
            (4, String::new(), vec![]),
            (5, "2026-11-05\t=RC[1]\t#N/A".to_owned(), vec![Text, Error, Error]),
        ];
        assert_eq!(seen, expected);
    }

    #[test]
    fn a_workbook_that_does_not_end_is_damaged() {
        let cut = BOOK.strip_suffix("</Workbook>").expect("it ends so");
        let mut source = Cursor::new(cut.as_bytes().to_vec());
        let failure = sheets(&mut source, TextEncoding::Utf8).expect_err("rows may be missing");
        assert_eq!(failure.code, FailureCode::FormatDamaged);
    }
}
