//! Closing and reopening of days and months, and the checklist before it.

use super::{Result, Session};
use crate::calendar::Period;
use crate::model::view::{Checklist, Decided};

/// What closing would mean, and which points are not met.
pub fn checklist(session: &Session, period: Period) -> Result<Checklist> {
    let _ = (session, period);
    unimplemented!()
}

pub fn close(session: &mut Session, period: Period, reason: &str) -> Result<Decided> {
    let _ = (session, period, reason);
    unimplemented!()
}

pub fn reopen(session: &mut Session, period: Period, reason: &str) -> Result<Decided> {
    let _ = (session, period, reason);
    unimplemented!()
}
