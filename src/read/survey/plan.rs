//! What the survey found out about a file: everything that the second pass needs to know.

use std::collections::HashSet;
use std::ops::RangeInclusive;

use super::continued::{self, Continued};
use super::doubts::Doubts;
use super::head::headings::Header;
use super::head::row_kind::{RowKind, kind_of};
use super::head::section::{Section, Walk};
use super::styles::Styles;
use crate::model::Failure;
use crate::model::FailureCode;
use crate::money::{Currency, Money, NumberStyle};
use crate::read::container::Container;
use crate::read::files::ReadSeek;
use crate::read::files::grid::{Cell, CellKind, Mark, Row};
use crate::read::files::numbers;
use crate::read::layout::date_form::DateForm;
use crate::read::layout::field::Field;
use crate::read::layout::format::Layout;

/// Everything the second pass needs to know.
#[derive(Clone, Debug)]
pub struct Plan {
    pub container: Container,
    pub sheet: Option<String>,
    pub header: Header,
    pub dates: DateForm,
    /// Whether the days of booking only ever rise, or only ever fall.
    pub is_in_day_order: bool,
    pub styles: Styles,
    /// At least one, in file order.
    pub sections: Vec<Section>,
    /// Rows of a table that repeat a block above them.
    pub repeated: Vec<RangeInclusive<u64>>,
    /// From the totals below one account's rows to the headings above the next.
    pub between: Vec<RangeInclusive<u64>>,
    /// Number of the last row that holds data.
    pub last_data_row: u64,
    /// Where the footer begins: the first total below the last data row, else that row itself.
    pub body_end: u64,
    pub continued: Continued,
    /// All sheets of a workbook with these headings and rows below them, this one among them.
    pub sheets: Vec<String>,
    /// Hashes of invoice identities whose lines do not stand together.
    pub scattered: HashSet<u64>,
    /// Where fees and tax have columns of their own beside debit and credit.
    pub charges: Option<Charges>,
    pub doubts: Doubts,
}

/// How the columns of charges are read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reading {
    /// Debit and credit hold them.
    Within,
    /// They move the account on top of debit and credit; a minus means money out.
    OnTop,
    /// The same, but written without a minus.
    OnTopUnsigned,
}

/// The reading of a file that has such columns.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Charges {
    /// `None` where the balances do not tell: then only debit and credit count.
    pub reading: Option<Reading>,
    /// Rows that have a charge.
    pub rows: u64,
}

impl Plan {
    /// Whether the row stands in a block that repeats one above it.
    pub fn is_repeated(&self, row: &Row) -> bool {
        self.repeated.iter().any(|rows| rows.contains(&row.number))
    }

    /// Whether the row is a signature or title between two accounts.
    pub fn is_between(&self, row: &Row) -> bool {
        self.is_row_between(row.number)
    }

    pub(super) fn is_row_between(&self, row: u64) -> bool {
        self.between.iter().any(|rows| rows.contains(&row))
    }

    /// What a row below the header is.
    pub fn kind_of(&self, row: &Row, layout: &Layout) -> RowKind {
        kind_of(row, &self.header, layout)
    }

    /// How a column writes amounts of a currency.
    pub fn style(&self, field: Field, currency: Currency) -> NumberStyle {
        self.styles.of(field, currency)
    }

    /// A balance that stands beside its label.
    pub fn stated_balance(&self, section: &Section, cell: Option<&Cell>) -> Option<Money> {
        let cell = cell?;
        if cell.kind == CellKind::Token {
            return Money::parse_plain(&cell.text, section.currency).ok();
        }
        let style = [Field::Balance, Field::Credit, Field::Amount]
            .into_iter()
            .find(|field| self.header.column(*field).is_some())
            .map_or(NumberStyle::Plain, |field| self.style(field, section.currency));
        numbers::lone_amount(&cell.text, style, section.currency)
    }

    /// Rows below the header that hold data, and what a message reader noted among them, each with
    /// the section in which it stands. A row without day and amount among them is handed over as
    /// well, to be refused: only below the totals, or below the last data row, is it a signature or
    /// a remark.
    pub fn for_each_data_row(
        &self,
        source: &mut dyn ReadSeek,
        layout: &Layout,
        take: &mut dyn FnMut(&Row, usize) -> bool,
    ) -> Result<(), Failure> {
        let mut walk = Walk::default();
        let mut held: Option<(Row, usize)> = None;
        self.container.rows(source, self.sheet.as_deref(), &mut |row| {
            if row.number < self.header.row {
                walk.pass_preamble(row, layout);
            }
            if self.header.row > 0 && row.number <= self.header.row {
                return Ok(true);
            }
            let kind = self.kind_of(row, layout);
            walk.step(row, kind, layout);
            if let Some((payment, section)) = held.as_mut() {
                if self.continued.is_rest(row) {
                    continued::join(payment, row, &self.header);
                    return Ok(true);
                }
                if !take(payment, *section) {
                    return Err(Failure::new(FailureCode::Cancelled));
                }
                held = None;
            }
            let is_data = match kind {
                RowKind::Data => true,
                RowKind::Note => {
                    let cells = row.cells().iter().filter(|cell| !cell.is_blank()).count();
                    let is_read = cells > 1 || continued::is_memo_alone(row, &self.header);
                    row.number < self.body_end && is_read && !self.is_between(row)
                }
                RowKind::Mark => matches!(row.mark, Some(Mark::Notes(_))),
                RowKind::Heading | RowKind::Subtotal | RowKind::Footer => false,
            };
            if is_data && self.continued.goes_on(row) {
                held = Some((row.clone(), walk.index));
                return Ok(true);
            }
            if is_data && !take(row, walk.index) {
                return Err(Failure::new(FailureCode::Cancelled));
            }
            Ok(true)
        })?;
        match held {
            Some((payment, section)) if !take(&payment, section) => {
                Err(Failure::new(FailureCode::Cancelled))
            }
            _ => Ok(()),
        }
    }
}
