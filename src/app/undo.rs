//! Undo: decisions are reversed by new ones, all or nothing.

use super::{Result, Session};
use crate::model::view::{Decided, DecisionCard};
use crate::model::{DecisionId, RunId};

/// Reverses the decisions, newest first.
pub fn undo(session: &mut Session, decisions: &[DecisionId], reason: &str) -> Result<Decided> {
    let _ = (session, decisions, reason);
    unimplemented!()
}

/// Reverses all decisions of a run that still stand.
pub fn undo_run(session: &mut Session, run: RunId, reason: &str) -> Result<Decided> {
    let _ = (session, run, reason);
    unimplemented!()
}

/// The newest decision of this actor that Ctrl+Z would reverse; `None` if there is none.
pub fn next_to_undo(session: &Session) -> Result<Option<DecisionCard>> {
    let _ = session;
    unimplemented!()
}
