//! The first screen: the day's work, channels and what waits.

use super::{Result, Session};
use crate::calendar::Day;
use crate::model::view::Overview;

/// The screen's day: the latest open day with payments, else today.
pub fn screen_day(session: &Session) -> Result<Day> {
    let _ = session;
    unimplemented!()
}

pub fn overview(session: &Session, day: Day) -> Result<Overview> {
    let _ = (session, day);
    unimplemented!()
}
