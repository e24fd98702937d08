//! Reconciliation files of NAPAS (`…_TC_SWC.dat`): a header, a detail line for each transfer, a
//! trailer with their count.
//!
//! A line is tags in brackets, each with a value of its fixed length:
//! `DR[MTI]0210[F2]   9704220000000011[F3]910000…`. Amounts have two decimals without a sign before
//! them. Days have no year: they lie next to the day of the header. `F4` is what was sent, `RTA`
//! what arrived; where they differ, the transfer was taken back, in part or whole.

use crate::calendar::Day;
use crate::model::Failure;
use crate::model::ProblemCode;
use crate::read::files::ReadSeek;
use crate::read::files::encoding;
use crate::read::files::encoding::TextEncoding;
use crate::read::files::grid::Visit;
use crate::read::files::grid::{CellKind, Mark, Row};
use crate::read::files::label::Label;

pub const KEYS: &[&str] = &[
    "direction",
    "booked",
    "settled_on",
    "amount",
    "sent",
    "fee",
    "currency",
    "result",
    "reversal",
    "reference",
    "retrieval_reference",
    "service",
    "account",
    "other_account",
    "terminal",
];

/// Tags of a line in their order, with the length of each value.
type Tags = &'static [(&'static str, usize)];

const HEADER: Tags = &[("REV", 8), ("DATE", 8)];

const TRAILER: Tags = &[("NOT", 9), ("CRE", 20), ("TIME", 6), ("DATE", 8), ("CSF", 32)];

const DETAIL: Tags = &[
    ("MTI", 4),
    ("F2", 19),
    ("F3", 6),
    ("SVC", 10),
    ("TCC", 2),
    ("F4", 12),
    ("RTA", 12),
    ("F49", 3),
    ("F5", 12),
    ("F50", 3),
    ("F9", 8),
    ("F6", 12),
    ("RCA", 12),
    ("F51", 3),
    ("F10", 8),
    ("F11", 6),
    ("F12", 6),
    ("F13", 4),
    ("F15", 4),
    ("F18", 4),
    ("F22", 3),
    ("F25", 2),
    ("F41", 8),
    ("ACQ", 8),
    ("ISS", 8),
    ("MID", 15),
    ("BNB", 8),
    ("F102", 28),
    ("F103", 28),
    ("SVFISSNP", 12),
    ("IRFISSACQ", 12),
    ("IRFISSBNB", 12),
    ("SVFACQNP", 12),
    ("IRFACQISS", 12),
    ("IRFACQBNB", 12),
    ("SVFBNBNP", 12),
    ("IRFBNBISS", 12),
    ("IRFBNBACQ", 12),
    ("F37", 12),
    ("F38", 6),
    ("TRN", 16),
    ("RRC", 4),
    ("RSV1", 100),
    ("RSV2", 100),
    ("RSV3", 100),
    ("CSR", 32),
];

/// Of the nine fees those that the bank of the receiver pays; the others are not the agency's.
const FEES_OF_RECEIVER: [&str; 3] = ["SVFBNBNP", "IRFBNBISS", "IRFBNBACQ"];

/// Whether a text begins with a header line.
pub fn is_one(head: &str) -> bool {
    head.trim_start().starts_with("HR[REV]")
}

pub fn rows(
    source: &mut dyn ReadSeek,
    encoding: TextEncoding,
    visit: Visit,
) -> Result<(), Failure> {
    let (mut entries, mut head, mut row) = (0, None, Row::default());
    encoding::for_each_line(source, encoding, &mut |line, _| {
        if let Some(header) = line.strip_prefix("HR") {
            head = values(header, HEADER).and_then(|values| {
                let bank = values.of("REV").to_owned();
                Some(Head { bank, made_on: day_of(values.of("DATE"))? })
            });
            row.be_mark(entries, Mark::Begin, "");
        } else if let Some(trailer) = line.strip_prefix("TR").and_then(|line| values(line, TRAILER))
        {
            row.be_mark(entries, Mark::Says(Label::Rows), trailer.of("NOT"));
        } else if line.trim().is_empty() {
            return Ok(true);
        } else {
            entries += 1;
            row.clear(entries);
            let detail = line.strip_prefix("DR").and_then(|detail| values(detail, DETAIL));
            match detail.zip(head.as_ref()) {
                Some((detail, head)) => put(&mut row, &detail, head),
                None => {
                    row.push(line, CellKind::Text);
                    row.defect = Some(ProblemCode::RowTooShort);
                }
            }
        }
        visit(&row)
    })?;
    Ok(())
}

/// What the header says.
struct Head {
    /// The bank that the file was made for.
    bank: String,
    made_on: Day,
}

