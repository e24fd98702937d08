//! Reports: a named table over a period.

use super::{Result, Session};
use crate::calendar::Period;
use crate::model::Table;

/// Names of all reports, in the order of the menu.
pub fn names() -> Vec<&'static str> {
    unimplemented!()
}

/// The report over the period; `None` = the screen's day.
pub fn report(session: &Session, name: &str, period: Option<Period>) -> Result<Table> {
    let _ = (session, name, period);
    unimplemented!()
}

/// The table as text of a format that needs no language: `csv` or `json`.
pub fn write_plain(table: &Table, format: &str) -> Result<String> {
    let _ = (table, format);
    unimplemented!()
}
