//! Writes the lines of a decision: one row of one table for each change.

use rusqlite::Params;

use super::Gate;
use crate::model::{Change, DecisionId, Failure, Subject};
use crate::store::chain::Withdrawn;
use crate::store::closing::ClassThen;

const SETTLED: &str =
    "INSERT OR ROLLBACK INTO settlement_line (decision, payment, invoice, amount_minor)
    VALUES (?1, ?2, ?3, ?4)";
const EXCLUDED: &str = "INSERT INTO exclusion_line (decision, payment, resolve_as, amount_minor)
    VALUES (?1, ?2, ?3, ?4)";
const REFUNDED: &str =
    "INSERT INTO refund_line (decision, original, refund, amount_minor) VALUES (?1, ?2, ?3, ?4)";
const PAID_OUT: &str =
    "INSERT INTO payout_line (decision, payout, payment, stands) VALUES (?1, ?2, ?3, ?4)";
const WRITTEN_OFF: &str =
    "INSERT INTO write_off_line (decision, invoice, amount_minor) VALUES (?1, ?2, ?3)";
const REJECTED: &str =
    "INSERT INTO pair_rejection (decision, payment, invoice, stands, invoice_version)
    SELECT ?1, ?2, ?3, ?4, max(v.id) FROM invoice_version v WHERE v.invoice = ?3";
const RESOLVED: &str = "INSERT INTO resolution (decision, payment, invoice, resolve_as, stands)
    VALUES (?1, ?2, ?3, ?4, ?5)";
const STATUS: &str =
    "INSERT INTO payment_status (decision, payment, was, status) VALUES (?1, ?2, ?3, ?4)";
const NATURE: &str =
    "INSERT INTO payment_nature (decision, payment, was, nature) VALUES (?1, ?2, ?3, ?4)";
const CLOSED: &str = "INSERT INTO period_closing (decision, period, stands) VALUES (?1, ?2, ?3)";
const CLASS: &str = "INSERT INTO class_at_closing (decision, payment, class) VALUES (?1, ?2, ?3)";
const WITHDRAWN: &str =
    "INSERT INTO withdrawal (decision, file, payment, invoice, stands) VALUES (?1, ?2, ?3, ?4, ?5)";

impl Gate<'_> {
    pub(super) fn insert_line(&self, decision: DecisionId, change: &Change) -> Result<(), Failure> {
        let id = decision.0;
        match change {
            Change::Settled { payment, invoice, amount } => {
                self.insert(SETTLED, (id, payment.0, invoice.0, amount.minor()))
            }
            Change::Excluded { payment, amount, resolve_as } => {
                self.insert(EXCLUDED, (id, payment.0, resolve_as.code(), amount.minor()))
            }
            Change::Refunded { original, refund, amount } => self
                .insert(REFUNDED, (id, original.0, refund.map(|refund| refund.0), amount.minor())),
            Change::PaidOut { payout, payment, stands } => {
                self.insert(PAID_OUT, (id, payout.0, payment.0, stands))
            }
            Change::WrittenOff { invoice, amount } => {
                self.insert(WRITTEN_OFF, (id, invoice.0, amount.minor()))
            }
            Change::PairRejected { payment, invoice, stands } => {
                self.insert(REJECTED, (id, payment.0, invoice.0, stands))
            }
            Change::Resolved { subject, resolve_as, stands } => {
                let (payment, invoice) = columns(*subject);
                self.insert(RESOLVED, (id, payment, invoice, resolve_as.code(), stands))
            }
            Change::StatusChanged { payment, from, to } => {
                self.insert(STATUS, (id, payment.0, from.code(), to.code()))
            }
            Change::NatureChanged { payment, from, to } => {
                self.insert(NATURE, (id, payment.0, from.code(), to.code()))
            }
            Change::InvoiceChanged { invoice, to, .. } => {
                self.insert_invoice_version(decision, *invoice, to).map(|_| ())
            }
            // Its rows are one a payment or invoice: `insert_withdrawal`.
            Change::RowsWithdrawn { .. } => Ok(()),
            Change::PeriodClosed { period, stands } => {
                self.insert(CLOSED, (id, period.to_string(), stands))
            }
        }
    }

    pub(super) fn insert_withdrawal(
        &self,
        decision: DecisionId,
        row: &Withdrawn,
    ) -> Result<(), Failure> {
        let (payment, invoice) = columns(row.subject);
        self.insert(WITHDRAWN, (decision.0, row.file.0, payment, invoice, row.stands))
    }

    pub(super) fn insert_class_at_closing(
        &self,
        decision: DecisionId,
        (payment, class): &ClassThen,
    ) -> Result<(), Failure> {
        self.insert(CLASS, (decision.0, payment.0, class.code()))
    }

    fn insert(&self, sql: &str, values: impl Params) -> Result<(), Failure> {
        self.store.connection.prepare_cached(sql)?.execute(values)?;
        Ok(())
    }
}

/// The two columns of which exactly one is filled.
fn columns(subject: Subject) -> (Option<i64>, Option<i64>) {
    match subject {
        Subject::Payment(payment) => (Some(payment.0), None),
        Subject::Invoice(invoice) => (None, Some(invoice.0)),
    }
}
