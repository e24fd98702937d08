//! A row of a sheet before anyone knows what it means: numbered cells of text.

use super::encoding::MAX_RECORD_BYTES;
use super::label::Label;
use crate::model::Failure;
use crate::model::Problem;
use crate::model::ProblemCode;

/// Columns beyond this are forged or stray: workbooks allow 16,384, statements have fewer than a
/// hundred.
pub const MAX_COLUMNS: usize = 1_024;

/// Longest cell taken for text, in bytes; a longer one is a quote that was never closed, or no
/// table.
pub const MAX_CELL_BYTES: usize = 32 * 1024;

/// Digits of a number that spreadsheet programs keep.
pub const BINARY_DIGITS: usize = 15;

/// What a container knows about a cell besides its text.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum CellKind {
    #[default]
    Text,
    /// A number token of JSON: exact, a dot before decimals.
    Token,
    /// A number of a workbook: kept by it in binary, exact only up to 2^53; a date is such a number
    /// too.
    Binary,
    /// A formula that came to nothing: its error, such as `#REF!`, or the formula where it has no
    /// value.
    Error,
}

#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Cell {
    pub text: String,
    pub kind: CellKind,
}

impl Cell {
    /// Whether a spreadsheet program has taken a code of digits for a number and so lost some of
    /// them: `1.1002E+12`, or a number of more digits than it keeps.
    pub fn has_lost_digits(&self) -> bool {
        match self.kind {
            CellKind::Binary => {
                self.text.bytes().filter(u8::is_ascii_digit).count() > BINARY_DIGITS
            }
            _ => self.text.contains('+') && self.text.split_whitespace().any(is_scientific),
        }
    }

    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// `1.1002E+12`, as spreadsheet programs show a long number.
fn is_scientific(word: &str) -> bool {
    let Some((digits, power)) = word.split_once("E+").or_else(|| word.split_once("e+")) else {
        return false;
    };
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (whole, tail) = digits.split_once(['.', ',']).unwrap_or((digits, "0"));
    whole.len() == 1 && is_digits(whole) && is_digits(tail) && is_digits(power)
}

/// What a message format says between its rows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Mark {
    /// A statement begins.
    Begin,
    /// The statement's own word on something; it stands in the first cell.
    Says(Label),
    /// The statement is an interim report: what it holds comes again in a final one.
    IsInterim,
    /// What its reader found wrong, without keeping a row out.
    Notes(Box<Problem>),
}

/// One row, reused from row to row so that a large file does not allocate for each cell.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Row {
    /// As a person counts it, from 1: line of a text file, row of a sheet.
    pub number: u64,
    /// Why the container cannot vouch for the row, if it cannot.
    pub defect: Option<ProblemCode>,
    /// Whether the file ends with it and without the end of its line.
    pub is_unended: bool,
    /// Of a row that holds no payment but speaks of the statement.
    pub mark: Option<Mark>,
    /// Which part of its entry the row is, from 1; `None` where it is the entry.
    pub detail: Option<u32>,
    /// What tells the entry from others of its account and day whatever it is cut into: its
    /// reference, signed amount and currency. Empty where it has no reference.
    pub entry: String,
    cells: Vec<Cell>,
    used: usize,
    /// Of all cells.
    bytes: usize,
}

impl Row {
    pub fn clear(&mut self, number: u64) {
        self.number = number;
        self.defect = None;
        self.is_unended = false;
        self.mark = None;
        self.detail = None;
        self.entry.clear();
        self.used = 0;
        self.bytes = 0;
    }

    /// Makes the row a mark of the statement; `value` is what it says.
    pub fn be_mark(&mut self, number: u64, mark: Mark, value: &str) {
        self.clear(number);
        self.push(value, CellKind::Text);
        self.mark = Some(mark);
    }

    /// Adds a cell. Beyond [`MAX_COLUMNS`] it is left out, and a longer one than
    /// [`MAX_CELL_BYTES`] is cut short; then the row is marked.
    pub fn push(&mut self, text: &str, kind: CellKind) {
        if self.used == MAX_COLUMNS {
            self.defect = Some(ProblemCode::RowTooLong);
            return;
        }
        let text = self.bounded(text);
        if self.used == self.cells.len() {
            self.cells.push(Cell::default());
        }
        let cell = &mut self.cells[self.used];
        cell.text.clear();
        cell.text.push_str(text);
        cell.kind = kind;
        self.used += 1;
    }

