//! A change: what a decision does to the book, one row of one table each. Undoing adds the inverse.

use super::{FileId, InvoiceFacts, InvoiceId, Nature, PaymentId, PaymentStatus, ResolveAs};
use crate::calendar::Period;
use crate::money::Money;

/// What a resolution speaks of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Subject {
    Payment(PaymentId),
    Invoice(InvoiceId),
}

/// One change. Amounts are signed: undoing adds the negative. `stands: false` takes a mark back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Change {
    /// This much of that payment settles that invoice (`settlement_line`).
    Settled { payment: PaymentId, invoice: InvoiceId, amount: Money },
    /// This much of the payment will never settle an invoice (`exclusion_line`).
    Excluded { payment: PaymentId, amount: Money, resolve_as: ResolveAs },
    /// This much of the original went back to the payer (`refund_line`); `refund` is the row that
    /// says so, `None` where it happened outside the account.
    Refunded { original: PaymentId, refund: Option<PaymentId>, amount: Money },
    /// The bank's credit `payout` paid this row of a gateway out (`payout_line`).
    PaidOut { payout: PaymentId, payment: PaymentId, stands: bool },
    /// This much of the invoice is no longer asked for (`write_off_line`).
    WrittenOff { invoice: InvoiceId, amount: Money },
    /// The pair is not proposed while it stands and its facts are the same (`pair_rejection`).
    PairRejected { payment: PaymentId, invoice: InvoiceId, stands: bool },
    /// What becomes of an exception (`resolution`).
    Resolved { subject: Subject, resolve_as: ResolveAs, stands: bool },
    /// The source reports a new status of a known row (`payment_status`).
    StatusChanged { payment: PaymentId, from: PaymentStatus, to: PaymentStatus },
    /// The configuration recognises the money as another kind (`payment_nature`).
    NatureChanged { payment: PaymentId, from: Nature, to: Nature },
    /// The agency's system reports other facts of a known invoice (`invoice_version`).
    InvoiceChanged { invoice: InvoiceId, from: Box<InvoiceFacts>, to: Box<InvoiceFacts> },
    /// The rows that came new with this file are outside all sums (`withdrawal`).
    RowsWithdrawn { file: FileId, stands: bool },
    /// The period takes no more decisions while it stands (`period_closing`).
    PeriodClosed { period: Period, stands: bool },
}

/// A value that the sentence of a change names; a face puts it into words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Told {
    Text(String),
    Amount(Money),
    /// A code of the area in `lang/`.
    Word(&'static str, &'static str),
    Subject(Subject),
}

