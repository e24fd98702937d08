//! A sheet that no layout knows, sketched: which row looks like its headings, what each column may
//! hold, the first rows below.

use super::vocabulary::vocabulary;
use crate::calendar::parse_moment;
use crate::model::{Failure, FailureCode, FileKind, Sheet, SheetColumn};
use crate::read::container::{Container, Head};
use crate::read::files::ReadSeek;
use crate::read::files::grid::{Cell, Row};
use crate::read::files::heading;
use crate::read::layout::date_form::DateForm;
use crate::read::layout::field::Field;

/// Rows below the headings that a sketch shows.
const ROWS: usize = 8;

/// A sheet with its likely headings.
pub struct Sketch {
    head: Head,
    /// Of the row of headings among the first rows.
    at: usize,
    pub kind: FileKind,
    /// Column of each field by what its heading usually means, by `Field as usize`.
    guesses: Vec<Option<usize>>,
}

/// Finds the row of headings: the one with the most of the named headings, then of the usual ones;
/// else the first that holds nothing but words. Message formats have none.
pub fn sketch(source: &mut dyn ReadSeek, named: &[&str]) -> Result<Sketch, Failure> {
    let container = Container::open(source)?;
    let none = || Failure::new(FailureCode::HeaderNotFound);
    if container.message_format().is_some() {
        return Err(none());
    }
    let named: Vec<String> = named.iter().map(|name| heading::key(name)).collect();
    let mut best: Option<((usize, usize), Sketch)> = None;
    for head in container.heads(source)? {
        let Some((reach, at)) = header_of(&head, &named) else { continue };
        if best.as_ref().is_some_and(|(best, _)| *best >= reach) {
            continue;
        }
        let (kind, guesses) = vocabulary().read(&head.rows[at]);
        best = Some((reach, Sketch { head, at, kind, guesses }));
    }
    best.map(|(_, sketch)| sketch).ok_or_else(none)
}

/// The row of headings of one sheet: (headings that were named, usual headings), place.
fn header_of(head: &Head, named: &[String]) -> Option<((usize, usize), usize)> {
    let mut best: Option<((usize, usize), usize)> = None;
    for (at, row) in head.rows.iter().enumerate() {
        let filled = row.cells().iter().filter(|cell| !cell.is_blank()).count();
        if filled < 2 {
            continue;
        }
        let forms: Vec<String> =
            row.cells().iter().flat_map(|cell| heading::forms(&cell.text)).collect();
        let usual = vocabulary().read(row).1.iter().flatten().count();
        let reach = (named.iter().filter(|name| forms.contains(name)).count(), usual);
        let is_header = reach.0 > 0 || usual >= 2 || best.is_none() && is_wordy(row, filled);
        if is_header && best.is_none_or(|(best, _)| reach > best) {
            best = Some((reach, at));
        }
    }
    best
}

/// Whether a row may be headings though none is known: several cells, words in each, no day, no
/// amount.
fn is_wordy(row: &Row, filled: usize) -> bool {
    let is_word = |cell: &Cell| {
        let text = cell.text.trim();
        let has_colon = text.ends_with(':');
        text.chars().any(char::is_alphabetic) && parse_moment(text).is_none() && !has_colon
    };
    filled >= 3 && row.cells().iter().filter(|cell| !cell.is_blank()).all(is_word)
}

impl Sketch {
    pub fn header(&self) -> &Row {
        &self.head.rows[self.at]
    }

    /// Heading of a column on one line; empty where there is none.
    pub fn heading(&self, column: usize) -> String {
        heading::one_line(self.header().text(column))
    }

    /// Fields and the columns that usually hold them.
    pub fn guesses(&self) -> impl Iterator<Item = (Field, usize)> {
        let column = |field: &Field| Some((*field, self.guesses[*field as usize]?));
        Field::ALL.iter().filter_map(column)
    }

    /// The bank or gateway named above the headings: its code and the text that names it.
    pub fn institution(&self) -> Option<(&'static str, &'static str)> {
        let above: Vec<&Row> = self.head.rows[..self.at].iter().collect();
        vocabulary().institution(&above)
    }

    /// Rows below the headings.
    pub fn below(&self) -> &[Row] {
        &self.head.rows[self.at + 1..]
    }

    pub fn to_sheet(&self) -> Sheet {
        let wide = self.below().iter().take(ROWS).map(|row| row.cells().len());
        let wide = wide.chain([self.header().cells().len()]).max().unwrap_or(0);
        let guess = |column: usize| {
            self.guesses().find(|(_, guessed)| *guessed == column).map(|(field, _)| field)
        };
        let shown = |row: &Row| {
            let cells = (0..wide).map(|column| {
                let cell = row.cell(column)?;
                let is_day = guess(column).is_some_and(Field::is_day);
                let day = DateForm::default()
                    .moment_of(cell)
                    .filter(|_| is_day)
                    .map(|moment| moment.day.to_local());
                Some(day.unwrap_or_else(|| heading::one_line(&cell.text)))
            });
            (row.number, cells.map(Option::unwrap_or_default).collect())
        };
        Sheet {
            name: self.head.sheet.clone(),
            header_row: self.header().number,
            kind: self.kind,
            columns: (0..wide)
                .map(|column| SheetColumn {
                    heading: self.heading(column),
                    guess: guess(column).map(Field::code),
                })
                .collect(),
            rows: self.below().iter().take(ROWS).map(shown).collect(),
            institution: self.institution().map(|(code, _)| code.to_owned()),
        }
    }
}
