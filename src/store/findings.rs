//! What matching last said, as deeds ask for it: who is concerned, and which proposal a person
//! names.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

use rusqlite::{OptionalExtension, params};

use super::reasons::parse_reasons;
use super::{Result, Store, values};
use crate::model::{InvoiceId, PaymentClass, PaymentId, Proposal, ProposalLine};
use crate::money::Money;

impl Store {
    /// What matching last said of the payment.
    pub fn finding_class(&self, payment: PaymentId) -> Result<Option<PaymentClass>> {
        let sql = "SELECT class FROM finding WHERE payment = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let class = statement
            .query_row([payment.0], |row| values::coded(row, "class", PaymentClass::from_code));
        Ok(class.optional()?)
    }

    /// The invoice that the finding of the payment speaks of.
    pub fn finding_invoice(&self, payment: PaymentId) -> Result<Option<InvoiceId>> {
        let sql = "SELECT invoice FROM finding WHERE payment = ?1 AND invoice IS NOT NULL";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row([payment.0], |row| row.get(0).map(InvoiceId)).optional()?)
    }

    /// All payments that a finding stands of, with the invoice that it speaks of.
    pub fn finding_invoices(&self) -> Result<BTreeMap<PaymentId, Option<InvoiceId>>> {
        let mut statement =
            self.connection.prepare_cached("SELECT payment, invoice FROM finding")?;
        let rows = statement.query_map([], |row| {
            let invoice: Option<i64> = row.get(1)?;
            Ok((PaymentId(row.get(0)?), invoice.map(InvoiceId)))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Whether a finding names the invoice as paid a second time.
    pub fn is_paid_twice(&self, invoice: InvoiceId) -> Result<bool> {
        let sql =
            "SELECT EXISTS (SELECT 1 FROM finding WHERE invoice = ?1 AND class = 'paid_twice')";
        Ok(self.connection.prepare_cached(sql)?.query_row([invoice.0], |row| row.get(0))?)
    }

    /// Payments whose proposals or findings name one of these.
    pub fn payments_offered(
        &self,
        payments: &BTreeSet<PaymentId>,
        invoices: &BTreeSet<InvoiceId>,
    ) -> Result<BTreeSet<PaymentId>> {
        let mut found = BTreeSet::new();
        let mut collect = |sql: &str, id: i64| -> Result<()> {
            let mut statement = self.connection.prepare_cached(sql)?;
            for payment in statement.query_map([id], |row| row.get(0))? {
                found.insert(PaymentId(payment?));
            }
            Ok(())
        };
        for payment in payments {
            collect(include_str!("queries/offered_with_payment.sql"), payment.0)?;
        }
        for invoice in invoices {
            collect(include_str!("queries/offered_with_invoice.sql"), invoice.0)?;
        }
        Ok(found)
    }

    /// Invoices that proposals or the finding of the payment name.
    pub fn invoices_offered(&self, payment: PaymentId) -> Result<BTreeSet<InvoiceId>> {
        let sql = include_str!("queries/invoices_offered.sql");
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([payment.0], |row| row.get(0).map(InvoiceId))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The proposal of a rank that is on offer for the payment.
    pub fn proposal(&self, payment: PaymentId, rank: u32) -> Result<Option<Proposal>> {
        let sql = "SELECT id, rank, key, rule, is_automatic, reasons FROM proposal
                   WHERE payment = ?1 AND rank = ?2";
        let found = self
            .connection
            .prepare_cached(sql)?
            .query_row(params![payment.0, rank], |row| {
                let proposal = Proposal {
                    key: row.get("key")?,
                    rank: row.get("rank")?,
                    lines: Vec::new(),
                    reasons: values::coded(row, "reasons", parse_reasons)?,
                    rule: Cow::Owned(row.get("rule")?),
                    is_automatic: row.get("is_automatic")?,
                };
                Ok((row.get::<_, i64>("id")?, proposal))
            })
            .optional()?;
        let Some((id, mut proposal)) = found else { return Ok(None) };
        proposal.lines = self.proposal_lines(id)?;
        Ok(Some(proposal))
    }

    fn proposal_lines(&self, proposal: i64) -> Result<Vec<ProposalLine>> {
        let sql = "SELECT l.payment, l.invoice, l.amount_minor, p.currency
                   FROM proposal_line l JOIN payment p ON p.id = l.payment
                   WHERE l.proposal = ?1 ORDER BY l.ordinal";
        let mut statement = self.connection.prepare_cached(sql)?;
        let lines = statement.query_map([proposal], |row| {
            Ok(ProposalLine {
                payment: PaymentId(row.get("payment")?),
                invoice: InvoiceId(row.get("invoice")?),
                amount: Money::from_minor(
                    row.get("amount_minor")?,
                    values::currency(row, "currency")?,
                ),
            })
        })?;
        Ok(lines.collect::<rusqlite::Result<_>>()?)
    }
}
