//! The book as its two readers need it: the open book for matching, a ledger view for one decision.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Change, DecisionId, DecisionKind, Direction, FileId, InvoiceId, InvoiceIdentity, InvoiceStatus,
    Nature, PaymentId, PaymentStatus, ResolveAs, SourceKind, Subject,
};
use crate::calendar::{Day, Moment, Period};
use crate::money::{Currency, Money};

/// A payment as matching sees it: credits that are not withdrawn.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenPayment {
    pub id: PaymentId,
    pub source_kind: SourceKind,
    /// Code of bank or gateway; picks the memo heads and tails.
    pub institution: String,
    pub booked: Moment,
    pub reference: String,
    pub row: u64,
    /// Digest of what makes it unique; the last tie-break of the order among rivals.
    pub key: [u8; 16],
    pub direction: Direction,
    pub status: PaymentStatus,
    pub nature: Nature,
    pub amount: Money,
    /// What is left to settle; the whole amount while nothing is decided.
    pub open: Money,
    pub memo: String,
    pub payer_name: String,
    pub payer_account: String,
    pub virtual_account: String,
    pub code: String,
}

/// A payment with a standing link on an invoice: what the order among rivals needs of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PaidBy {
    pub payment: PaymentId,
    pub source_kind: SourceKind,
    /// The payment's whole amount, not the link's.
    pub amount: Money,
    pub booked: Moment,
    pub reference: String,
    pub row: u64,
    pub key: [u8; 16],
}

/// An invoice as matching sees it: open ones, and those settled, cancelled or exempt whose codes
/// may recur.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BookInvoice {
    pub id: InvoiceId,
    pub identity: InvoiceIdentity,
    pub dossier_code: String,
    pub payment_codes: Vec<String>,
    pub virtual_account: String,
    pub payer_name: String,
    pub payer_id: String,
    pub payer_account: String,
    pub issued_on: Option<Day>,
    pub due_on: Option<Day>,
    pub status: InvoiceStatus,
    pub amount: Money,
    pub open: Money,
    /// The payments whose standing links lie on it, ordered by id; none if nothing is paid.
    pub paid_by: Vec<PaidBy>,
}

/// What one run of matching works on.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct OpenBook {
    /// Payments with something open that nobody decided about for good; ordered by id.
    pub payments: Vec<OpenPayment>,
    /// Ordered by id.
    pub invoices: Vec<BookInvoice>,
    /// Pairs that a person rejected and whose facts are still the same.
    pub rejected: BTreeSet<(PaymentId, InvoiceId)>,
    /// Payers that the accounts of these payments paid for before, by account as the
    /// payment gives it.
    pub learnt: BTreeMap<String, Vec<LearntPayer>>,
}

/// What standing links say of an account: it paid for this payer, whose name or number may be
/// written otherwise in another one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LearntPayer {
    pub name: String,
    /// Personal number or tax code; may be empty.
    pub id: String,
    /// How many links say so.
    pub links: u32,
    /// When the newest of their payments was booked.
    pub last: Day,
}

/// A payment with the sums that the law needs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LedgerPayment {
    pub id: PaymentId,
    /// The file that brought it.
    pub file: FileId,
    pub source_kind: SourceKind,
    pub direction: Direction,
    pub status: PaymentStatus,
    pub nature: Nature,
    pub is_withdrawn: bool,
    /// The day its money counts to.
    pub book_day: Day,
    pub amount: Money,
    /// Current sum on each invoice, oldest link first; no zero sums.
    pub links: Vec<(InvoiceId, Money)>,
    pub refunded: Money,
    /// By decisions (`resolve`), not by nature.
    pub excluded: Money,
    /// For a refund row: the original it is tied to.
    pub refund_of: Option<PaymentId>,
    /// For a gateway's row: the bank's credit that paid it out.
    pub paid_out_by: Option<PaymentId>,
    /// For a bank's credit: the gateway's rows that are tied to it.
    pub pays_out: BTreeSet<PaymentId>,
    /// What a standing `resolve` says becomes of it.
    pub resolved_as: Option<ResolveAs>,
    /// Invoices that a person said it does not belong to, while their facts are those of then.
    pub rejected: BTreeSet<InvoiceId>,
}

