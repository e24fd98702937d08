//! Versions of invoices as they were read: the newest, or any by their ids.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Row;

use super::lists::json_ids;
use super::{Result, Store, values};
use crate::model::{InvoiceFacts, InvoiceId, InvoiceLine, InvoiceStatus, LineKind};
use crate::money::Currency;

impl Store {
    /// What the agency's system last said of the invoice. Its lines come without their raw text,
    /// which stands with the row of the file.
    pub fn newest_facts(&self, invoice: InvoiceId) -> Result<InvoiceFacts> {
        let sql = "SELECT max(id) FROM invoice_version WHERE invoice = ?1";
        let version: i64 =
            self.connection.prepare_cached(sql)?.query_row([invoice.0], |row| row.get(0))?;
        self.facts_of_version(version)
    }

    pub fn is_invoice_withdrawn(&self, invoice: InvoiceId) -> Result<bool> {
        let sql = "SELECT is_withdrawn FROM invoice_sum WHERE invoice = ?1";
        Ok(self.connection.prepare_cached(sql)?.query_row([invoice.0], |row| row.get(0))?)
    }

    pub(in crate::store) fn facts_of_version(&self, version: i64) -> Result<InvoiceFacts> {
        let sql = "SELECT * FROM invoice_version WHERE id = ?1";
        let mut facts = self.connection.prepare_cached(sql)?.query_row([version], facts_of)?;
        let currency = facts.amount.currency();
        let sql = "SELECT row, kind, fee_code, fee_name, amount_minor FROM invoice_line
                   WHERE version = ?1 ORDER BY ordinal";
        let mut statement = self.connection.prepare_cached(sql)?;
        let lines = statement.query_map([version], |row| line_of(row, currency))?;
        facts.lines = lines.collect::<rusqlite::Result<_>>()?;
        Ok(facts)
    }

    /// Facts of versions, by their ids.
    pub(in crate::store) fn invoice_versions(
        &self,
        ids: BTreeSet<i64>,
    ) -> Result<BTreeMap<i64, InvoiceFacts>> {
        let ids = json_ids(ids.into_iter());
        let sql = include_str!("queries/invoice_versions.sql");
        let mut statement = self.connection.prepare_cached(sql)?;
        let versions =
            statement.query_map([&ids], |row| Ok((row.get("version")?, facts_of(row)?)))?;
        let mut versions: BTreeMap<i64, InvoiceFacts> =
            versions.collect::<rusqlite::Result<_>>()?;
        self.fee_lines(
            include_str!("queries/invoice_version_lines.sql"),
            &ids,
            |version, line| {
                versions.entry(version).and_modify(|facts| facts.lines.push(line));
            },
        )?;
        Ok(versions)
    }

    /// Hands over the fee lines that a query finds for a JSON array of ids, each with its `owner`.
    pub(in crate::store) fn fee_lines(
        &self,
        sql: &str,
        ids: &str,
        mut take: impl FnMut(i64, InvoiceLine),
    ) -> Result<()> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([ids])?;
        while let Some(row) = rows.next()? {
            take(row.get("owner")?, line_of(row, values::currency(row, "currency")?)?);
        }
        Ok(())
    }
}

/// Its raw text stands with the row of the file.
fn line_of(row: &Row, currency: Currency) -> rusqlite::Result<InvoiceLine> {
    Ok(InvoiceLine {
        row: row.get("row")?,
        raw: String::new(),
        kind: values::coded(row, "kind", LineKind::from_code)?,
        fee_code: row.get("fee_code")?,
        fee_name: row.get("fee_name")?,
        amount: values::money(row, "amount_minor", currency)?,
    })
}

/// Of a row with the columns of `invoice_version`; the lines are read apart.
pub(in crate::store) fn facts_of(row: &Row) -> rusqlite::Result<InvoiceFacts> {
    let currency = values::currency(row, "currency")?;
    Ok(InvoiceFacts {
        dossier_code: row.get("dossier_code")?,
        payment_codes: values::codes(&row.get::<_, String>("payment_codes")?),
        virtual_account: row.get("virtual_account")?,
        payer_name: row.get("payer_name")?,
        payer_id: row.get("payer_id")?,
        payer_account: row.get("payer_account")?,
        procedure_code: row.get("procedure_code")?,
        agency_code: row.get("agency_code")?,
        issued_on: values::optional_day(row, "issued_on")?,
        due_on: values::optional_day(row, "due_on")?,
        accepted_on: values::optional_day(row, "accepted_on")?,
        agency_paid_on: values::optional_day(row, "agency_paid_on")?,
        agency_payment_reference: row.get("agency_payment_reference")?,
        channel: row.get("channel")?,
        paid_online: row.get("paid_online")?,
        status: values::coded(row, "status", InvoiceStatus::from_code)?,
        amount: values::money(row, "amount_minor", currency)?,
        lines: Vec::new(),
        other_columns: row.get("other_columns")?,
    })
}
