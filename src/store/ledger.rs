//! What the law needs of single payments and invoices, read from the facts (never from the derived
//! half).

use std::collections::BTreeSet;

use rusqlite::types::ValueRef;
use rusqlite::{OptionalExtension, Row};

use super::{Result, Store, values};
use crate::calendar::{Day, Period};
use crate::model::{
    Direction, FileId, InvoiceId, InvoiceStatus, LedgerInvoice, LedgerPayment, Nature, PaymentId,
    PaymentStatus, ResolveAs, SourceKind,
};
use crate::money::Money;

/// A payment as its one row gives it, with what must still be looked up.
struct Sketch {
    payment: LedgerPayment,
    has_lines: bool,
    has_rejections: bool,
    has_payout: bool,
    is_tied: bool,
}

impl Store {
    pub fn ledger_payment(&self, id: PaymentId) -> Result<Option<LedgerPayment>> {
        let sql = include_str!("queries/ledger_payment.sql");
        let sketch =
            self.connection.prepare_cached(sql)?.query_row([id.0], sketch_of).optional()?;
        let Some(mut sketch) = sketch else { return Ok(None) };
        if sketch.has_lines {
            let currency = sketch.payment.amount.currency();
            sketch.payment.links = self
                .link_sums(LINKS_OF_PAYMENT, id.0)?
                .into_iter()
                .map(|(invoice, minor)| (InvoiceId(invoice), Money::from_minor(minor, currency)))
                .collect();
        }
        if sketch.is_tied {
            sketch.payment.refund_of = self.original_of(id)?;
        }
        if sketch.has_rejections {
            sketch.payment.rejected = self.rejected_with(id)?;
        }
        if sketch.has_payout {
            sketch.payment.pays_out = self.paid_out_by(id)?;
        }
        Ok(Some(sketch.payment))
    }

    pub fn ledger_invoice(&self, id: InvoiceId) -> Result<Option<LedgerInvoice>> {
        let sql = include_str!("queries/ledger_invoice.sql");
        let found = self
            .connection
            .prepare_cached(sql)?
            .query_row([id.0], |row| Ok((invoice_of(row)?, row.get::<_, bool>(6)?)))
            .optional()?;
        let Some((mut invoice, has_lines)) = found else { return Ok(None) };
        if has_lines {
            let currency = invoice.amount.currency();
            invoice.links = self
                .link_sums(LINKS_OF_INVOICE, id.0)?
                .into_iter()
                .map(|(payment, minor)| (PaymentId(payment), Money::from_minor(minor, currency)))
                .collect();
        }
        Ok(Some(invoice))
    }

