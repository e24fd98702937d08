//! Places a payment's row: new, known, changed or refused, by what makes a payment the same
//! payment.
//!
//! Where the source has a transaction id, the id decides. Where it has none, equal rows are
//! counted: each equal row of a file is the first stored one that no row before it is, among those
//! that its statement may hold. Stored ones of a statement with a disjoint stretch cannot be meant.

use std::collections::BTreeSet;

use rusqlite::{OptionalExtension, params};

use super::overlap::Meeting;
use super::{Importing, Met, NewPayment, Outcome, PlacedPayment};
use crate::calendar::Day;
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
    booked: Day,
    memo: String,
}

impl Stored {
    /// Whether the row, which has the reference, tells another day or, by letters and digits,
    /// another memo. A row without a memo says nothing of it.
    fn differs_from(&self, row: &PaymentRow, letters_of: fn(&str) -> String) -> bool {
        let (kept, said) = (letters_of(&self.memo), letters_of(&row.memo));
        self.booked != row.booked.day || kept != said && !kept.is_empty() && !said.is_empty()
    }

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
            && (stored.iter().any(|stored| stored.id <= newest_before)
                || self.is_entry_met(gate, row)?);
        if must_wait {
            let account = self.account(gate, &row.source)?;
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
            false => self.equal_that_is_left(gate, row, stored)?,
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
        if row.key.is_by_reference && !met.is_withdrawn {
            let is_known = matches!(placed, PlacedPayment::Known);
            self.look_at_reference(gate, row, met, is_known)?;
        }
        Ok(placed)
    }

    /// Says where one reference may stand for two payments: it would be lost that the second is
    /// taken for the first. What the file has brought before is not added up again.
    fn look_at_reference(
        &mut self,
        gate: &mut Gate,
        row: &PaymentRow,
        met: &Stored,
        is_known: bool,
    ) -> Result<(), Failure> {
        let is_again = !self.met.insert(met.id) || met.id > self.newest_before;
        if !is_known {
            return Ok(());
        }
        if is_again {
            self.leave_out(row);
        }
        let code = match (met.differs_from(row, self.letters_of), is_again && !self.holds_events) {
            (true, _) => ProblemCode::KnownDiffers,
            (false, true) => ProblemCode::ReferenceRepeated,
            (false, false) => return Ok(()),
        };
        let problem = Problem {
            place: Place { row: row.row, column: String::new() },
            code,
            raw: row.raw.clone(),
            facts: vec![
                Fact::new("reference", &row.reference),
                Fact::new("payment", met.id),
                Fact::new("day", row.booked.day),
                Fact::new("memo", &row.memo),
                Fact::new("known_day", met.booked),
                Fact::new("known_memo", &met.memo),
            ],
        };
        self.note(gate, problem)
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
                booked: values::day(row, "booked_on")?,
                memo: row.get("memo")?,
            })
        })?;
        Ok(stored.collect::<rusqlite::Result<_>>()?)
    }

    fn equal_that_is_left<'a>(
        &mut self,
        gate: &Gate,
        row: &PaymentRow,
        stored: &'a [Stored],
    ) -> Result<Option<&'a Stored>, Failure> {
        for equal in stored {
            if equal.id > self.newest_before || self.met.contains(&equal.id) {
                continue;
            }
            let meeting = self.meeting(gate, row, equal.id)?;
            if meeting == Meeting::Disjoint {
                continue;
            }
            self.met.insert(equal.id);
            let changes = equal.is_withdrawn || row.changes_status_of(equal.status);
            let is_final = row.status != PaymentStatus::Pending && !changes;
            if meeting == Meeting::Unclear && is_final && row.reference.is_empty() {
                self.unclear.push((row.row, equal.id));
            }
            return Ok(Some(equal));
        }
        Ok(None)
    }

    /// How the row's statement stands to those that told the stored payment.
    pub(super) fn meeting(
        &mut self,
        gate: &Gate,
        row: &PaymentRow,
        stored: PaymentId,
    ) -> Result<Meeting, Failure> {
        let account = self.account(gate, &row.source)?;
        if account.stated.is_empty() {
            return Ok(Meeting::Same);
        }
        let sql = include_str!("../queries/statements_of_payment.sql");
        let mut statement = gate.store().connection.prepare_cached(sql)?;
        let currency = row.amount.currency().code();
        let told: Vec<i64> = statement
            .query_map(params![stored.0, account.id.0, currency], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let meetings = told.into_iter().filter_map(|other| account.meeting(row.statement, other));
        Ok(meetings.min().unwrap_or(Meeting::Same))
    }

    /// Says of which rows it is not clear that they are the stored ones that they equal.
    pub fn note_unclear_rows(&mut self, gate: &mut Gate) -> Result<(), Failure> {
        let Some(&(first, payment)) = self.unclear.first() else { return Ok(()) };
        let sql = "SELECT f.name FROM payment p JOIN source_row r ON r.id = p.source_row
                   JOIN file f ON f.id = r.file WHERE p.id = ?1";
        let file: String = gate.store().connection.query_row(sql, [payment.0], |row| row.get(0))?;
        let facts = vec![
            Fact::new("count", self.unclear.len()),
            Fact::new("first", first),
            Fact::new("file", file),
        ];
        self.note(gate, Problem::of_file(ProblemCode::EqualRowsUnclear, facts))
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
        self.note(gate, Problem::of_file(ProblemCode::SecondLayout, facts))
    }
}
