//! How columns of days and times are written, as a layout tells it.

use serde::Deserialize;

use crate::calendar::{Day, Moment, Stamp, parse_moment};
use crate::read::files::grid::{Cell, CellKind};

/// Days outside these years are typing errors, not bookings.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2100;

/// How the columns of days and times are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateForm {
    /// As people write them, or `yyyyMMddHHmmss`.
    #[default]
    Written,
    /// Milliseconds since 1970-01-01 UTC.
    EpochMs,
    /// Written with the month before the day.
    MonthFirst,
    /// Written, but with times that cannot be trusted: only the day is taken.
    DayOnly,
}

impl DateForm {
    /// Reads a day, day first, or the number under which a workbook keeps one; or in the form that
    /// the layout names.
    pub fn moment_of(self, cell: &Cell) -> Option<Moment> {
        let text = cell.text.trim();
        let moment = self.moment(text, || match cell.kind {
            CellKind::Binary => serial_moment(text).or_else(|| parse_moment(text)),
            _ => parse_moment(text),
        })?;
        YEARS.contains(&moment.day.year()).then_some(moment)
    }

    /// What a text says in this form; `None` where it is none.
    fn moment(self, text: &str, written: impl Fn() -> Option<Moment>) -> Option<Moment> {
        match self {
            DateForm::Written => written(),
            DateForm::MonthFirst if swapped(text) != text => parse_moment(&swapped(text)),
            DateForm::MonthFirst => written(),
            DateForm::DayOnly => written().map(|moment| Moment::on(moment.day)),
            DateForm::EpochMs => {
                let is_whole = text.bytes().all(|b| b.is_ascii_digit());
                let milliseconds: i64 = is_whole.then(|| text.parse().ok())??;
                Stamp::from_unix(milliseconds / 1000).map(Stamp::moment)
            }
        }
    }
}

/// Days since 1899-12-30 and the part of the day, as in `46189.34375`.
fn serial_moment(text: &str) -> Option<Moment> {
    let (days, part) = text.split_once('.').unwrap_or((text, ""));
    let days: u64 = days.parse().ok().filter(|days| (20_000..80_000).contains(days))?;
    let day = Day::new(1899, 12, 30)?.plus_days(days);
    if part.is_empty() {
        return Some(Moment::on(day));
    }
    let part = &part[..part.len().min(12)];
    let scale = 10u64.pow(u32::try_from(part.len()).ok()?);
    let second = (part.parse::<u64>().ok()? * 86_400 + scale / 2) / scale;
    // Half a second before midnight is the midnight that follows.
    let (day, second) = if second == 86_400 { (day.next(), 0) } else { (day, second) };
    Some(Moment { day, second: Some(u32::try_from(second).ok()?) })
}

/// Two numbers of at most two digits, and what follows them with its separator.
pub fn parts(text: &str) -> Option<(&str, &str, &str)> {
    let text = text.trim();
    let separator = text.find(['/', '-', '.'])?;
    let (first, rest) = (&text[..separator], &text[separator + 1..]);
    let second = &rest[..rest.find(&text[separator..=separator])?];
    let is_number =
        |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    (is_number(first) && is_number(second)).then(|| (first, second, &rest[second.len()..]))
}

/// A text with its first two numbers in the other order; as it is where it has none.
fn swapped(text: &str) -> String {
    match parts(text) {
        Some((first, second, rest)) => format!("{second}{}{first}{rest}", &rest[..1]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_in_the_form_of_the_layout() {
        let read = |form: DateForm, text: &str| {
            form.moment(text, || parse_moment(text)).map(|moment| (moment.to_iso(), moment.second))
        };
        let at = |text: &str, second| Some((text.to_owned(), second));
        // 1785910800 is 06:20 UTC on that day.
        let noon = at("2026-08-05T13:20:00+07:00", Some(48_000));
        assert_eq!(read(DateForm::EpochMs, "1785910800000"), noon);
        assert_eq!(read(DateForm::EpochMs, "1785910800999"), noon);
        assert_eq!(read(DateForm::EpochMs, "-1785910800000"), None);
        assert_eq!(read(DateForm::EpochMs, "05/08/2026"), None);
        assert_eq!(read(DateForm::Written, "1785910800000"), None);
        assert_eq!(
            read(DateForm::DayOnly, "20260805012000"),
            at("2026-08-05T00:00:00+07:00", None)
        );
    }

    #[test]
    fn days_and_months_change_places() {
        assert_eq!(swapped("11/23/2026 08:00"), "23/11/2026 08:00");
        assert_eq!(swapped("2026-11-23"), "2026-11-23");
        assert_eq!(swapped("46189"), "46189");
    }

    #[test]
    fn a_workbook_number_is_a_day_and_a_time() {
        let read = |text: &str| serial_moment(text).map(Moment::to_iso);
        assert_eq!(read("46189").as_deref(), Some("2026-06-16T00:00:00+07:00"));
        assert_eq!(read("46189.34375").as_deref(), Some("2026-06-16T08:15:00+07:00"));
        assert_eq!(read("46189.999999999").as_deref(), Some("2026-06-17T00:00:00+07:00"));
        assert_eq!(read("150000"), None);
        let cell = Cell { text: "05/11/0206".to_owned(), kind: CellKind::Text };
        assert_eq!(DateForm::Written.moment_of(&cell), None);
    }
}
