//! Days, moments and periods as a Vietnamese agency counts them: local time, UTC+7 all year.

use std::collections::BTreeSet;
use std::fmt;

use chrono::{
    DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Timelike,
};

/// Vietnam's offset from UTC in seconds; there is no summer time.
const OFFSET_SECONDS: i32 = 7 * 3600;

/// The one time zone of every file read and every day booked.
pub fn local_zone() -> FixedOffset {
    FixedOffset::east_opt(OFFSET_SECONDS).expect("seven hours is a valid offset")
}

/// A calendar day. `2026-11-23` in files, `23/11/2026` on screens.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NaiveDate);

impl Day {
    pub fn new(year: i32, month: u32, day: u32) -> Option<Day> {
        NaiveDate::from_ymd_opt(year, month, day).map(Day)
    }

    /// Reads exactly `YYYY-MM-DD`.
    pub fn parse(text: &str) -> Option<Day> {
        let is_iso = text.len() == 10 && text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-';
        if !is_iso {
            return None;
        }
        let number = |part: &str| {
            part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse::<u32>().ok()).flatten()
        };
        let (year, month, day) =
            (number(text.get(0..4)?)?, number(text.get(5..7)?)?, number(text.get(8..10)?)?);
        Day::new(i32::try_from(year).ok()?, month, day)
    }

    pub fn year(self) -> i32 {
        self.0.year()
    }

    pub fn month(self) -> u32 {
        self.0.month()
    }

    pub fn day_of_month(self) -> u32 {
        self.0.day()
    }

    /// Days since 1970-01-01; the two leading bytes of a payment's key come from it.
    pub fn number(self) -> i64 {
        self.0.signed_duration_since(NaiveDate::default()).num_days()
    }

    /// The day of this month and day, of the year that brings it nearest: for days written without
    /// one. `None` where no year near has it.
    pub fn nearest(self, month: u32, day: u32) -> Option<Day> {
        let years = (self.year() - 1)..=(self.year() + 1);
        let days = years.filter_map(|year| Day::new(year, month, day));
        days.min_by_key(|day| day.days_since(self).abs())
    }

    pub fn plus_days(self, days: u64) -> Day {
        Day(self.0.checked_add_days(Days::new(days)).unwrap_or(self.0))
    }

    pub fn next(self) -> Day {
        self.plus_days(1)
    }

    pub fn previous(self) -> Day {
        Day(self.0.pred_opt().unwrap_or(self.0))
    }

    /// Whole days from `earlier` to `self`; negative if `self` comes first.
    pub fn days_since(self, earlier: Day) -> i64 {
        self.0.signed_duration_since(earlier.0).num_days()
    }

    /// `23/11/2026`.
    pub fn to_local(self) -> String {
        self.0.format("%d/%m/%Y").to_string()
    }

    /// `23/11`.
    pub fn to_short(self) -> String {
        self.0.format("%d/%m").to_string()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // At once, not letter by letter: the key of every payment read holds its day.
        let Ok(year @ 0..=9999) = u32::try_from(self.year()) else {
            return fmt::Display::fmt(&self.0, f);
        };
        let digit = |number: u32| b'0' + (number % 10) as u8;
        let [m, d] = [self.month(), self.day_of_month()];
        let [century, y] = [year / 100, year];
        let text = [
            digit(century / 10),
            digit(century),
            digit(y / 10),
            digit(y),
            b'-',
            digit(m / 10),
            digit(m),
            b'-',
            digit(d / 10),
            digit(d),
        ];
        f.write_str(std::str::from_utf8(&text).expect("digits are text"))
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// When something was booked: a day, and the time where the source gives one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Moment {
    pub day: Day,
    /// Seconds after local midnight, where the source gives a time.
    pub second: Option<u32>,
}

impl Moment {
    pub fn on(day: Day) -> Moment {
        Moment { day, second: None }
    }

    pub fn at(day: Day, hour: u32, minute: u32, second: u32) -> Option<Moment> {
        NaiveTime::from_hms_opt(hour, minute, second)?;
        Some(Moment { day, second: Some(hour * 3600 + minute * 60 + second) })
    }

    /// `2026-11-05T09:12:44+07:00`; midnight where no time is known.
    pub fn to_iso(self) -> String {
        let second = self.second.unwrap_or(0);
        let (hour, minute) = (second / 3600, second / 60 % 60);
        format!("{}T{hour:02}:{minute:02}:{:02}+07:00", self.day, second % 60)
    }

    /// `09:12`, or nothing where no time is known.
    pub fn time_short(self) -> Option<String> {
        self.second.map(|second| format!("{:02}:{:02}", second / 3600, second / 60 % 60))
    }
}

