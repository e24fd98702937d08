//! Writes a version of an invoice with its fee lines.

use rusqlite::params;

use super::Gate;
use crate::calendar::Day;
use crate::model::{DecisionId, Failure, InvoiceFacts, InvoiceId};

impl Gate<'_> {
    pub(in crate::store) fn insert_invoice_version(
        &self,
        decision: DecisionId,
        invoice: InvoiceId,
        facts: &InvoiceFacts,
    ) -> Result<i64, Failure> {
        let connection = &self.store.connection;
        let sql = include_str!("../queries/insert_invoice_version.sql");
        connection.prepare_cached(sql)?.execute(params![
            decision.0,
            invoice.0,
            facts.dossier_code,
            facts.payment_codes.join(";"),
            facts.virtual_account,
            facts.payer_name,
            facts.payer_id,
            facts.payer_account,
            facts.procedure_code,
            facts.agency_code,
            day(facts.issued_on),
            day(facts.due_on),
            day(facts.accepted_on),
            day(facts.agency_paid_on),
            facts.agency_payment_reference,
            facts.channel,
            facts.paid_online,
            facts.status.code(),
            facts.amount.minor(),
            facts.amount.currency().code(),
            facts.other_columns,
        ])?;
        let version = connection.last_insert_rowid();
        let sql = include_str!("../queries/insert_invoice_line.sql");
        let mut insert = connection.prepare_cached(sql)?;
        for (at, line) in facts.lines.iter().enumerate() {
            insert.execute(params![
                version,
                at + 1,
                line.row,
                line.kind.code(),
                line.fee_code,
                line.fee_name,
                line.amount.minor(),
            ])?;
        }
        Ok(version)
    }
}

fn day(day: Option<Day>) -> Option<String> {
    day.map(|day| day.to_string())
}
