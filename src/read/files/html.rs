//! Tables of an HTML page, which banks and portals save as .xls: one grid, as a spreadsheet program
//! shows the page.
//!
//! All tables of a page and the lines of text around them stand in one grid one below the other, so
//! that what a page says above a table stays above the table's header.

use super::ReadSeek;
use super::encoding::TextEncoding;
use super::grid::{CellKind, MAX_CELL_BYTES, MAX_COLUMNS, Mark, Row, Visit};
use super::markup::{Token, attribute, tokens, unescape};
use crate::model::Fact;
use crate::model::Failure;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::text;

/// HTML allows no more.
const MAX_ROW_SPAN: u32 = 65_534;

/// Elements that stand on lines of their own.
const BLOCKS: [&str; 12] =
    ["p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "center", "dt", "dd"];

const PAGE_TAGS: [&str; 6] = ["<!doctype html", "<html", "<head", "<body", "<table", "<meta"];

/// Whether the text begins a page.
pub fn is_page(head: &str) -> bool {
    let head = head.trim_start().to_ascii_lowercase();
    head.starts_with('<') && PAGE_TAGS.iter().any(|tag| head.contains(tag))
}

/// Whether a table stands anywhere in the page.
pub fn has_table(source: &mut dyn ReadSeek, encoding: TextEncoding) -> Result<bool, Failure> {
    let mut has_table = false;
    tokens(source, encoding, &mut |token| {
        has_table |= matches!(token, Token::Open { name: "td" | "th", .. });
        Ok(!has_table)
    })?;
    Ok(has_table)
}

/// Hands over the rows of all tables, and the lines of text outside them as rows of one cell.
///
/// A cell over several columns or rows stands in its first one, as in a workbook; the others are
/// empty.
pub fn rows(
    source: &mut dyn ReadSeek,
    encoding: TextEncoding,
    visit: Visit,
) -> Result<(), Failure> {
    let mut grid = Grid::new(encoding, visit);
    tokens(source, encoding, &mut |token| {
        match token {
            Token::Open { name, attributes, .. } => grid.open(name, attributes)?,
            Token::Close(name) => grid.close(name)?,
            Token::Text(text) => grid.text(text),
        }
        Ok(grid.goes_on)
    })?;
    grid.end_page()
}

struct Grid<'a> {
    visit: Visit<'a>,
    is_decomposed: bool,
    row: Row,
    is_in_row: bool,
    /// Where the cell at hand stands and how far it reaches.
    cell: Option<Reach>,
    column: usize,
    /// Per column: rows, this one too, that a cell still takes.
    taken: Vec<u32>,
    text: String,
    goes_on: bool,
    /// Tables that are open, and whether the page is.
    tables: usize,
    is_page_open: bool,
}

struct Reach {
    column: usize,
    columns: usize,
    rows: u32,
}

impl<'a> Grid<'a> {
    fn new(encoding: TextEncoding, visit: Visit<'a>) -> Self {
        Grid {
            visit,
            is_decomposed: encoding.is_decomposed(),
            row: Row::default(),
            is_in_row: false,
            cell: None,
            column: 0,
            taken: Vec::new(),
            text: String::new(),
            goes_on: true,
            tables: 0,
            is_page_open: false,
        }
    }

    fn open(&mut self, name: &str, attributes: &str) -> Result<(), Failure> {
        match name {
            "table" => {
                self.tables += 1;
                self.end_table()
            }
            "html" => {
                self.is_page_open = true;
                Ok(())
            }
            "tr" => {
                self.end_row()?;
                self.begin_row();
                Ok(())
            }
            "td" | "th" => {
                self.end_cell();
                if !self.is_in_row {
                    self.end_row()?;
                    self.begin_row();
                }
                self.begin_cell(attributes);
                Ok(())
            }
            "br" => {
                self.break_line();
                if self.is_in_row { Ok(()) } else { self.end_row() }
            }
            _ => self.block(name),
        }
    }

