//! What the faces show: payments, invoices and decisions as lists and cards, receipts, checklists.
//!
//! Text is raw as received: a face passes it through `text::safe` (and `text::mask` where it leaves
//! the screen).

mod decision;
mod explanation;
mod file;
mod overview;
mod payment;
mod period;
mod proposal;
mod upkeep;

use crate::calendar::Day;

pub use decision::{ChangeCard, Decided, DecisionCard, Undoable, Undone};
pub use explanation::{Candidate, Explanation, Original};
pub use file::{ControlTotal, FileCard, Preview, ProblemCard, Receipt};
pub use overview::{ChannelLine, Overview};
pub use payment::{ExceptionCard, InvoiceCard, LinkCard, PaymentCard, PayoutCard};
pub use period::{Checklist, ClosePoint, PeriodCard};
pub use proposal::{MatchSummary, ProposalCard, ProposalLineCard};
pub use upkeep::{CheckFinding, CheckOutcome, DoctorPoint};

/// Which rows a list shows, and in which order it comes: always file and row order.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filter {
    /// Code of a state; checked by the face against the states of the list.
    pub state: Option<String>,
    pub class: Option<String>,
    /// First and last book day, both included.
    pub from: Option<Day>,
    pub to: Option<Day>,
    /// Found, without diacritics or case, in memo, payer, number, reference, code or amount.
    pub text: Option<String>,
}

/// How far a long work has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Progress {
    /// Code of `progress.<code>`.
    pub stage: &'static str,
    pub done: u64,
    /// `None` while unknown.
    pub total: Option<u64>,
}
