//! Undo: the inverses of a decision's changes, newest first, as a decision of its own.

use super::require::add;
use super::{apply, payout, require};
use crate::model::{
    Change, DecisionKind, InvoiceId, LedgerDecision, LedgerInvoice, LedgerPayment, LedgerView,
    Nature, PaymentId, Refusal, RefusalCode, Subject,
};
use crate::money::Money;

pub fn undo(view: &LedgerView, undone: &LedgerDecision) -> Result<Vec<Change>, Refusal> {
    require::open_day(view)?;
    if let Some(by) = undone.undone_by {
        return Err(of(undone, RefusalCode::AlreadyUndone).with("by", by));
    }
    if matches!(
        undone.kind,
        DecisionKind::ClosePeriod | DecisionKind::ReopenPeriod | DecisionKind::Unmask
    ) {
        return Err(of(undone, RefusalCode::CannotBeUndone).with("kind", undone.kind.code()));
    }
    if !undone.later.is_empty() && needs_to_be_the_last(undone) {
        return Err(later_stands(undone));
    }
    let mut work = touched(view, &undone.changes)?;
    let mut changes = Vec::new();
    for change in inverses(undone) {
        let is_newest = undone.later.is_empty();
        if takes_ground_away(undone, &change) || !may_stand(&work, &change, is_newest) {
            return Err(later_stands(undone));
        }
        apply(&mut work, std::slice::from_ref(&change));
        changes.push(change);
    }
    // Rows that a later decision tied to the same credit keep it a payout.
    if work.payments.values().any(|own| !own.pays_out.is_empty() && own.nature != Nature::Payout) {
        return Err(later_stands(undone));
    }
    changes.extend(rejections(&work, undone));
    if let (DecisionKind::Import, Some(file)) = (undone.kind, undone.file) {
        let withdrawn = Change::RowsWithdrawn { file, stands: true };
        if !changes.contains(&withdrawn) {
            changes.push(withdrawn);
        }
    }
    Ok(changes)
}

/// Whether a rest that was put outside or written off since is left standing without the link
/// that it is the rest of.
fn takes_ground_away(undone: &LedgerDecision, change: &Change) -> bool {
    let Change::Settled { payment, invoice, amount } = *change else { return false };
    let is_decided = |subject| undone.rests_decided.contains(&subject);
    amount.is_negative()
        && (is_decided(Subject::Payment(payment)) || is_decided(Subject::Invoice(invoice)))
}

/// Newest first; among them what frees money goes before what takes it, so that at no step more
/// leaves a payment than it has, and what is reported of a row before what rests on it.
fn inverses(undone: &LedgerDecision) -> Vec<Change> {
    let mut inverses: Vec<Change> = undone.changes.iter().rev().map(Change::inverse).collect();
    inverses.sort_by_key(|change| match change {
        Change::Settled { amount, .. }
        | Change::Excluded { amount, .. }
        | Change::Refunded { amount, .. }
        | Change::WrittenOff { amount, .. } => {
            if amount.is_negative() {
                0
            } else {
                2
            }
        }
        _ => 1,
    });
    inverses
}

/// Reported facts form a chain, and rows that others stand on stay: nothing later may stand on
/// these.
///
/// A tie to a payout makes the credit one, but whether that may go is seen from the credit alone.
fn needs_to_be_the_last(undone: &LedgerDecision) -> bool {
    let is_tie = undone.changes.iter().any(|change| matches!(change, Change::PaidOut { .. }));
    undone.kind == DecisionKind::Import
        || undone.changes.iter().any(|change| {
            matches!(
                change,
                Change::StatusChanged { .. }
                    | Change::InvoiceChanged { .. }
                    | Change::RowsWithdrawn { .. }
            ) || !is_tie && matches!(change, Change::NatureChanged { .. })
        })
}

/// Who undoes a link says that the pair does not belong together.
fn rejections(work: &LedgerView, undone: &LedgerDecision) -> Vec<Change> {
    if !matches!(undone.kind, DecisionKind::Accept | DecisionKind::Link) {
        return Vec::new();
    }
    let mut changes = Vec::new();
    for change in undone.changes.iter().rev() {
        let Change::Settled { payment, invoice, .. } = *change else { continue };
        let is_rejected =
            work.payments.get(&payment).is_some_and(|own| own.rejected.contains(&invoice));
        let rejection = Change::PairRejected { payment, invoice, stands: true };
        if !is_rejected && !changes.contains(&rejection) {
            changes.push(rejection);
        }
    }
    changes
}

