//! What several kinds of decision demand alike: that a thing exists, that its day is open, that
//! money may move.

use std::collections::btree_map::Entry;

use crate::calendar::Period;
use crate::model::{
    Direction, InvoiceId, InvoiceStatus, LedgerInvoice, LedgerPayment, LedgerView, Nature,
    PaymentId, PaymentStatus, Refusal, RefusalCode,
};
use crate::money::Money;

/// A view of the named payments and invoices alone, on which a decision can be tried out.
pub fn excerpt(
    view: &LedgerView,
    payments: impl IntoIterator<Item = PaymentId>,
    invoices: impl IntoIterator<Item = InvoiceId>,
) -> Result<LedgerView, Refusal> {
    let mut work = LedgerView::default();
    for id in payments {
        if let Entry::Vacant(place) = work.payments.entry(id) {
            place.insert(payment(view, id)?.clone());
        }
    }
    for id in invoices {
        if let Entry::Vacant(place) = work.invoices.entry(id) {
            place.insert(invoice(view, id)?.clone());
        }
    }
    Ok(work)
}

pub fn payment(view: &LedgerView, id: PaymentId) -> Result<&LedgerPayment, Refusal> {
    view.payments
        .get(&id)
        .ok_or_else(|| Refusal::new(RefusalCode::PaymentNotFound).with("payment", id))
}

pub fn invoice(view: &LedgerView, id: InvoiceId) -> Result<&LedgerInvoice, Refusal> {
    view.invoices
        .get(&id)
        .ok_or_else(|| Refusal::new(RefusalCode::InvoiceNotFound).with("invoice", id))
}

/// The decision's book day and its month must be open.
pub fn open_day(view: &LedgerView) -> Result<(), Refusal> {
    let Some(day) = view.book_day else { return Ok(()) };
    [Period::Day(day), Period::month_of(day)]
        .into_iter()
        .find(|period| view.closed.contains(period))
        .map_or(Ok(()), |period| {
            Err(Refusal::new(RefusalCode::PeriodIsClosed).with("period", period))
        })
}

pub fn not_withdrawn(payment: &LedgerPayment) -> Result<(), Refusal> {
    if payment.is_withdrawn {
        return Err(about(payment, RefusalCode::PaymentIsWithdrawn));
    }
    Ok(())
}

/// Only money of a successful, unwithdrawn credit can go anywhere.
pub fn successful_credit(payment: &LedgerPayment) -> Result<(), Refusal> {
    not_withdrawn(payment)?;
    if payment.status == PaymentStatus::Refund {
        // Refund rows are debits too, but they are tied to an original, which that refusal would
        // not say.
        return Err(about(payment, RefusalCode::PaymentIsRefund));
    }
    if payment.direction == Direction::Debit {
        return Err(about(payment, RefusalCode::PaymentIsDebit));
    }
    match payment.status {
        PaymentStatus::Success | PaymentStatus::Refund => Ok(()),
        PaymentStatus::Pending | PaymentStatus::Failed | PaymentStatus::Reversed => {
            Err(about(payment, RefusalCode::PaymentIsNotSuccess)
                .with("status", payment.status.code()))
        }
    }
}

/// Only a successful credit of fee money settles.
pub fn can_settle(payment: &LedgerPayment) -> Result<(), Refusal> {
    successful_credit(payment)?;
    if payment.nature != Nature::Fee {
        return Err(
            about(payment, RefusalCode::PaymentIsExcluded).with("nature", payment.nature.code())
        );
    }
    Ok(())
}

/// An invoice that still asks for money: neither withdrawn, cancelled nor exempt.
pub fn asks_for_money(invoice: &LedgerInvoice) -> Result<(), Refusal> {
    if invoice.is_withdrawn {
        return Err(regarding(invoice, RefusalCode::InvoiceIsWithdrawn));
    }
    match invoice.status {
        InvoiceStatus::Open => Ok(()),
        InvoiceStatus::Cancelled => Err(regarding(invoice, RefusalCode::InvoiceIsCancelled)),
        InvoiceStatus::Exempt => Err(regarding(invoice, RefusalCode::InvoiceIsExempt)),
    }
}

