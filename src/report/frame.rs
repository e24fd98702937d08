//! What all reports have alike: the heading notes, columns, and sums per currency.

use std::collections::BTreeMap;

use super::Facts;
use crate::calendar::Period;
use crate::model::{Align, Cell, Column};
use crate::money::{Currency, Money};

/// Where the agency's name is to be written by hand.
const DOTTED_LINE: &str = "……………………………………";

/// Agency, period, whether it is closed, and the payments that came late where there are any.
pub fn notes(facts: &Facts) -> Vec<(&'static str, Cell)> {
    let agency = if facts.agency.is_empty() { DOTTED_LINE } else { &facts.agency };
    let period = match facts.period {
        Period::Day(day) => Cell::Day(day),
        Period::Month { .. } => Cell::Text(facts.period.to_string()),
    };
    let state = if facts.is_closed { "state.closed" } else { "state.open" };
    let mut notes = vec![
        ("agency", Cell::Text(agency.to_owned())),
        ("period", period),
        ("state", Cell::Key(state.to_owned())),
    ];
    let late: Vec<String> =
        facts.payments.iter().filter(|own| own.is_late).map(|own| own.id.to_string()).collect();
    if !late.is_empty() {
        notes.push(("late", Cell::Text(late.join(", "))));
    }
    notes
}

/// The same where rows of all kinds are listed: how many of them the totals count, and how many
/// not.
pub fn counted_notes(facts: &Facts) -> Vec<(&'static str, Cell)> {
    let counted = facts.payments.iter().filter(|own| own.standing.is_money()).count();
    let outside = facts.payments.len() - counted;
    let mut notes = notes(facts);
    notes.push(("counted", count(counted as u64)));
    if outside > 0 {
        notes.push(("outside", count(outside as u64)));
    }
    notes
}

pub fn left(key: &'static str) -> Column {
    Column { key, align: Align::Left }
}

pub fn right(key: &'static str) -> Column {
    Column { key, align: Align::Right }
}

pub fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

pub fn currency(currency: Currency) -> Cell {
    Cell::Text(currency.code().to_owned())
}

/// A code of an area of the language files.
pub fn word(area: &str, code: &str) -> Cell {
    Cell::Key(format!("{area}.{code}"))
}

pub fn count(count: u64) -> Cell {
    Cell::Number(i64::try_from(count).unwrap_or(i64::MAX))
}

/// A count and sums of amounts of one currency.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sums<const N: usize> {
    pub payments: u64,
    pub amounts: [Money; N],
}

impl<const N: usize> Sums<N> {
    fn nothing(currency: Currency) -> Sums<N> {
        Sums { payments: 0, amounts: [Money::zero(currency); N] }
    }

    pub fn add(&mut self, amounts: [Money; N]) {
        self.payments += 1;
        for (sum, amount) in self.amounts.iter_mut().zip(amounts) {
            *sum =
                sum.plus(amount).expect("sums of one currency, far below what an amount can hold");
        }
    }

    pub fn money(&self) -> impl Iterator<Item = Cell> {
        self.amounts.iter().copied().map(Cell::Money)
    }
}

/// Sums by a key, within a currency, in the order of the key.
#[derive(Clone, Debug, Default)]
pub struct SumsBy<Key: Ord, const N: usize>(BTreeMap<(Key, &'static str), (Currency, Sums<N>)>);

impl<Key: Ord, const N: usize> SumsBy<Key, N> {
    pub fn new() -> SumsBy<Key, N> {
        SumsBy(BTreeMap::new())
    }

    pub fn add(&mut self, key: Key, currency: Currency, amounts: [Money; N]) {
        let entry = self.0.entry((key, currency.code()));
        entry.or_insert_with(|| (currency, Sums::nothing(currency))).1.add(amounts);
    }

    pub fn iter(&self) -> impl Iterator<Item = (&Key, Currency, &Sums<N>)> {
        self.0.iter().map(|((key, _), (currency, sums))| (key, *currency, sums))
    }
}
