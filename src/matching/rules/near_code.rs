//! The memo holds a code that differs from this invoice's by one slip of the finger, or ends inside
//! it.

use super::Candidate;
use crate::matching::find::near::Slip;
use crate::model::{Fact, MatchSettings, Reason, Strength};

pub(super) fn rule(candidate: &Candidate, _: &MatchSettings) -> Option<Reason> {
    let near = candidate.near.as_ref().filter(|near| near.slip != Slip::Cut)?;
    let facts = vec![Fact::new("code", &near.code), Fact::new("others", near.others)];
    let mut reason = candidate.speaks_for("near_code", Strength::Fair, facts);
    reason.span = near.span;
    Some(reason)
}

pub(super) fn cut(candidate: &Candidate, _: &MatchSettings) -> Option<Reason> {
    let near = candidate.near.as_ref().filter(|near| near.slip == Slip::Cut)?;
    let facts = vec![Fact::new("code", &near.code), Fact::new("others", near.others)];
    let mut reason = candidate.speaks_for("cut_code", Strength::Fair, facts);
    reason.span = near.span;
    Some(reason)
}
