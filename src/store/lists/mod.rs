//! Lists for faces: which ids pass a filter, and cards of a window of them, a few queries a window.

mod decisions;
mod files;
mod invoices;
mod numbers;
mod originals;
mod payments;
mod payouts;
mod periods;
mod waiting;

use std::collections::BTreeSet;

use super::{Result, Store, values};
use crate::model::view::Filter;
use crate::model::{FileId, InvoiceId, PaymentId};
use crate::money::Money;

/// Ids as the JSON array that the queries take.
pub(super) fn json_ids(ids: impl Iterator<Item = i64>) -> String {
    let ids: Vec<String> = ids.map(|id| id.to_string()).collect();
    format!("[{}]", ids.join(","))
}

fn days(filter: &Filter) -> (Option<String>, Option<String>) {
    (filter.from.map(|day| day.to_string()), filter.to.map(|day| day.to_string()))
}

impl Store {
    /// Ids of the payments that pass, but for the filter's text; in file and row order.
    pub fn payment_ids(&self, filter: &Filter) -> Result<Vec<PaymentId>> {
        let sql = include_str!("../queries/payment_ids.sql");
        self.filtered(sql, filter, PaymentId)
    }

    /// The same for invoices, whose day is that of issue. Withdrawn ones are in no list.
    pub fn invoice_ids(&self, filter: &Filter) -> Result<Vec<InvoiceId>> {
        let sql = include_str!("../queries/invoice_ids.sql");
        self.filtered(sql, filter, InvoiceId)
    }

    /// Numbers of the accounts that files came from.
    pub fn account_numbers(&self) -> Result<BTreeSet<String>> {
        let mut statement = self.connection.prepare_cached("SELECT number FROM account")?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Accounts of banks that files came from, as (institution, number), in the order in which they
    /// were met.
    pub fn bank_accounts(&self) -> Result<Vec<(String, String)>> {
        let sql = "SELECT institution, number FROM account WHERE kind = 'bank' ORDER BY id";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Payments that an import brought, brought back or changed, in row order.
    pub fn payments_of_file(&self, file: FileId) -> Result<Vec<PaymentId>> {
        let sql = "SELECT coalesce(s.payment,
                     (SELECT p.id FROM payment p WHERE p.source_row = s.id)) AS id
                   FROM source_row s
                   WHERE s.file = ?1 AND s.outcome IN ('new', 'changed') AND s.invoice IS NULL
                   ORDER BY s.id";
        let mut statement = self.connection.prepare_cached(sql)?;
        let ids = statement.query_map([file.0], |row| row.get::<_, Option<i64>>(0))?;
        let ids: Vec<Option<i64>> = ids.collect::<rusqlite::Result<_>>()?;
        Ok(ids.into_iter().flatten().map(PaymentId).collect())
    }

    /// Invoices that an import brought, brought back or changed, by id.
    pub fn invoices_of_file(&self, file: FileId) -> Result<Vec<InvoiceId>> {
        let sql = "SELECT DISTINCT invoice FROM source_row
                   WHERE file = ?1 AND outcome IN ('new', 'changed') AND invoice IS NOT NULL
                   ORDER BY invoice";
        let mut statement = self.connection.prepare_cached(sql)?;
        let ids = statement.query_map([file.0], |row| row.get(0).map(InvoiceId))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }

    fn filtered<Id>(&self, sql: &str, filter: &Filter, id: fn(i64) -> Id) -> Result<Vec<Id>> {
        let (from, to) = days(filter);
        let mut statement = self.connection.prepare_cached(sql)?;
        let values = (&filter.state, &filter.class, from, to);
        let ids = statement.query_map(values, |row| row.get(0).map(id))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }
    /// Hands over each row of a query whose columns are an id, six texts, `amount_minor` and
    /// `currency`.
    fn searched_texts(&self, sql: &str, mut take: impl FnMut(i64, &[&str], Money)) -> Result<()> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let mut texts = [""; 6];
            for (at, text) in texts.iter_mut().enumerate() {
                *text = payments::text(row, at + 1)?;
            }
            let amount = values::money(row, "amount_minor", values::currency(row, "currency")?)?;
            take(row.get(0)?, &texts, amount);
        }
        Ok(())
    }
}
