//! Whether two statements of an account may hold the same rows: unless the stretches that they
//! state are disjoint.
//!
//! Days that do not meet are disjoint, and so are two statements of one day of which one goes on
//! with the balance with which the other ends, if they are not called the same. One of these signs
//! without the other proves nothing: names are repeated, and balances come back.

use std::collections::BTreeSet;

use rusqlite::Row;
use rusqlite::types::Type;

use crate::calendar::{Day, Moment};
use crate::model::Statement;
use crate::money::{Currency, Money};
use crate::store::values::{self, parse_moment_text};

/// From and to, both included, as (day, second of the day).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Interval {
    from: (Day, u32),
    to: (Day, u32),
}

impl Interval {
    /// A day without a time is meant whole.
    pub fn new(from: Moment, to: Moment) -> Interval {
        const LAST_SECOND: u32 = 86_399;
        Interval {
            from: (from.day, from.second.unwrap_or(0)),
            to: (to.day, to.second.unwrap_or(LAST_SECOND)),
        }
    }

    /// Whether all of it lies before the other.
    pub fn is_before(&self, other: &Interval) -> bool {
        self.to < other.from
    }

    /// The first day of it and the last.
    pub fn days(&self) -> (Day, Day) {
        (self.from.0, self.to.0)
    }

    fn meets(&self, other: &Interval) -> bool {
        self.from <= other.to && other.from <= self.to
    }
}

/// What a statement says of what it covers.
#[derive(Clone, Debug)]
pub(super) struct Stretch {
    currency: Currency,
    /// What its sender calls it; may be empty.
    number: String,
    interval: Option<Interval>,
    /// Opening and closing.
    balances: Option<(Money, Money)>,
}

/// How two statements stand to each other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Meeting {
    /// No row of one is a row of the other.
    Disjoint,
    /// Nothing keeps them from telling the same rows.
    Same,
    /// They may tell the same rows, and something speaks against it.
    Unclear,
}

impl Stretch {
    pub fn of(statement: &Statement) -> Stretch {
        Stretch {
            currency: statement.currency,
            number: statement.number.clone(),
            interval: statement.stated.map(|(from, to)| Interval::new(from, to)),
            balances: statement.opening.zip(statement.closing),
        }
    }

    /// Of a row with the columns of `statement`.
    pub fn of_row(row: &Row) -> rusqlite::Result<Stretch> {
        let currency = values::currency(row, "currency")?;
        let opening = values::optional_money(row, "opening_minor", currency)?;
        let closing = values::optional_money(row, "closing_minor", currency)?;
        Ok(Stretch {
            currency,
            number: row.get("number")?,
            interval: interval_of(row, "stated_from", "stated_to")?,
            balances: opening.zip(closing),
        })
    }

    /// Opening and closing, if money moved between them: else they say nothing of before and after.
    fn moves(&self) -> Option<(Money, Money)> {
        self.balances.filter(|(opening, closing)| opening != closing)
    }
}

/// How two statements of one account stand to each other; `all` are those that are known of it.
pub(super) fn meeting<'a>(
    one: &Stretch,
    other: &Stretch,
    all: impl Iterator<Item = &'a Stretch>,
) -> Meeting {
    if one.interval.zip(other.interval).is_some_and(|(one, other)| !one.meets(&other)) {
        return Meeting::Disjoint;
    }
    let links: Vec<_> =
        all.filter(|link| link.currency == one.currency).filter_map(Stretch::moves).collect();
    let is_chained = leads_to(one, other, &links) || leads_to(other, one, &links);
    let is_called_otherwise =
        !one.number.is_empty() && !other.number.is_empty() && one.number != other.number;
    let is_balanced_alike = one.balances.is_some() && one.balances == other.balances;
    match (is_called_otherwise, is_chained) {
        (true, true) => Meeting::Disjoint,
        (false, false) => Meeting::Same,
        _ if is_balanced_alike => Meeting::Same,
        _ => Meeting::Unclear,
    }
}

/// Whether one statement begins where another ends, or with others between them.
fn leads_to(from: &Stretch, to: &Stretch, links: &[(Money, Money)]) -> bool {
    let Some(((start, end), (opening, _))) = from.moves().zip(to.moves()) else { return false };
    // A balance that came back to where it was leads nowhere.
    let mut reached = BTreeSet::from([start.minor()]);
    let mut ends = vec![end];
    while let Some(end) = ends.pop() {
        if !reached.insert(end.minor()) {
            continue;
        }
        if end == opening {
            return true;
        }
        ends.extend(
            links.iter().filter(|(opening, _)| *opening == end).map(|(_, closing)| *closing),
        );
    }
    false
}