    fn close(&mut self, name: &str) -> Result<(), Failure> {
        match name {
            "table" => {
                self.tables = self.tables.saturating_sub(1);
                self.end_table()
            }
            // Whatever was left open in it is as good as closed.
            "html" => {
                (self.tables, self.is_page_open) = (0, false);
                self.end_row()
            }
            "tr" => self.end_row(),
            "td" | "th" => {
                self.end_cell();
                Ok(())
            }
            _ => self.block(name),
        }
    }

    fn block(&mut self, name: &str) -> Result<(), Failure> {
        match (BLOCKS.contains(&name), self.is_in_row) {
            (false, _) => Ok(()),
            (true, true) => {
                if !self.text.ends_with('\n') {
                    self.break_line();
                }
                Ok(())
            }
            (true, false) => self.end_row(),
        }
    }

    fn break_line(&mut self) {
        self.text.truncate(self.text.trim_end_matches(' ').len());
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    /// White space of the source is one space; only breaks are line ends.
    fn text(&mut self, text: &str) {
        // What is longer than a cell may be is cut there; one byte more lets the row see it.
        if self.is_in_row && self.cell.is_none() || self.text.len() > MAX_CELL_BYTES {
            return;
        }
        let is_space = |c: char| c.is_ascii_whitespace();
        let mut words = text.split(is_space).filter(|word| !word.is_empty()).peekable();
        let is_apart = |text: &str| text.ends_with([' ', '\n']);
        if text.starts_with(is_space) && !self.text.is_empty() && !is_apart(&self.text) {
            self.text.push(' ');
        }
        while let Some(word) = words.next() {
            unescape(word, &mut self.text);
            if words.peek().is_some() || text.ends_with(is_space) {
                self.text.push(' ');
            }
        }
    }

    fn begin_row(&mut self) {
        self.row.clear(self.row.number + 1);
        self.is_in_row = true;
        self.column = 0;
    }

    fn begin_cell(&mut self, attributes: &str) {
        let span = |name| attribute(attributes, name).and_then(|text| text.trim().parse().ok());
        while self.taken.get(self.column).is_some_and(|rows| *rows > 0) {
            self.column += 1;
        }
        let left = MAX_COLUMNS.saturating_sub(self.column).max(1);
        let columns = span("colspan").map_or(1, |span: u32| span as usize).clamp(1, left);
        let rows = span("rowspan").unwrap_or(1u32).clamp(1, MAX_ROW_SPAN);
        self.cell = Some(Reach { column: self.column, columns, rows });
        self.column += columns;
    }

    fn end_cell(&mut self) {
        let Some(cell) = self.cell.take() else { return };
        let text = self.text.trim_matches([' ', '\n']);
        if self.is_decomposed {
            self.row.put(cell.column, &text::nfc(text), CellKind::Text);
        } else {
            self.row.put(cell.column, text, CellKind::Text);
        }
        self.text.clear();
        let end = (cell.column + cell.columns).min(MAX_COLUMNS);
        if cell.rows > 1 && cell.column < end {
            self.taken.resize(self.taken.len().max(end), 0);
            self.taken[cell.column..end].fill(cell.rows);
        }
    }

    /// Ends the row at hand, or the line of text outside of tables.
    fn end_row(&mut self) -> Result<(), Failure> {
        self.end_cell();
        if !self.is_in_row {
            if self.text.trim().is_empty() {
                self.text.clear();
                return Ok(());
            }
            self.row.clear(self.row.number + 1);
            self.cell = Some(Reach { column: 0, columns: 1, rows: 1 });
            self.end_cell();
        }
        self.is_in_row = false;
        self.taken.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
        self.goes_on = self.goes_on && (self.visit)(&self.row)?;
        Ok(())
    }

    /// Ends the last row, and says where the page is cut: rows and cells need no end of their own,
    /// but tables do.
    fn end_page(&mut self) -> Result<(), Failure> {
        let is_cut = self.is_in_row || self.tables > 0 || self.is_page_open;
        if self.is_in_row {
            self.end_cell();
            self.row.defect.get_or_insert(ProblemCode::LastLineUnended);
        }
        self.end_row()?;
        if is_cut && self.goes_on {
            let facts = vec![Fact::new("last_row", self.row.number)];
            let note = Mark::Notes(Box::new(Problem::of_file(ProblemCode::FileIsCut, facts)));
            self.row.be_mark(self.row.number, note, "");
            (self.visit)(&self.row)?;
        }
        Ok(())
    }

    fn end_table(&mut self) -> Result<(), Failure> {
        self.end_row()?;
        self.taken.clear();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn seen(page: &str) -> Vec<(u64, String)> {
        let mut source = Cursor::new(page.as_bytes().to_vec());
        let mut seen = Vec::new();
        rows(&mut source, TextEncoding::Utf8, &mut |row| {
            let is_cut = row.defect == Some(ProblemCode::LastLineUnended);
            let cut = if is_cut { "CUT " } else { "" };
            let raw = if row.mark.is_some() { "PAGE CUT".to_owned() } else { row.raw() };
            seen.push((row.number, format!("{cut}{raw}")));
            Ok(true)
        })
        .expect("readable");
        seen
    }

    fn one(page: &str) -> String {
        let page = format!("<table>{page}</table>");
        seen(&page).into_iter().map(|(_, raw)| raw).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn a_page_becomes_one_grid_with_its_preamble_above() {
        let page = "<html><head><title>x</title></head><body><h2>Sao kê</h2>Tài khoản:\n 0011<br>
            <table><tr></tr><tr><th>Ngày<br/>TNX</th><th> Số\n  tiền </th></tr></table>
            <table><tr><td><p>1</p></td><td>&nbsp;5.000</td></tr></table>Hết</html>";
        let expected = [
            (1, "Sao kê"),
            (2, "Tài khoản: 0011"),
            (3, ""),
            (4, "Ngày\nTNX\tSố tiền"),
            (5, "1\t\u{A0}5.000"),
            (6, "Hết"),
        ];
        let expected = expected.map(|(number, raw)| (number, raw.to_owned()));
        assert_eq!(seen(page), expected);
    }

    #[test]
    fn a_page_that_breaks_off_says_so() {
        let cases = [
            ("<html><table><tr><td>a<tr><td>b</table></html>", "a|b"),
            ("<table><tr><td>a<td>20", "CUT a\t20|PAGE CUT"),
            ("<table><tr><td>a</td><td>20</td>", "CUT a\t20|PAGE CUT"),
            ("<table><tr><td>a</td></tr>", "a|PAGE CUT"),
            ("<html><table><tr><td>a</td></tr></table><p>b", "a|b|PAGE CUT"),
            ("<html><table><tr><td>a</html>", "a"),
        ];
        for (page, expected) in cases {
            let rows: Vec<String> = seen(page).into_iter().map(|(_, raw)| raw).collect();
            assert_eq!(rows.join("|"), expected, "{page}");
        }
    }

    #[test]
    fn cells_over_several_columns_and_rows_keep_the_others_in_place() {
        let page = "<table><tr><td rowspan=2>a<td colspan=\"2\">b<td>c<tr><td>d<td>e<td>f</table>";
        assert_eq!(one(page), "a\tb\t\tc|\td\te\tf");
        let page = "<tr><td rowspan=99999999 colspan=99999999>a<td>b<tr><td>c";
        let stray = one(page);
        assert_eq!(stray.trim_matches('\t'), "a|", "stray spans end at the last column");
        assert_eq!(one("<tr><td colspan=0 rowspan=-1>a<td>b<tr><td>c"), "a\tb|c");
    }

    #[test]
    fn tables_in_cells_follow_one_another() {
        let page = "<table><tr><td>Chi nhánh<table><tr><td>a<td>b</tr></table></td><td>c</td></tr>
            <tr><td>d</table>";
        assert_eq!(one(page), "Chi nhánh|a\tb|c|d");
    }

    #[test]
    fn formatting_and_breaks_do_not_part_words() {
        let page = "<td><b>150</b><i>.000</i> VND<td>a <b>b</b> c<div>d</div><br><p>e</p>";
        assert_eq!(one(page), "150.000 VND\ta b c\nd\n\ne");
    }
}
