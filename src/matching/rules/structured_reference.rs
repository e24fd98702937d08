//! The payment's structured reference is a code of this invoice.

use super::Candidate;
use crate::matching::find::by_code::NamedIn;
use crate::model::{Fact, MatchSettings, Reason, Strength};

pub(super) fn rule(candidate: &Candidate, _: &MatchSettings) -> Option<Reason> {
    let naming = candidate.naming.filter(|naming| naming.named_in == NamedIn::Reference)?;
    let strength = if naming.doubt.is_none() { Strength::Strong } else { Strength::Fair };
    let facts = vec![Fact::new("code", &candidate.code), Fact::new("kind", naming.kind.code())];
    Some(candidate.speaks_for("structured_reference", strength, facts))
}
