//! Check: replay every decision through the law, recompute every sum, verify the chain and the file itself.

use super::{Result, Session};
use crate::model::view::{CheckOutcome, Progress};

pub fn check(
    session: &Session,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<CheckOutcome> {
    let _ = (session, progress);
    unimplemented!()
}

/// Rebuilds everything derived from the facts.
pub fn rebuild(session: &mut Session) -> Result<()> {
    let _ = session;
    unimplemented!()
}
