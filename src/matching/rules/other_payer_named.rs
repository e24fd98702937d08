//! The code may be mistyped: the payment names the payer of an invoice one edit away, of the same
//! amount, and not the payer of this one. A stranger's name alone says nothing, relatives pay.

use super::Candidate;
use crate::model::{Fact, MatchSettings, Reason, Strength};

pub(super) fn rule(candidate: &Candidate, _: &MatchSettings) -> Option<Reason> {
    let neighbour = candidate.neighbour?;
    let facts = vec![
        Fact::new("other", &neighbour.identity.number),
        Fact::new("name", &neighbour.payer_name),
    ];
    Some(candidate.speaks_against("other_payer_named", Strength::Strong, facts))
}
