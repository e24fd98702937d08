//! What a lesson leaves out: columns of a sheet that hold amounts or words and that no field reads.

use std::collections::BTreeMap;

use super::sketch::Sketch;
use crate::calendar::parse_moment;
use crate::model::UnreadColumn;
use crate::read::files::grid::Row;
use crate::read::layout::field::Field;

/// From so many digits on a number may be an amount; row numbers have fewer.
const FEWEST_DIGITS: usize = 4;

/// Longer ones without separators are numbers of accounts and documents.
const MOST_BARE_DIGITS: usize = 9;

/// Rows that are payments or invoices as far as one can tell from their days; where no column holds
/// days, all below the headings.
pub fn data_rows<'a>(
    sketch: &'a Sketch,
    columns: &BTreeMap<Field, usize>,
) -> impl Iterator<Item = &'a Row> {
    let days = [Field::Booked, Field::BookedAndReference, Field::IssuedOn];
    let day = days.iter().find_map(|field| columns.get(field).copied());
    let is_row = move |row: &&Row| {
        day.is_none_or(|day| row.text(day).starts_with(|c: char| c.is_ascii_digit()))
    };
    sketch.below().iter().filter(is_row)
}

/// The columns that hold something and that no field reads, in file order.
pub fn left_out(sketch: &Sketch, columns: &BTreeMap<Field, usize>) -> Vec<UnreadColumn> {
    let wide = data_rows(sketch, columns).map(|row| row.cells().len()).max().unwrap_or(0);
    let unread = (0..wide).filter(|column| !columns.values().any(|read| read == column));
    let holds = unread.filter_map(|column| {
        let cells: Vec<&str> =
            data_rows(sketch, columns).map(|row| row.text(column).trim()).collect();
        let has_words = cells.iter().any(|cell| is_words(cell));
        let is_money = !has_words && cells.iter().any(|cell| is_amount(cell));
        let heading = sketch.heading(column);
        let name = if heading.is_empty() { letter(column) } else { heading };
        (has_words || is_money).then_some(UnreadColumn { name, is_money })
    });
    holds.collect()
}

/// Digits with separators and a sign, a currency behind them perhaps.
fn as_number(cell: &str) -> Option<&str> {
    let units = ["VND", "VNĐ", "₫", "đ"];
    let bare = units.iter().find_map(|unit| cell.strip_suffix(unit)).unwrap_or(cell).trim();
    let is_number = bare.chars().all(|c| c.is_ascii_digit() || "+-−.,() \u{a0}".contains(c));
    is_number.then_some(bare)
}

fn is_amount(cell: &str) -> bool {
    let Some(number) = as_number(cell) else { return false };
    let digits = number.chars().filter(char::is_ascii_digit).count();
    let is_bare = number.chars().all(|c| c.is_ascii_digit());
    let is_code = is_bare && (number.starts_with('0') || digits > MOST_BARE_DIGITS);
    digits >= FEWEST_DIGITS && !is_code && parse_moment(number).is_none()
}

fn is_words(cell: &str) -> bool {
    let has_letters = cell.chars().any(char::is_alphabetic);
    has_letters && as_number(cell).is_none() && parse_moment(cell).is_none()
}

/// `A` for the first column, `AB` for the 28th.
fn letter(column: usize) -> String {
    let own = char::from(b'A' + u8::try_from(column % 26).unwrap_or(0));
    let before = (column / 26).checked_sub(1).map(letter).unwrap_or_default();
    format!("{before}{own}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_and_words_are_told_from_codes_and_days() {
        for amount in ["1.100", "150,000", "-11.000", "150000", "1.250.000 VND", "(5.000)"] {
            assert!(is_amount(amount) && !is_words(amount), "{amount}");
        }
        for other in ["", "1", "0", "-", "04/08/2026", "0123456789", "26327001882123", "2026-08-04"]
        {
            assert!(!is_amount(other) && !is_words(other), "{other}");
        }
        for words in ["nộp HD2608 001", "CT01", "VND 5 nghìn"] {
            assert!(is_words(words) && !is_amount(words), "{words}");
        }
    }

    #[test]
    fn columns_have_letters_as_in_a_spreadsheet() {
        assert_eq!([0, 25, 26, 27].map(letter), ["A", "Z", "AA", "AB"]);
    }
}