/// The interval of two columns that are both filled.
pub(super) fn interval_of(row: &Row, from: &str, to: &str) -> rusqlite::Result<Option<Interval>> {
    let both = moment(row, from)?.zip(moment(row, to)?);
    Ok(both.map(|(from, to)| Interval::new(from, to)))
}

fn moment(row: &Row, column: &str) -> rusqlite::Result<Option<Moment>> {
    let Some(text) = row.get::<_, Option<String>>(column)? else { return Ok(None) };
    let no_moment = || {
        let index = row.as_ref().column_index(column).unwrap_or_default();
        rusqlite::Error::FromSqlConversionFailure(index, Type::Text, "no moment".into())
    };
    parse_moment_text(&text).map(Some).ok_or_else(no_moment)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: u32, hour: Option<u32>) -> Moment {
        let day = Day::new(2026, 11, day).expect("a day of November");
        hour.map_or(Moment::on(day), |hour| Moment::at(day, hour, 0, 0).expect("an hour"))
    }

    fn between(from: Moment, to: Moment) -> Stretch {
        Stretch { interval: Some(Interval::new(from, to)), ..called("") }
    }

    fn called(number: &str) -> Stretch {
        let number = number.to_owned();
        Stretch { currency: Currency::VND, number, interval: None, balances: None }
    }

    fn balanced(number: &str, opening: i64, closing: i64) -> Stretch {
        let money = |minor| Money::from_minor(minor, Currency::VND);
        Stretch { balances: Some((money(opening), money(closing))), ..called(number) }
    }

    fn meet(one: &Stretch, other: &Stretch, between: &[Stretch]) -> Meeting {
        let all = || between.iter().chain([one, other]);
        let meeting = super::meeting(one, other, all());
        assert_eq!(super::meeting(other, one, all()), meeting, "{one:?} {other:?}");
        meeting
    }

    #[test]
    fn days_that_do_not_meet_are_disjoint() {
        let morning = between(at(5, None), at(5, Some(12)));
        let evening = between(at(5, Some(13)), at(5, None));
        let whole = between(at(5, None), at(5, None));
        assert_eq!(meet(&morning, &evening, &[]), Meeting::Disjoint);
        assert_eq!(meet(&morning, &whole, &[]), Meeting::Same);
        assert_eq!(meet(&whole, &evening, &[]), Meeting::Same);
        assert_eq!(meet(&morning, &called(""), &[]), Meeting::Same);
    }

    #[test]
    fn another_name_and_a_balance_that_goes_on_are_disjoint() {
        let (fifth, sixth) = (balanced("5", 1000, 1150), balanced("6", 1150, 1300));
        assert_eq!(meet(&fifth, &sixth, &[]), Meeting::Disjoint);
        assert_eq!(meet(&fifth, &fifth, &[]), Meeting::Same);
        // One sign alone.
        assert_eq!(meet(&fifth, &balanced("5", 1150, 1300), &[]), Meeting::Unclear);
        assert_eq!(meet(&fifth, &balanced("", 1150, 1300), &[]), Meeting::Unclear);
        assert_eq!(meet(&fifth, &balanced("6", 1200, 1300), &[]), Meeting::Unclear);
        assert_eq!(meet(&fifth, &called("6"), &[]), Meeting::Unclear);
        // The same stretch under another name, or nothing that tells.
        assert_eq!(meet(&fifth, &balanced("X", 1000, 1150), &[]), Meeting::Same);
        assert_eq!(meet(&fifth, &balanced("", 1000, 1300), &[]), Meeting::Same);
        assert_eq!(meet(&fifth, &called(""), &[]), Meeting::Same);
    }

    #[test]
    fn statements_between_join_two() {
        let (fifth, seventh) = (balanced("5", 1000, 1150), balanced("7", 1300, 1450));
        assert_eq!(meet(&fifth, &seventh, &[]), Meeting::Unclear);
        assert_eq!(meet(&fifth, &seventh, &[balanced("6", 1150, 1300)]), Meeting::Disjoint);
        // A longer one holds the first, whatever leads back to where both begin.
        let back = balanced("8", 1150, 1000);
        assert_eq!(meet(&fifth, &balanced("M", 1000, 1300), &[back]), Meeting::Unclear);
    }

    #[test]
    fn a_balance_that_does_not_move_proves_nothing() {
        let still = balanced("6", 1150, 1150);
        assert_eq!(meet(&balanced("5", 1000, 1150), &still, &[]), Meeting::Unclear);
    }
}
