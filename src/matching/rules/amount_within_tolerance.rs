//! The amount differs by no more than the configured tolerance; it is shown, never silent.

use super::Candidate;
use crate::model::{Fact, MatchSettings, Reason, Strength};
use crate::money::Money;

pub(super) fn rule(candidate: &Candidate, settings: &MatchSettings) -> Option<Reason> {
    let difference = candidate.difference();
    if !candidate.is_alone || !is_small(difference, settings) {
        return None;
    }
    let facts = vec![
        Fact::new("difference", difference.to_plain()),
        Fact::new("tolerance", settings.tolerance.to_plain()),
    ];
    Some(candidate.speaks_against("amount_within_tolerance", Strength::Weak, facts))
}

/// Not equal, and within the tolerance, which is of one currency.
pub(in crate::matching) fn is_small(difference: Money, settings: &MatchSettings) -> bool {
    difference.currency() == settings.tolerance.currency()
        && !difference.is_zero()
        && difference.abs().cmp_same(settings.tolerance).is_le()
}
