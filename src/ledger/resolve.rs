//! Resolving: what becomes of money that settles nothing, and of an invoice that stays short.

use super::require;
use crate::model::{
    Change, Direction, InvoiceId, LedgerPayment, LedgerView, Nature, PaymentId, PaymentStatus,
    Refusal, RefusalCode, ResolveAs, Subject,
};

/// `not_fee`, `write_off` and `refunded_elsewhere` move the open part; the others only mark.
pub fn payment(
    view: &LedgerView,
    id: PaymentId,
    resolve_as: ResolveAs,
) -> Result<Vec<Change>, Refusal> {
    let payment = require::payment(view, id)?;
    require::open_day(view)?;
    require::not_withdrawn(payment)?;
    let open = payment.open();
    let is_said = payment.resolved_as == Some(resolve_as);
    if is_said && !(moves_money(resolve_as) && open.is_positive()) {
        return Err(require::on_payment(RefusalCode::AlreadyResolved, id)
            .with("resolve_as", resolve_as.code()));
    }
    fits_payment(payment, resolve_as)?;
    let mut changes = Vec::new();
    match resolve_as {
        ResolveAs::NotFee | ResolveAs::WriteOff => {
            changes.push(Change::Excluded { payment: id, amount: open, resolve_as });
        }
        ResolveAs::RefundedElsewhere => {
            changes.push(Change::Refunded { original: id, refund: None, amount: open });
        }
        ResolveAs::Refund | ResolveAs::Carry | ResolveAs::Inquiry => {}
    }
    if !is_said {
        changes.extend(marks(Subject::Payment(id), payment.resolved_as, resolve_as));
    }
    Ok(changes)
}

/// A short invoice: its rest is written off, or it waits. One that nothing was paid on is cancelled
/// or exempted in the agency's own system, never here.
pub fn invoice(
    view: &LedgerView,
    id: InvoiceId,
    resolve_as: ResolveAs,
) -> Result<Vec<Change>, Refusal> {
    let invoice = require::invoice(view, id)?;
    require::open_day(view)?;
    require::asks_for_money(invoice)?;
    let open = invoice.open();
    let is_said = invoice.resolved_as == Some(resolve_as);
    if is_said && !(resolve_as == ResolveAs::WriteOff && open.is_positive()) {
        return Err(require::on_invoice(RefusalCode::AlreadyResolved, &invoice.number)
            .with("resolve_as", resolve_as.code()));
    }
    if !open.is_positive() {
        return Err(require::on_invoice(RefusalCode::NothingIsOpen, &invoice.number));
    }
    let mut changes = Vec::new();
    match resolve_as {
        ResolveAs::WriteOff if invoice.paid().is_positive() => {
            changes.push(Change::WrittenOff { invoice: id, amount: open });
        }
        ResolveAs::Carry => {}
        _ => {
            return Err(require::on_invoice(RefusalCode::ResolutionDoesNotFit, &invoice.number)
                .with("resolve_as", resolve_as.code()));
        }
    }
    if !is_said {
        changes.extend(marks(Subject::Invoice(id), invoice.resolved_as, resolve_as));
    }
    Ok(changes)
}

fn moves_money(resolve_as: ResolveAs) -> bool {
    matches!(resolve_as, ResolveAs::NotFee | ResolveAs::WriteOff | ResolveAs::RefundedElsewhere)
}

fn fits_payment(payment: &LedgerPayment, resolve_as: ResolveAs) -> Result<(), Refusal> {
    match resolve_as {
        ResolveAs::NotFee | ResolveAs::WriteOff | ResolveAs::RefundedElsewhere => {
            require::can_settle(payment)?;
            require::has_open(payment)
        }
        // Also of money that is linked: an invoice may have been cancelled after it was paid.
        ResolveAs::Refund => {
            require::successful_credit(payment)?;
            if payment.nature == Nature::Payout {
                return Err(does_not_fit(payment.id, resolve_as));
            }
            if payment.refunded.cmp_same(payment.amount).is_ge() {
                return Err(require::on_payment(RefusalCode::NothingIsOpen, payment.id));
            }
            Ok(())
        }
        ResolveAs::Carry if payment.direction == Direction::Debit => {
            Err(does_not_fit(payment.id, resolve_as))
        }
        ResolveAs::Carry if payment.status == PaymentStatus::Pending => Ok(()),
        ResolveAs::Carry if payment.can_settle() => require::has_open(payment),
        ResolveAs::Carry => Err(does_not_fit(payment.id, resolve_as)),
        ResolveAs::Inquiry => Ok(()),
    }
}

/// The new mark; the one that stood before is taken back first, so that undoing brings it back.
fn marks(subject: Subject, before: Option<ResolveAs>, now: ResolveAs) -> Vec<Change> {
    let old = before.map(|resolve_as| Change::Resolved { subject, resolve_as, stands: false });
    let new = Change::Resolved { subject, resolve_as: now, stands: true };
    old.into_iter().chain([new]).collect()
}

fn does_not_fit(payment: PaymentId, resolve_as: ResolveAs) -> Refusal {
    require::on_payment(RefusalCode::ResolutionDoesNotFit, payment)
        .with("resolve_as", resolve_as.code())
}