/// An instant of the clock, in local time, to the second.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Stamp(DateTime<FixedOffset>);

impl Stamp {
    /// Any ISO 8601 instant with an offset; kept in local time.
    pub fn parse(text: &str) -> Option<Stamp> {
        let instant = DateTime::parse_from_rfc3339(text).ok()?;
        Some(Stamp(instant.with_timezone(&local_zone())))
    }

    /// From seconds since 1970-01-01 UTC.
    pub fn from_unix(seconds: i64) -> Option<Stamp> {
        local_zone().timestamp_opt(seconds, 0).single().map(Stamp)
    }

    pub fn unix(self) -> i64 {
        self.0.timestamp()
    }

    pub fn day(self) -> Day {
        Day(self.0.date_naive())
    }

    /// Local day and time.
    pub fn moment(self) -> Moment {
        moment_of(self.0.naive_local())
    }

    pub fn to_iso(self) -> String {
        let second = self.0.num_seconds_from_midnight();
        Moment { day: self.day(), second: Some(second) }.to_iso()
    }

    /// `22/11/2026 17:31`.
    pub fn to_local(self) -> String {
        self.0.format("%d/%m/%Y %H:%M").to_string()
    }

    /// `2026-11-22-1731`, for names of files: they sort by time.
    pub fn for_names(self) -> String {
        self.0.format("%Y-%m-%d-%H%M").to_string()
    }
}

/// Where "now" comes from: the system's clock, or one pinned by `DOISOAT_NOW`.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    read: fn() -> Stamp,
    pinned: Option<Stamp>,
}

impl Clock {
    pub fn new(read: fn() -> Stamp) -> Clock {
        Clock { read, pinned: None }
    }

    pub fn pinned(at: Stamp) -> Clock {
        Clock { read: || unreachable!("a pinned clock is not read"), pinned: Some(at) }
    }

    pub fn now(self) -> Stamp {
        self.pinned.unwrap_or_else(self.read)
    }

    pub fn is_pinned(self) -> bool {
        self.pinned.is_some()
    }
}

/// What is closed as one: a day or a month. `2026-11-23`, `2026-11`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Period {
    Month { year: i32, month: u32 },
    Day(Day),
}

impl Period {
    pub fn parse(text: &str) -> Option<Period> {
        match text.len() {
            10 => Day::parse(text).map(Period::Day),
            7 => {
                let first = Day::parse(&format!("{text}-01"))?;
                Some(Period::month_of(first))
            }
            _ => None,
        }
    }

    pub fn month_of(day: Day) -> Period {
        Period::Month { year: day.year(), month: day.month() }
    }

    pub fn contains(self, day: Day) -> bool {
        match self {
            Period::Day(own) => own == day,
            Period::Month { year, month } => day.year() == year && day.month() == month,
        }
    }

    pub fn first_day(self) -> Day {
        match self {
            Period::Day(day) => day,
            Period::Month { year, month } => {
                Day::new(year, month, 1).expect("a period is built from a real month")
            }
        }
    }

    pub fn last_day(self) -> Day {
        match self {
            Period::Day(day) => day,
            Period::Month { year, month } => {
                let (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
                let next = NaiveDate::from_ymd_opt(year, month, 1).expect("a real month");
                Day(next.pred_opt().expect("a day before"))
            }
        }
    }

    /// First and last day as the store writes days.
    pub fn iso_bounds(self) -> (String, String) {
        (self.first_day().to_string(), self.last_day().to_string())
    }

    /// `23/11/2026`, `11/2026`.
    pub fn to_local(self) -> String {
        match self {
            Period::Day(day) => day.to_local(),
            Period::Month { year, month } => format!("{month:02}/{year}"),
        }
    }
}

/// Whether a day takes decisions: neither it nor its month is closed.
pub fn is_open_day(closed: &BTreeSet<Period>, day: Day) -> bool {
    !closed.contains(&Period::Day(day)) && !closed.contains(&Period::month_of(day))
}

/// The first open day that is not before `day`.
pub fn first_open_day(closed: &BTreeSet<Period>, day: Day) -> Day {
    let mut open = day;
    while !is_open_day(closed, open) {
        open = open.next();
    }
    open
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Period::Day(day) => write!(f, "{day}"),
            Period::Month { year, month } => write!(f, "{year:04}-{month:02}"),
        }
    }
}

