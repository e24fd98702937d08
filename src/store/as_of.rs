//! How the book stood at the end of a period: by what was decided for its days, and no later.
//!
//! A closed period is read up to the decision that closed it, so that its reports never change.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Row;

use super::values::{coded, currency, day, money};
use super::{Result, Store};
use crate::calendar::{Day, Moment, Period};
use crate::model::{
    Direction, FileId, InvoiceId, InvoiceStatus, LedgerInvoice, LedgerPayment, Nature, PaymentId,
    PaymentStatus, ResolveAs, SourceKind,
};

/// Up to where the record counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cut {
    /// The last book day that counts.
    pub last: Day,
    /// The last decision that counts; `None` = all.
    pub decision: Option<i64>,
}

impl Cut {
    fn decision(self) -> i64 {
        self.decision.unwrap_or(i64::MAX)
    }
}

/// A payment as it stood, with what a report says of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PaymentThen {
    pub ledger: LedgerPayment,
    pub source: String,
    pub booked: Moment,
    pub reference: String,
    pub memo: String,
    pub payer_name: String,
    pub payer_account: String,
}

impl Store {
    /// The decision by which a period was closed, its own or its month's, whichever came first.
    pub fn closed_by(&self, period: Period) -> Result<Option<i64>> {
        let month = Period::month_of(period.first_day());
        let sql = "SELECT min(decision) FROM closed_period WHERE period IN (?1, ?2)";
        let mut statement = self.connection.prepare_cached(sql)?;
        let periods = (period.to_string(), month.to_string());
        Ok(statement.query_row(periods, |row| row.get(0))?)
    }

    /// Payments that count to the days of a period, in file and row order.
    pub fn payments_of_period(&self, period: Period) -> Result<Vec<PaymentId>> {
        let sql = "SELECT id FROM payment WHERE book_day BETWEEN ?1 AND ?2 ORDER BY id";
        let values = period.iso_bounds();
        let mut statement = self.connection.prepare_cached(sql)?;
        let ids = statement.query_map(values, |row| row.get(0).map(PaymentId))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }

    /// Payments of earlier days that decisions booked in the period moved.
    pub fn payments_moved_in(&self, period: Period, cut: Cut) -> Result<Vec<PaymentId>> {
        let sql = include_str!("queries/payments_moved_in.sql");
        let mut statement = self.connection.prepare_cached(sql)?;
        let values = (period.first_day().to_string(), cut.last.to_string(), cut.decision());
        let ids = statement.query_map(values, |row| row.get(0).map(PaymentId))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }

    /// Files that hold payments of the period, and invoice files that came in it.
    pub fn files_of_period(&self, period: Period, cut: Cut) -> Result<Vec<FileId>> {
        let sql = include_str!("queries/files_of_period.sql");
        let mut statement = self.connection.prepare_cached(sql)?;
        let values = (period.first_day().to_string(), cut.last.to_string(), cut.decision());
        let ids = statement.query_map(values, |row| row.get(0).map(FileId))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }

    /// Payments as they stood, in the order of the ids.
    pub fn payments_as_of(&self, ids: &[PaymentId], cut: Cut) -> Result<Vec<PaymentThen>> {
        let json = super::lists::json_ids(ids.iter().map(|id| id.0));
        let values = (&json, cut.last.to_string(), cut.decision());
        let sql = include_str!("queries/payments_as_of.sql");
        let mut statement = self.connection.prepare_cached(sql)?;
        let payments = statement.query_map(values.clone(), payment)?;
        let mut payments: Vec<PaymentThen> = payments.collect::<rusqlite::Result<_>>()?;
        let at: BTreeMap<PaymentId, usize> =
            payments.iter().enumerate().map(|(at, own)| (own.ledger.id, at)).collect();
        let sql = include_str!("queries/links_as_of.sql");
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(values)?;
        while let Some(row) = rows.next()? {
            let amount = money(row, "amount_minor", currency(row, "currency")?)?;
            let owner = at[&PaymentId(row.get("payment")?)];
            payments[owner].ledger.links.push((InvoiceId(row.get("invoice")?), amount));
        }
        Ok(payments)
    }

    /// Invoices as they stood; all that was paid on each stands as one link.
    pub fn invoices_as_of(
        &self,
        ids: &BTreeSet<InvoiceId>,
        cut: Cut,
    ) -> Result<BTreeMap<InvoiceId, LedgerInvoice>> {
        let json = super::lists::json_ids(ids.iter().map(|id| id.0));
        let sql = include_str!("queries/invoices_as_of.sql");
        let mut statement = self.connection.prepare_cached(sql)?;
        let values = (json, cut.last.to_string(), cut.decision());
        let invoices = statement.query_map(values, |row| {
            let invoice = invoice(row)?;
            Ok((invoice.id, invoice))
        })?;
        Ok(invoices.collect::<rusqlite::Result<_>>()?)
    }
}

fn payment(row: &Row) -> rusqlite::Result<PaymentThen> {
    let currency = currency(row, "currency")?;
    let resolved_as: Option<String> = row.get("resolve_as")?;
    let ledger = LedgerPayment {
        id: PaymentId(row.get("id")?),
        file: FileId(row.get("file")?),
        source_kind: coded(row, "source_kind", SourceKind::from_code)?,
        direction: coded(row, "direction", Direction::from_code)?,
        status: coded(row, "status", PaymentStatus::from_code)?,
        nature: coded(row, "nature", Nature::from_code)?,
        is_withdrawn: row.get("is_withdrawn")?,
        book_day: day(row, "book_day")?,
        amount: money(row, "amount_minor", currency)?,
        links: Vec::new(),
        refunded: money(row, "refunded_minor", currency)?,
        excluded: money(row, "excluded_minor", currency)?,
        refund_of: row.get::<_, Option<i64>>("refund_of")?.map(PaymentId),
        // What was paid out is not asked here: sums and classes do not follow from it.
        paid_out_by: None,
        pays_out: BTreeSet::new(),
        resolved_as: resolved_as.and_then(|code| ResolveAs::from_code(&code)),
        rejected: BTreeSet::new(),
    };
    Ok(PaymentThen {
        ledger,
        source: row.get("source")?,
        booked: Moment { day: day(row, "booked_on")?, second: row.get("booked_second")? },
        reference: row.get("reference")?,
        memo: row.get("memo")?,
        payer_name: row.get("payer_name")?,
        payer_account: row.get("payer_account")?,
    })
}

fn invoice(row: &Row) -> rusqlite::Result<LedgerInvoice> {
    let currency = currency(row, "currency")?;
    let paid = money(row, "paid_minor", currency)?;
    // Whose links they are is not asked here.
    let links = if paid.is_zero() { Vec::new() } else { vec![(PaymentId(0), paid)] };
    Ok(LedgerInvoice {
        id: InvoiceId(row.get("id")?),
        file: FileId(0),
        number: row.get("number")?,
        status: coded(row, "status", InvoiceStatus::from_code)?,
        is_withdrawn: row.get("is_withdrawn")?,
        amount: money(row, "amount_minor", currency)?,
        links,
        written_off: money(row, "written_off_minor", currency)?,
        resolved_as: None,
    })
}
