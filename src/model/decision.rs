//! A decision: what a person or a policy wants done, and the record of it that is kept for ever.

use std::borrow::Cow;

use super::codes::coded;
use super::{
    Change, DecisionId, FileId, InvoiceId, LedgerDecision, Nature, PaymentId, ProposalLine, Reason,
    RunId, Subject,
};
use crate::calendar::{Day, Period, Stamp};
use crate::money::Money;

coded! {
    pub enum MadeBy {
        Person = "person",
        Policy = "policy",
    }
}

coded! {
    pub enum DecisionKind {
        Import = "import",
        Accept = "accept",
        Link = "link",
        Unlink = "unlink",
        Reject = "reject",
        Resolve = "resolve",
        Classify = "classify",
        TieRefund = "tie_refund",
        TiePayout = "tie_payout",
        ClosePeriod = "close_period",
        ReopenPeriod = "reopen_period",
        Unmask = "unmask",
        Undo = "undo",
    }
}

coded! {
    /// What becomes of an exception (decisions: what `resolve` moves).
    pub enum ResolveAs {
        /// Opens a refund request; moves nothing until the refund row is tied.
        Refund = "refund",
        /// The money was given back outside this account: moves the open part to refunded.
        RefundedElsewhere = "refunded_elsewhere",
        /// Waits for a later day; moves nothing.
        Carry = "carry",
        /// Asked at the bank or gateway (tra soát); moves nothing.
        Inquiry = "inquiry",
        /// Moves the open part to excluded, or closes the rest of a short invoice.
        WriteOff = "write_off",
        /// Moves the open part to excluded.
        NotFee = "not_fee",
    }
}

/// What somebody wants done; `ledger::decide` turns it into changes or refuses it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Decision {
    /// Take a proposal as it stands.
    Accept {
        lines: Vec<ProposalLine>,
        rule: Cow<'static, str>,
        reasons: Vec<Reason>,
    },
    /// Link by hand. `None` = as much as both sides have open.
    Link {
        payment: PaymentId,
        parts: Vec<(InvoiceId, Option<Money>)>,
    },
    /// Take links of a payment back: of one invoice, or all.
    Unlink {
        payment: PaymentId,
        invoice: Option<InvoiceId>,
    },
    /// These pairs do not belong together, until their facts change.
    Reject {
        pairs: Vec<(PaymentId, InvoiceId)>,
    },
    ResolvePayment {
        payment: PaymentId,
        resolve_as: ResolveAs,
    },
    ResolveInvoice {
        invoice: InvoiceId,
        resolve_as: ResolveAs,
    },
    /// The refund row gives this original back.
    TieRefund {
        refund: PaymentId,
        original: PaymentId,
    },
    /// The bank's credit pays these rows of a gateway out.
    TiePayout {
        payout: PaymentId,
        payments: Vec<PaymentId>,
    },
    /// Patterns or accounts of the configuration changed what kind of money this is.
    Classify {
        payment: PaymentId,
        nature: Nature,
    },
    ClosePeriod(Period),
    ReopenPeriod(Period),
    /// Personal data are shown whole; changes nothing, but stands in the record.
    Unmask,
    /// Reverse a decision by a new one.
    Undo(Box<LedgerDecision>),
}

impl Decision {
    pub fn kind(&self) -> DecisionKind {
        match self {
            Decision::Accept { .. } => DecisionKind::Accept,
            Decision::Link { .. } => DecisionKind::Link,
            Decision::Unlink { .. } => DecisionKind::Unlink,
            Decision::Reject { .. } => DecisionKind::Reject,
            Decision::ResolvePayment { .. } | Decision::ResolveInvoice { .. } => {
                DecisionKind::Resolve
            }
            Decision::TieRefund { .. } => DecisionKind::TieRefund,
            Decision::TiePayout { .. } => DecisionKind::TiePayout,
            Decision::Classify { .. } => DecisionKind::Classify,
            Decision::ClosePeriod(_) => DecisionKind::ClosePeriod,
            Decision::ReopenPeriod(_) => DecisionKind::ReopenPeriod,
            Decision::Unmask => DecisionKind::Unmask,
            Decision::Undo(_) => DecisionKind::Undo,
        }
    }

    /// The payments and invoices that it names; of an undo, what the undone changes touch. One may
    /// come twice.
    pub fn subjects(&self) -> Vec<Subject> {
        let (payment, invoice) = (|id: &_| Subject::Payment(*id), |id: &_| Subject::Invoice(*id));
        match self {
            Decision::Accept { lines, .. } => {
                let both = |line: &ProposalLine| [payment(&line.payment), invoice(&line.invoice)];
                lines.iter().flat_map(both).collect()
            }
            Decision::Link { payment: of, parts } => {
                let invoices = parts.iter().map(|(id, _)| invoice(id));
                std::iter::once(payment(of)).chain(invoices).collect()
            }
            Decision::Unlink { payment: of, invoice: from } => {
                std::iter::once(payment(of)).chain(from.iter().map(invoice)).collect()
            }
            Decision::Reject { pairs } => {
                pairs.iter().flat_map(|(of, not)| [payment(of), invoice(not)]).collect()
            }
            Decision::ResolvePayment { payment: of, .. }
            | Decision::Classify { payment: of, .. } => vec![payment(of)],
            Decision::ResolveInvoice { invoice: of, .. } => vec![invoice(of)],
            Decision::TieRefund { refund, original } => vec![payment(refund), payment(original)],
            Decision::TiePayout { payout, payments } => {
                std::iter::once(payout).chain(payments).map(payment).collect()
            }
            Decision::Undo(undone) => undone.changes.iter().flat_map(Change::subjects).collect(),
            Decision::ClosePeriod(_) | Decision::ReopenPeriod(_) | Decision::Unmask => Vec::new(),
        }
    }
}

/// Everything about a decision but its changes and id: what the store's gate writes and the chain
/// covers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DecisionRecord {
    pub kind: DecisionKind,
    pub made_at: Stamp,
    /// The business day it counts to: an open day.
    pub book_day: Day,
    pub made_by: MadeBy,
    pub actor: String,
    pub os_user: String,
    pub host: String,
    /// `system`, `pinned` or `raised` (the clock was behind the newest decision).
    pub clock: &'static str,
    /// As given by the person; empty if none.
    pub reason: String,
    pub run: Option<RunId>,
    pub file: Option<FileId>,
    pub undoes: Option<DecisionId>,
    /// The rule that decided an accepted proposal; empty otherwise.
    pub rule: Cow<'static, str>,
    pub reasons: Vec<Reason>,
}
