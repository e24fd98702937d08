//! The open book: what one run of matching works on.

use std::collections::BTreeSet;

use rusqlite::{OptionalExtension, Row};

use super::{Result, Store, values};
use crate::calendar::Moment;
use crate::model::{
    BookInvoice, Direction, InvoiceId, InvoiceIdentity, InvoiceStatus, Nature, OpenBook,
    OpenPayment, PaidBy, PaymentId, PaymentStatus, Source, SourceKind,
};

impl Store {
    /// Payments that are open and not decided, all invoices that are not withdrawn (a settled one's
    /// code may recur), and the pairs that were rejected.
    pub fn open_book(&self) -> Result<OpenBook> {
        self.book_of(self.open_payments()?)
    }

    /// The same with these payments alone, for looking at single ones again.
    pub fn book_of(&self, payments: Vec<OpenPayment>) -> Result<OpenBook> {
        Ok(OpenBook {
            invoices: self.book_invoices()?,
            rejected: self.rejected_pairs()?,
            learnt: self.learnt_payers(&payments)?,
            payments,
        })
    }

    /// Those of the payments that are open and not decided, by id.
    pub fn undecided_among(&self, payments: &BTreeSet<PaymentId>) -> Result<Vec<OpenPayment>> {
        let sql = concat!(
            include_str!("queries/payment_to_match.sql"),
            include_str!("queries/open_payments.sql"),
            " AND p.id = ?1"
        );
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut found = Vec::new();
        for payment in payments {
            found.extend(statement.query_row([payment.0], open_payment_of).optional()?);
        }
        Ok(found)
    }

