//! Standing links say that the money's account paid for this payer before. Never enough by itself:
//! people pay for others.

use super::Candidate;
use crate::matching::find::learnt::Learnt;
use crate::model::{Fact, MatchSettings, Reason, Strength};

pub(super) fn rule(candidate: &Candidate, settings: &MatchSettings) -> Option<Reason> {
    let Learnt { payer, links, last, others, days } = candidate.learnt?;
    let is_fresh = days * 2 <= i64::from(settings.memory_days);
    let strength = if others == 0 && is_fresh { Strength::Fair } else { Strength::Weak };
    let facts = vec![
        Fact::new("name", &payer.name),
        Fact::new("links", links),
        Fact::new("last", last),
        Fact::new("others", others),
    ];
    Some(candidate.speaks_for("learnt_account", strength, facts))
}
