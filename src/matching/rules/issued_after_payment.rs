//! The invoice was issued only after the money came.

use super::Candidate;
use crate::model::{Fact, MatchSettings, Reason, Strength};

pub(super) fn rule(candidate: &Candidate, _: &MatchSettings) -> Option<Reason> {
    let (issued, paid) = (candidate.invoice.issued_on?, candidate.payment.booked.day);
    if issued <= paid {
        return None;
    }
    let facts = vec![Fact::new("issued", issued), Fact::new("paid", paid)];
    Some(candidate.speaks_against("issued_after_payment", Strength::Strong, facts))
}