    /// One payment as matching sees it, decided or not. `None` if there is none.
    pub fn payment_to_match(&self, payment: PaymentId) -> Result<Option<OpenPayment>> {
        let sql = concat!(include_str!("queries/payment_to_match.sql"), " WHERE p.id = ?1");
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row([payment.0], open_payment_of).optional()?)
    }

    fn open_payments(&self) -> Result<Vec<OpenPayment>> {
        let mut statement = self.connection.prepare_cached(concat!(
            include_str!("queries/payment_to_match.sql"),
            include_str!("queries/open_payments.sql"),
            " ORDER BY p.id"
        ))?;
        let rows = statement.query_map([], open_payment_of)?;
        let mut payments = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        payments.shrink_to_fit();
        Ok(payments)
    }

    fn book_invoices(&self) -> Result<Vec<BookInvoice>> {
        let mut statement =
            self.connection.prepare_cached(include_str!("queries/book_invoices.sql"))?;
        let rows = statement.query_map([], book_invoice_of)?;
        let mut invoices: Vec<BookInvoice> = rows.collect::<rusqlite::Result<_>>()?;
        invoices.shrink_to_fit();
        self.add_payers(&mut invoices)?;
        Ok(invoices)
    }

    /// Both are ordered by invoice, so one pass joins them.
    fn add_payers(&self, invoices: &mut [BookInvoice]) -> Result<()> {
        let mut statement = self.connection.prepare_cached(include_str!("queries/paid_by.sql"))?;
        let mut rows = statement.query([])?;
        let mut invoices = invoices.iter_mut();
        let mut current = invoices.next();
        while let Some(row) = rows.next()? {
            let id = InvoiceId(row.get(0)?);
            while current.as_ref().is_some_and(|invoice| invoice.id < id) {
                current = invoices.next();
            }
            if let Some(invoice) = current.as_mut().filter(|invoice| invoice.id == id) {
                invoice.paid_by.push(paid_by_of(row)?);
            }
        }
        Ok(())
    }

    fn rejected_pairs(&self) -> Result<BTreeSet<(PaymentId, InvoiceId)>> {
        let mut statement =
            self.connection.prepare_cached(include_str!("queries/rejected_pairs.sql"))?;
        let rows =
            statement.query_map([], |row| Ok((PaymentId(row.get(0)?), InvoiceId(row.get(1)?))))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Undecided credits with what their nature is recognised from: id, source, memo and nature
    /// now.
    pub fn payments_to_classify(&self) -> Result<Vec<ToClassify>> {
        let sql = include_str!("queries/payments_to_classify.sql");
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([], to_classify_of)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Refund rows that name an original which the same source has sent, and are not tied: (refund,
    /// original).
    pub fn refunds_to_tie(&self) -> Result<Vec<(PaymentId, PaymentId)>> {
        let sql = include_str!("queries/refunds_to_tie.sql");
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows =
            statement.query_map([], |row| Ok((PaymentId(row.get(0)?), PaymentId(row.get(1)?))))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

/// A payment whose nature may have to be told anew.
pub struct ToClassify {
    pub id: PaymentId,
    pub source: Source,
    pub direction: Direction,
    pub memo: String,
    pub nature: Nature,
}

fn to_classify_of(row: &Row) -> rusqlite::Result<ToClassify> {
    Ok(ToClassify {
        id: PaymentId(row.get(0)?),
        source: Source {
            kind: values::coded(row, 1, SourceKind::from_code)?,
            institution: row.get(2)?,
            account: row.get(3)?,
        },
        direction: values::coded(row, 4, Direction::from_code)?,
        memo: row.get(5)?,
        nature: values::coded(row, 6, Nature::from_code)?,
    })
}

fn open_payment_of(row: &Row) -> rusqlite::Result<OpenPayment> {
    let currency = values::currency(row, 13)?;
    Ok(OpenPayment {
        id: PaymentId(row.get(0)?),
        source_kind: values::coded(row, 1, SourceKind::from_code)?,
        institution: row.get(2)?,
        booked: booked_of(row, 3)?,
        reference: row.get(5)?,
        row: row.get(6)?,
        key: row.get(7)?,
        direction: values::coded(row, 8, Direction::from_code)?,
        status: values::coded(row, 9, PaymentStatus::from_code)?,
        nature: values::coded(row, 10, Nature::from_code)?,
        amount: values::money(row, 11, currency)?,
        open: values::money(row, 12, currency)?,
        memo: row.get(14)?,
        payer_name: row.get(15)?,
        payer_account: row.get(16)?,
        virtual_account: row.get(17)?,
        code: row.get(18)?,
    })
}

fn book_invoice_of(row: &Row) -> rusqlite::Result<BookInvoice> {
    let currency = values::currency(row, 16)?;
    Ok(BookInvoice {
        id: InvoiceId(row.get(0)?),
        identity: InvoiceIdentity {
            collector: row.get(1)?,
            form: row.get(2)?,
            series: row.get(3)?,
            number: row.get(4)?,
        },
        dossier_code: row.get(5)?,
        payment_codes: values::codes(&row.get::<_, String>(6)?),
        virtual_account: row.get(7)?,
        payer_name: row.get(8)?,
        payer_id: row.get(9)?,
        payer_account: row.get(10)?,
        issued_on: values::optional_day(row, 11)?,
        due_on: values::optional_day(row, 12)?,
        status: values::coded(row, 13, InvoiceStatus::from_code)?,
        amount: values::money(row, 14, currency)?,
        open: values::money(row, 15, currency)?,
        paid_by: Vec::new(),
    })
}

fn paid_by_of(row: &Row) -> rusqlite::Result<PaidBy> {
    let currency = values::currency(row, 4)?;
    Ok(PaidBy {
        payment: PaymentId(row.get(1)?),
        source_kind: values::coded(row, 2, SourceKind::from_code)?,
        amount: values::money(row, 3, currency)?,
        booked: booked_of(row, 5)?,
        reference: row.get(7)?,
        row: row.get(8)?,
        key: row.get(9)?,
    })
}

/// From a day and, in the place after it, a second of that day.
fn booked_of(row: &Row, place: usize) -> rusqlite::Result<Moment> {
    Ok(Moment { day: values::day(row, place)?, second: row.get(place + 1)? })
}
