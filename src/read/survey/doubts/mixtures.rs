//! Columns of a workbook in which a spreadsheet program took some cells for its own and left others
//! as text: of `05/11/2026` it makes the eleventh of May, of `150.000` the number 150, and leaves
//! `13/11/2026` and `1.234.000` as they are. Each cell alone looks sound.

use crate::calendar::{Moment, parse_moment};
use crate::model::Place;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::read::files::grid::{Cell, CellKind, Row};
use crate::read::files::heading;
use crate::read::layout::date_form::DateForm;
use crate::read::layout::field::Field;
use crate::read::survey::head::headings::Header;

/// Columns in which a number below a thousand is rare.
const AMOUNTS: [Field; 3] = [Field::Amount, Field::Debit, Field::Credit];

/// What the cells of the columns of days and amounts look like.
#[derive(Default)]
pub struct Mixtures {
    days: Vec<(Field, Days)>,
    amounts: Vec<(Field, Amounts)>,
}

#[derive(Default)]
struct Days {
    /// Row of the first cell that the program keeps as a day, if all are before the 13th.
    early_number: Option<u64>,
    has_late_number: bool,
    /// The first text, if all are after the 12th.
    late_text: Option<String>,
    has_early_text: bool,
}

#[derive(Default)]
struct Amounts {
    /// The first number below a thousand, and whether the program keeps it as one.
    small: Option<(u64, String)>,
    is_small_a_number: bool,
    /// The first text with dots between groups.
    grouped: Option<String>,
    /// Whether a text has one dot alone: the program would have taken it for a number.
    has_one_dot: bool,
    /// Whether an amount is a thousand or more, or no whole number.
    has_other: bool,
}

impl Mixtures {
    /// The cells of a data row.
    pub fn count(&mut self, row: &Row, header: &Header, form: DateForm) {
        for field in Field::ALL.iter().copied() {
            let Some(cell) = header.column(field).and_then(|column| row.cell(column)) else {
                continue;
            };
            if field.is_day() || field == Field::BookedAndReference {
                of(&mut self.days, field).count(row.number, cell, form);
            } else if AMOUNTS.contains(&field) {
                of(&mut self.amounts, field).count(row.number, cell);
            }
        }
    }

    /// `is_dong`: whether all amounts are dong.
    pub fn tell(self, header: &Header, is_dong: bool, problems: &mut Vec<Problem>) {
        let problem = |field, code, row, raw| {
            let place = Place { row, column: header.heading(field).to_owned() };
            Problem { place, code, raw, facts: Vec::new() }
        };
        for (field, days) in self.days {
            if let (Some(row), Some(text)) = (days.early_number, days.late_text)
                && !days.has_late_number
                && !days.has_early_text
            {
                problems.push(problem(field, ProblemCode::DaysMixed, row, text));
            }
        }
        // Of an account that moves hundreds of dong alone nobody has heard.
        let are_all_small = !self.amounts.iter().any(|(_, amounts)| amounts.has_other);
        let numbers = self.amounts.iter().filter(|(_, amounts)| amounts.is_small_a_number);
        let first = numbers.filter_map(|(field, amounts)| Some((*field, amounts.small.clone()?)));
        if let Some((field, (row, small))) = first.min_by_key(|(_, (row, _))| *row)
            && is_dong
            && are_all_small
        {
            problems.push(problem(field, ProblemCode::AmountsSmall, row, small));
        }
        for (field, amounts) in self.amounts {
            if let (Some((row, small)), Some(_)) = (amounts.small, amounts.grouped)
                && (amounts.is_small_a_number || !amounts.has_one_dot)
            {
                problems.push(problem(field, ProblemCode::AmountsMixed, row, small));
            }
        }
    }
}

fn of<T: Default>(all: &mut Vec<(Field, T)>, field: Field) -> &mut T {
    let place = all.iter().position(|(known, _)| *known == field);
    let place = place.unwrap_or_else(|| {
        all.push((field, T::default()));
        all.len() - 1
    });
    &mut all[place].1
}

/// The day with which a text begins.
fn first_word(text: &str) -> Option<Moment> {
    text.split_whitespace().next().and_then(parse_moment)
}

impl Days {
    fn count(&mut self, row: u64, cell: &Cell, form: DateForm) {
        match cell.kind {
            CellKind::Binary => match form.moment_of(cell) {
                Some(moment) if moment.day.day_of_month() > 12 => self.has_late_number = true,
                Some(_) => _ = self.early_number.get_or_insert(row),
                None => {}
            },
            // Behind the day a number may stand.
            CellKind::Text => match parse_moment(&cell.text).or_else(|| first_word(&cell.text)) {
                Some(moment) if moment.day.day_of_month() > 12 => {
                    self.late_text.get_or_insert_with(|| heading::one_line(&cell.text));
                }
                Some(_) => self.has_early_text = true,
                None => {}
            },
            CellKind::Token | CellKind::Error => {}
        }
    }
}

impl Amounts {
    fn count(&mut self, row: u64, cell: &Cell) {
        let text = cell.text.trim().trim_start_matches(['-', '+']);
        let is_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        match (text.split_once('.'), cell.kind) {
            _ if text.trim_matches(['0', '.', ',', '-', '–', '—', '−']).is_empty() => {}
            (None, CellKind::Text | CellKind::Binary)
                if (1..=3).contains(&text.len()) && is_digits(text) && text != "0" =>
            {
                let is_number = cell.kind == CellKind::Binary;
                if self.small.is_none() || is_number && !self.is_small_a_number {
                    self.small = Some((row, text.to_owned()));
                    self.is_small_a_number = is_number;
                }
            }
            (Some((first, rest)), CellKind::Text)
                if is_digits(first)
                    && rest.split('.').all(|group| group.len() == 3 && is_digits(group)) =>
            {
                self.grouped.get_or_insert_with(|| text.to_owned());
                self.has_one_dot |= !rest.contains('.');
                self.has_other = true;
            }
            _ => self.has_other = true,
        }
    }
}