impl Head {
    /// Which way the money goes at this bank: `in` to one of its accounts, `out` of one; the
    /// acquirer only stands between, and then it is neither.
    fn direction(&self, detail: &Values) -> &'static str {
        if self.bank == detail.of("BNB") {
            "in"
        } else if self.bank == detail.of("ISS") {
            "out"
        } else {
            "ACQ"
        }
    }
}

/// Values of a line, in the order of its tags.
struct Values<'a> {
    tags: Tags,
    values: Vec<&'a str>,
}

impl<'a> Values<'a> {
    /// The value of a tag without the blanks that fill it up.
    fn of(&self, tag: &str) -> &'a str {
        let at = self.tags.iter().position(|(known, _)| *known == tag).expect("a tag of the line");
        self.values[at].trim()
    }
}

/// `None` where a tag is missing or a value is not as long as it must be.
fn values<'a>(line: &'a str, tags: Tags) -> Option<Values<'a>> {
    let mut rest = line;
    let mut values = Vec::with_capacity(tags.len());
    for (tag, length) in tags {
        rest = rest.strip_prefix('[')?.strip_prefix(tag)?.strip_prefix(']')?;
        let (value, after) = rest.split_at_checked(*length)?;
        values.push(value);
        rest = after;
    }
    rest.trim().is_empty().then_some(Values { tags, values })
}

fn put(row: &mut Row, detail: &Values, head: &Head) {
    let (direction, made_on) = (head.direction(detail), head.made_on);
    let (sent, arrived) = (detail.of("F4"), detail.of("RTA"));
    let reversal = match (is_zero(sent), is_zero(arrived)) {
        (false, true) => "whole",
        (false, false) if sent != arrived => "partly",
        _ => "",
    };
    let time = detail.of("F12");
    let booked = format!("{} {}", written(detail.of("F13"), made_on), clock(time));
    row.push(direction, CellKind::Text);
    row.push(&booked, CellKind::Text);
    row.push(&written(detail.of("F15"), made_on), CellKind::Text);
    row.push(if reversal == "whole" { sent } else { arrived }, CellKind::Text);
    row.push(if reversal == "partly" { sent } else { "" }, CellKind::Text);
    row.push(&if direction == "in" { fee(detail) } else { String::new() }, CellKind::Text);
    row.push(detail.of("F49"), CellKind::Text);
    row.push(detail.of("RRC"), CellKind::Text);
    row.push(reversal, CellKind::Text);
    let (account, other) = if direction == "out" { ("F102", "F103") } else { ("F103", "F102") };
    for tag in ["TRN", "F37", "SVC", account, other, "F41"] {
        row.push(detail.of(tag), CellKind::Text);
    }
}

fn is_zero(amount: &str) -> bool {
    amount.bytes().all(|b| b == b'0')
}

/// What the receiver's bank pays; a fee that is no number stands as it is, to be refused.
fn fee(detail: &Values) -> String {
    let mut sum: u64 = 0;
    for tag in FEES_OF_RECEIVER {
        match detail.of(tag).parse::<u64>() {
            Ok(fee) => sum = sum.saturating_add(fee),
            Err(_) => return detail.of(tag).to_owned(),
        }
    }
    sum.to_string()
}

/// `103105` is `10:31:05`.
fn clock(time: &str) -> String {
    match (time.get(..2), time.get(2..4), time.get(4..6)) {
        (Some(hour), Some(minute), Some(second)) => format!("{hour}:{minute}:{second}"),
        _ => time.to_owned(),
    }
}

/// `1231` with its year; as it is where it is no day.
fn written(month_and_day: &str, made_on: Day) -> String {
    let part = |at: usize| month_and_day.get(at..at + 2)?.parse::<u32>().ok();
    let day = part(0).zip(part(2)).and_then(|(month, day)| made_on.nearest(month, day));
    day.map_or_else(|| month_and_day.to_owned(), |day| day.to_string())
}

/// `01012027`, day first.
fn day_of(text: &str) -> Option<Day> {
    let part = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
    Day::new(i32::try_from(part(4, 8)?).ok()?, part(2, 4)?, part(0, 2)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_must_be_as_long_as_its_tag_says() {
        let read = |line: &'static str| {
            values(line, HEADER).map(|values| (values.of("REV"), values.of("DATE")))
        };
        assert_eq!(read("[REV]  970403[DATE]01012027"), Some(("970403", "01012027")));
        assert_eq!(read("[REV]  970403[DATE]01012027 "), Some(("970403", "01012027")));
        assert_eq!(read("[REV]  970403[DATE]0101202"), None);
        assert_eq!(read("[REV] 970403[DATE]01012027"), None);
        assert_eq!(read("[REV]  970403[DATE]010120271"), None);
        assert_eq!(read("[DATE]01012027[REV]  970403"), None);
    }
}
