//! Which days take decisions: those whose day and month are open.

use std::collections::BTreeSet;

use super::{Result, Store};
use crate::calendar::{Day, Period, Stamp};
use rusqlite::OptionalExtension;

/// Whether neither the day nor its month is closed.
pub fn is_open_day(closed: &BTreeSet<Period>, day: Day) -> bool {
    !closed.contains(&Period::Day(day)) && !closed.contains(&Period::month_of(day))
}

/// The first open day that is not before `day`.
pub fn first_open_day(closed: &BTreeSet<Period>, day: Day) -> Day {
    let mut open = day;
    while !is_open_day(closed, open) {
        open = open.next();
    }
    open
}

impl Store {
    /// When the newest decision was made, by its own clock.
    pub fn newest_decision_at(&self) -> Result<Option<Stamp>> {
        let sql = "SELECT made_at FROM decision ORDER BY id DESC LIMIT 1";
        let newest = self
            .connection
            .query_row(sql, [], |row| super::values::stamp(row, "made_at"))
            .optional()?;
        Ok(newest)
    }
}
