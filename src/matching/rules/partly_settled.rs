//! Part of the payment is spoken for already: what is left was left by somebody on purpose.

use super::Candidate;
use crate::model::{Fact, MatchSettings, Reason, Strength};

pub(super) fn rule(candidate: &Candidate, _: &MatchSettings) -> Option<Reason> {
    let payment = candidate.payment;
    if payment.open == payment.amount {
        return None;
    }
    let facts = vec![Fact::new("open", payment.open.to_plain())];
    Some(candidate.speaks_against("partly_settled", Strength::Fair, facts))
}
