//! Payments and invoices with their links, and those that need somebody.

use super::proposal::ProposalCard;
use crate::calendar::{Day, Moment};
use crate::model::{
    DecisionId, Direction, Fact, FileId, GatewayState, InvoiceClass, InvoiceFacts, InvoiceId,
    InvoiceState, MadeBy, Nature, PaymentClass, PaymentId, PaymentState, PaymentStatus, ResolveAs,
    SourceKind,
};
use crate::money::Money;

/// A link of a payment with an invoice: the sum of its settlement lines.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LinkCard {
    pub payment: PaymentId,
    pub invoice: InvoiceId,
    /// As shown: the plain number where it is unique, else `form/series/number`.
    pub invoice_number: String,
    pub amount: Money,
    pub made_by: MadeBy,
    pub decision: DecisionId,
    /// Rule of the accepted proposal; empty for a link by hand.
    pub rule: String,
}

/// What a bank's credit pays out, or which credit paid a gateway's row out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PayoutCard {
    /// On the bank's credit. Amounts are those that the gateway settles on.
    Of {
        /// Sales and refunds, by id.
        payments: Vec<PaymentId>,
        /// Sum of the sales.
        gross: Money,
        /// What the gateway kept of all of them.
        fee: Money,
        /// Sum of the refunds.
        refunds: Money,
        /// Credit − (gross − fee − refunds), signed: what came beyond, or is lacking.
        difference: Money,
    },
    /// On the gateway's row.
    By(PaymentId),
}

/// Everything about one payment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PaymentCard {
    pub id: PaymentId,
    pub file: FileId,
    pub file_name: String,
    pub row: u64,
    pub detail: Option<u32>,
    /// `vietcombank:0011001932418`.
    pub source: String,
    pub source_kind: SourceKind,
    pub booked: Moment,
    pub book_day: Day,
    pub reference: String,
    pub direction: Direction,
    pub amount: Money,
    pub fee: Money,
    pub net: Money,
    pub memo: String,
    pub payer_name: String,
    pub payer_account: String,
    pub virtual_account: String,
    pub code: String,
    pub original_reference: String,
    pub channel: String,
    pub status: PaymentStatus,
    pub nature: Nature,
    pub state: PaymentState,
    pub class: PaymentClass,
    pub settled: Money,
    pub open: Money,
    pub refunded: Money,
    pub excluded: Money,
    pub refund_of: Option<PaymentId>,
    pub gateway_state: Option<GatewayState>,
    /// `None` while it is not tied.
    pub payout: Option<PayoutCard>,
    pub links: Vec<LinkCard>,
    pub proposals: Vec<ProposalCard>,
    /// Why nothing certain fits: code of `why.<code>`; empty if none.
    pub why: String,
    pub why_facts: Vec<Fact>,
    /// What was decided to become of it, if it is an exception.
    pub resolved_as: Option<ResolveAs>,
    pub note: String,
}

/// Everything about one invoice.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InvoiceCard {
    pub id: InvoiceId,
    /// As shown and typed.
    pub number: String,
    pub facts: InvoiceFacts,
    pub paid: Money,
    pub open: Money,
    pub written_off: Money,
    pub state: InvoiceState,
    pub class: InvoiceClass,
    pub is_withdrawn: bool,
    pub links: Vec<LinkCard>,
    pub resolved_as: Option<ResolveAs>,
    pub note: String,
}

/// A payment or invoice that needs somebody.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ExceptionCard {
    Payment { payment: Box<PaymentCard>, age_days: i64 },
    Invoice { invoice: Box<InvoiceCard>, age_days: i64 },
}
