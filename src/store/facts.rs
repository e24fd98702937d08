//! Versions of an invoice as they were read: the newest, or one by its id.

use rusqlite::{OptionalExtension, Row, params};

use super::{Result, Store, values};
use crate::model::{InvoiceFacts, InvoiceId, InvoiceLine, InvoiceStatus, LineKind};

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
        let lines = statement.query_map([version], |row| {
            Ok(InvoiceLine {
                row: row.get("row")?,
                raw: String::new(),
                kind: values::coded(row, "kind", LineKind::from_code)?,
                fee_code: row.get("fee_code")?,
                fee_name: row.get("fee_name")?,
                amount: values::money(row, "amount_minor", currency)?,
            })
        })?;
        facts.lines = lines.collect::<rusqlite::Result<_>>()?;
        Ok(facts)
    }

    /// The version before this one of the same invoice; `None` where this one is the first.
    pub(in crate::store) fn version_before(
        &self,
        invoice: InvoiceId,
        version: i64,
    ) -> Result<Option<i64>> {
        let sql = "SELECT id FROM invoice_version WHERE invoice = ?1 AND id < ?2
                   ORDER BY id DESC LIMIT 1";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row(params![invoice.0, version], |row| row.get(0)).optional()?)
    }
}

fn facts_of(row: &Row) -> rusqlite::Result<InvoiceFacts> {
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
