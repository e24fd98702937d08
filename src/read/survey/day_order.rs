//! Whether a column of days writes the day or the month first: the day, unless its cells prove the
//! contrary. `05/11/2026` alone would be read as either, and as the wrong one in silence.

use super::headings::Header;
use crate::model::{Failure, FailureCode};
use crate::read::files::grid::{CellKind, Row};
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

/// The first two numbers of a text like `11/23/2026 08:00`.
fn two_parts(text: &str) -> Option<(u32, u32)> {
    let (first, second, _) = parts(text)?;
    Some((first.parse().ok()?, second.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_two_numbers_may_be_day_and_month() {
        assert_eq!(two_parts("1/13/26"), Some((1, 13)));
        assert_eq!(two_parts("123/1/26"), None);
    }
}
