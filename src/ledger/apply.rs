//! Applying changes to a view, as the store does to its tables.

use crate::model::{Change, InvoiceFacts, InvoiceId, LedgerView, PaymentId, ResolveAs, Subject};
use crate::money::Money;

use super::require::add;

/// Makes the changes true in the view. What the view does not hold is passed over.
pub fn apply(view: &mut LedgerView, changes: &[Change]) {
    for change in changes {
        apply_one(view, change);
    }
}

fn apply_one(view: &mut LedgerView, change: &Change) {
    match *change {
        Change::Settled { payment, invoice, amount } => settle(view, payment, invoice, amount),
        Change::Excluded { payment, amount, .. } => {
            if let Some(own) = view.payments.get_mut(&payment) {
                own.excluded = add(own.excluded, amount);
            }
        }
        Change::Refunded { original, refund, amount } => {
            if let Some(own) = view.payments.get_mut(&original) {
                own.refunded = add(own.refunded, amount);
            }
            if let Some(row) = refund.and_then(|id| view.payments.get_mut(&id)) {
                row.refund_of = amount.is_positive().then_some(original);
            }
        }
        Change::PaidOut { payout, payment, stands } => tie_payout(view, payout, payment, stands),
        Change::WrittenOff { invoice, amount } => {
            if let Some(own) = view.invoices.get_mut(&invoice) {
                own.written_off = add(own.written_off, amount);
            }
        }
        Change::PairRejected { payment, invoice, stands } => {
            if let Some(own) = view.payments.get_mut(&payment) {
                if stands {
                    own.rejected.insert(invoice);
                } else {
                    own.rejected.remove(&invoice);
                }
            }
        }
        Change::Resolved { subject, resolve_as, stands } => {
            mark(view, subject, stands.then_some(resolve_as));
        }
        Change::StatusChanged { payment, to, .. } => {
            if let Some(own) = view.payments.get_mut(&payment) {
                own.status = to;
            }
        }
        Change::NatureChanged { payment, to, .. } => {
            if let Some(own) = view.payments.get_mut(&payment) {
                own.nature = to;
            }
        }
        Change::InvoiceChanged { invoice, ref to, .. } => {
            revise_invoice(view, invoice, to);
        }
        Change::RowsWithdrawn { file, stands } => {
            let payments = view.payments.values_mut().filter(|own| own.file == file);
            payments.for_each(|own| own.is_withdrawn = stands);
            let invoices = view.invoices.values_mut().filter(|own| own.file == file);
            invoices.for_each(|own| own.is_withdrawn = stands);
        }
        Change::PeriodClosed { period, stands } => {
            if stands {
                view.closed.insert(period);
            } else {
                view.closed.remove(&period);
            }
        }
    }
}

fn revise_invoice(view: &mut LedgerView, invoice: InvoiceId, to: &InvoiceFacts) {
    if let Some(own) = view.invoices.get_mut(&invoice) {
        own.status = to.status;
        own.amount = to.amount;
        // Only while nothing is booked on it may its currency change.
        if own.written_off.is_zero() {
            own.written_off = Money::zero(to.amount.currency());
        }
    }
    // A rejection holds for the facts that it was said of.
    view.payments.values_mut().for_each(|payment| {
        payment.rejected.remove(&invoice);
    });
}

fn mark(view: &mut LedgerView, subject: Subject, resolved_as: Option<ResolveAs>) {
    match subject {
        Subject::Payment(id) => {
            if let Some(own) = view.payments.get_mut(&id) {
                own.resolved_as = resolved_as;
            }
        }
        Subject::Invoice(id) => {
            if let Some(own) = view.invoices.get_mut(&id) {
                own.resolved_as = resolved_as;
            }
        }
    }
}

fn tie_payout(view: &mut LedgerView, payout: PaymentId, payment: PaymentId, stands: bool) {
    if let Some(row) = view.payments.get_mut(&payment) {
        row.paid_out_by = stands.then_some(payout);
    }
    if let Some(credit) = view.payments.get_mut(&payout) {
        if stands {
            credit.pays_out.insert(payment);
        } else {
            credit.pays_out.remove(&payment);
        }
    }
}

fn settle(view: &mut LedgerView, payment: PaymentId, invoice: InvoiceId, amount: Money) {
    if let Some(own) = view.payments.get_mut(&payment) {
        add_to(&mut own.links, invoice, amount);
    }
    if let Some(own) = view.invoices.get_mut(&invoice) {
        add_to(&mut own.links, payment, amount);
    }
}

/// Sums per pair; a pair whose sum is zero is no link. What was added to last is the newest.
fn add_to<Id: Copy + PartialEq>(links: &mut Vec<(Id, Money)>, other: Id, amount: Money) {
    let Some(at) = links.iter().position(|(id, _)| *id == other) else {
        links.push((other, amount));
        return;
    };
    links[at].1 = add(links[at].1, amount);
    if amount.is_positive() || links[at].1.is_zero() {
        let link = links.remove(at);
        if !link.1.is_zero() {
            links.push(link);
        }
    }
}
