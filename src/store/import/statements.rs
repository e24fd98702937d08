//! What a file states of its accounts, and what is said of the file as a whole once its rows are
//! placed.

use rusqlite::params;

use super::Importing;
use super::overlap::Stretch;
use crate::model::{
    Direction, Fact, Failure, PaymentRow, PaymentStatus, Problem, ProblemCode, Statement,
};
use crate::money::Money;
use crate::store::gate::Gate;
use crate::store::values::moment_text;

/// So many days of late rows are named.
const LATE_DAYS_SHOWN: usize = 7;

impl Importing<'_> {
    /// Keeps the statements of the file; rows that wait are placed after this.
    pub fn put_statements(
        &mut self,
        gate: &mut Gate,
        statements: &[Statement],
    ) -> Result<(), Failure> {
        for (place, statement) in statements.iter().enumerate() {
            let account = self.account(gate, &statement.source)?;
            account.own.insert(place, Stretch::of(statement));
            let account = account.id;
            let sql = include_str!("../queries/insert_statement.sql");
            gate.store().connection.prepare_cached(sql)?.execute(params![
                self.file.0,
                account.0,
                statement.currency.code(),
                statement.number,
                statement.rows.map(|(first, _)| first),
                statement.rows.map(|(_, last)| last),
                statement.stated.map(|(from, _)| moment_text(from)),
                statement.stated.map(|(_, to)| moment_text(to)),
                statement.seen.map(|(from, _)| moment_text(from)),
                statement.seen.map(|(_, to)| moment_text(to)),
                statement.opening.map(Money::minor),
                statement.closing.map(Money::minor),
                statement.credits.minor(),
                statement.debits.minor(),
                statement.is_tied,
            ])?;
        }
        Ok(())
    }

    /// Keeps a refused row out of the sums of its statement.
    pub(super) fn leave_out(&mut self, row: &PaymentRow) {
        if row.status != PaymentStatus::Success {
            return;
        }
        let zero = Money::zero(row.amount.currency());
        let (credits, debits) = self.refused_sums.entry(row.statement).or_insert((zero, zero));
        let sum = match row.direction {
            Direction::Credit => credits,
            Direction::Debit => debits,
        };
        *sum = sum.plus(row.amount).expect("reading has summed up more than this");
    }

    /// Takes the rows that the store refused out of the sums that reading made of all rows.
    ///
    /// Whether the balances tie stays as it was: that is about the file and not about what was
    /// taken of it.
    pub fn take_refused_out(&self, statements: &mut [Statement]) {
        for (place, &(credits, debits)) in &self.refused_sums {
            let statement = &mut statements[*place];
            let rest = |sum: Money, refused| sum.minus(refused).expect("it is part of the sum");
            statement.credits = rest(statement.credits, credits);
            statement.debits = rest(statement.debits, debits);
        }
    }

    /// Says how many rows came for days that were closed.
    pub fn note_late_rows(&mut self, gate: &mut Gate) -> Result<(), Failure> {
        let Some((&first, _)) = self.late.first_key_value() else { return Ok(()) };
        let shown = self.late.keys().take(LATE_DAYS_SHOWN).map(|day| day.to_local());
        let rest = (self.late.len() > LATE_DAYS_SHOWN).then(|| "…".to_owned());
        let days: Vec<String> = shown.chain(rest).collect();
        let facts = vec![
            Fact::new("count", self.late.values().sum::<u64>()),
            Fact::new("days", days.join(", ")),
            Fact::new("booked_on", self.first_open_day(first)),
        ];
        self.note(gate, Problem::of_file(ProblemCode::LateRows, facts))
    }
}
