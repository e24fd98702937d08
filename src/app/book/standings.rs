//! Keeps the derived half in step: what a decision touched is summed up anew from the facts.

use std::collections::BTreeSet;

use super::named::{self, Named};
use crate::ledger;
use crate::model::{Failure, LedgerView, PaymentClass, PaymentId};
use crate::store::{Gate, Store};

/// Writes how everything touched stands now, with the payments whose class follows from a touched
/// invoice.
pub(in crate::app) fn refresh(gate: &mut Gate, touched: &Named) -> Result<(), Failure> {
    let mut named = touched.clone();
    let mut view = LedgerView::default();
    named::add(gate.store(), &mut view, &named)?;
    named.payments.extend(linked_besides(&view, touched));
    named::add(gate.store(), &mut view, &named)?;
    put(gate, &view, &named, Store::finding_class)
}

/// Writes the standings of what is named, from a view that holds it. `class_said` tells what
/// matching said of a payment: `Store::finding_class`, unless the caller knows.
pub(in crate::app) fn put(
    gate: &mut Gate,
    view: &LedgerView,
    named: &Named,
    class_said: fn(&Store, PaymentId) -> Result<Option<PaymentClass>, Failure>,
) -> Result<(), Failure> {
    for payment in named.payments.iter().filter_map(|id| view.payments.get(id)) {
        let said = class_said(gate.store(), payment.id)?;
        gate.put_payment_standing(&ledger::payment_standing(payment, said, &view.invoices))?;
    }
    for invoice in named.invoices.iter().filter_map(|id| view.invoices.get(id)) {
        let is_paid_twice = gate.store().is_paid_twice(invoice.id)?;
        gate.put_invoice_standing(&ledger::invoice_standing(invoice, is_paid_twice))?;
    }
    Ok(())
}

/// Other payments that the named invoices are linked with: their class follows from the invoice.
pub(in crate::app) fn linked_besides(
    view: &LedgerView,
    named: &Named,
) -> impl Iterator<Item = PaymentId> {
    let invoices = named.invoices.iter().filter_map(|id| view.invoices.get(id));
    let links = invoices.flat_map(|own| own.links.iter().map(|(payment, _)| *payment));
    links.filter(|payment| !named.payments.contains(payment))
}

/// Payments that something is on offer for, or said of, which touches these payments or invoices;
/// and those that compete with them, however far the chain goes.
pub(in crate::app) fn competing(
    store: &Store,
    touched: &Named,
) -> Result<BTreeSet<PaymentId>, Failure> {
    let mut found = BTreeSet::new();
    let mut round = touched.clone();
    while !(round.payments.is_empty() && round.invoices.is_empty()) {
        let mut next = Named::default();
        for payment in store.payments_offered(&round.payments, &round.invoices)? {
            if found.insert(payment) {
                next.invoices.extend(store.invoices_offered(payment)?);
            }
        }
        round = next;
    }
    Ok(found)
}