    /// Puts a cell at a column; columns left out before it are empty.
    pub fn put(&mut self, column: usize, text: &str, kind: CellKind) {
        while self.used < column.min(MAX_COLUMNS) {
            self.push("", CellKind::Text);
        }
        if column < self.used {
            let text = self.bounded(text).to_owned();
            self.cells[column] = Cell { text, kind };
        } else {
            self.push(text, kind);
        }
    }

    /// As much of a cell's text as the row may hold.
    fn bounded<'a>(&mut self, text: &'a str) -> &'a str {
        let most = MAX_CELL_BYTES.min(MAX_RECORD_BYTES - self.bytes);
        let mut end = most.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let kept = &text[..end];
        if kept.len() < text.len() {
            self.defect = Some(ProblemCode::TextTooLong);
        }
        self.bytes += kept.len();
        kept
    }

    pub fn cells(&self) -> &[Cell] {
        &self.cells[..self.used]
    }

    pub fn cell(&self, column: usize) -> Option<&Cell> {
        self.cells().get(column)
    }

    /// Trimmed text of a cell; empty where the row has no such column.
    pub fn text(&self, column: usize) -> &str {
        self.cell(column).map_or("", |cell| cell.text.trim())
    }

    pub fn is_blank(&self) -> bool {
        self.cells().iter().all(Cell::is_blank)
    }

    /// The row as received, cells joined by tabs.
    pub fn raw(&self) -> String {
        let cells = self.cells();
        let length = cells.iter().map(|cell| cell.text.len() + 1).sum();
        let mut raw = String::with_capacity(length);
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                raw.push('\t');
            }
            raw.push_str(&cell.text);
        }
        raw.truncate(raw.trim_end_matches('\t').len());
        raw
    }
}

/// Is handed each row; answers whether to go on.
pub type Visit<'a> = &'a mut dyn FnMut(&Row) -> Result<bool, Failure>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_earlier_rows_held_counts_for_nothing() {
        let mut row = Row::default();
        let text = "a".repeat(MAX_CELL_BYTES);
        for number in 0..=(MAX_RECORD_BYTES / MAX_CELL_BYTES) as u64 {
            row.clear(number);
            row.push(&text, CellKind::Text);
            assert_eq!((row.defect, row.text(0).len()), (None, text.len()), "row {number}");
        }
    }

    #[test]
    fn a_code_that_became_a_number_has_lost_digits() {
        let is_lost = |text: &str, kind| Cell { text: text.to_owned(), kind }.has_lost_digits();
        for lost in ["1.1002E+12", "1,1002e+12", "1E+12", "1.1002E+12 VND"] {
            assert!(is_lost(lost, CellKind::Text), "{lost}");
        }
        for whole in ["0011001932418", "12E5", "FT1E+A", "E+", "12.5E+12", ""] {
            assert!(!is_lost(whole, CellKind::Text), "{whole}");
        }
        assert!(is_lost("1234567890123457000", CellKind::Binary));
        assert!(!is_lost("123456789012345", CellKind::Binary));
        assert!(!is_lost("1234567890123457000", CellKind::Text));
    }

    #[test]
    fn a_reused_row_forgets_the_row_before() {
        let mut row = Row::default();
        row.clear(1);
        row.put(2, "c", CellKind::Text);
        assert_eq!(row.raw(), "\t\tc");
        row.clear(2);
        row.push("a", CellKind::Token);
        assert_eq!((row.raw().as_str(), row.text(2), row.cells().len()), ("a", "", 1));
    }

    #[test]
    fn a_row_has_an_end() {
        let mut row = Row::default();
        row.clear(1);
        row.put(MAX_COLUMNS - 1, "last", CellKind::Text);
        assert_eq!((row.cells().len(), row.defect), (MAX_COLUMNS, None));
        row.put(usize::MAX, "beyond", CellKind::Text);
        assert_eq!(row.cells().len(), MAX_COLUMNS);
        assert_eq!(row.defect, Some(ProblemCode::RowTooLong));
        row.clear(2);
        let long = "ệ".repeat(MAX_CELL_BYTES);
        (0..MAX_COLUMNS).for_each(|_| row.push(&long, CellKind::Text));
        assert_eq!(row.defect, Some(ProblemCode::TextTooLong));
        let bytes: usize = row.cells().iter().map(|cell| cell.text.len()).sum();
        assert!(bytes <= MAX_RECORD_BYTES && row.cells()[0].text.len() > MAX_CELL_BYTES - 3);
    }
}