/// Whether the law holds after the change. Where nothing later stands, the book goes back to how it
/// stood before, which may be a link with an invoice that was cancelled or lowered since it was
/// paid, or a write-off of more than that still lacks.
fn may_stand(work: &LedgerView, change: &Change, is_newest: bool) -> bool {
    match *change {
        Change::Settled { payment, invoice, amount } => {
            settled(payment_of(work, payment), invoice_of(work, invoice), amount, is_newest)
        }
        Change::Excluded { payment, amount, .. } => {
            let own = payment_of(work, payment);
            has_room(own, amount) && !add(own.excluded, amount).is_negative()
        }
        Change::Refunded { original, refund, amount } => {
            let own = payment_of(work, original);
            let is_tied = refund.is_some_and(|row| payment_of(work, row).refund_of.is_some());
            has_room(own, amount)
                && !add(own.refunded, amount).is_negative()
                && !(amount.is_positive() && is_tied)
        }
        Change::PaidOut { payout, payment, stands } => {
            let (credit, row) = (payment_of(work, payout), payment_of(work, payment));
            match stands {
                true => {
                    payout::is_bank_credit(credit).is_ok()
                        && payout::may_be_paid_out(credit, row).is_ok()
                }
                false => row.paid_out_by == Some(payout),
            }
        }
        Change::WrittenOff { invoice, amount } => {
            let own = invoice_of(work, invoice);
            !add(own.written_off, amount).is_negative()
                && (is_newest || !amount.cmp_same(own.open()).is_gt())
        }
        Change::Resolved { subject, resolve_as, stands } => {
            let standing = match subject {
                Subject::Payment(id) => payment_of(work, id).resolved_as,
                Subject::Invoice(id) => invoice_of(work, id).resolved_as,
            };
            standing == (!stands).then_some(resolve_as)
        }
        Change::StatusChanged { payment, from, .. } => payment_of(work, payment).status == from,
        Change::NatureChanged { payment, from, to } => {
            let own = payment_of(work, payment);
            own.nature == from && (is_newest || to != Nature::Payout || !own.is_decided())
        }
        Change::InvoiceChanged { invoice, ref from, .. } => {
            let own = invoice_of(work, invoice);
            (own.status, own.amount) == (from.status, from.amount)
        }
        Change::PairRejected { .. }
        | Change::RowsWithdrawn { .. }
        | Change::PeriodClosed { .. } => true,
    }
}

fn settled(
    payment: &LedgerPayment,
    invoice: &LedgerInvoice,
    amount: Money,
    is_newest: bool,
) -> bool {
    if amount.is_positive() {
        let is_as_before = is_newest && payment.can_settle() && has_room(payment, amount);
        return is_as_before || require::settles(payment, invoice, Some(amount)).is_ok();
    }
    let linked = payment.links.iter().find(|(id, _)| *id == invoice.id);
    linked.is_some_and(|(_, sum)| !add(*sum, amount).is_negative())
}

/// Whether no more would leave the payment than it has.
fn has_room(payment: &LedgerPayment, amount: Money) -> bool {
    let gone =
        [payment.refunded, payment.excluded, amount].into_iter().fold(payment.settled(), add);
    !gone.cmp_same(payment.amount).is_gt()
}

/// The payments and invoices that the changes name.
fn touched(view: &LedgerView, changes: &[Change]) -> Result<LedgerView, Refusal> {
    let mut payments: Vec<PaymentId> = Vec::new();
    let mut invoices: Vec<InvoiceId> = Vec::new();
    for subject in changes.iter().flat_map(Change::subjects) {
        match subject {
            Subject::Payment(id) => payments.push(id),
            Subject::Invoice(id) => invoices.push(id),
        }
    }
    require::excerpt(view, payments, invoices)
}

fn payment_of(work: &LedgerView, id: PaymentId) -> &LedgerPayment {
    work.payments.get(&id).expect("the excerpt holds every payment that the changes name")
}

fn invoice_of(work: &LedgerView, id: InvoiceId) -> &LedgerInvoice {
    work.invoices.get(&id).expect("the excerpt holds every invoice that the changes name")
}

fn later_stands(undone: &LedgerDecision) -> Refusal {
    let later: Vec<String> = undone.later.iter().map(ToString::to_string).collect();
    of(undone, RefusalCode::LaterDecisionStands).with("later", later.join(", "))
}

fn of(undone: &LedgerDecision, code: RefusalCode) -> Refusal {
    Refusal::new(code).with("decision", undone.id)
}
