//! SWIFT MT940 (statement) and MT942 (interim report).
//!
//! `:61:2609050905C150000,NTRFNONREF//FT26248` is 150,000 in, value and entry day 2026-09-05, the
//! bank's reference `FT26248`; the lines of `:86:` below it are the memo.

use super::super::ReadSeek;
use super::super::container::Visit;
use super::super::encoding;
use super::super::encoding::TextEncoding;
use super::super::grid::{CellKind, Mark, Row};
use super::super::layout::Label;
use crate::calendar::Day;
use crate::model::Failure;
use crate::model::ProblemCode;

pub const KEYS: &[&str] =
    &["entry_day", "value_day", "amount", "type", "owner_reference", "bank_reference", "memo"];

/// Whether a text holds the tag that begins every message.
pub fn is_one(head: &str) -> bool {
    head.lines().any(|line| tag_of(line).is_some_and(|(tag, _)| tag == "20"))
        && head.lines().any(|line| tag_of(line).is_some_and(|(tag, _)| tag.starts_with("25")))
}

pub fn rows(
    source: &mut dyn ReadSeek,
    encoding: TextEncoding,
    visit: Visit,
) -> Result<(), Failure> {
    let mut reader = Reader::default();
    let mut goes_on = true;
    encoding::for_each_line(source, encoding, &mut |line, _| {
        goes_on = reader.line(line, visit)?;
        Ok(goes_on)
    })?;
    if goes_on {
        reader.end_field(visit)?;
        reader.end_entry(visit)?;
    }
    Ok(())
}

/// `:28C:00004/001` is the tag `28C` and the rest; a text line may begin with a colon as well.
fn tag_of(line: &str) -> Option<(&str, &str)> {
    let (tag, rest) = line.trim_start_matches('\u{1}').strip_prefix(':')?.split_once(':')?;
    let (digits, letter) = tag.split_at_checked(2)?;
    let is_tag = digits.bytes().all(|b| b.is_ascii_digit())
        && (letter.is_empty() || (letter.len() == 1 && letter.as_bytes()[0].is_ascii_uppercase()));
    is_tag.then_some((tag, rest))
}

#[derive(Default)]
struct Reader {
    /// The field that is being read: its tag and lines so far.
    tag: String,
    text: String,
    entry: Option<Entry>,
    entries: u64,
    row: Row,
}

#[derive(Default)]
struct Entry {
    line: String,
    memo: String,
}

impl Reader {
    fn line(&mut self, line: &str, visit: Visit) -> Result<bool, Failure> {
        if let Some((tag, rest)) = tag_of(line) {
            let goes_on = self.end_field(visit)?;
            self.tag = tag.to_owned();
            self.text = rest.to_owned();
            return Ok(goes_on);
        }
        let is_trailer = matches!(line.trim_end(), "-" | "-}") || line.starts_with("-}{");
        if is_trailer || line.starts_with("{1:") {
            let goes_on = self.end_field(visit)? && self.end_entry(visit)?;
            self.tag.clear();
            return Ok(goes_on);
        }
        if !self.tag.is_empty() {
            self.text.push('\n');
            self.text.push_str(line);
        }
        Ok(true)
    }

    /// Takes a field that is whole.
    fn end_field(&mut self, visit: Visit) -> Result<bool, Failure> {
        let (tag, text) = (std::mem::take(&mut self.tag), std::mem::take(&mut self.text));
        if tag == "86" {
            if let Some(entry) = &mut self.entry {
                if !entry.memo.is_empty() {
                    entry.memo.push('\n');
                }
                entry.memo.push_str(&text);
            }
            return Ok(true);
        }
        if !tag.is_empty() && !self.end_entry(visit)? {
            return Ok(false);
        }
        match tag.as_str() {
            "20" => self.mark(Mark::Begin, "", visit),
            "25" | "25P" => self.mark(Mark::Says(Label::Account), first_line(&text), visit),
            "60F" | "60M" => self.balance(&text, Label::Opening, visit),
            "62F" | "62M" => self.balance(&text, Label::Closing, visit),
            "61" => {
                self.entry = Some(Entry { line: text, memo: String::new() });
                Ok(true)
            }
            _ => Ok(true),
        }
    }

    fn mark(&mut self, mark: Mark, value: &str, visit: Visit) -> Result<bool, Failure> {
        self.row.be_mark(self.entries, mark, value);
        visit(&self.row)
    }

