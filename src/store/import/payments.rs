//! Places a payment's row: new, known, changed or refused, by what makes a payment the same
//! payment.
//!
//! Where the source has a transaction id, the id decides. Where it has none, equal rows are
//! counted: the n-th equal row of a file is the n-th stored one among those that this file may
//! hold. Stored ones that lie in a file with a disjoint stretch cannot be meant.

use std::collections::BTreeSet;

use rusqlite::{OptionalExtension, params};

use super::overlap::are_disjoint;
use super::{Importing, Met, NewPayment, Outcome, PlacedPayment, of_the_file};
use crate::model::{
    AccountId, Fact, Failure, LedgerPayment, PaymentId, PaymentRow, PaymentStanding, PaymentStatus,
    Place, Problem, ProblemCode, Subject,
};
use crate::money::Money;
use crate::store::chain::Withdrawn;
use crate::store::gate::Gate;
use crate::store::values;

/// A stored payment that a row may be.
struct Stored {
    id: PaymentId,
    occurrence: u32,
    amount: Money,
    fee: Money,
    settled_base: Option<Money>,
    status: PaymentStatus,
    is_withdrawn: bool,
}

impl Stored {
    /// Whether the row says of the fee, or of what the gateway settles on, what is not kept.
    fn lacks_facts_of(&self, row: &PaymentRow) -> bool {
        let is_new = |said: Option<Money>, kept: Option<Money>| said.is_some() && said != kept;
        let fee = Some(row.fee).filter(|fee| fee.is_positive());
        is_new(fee, Some(self.fee)) || is_new(row.settled_base, self.settled_base)
    }
}

