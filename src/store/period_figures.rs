//! What a period holds and what is left in it, for the checklist before it is closed.

use rusqlite::params;

use super::{Result, Store, values};
use crate::calendar::Period;
use crate::money::{Currency, Money};

/// Sums are of the đồng accounts; counts are of all.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PeriodFigures {
    pub credited: Money,
    pub payments: u64,
    pub settled: u64,
    pub carried: u64,
    pub carried_amount: Money,
    /// Files that hold payments of the period.
    pub files: u64,
    /// Stretches of them whose balances do not tie.
    pub untied: u64,
    /// Rows of them that were refused.
    pub refused_rows: u64,
    /// Payments that matching has not looked at since they or their invoices changed.
    pub unmatched: u64,
    /// Payments with a proposal that nobody has decided on.
    pub waiting: u64,
    /// Rows that the list of exceptions has for the period, and those of them without a
    /// resolution.
    pub exceptions: u64,
    pub unresolved: u64,
    /// Rows that came after their own day was closed.
    pub late: u64,
}

impl Store {
    pub fn period_figures(&self, period: Period) -> Result<PeriodFigures> {
        let (from, to) = period.iso_bounds();
        let sql = include_str!("queries/period_figures.sql");
        let vnd = Currency::VND;
        let figures = self.connection.query_row(sql, params![from, to], |row| {
            Ok(PeriodFigures {
                credited: values::money(row, "credited", vnd)?,
                payments: row.get("payments")?,
                settled: row.get("settled")?,
                carried: row.get("carried")?,
                carried_amount: values::money(row, "carried_amount", vnd)?,
                files: row.get("files")?,
                untied: row.get("untied")?,
                refused_rows: row.get("refused_rows")?,
                unmatched: row.get("unmatched")?,
                waiting: row.get("waiting")?,
                exceptions: row.get("exceptions")?,
                unresolved: row.get("unresolved")?,
                late: row.get("late")?,
            })
        })?;
        Ok(figures)
    }
}
