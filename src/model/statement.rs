//! What reading a file yields besides its rows: which statements it holds and what they add up to.

use super::codes::coded;
use super::{InvoiceRow, PaymentRow, Problem, Source};
use crate::calendar::Moment;
use crate::money::{Currency, Money};

coded! {
    pub enum FileKind {
        Payments = "payments",
        Invoices = "invoices",
    }
}

/// One item a reader hands over. Every data row of a file is counted in exactly one of these; an
/// invoice counts as many rows as it has lines.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ReadRow {
    Payment(Box<PaymentRow>),
    Invoice(Box<InvoiceRow>),
    /// A refused row (or, with row 0, a defect of the whole file).
    Problem(Problem),
}

/// One account's stretch of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Statement {
    pub source: Source,
    pub currency: Currency,
    /// What its sender calls it, with the page; empty where it has no name.
    pub number: String,
    /// First and last row of the file that are read into it; `None` where there are none.
    pub rows: Option<(u64, u64)>,
    /// The interval that the file itself states; `None` where it states none.
    pub stated: Option<(Moment, Moment)>,
    /// Earliest and latest moment among the rows read.
    pub seen: Option<(Moment, Moment)>,
    pub opening: Option<Money>,
    pub closing: Option<Money>,
    /// Unsigned sums of the successful rows read; the store takes out those that it refuses.
    pub credits: Money,
    pub debits: Money,
    /// Whether opening + credits − debits = closing; `None` where the file states no balances.
    pub is_tied: Option<bool>,
}

/// Totals of a file, known when its last row is read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FileTotals {
    /// Data rows: payments, fee lines and refused rows.
    pub rows: u64,
    pub refused: u64,
    pub statements: Vec<Statement>,
}