impl Change {
    /// The key of the sentence in `lang/` (`change.<code>`, with `.back` where something is taken
    /// back) and what it names besides `invoice`.
    pub fn told(&self) -> (String, Vec<(&'static str, Told)>) {
        use Told::{Amount, Text, Word};
        let row = |payment: &PaymentId| ("payment", Text(payment.to_string()));
        let of = |amount: &Money| ("amount", Amount(amount.abs()));
        let became = |as_what: &ResolveAs| ("as", Word("resolve_as", as_what.code()));
        let (stands, facts) = match self {
            Change::Settled { payment, amount, .. }
            | Change::Refunded { original: payment, amount, .. } => {
                (amount.is_positive(), vec![row(payment), of(amount)])
            }
            Change::Excluded { payment, amount, resolve_as } => {
                (amount.is_positive(), vec![row(payment), of(amount), became(resolve_as)])
            }
            Change::PaidOut { payout, payment, stands } => {
                (*stands, vec![row(payment), ("payout", Text(payout.to_string()))])
            }
            Change::WrittenOff { amount, .. } => (amount.is_positive(), vec![of(amount)]),
            Change::PairRejected { payment, stands, .. } => (*stands, vec![row(payment)]),
            Change::Resolved { subject, resolve_as, stands } => {
                (*stands, vec![("subject", Told::Subject(*subject)), became(resolve_as)])
            }
            Change::StatusChanged { payment, from, to } => {
                let [from, to] = [from, to].map(|status| Word("status", status.code()));
                (true, vec![row(payment), ("from", from), ("to", to)])
            }
            Change::NatureChanged { payment, from, to } => {
                let [from, to] = [from, to].map(|nature| Word("nature", nature.code()));
                (true, vec![row(payment), ("from", from), ("to", to)])
            }
            Change::InvoiceChanged { from, to, .. } => {
                (true, vec![("from", Amount(from.amount)), ("to", Amount(to.amount))])
            }
            Change::RowsWithdrawn { file, stands } => {
                (*stands, vec![("file", Text(file.to_string()))])
            }
            Change::PeriodClosed { period, stands } => {
                (*stands, vec![("period", Text(period.to_local()))])
            }
        };
        let back = if stands { "" } else { ".back" };
        (format!("change.{}{back}", self.code()), facts)
    }

    /// The payments and invoices that it touches; of a withdrawn file they are its rows, which it
    /// does not name.
    pub fn subjects(&self) -> Vec<Subject> {
        match *self {
            Change::Settled { payment, invoice, .. }
            | Change::PairRejected { payment, invoice, .. } => {
                vec![Subject::Payment(payment), Subject::Invoice(invoice)]
            }
            Change::Refunded { original, refund, .. } => {
                std::iter::once(original).chain(refund).map(Subject::Payment).collect()
            }
            Change::PaidOut { payout, payment, .. } => {
                vec![Subject::Payment(payout), Subject::Payment(payment)]
            }
            Change::Excluded { payment, .. }
            | Change::StatusChanged { payment, .. }
            | Change::NatureChanged { payment, .. } => vec![Subject::Payment(payment)],
            Change::WrittenOff { invoice, .. } | Change::InvoiceChanged { invoice, .. } => {
                vec![Subject::Invoice(invoice)]
            }
            Change::Resolved { subject, .. } => vec![subject],
            Change::RowsWithdrawn { .. } | Change::PeriodClosed { .. } => Vec::new(),
        }
    }

    /// The invoice that it touches, if one.
    pub fn invoice(&self) -> Option<InvoiceId> {
        self.subjects().into_iter().find_map(|subject| match subject {
            Subject::Invoice(invoice) => Some(invoice),
            Subject::Payment(_) => None,
        })
    }

    /// The change that takes this one back.
    pub fn inverse(&self) -> Change {
        match self.clone() {
            Change::Settled { payment, invoice, amount } => {
                Change::Settled { payment, invoice, amount: amount.negated() }
            }
            Change::Excluded { payment, amount, resolve_as } => {
                Change::Excluded { payment, amount: amount.negated(), resolve_as }
            }
            Change::Refunded { original, refund, amount } => {
                Change::Refunded { original, refund, amount: amount.negated() }
            }
            Change::PaidOut { payout, payment, stands } => {
                Change::PaidOut { payout, payment, stands: !stands }
            }
            Change::WrittenOff { invoice, amount } => {
                Change::WrittenOff { invoice, amount: amount.negated() }
            }
            Change::PairRejected { payment, invoice, stands } => {
                Change::PairRejected { payment, invoice, stands: !stands }
            }
            Change::Resolved { subject, resolve_as, stands } => {
                Change::Resolved { subject, resolve_as, stands: !stands }
            }
            Change::StatusChanged { payment, from, to } => {
                Change::StatusChanged { payment, from: to, to: from }
            }
            Change::NatureChanged { payment, from, to } => {
                Change::NatureChanged { payment, from: to, to: from }
            }
            Change::InvoiceChanged { invoice, from, to } => {
                Change::InvoiceChanged { invoice, from: to, to: from }
            }
            Change::RowsWithdrawn { file, stands } => {
                Change::RowsWithdrawn { file, stands: !stands }
            }
            Change::PeriodClosed { period, stands } => {
                Change::PeriodClosed { period, stands: !stands }
            }
        }
    }

    /// Code in JSON and in the chain; sentence is `change.<code>` in `lang/`.
    pub fn code(&self) -> &'static str {
        match self {
            Change::Settled { .. } => "settled",
            Change::Excluded { .. } => "excluded",
            Change::Refunded { .. } => "refunded",
            Change::PaidOut { .. } => "paid_out",
            Change::WrittenOff { .. } => "written_off",
            Change::PairRejected { .. } => "pair_rejected",
            Change::Resolved { .. } => "resolved",
            Change::StatusChanged { .. } => "status_changed",
            Change::NatureChanged { .. } => "nature_changed",
            Change::InvoiceChanged { .. } => "invoice_changed",
            Change::RowsWithdrawn { .. } => "rows_withdrawn",
            Change::PeriodClosed { .. } => "period_closed",
        }
    }
}
