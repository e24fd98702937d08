//! The payer's personal number or tax code stands in the memo, bounded on both sides.

use super::Candidate;
use crate::matching::find::memo::Memo;
use crate::model::{MatchSettings, Reason, Span, Strength};
use crate::text::squeeze;

/// Personal numbers have 9 or 12 digits, tax codes 10 or 13; shorter ones prove nothing.
const SHORTEST: usize = 9;

pub(super) fn rule(candidate: &Candidate, _: &MatchSettings) -> Option<Reason> {
    let id = squeeze(&candidate.invoice.payer_id).text;
    if !is_id(&id) {
        return None;
    }
    let span = place_of(&id, candidate.memo)?;
    let mut reason = candidate.speaks_for("payer_id_in_memo", Strength::Strong, Vec::new());
    reason.span = Some(span);
    Some(reason)
}

/// Whether a personal number or tax code stands in the memo.
pub(in crate::matching) fn is_id_in_memo(payer_id: &str, memo: &Memo) -> bool {
    let id = squeeze(payer_id).text;
    is_id(&id) && place_of(&id, memo).is_some()
}

fn is_id(id: &str) -> bool {
    id.len() >= SHORTEST && !id.bytes().all(|b| b == b'0')
}

fn place_of(id: &str, memo: &Memo) -> Option<Span> {
    let places = memo.squeezed.text.match_indices(id).map(|(start, _)| (start, start + id.len()));
    places
        .filter(|(start, end)| !memo.is_glued(*start) && !memo.is_glued(*end))
        .map(|(start, end)| memo.span(start, end))
        .find(|span| !memo.is_machine_made(span.start, span.end))
}