impl LedgerPayment {
    /// Whether its money may settle an invoice at all.
    pub fn can_settle(&self) -> bool {
        self.direction == Direction::Credit
            && self.status == PaymentStatus::Success
            && self.nature == Nature::Fee
            && !self.is_withdrawn
    }

    /// Whether anything of its money went somewhere by a decision.
    pub fn is_decided(&self) -> bool {
        !(self.links.is_empty() && self.refunded.is_zero() && self.excluded.is_zero())
    }

    pub fn settled(&self) -> Money {
        let currency = self.amount.currency();
        Money::sum(currency, self.links.iter().map(|(_, amount)| *amount))
            .expect("links of a payment are of its currency and within its amount")
    }

    /// What is left: amount − settled − refunded − excluded, 0 where it can never settle.
    pub fn open(&self) -> Money {
        let zero = Money::zero(self.amount.currency());
        if !self.can_settle() {
            return zero;
        }
        [self.settled(), self.refunded, self.excluded]
            .into_iter()
            .try_fold(self.amount, Money::minus)
            .expect("lines of a payment are of its currency")
    }
}

/// An invoice with the sums that the law needs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LedgerInvoice {
    pub id: InvoiceId,
    /// The file that brought it.
    pub file: FileId,
    /// As shown to people.
    pub number: String,
    pub status: InvoiceStatus,
    pub is_withdrawn: bool,
    pub amount: Money,
    /// Current sum from each payment, oldest link first; no zero sums.
    pub links: Vec<(PaymentId, Money)>,
    pub written_off: Money,
    /// What a standing `resolve` says becomes of it.
    pub resolved_as: Option<ResolveAs>,
}

impl LedgerInvoice {
    pub fn paid(&self) -> Money {
        Money::sum(self.amount.currency(), self.links.iter().map(|(_, amount)| *amount))
            .expect("links of an invoice are of its currency")
    }

    /// What it still lacks; never negative, 0 if cancelled or exempt.
    pub fn open(&self) -> Money {
        let zero = Money::zero(self.amount.currency());
        if self.status != InvoiceStatus::Open || self.is_withdrawn {
            return zero;
        }
        let open = [self.paid(), self.written_off]
            .into_iter()
            .try_fold(self.amount, Money::minus)
            .expect("lines of an invoice are of its currency");
        if open.is_negative() { zero } else { open }
    }
}

/// A decision of the record with what it changed, as undo needs it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LedgerDecision {
    pub id: DecisionId,
    pub kind: DecisionKind,
    /// For an import: the file whose rows its undoing withdraws.
    pub file: Option<FileId>,
    pub book_day: Day,
    pub changes: Vec<Change>,
    pub undone_by: Option<DecisionId>,
    /// Later decisions that stand and touch a payment or invoice of this one, oldest first.
    pub later: Vec<DecisionId>,
    /// Payments and invoices of this one whose rest was since put outside or written off, as far
    /// as that was not taken back: the rest is one only while what was settled stays so.
    pub rests_decided: BTreeSet<Subject>,
}

/// A decision that came after an earlier one and touches the same payment or invoice.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LaterDecision {
    pub id: DecisionId,
    pub is_undone: bool,
    /// How many steps its chain of undoings goes back without reaching the earlier decision or one
    /// before that: 0 where it is no undo, or undoes what is as old.
    pub undoings: usize,
}

/// Only what one decision names, as it stands now.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LedgerView {
    pub payments: BTreeMap<PaymentId, LedgerPayment>,
    pub invoices: BTreeMap<InvoiceId, LedgerInvoice>,
    /// Periods that are closed now, as far as the decision can touch them.
    pub closed: BTreeSet<Period>,
    /// For closing a month: its days that have payments and are not closed.
    pub open_days: Vec<Day>,
    /// The day that the decision would be booked on (already the first open one).
    pub book_day: Option<Day>,
    /// Today; a period that is not over cannot be closed before its last day has come.
    pub today: Option<Day>,
}

/// Sums of the money identity for one currency: credits = settled + refunded + excluded + open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MoneyIdentity {
    pub currency: Currency,
    pub credits: Money,
    pub settled: Money,
    pub refunded: Money,
    pub excluded: Money,
    pub open: Money,
}
