//! Standing: what the sums of a payment or an invoice say of its state and class.

use std::collections::BTreeMap;

use super::require::add;
use crate::model::{
    Direction, InvoiceClass, InvoiceId, InvoiceStanding, InvoiceState, InvoiceStatus,
    LedgerInvoice, LedgerPayment, MoneyIdentity, Nature, PaymentClass, PaymentStanding,
    PaymentState, PaymentStatus,
};
use crate::money::{Currency, Money};

/// How a payment stands: sums, state, class. `finding` is what matching last said, while it is not
/// decided. `invoices` need only hold those that the payment is linked with.
///
/// Always: amount = settled + refunded + excluded + open. Money that can never settle is excluded
/// whole.
pub fn payment_standing(
    payment: &LedgerPayment,
    finding: Option<PaymentClass>,
    invoices: &BTreeMap<InvoiceId, LedgerInvoice>,
) -> PaymentStanding {
    let (settled, open) = (payment.settled(), payment.open());
    let rest = [settled, payment.refunded, open]
        .into_iter()
        .fold(payment.amount, |rest, part| add(rest, part.negated()));
    PaymentStanding {
        payment: payment.id,
        direction: payment.direction,
        status: payment.status,
        nature: payment.nature,
        is_withdrawn: payment.is_withdrawn,
        amount: payment.amount,
        settled,
        refunded: payment.refunded,
        excluded: rest,
        open,
        state: payment_state(payment, settled, open),
        class: payment_class(payment, finding, invoices),
        refund_of: payment.refund_of,
    }
}

fn payment_state(payment: &LedgerPayment, settled: Money, open: Money) -> PaymentState {
    if payment.is_withdrawn {
        PaymentState::Withdrawn
    } else if open.is_zero() {
        if settled.is_zero() { PaymentState::Excluded } else { PaymentState::Settled }
    } else if open == payment.amount {
        PaymentState::Open
    } else {
        PaymentState::Part
    }
}

/// The first class that applies, in the order of `PaymentClass`.
fn payment_class(
    payment: &LedgerPayment,
    finding: Option<PaymentClass>,
    invoices: &BTreeMap<InvoiceId, LedgerInvoice>,
) -> PaymentClass {
    if payment.is_withdrawn {
        return PaymentClass::Withdrawn;
    }
    match payment.status {
        PaymentStatus::Failed => return PaymentClass::Failed,
        PaymentStatus::Pending => return PaymentClass::Pending,
        PaymentStatus::Reversed => return PaymentClass::Reversed,
        PaymentStatus::Refund => return PaymentClass::Refund,
        PaymentStatus::Success => {}
    }
    if payment.refund_of.is_some() {
        return PaymentClass::Refund;
    }
    match payment.nature {
        Nature::Payout => return PaymentClass::Payout,
        Nature::NotFee => return PaymentClass::NotFee,
        Nature::WrongAccount => return PaymentClass::WrongAccount,
        Nature::Fee if payment.direction == Direction::Debit => return PaymentClass::NotFee,
        Nature::Fee => {}
    }
    if !payment.links.is_empty() {
        return linked_class(payment, invoices);
    }
    match payment.open().is_zero() {
        // All of it went back to the payer.
        true if payment.refunded.is_positive() => PaymentClass::Reversed,
        true => PaymentClass::NotFee,
        false => finding.unwrap_or(PaymentClass::Unmatched),
    }
}

fn linked_class(
    payment: &LedgerPayment,
    invoices: &BTreeMap<InvoiceId, LedgerInvoice>,
) -> PaymentClass {
    let linked = || payment.links.iter().filter_map(|(id, _)| invoices.get(id));
    let is_any = |test: fn(&LedgerInvoice) -> bool| linked().any(test);
    if is_any(|invoice| invoice.status == InvoiceStatus::Cancelled) {
        PaymentClass::CancelledButPaid
    } else if is_any(|invoice| invoice.status == InvoiceStatus::Exempt) {
        PaymentClass::ExemptButPaid
    } else if is_any(|invoice| invoice.open().is_positive()) {
        PaymentClass::PartPaid
    } else if payment.open().is_positive()
        || payment.excluded.is_positive()
        || is_any(|invoice| invoice.paid().cmp_same(invoice.amount).is_gt())
    {
        PaymentClass::OverPaid
    } else {
        PaymentClass::Matched
    }
}

/// How an invoice stands. `is_paid_twice`: a finding names it as paid a second time.
///
/// An invoice over nothing asks for nothing: it stands as exempt.
pub fn invoice_standing(invoice: &LedgerInvoice, is_paid_twice: bool) -> InvoiceStanding {
    let (paid, open) = (invoice.paid(), invoice.open());
    let is_over = paid.cmp_same(invoice.amount).is_gt();
    let is_exempt = invoice.status == InvoiceStatus::Exempt || invoice.amount.is_zero();
    let (state, class) = if invoice.status == InvoiceStatus::Cancelled || invoice.is_withdrawn {
        let class = or_paid(paid, InvoiceClass::Unpaid, InvoiceClass::CancelledButPaid);
        (InvoiceState::Cancelled, class)
    } else if is_exempt {
        let class = or_paid(paid, InvoiceClass::Exempt, InvoiceClass::ExemptButPaid);
        (InvoiceState::Exempt, class)
    } else if is_over {
        (InvoiceState::OverPaid, InvoiceClass::OverPaid)
    } else if open.is_zero() {
        (InvoiceState::Paid, InvoiceClass::Matched)
    } else if open == invoice.amount {
        (InvoiceState::Open, InvoiceClass::Unpaid)
    } else {
        (InvoiceState::Part, InvoiceClass::PartPaid)
    };
    let asks = !matches!(state, InvoiceState::Cancelled | InvoiceState::Exempt);
    let class = if is_paid_twice && asks { InvoiceClass::PaidTwice } else { class };
    InvoiceStanding {
        invoice: invoice.id,
        status: invoice.status,
        amount: invoice.amount,
        paid,
        open,
        written_off: invoice.written_off,
        state,
        class,
    }
}

fn or_paid(paid: Money, unpaid: InvoiceClass, but_paid: InvoiceClass) -> InvoiceClass {
    if paid.is_positive() { but_paid } else { unpaid }
}

/// Credits = settled + refunded + excluded + open, per currency, over successful credits that are
/// not withdrawn. Ordered by currency code.
pub fn identities<'a>(
    standings: impl IntoIterator<Item = &'a PaymentStanding>,
) -> Vec<MoneyIdentity> {
    let mut by_currency: BTreeMap<&str, MoneyIdentity> = BTreeMap::new();
    for standing in standings {
        let is_credit = standing.direction == Direction::Credit;
        if standing.is_withdrawn || !is_credit || standing.status != PaymentStatus::Success {
            continue;
        }
        let currency = standing.amount.currency();
        let sums = by_currency.entry(currency.code()).or_insert_with(|| nothing_of(currency));
        sums.credits = add(sums.credits, standing.amount);
        sums.settled = add(sums.settled, standing.settled);
        sums.refunded = add(sums.refunded, standing.refunded);
        sums.excluded = add(sums.excluded, standing.excluded);
        sums.open = add(sums.open, standing.open);
    }
    by_currency.into_values().collect()
}

fn nothing_of(currency: Currency) -> MoneyIdentity {
    let zero = Money::zero(currency);
    MoneyIdentity {
        currency,
        credits: zero,
        settled: zero,
        refunded: zero,
        excluded: zero,
        open: zero,
    }
}
