//! Why a payment or an invoice stands as it does: every candidate, and the test that the nearest miss failed.

use super::{Result, Session};
use crate::model::PaymentId;
use crate::model::view::Explanation;

pub fn payment(session: &Session, id: PaymentId) -> Result<Explanation> {
    let _ = (session, id);
    unimplemented!()
}

/// By shown number.
pub fn invoice(session: &Session, number: &str) -> Result<Explanation> {
    let _ = (session, number);
    unimplemented!()
}
