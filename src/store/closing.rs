//! What matching said of a period's payments when it was closed: its reports keep saying it.

use std::collections::BTreeMap;

use rusqlite::Row;

use super::{Result, Store, values};
use crate::model::{Change, DecisionId, PaymentClass, PaymentId};

pub(in crate::store) type ClassThen = (PaymentId, PaymentClass);

impl Store {
    /// Classes that matching gives now to payments of periods that the changes close, by payment.
    pub(in crate::store) fn classes_to_keep(&self, changes: &[Change]) -> Result<Vec<ClassThen>> {
        let sql = "SELECT f.payment, f.class FROM finding f JOIN payment p ON p.id = f.payment
                   WHERE p.book_day BETWEEN ?1 AND ?2 ORDER BY f.payment";
        let mut kept = Vec::new();
        for change in changes {
            if let Change::PeriodClosed { period, stands: true } = change {
                let mut statement = self.connection.prepare_cached(sql)?;
                for class in statement.query_map(period.iso_bounds(), class_of)? {
                    kept.push(class?);
                }
            }
        }
        Ok(kept)
    }

    /// Classes that a decision kept, by payment.
    pub(in crate::store) fn classes_kept_by(&self, decision: DecisionId) -> Result<Vec<ClassThen>> {
        let sql =
            "SELECT payment, class FROM class_at_closing WHERE decision = ?1 ORDER BY payment";
        let mut statement = self.connection.prepare_cached(sql)?;
        let kept = statement.query_map([decision.0], class_of)?;
        Ok(kept.collect::<rusqlite::Result<_>>()?)
    }

    /// What matching said of payments as the period was closed by a decision.
    pub fn classes_at_closing(&self, decision: i64) -> Result<BTreeMap<PaymentId, PaymentClass>> {
        Ok(self.classes_kept_by(DecisionId(decision))?.into_iter().collect())
    }
}

fn class_of(row: &Row) -> rusqlite::Result<ClassThen> {
    let class = values::coded(row, "class", PaymentClass::from_code)?;
    Ok((PaymentId(row.get("payment")?), class))
}
