//! Matching: open payments and invoices become proposals with reasons. Pure; never accepts anything.

use crate::model::{Findings, InvoiceId, Looked, MatchSettings, OpenBook, PaymentId};

/// Findings for every payment of the book, ordered by payment id. The order of input changes nothing.
pub fn propose(book: &OpenBook, settings: &MatchSettings) -> Findings {
    let _ = (book, settings);
    unimplemented!()
}

/// Every candidate that was looked at for a payment, best first.
pub fn explain_payment(book: &OpenBook, settings: &MatchSettings, payment: PaymentId) -> Looked {
    let _ = (book, settings, payment);
    unimplemented!()
}

/// The same, seen from an invoice.
pub fn explain_invoice(book: &OpenBook, settings: &MatchSettings, invoice: InvoiceId) -> Looked {
    let _ = (book, settings, invoice);
    unimplemented!()
}

/// Char ranges of the memo in which codes of the book stand; what masking must leave whole.
pub fn code_spans(book: &OpenBook, memo: &str) -> Vec<crate::model::Span> {
    let _ = (book, memo);
    unimplemented!()
}
