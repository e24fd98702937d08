//! The memo holds a code that differs from this invoice's by one slip of the finger, holds only its
//! last digits, or ends inside it.

use super::Candidate;
use crate::matching::find::near::Slip;
use crate::model::{Fact, MatchSettings, Reason, Strength};

pub(super) fn rule(candidate: &Candidate, _: &MatchSettings) -> Option<Reason> {
    near(candidate, "near_code", |slip| matches!(slip, Slip::LooksAlike | Slip::OneEdit))
}

pub(super) fn end(candidate: &Candidate, _: &MatchSettings) -> Option<Reason> {
    near(candidate, "end_of_code", |slip| slip == Slip::EndOnly)
}

pub(super) fn cut(candidate: &Candidate, _: &MatchSettings) -> Option<Reason> {
    near(candidate, "cut_code", |slip| slip == Slip::Cut)
}

fn near(candidate: &Candidate, rule: &'static str, is_it: fn(Slip) -> bool) -> Option<Reason> {
    let near = candidate.near.as_ref().filter(|near| is_it(near.slip))?;
    let facts = vec![Fact::new("code", &near.code), Fact::new("others", near.others)];
    let mut reason = candidate.speaks_for(rule, Strength::Fair, facts);
    reason.span = near.span;
    Some(reason)
}
