//! A run of matching: propose over the open book, take what the policy allows, keep the rest on offer.

use super::{Result, Session};
use crate::model::view::{MatchSummary, Progress};

/// Runs matching. A dry run does the same and rolls back.
pub fn run(
    session: &mut Session,
    is_dry_run: bool,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<MatchSummary> {
    let _ = (session, is_dry_run, progress);
    unimplemented!()
}
