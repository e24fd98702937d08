//! Memos that go on in a row of their own: directly below a payment stands a row that holds nothing
//! but text in the memo's column.

use std::collections::BTreeSet;

use super::head::headings::Header;
use super::head::row_kind::RowKind;
use crate::model::{Fact, FileKind, Problem, ProblemCode};
use crate::read::files::grid::Row;
use crate::read::layout::field::Field;
use crate::read::layout::format::Layout;

/// Which rows go on with the memo of which.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Continued {
    /// Rows that go on with a memo.
    rests: BTreeSet<u64>,
    /// Rows of payments whose memo goes on.
    payments: BTreeSet<u64>,
    /// Other rows with one text alone.
    lone: Vec<u64>,
    /// The payment above, and the last row that may be the next one below it: a cell of a text file
    /// may have several lines.
    above: Option<(u64, u64)>,
}

impl Continued {
    /// A row below the header, in the order of the file.
    pub fn take(&mut self, row: &Row, kind: RowKind, header: &Header, layout: &Layout) {
        if header.row == 0 || layout.kind != FileKind::Payments {
            return;
        }
        let above = self.above.take();
        let lines = row.cells().iter().map(|cell| cell.text.matches('\n').count() as u64);
        let next = row.number + 1 + lines.sum::<u64>();
        match kind {
            RowKind::Data if row.defect.is_none() => self.above = Some((row.number, next)),
            RowKind::Note if is_memo_alone(row, header) => {
                if let Some((payment, _)) = above.filter(|(_, next)| row.number <= *next) {
                    self.rests.insert(row.number);
                    self.payments.insert(payment);
                    self.above = Some((payment, next));
                }
            }
            RowKind::Note if row.cells().iter().filter(|cell| !cell.is_blank()).count() == 1 => {
                self.lone.push(row.number);
            }
            _ => {}
        }
    }

    /// Whether the memo of a payment's row goes on below it.
    pub fn goes_on(&self, row: &Row) -> bool {
        self.payments.contains(&row.number)
    }

    /// Whether the row goes on with a memo.
    pub fn is_rest(&self, row: &Row) -> bool {
        self.rests.contains(&row.number)
    }

    /// Tells of texts between the payments that are taken for page heads and the like; those that
    /// stand in the memo's column are rows of their own and refused.
    pub fn tell(&self, is_between: impl Fn(u64) -> bool) -> Option<Problem> {
        let mut lone = self.lone.iter().filter(|row| is_between(**row));
        let first = lone.next()?;
        let facts = vec![Fact::new("count", 1 + lone.count()), Fact::new("first", first)];
        Some(Problem::of_file(ProblemCode::TextPassedOver, facts))
    }
}

/// Whether a row holds nothing but text in the memo's column.
pub fn is_memo_alone(row: &Row, header: &Header) -> bool {
    let mut filled = row.cells().iter().enumerate().filter(|(_, cell)| !cell.is_blank());
    let only = filled.next().filter(|_| filled.next().is_none());
    only.is_some_and(|(column, _)| header.column(Field::Memo) == Some(column))
}

/// Joins the rest of a memo to it, with one blank.
pub fn join(payment: &mut Row, rest: &Row, header: &Header) {
    let Some(column) = header.column(Field::Memo) else { return };
    let kind = payment.cell(column).map(|cell| cell.kind).unwrap_or_default();
    let memo = [payment.text(column), rest.text(column)].join(" ");
    payment.put(column, &memo, kind);
}
