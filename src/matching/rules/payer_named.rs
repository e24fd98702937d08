//! The payer of the invoice stands in the memo or as the payment's payer; a name of many proves
//! little.

use super::Candidate;
use crate::model::{Fact, MatchSettings, Reason, Strength};

pub(super) fn rule(candidate: &Candidate, _: &MatchSettings) -> Option<Reason> {
    let span = candidate.is_payer_named?;
    let strength = match candidate.same_name {
        0 | 1 => Strength::Strong,
        few if few <= 5 => Strength::Fair,
        _ => Strength::Weak,
    };
    let facts = vec![
        Fact::new("name", &candidate.invoice.payer_name),
        Fact::new("same", candidate.same_name),
        Fact::new("open", candidate.open_invoices),
    ];
    let mut reason = candidate.speaks_for("payer_named", strength, facts);
    reason.span = span;
    Some(reason)
}
