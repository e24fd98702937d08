//! Lists for faces: ids in file and row order first, then cards of a window of them.

use super::{Result, Session};
use crate::model::view::{
    DecisionCard, ExceptionCard, FileCard, Filter, InvoiceCard, PaymentCard, PeriodCard,
    ProblemCard,
};
use crate::model::{DecisionId, FileId, InvoiceId, PaymentId};

/// Ids of the payments that pass, in file and row order.
pub fn payment_ids(session: &Session, filter: &Filter) -> Result<Vec<PaymentId>> {
    let _ = (session, filter);
    unimplemented!()
}

/// Cards in the order of the ids.
pub fn payment_cards(session: &Session, ids: &[PaymentId]) -> Result<Vec<PaymentCard>> {
    let _ = (session, ids);
    unimplemented!()
}

pub fn invoice_ids(session: &Session, filter: &Filter) -> Result<Vec<InvoiceId>> {
    let _ = (session, filter);
    unimplemented!()
}

pub fn invoice_cards(session: &Session, ids: &[InvoiceId]) -> Result<Vec<InvoiceCard>> {
    let _ = (session, ids);
    unimplemented!()
}

/// The invoice with this shown number; refused with the choices where several have it.
pub fn invoice_by_number(session: &Session, number: &str) -> Result<InvoiceId> {
    let _ = (session, number);
    unimplemented!()
}

pub fn decisions(session: &Session, filter: &Filter) -> Result<Vec<DecisionCard>> {
    let _ = (session, filter);
    unimplemented!()
}

pub fn decision(session: &Session, id: DecisionId) -> Result<DecisionCard> {
    let _ = (session, id);
    unimplemented!()
}

pub fn files(session: &Session, filter: &Filter) -> Result<Vec<FileCard>> {
    let _ = (session, filter);
    unimplemented!()
}

/// Problems of one file, or of all.
pub fn problems(session: &Session, file: Option<FileId>) -> Result<Vec<ProblemCard>> {
    let _ = (session, file);
    unimplemented!()
}

pub fn periods(session: &Session, filter: &Filter) -> Result<Vec<PeriodCard>> {
    let _ = (session, filter);
    unimplemented!()
}

/// Payments and invoices that need somebody, oldest first.
pub fn exceptions(session: &Session, filter: &Filter) -> Result<Vec<ExceptionCard>> {
    let _ = (session, filter);
    unimplemented!()
}

/// Payments with a proposal waiting, in the order in which they are best reviewed.
pub fn review_ids(session: &Session, filter: &Filter) -> Result<Vec<PaymentId>> {
    let _ = (session, filter);
    unimplemented!()
}
