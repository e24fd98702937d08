//! The amount is what the invoice still asks for; the rarer the amount here, the more it proves.

use super::Candidate;
use crate::model::{Fact, MatchSettings, Reason, Strength};

/// Among fewer open invoices no amount is rare.
const FEWEST_TO_BE_RARE: u32 = 100;

pub(super) fn rule(candidate: &Candidate, _: &MatchSettings) -> Option<Reason> {
    if !candidate.is_alone || !candidate.difference().is_zero() {
        return None;
    }
    let (same, all) = (candidate.same_amount, candidate.open_invoices);
    let strength = match same {
        _ if all < FEWEST_TO_BE_RARE => Strength::Weak,
        0 | 1 => Strength::Strong,
        few if few <= 5 => Strength::Fair,
        _ => Strength::Weak,
    };
    let facts = vec![
        Fact::new("amount", candidate.payment.open.to_plain()),
        Fact::new("same", same),
        Fact::new("open", all),
    ];
    Some(candidate.speaks_for("amount_equal", strength, facts))
}
