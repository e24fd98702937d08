//! The payment came very long after the invoice was issued. It speaks against, and never decides
//! alone.

use super::Candidate;
use crate::model::{Fact, MatchSettings, Reason, Strength};

pub(super) fn rule(candidate: &Candidate, settings: &MatchSettings) -> Option<Reason> {
    let days = candidate.payment.booked.day.days_since(candidate.invoice.issued_on?);
    if days <= i64::from(settings.window_days) {
        return None;
    }
    let facts = vec![Fact::new("days", days), Fact::new("window", settings.window_days)];
    Some(candidate.speaks_against("outside_window", Strength::Weak, facts))
}
