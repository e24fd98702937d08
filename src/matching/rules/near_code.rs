//! The memo holds a code that differs from this invoice's by one slip of the finger.

use super::Candidate;
use crate::model::{Fact, MatchSettings, Reason, Strength};

pub(super) fn rule(candidate: &Candidate, _: &MatchSettings) -> Option<Reason> {
    let near = candidate.near.as_ref()?;
    let facts = vec![Fact::new("code", &near.code)];
    let mut reason = candidate.speaks_for("near_code", Strength::Fair, facts);
    reason.span = near.span;
    Some(reason)
}
