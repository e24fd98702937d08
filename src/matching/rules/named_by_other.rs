//! Another payment names this invoice by its code; this one only fits.

use super::Candidate;
use crate::model::{MatchSettings, Reason, Strength};

pub(super) fn rule(candidate: &Candidate, _: &MatchSettings) -> Option<Reason> {
    if !candidate.is_named_by_other || candidate.naming.is_some() {
        return None;
    }
    Some(candidate.speaks_against("named_by_other", Strength::Fair, Vec::new()))
}
