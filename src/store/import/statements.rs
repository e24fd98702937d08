//! What a file states of its accounts, and what is said of the file as a whole once its rows are placed.

use rusqlite::params;

use super::overlap::Interval;
use super::{Importing, of_the_file};
use crate::model::{Fact, Failure, ProblemCode, Statement};
use crate::money::Money;
use crate::store::gate::Gate;
use crate::store::values::moment_text;

impl Importing {
    /// Keeps the statements of the file; rows that wait are placed after this.
    pub fn put_statements(
        &mut self,
        gate: &mut Gate,
        statements: &[Statement],
    ) -> Result<(), Failure> {
        for statement in statements {
            let account = self.account(gate, &statement.source)?;
            if let Some((from, to)) = statement.stated {
                account.own.push(Interval::new(from, to));
            }
            let account = account.id;
            let sql = include_str!("../queries/insert_statement.sql");
            gate.store().connection.prepare_cached(sql)?.execute(params![
                self.file.0,
                account.0,
                statement.currency.code(),
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

    /// Says how many rows came for days that were closed.
    pub fn note_late_rows(&mut self, gate: &mut Gate) -> Result<(), Failure> {
        let Some((count, first)) = self.late else { return Ok(()) };
        let facts = vec![
            Fact::new("count", count),
            Fact::new("day", first),
            Fact::new("booked_on", self.first_open_day(first)),
        ];
        self.note(gate, of_the_file(ProblemCode::LateRows, facts))
    }
}
