//! The derived half: how payments and invoices stand now, and the counters per day.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, Row, params};

use super::Gate;
use crate::calendar::Day;
use crate::model::{
    AccountId, Direction, Failure, FailureCode, InvoiceStanding, PaymentClass, PaymentId,
    PaymentStanding,
};
use crate::money::Currency;
use crate::store::values;

/// Key of a counter.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct TotalKey {
    book_day: Day,
    account: AccountId,
    direction: Direction,
    class: PaymentClass,
    currency: Currency,
}

/// What is to be added to a counter.
#[derive(Clone, Copy, Default)]
pub(super) struct Total {
    payments: i64,
    amount: i128,
    settled: i128,
    open: i128,
}

impl Total {
    fn of_one(amount: i64, settled: i64, open: i64) -> Total {
        let (amount, settled, open) = (amount.into(), settled.into(), open.into());
        Total { payments: 1, amount, settled, open }
    }
}

/// What a counter holds of one payment.
struct Counted {
    key: TotalKey,
    total: Total,
    refund_of: Option<i64>,
}

impl Gate<'_> {
    /// Writes how a payment stands and moves the counters along.
    pub fn put_payment_standing(&mut self, standing: &PaymentStanding) -> Result<(), Failure> {
        if let Some(counted) = self.counted(standing.payment)? {
            let TotalKey { account, book_day, .. } = counted.key;
            self.add_total(counted.key, counted.total, -1);
            self.put_counted_standing(standing, account, book_day)?;
            return match standing.refund_of.map(|original| original.0) {
                same if same == counted.refund_of => Ok(()),
                refund_of => self.put_refund_of(standing.payment, refund_of),
            };
        }
        let sql = "SELECT account, book_day FROM payment WHERE id = ?1";
        let (account, book_day) =
            self.store.connection.prepare_cached(sql)?.query_row([standing.payment.0], |row| {
                Ok((AccountId(row.get("account")?), values::day(row, "book_day")?))
            })?;
        self.put_counted_standing(standing, account, book_day)
    }

    /// The same for a payment that has just come, whose account and book day are at hand.
    pub(in crate::store) fn put_counted_standing(
        &mut self,
        standing: &PaymentStanding,
        account: AccountId,
        book_day: Day,
    ) -> Result<(), Failure> {
        let key = TotalKey {
            book_day,
            account,
            direction: standing.direction,
            class: standing.class,
            currency: standing.amount.currency(),
        };
        let sql = include_str!("../queries/put_payment_now.sql");
        self.store.connection.prepare_cached(sql)?.execute(params![
            standing.payment.0,
            account.0,
            book_day.to_string(),
            standing.direction.code(),
            standing.status.code(),
            standing.nature.code(),
            standing.is_withdrawn,
            standing.amount.minor(),
            standing.settled.minor(),
            standing.refunded.minor(),
            standing.excluded.minor(),
            standing.open.minor(),
            key.currency.code(),
            standing.state.code(),
            standing.class.code(),
            standing.refund_of.map(|original| original.0),
        ])?;
        let (amount, settled) = (standing.amount.minor(), standing.settled.minor());
        let total = Total::of_one(amount, settled, standing.open.minor());
        self.add_total(key, total, 1);
        Ok(())
    }

    pub fn put_invoice_standing(&mut self, standing: &InvoiceStanding) -> Result<(), Failure> {
        let sql = include_str!("../queries/put_invoice_now.sql");
        self.store.connection.prepare_cached(sql)?.execute(params![
            standing.invoice.0,
            standing.status.code(),
            standing.amount.minor(),
            standing.paid.minor(),
            standing.written_off.minor(),
            standing.open.minor(),
            standing.amount.currency().code(),
            standing.state.code(),
            standing.class.code(),
        ])?;
        Ok(())
    }

    /// Empties the derived half, to be filled anew with all standings. Findings stay.
    pub fn clear_standings(&mut self) -> Result<(), Failure> {
        self.totals.clear();
        self.store.connection.execute_batch(
            "DELETE FROM day_total; DELETE FROM payment_now; DELETE FROM invoice_now;",
        )?;
        Ok(())
    }

    /// Adds what has gathered to the counters of the file.
    pub(super) fn flush_totals(&mut self) -> Result<(), Failure> {
        self.require_countable()?;
        let sql = include_str!("../queries/add_day_total.sql");
        let mut add = self.store.connection.prepare_cached(sql)?;
        for (key, total) in std::mem::take(&mut self.totals) {
            add.execute(params![
                key.book_day.to_string(),
                key.account.0,
                key.direction.code(),
                key.class.code(),
                key.currency.code(),
                total.payments,
                minor(total.amount, key.currency)?,
                minor(total.settled, key.currency)?,
                minor(total.open, key.currency)?,
            ])?;
        }
        self.store.connection.execute("DELETE FROM day_total WHERE payments = 0", [])?;
        Ok(())
    }

    /// All amounts of a currency taken together must fit into 64 bits, so that every sum of some of
    /// them does: nobody who sums up has to think of it.
    fn require_countable(&self) -> Result<(), Failure> {
        let mut sums: BTreeMap<Currency, i128> = BTreeMap::new();
        for (key, total) in &self.totals {
            *sums.entry(key.currency).or_default() += total.amount;
        }
        if sums.values().all(|added| *added <= 0) {
            return Ok(());
        }
        let sql = "SELECT currency, amount_minor FROM day_total";
        let mut statement = self.store.connection.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            *sums.entry(values::currency(row, 0)?).or_default() +=
                i128::from(row.get::<_, i64>(1)?);
        }
        sums.into_iter().try_for_each(|(currency, sum)| minor(sum, currency).map(|_| ()))
    }

    fn add_total(&mut self, key: TotalKey, total: Total, sign: i64) {
        let sum = self.totals.entry(key).or_default();
        sum.payments += sign * total.payments;
        sum.amount += i128::from(sign) * total.amount;
        sum.settled += i128::from(sign) * total.settled;
        sum.open += i128::from(sign) * total.open;
    }

    fn put_refund_of(&self, payment: PaymentId, original: Option<i64>) -> Result<(), Failure> {
        let sql = "UPDATE payment_now SET refund_of = ?2 WHERE payment = ?1";
        self.store.connection.prepare_cached(sql)?.execute((payment.0, original))?;
        Ok(())
    }

    fn counted(&self, payment: PaymentId) -> Result<Option<Counted>, Failure> {
        let sql = "SELECT book_day, account, direction, class, currency, amount_minor,
                     settled_minor, open_minor, refund_of
                   FROM payment_now WHERE payment = ?1";
        let mut statement = self.store.connection.prepare_cached(sql)?;
        Ok(statement.query_row([payment.0], counted_of).optional()?)
    }
}

/// A sum as the store keeps it.
fn minor(sum: i128, currency: Currency) -> Result<i64, Failure> {
    i64::try_from(sum)
        .map_err(|_| Failure::new(FailureCode::SumsTooLarge).with("currency", currency.code()))
}

fn counted_of(row: &Row) -> rusqlite::Result<Counted> {
    Ok(Counted {
        key: TotalKey {
            book_day: values::day(row, 0)?,
            account: AccountId(row.get(1)?),
            direction: values::coded(row, 2, Direction::from_code)?,
            class: values::coded(row, 3, PaymentClass::from_code)?,
            currency: values::currency(row, 4)?,
        },
        total: Total::of_one(row.get(5)?, row.get(6)?, row.get(7)?),
        refund_of: row.get(8)?,
    })
}
