//! An invoice: what an agency asks to be paid for a procedure, with its fee lines.

use super::codes::coded;
use crate::calendar::Day;
use crate::money::Money;

coded! {
    /// As the agency's system states it; whether it is paid is derived, never read.
    pub enum InvoiceStatus {
        Open = "open",
        Cancelled = "cancelled",
        Exempt = "exempt",
    }
}

coded! {
    /// Phí pays for a service, lệ phí for an act of administration (Luật Phí và lệ phí 97/2015).
    pub enum LineKind {
        Phi = "phi",
        LePhi = "le_phi",
        Unstated = "unstated",
    }
}

/// What makes an invoice the same invoice. Empty is a value.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct InvoiceIdentity {
    /// Tax id of the collector, else the agency code.
    pub collector: String,
    pub form: String,
    pub series: String,
    pub number: String,
}

/// One fee line.
#[derive(Clone, PartialEq, Eq, Debug, Hash)]
pub struct InvoiceLine {
    pub row: u64,
    /// The row as received.
    pub raw: String,
    pub kind: LineKind,
    pub fee_code: String,
    pub fee_name: String,
    pub amount: Money,
}

/// What may change between two exports of the same invoice; each version is kept.
#[derive(Clone, PartialEq, Eq, Debug, Hash)]
pub struct InvoiceFacts {
    pub dossier_code: String,
    /// One per attempt to pay.
    pub payment_codes: Vec<String>,
    pub virtual_account: String,
    pub payer_name: String,
    pub payer_id: String,
    pub payer_account: String,
    pub procedure_code: String,
    pub agency_code: String,
    pub issued_on: Option<Day>,
    pub due_on: Option<Day>,
    pub accepted_on: Option<Day>,
    pub agency_paid_on: Option<Day>,
    pub agency_payment_reference: String,
    pub channel: String,
    pub paid_online: String,
    pub status: InvoiceStatus,
    /// Sum of the lines.
    pub amount: Money,
    pub lines: Vec<InvoiceLine>,
    /// Columns nobody knows, kept as a JSON object of heading to text; `{}` if none.
    pub other_columns: String,
}

/// One invoice as read: all lines of one number in one file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InvoiceRow {
    pub identity: InvoiceIdentity,
    pub facts: InvoiceFacts,
}
