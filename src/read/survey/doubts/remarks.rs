//! What rows outside the data say that changes how the data must be understood: other headings for
//! the rows below, a unit in which amounts are written, a page of several.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Failure;
use crate::model::FailureCode;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::read::files::grid::Row;
use crate::read::files::heading;
use crate::read::layout::format::Layout;
use crate::read::survey::head::headings;
use crate::read::survey::head::headings::Header;
use crate::read::survey::head::row_kind::RowKind;
use crate::text;

/// More pages than anybody prints.
const MAX_PAGES: u32 = 10_000;

/// Words after which amounts are not single units.
const UNITS: [&str; 14] = [
    "NGHIN DONG",
    "NGAN DONG",
    "TRIEU DONG",
    "TY DONG",
    "1000 DONG",
    "1 000 DONG",
    "NGHIN VND",
    "NGAN VND",
    "TRIEU VND",
    "1000 VND",
    "1 000 VND",
    "VND 1000",
    "THOUSAND",
    "MILLION",
];

/// Words with which a text states a unit.
const UNIT_LABELS: [&str; 4] = ["DON VI", "DVT", "UNIT", "DV TINH"];

/// What was remarked so far.
#[derive(Default)]
pub struct Remarks {
    /// The text that states a unit.
    unit: Option<String>,
    /// Of how many pages → which of them there are, and a text that says so.
    pages: BTreeMap<u32, (BTreeSet<u32>, String)>,
    /// Rows of headings at which the order of columns changes away from that of the header and
    /// back again, in turn.
    turns: Vec<u64>,
}

impl Remarks {
    /// A row above or below the data.
    pub fn take(&mut self, row: &Row) {
        for cell in row.cells().iter().filter(|cell| !cell.is_blank() && cell.text.len() <= 300) {
            let words = text::words(&cell.text);
            if let Some((page, pages)) = page_of(&words)
                && self.pages.len() < 100
            {
                let said = self.pages.entry(pages).or_default();
                said.0.insert(page);
                said.1 = heading::one_line(&cell.text);
            }
            let words = words.join(" ");
            let has = |all: &[&str]| all.iter().any(|one| has_words(&words, one));
            if self.unit.is_none() && has(&UNIT_LABELS) && has(&UNITS) {
                self.unit = Some(heading::one_line(&cell.text));
            }
        }
    }

    /// A row below the header that is no data.
    pub fn take_below(&mut self, row: &Row, kind: RowKind, header: &Header, layout: &Layout) {
        self.take(row);
        let is_wordy = matches!(kind, RowKind::Heading | RowKind::Note | RowKind::Footer);
        let Some(found) = headings::of_one_row(row, layout).filter(|_| is_wordy) else { return };
        let is_header = headings::lacking(&found, layout).is_empty() || found.recognised() > 2;
        let is_turned = self.turns.len() % 2 == 1;
        if is_header && is_turned == found.agrees_with(header) {
            self.turns.push(row.number);
        }
    }

    /// Says what is missing; fails where amounts are not single units.
    pub fn tell(self, header: &Header, problems: &mut Vec<Problem>) -> Result<Vec<u64>, Failure> {
        let columns = header.headings.iter().enumerate();
        let mut money = columns.filter(|(at, heading)| {
            let is_money = header.field_of(*at).is_some_and(|field| field.is_money());
            let words = text::words(heading).join(" ");
            is_money && UNITS.iter().any(|unit| has_words(&words, unit))
        });
        if let Some(unit) = self.unit.as_ref().or(money.next().map(|(_, heading)| heading)) {
            return Err(Failure::new(FailureCode::UnitNotSingle).with("unit", unit));
        }
        for (pages, (found, raw)) in self.pages {
            if found.len() < pages as usize {
                let mut problem = Problem::of_file(ProblemCode::PagesMissing, Vec::new());
                problem.raw = raw;
                problems.push(problem);
            }
        }
        Ok(self.turns)
    }
}

fn has_words(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let after = &text[at + words.len()..];
        (at == 0 || text[..at].ends_with(' ')) && (after.is_empty() || after.starts_with(' '))
    })
}

/// The numbers of `Page 1 of 2`, `Trang 1/2`, `Trang/Page: 1/2`.
fn page_of(words: &[String]) -> Option<(u32, u32)> {
    let rest = &words[words.iter().take_while(|w| matches!(&***w, "PAGE" | "TRANG")).count()..];
    let (page, pages) = match rest {
        [page, pages] => (page, pages),
        [page, of, pages] if matches!(&**of, "OF" | "TREN" | "CUA") => (page, pages),
        _ => return None,
    };
    let (page, pages) = (page.parse().ok()?, pages.parse().ok()?);
    let is_sound = rest.len() < words.len() && (1..=pages).contains(&page) && pages <= MAX_PAGES;
    is_sound.then_some((page, pages))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_says_of_how_many_it_is() {
        let of = |text: &str| page_of(&text::words(text));
        for text in ["Page 1 of 2", "Trang 1/2", "Trang/Page: 1/2", "trang 1 trên 2"] {
            assert_eq!(of(text), Some((1, 2)), "{text}");
        }
        for text in ["1/2", "Trang 1", "Page 3 of 2", "Page 1 of 2 000", "Trang 05/11/2026"] {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
