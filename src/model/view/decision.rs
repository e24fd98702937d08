//! Decisions with what they changed, and what an undo takes back.

use crate::calendar::{Day, Stamp};
use crate::model::{Change, DecisionId, DecisionKind, FileId, MadeBy, PaymentId, RunId};

/// A change with the number that people know the invoice by.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChangeCard {
    pub change: Change,
    pub invoice_number: Option<String>,
}

/// One decision of the record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DecisionCard {
    pub id: DecisionId,
    pub kind: DecisionKind,
    pub made_at: Stamp,
    pub book_day: Day,
    pub made_by: MadeBy,
    pub actor: String,
    pub reason: String,
    pub rule: String,
    pub run: Option<RunId>,
    pub file: Option<FileId>,
    pub file_name: Option<String>,
    pub undoes: Option<DecisionId>,
    pub undone_by: Option<DecisionId>,
    pub changes: Vec<ChangeCard>,
    /// SHA-256 of the chain up to here, hex.
    pub hash: String,
}

/// What a deciding command did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decided {
    pub decisions: Vec<DecisionId>,
    pub kind: DecisionKind,
    pub payments: Vec<PaymentId>,
    pub invoices: Vec<String>,
    pub changes: Vec<ChangeCard>,
}

/// What an undo would reverse.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Undoable {
    /// The decision to be undone; where it is itself the undo of an undo, not that of the card.
    pub id: DecisionId,
    /// What was decided at first, and would be taken back.
    pub of: DecisionCard,
}

/// What an undo took back or, being the undo of an undo, brought back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Undone {
    pub of: DecisionCard,
    /// It stands again.
    pub stands: bool,
}