    /// `C260831VND1250000,` is a mark, a day, a currency and an amount.
    fn balance(&mut self, text: &str, label: Label, visit: Visit) -> Result<bool, Failure> {
        let text = first_line(text);
        let Some((sign, currency, amount)) = balance_of(text) else { return Ok(true) };
        let amount = format!("{sign}{}", amount.replace(',', "."));
        let amount = amount.trim_end_matches('.');
        Ok(self.mark(Mark::Says(Label::Currency), currency, visit)?
            && self.mark(Mark::Says(label), amount, visit)?)
    }

    /// Hands over the entry that is being read.
    fn end_entry(&mut self, visit: Visit) -> Result<bool, Failure> {
        let Some(entry) = self.entry.take() else { return Ok(true) };
        self.entries += 1;
        self.row.clear(self.entries);
        match Line::of(&entry.line) {
            Some(line) => line.put(&mut self.row, &entry.memo),
            None => {
                self.row.push(&entry.line, CellKind::Text);
                self.row.defect = Some(ProblemCode::RowTooShort);
            }
        }
        visit(&self.row)
    }
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default().trim()
}

fn balance_of(text: &str) -> Option<(&'static str, &str, &str)> {
    let sign = match text.as_bytes().first()? {
        b'C' => "",
        b'D' => "-",
        _ => return None,
    };
    Some((sign, text.get(7..10)?, text.get(10..)?.trim()))
}

/// The subfields of `:61:`.
struct Line<'a> {
    value_day: Day,
    entry_day: Day,
    is_out: bool,
    amount: &'a str,
    kind: &'a str,
    owner_reference: &'a str,
    bank_reference: &'a str,
}

impl<'a> Line<'a> {
    fn of(text: &'a str) -> Option<Line<'a>> {
        let (first, _supplement) = text.split_once('\n').unwrap_or((text, ""));
        let value_day = short_day(first.get(..6)?)?;
        let rest = first.get(6..)?;
        let has_entry = rest.get(..4).is_some_and(|day| day.bytes().all(|b| b.is_ascii_digit()));
        let (entry_day, rest) = if has_entry {
            (entry_day(&rest[..4], value_day)?, rest[4..].trim_start())
        } else {
            (value_day, rest.trim_start())
        };
        let (is_out, rest) = sign(rest)?;
        // The third letter of the currency may stand before the amount.
        let rest = rest.strip_prefix(|c: char| c.is_ascii_uppercase()).unwrap_or(rest);
        let end = rest.find(|c: char| !(c.is_ascii_digit() || c == ',' || c == '.'));
        let (amount, rest) = rest.split_at(end.unwrap_or(rest.len()));
        let (kind, rest) = rest.split_at_checked(4).unwrap_or((rest, ""));
        let (owner_reference, bank_reference) = rest.split_once("//").unwrap_or((rest, ""));
        Some(Line {
            value_day,
            entry_day,
            is_out,
            amount,
            kind,
            owner_reference: owner_reference.trim(),
            bank_reference: bank_reference.trim(),
        })
    }

    fn put(&self, row: &mut Row, memo: &str) {
        let sign = if self.is_out { "-" } else { "" };
        let amount = format!("{sign}{}", self.amount.replace(',', "."));
        row.push(&self.entry_day.to_string(), CellKind::Text);
        row.push(&self.value_day.to_string(), CellKind::Text);
        row.push(amount.trim_end_matches('.'), CellKind::Token);
        for text in [self.kind, self.owner_reference, self.bank_reference, memo] {
            row.push(text, CellKind::Text);
        }
    }
}

/// Whether money goes out: a debit, or a reversal of a credit; and what follows the mark.
fn sign(text: &str) -> Option<(bool, &str)> {
    const MARKS: [(&str, bool); 6] =
        [("RC", true), ("RD", false), ("EC", false), ("ED", true), ("C", false), ("D", true)];
    MARKS.iter().find_map(|(mark, is_out)| Some((*is_out, text.strip_prefix(mark)?)))
}

fn short_day(text: &str) -> Option<Day> {
    let part = |at: usize| text.get(at..at + 2)?.parse::<u32>().ok();
    Day::new(2000 + i32::try_from(part(0)?).ok()?, part(2)?, part(4)?)
}

/// An entry day has no year: it is the one nearest to the value day.
fn entry_day(text: &str, value_day: Day) -> Option<Day> {
    let part = |at: usize| text.get(at..at + 2)?.parse::<u32>().ok();
    let (month, day) = (part(0)?, part(2)?);
    let years = [value_day.year() - 1, value_day.year(), value_day.year() + 1];
    let days = years.iter().filter_map(|year| Day::new(*year, month, day));
    days.min_by_key(|day| day.days_since(value_day).abs())
}
