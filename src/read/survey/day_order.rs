//! Whether a column of days writes the day or the month first: the day, unless its cells prove the
//! contrary. `05/11/2026` alone would be read as either, and as the wrong one in silence. And
//! whether the days of booking go one way through the file.

use std::collections::BTreeSet;

use super::head::headings::Header;
use crate::calendar::Day;
use crate::model::{Fact, Failure, FailureCode, Problem, ProblemCode};
use crate::read::files::grid::{Cell, CellKind, Row};
use crate::read::layout::date_form::{DateForm, parts};
use crate::read::layout::field::Field;

/// What the cells of the columns of days say of their order.
#[derive(Default)]
pub struct DayOrder {
    /// Of each column the first cell that can only be read with its month first.
    month_first: Vec<(Field, String)>,
    /// Columns with a cell that can only be read with its day first.
    day_first: Vec<Field>,
}

impl DayOrder {
    /// The cells of a data row vote.
    pub fn count(&mut self, row: &Row, header: &Header) {
        for field in Field::ALL.iter().copied() {
            if !(field.is_day() || field == Field::BookedAndReference) {
                continue;
            }
            let cell = header.column(field).and_then(|column| row.cell(column));
            let Some(cell) = cell.filter(|cell| cell.kind == CellKind::Text) else { continue };
            match two_parts(&cell.text) {
                Some((1..=12, 13..=31)) if !self.month_first.iter().any(|(f, _)| *f == field) => {
                    self.month_first.push((field, cell.text.trim().to_owned()));
                }
                Some((13..=31, 1..=12)) if !self.day_first.contains(&field) => {
                    self.day_first.push(field);
                }
                _ => {}
            }
        }
    }

    /// Fails where a column has days that exist with the month first only, and none with the day
    /// first only. One among others is a slip of its own row, which is refused.
    pub fn check(&self, header: &Header, form: DateForm) -> Result<(), Failure> {
        let is_told = matches!(form, DateForm::MonthFirst | DateForm::EpochMs);
        let wrong = self.month_first.iter().find(|(field, _)| !self.day_first.contains(field));
        match wrong {
            Some((field, cell)) if !is_told => Err(Failure::new(FailureCode::DayOrderUndecided)
                .with("column", header.heading(*field))
                .with("cell", cell)),
            _ => Ok(()),
        }
    }
}

/// Whether all days of booking are one day of several months, though with their months read first
/// they would be days of one month: of `08/01/2026` to `08/10/2026` one reading is a bank's that
/// moved money once a month, the other ten days.
#[derive(Default)]
pub struct OneDay {
    /// As read, and with the month first: the first and the last.
    read: Option<(Day, Day)>,
    other: Option<(Day, Day)>,
    is_refuted: bool,
    months: BTreeSet<u32>,
}

/// So many months with rows on one day of each alone are worth a word.
const MONTHS: usize = 3;

impl OneDay {
    /// A row that may become a payment.
    pub fn count(&mut self, row: &Row, header: &Header, form: DateForm) {
        if self.is_refuted {
            return;
        }
        let column = header.column(Field::Booked).or(header.column(Field::BookedAndReference));
        let Some(cell) = column.and_then(|column| row.cell(column)) else { return };
        let day = cell.text.split_whitespace().next().unwrap_or_default();
        let day_cell = Cell { text: day.to_owned(), kind: CellKind::Text };
        let of = |form: DateForm| form.moment_of(&day_cell).map(|moment| moment.day);
        let is_written = !matches!(form, DateForm::EpochMs | DateForm::MonthFirst);
        let has_parts = is_written && cell.kind == CellKind::Text && two_parts(day).is_some();
        let both = of(form).zip(of(DateForm::MonthFirst)).filter(|_| has_parts);
        let Some((day, other)) = both else {
            self.is_refuted = true;
            return;
        };
        let widen = |known: Option<(Day, Day)>, day: Day| {
            known.map_or((day, day), |(first, last)| (first.min(day), last.max(day)))
        };
        let read = *self.read.insert(widen(self.read, day));
        self.other = Some(widen(self.other, other));
        self.months.insert(other.day_of_month());
        self.is_refuted = read.0.day_of_month() != day.day_of_month()
            || read.0.year() != day.year()
            || read.0.day_of_month() > 12;
    }

    /// Says both readings, unless the file states a period that tells.
    pub fn tell(&self, has_period: bool) -> Option<Problem> {
        let ((first, last), (first_other, last_other)) = self.read.zip(self.other)?;
        if self.is_refuted || has_period || self.months.len() < MONTHS {
            return None;
        }
        let facts = vec![
            Fact::new("day", first.day_of_month()),
            Fact::new("months", self.months.len()),
            Fact::new("first", first),
            Fact::new("last", last),
            Fact::new("first_other", first_other),
            Fact::new("last_other", last_other),
        ];
        Some(Problem::of_file(ProblemCode::DayOrderUnclear, facts))
    }
}

/// Whether the days on which rows were booked go one way through the file.
#[derive(Default)]
pub struct BookedDays {
    last: Option<Day>,
    rises: bool,
    falls: bool,
}

impl BookedDays {
    /// A row that may become a payment.
    pub fn see(&mut self, row: &Row, header: &Header, form: DateForm) {
        let cell = header.column(Field::Booked).and_then(|column| row.cell(column));
        let Some(moment) = cell.and_then(|cell| form.moment_of(cell)) else { return };
        if let Some(before) = self.last.replace(moment.day) {
            self.rises |= before < moment.day;
            self.falls |= before > moment.day;
        }
    }

    /// Whether they only ever rise, or only ever fall; of days that share their column with
    /// something else it is not known.
    pub fn are_in_order(&self, header: &Header) -> bool {
        header.column(Field::Booked).is_some() && !(self.rises && self.falls)
    }
}

/// The first two numbers of a text like `11/23/2026 08:00`.
fn two_parts(text: &str) -> Option<(u32, u32)> {
    let (first, second, _) = parts(text)?;
    Some((first.parse().ok()?, second.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::container::{Head, key_row};
    use crate::read::layout::shipped::shipped_layouts;
    use crate::read::survey::head::headings;

    /// Whether rows of these days are in order, under the headings of the canonical CSV.
    fn are_in_order(days: &[&str]) -> bool {
        let layout = shipped_layouts().iter().find(|layout| layout.name == "payments");
        let rows = vec![key_row(&["account", "booked_at", "reference", "amount", "memo"])];
        let head = Head::of(None, rows);
        let header = headings::find(&head, layout.expect("shipped")).expect("a header");
        let mut booked = BookedDays::default();
        for day in days {
            booked.see(&key_row(&["1", day]), &header, DateForm::Written);
        }
        booked.are_in_order(&header)
    }

    #[test]
    fn days_are_in_order_where_none_comes_again() {
        for days in [&["01/11/2026", "01/11/2026 9:00", "x", "2026-11-02"][..], &["3/1/2026"], &[]]
        {
            assert!(are_in_order(days), "{days:?}");
        }
        assert!(are_in_order(&["02/11/2026", "02/11/2026", "01/11/2026"]), "the newest first");
        assert!(!are_in_order(&["01/11/2026", "02/11/2026", "01/11/2026"]));
    }

    #[test]
    fn the_first_two_numbers_may_be_day_and_month() {
        assert_eq!(two_parts("1/13/26"), Some((1, 13)));
        assert_eq!(two_parts("123/1/26"), None);
    }
}
