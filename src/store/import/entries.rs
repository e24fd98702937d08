//! Entries of messages that come whole in one file and in parts in another: the same money is held
//! once, in the shape that came first.

use std::collections::BTreeSet;

use rusqlite::params;

use super::overlap::Meeting;
use super::{Importing, Met, Outcome, PlacedPayment};
use crate::model::{Fact, Failure, PaymentId, PaymentRow, PaymentStatus, Problem, ProblemCode};
use crate::store::gate::Gate;

impl Importing<'_> {
    /// The payment that holds the row's entry, where another file brought it and it is final.
    pub(super) fn held_entry(
        &mut self,
        gate: &Gate,
        row: &PaymentRow,
    ) -> Result<Option<PaymentId>, Failure> {
        // What is not final yet is booked by an entry of its day and amount, if there is one.
        let is_pending = row.status == PaymentStatus::Pending;
        let Some(entry) = row.entry.filter(|entry| entry.is_by_reference || is_pending) else {
            return Ok(None);
        };
        let sql = include_str!("../queries/entries_held.sql");
        let mut statement = gate.store().connection.prepare_cached(sql)?;
        let held: Vec<PaymentId> = statement
            .query_map(params![entry.base, self.newest_before.0], |row| row.get(0).map(PaymentId))?
            .collect::<rusqlite::Result<_>>()?;
        let mut left = entry.occurrence;
        for payment in held {
            if self.meeting(gate, row, payment)? == Meeting::Disjoint {
                continue;
            }
            left -= 1;
            if left == 0 {
                return Ok(Some(payment));
            }
        }
        Ok(None)
    }

    /// Whether another file brought a payment of the row's entry.
    pub(super) fn is_entry_met(&self, gate: &Gate, row: &PaymentRow) -> Result<bool, Failure> {
        let Some(entry) = row.entry else { return Ok(false) };
        let sql =
            "SELECT EXISTS (SELECT 1 FROM payment_entry WHERE entry_key = ?1 AND payment <= ?2)";
        let mut statement = gate.store().connection.prepare_cached(sql)?;
        Ok(statement.query_row(params![entry.base, self.newest_before.0], |row| row.get(0))?)
    }

    /// Counts a row as known whose entry is held in another shape.
    pub(super) fn know_entry(
        &mut self,
        row: &PaymentRow,
        held: PaymentId,
    ) -> Result<PlacedPayment, Failure> {
        self.count(Outcome::Known, 1);
        self.writer.put_row(row.row, row.detail, Outcome::Known, Met::Payment(held), &row.raw)?;
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

    /// Marks what an interim report brought of the entry of a new payment that is final: had it the
    /// same shape, the row would be known.
    pub(super) fn supersede_interim(
        &mut self,
        gate: &Gate,
        row: &PaymentRow,
    ) -> Result<(), Failure> {
        let Some(entry) = row.entry.filter(|_| row.status == PaymentStatus::Success) else {
            return Ok(());
        };
        let sql = include_str!("../queries/entries_waiting.sql");
        let mut statement = gate.store().connection.prepare_cached(sql)?;
        let waiting: Vec<(PaymentId, i64)> = statement
            .query_map(params![entry.base, self.newest_before.0], |row| {
                Ok((PaymentId(row.get("payment")?), row.get("entry")?))
            })?
            .collect::<rusqlite::Result<_>>()?;
        let is_first = row.detail.is_none_or(|detail| detail == 1);
        let is_left = |(payment, _): &&(PaymentId, i64)| !self.superseded.contains(payment);
        // Without a reference each entry stands for one of those that wait.
        let one = waiting.iter().find(is_left).filter(|_| is_first).map(|(_, entry)| *entry);
        let is_meant = |waits: i64| entry.is_by_reference || one == Some(waits);
        let meant = waiting.into_iter().filter(|(_, entry)| is_meant(*entry));
        self.superseded.extend(meant.map(|(payment, _)| payment));
        Ok(())
    }

    /// Payments of interim reports for which this file brought others; how many is said.
    pub fn note_superseded(&mut self, gate: &mut Gate) -> Result<BTreeSet<PaymentId>, Failure> {
        let mut superseded = std::mem::take(&mut self.superseded);
        // A later row of the file may have been the very payment.
        superseded.retain(|payment| !self.met.contains(payment));
        if let Some(first) = superseded.first() {
            let facts = vec![Fact::new("count", superseded.len()), Fact::new("payment", first)];
            self.note(gate, Problem::of_file(ProblemCode::InterimSuperseded, facts))?;
        }
        Ok(superseded)
    }

    /// Says how many known payments the file tells other fees of than are kept.
    pub fn note_facts_not_kept(&mut self, gate: &mut Gate) -> Result<(), Failure> {
        let Some(first) = self.facts_not_kept.first() else { return Ok(()) };
        let facts = vec![Fact::new("count", self.facts_not_kept.len()), Fact::new("first", first)];
        self.note(gate, Problem::of_file(ProblemCode::FeeNotKept, facts))
    }

    /// Says how many entries are held in another shape.
    pub fn note_held_entries(&mut self, gate: &mut Gate) -> Result<(), Failure> {
        let Some(first) = self.held_otherwise.first() else { return Ok(()) };
        let facts = vec![Fact::new("count", self.held_otherwise.len()), Fact::new("first", first)];
        self.note(gate, Problem::of_file(ProblemCode::EntriesHeldOtherwise, facts))
    }
}
