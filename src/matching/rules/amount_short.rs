//! The payment is less than the invoice asks for.

use super::{Candidate, amount_within_tolerance};
use crate::model::{Fact, MatchSettings, Reason, Strength};

pub(super) fn rule(candidate: &Candidate, settings: &MatchSettings) -> Option<Reason> {
    let difference = candidate.difference();
    let is_small = amount_within_tolerance::is_small(difference, settings);
    if !candidate.is_alone || !difference.is_negative() || is_small {
        return None;
    }
    let facts = vec![
        Fact::new("difference", difference.abs().to_plain()),
        Fact::new("asked", candidate.invoice.open.to_plain()),
    ];
    Some(candidate.speaks_against("amount_short", Strength::Weak, facts))
}
