//! A source reports a new status of a known payment: what that does to the book.

use super::payout;
use crate::model::{Change, LedgerPayment, PaymentStatus};

/// Changes of an import for one payment whose status is another now. Money that is no success any
/// more settles nothing, so its links are taken back, newest first; a refund that did not happen
/// gives nothing back; and neither of
/// them pays out or is paid out any more.
pub fn status_changes(payment: &LedgerPayment, to: PaymentStatus) -> Vec<Change> {
    let mut changes = Vec::new();
    if to == payment.status {
        return changes;
    }
    if to != PaymentStatus::Success {
        changes.extend(payment.links.iter().rev().map(|(invoice, amount)| Change::Settled {
            payment: payment.id,
            invoice: *invoice,
            amount: amount.negated(),
        }));
    }
    if let (Some(original), true) = (payment.refund_of, to != PaymentStatus::Refund) {
        let amount = payment.amount.negated();
        changes.push(Change::Refunded { original, refund: Some(payment.id), amount });
    }
    changes.extend(payout::untied(payment, to));
    changes.push(Change::StatusChanged { payment: payment.id, from: payment.status, to });
    changes
}
