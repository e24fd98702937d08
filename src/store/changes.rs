//! What decisions changed, read back from the tables of lines: for undo, check, the chain and the
//! journal alike.

use std::collections::BTreeMap;

use rusqlite::Row;

use super::lists::json_ids;
use super::values::{coded, currency, money};
use super::{Result, Store};
use crate::calendar::Period;
use crate::model::{
    Change, DecisionId, FileId, InvoiceFacts, InvoiceId, Nature, PaymentId, PaymentStatus,
    ResolveAs, Subject,
};
use crate::money::Money;

const SETTLED: &str = "SELECT l.decision, l.payment, l.invoice, l.amount_minor, p.currency
    FROM json_each(?1) j CROSS JOIN settlement_line l ON l.decision = j.value
    CROSS JOIN payment p ON p.id = l.payment ORDER BY l.id";
const EXCLUDED: &str = "SELECT l.decision, l.payment, l.resolve_as, l.amount_minor, p.currency
    FROM json_each(?1) j CROSS JOIN exclusion_line l ON l.decision = j.value
    CROSS JOIN payment p ON p.id = l.payment ORDER BY l.id";
const REFUNDED: &str = "SELECT l.decision, l.original, l.refund, l.amount_minor, p.currency
    FROM json_each(?1) j CROSS JOIN refund_line l ON l.decision = j.value
    CROSS JOIN payment p ON p.id = l.original ORDER BY l.id";
const PAID_OUT: &str = "SELECT l.decision, l.payout, l.payment, l.stands
    FROM json_each(?1) j CROSS JOIN payout_line l ON l.decision = j.value ORDER BY l.id";
const WRITTEN_OFF: &str = "SELECT l.decision, l.invoice, l.amount_minor, n.currency
    FROM json_each(?1) j CROSS JOIN write_off_line l ON l.decision = j.value
    CROSS JOIN invoice_now n ON n.invoice = l.invoice ORDER BY l.id";
const REJECTED: &str = "SELECT l.decision, l.payment, l.invoice, l.stands
    FROM json_each(?1) j CROSS JOIN pair_rejection l ON l.decision = j.value ORDER BY l.id";
const RESOLVED: &str = "SELECT l.decision, l.payment, l.invoice, l.resolve_as, l.stands
    FROM json_each(?1) j CROSS JOIN resolution l ON l.decision = j.value ORDER BY l.id";
const STATUS: &str = "SELECT l.decision, l.payment, l.was, l.status
    FROM json_each(?1) j CROSS JOIN payment_status l ON l.decision = j.value ORDER BY l.id";
const NATURE: &str = "SELECT l.decision, l.payment, l.was, l.nature
    FROM json_each(?1) j CROSS JOIN payment_nature l ON l.decision = j.value ORDER BY l.id";
const CLOSED: &str = "SELECT l.decision, l.period, l.stands
    FROM json_each(?1) j CROSS JOIN period_closing l ON l.decision = j.value ORDER BY l.id";
/// Changes of each decision.
type Changes = BTreeMap<DecisionId, Vec<Change>>;

impl Store {
    /// What each of the decisions changed: table by table, in the order in which the chain covers
    /// them. Decisions that changed nothing are left out.
    ///
    /// Of an import, new rows and rows that it brought back are no changes; undoing it withdraws
    /// its file as a whole, also where no row had come new with it.
    pub fn changes_of(&self, decisions: &[DecisionId]) -> Result<Changes> {
        let ids = json_ids(decisions.iter().map(|id| id.0));
        let mut changes = Changes::new();
        for (sql, read) in [
            (SETTLED, settled as fn(&Row) -> rusqlite::Result<Change>),
            (EXCLUDED, excluded),
            (REFUNDED, refunded),
            (WRITTEN_OFF, written_off),
            (REJECTED, rejected),
            (RESOLVED, resolved),
            (PAID_OUT, paid_out),
            (STATUS, status_changed),
            (NATURE, nature_changed),
        ] {
            self.gather(&mut changes, sql, &ids, read)?;
        }
        self.gather_invoices(&mut changes, &ids)?;
        self.gather(&mut changes, CLOSED, &ids, closed)?;
        let withdrawn = include_str!("queries/withdrawn_files.sql");
        self.gather(&mut changes, withdrawn, &ids, rows_withdrawn)?;
        Ok(changes)
    }