/// Everything that must hold for this much of the payment to settle the invoice. `None` = as much
/// as both have open. Returns the amount.
pub fn settles(
    payment: &LedgerPayment,
    invoice: &LedgerInvoice,
    wanted: Option<Money>,
) -> Result<Money, Refusal> {
    let about_pair = |code| about(payment, code).with("invoice", &invoice.number);
    not_withdrawn(payment)?;
    if invoice.is_withdrawn {
        return Err(regarding(invoice, RefusalCode::InvoiceIsWithdrawn));
    }
    can_settle(payment)?;
    asks_for_money(invoice)?;
    let currency = payment.amount.currency();
    let asked_in = wanted.unwrap_or(invoice.amount).currency();
    if invoice.amount.currency() != currency || asked_in != currency {
        return Err(about_pair(RefusalCode::CurrenciesDiffer)
            .with("payment_currency", currency.code())
            .with("invoice_currency", invoice.amount.currency().code()));
    }
    if let Some(amount) = wanted.filter(|amount| !amount.is_positive()) {
        return Err(
            Refusal::new(RefusalCode::AmountIsNotPositive).with("amount", amount.to_plain())
        );
    }
    has_open(payment)?;
    if !invoice.open().is_positive() {
        return Err(on_invoice(RefusalCode::NothingIsOpen, &invoice.number));
    }
    let amount = wanted.unwrap_or_else(|| payment.open().min_same(invoice.open()));
    if amount.cmp_same(payment.open()).is_gt() {
        return Err(about(payment, RefusalCode::AmountExceedsPayment)
            .with("amount", amount.to_plain())
            .with("open", payment.open().to_plain()));
    }
    if amount.cmp_same(invoice.open()).is_gt() {
        return Err(regarding(invoice, RefusalCode::AmountExceedsInvoice)
            .with("amount", amount.to_plain())
            .with("open", invoice.open().to_plain()));
    }
    Ok(amount)
}

/// Two payments that are tied to each other.
pub fn of_one_currency(one: &LedgerPayment, other: &LedgerPayment) -> Result<(), Refusal> {
    let (own, others) = (one.amount.currency(), other.amount.currency());
    if own != others {
        return Err(about(one, RefusalCode::CurrenciesOfPaymentsDiffer)
            .with("payment_currency", own.code())
            .with("other", other.id)
            .with("other_currency", others.code()));
    }
    Ok(())
}

pub fn has_open(payment: &LedgerPayment) -> Result<(), Refusal> {
    if !payment.open().is_positive() {
        return Err(on_payment(RefusalCode::NothingIsOpen, payment.id));
    }
    Ok(())
}

/// A refusal that may be of a payment or of an invoice: here of a payment.
pub fn on_payment(code: RefusalCode, id: PaymentId) -> Refusal {
    Refusal::new(code).with("subject", "payment").with("id", id)
}

/// A refusal that may be of a payment or of an invoice: here of an invoice.
pub fn on_invoice(code: RefusalCode, number: &str) -> Refusal {
    Refusal::new(code).with("subject", "invoice").with("id", number)
}

/// A refusal that names the payment.
pub fn about(payment: &LedgerPayment, code: RefusalCode) -> Refusal {
    Refusal::new(code).with("payment", payment.id)
}

/// A refusal that names the invoice.
pub fn regarding(invoice: &LedgerInvoice, code: RefusalCode) -> Refusal {
    Refusal::new(code).with("invoice", &invoice.number)
}

/// Sum of two amounts of one payment or one invoice.
pub fn add(one: Money, other: Money) -> Money {
    one.plus(other)
        .expect("lines of one payment or invoice are of its currency and within its amount")
}
