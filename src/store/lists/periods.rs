//! Days and months, and what they hold.

use super::days;
use crate::calendar::{Period, Stamp};
use crate::model::view::{Filter, PeriodCard};
use crate::store::values::coded;
use crate::store::{Result, Store};

impl Store {
    /// Days that have payments or were closed, each month before its days.
    pub fn period_cards(&self, filter: &Filter) -> Result<Vec<PeriodCard>> {
        let sql = include_str!("../queries/period_cards.sql");
        let mut statement = self.connection.prepare_cached(sql)?;
        let cards = statement.query_map(days(filter), |row| {
            let closed_at: Option<String> = row.get("made_at")?;
            Ok(PeriodCard {
                period: coded(row, "period", Period::parse)?,
                is_closed: closed_at.is_some(),
                closed_at: closed_at.as_deref().and_then(Stamp::parse),
                actor: row.get("actor")?,
                payments: row.get("payments")?,
                settled: row.get("settled")?,
                carried: row.get("carried")?,
            })
        })?;
        Ok(cards.collect::<rusqlite::Result<_>>()?)
    }
}