    fn gather(
        &self,
        changes: &mut Changes,
        sql: &str,
        ids: &str,
        read: fn(&Row) -> rusqlite::Result<Change>,
    ) -> Result<()> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([ids])?;
        while let Some(row) = rows.next()? {
            let decision = DecisionId(row.get("decision")?);
            changes.entry(decision).or_default().push(read(row)?);
        }
        Ok(())
    }

    /// An import's first versions are new invoices, which are counted, no changes.
    fn gather_invoices(&self, changes: &mut Changes, ids: &str) -> Result<()> {
        let sql = include_str!("queries/changed_invoices.sql");
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([ids], |row| {
            let decision = DecisionId(row.get("decision")?);
            let invoice = InvoiceId(row.get("invoice")?);
            Ok((decision, invoice, row.get("before")?, row.get("version")?))
        })?;
        let rows: Vec<(DecisionId, InvoiceId, i64, i64)> = rows.collect::<rusqlite::Result<_>>()?;
        let versions = rows.iter().flat_map(|row| [row.2, row.3]).collect();
        let facts = self.invoice_versions(versions)?;
        let of = |version| {
            let facts: &InvoiceFacts = facts.get(&version).expect("read by the ids just found");
            Box::new(facts.clone())
        };
        for (decision, invoice, before, version) in rows {
            let change = Change::InvoiceChanged { invoice, from: of(before), to: of(version) };
            changes.entry(decision).or_default().push(change);
        }
        Ok(())
    }
}

fn amount(row: &Row) -> rusqlite::Result<Money> {
    money(row, "amount_minor", currency(row, "currency")?)
}

fn payment(row: &Row) -> rusqlite::Result<PaymentId> {
    row.get("payment").map(PaymentId)
}

fn invoice(row: &Row) -> rusqlite::Result<InvoiceId> {
    row.get("invoice").map(InvoiceId)
}

fn settled(row: &Row) -> rusqlite::Result<Change> {
    let (payment, invoice) = (payment(row)?, invoice(row)?);
    Ok(Change::Settled { payment, invoice, amount: amount(row)? })
}

fn excluded(row: &Row) -> rusqlite::Result<Change> {
    let resolve_as = coded(row, "resolve_as", ResolveAs::from_code)?;
    Ok(Change::Excluded { payment: payment(row)?, amount: amount(row)?, resolve_as })
}

fn refunded(row: &Row) -> rusqlite::Result<Change> {
    let refund: Option<i64> = row.get("refund")?;
    let (original, refund) = (PaymentId(row.get("original")?), refund.map(PaymentId));
    Ok(Change::Refunded { original, refund, amount: amount(row)? })
}

fn paid_out(row: &Row) -> rusqlite::Result<Change> {
    let payout = PaymentId(row.get("payout")?);
    Ok(Change::PaidOut { payout, payment: payment(row)?, stands: row.get("stands")? })
}

fn written_off(row: &Row) -> rusqlite::Result<Change> {
    Ok(Change::WrittenOff { invoice: invoice(row)?, amount: amount(row)? })
}

fn rejected(row: &Row) -> rusqlite::Result<Change> {
    let (payment, invoice) = (payment(row)?, invoice(row)?);
    Ok(Change::PairRejected { payment, invoice, stands: row.get("stands")? })
}

fn resolved(row: &Row) -> rusqlite::Result<Change> {
    let payment: Option<i64> = row.get("payment")?;
    let subject = match payment {
        Some(id) => Subject::Payment(PaymentId(id)),
        None => Subject::Invoice(invoice(row)?),
    };
    let resolve_as = coded(row, "resolve_as", ResolveAs::from_code)?;
    Ok(Change::Resolved { subject, resolve_as, stands: row.get("stands")? })
}

fn status_changed(row: &Row) -> rusqlite::Result<Change> {
    let from = coded(row, "was", PaymentStatus::from_code)?;
    let to = coded(row, "status", PaymentStatus::from_code)?;
    Ok(Change::StatusChanged { payment: payment(row)?, from, to })
}

fn nature_changed(row: &Row) -> rusqlite::Result<Change> {
    let from = coded(row, "was", Nature::from_code)?;
    let to = coded(row, "nature", Nature::from_code)?;
    Ok(Change::NatureChanged { payment: payment(row)?, from, to })
}

fn closed(row: &Row) -> rusqlite::Result<Change> {
    let period = coded(row, "period", Period::parse)?;
    Ok(Change::PeriodClosed { period, stands: row.get("stands")? })
}

fn rows_withdrawn(row: &Row) -> rusqlite::Result<Change> {
    Ok(Change::RowsWithdrawn { file: FileId(row.get("file")?), stands: row.get("stands")? })
}
