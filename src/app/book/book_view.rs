//! Loads what one decision names, as the law reads it, and books the decision on its day.

use std::collections::BTreeSet;

use crate::calendar::Day;
use crate::model::{Change, Decision, Failure, InvoiceId, LedgerView, PaymentId, Subject};
use crate::store::{Store, first_open_day};

/// Payments and invoices that something speaks of.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(in crate::app) struct Named {
    pub payments: BTreeSet<PaymentId>,
    pub invoices: BTreeSet<InvoiceId>,
}

impl Named {
    pub fn by_decision(decision: &Decision) -> Named {
        let mut named = Named::default();
        match decision {
            Decision::Accept { lines, .. } => {
                named.payments.extend(lines.iter().map(|line| line.payment));
                named.invoices.extend(lines.iter().map(|line| line.invoice));
            }
            Decision::Link { payment, parts } => {
                named.payments.insert(*payment);
                named.invoices.extend(parts.iter().map(|(invoice, _)| *invoice));
            }
            Decision::Unlink { payment, invoice } => {
                named.payments.insert(*payment);
                named.invoices.extend(*invoice);
            }
            Decision::Reject { pairs } => {
                named.payments.extend(pairs.iter().map(|pair| pair.0));
                named.invoices.extend(pairs.iter().map(|pair| pair.1));
            }
            Decision::ResolvePayment { payment, .. } | Decision::Classify { payment, .. } => {
                named.payments.insert(*payment);
            }
            Decision::ResolveInvoice { invoice, .. } => {
                named.invoices.insert(*invoice);
            }
            Decision::TieRefund { refund, original } => {
                named.payments.extend([*refund, *original]);
            }
            Decision::TiePayout { payout, payments } => {
                named.payments.insert(*payout);
                named.payments.extend(payments);
            }
            Decision::Undo(undone) => named.add_changes(&undone.changes),
            Decision::ClosePeriod(_) | Decision::ReopenPeriod(_) | Decision::Unmask => {}
        }
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

/// The day that a decision counts to: the latest book day among the payments that it names, or
/// `today` where it names none; if that is closed, the first open day after it.
///
/// What kind of money a payment is decides how all of it stands, so such a change parts its
/// decisions: none before it is booked on a later day, none after it on an earlier one. Else the
/// reports of single days would not add up.
pub(in crate::app) fn book_day(
    store: &Store,
    view: &LedgerView,
    decision: &Decision,
    today: Day,
) -> Result<Day, Failure> {
    let named = Named::by_decision(decision).payments;
    let own = named.iter().filter_map(|id| view.payments.get(id)).map(|own| own.book_day);
    let mut day = match decision {
        Decision::Undo(undone) => undone.book_day,
        _ => own.max().unwrap_or(today),
    };
    for payment in &named {
        day = day.max(store.nature_changed_on(*payment)?.unwrap_or(day));
    }
    if let Decision::TiePayout { payout: payment, .. } | Decision::Classify { payment, .. } =
        decision
    {
        day = day.max(store.money_moved_on(*payment)?.unwrap_or(day));
    }
    Ok(first_open_day(&view.closed, day))
}
