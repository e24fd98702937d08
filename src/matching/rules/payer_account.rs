//! The money came from the account that the invoice gives for its payer.

use super::Candidate;
use crate::model::{MatchSettings, Reason, Strength};
use crate::text::squeeze;

pub(super) fn rule(candidate: &Candidate, _: &MatchSettings) -> Option<Reason> {
    let (from, known) = (&candidate.payment.payer_account, &candidate.invoice.payer_account);
    if from.is_empty() || known.is_empty() || squeeze(from).text != squeeze(known).text {
        return None;
    }
    Some(candidate.speaks_for("payer_account", Strength::Fair, Vec::new()))
}
