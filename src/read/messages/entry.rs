//! What all message formats hand over: entries as rows under the same headings, and marks between
//! them.

use crate::model::Fact;
use crate::model::Failure;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::money::Currency;
use crate::read::files::grid::Visit;
use crate::read::files::grid::{CellKind, Mark, Row};
use crate::read::files::label::Label;

/// The headings under which layouts find what an entry says.
pub const KEYS: &[&str] = &[
    "entry_day",
    "value_day",
    "amount",
    "currency",
    "status",
    "reference",
    "code",
    "payer_name",
    "payer_account",
    "memo",
    "type",
    "more",
];

/// One entry, or one part of a batch entry.
#[derive(Clone, Default, Debug)]
pub struct Entry {
    pub entry_day: String,
    pub value_day: String,
    /// With a minus where money goes out.
    pub amount: String,
    pub amount_kind: CellKind,
    /// See [`is_ambiguous`].
    pub is_ambiguous: bool,
    /// Empty where it is the statement's.
    pub currency: String,
    /// Empty where it is final.
    pub status: String,
    /// The bank's reference.
    pub reference: String,
    pub code: String,
    pub payer_name: String,
    pub payer_account: String,
    pub memo: String,
    pub kind: String,
    /// What has no field of its own.
    pub more: String,
    /// See [`Row::detail`] and [`Row::entry`].
    pub detail: Option<u32>,
    pub identity: String,
}

/// Where a reader puts what it reads.
pub struct Out<'a> {
    visit: Visit<'a>,
    row: Row,
    /// Entries begun so far: the number of the row.
    pub entries: u64,
    /// Whether more is wanted.
    pub goes_on: bool,
}

impl<'a> Out<'a> {
    pub fn new(visit: Visit<'a>) -> Out<'a> {
        Out { visit, row: Row::default(), entries: 0, goes_on: true }
    }

    /// A statement begins.
    pub fn begin(&mut self) -> Result<(), Failure> {
        self.mark(Mark::Begin, "")
    }

    /// The statement is an interim report.
    pub fn be_interim(&mut self) -> Result<(), Failure> {
        self.mark(Mark::IsInterim, "")
    }

    /// The statement's own word on something; an empty word says nothing.
    pub fn says(&mut self, label: Label, value: &str) -> Result<(), Failure> {
        if value.is_empty() { Ok(()) } else { self.mark(Mark::Says(label), value) }
    }

    /// A defect that keeps no row out; `row` 0 is the file as a whole.
    pub fn notes(
        &mut self,
        code: ProblemCode,
        row: u64,
        raw: &str,
        facts: Vec<Fact>,
    ) -> Result<(), Failure> {
        let mut problem = Problem::of_file(code, facts);
        problem.place.row = row;
        problem.raw = raw.to_owned();
        self.mark(Mark::Notes(Box::new(problem)), "")
    }

    /// An entry of its own.
    pub fn entry(&mut self, entry: &Entry) -> Result<(), Failure> {
        self.entries += 1;
        self.part(entry)
    }

    /// One more part of the entry that has been counted.
    pub fn part(&mut self, entry: &Entry) -> Result<(), Failure> {
        let row = &mut self.row;
        row.clear(self.entries);
        row.detail = entry.detail;
        row.entry.push_str(&entry.identity);
        row.defect = entry.is_ambiguous.then_some(ProblemCode::AmountAmbiguous);
        row.push(&entry.entry_day, CellKind::Text);
        row.push(&entry.value_day, CellKind::Text);
        row.push(&entry.amount, entry.amount_kind);
        for text in [
            &entry.currency,
            &entry.status,
            &entry.reference,
            &entry.code,
            &entry.payer_name,
            &entry.payer_account,
            &entry.memo,
            &entry.kind,
            &entry.more,
        ] {
            row.push(text, CellKind::Text);
        }
        self.hand_over()
    }

    /// An entry that is kept out, as received.
    pub fn refused(&mut self, raw: &str, code: ProblemCode) -> Result<(), Failure> {
        self.entries += 1;
        self.row.clear(self.entries);
        self.row.push(raw, CellKind::Text);
        self.row.defect = Some(code);
        self.hand_over()
    }

    fn mark(&mut self, mark: Mark, value: &str) -> Result<(), Failure> {
        self.row.be_mark(self.entries, mark, value);
        self.hand_over()
    }

    fn hand_over(&mut self) -> Result<(), Failure> {
        self.goes_on = self.goes_on && (self.visit)(&self.row)?;
        Ok(())
    }
}

/// Whether somebody may have meant thousands: by their rules, formats have a sign before decimals
/// only, but where the currency has none, `150.000` may be written against them.
pub fn is_ambiguous(amount: &str, currency: &str) -> bool {
    let has_none = Currency::from_code(currency).is_some_and(|known| known.minor_digits() == 0);
    let digits = amount.trim_start_matches(['+', '-']);
    let parts = digits.split_once(['.', ',']);
    has_none && parts.is_some_and(|(whole, tail)| (1..=3).contains(&whole.len()) && tail.len() == 3)
}

/// A reference, or nothing where the bank writes that there is none.
pub fn reference(text: &str) -> &str {
    const NONE: [&str; 4] = ["NONREF", "NOTPROVIDED", "NOT PROVIDED", "NOTAVAILABLE"];
    let text = text.trim();
    if NONE.iter().any(|none| none.eq_ignore_ascii_case(text)) { "" } else { text }
}
