//! After a decision, what matching says of the payments that it concerns is found anew. Nothing is
//! taken.

use std::collections::BTreeSet;

use super::named::Named;
use super::standings;
use crate::matching;
use crate::model::{Failure, MatchSettings, PaymentId, ResolveAs};
use crate::store::Gate;

/// Writes standings of all that a decision touched, and the findings of whoever it concerns.
pub(in crate::app) fn after_decision(
    gate: &mut Gate,
    settings: &MatchSettings,
    touched: &Named,
) -> Result<(), Failure> {
    standings::refresh(gate, touched)?;
    let mut concerned = standings::competing(gate.store(), touched)?;
    concerned.extend(&touched.payments);
    let payments = gate.store().undecided_among(&concerned)?;
    let stale = gate.store().payments_offered(&BTreeSet::new(), &touched.invoices)?;
    let concerned = without_refund_requests(gate, concerned, &stale)?;
    let mut again = forget(gate, &concerned)?;
    if !payments.is_empty() {
        let book = gate.store().book_of(payments)?;
        for finding in matching::propose(&book, settings).findings {
            gate.put_finding(&finding)?;
            again.invoices.extend(finding.invoice);
        }
    }
    standings::refresh(gate, &again)
}

/// Drops what was said of the payments, which are `unmatched` until matching looks at them again.
pub(in crate::app) fn unmatch(gate: &mut Gate, touched: &Named) -> Result<(), Failure> {
    standings::refresh(gate, touched)?;
    let concerned = gate.store().payments_offered(&touched.payments, &touched.invoices)?;
    let again = forget(gate, &concerned)?;
    standings::refresh(gate, &again)
}

/// A payment that is to be given back is looked at no more. It keeps what was said of it while the
/// invoice that this speaks of stands as it stood then, else it is among the `stale`. Nothing stays
/// on offer, for nobody would see when an invoice of the offer is filled by others.
fn without_refund_requests(
    gate: &mut Gate,
    payments: BTreeSet<PaymentId>,
    stale: &BTreeSet<PaymentId>,
) -> Result<BTreeSet<PaymentId>, Failure> {
    let mut kept = BTreeSet::new();
    for id in payments {
        let payment = gate.store().ledger_payment(id)?;
        let is_requested = payment.is_some_and(|own| {
            own.resolved_as == Some(ResolveAs::Refund) && own.open().is_positive()
        });
        if is_requested && !stale.contains(&id) {
            gate.clear_proposals(id)?;
        } else {
            kept.insert(id);
        }
    }
    Ok(kept)
}

/// Forgets findings and names whose standing rested on them.
fn forget(gate: &mut Gate, payments: &BTreeSet<PaymentId>) -> Result<Named, Failure> {
    let mut again = Named { payments: payments.clone(), ..Named::default() };
    for payment in payments {
        again.invoices.extend(gate.store().finding_invoice(*payment)?);
        gate.clear_finding(*payment)?;
    }
    Ok(again)
}
