//! Reports: one file each, from plain facts to a table of keys and typed cells; writers beside.
//! Pure.
//!
//! Facts are those of the period's end: what was booked on its days, and no later. So the reports
//! of a closed period come out the same for ever, and the day summaries of all days add up to the
//! ledger.

mod day;
mod details;
mod exceptions;
mod files;
mod frame;
#[cfg(test)]
mod tests;
mod unidentified;
pub mod write;

use crate::calendar::{Day, Moment, Period};
use crate::model::view::{ControlTotal, FileCard};
use crate::model::{PaymentId, PaymentStanding, ResolveAs, Table};
use crate::money::Money;

/// What a report is made of, so that nothing else need be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Needs {
    Payments,
    PaymentsAndMoved,
    Files,
}

/// Name, needs, and the report itself; its title is `table.<name>`.
pub type Report = (&'static str, Needs, fn(&Facts) -> Table);

/// In the order of the menu.
pub const REPORTS: &[Report] = &[
    ("day", Needs::PaymentsAndMoved, day::report),
    ("details", Needs::Payments, details::report),
    ("exceptions", Needs::Payments, exceptions::report),
    ("unidentified", Needs::Payments, unidentified::report),
    ("files", Needs::Files, files::report),
];

/// What reports are made of; what a report does not need may be missing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Facts {
    /// Empty where the configuration names none.
    pub agency: String,
    pub period: Period,
    pub is_closed: bool,
    /// What ages are counted to: the period's last day once it is closed, else today.
    pub as_of: Day,
    /// Payments that count to the period's days, in file and row order; no withdrawn ones.
    pub payments: Vec<PaymentFact>,
    /// Payments of earlier days that were moved in the period.
    pub moved: Vec<Moved>,
    pub files: Vec<FileFact>,
}

/// A payment as it stood at the period's end.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PaymentFact {
    pub id: PaymentId,
    pub source: String,
    pub booked: Moment,
    /// Booked on a later day than its own, which was closed when it came.
    pub is_late: bool,
    pub reference: String,
    pub memo: String,
    pub payer_name: String,
    pub payer_account: String,
    pub standing: PaymentStanding,
    /// Numbers and amounts of its links, oldest first.
    pub links: Vec<(String, Money)>,
    pub resolved_as: Option<ResolveAs>,
}

/// A payment of an earlier day, before the period and at its end.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Moved {
    pub source: String,
    pub before: PaymentStanding,
    pub after: PaymentStanding,
}

/// A file with its control totals.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileFact {
    pub card: FileCard,
    pub totals: Vec<ControlTotal>,
}
