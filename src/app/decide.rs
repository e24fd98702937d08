//! Decisions of a person on payments and invoices: accept, reject, link, unlink, resolve, tie a refund.

use super::{Result, Session};
use crate::model::view::Decided;
use crate::model::{PaymentId, ResolveAs};
use crate::money::Money;

/// A proposal as named by a person: `ID[#RANK][@KEY]`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProposalName {
    pub payment: PaymentId,
    /// 1 unless named.
    pub rank: u32,
    /// Refused as `proposal_changed` if it no longer stands.
    pub key: Option<String>,
}

/// Accepts proposals: all or none.
pub fn accept(session: &mut Session, names: &[ProposalName], reason: &str) -> Result<Decided> {
    let _ = (session, names, reason);
    unimplemented!()
}

/// Rejects proposals: their pairs are not offered again until facts change. All or none.
pub fn reject(session: &mut Session, names: &[ProposalName], reason: &str) -> Result<Decided> {
    let _ = (session, names, reason);
    unimplemented!()
}

/// Links a payment by hand with invoices (by shown number); no amount = as much as both have open.
pub fn link(
    session: &mut Session,
    payment: PaymentId,
    parts: &[(String, Option<Money>)],
    reason: &str,
) -> Result<Decided> {
    let _ = (session, payment, parts, reason);
    unimplemented!()
}

/// Takes links of a payment back: the one with an invoice, or all.
pub fn unlink(
    session: &mut Session,
    payment: PaymentId,
    invoice: Option<&str>,
    reason: &str,
) -> Result<Decided> {
    let _ = (session, payment, invoice, reason);
    unimplemented!()
}

/// Decides what becomes of payments that are exceptions. All or none.
pub fn resolve_payments(
    session: &mut Session,
    payments: &[PaymentId],
    resolve_as: ResolveAs,
    reason: &str,
) -> Result<Decided> {
    let _ = (session, payments, resolve_as, reason);
    unimplemented!()
}

/// Decides what becomes of a short invoice.
pub fn resolve_invoice(
    session: &mut Session,
    invoice: &str,
    resolve_as: ResolveAs,
    reason: &str,
) -> Result<Decided> {
    let _ = (session, invoice, resolve_as, reason);
    unimplemented!()
}

/// Says which payment a refund row gives back.
pub fn tie_refund(
    session: &mut Session,
    refund: PaymentId,
    original: PaymentId,
    reason: &str,
) -> Result<Decided> {
    let _ = (session, refund, original, reason);
    unimplemented!()
}
