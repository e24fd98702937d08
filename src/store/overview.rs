//! The figures of the first screen, from counters and, for exceptions, from the index of classes,
//! so that a large store costs no more than what is open in it.

use rusqlite::OptionalExtension;

use super::values::{coded, currency, day, money, stamp};
use super::{Result, Store};
use crate::calendar::{Day, Period, Stamp};
use crate::model::SourceKind;
use crate::model::view::ChannelLine;

/// What waits over the whole store, in payments (and, for exceptions, invoices).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Waiting {
    pub to_review: u64,
    pub exceptions: u64,
    pub unmatched: u64,
}

impl Store {
    /// The latest open day that has payments.
    pub fn latest_open_day(&self) -> Result<Option<Day>> {
        let sql = "SELECT max(t.book_day) AS day FROM day_total t
                   WHERE t.class <> 'withdrawn'
                     AND t.book_day NOT IN (SELECT period FROM closed_period)
                     AND substr(t.book_day, 1, 7) NOT IN (SELECT period FROM closed_period)
                   HAVING day IS NOT NULL";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row([], |row| day(row, "day")).optional()?)
    }

    /// Open days with payments, newest first, with the number of their exceptions.
    pub fn open_days(&self) -> Result<Vec<(Day, u64)>> {
        let sql = include_str!("queries/open_days.sql");
        let mut statement = self.connection.prepare_cached(sql)?;
        let days =
            statement.query_map([], |row| Ok((day(row, "book_day")?, row.get("exceptions")?)))?;
        Ok(days.collect::<rusqlite::Result<_>>()?)
    }

    pub fn is_closed(&self, period: Period) -> Result<bool> {
        let sql = "SELECT count(*) FROM closed_period WHERE period = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row([period.to_string()], |row| row.get::<_, i64>(0))? > 0)
    }

    /// Credits of a day by account.
    pub fn channel_lines(&self, day: Day) -> Result<Vec<ChannelLine>> {
        let sql = include_str!("queries/channel_lines.sql");
        let mut statement = self.connection.prepare_cached(sql)?;
        let lines = statement.query_map([day.to_string()], |row| {
            let currency = currency(row, "currency")?;
            Ok(ChannelLine {
                source: row.get("source")?,
                kind: coded(row, "kind", SourceKind::from_code)?,
                payments: row.get("payments")?,
                credited: money(row, "credited", currency)?,
                settled: money(row, "settled", currency)?,
                open: money(row, "open", currency)?,
            })
        })?;
        Ok(lines.collect::<rusqlite::Result<_>>()?)
    }

    /// Payments of a day that are settled whole, and those with something open.
    pub fn counts_of_day(&self, day: Day) -> Result<(u64, u64)> {
        let sql = "SELECT count(*) FILTER (WHERE state = 'settled') AS settled,
                          count(*) FILTER (WHERE state <> 'settled') AS carried
                   FROM payment_now
                   WHERE book_day = ?1 AND state IN ('open', 'part', 'settled')";
        let mut statement = self.connection.prepare_cached(sql)?;
        let counts = statement
            .query_row([day.to_string()], |row| Ok((row.get("settled")?, row.get("carried")?)));
        Ok(counts?)
    }

    /// Files that hold payments of a day: name, rows, when imported.
    pub fn files_of_day(&self, day: Day) -> Result<Vec<(String, u64, Stamp)>> {
        let sql = "SELECT DISTINCT f.id, f.name, f.rows, f.imported_at
                   FROM statement t JOIN file f ON f.id = t.file
                   WHERE ?1 BETWEEN substr(t.seen_from, 1, 10) AND substr(t.seen_to, 1, 10)
                   ORDER BY f.id";
        let mut statement = self.connection.prepare_cached(sql)?;
        let files = statement.query_map([day.to_string()], |row| {
            Ok((row.get("name")?, row.get("rows")?, stamp(row, "imported_at")?))
        })?;
        Ok(files.collect::<rusqlite::Result<_>>()?)
    }

    pub fn waiting(&self) -> Result<Waiting> {
        let sql = include_str!("queries/waiting.sql");
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row([], |row| {
            Ok(Waiting {
                to_review: row.get("to_review")?,
                exceptions: row.get("exceptions")?,
                unmatched: row.get("unmatched")?,
            })
        })?)
    }

    pub fn last_backup(&self) -> Result<Option<Stamp>> {
        let sql = "SELECT made_at FROM backup ORDER BY id DESC LIMIT 1";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row([], |row| stamp(row, "made_at")).optional()?)
    }

    /// Whether no file was ever imported.
    pub fn is_empty(&self) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM file)";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(!statement.query_row([], |row| row.get::<_, bool>(0))?)
    }
}
