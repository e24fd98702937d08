//! Loads what one decision names, as the law reads it, and books the decision on its day.

use std::collections::BTreeSet;

use crate::calendar::Day;
use crate::ledger::{self, NotBefore};
use crate::model::{Change, Decision, Failure, InvoiceId, LedgerView, PaymentId, Subject};
use crate::store::Store;

/// Payments and invoices that something speaks of.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(in crate::app) struct Named {
    pub payments: BTreeSet<PaymentId>,
    pub invoices: BTreeSet<InvoiceId>,
}

impl Named {
    pub fn by_decision(decision: &Decision) -> Named {
        let mut named = Named::default();
        decision.subjects().into_iter().for_each(|subject| named.add_subject(subject));
        named
    }

    /// Adds what changes touch; the rows of a withdrawn file are added by `add_rows_of_file`.
    pub fn add_changes(&mut self, changes: &[Change]) {
        let subjects = changes.iter().flat_map(Change::subjects);
        subjects.for_each(|subject| self.add_subject(subject));
    }

    pub fn add_subject(&mut self, subject: Subject) {
        match subject {
            Subject::Payment(payment) => {
                self.payments.insert(payment);
            }
            Subject::Invoice(invoice) => {
                self.invoices.insert(invoice);
            }
        }
    }
}

/// The view of what is named, and of the invoices that the named payments are linked with.
pub(in crate::app) fn load(store: &Store, named: &Named) -> Result<LedgerView, Failure> {
    let mut view = LedgerView { closed: store.closed_periods()?, ..LedgerView::default() };
    add(store, &mut view, named)?;
    Ok(view)
}

/// Adds to a view what it does not hold yet.
pub(in crate::app) fn add(
    store: &Store,
    view: &mut LedgerView,
    named: &Named,
) -> Result<(), Failure> {
    let mut invoices = named.invoices.clone();
    for id in &named.payments {
        if !view.payments.contains_key(id)
            && let Some(payment) = store.ledger_payment(*id)?
        {
            invoices.extend(payment.links.iter().map(|(invoice, _)| *invoice));
            view.payments.insert(*id, payment);
        }
    }
    for id in invoices {
        if !view.invoices.contains_key(&id)
            && let Some(invoice) = store.ledger_invoice(id)?
        {
            view.invoices.insert(id, invoice);
        }
    }
    Ok(())
}

/// The day that a decision counts to.
pub(in crate::app) fn book_day(
    store: &Store,
    view: &LedgerView,
    decision: &Decision,
    today: Day,
) -> Result<Day, Failure> {
    let mut earliest = None;
    for bound in ledger::not_before(decision) {
        earliest = earliest.max(match bound {
            NotBefore::NatureChanged(payment) => store.nature_changed_on(payment)?,
            NotBefore::MoneyMoved(payment) => store.money_moved_on(payment)?,
        });
    }
    Ok(ledger::book_day(view, decision, today, earliest))
}