/// Reads the date shapes of Vietnamese files, day first: `23/11/2026`, `23-11-2026 8:05:07`,
/// `2026-11-23 08:05`, ISO with offset (turned to local time), `20261123080507`.
///
/// Anything else, and a day that does not exist (31/11), is `None`.
pub fn parse_moment(text: &str) -> Option<Moment> {
    let text = text.trim();
    if text.len() >= 20
        && let Some(stamp) = Stamp::parse(text)
    {
        return Some(stamp.moment());
    }
    if text.len() == 14 && text.bytes().all(|b| b.is_ascii_digit()) {
        let at = NaiveDateTime::parse_from_str(text, "%Y%m%d%H%M%S").ok()?;
        return Some(moment_of(at));
    }
    let (date, time) = match text.split_once([' ', 'T']) {
        Some((date, time)) => (date, Some(time.trim())),
        None => (text, None),
    };
    let day = parse_day(date)?;
    match time {
        None | Some("") => Some(Moment::on(day)),
        Some(time) => parse_time(day, time),
    }
}

/// Reads a time of a day: `8:05`, `08:05:07`, or `80507`, digits that may have lost their leading
/// zeros in a workbook.
pub fn parse_time(day: Day, text: &str) -> Option<Moment> {
    let is_number = |part: &str, most: usize| {
        (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
    };
    if is_number(text, 6) {
        let digits = text.parse::<u32>().ok()?;
        return Moment::at(day, digits / 10_000, digits / 100 % 100, digits % 100);
    }
    let mut parts =
        text.splitn(3, ':').map(|part| is_number(part, 2).then(|| part.parse::<u32>().ok())?);
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = parts.next().unwrap_or(Some(0))?;
    Moment::at(day, hour, minute, second)
}

/// Reads a day alone: day first (`5/11/2026`, `05-11-2026`, `05.11.2026`), or `2026-11-05`, or
/// `20261105`.
pub fn parse_day(text: &str) -> Option<Day> {
    let text = text.trim();
    if let Some(day) = Day::parse(text) {
        return Some(day);
    }
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return Day::parse(&format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]));
    }
    let mut parts = text.split(['/', '-', '.']);
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let is_number = |part: &str, most: usize| {
        (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
    };
    if !is_number(day, 2) || !is_number(month, 2) || year.len() != 4 || !is_number(year, 4) {
        return None;
    }
    Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

fn moment_of(at: NaiveDateTime) -> Moment {
    use chrono::Timelike;
    Moment { day: Day(at.date()), second: Some(at.time().num_seconds_from_midnight()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_day_first_and_refuses_what_is_no_day() {
        let read = |text| parse_moment(text).map(Moment::to_iso);
        let cases = [
            ("05/11/2026", Some("2026-11-05T00:00:00+07:00")),
            ("5-1-2026 8:05", Some("2026-01-05T08:05:00+07:00")),
            ("2026-11-05T09:12:44+07:00", Some("2026-11-05T09:12:44+07:00")),
            ("2026-11-05T23:30:00Z", Some("2026-11-06T06:30:00+07:00")),
            ("20261105091244", Some("2026-11-05T09:12:44+07:00")),
            ("31/11/2026", None),
            ("11/31/2026", None),
            ("05/11/26", None),
            ("05/11/2026 25:00", None),
            ("+5/11/2026", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text).as_deref(), expected, "{text:?}");
        }
    }

    #[test]
    fn a_day_without_year_is_the_nearest() {
        let new_year = Day::parse("2027-01-01").expect("a day");
        let read = |month, day| new_year.nearest(month, day).map(|day| day.to_string());
        assert_eq!(read(12, 31).as_deref(), Some("2026-12-31"));
        assert_eq!(read(1, 2).as_deref(), Some("2027-01-02"));
        assert_eq!(read(2, 29).as_deref(), Some("2028-02-29"));
        assert_eq!(read(2, 30), None);
    }

    #[test]
    fn a_time_may_have_lost_its_leading_zeros() {
        let day = Day::parse("2026-11-05").expect("a day");
        let read = |text: &str| parse_time(day, text).and_then(|moment| moment.second);
        let cases = [
            ("80507", Some(29_107)),
            ("080507", Some(29_107)),
            ("507", Some(307)),
            ("8:05", Some(29_100)),
            ("246000", None),
            ("1080507", None),
            ("8h05", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_month_knows_its_days() {
        let february = Period::parse("2028-02").expect("a month");
        assert_eq!(february.last_day().to_string(), "2028-02-29");
        assert!(february.contains(Day::parse("2028-02-01").expect("a day")));
        assert_eq!(Period::parse("2026-13"), None);
        assert_eq!(Period::parse("2026-02-30"), None);
    }
}
