//! Which payments a row of money out may give back.

use crate::calendar::Moment;
use crate::model::PaymentId;
use crate::model::view::Original;
use crate::store::values::{currency, day, money};
use crate::store::{Result, Store};

/// Codes of the reasons, in the order of their columns.
const REASONS: [(&str, &str); 3] = [
    ("is_reference_named", "reference_named"),
    ("is_invoice_named", "invoice_named"),
    ("is_amount_equal", "amount_equal"),
];

impl Store {
    /// Credits of the refund's account in so many days before it that have its amount, or whose
    /// reference its memo names; best first, at most five. Only such as can still give that much
    /// back.
    pub fn possible_originals(&self, refund: PaymentId, days: u32) -> Result<Vec<Original>> {
        let sql = include_str!("../queries/possible_originals.sql");
        let mut statement = self.connection.prepare_cached(sql)?;
        let found = statement.query_map((refund.0, days), |row| {
            let currency = currency(row, "currency")?;
            let mut reasons = Vec::new();
            for (column, reason) in REASONS {
                if row.get(column)? {
                    reasons.push(reason);
                }
            }
            Ok(Original {
                payment: PaymentId(row.get("id")?),
                booked: Moment { day: day(row, "booked_on")?, second: row.get("booked_second")? },
                amount: money(row, "amount_minor", currency)?,
                memo: row.get("memo")?,
                reasons,
            })
        })?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }
}