impl Importing<'_> {
    /// Places a row, or keeps it waiting (`None`) until the file's stretch is known:
    /// `place_waiting`.
    pub fn put_payment(
        &mut self,
        gate: &mut Gate,
        row: &PaymentRow,
    ) -> Result<Option<PlacedPayment>, Failure> {
        let stored = self.stored_equals(gate, row)?;
        let newest_before = self.newest_before;
        let account = self.account(gate, &row.source)?;
        let must_wait = !row.key.is_by_reference
            && !account.stated.is_empty()
            && stored.iter().any(|stored| stored.id <= newest_before);
        if must_wait {
            account.waiting.push(row.clone());
            return Ok(None);
        }
        self.place(gate, row, &stored).map(Some)
    }

    /// Places the rows that waited, each handed on with what became of it.
    pub fn place_waiting<E: From<Failure>>(
        &mut self,
        gate: &mut Gate,
        mut placed: impl FnMut(&mut Importing, &mut Gate, PlacedPayment) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut waiting: Vec<PaymentRow> = self
            .accounts
            .values_mut()
            .flat_map(|account| std::mem::take(&mut account.waiting))
            .collect();
        waiting.sort_by_key(|row| (row.row, row.detail));
        for row in &waiting {
            let stored = self.stored_equals(gate, row)?;
            let outcome = self.place(gate, row, &stored)?;
            placed(self, gate, outcome)?;
        }
        Ok(())
    }

    /// Writes how a payment that has just come stands.
    pub fn put_new_standing(
        &self,
        gate: &mut Gate,
        new: &NewPayment,
        standing: &PaymentStanding,
    ) -> Result<(), Failure> {
        gate.put_counted_standing(standing, new.account, new.ledger.book_day)
    }

    fn place(
        &mut self,
        gate: &mut Gate,
        row: &PaymentRow,
        stored: &[Stored],
    ) -> Result<PlacedPayment, Failure> {
        let met = match row.key.is_by_reference {
            true => stored.first(),
            false => self.nth_equal(gate, row, stored)?,
        };
        let is_met = met.is_some_and(|met| !met.is_withdrawn);
        if !is_met && let Some(held) = self.held_entry(gate, row)? {
            return self.know_entry(row, held);
        }
        let Some(met) = met else {
            let occurrence = stored.iter().map(|stored| stored.occurrence).max().unwrap_or(0) + 1;
            return self.put_new(gate, row, occurrence);
        };
        if met.amount != row.amount {
            return self.refuse_amount(gate, row, met);
        }
        if met.lacks_facts_of(row) {
            self.facts_not_kept.insert(row.row);
        }
        let (outcome, placed) = if met.is_withdrawn {
            let subject = Subject::Payment(met.id);
            self.withdrawn.push(Withdrawn { file: self.file, subject, stands: false });
            (Outcome::New, PlacedPayment::Restored { payment: met.id, to: row.status })
        } else if row.changes_status_of(met.status) {
            (Outcome::Changed, PlacedPayment::Changed { payment: met.id, to: row.status })
        } else {
            (Outcome::Known, PlacedPayment::Known)
        };
        self.count(outcome, 1);
        self.writer.put_row(row.row, row.detail, outcome, Met::Payment(met.id), &row.raw)?;
        Ok(placed)
    }

    /// Stored payments with the row's key, in the order of their occurrence.
    fn stored_equals(&mut self, gate: &Gate, row: &PaymentRow) -> Result<Vec<Stored>, Failure> {
        let connection = &gate.store().connection;
        let sql = "SELECT EXISTS (SELECT 1 FROM payment WHERE base_key = ?1)";
        let mut statement = connection.prepare_cached(sql)?;
        if !statement.query_row([row.key.base], |row| row.get::<_, bool>(0))? {
            return Ok(Vec::new());
        }
        let sql = include_str!("../queries/payments_with_key.sql");
        let mut statement = connection.prepare_cached(sql)?;
        let stored = statement.query_map([&row.key.base], |row| {
            let currency = values::currency(row, "currency")?;
            Ok(Stored {
                id: PaymentId(row.get("id")?),
                occurrence: row.get("occurrence")?,
                amount: values::money(row, "amount_minor", currency)?,
                fee: values::money(row, "fee_minor", currency)?,
                settled_base: values::optional_money(row, "settled_base_minor", currency)?,
                status: values::coded(row, "status", PaymentStatus::from_code)?,
                is_withdrawn: row.get("is_withdrawn")?,
            })
        })?;
        Ok(stored.collect::<rusqlite::Result<_>>()?)
    }

    fn nth_equal<'a>(
        &mut self,
        gate: &Gate,
        row: &PaymentRow,
        stored: &'a [Stored],
    ) -> Result<Option<&'a Stored>, Failure> {
        let mut left = row.key.occurrence;
        for equal in stored {
            if equal.id > self.newest_before || !self.may_hold(gate, row, equal)? {
                continue;
            }
            left -= 1;
            if left == 0 {
                return Ok(Some(equal));
            }
        }
        Ok(None)
    }

    /// Whether this file may hold the stored payment.
    fn may_hold(
        &mut self,
        gate: &Gate,
        row: &PaymentRow,
        stored: &Stored,
    ) -> Result<bool, Failure> {
        let account = self.account(gate, &row.source)?;
        if account.own.is_empty() || account.stated.is_empty() {
            return Ok(true);
        }
        let sql = include_str!("../queries/files_of_payment.sql");
        let mut statement = gate.store().connection.prepare_cached(sql)?;
        let files: BTreeSet<i64> = statement
            .query_map([stored.id.0], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let is_elsewhere = account
            .stated
            .iter()
            .any(|(file, stated)| files.contains(&file.0) && are_disjoint(&account.own, stated));
        Ok(!is_elsewhere)
    }

    fn put_new(
        &mut self,
        gate: &mut Gate,
        row: &PaymentRow,
        occurrence: u32,
    ) -> Result<PlacedPayment, Failure> {
        let account = self.account(gate, &row.source)?;
        let (account, has_other_layout) = (account.id, account.has_other_layout);
        if has_other_layout && row.status != PaymentStatus::Pending {
            self.look_for_other_layout(gate, account, row)?;
        }
        let book_day = self.first_open_day(row.booked.day);
        if book_day != row.booked.day {
            *self.late.entry(row.booked.day).or_default() += 1;
        }
        self.count(Outcome::New, 1);
        let source_row =
            self.writer.put_row(row.row, row.detail, Outcome::New, Met::Nothing, &row.raw)?;
        let id = self.writer.put_payment(row, source_row, account, occurrence, book_day)?;
        self.put_entry(gate, row, id)?;
        self.supersede_interim(gate, row)?;
        let ledger = LedgerPayment {
            id,
            source_kind: row.source.kind,
            direction: row.direction,
            status: row.status,
            nature: row.nature,
            is_withdrawn: false,
            book_day,
            amount: row.amount,
            links: Vec::new(),
            refunded: Money::zero(row.amount.currency()),
            excluded: Money::zero(row.amount.currency()),
            refund_of: None,
            paid_out_by: None,
            pays_out: BTreeSet::new(),
            file: self.file,
            resolved_as: None,
            rejected: BTreeSet::new(),
        };
        Ok(PlacedPayment::New(Box::new(NewPayment { ledger, account })))
    }

    fn refuse_amount(
        &mut self,
        gate: &mut Gate,
        row: &PaymentRow,
        met: &Stored,
    ) -> Result<PlacedPayment, Failure> {
        self.count(Outcome::Refused, 1);
        self.writer.put_row(
            row.row,
            row.detail,
            Outcome::Refused,
            Met::Payment(met.id),
            &row.raw,
        )?;
        self.leave_out(row);
        let problem = Problem {
            place: Place { row: row.row, column: String::new() },
            code: ProblemCode::AmountContradicts,
            raw: row.raw.clone(),
            facts: vec![
                Fact::new("reference", &row.reference),
                Fact::new("amount", row.amount.to_plain()),
                Fact::new("known", met.amount.to_plain()),
                Fact::new("payment", met.id),
            ],
        };
        self.note(gate, problem)?;
        Ok(PlacedPayment::Refused)
    }

    /// Notes once a day and account that another layout has already brought rows of it.
    fn look_for_other_layout(
        &mut self,
        gate: &mut Gate,
        account: AccountId,
        row: &PaymentRow,
    ) -> Result<(), Failure> {
        if !self.seen_days.insert((account, row.booked.day)) {
            return Ok(());
        }
        let sql = include_str!("../queries/other_layout_of_day.sql");
        let other: Option<String> = gate
            .store()
            .connection
            .prepare_cached(sql)?
            .query_row(params![account.0, row.booked.day.to_string(), self.layout], |row| {
                row.get(0)
            })
            .optional()?;
        let Some(layout) = other else { return Ok(()) };
        let facts = vec![
            Fact::new("account", row.source.label()),
            Fact::new("day", row.booked.day),
            Fact::new("layout", layout),
        ];
        self.note(gate, of_the_file(ProblemCode::SecondLayout, facts))
    }
}
