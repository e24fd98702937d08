//! The money came to the one-off account of this invoice.

use super::Candidate;
use crate::matching::find::by_code::NamedIn;
use crate::model::{Fact, MatchSettings, Reason, Strength};

pub(super) fn rule(candidate: &Candidate, _: &MatchSettings) -> Option<Reason> {
    let naming = candidate.naming.filter(|naming| naming.named_in == NamedIn::VirtualAccount)?;
    let strength = if naming.doubt.is_none() { Strength::Strong } else { Strength::Fair };
    let facts = vec![Fact::new("code", &candidate.code)];
    Some(candidate.speaks_for("virtual_account", strength, facts))
}
