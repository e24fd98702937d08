//! Refunds: a row that gives money back is tied to the payment that it gives back.

use super::require;
use super::require::add;
use crate::model::{
    Change, Direction, LedgerPayment, LedgerView, PaymentId, PaymentStatus, Refusal, RefusalCode,
};
use crate::money::Money;

/// The refund takes the original's open part first; what goes beyond takes its links back, newest
/// first.
///
/// The links go first in the changes, so that at no step more leaves the payment than it has.
pub fn tie(
    view: &LedgerView,
    refund: PaymentId,
    original: PaymentId,
) -> Result<Vec<Change>, Refusal> {
    let row = require::payment(view, refund)?;
    let given_back = require::payment(view, original)?;
    require::open_day(view)?;
    require::not_withdrawn(row)?;
    require::successful_credit(given_back)?;
    if !is_refund_row(row) {
        return Err(require::about(row, RefusalCode::PaymentIsNotRefund));
    }
    if let Some(tied) = row.refund_of {
        return Err(Refusal::new(RefusalCode::RefundIsTied)
            .with("refund", refund)
            .with("original", tied));
    }
    let amount = row.amount;
    require::of_one_currency(row, given_back)?;
    if !amount.is_positive() {
        return Err(
            Refusal::new(RefusalCode::AmountIsNotPositive).with("amount", amount.to_plain())
        );
    }
    let left = refundable(given_back);
    if amount.cmp_same(left).is_gt() {
        return Err(Refusal::new(RefusalCode::RefundExceedsOriginal)
            .with("refund", refund)
            .with("original", original)
            .with("amount", amount.to_plain())
            .with("left", left.to_plain()));
    }
    let beyond = add(amount, given_back.open().negated());
    let mut changes = taken_back(given_back, beyond);
    changes.push(Change::Refunded { original, refund: Some(refund), amount });
    Ok(changes)
}

fn is_refund_row(row: &LedgerPayment) -> bool {
    match row.status {
        PaymentStatus::Refund => true,
        PaymentStatus::Success => row.direction == Direction::Debit,
        PaymentStatus::Pending | PaymentStatus::Failed | PaymentStatus::Reversed => false,
    }
}

/// What of a payment has neither gone back already nor been decided to stay out.
fn refundable(payment: &LedgerPayment) -> Money {
    add(payment.amount, add(payment.refunded, payment.excluded).negated())
}

/// Takes links back, newest first, until `amount` is free.
fn taken_back(payment: &LedgerPayment, amount: Money) -> Vec<Change> {
    let mut rest = amount;
    let mut changes = Vec::new();
    for (invoice, linked) in payment.links.iter().rev() {
        if !rest.is_positive() {
            break;
        }
        let back = rest.min_same(*linked).negated();
        rest = add(rest, back);
        changes.push(Change::Settled { payment: payment.id, invoice: *invoice, amount: back });
    }
    changes
}
