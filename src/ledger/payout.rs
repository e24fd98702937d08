//! Payouts: a bank's credit is tied to the rows of a gateway whose money it brings.

use std::collections::BTreeSet;

use super::require;
use super::require::about;
use crate::model::{
    Change, LedgerPayment, LedgerView, Nature, PaymentId, PaymentStatus, Refusal, RefusalCode,
    SourceKind,
};

/// The credit becomes a payout, if it was not recognised as one; what the sums differ by is no
/// matter of law. More rows may be tied to it by later decisions.
pub fn tie(
    view: &LedgerView,
    payout: PaymentId,
    payments: &[PaymentId],
) -> Result<Vec<Change>, Refusal> {
    let credit = require::payment(view, payout)?;
    let rows: Vec<&LedgerPayment> =
        payments.iter().map(|id| require::payment(view, *id)).collect::<Result<_, _>>()?;
    let mut named = BTreeSet::new();
    if let Some(again) = rows.iter().find(|row| !named.insert(row.id)) {
        return Err(about(again, RefusalCode::PaymentNamedTwice));
    }
    if rows.is_empty() {
        return Err(require::on_payment(RefusalCode::NothingIsOpen, payout));
    }
    require::open_day(view)?;
    is_bank_credit(credit)?;
    rows.iter().try_for_each(|row| may_be_paid_out(credit, row))?;
    if credit.is_decided() {
        return Err(about(credit, RefusalCode::PaymentIsDecided));
    }
    let mut changes: Vec<Change> = payments
        .iter()
        .map(|payment| Change::PaidOut { payout, payment: *payment, stands: true })
        .collect();
    if credit.nature != Nature::Payout {
        let to = Nature::Payout;
        changes.push(Change::NatureChanged { payment: payout, from: credit.nature, to });
    }
    Ok(changes)
}

pub fn is_bank_credit(credit: &LedgerPayment) -> Result<(), Refusal> {
    require::successful_credit(credit)?;
    if credit.source_kind != SourceKind::Bank {
        return Err(about(credit, RefusalCode::PaymentIsNotOfBank));
    }
    Ok(())
}

/// A sale or refund row of a gateway that stands, was not paid out yet, and is of the credit's
/// currency.
pub fn may_be_paid_out(credit: &LedgerPayment, row: &LedgerPayment) -> Result<(), Refusal> {
    require::not_withdrawn(row)?;
    if !is_paid_out(row.status) {
        let refusal = about(row, RefusalCode::PaymentIsNotSuccess);
        return Err(refusal.with("status", row.status.code()));
    }
    if row.source_kind != SourceKind::Gateway {
        return Err(about(row, RefusalCode::PaymentIsNotOfGateway));
    }
    if let Some(other) = row.paid_out_by {
        return Err(about(row, RefusalCode::PaymentIsPaidOut).with("payout", other));
    }
    require::of_one_currency(credit, row)
}

/// What a row's new status takes back: a gateway pays out what succeeded or went back, and only a
/// bank's credit that stands pays anything out.
pub fn untied(payment: &LedgerPayment, to: PaymentStatus) -> Vec<Change> {
    let tie = |payout, payment| Change::PaidOut { payout, payment, stands: false };
    let of_row = payment.paid_out_by.filter(|_| !is_paid_out(to));
    let of_credit = payment.pays_out.iter().filter(|_| to != PaymentStatus::Success);
    of_row
        .map(|payout| tie(payout, payment.id))
        .into_iter()
        .chain(of_credit.map(|row| tie(payment.id, *row)))
        .collect()
}

fn is_paid_out(status: PaymentStatus) -> bool {
    matches!(status, PaymentStatus::Success | PaymentStatus::Refund)
}
