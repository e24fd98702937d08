//! Payouts with the gateway's rows that are tied to them, and what these add up to.

use std::collections::BTreeMap;

use rusqlite::Row;

use crate::model::PaymentId;
use crate::model::view::PayoutCard;
use crate::store::values::{coded, currency, money};
use crate::store::{Result, Store};

impl Store {
    /// What each of the payments in the JSON array pays out, or was paid out by.
    pub(super) fn payout_cards(&self, ids: &str) -> Result<BTreeMap<PaymentId, PayoutCard>> {
        let sql = include_str!("../queries/payouts_of_payments.sql");
        let mut statement = self.connection.prepare_cached(sql)?;
        let of = statement
            .query_map([ids], |row| Ok((PaymentId(row.get("payout")?), card(row)?)))?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let sql = "SELECT t.payment, t.payout
                   FROM json_each(?1) j CROSS JOIN payout_tie t ON t.payment = j.value";
        let mut statement = self.connection.prepare_cached(sql)?;
        let by = statement
            .query_map([ids], |row| {
                Ok((PaymentId(row.get(0)?), PayoutCard::By(PaymentId(row.get(1)?))))
            })?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        Ok(of.into_iter().chain(by).collect())
    }
}

fn card(row: &Row) -> rusqlite::Result<PayoutCard> {
    let currency = currency(row, "currency")?;
    let amount = |column| money(row, column, currency);
    let ids = |json: &str| serde_json::from_str::<Vec<i64>>(json).ok();
    Ok(PayoutCard::Of {
        payments: coded(row, "payments", ids)?.into_iter().map(PaymentId).collect(),
        gross: amount("gross_minor")?,
        fee: amount("fee_minor")?,
        refunds: amount("refunds_minor")?,
        difference: amount("difference_minor")?,
    })
}
