//! Whether two files may hold the same rows of an account: unless the stretches that they state are
//! disjoint.

use rusqlite::Row;
use rusqlite::types::Type;

use crate::calendar::{Day, Moment};
use crate::store::values::parse_moment_text;

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

/// Two files that both state what they cover are disjoint if no stretch of one meets one of the
/// other.
pub(super) fn are_disjoint(one: &[Interval], other: &[Interval]) -> bool {
    let both_state = !one.is_empty() && !other.is_empty();
    both_state && !one.iter().any(|own| other.iter().any(|their| own.meets(their)))
}

pub(super) fn interval_of(row: &Row, from: usize, to: usize) -> rusqlite::Result<Interval> {
    let moment = |index: usize| -> rusqlite::Result<Moment> {
        let text: String = row.get(index)?;
        parse_moment_text(&text).ok_or_else(|| {
            rusqlite::Error::FromSqlConversionFailure(index, Type::Text, "no moment".into())
        })
    };
    Ok(Interval::new(moment(from)?, moment(to)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: u32, hour: Option<u32>) -> Moment {
        let day = Day::new(2026, 11, day).expect("a day of November");
        hour.map_or(Moment::on(day), |hour| Moment::at(day, hour, 0, 0).expect("an hour"))
    }

    #[test]
    fn only_stated_stretches_can_be_disjoint() {
        let morning = [Interval::new(at(5, None), at(5, Some(12)))];
        let evening = [Interval::new(at(5, Some(13)), at(5, None))];
        let whole = [Interval::new(at(5, None), at(5, None))];
        assert!(are_disjoint(&morning, &evening));
        assert!(!are_disjoint(&morning, &whole));
        assert!(!are_disjoint(&whole, &evening));
        assert!(!are_disjoint(&morning, &[]), "a file that states nothing may hold anything");
    }
}
