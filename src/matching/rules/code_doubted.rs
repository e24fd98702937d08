//! What looks like the code may be another number: it is short, in pieces, or written like a phone
//! or a day.

use super::Candidate;
use crate::model::{Fact, MatchSettings, Reason, Strength};

pub(super) fn rule(candidate: &Candidate, _: &MatchSettings) -> Option<Reason> {
    let doubt = candidate.naming?.doubt?;
    let facts = vec![Fact::new("code", &candidate.code), Fact::new("doubt", doubt.code())];
    Some(candidate.speaks_against("code_doubted", Strength::Fair, facts))
}
