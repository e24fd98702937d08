//! A code of this invoice stands in the memo.

use super::Candidate;
use crate::matching::find::by_code::NamedIn;
use crate::model::{Fact, MatchSettings, Reason, Strength};

pub(super) fn rule(candidate: &Candidate, _: &MatchSettings) -> Option<Reason> {
    let naming = candidate.naming.filter(|naming| naming.named_in == NamedIn::Memo)?;
    let strength = if naming.doubt.is_none() { Strength::Strong } else { Strength::Fair };
    let facts = vec![
        Fact::new("code", &candidate.code),
        Fact::new("kind", naming.kind.code()),
        Fact::new("invoices", candidate.names_open),
    ];
    let mut reason = candidate.speaks_for("code_in_memo", strength, facts);
    reason.span = naming.span;
    Some(reason)
}