    /// Other side and current sum of each link, oldest first.
    fn link_sums(&self, sql: &str, id: i64) -> Result<Vec<(i64, i64)>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The payment that a refund row gives back.
    fn original_of(&self, refund: PaymentId) -> Result<Option<PaymentId>> {
        let sql = include_str!("queries/original_of_refund.sql");
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row([refund.0], |row| row.get(0).map(PaymentId)).optional()?)
    }

    /// Invoices that do not belong to the payment, as long as their facts are those of then.
    fn rejected_with(&self, payment: PaymentId) -> Result<BTreeSet<InvoiceId>> {
        let sql = include_str!("queries/rejections_of_payment.sql");
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([payment.0], |row| row.get(0).map(InvoiceId))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Rows of a gateway that are tied to the payout.
    fn paid_out_by(&self, payout: PaymentId) -> Result<BTreeSet<PaymentId>> {
        let sql = "SELECT payment FROM payout_tie WHERE payout = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([payout.0], |row| row.get(0).map(PaymentId))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The latest book day of what moved money of the payment.
    pub fn money_moved_on(&self, payment: PaymentId) -> Result<Option<Day>> {
        let sql = include_str!("queries/money_moved_on.sql");
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row([payment.0], |row| values::optional_day(row, "book_day"))?)
    }

    /// The latest book day of what changed the payment's nature.
    pub fn nature_changed_on(&self, payment: PaymentId) -> Result<Option<Day>> {
        let sql = "SELECT max(d.book_day) AS book_day
                   FROM payment_nature n JOIN decision d ON d.id = n.decision
                   WHERE n.payment = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row([payment.0], |row| values::optional_day(row, "book_day"))?)
    }

    /// Ids of all payments that were ever imported, in order.
    pub fn all_payment_ids(&self) -> Result<Vec<PaymentId>> {
        let mut statement = self.connection.prepare("SELECT id FROM payment ORDER BY id")?;
        let rows = statement.query_map([], |row| row.get(0).map(PaymentId))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    pub fn all_invoice_ids(&self) -> Result<Vec<InvoiceId>> {
        let mut statement = self.connection.prepare("SELECT id FROM invoice ORDER BY id")?;
        let rows = statement.query_map([], |row| row.get(0).map(InvoiceId))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Periods that are closed now.
    pub fn closed_periods(&self) -> Result<BTreeSet<Period>> {
        let mut statement = self.connection.prepare_cached("SELECT period FROM closed_period")?;
        let rows = statement.query_map([], |row| values::coded(row, "period", Period::parse))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Days of the period that have payments and are not closed themselves, in order.
    pub fn open_days_in(&self, period: Period) -> Result<Vec<Day>> {
        let sql = include_str!("queries/open_days_in.sql");
        let mut statement = self.connection.prepare_cached(sql)?;
        let bounds = period.iso_bounds();
        let rows = statement.query_map(bounds, |row| values::day(row, "book_day"))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The invoice as people know it: its plain number where that is unique, else
    /// `form/series/number`.
    pub fn shown_number(&self, invoice: InvoiceId) -> Result<String> {
        let sql = include_str!("queries/shown_number.sql");
        Ok(self.connection.prepare_cached(sql)?.query_row([invoice.0], |row| row.get(0))?)
    }

    /// Invoices that a typed number may mean: by plain number, or by `form/series/number`.
    pub fn invoices_numbered(&self, number: &str) -> Result<Vec<InvoiceId>> {
        let sql = include_str!("queries/invoices_numbered.sql");
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([number], |row| row.get(0).map(InvoiceId))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

// What was added to last is the newest link, as `ledger::apply` has it.
const LINKS_OF_PAYMENT: &str = "SELECT invoice, sum(amount_minor) FROM settlement_line
    WHERE payment = ?1 GROUP BY invoice HAVING sum(amount_minor) <> 0
    ORDER BY max(CASE WHEN amount_minor > 0 THEN id END)";
const LINKS_OF_INVOICE: &str = "SELECT payment, sum(amount_minor) FROM settlement_line
    WHERE invoice = ?1 GROUP BY payment HAVING sum(amount_minor) <> 0
    ORDER BY max(CASE WHEN amount_minor > 0 THEN id END)";

fn sketch_of(row: &Row) -> rusqlite::Result<Sketch> {
    let currency = values::currency(row, 4)?;
    let payment = LedgerPayment {
        id: PaymentId(row.get(0)?),
        source_kind: values::coded(row, 1, SourceKind::from_code)?,
        direction: values::coded(row, 2, Direction::from_code)?,
        status: values::coded(row, 6, PaymentStatus::from_code)?,
        nature: values::coded(row, 7, Nature::from_code)?,
        is_withdrawn: row.get(8)?,
        book_day: values::day(row, 5)?,
        amount: values::money(row, 3, currency)?,
        links: Vec::new(),
        refunded: values::money(row, 9, currency)?,
        excluded: values::money(row, 10, currency)?,
        refund_of: None,
        paid_out_by: row.get::<_, Option<i64>>(14)?.map(PaymentId),
        pays_out: BTreeSet::new(),
        file: FileId(row.get(16)?),
        resolved_as: resolved_of(row, 17)?,
        rejected: BTreeSet::new(),
    };
    Ok(Sketch {
        payment,
        has_lines: row.get(11)?,
        has_rejections: row.get(12)?,
        is_tied: row.get(13)?,
        has_payout: row.get(15)?,
    })
}

fn invoice_of(row: &Row) -> rusqlite::Result<LedgerInvoice> {
    let currency = values::currency(row, 3)?;
    Ok(LedgerInvoice {
        id: InvoiceId(row.get(0)?),
        number: row.get(7)?,
        status: values::coded(row, 1, InvoiceStatus::from_code)?,
        is_withdrawn: row.get(4)?,
        amount: values::money(row, 2, currency)?,
        links: Vec::new(),
        written_off: values::money(row, 5, currency)?,
        file: FileId(row.get(8)?),
        resolved_as: resolved_of(row, 9)?,
    })
}

fn resolved_of(row: &Row, place: usize) -> rusqlite::Result<Option<ResolveAs>> {
    match row.get_ref(place)? {
        ValueRef::Null => Ok(None),
        _ => values::coded(row, place, ResolveAs::from_code).map(Some),
    }
}
