//! Entries of messages that come whole in one file and in parts in another: the same money is held
//! once, in the shape that came first.

use rusqlite::params;

use super::{Importing, Met, Outcome, PlacedPayment, of_the_file};
use crate::model::{Fact, Failure, PaymentId, PaymentRow, ProblemCode};
use crate::store::gate::Gate;

impl Importing {
    /// The payment that holds the row's entry, where another file brought it and it is final.
    pub(super) fn held_entry(
        &self,
        gate: &Gate,
        row: &PaymentRow,
    ) -> Result<Option<PaymentId>, Failure> {
        let Some(entry) = row.entry else { return Ok(None) };
        let sql = include_str!("../queries/entries_held.sql");
        let mut statement = gate.store().connection.prepare_cached(sql)?;
        let (entries, payment) = statement
            .query_row(params![entry.base, self.newest_before.0], |row| {
                Ok((row.get::<_, u32>("entries")?, row.get::<_, Option<i64>>("payment")?))
            })?;
        Ok(payment.map(PaymentId).filter(|_| entry.occurrence <= entries))
    }

    /// Counts a row as known whose entry is held in another shape.
    pub(super) fn know_entry(
        &mut self,
        gate: &Gate,
        row: &PaymentRow,
        held: PaymentId,
    ) -> Result<PlacedPayment, Failure> {
        self.count(Outcome::Known, 1);
        self.put_row(gate, row.row, row.detail, Outcome::Known, Met::Payment(held), &row.raw)?;
        self.held_otherwise.insert(row.row);
        Ok(PlacedPayment::Known)
    }

    /// Remembers the entry of a new payment.
    pub(super) fn put_entry(
        &self,
        gate: &Gate,
        row: &PaymentRow,
        id: PaymentId,
    ) -> Result<(), Failure> {
        if let Some(entry) = row.entry {
            let sql = "INSERT INTO payment_entry (payment, entry_key) VALUES (?1, ?2)";
            gate.store().connection.prepare_cached(sql)?.execute(params![id.0, entry.base])?;
        }
        Ok(())
    }

    /// Says how many entries are held in another shape.
    pub fn note_held_entries(&mut self, gate: &mut Gate) -> Result<(), Failure> {
        let Some(first) = self.held_otherwise.first() else { return Ok(()) };
        let facts = vec![Fact::new("count", self.held_otherwise.len()), Fact::new("first", first)];
        self.note(gate, of_the_file(ProblemCode::EntriesHeldOtherwise, facts))
    }
}
