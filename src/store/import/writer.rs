//! Writes the rows of a file and the payments they make, with the digest over both.

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, params_from_iter};

use super::{Met, Outcome};
use crate::calendar::Day;
use crate::model::{AccountId, Failure, FileId, PaymentId, PaymentRow};
use crate::money::Money;
use crate::store::Store;
use crate::store::digest::RowsDigest;

pub(super) struct Writer<'s> {
    file: FileId,
    next_row: i64,
    next_payment: i64,
    insert_row: CachedStatement<'s>,
    insert_payment: CachedStatement<'s>,
    pub digest: RowsDigest,
}

impl<'s> Writer<'s> {
    pub fn new(store: &'s Store, file: FileId) -> Result<Writer<'s>, Failure> {
        let prepare = |sql| store.connection.prepare_cached(sql);
        Ok(Writer {
            file,
            next_row: store.next_id("source_row")?,
            next_payment: store.next_id("payment")?,
            insert_row: prepare("INSERT INTO source_row VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?,
            insert_payment: prepare(include_str!("../queries/insert_payment.sql"))?,
            digest: RowsDigest::default(),
        })
    }

    /// Writes a row of the file and gives its id.
    pub fn put_row(
        &mut self,
        row: u64,
        detail: Option<u32>,
        outcome: Outcome,
        met: Met,
        raw: &str,
    ) -> Result<i64, Failure> {
        let id = self.next_row;
        let (payment, invoice) = match met {
            Met::Nothing => (None, None),
            Met::Payment(payment) => (Some(payment.0), None),
            Met::Invoice(invoice) => (None, Some(invoice.0)),
        };
        let columns = [
            ValueRef::Integer(id),
            ValueRef::Integer(self.file.0),
            ValueRef::Integer(i64::try_from(row).expect("no file has so many rows")),
            optional(detail.map(i64::from)),
            text(outcome.code()),
            optional(payment),
            optional(invoice),
            text(raw),
        ];
        put(&mut self.insert_row, &mut self.digest, "source_row", &columns)?;
        self.next_row += 1;
        Ok(id)
    }

    /// Writes a new payment of a row that is written.
    pub fn put_payment(
        &mut self,
        row: &PaymentRow,
        source_row: i64,
        account: AccountId,
        occurrence: u32,
        book_day: Day,
    ) -> Result<PaymentId, Failure> {
        let id = self.next_payment;
        let (booked_on, book_day) = (row.booked.day.to_string(), book_day.to_string());
        let value_on = row.value_day.map(|day| day.to_string());
        let minor = |money: Money| ValueRef::Integer(money.minor());
        let optional_minor = |money: Option<Money>| optional(money.map(Money::minor));
        let columns = [
            ValueRef::Integer(id),
            ValueRef::Integer(source_row),
            ValueRef::Integer(account.0),
            ValueRef::Blob(&row.key.base),
            ValueRef::Integer(occurrence.into()),
            ValueRef::Integer(row.key.is_by_reference.into()),
            text(&booked_on),
            text(&book_day),
            optional(row.booked.second.map(i64::from)),
            value_on.as_deref().map_or(ValueRef::Null, text),
            text(&row.reference),
            text(row.direction.code()),
            minor(row.amount),
            minor(row.fee),
            minor(row.net),
            optional_minor(row.paid_by_payer),
            optional_minor(row.settled_base),
            optional_minor(row.balance),
            text(row.amount.currency().code()),
            text(&row.memo),
            text(&row.payer_name),
            text(&row.payer_account),
            text(&row.virtual_account),
            text(&row.code),
            text(&row.original_reference),
            text(&row.channel),
            text(row.status.code()),
            text(row.nature.code()),
        ];
        put(&mut self.insert_payment, &mut self.digest, "payment", &columns)?;
        self.next_payment += 1;
        Ok(PaymentId(id))
    }
}

/// Writes a row with all its columns; what is written is what the digest covers.
fn put(
    insert: &mut CachedStatement,
    digest: &mut RowsDigest,
    table: &str,
    columns: &[ValueRef],
) -> Result<(), Failure> {
    insert.execute(params_from_iter(columns.iter().map(|&value| ToSqlOutput::Borrowed(value))))?;
    digest.add(table, columns.iter().copied());
    Ok(())
}

fn text(text: &str) -> ValueRef<'_> {
    ValueRef::Text(text.as_bytes())
}

fn optional(number: Option<i64>) -> ValueRef<'static> {
    number.map_or(ValueRef::Null, ValueRef::Integer)
}
