//! The law of the book: a decision becomes changes or is refused. Pure.

use std::collections::BTreeMap;

use crate::model::{
    Change, Decision, InvoiceId, InvoiceStanding, LedgerInvoice, LedgerPayment, LedgerView,
    PaymentClass, PaymentStanding, Refusal,
};

/// What a decision changes, or why it may not be made.
pub fn decide(view: &LedgerView, decision: &Decision) -> Result<Vec<Change>, Refusal> {
    let _ = (view, decision);
    unimplemented!()
}

/// Applies changes to a view, as the store will; several decisions of one act see each other through it.
pub fn apply(view: &mut LedgerView, changes: &[Change]) {
    let _ = (view, changes);
    unimplemented!()
}

/// How a payment stands: sums, state, class. `finding` is what matching last said, while it is not decided.
pub fn payment_standing(
    payment: &LedgerPayment,
    finding: Option<PaymentClass>,
    invoices: &BTreeMap<InvoiceId, LedgerInvoice>,
) -> PaymentStanding {
    let _ = (payment, finding, invoices);
    unimplemented!()
}

/// How an invoice stands. `is_paid_twice`: a finding names it as paid a second time.
pub fn invoice_standing(invoice: &LedgerInvoice, is_paid_twice: bool) -> InvoiceStanding {
    let _ = (invoice, is_paid_twice);
    unimplemented!()
}
