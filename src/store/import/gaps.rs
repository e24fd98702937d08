//! Whether a file's statements go on where those of other files end: what nobody sent shows as a
//! gap between two balances.

use std::collections::BTreeMap;

use rusqlite::params;

use super::Importing;
use super::overlap::{Interval, interval_of};
use crate::calendar::Day;
use crate::model::{Fact, Failure, Problem, ProblemCode, Source, Statement};
use crate::money::{Currency, Money};
use crate::store::gate::Gate;

/// A statement and the stretch of it, as it says or as its rows show.
struct Told {
    file: String,
    stretch: Interval,
    opening: Option<Money>,
    closing: Option<Money>,
}

impl Importing<'_> {
    /// Compares the first opening and the last closing of each account with the neighbours that
    /// other files brought. A neighbour that shares a day proves nothing: then nothing is said.
    pub fn note_gaps(&mut self, gate: &mut Gate, statements: &[Statement]) -> Result<(), Failure> {
        let mut own: BTreeMap<(&Source, Currency), Vec<Told>> = BTreeMap::new();
        for statement in statements {
            let Some((from, to)) = statement.stated.or(statement.seen) else { continue };
            own.entry((&statement.source, statement.currency)).or_default().push(Told {
                file: String::new(),
                stretch: Interval::new(from, to),
                opening: statement.opening,
                closing: statement.closing,
            });
        }
        for ((source, currency), own) in own {
            let others = self.others(gate, source, currency)?;
            let gaps = [gap_before(&own, &others), gap_after(&own, &others)];
            for (code, mut facts) in gaps.into_iter().flatten() {
                facts.insert(0, Fact::new("account", source.label()));
                self.note(gate, Problem::of_file(code, facts))?;
            }
        }
        Ok(())
    }

    fn others(
        &mut self,
        gate: &Gate,
        source: &Source,
        currency: Currency,
    ) -> Result<Vec<Told>, Failure> {
        let account = self.account(gate, source)?.id;
        let sql = include_str!("../queries/statements_of_account.sql");
        let mut statement = gate.store().connection.prepare_cached(sql)?;
        let told =
            statement.query_map(params![account.0, currency.code(), self.file.0], |row| {
                let money =
                    |minor: Option<i64>| minor.map(|minor| Money::from_minor(minor, currency));
                let (opening, closing) = (row.get("opening_minor")?, row.get("closing_minor")?);
                let (opening, closing) = (money(opening), money(closing));
                let file: String = row.get("name")?;
                let stretch = interval_of(row, "begins", "ends")?;
                Ok(stretch.map(|stretch| Told { file, stretch, opening, closing }))
            })?;
        Ok(told.filter_map(Result::transpose).collect::<rusqlite::Result<_>>()?)
    }
}

/// The gap between the others and the first of these statements, if there is one.
fn gap_before(own: &[Told], others: &[Told]) -> Option<(ProblemCode, Vec<Fact>)> {
    let first = own.iter().min_by_key(|one| one.stretch.days())?;
    let before = |other: &&Told| other.stretch.is_before(&first.stretch);
    let reaches_in =
        |other: &Told| !before(&other) && other.stretch.days().0 <= first.stretch.days().0;
    if others.iter().any(reaches_in) {
        return None;
    }
    let last_day = others.iter().filter(before).map(|other| other.stretch.days().1).max()?;
    let is_last = |other: &&Told| before(other) && other.stretch.days().1 == last_day;
    let opening = first.opening?;
    let neighbours = others.iter().filter(is_last);
    let (other, closing) = differing(neighbours, opening, |other| other.closing)?;
    Some((ProblemCode::GapBefore, facts(other, last_day, closing, opening)))
}

/// The gap between the last of these statements and the others, if there is one.
fn gap_after(own: &[Told], others: &[Told]) -> Option<(ProblemCode, Vec<Fact>)> {
    let last = own.iter().max_by_key(|one| one.stretch.days().1)?;
    let after = |other: &&Told| last.stretch.is_before(&other.stretch);
    let reaches_out =
        |other: &Told| !after(&other) && other.stretch.days().1 >= last.stretch.days().1;
    if others.iter().any(reaches_out) {
        return None;
    }
    let first_day = others.iter().filter(after).map(|other| other.stretch.days().0).min()?;
    let is_first = |other: &&Told| after(other) && other.stretch.days().0 == first_day;
    let closing = last.closing?;
    let neighbours = others.iter().filter(is_first);
    let (other, opening) = differing(neighbours, closing, |other| other.opening)?;
    Some((ProblemCode::GapAfter, facts(other, first_day, closing, opening)))
}

/// The newest of the neighbours with its balance, where none of them has the one that is due.
fn differing<'a>(
    neighbours: impl Iterator<Item = &'a Told>,
    due: Money,
    balance: impl Fn(&Told) -> Option<Money>,
) -> Option<(&'a Told, Money)> {
    let told: Vec<_> = neighbours.filter_map(|one| Some((one, balance(one)?))).collect();
    let is_met = told.iter().any(|(_, balance)| *balance == due);
    told.into_iter().last().filter(|_| !is_met)
}

fn facts(other: &Told, day: Day, closing: Money, opening: Money) -> Vec<Fact> {
    let difference = opening.minus(closing).map_or_else(|_| String::new(), Money::to_plain);
    vec![
        Fact::new("file", &other.file),
        Fact::new("day", day),
        Fact::new("closing", closing.to_plain()),
        Fact::new("opening", opening.to_plain()),
        Fact::new("difference", difference),
    ]
}
