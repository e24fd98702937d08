//! Rejecting: pairs that do not belong together are not offered again while their facts are the
//! same.

use std::collections::BTreeSet;

use super::require;
use crate::model::{Change, InvoiceId, LedgerView, PaymentId, Refusal, RefusalCode};

/// Pairs rejected before, or named twice, are passed over; refused if none is left.
pub fn reject(view: &LedgerView, pairs: &[(PaymentId, InvoiceId)]) -> Result<Vec<Change>, Refusal> {
    let payments = pairs.iter().map(|pair| pair.0);
    let work = require::excerpt(view, payments, pairs.iter().map(|pair| pair.1))?;
    require::open_day(view)?;
    let Some(&(first, _)) = pairs.first() else {
        return Err(Refusal::new(RefusalCode::ProposalNotFound));
    };
    let mut seen = BTreeSet::new();
    let mut changes = Vec::new();
    for &(payment, invoice) in pairs {
        let own = require::payment(&work, payment)?;
        require::not_withdrawn(own)?;
        // What is linked is no proposal: it is taken back by unlinking.
        if own.links.iter().any(|(linked, _)| *linked == invoice) {
            return Err(require::about(own, RefusalCode::ProposalNotFound));
        }
        if seen.insert((payment, invoice)) && !own.rejected.contains(&invoice) {
            changes.push(Change::PairRejected { payment, invoice, stands: true });
        }
    }
    if changes.is_empty() {
        return Err(Refusal::new(RefusalCode::PairIsRejected).with("payment", first));
    }
    Ok(changes)
}
