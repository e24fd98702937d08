//! How the money columns of a file write their numbers, decided for each column and currency: a
//! program may write `1.500.000` đồng above `12.50` dollars.

use super::head::headings::Header;
use crate::model::{Failure, FailureCode};
use crate::money::{Currency, NumberStyle};
use crate::read::files::grid::Row;
use crate::read::files::numbers::{Undecided, Votes};
use crate::read::layout::field::Field;
use crate::read::layout::format::Layout;

/// A money column's style for people: heading, style, the cell that decided it.
pub type StyleNote = (String, &'static str, String);

/// A column, its style, and the cell that proves it (empty: it follows others).
type Found = (Field, NumberStyle, String);

/// Styles by field; at least those of one currency.
#[derive(Clone, Debug)]
pub struct Styles(Vec<(Currency, Vec<NumberStyle>)>);

impl Styles {
    /// The style of a column's cells of one currency.
    pub fn of(&self, field: Field, currency: Currency) -> NumberStyle {
        let own = self.0.iter().find(|(known, _)| *known == currency);
        own.unwrap_or(&self.0[0]).1[field as usize]
    }
}

/// What the cells say of their columns, by currency.
#[derive(Default)]
pub struct Poll(Vec<(Currency, Vec<Votes>)>);

impl Poll {
    /// The cells of a data row vote.
    pub fn count(&mut self, row: &Row, currency: Currency, header: &Header, layout: &Layout) {
        let place = self.0.iter().position(|(known, _)| *known == currency);
        let place = place.unwrap_or_else(|| {
            self.0.push((currency, nothing()));
            self.0.len() - 1
        });
        for field in Field::ALL.iter().filter(|field| field.is_money()) {
            let cell = header.column(*field).and_then(|column| row.cell(column));
            if let Some(cell) = cell.filter(|cell| !layout.is_filler(cell.text.trim())) {
                self.0[place].1[*field as usize].count(cell, currency);
            }
        }
    }

    /// Fails with `number_style_undecided` where a column can be read in both ways.
    pub fn decide(
        &self,
        header: &Header,
        layout: &Layout,
    ) -> Result<(Styles, Vec<StyleNote>), Failure> {
        let mut columns: Vec<Field> = Field::ALL.to_vec();
        columns.retain(|field| field.is_money() && header.column(*field).is_some());
        columns.sort_by_key(|field| header.column(*field));
        let nobody = [(layout.currency, nothing())];
        let polls = if self.0.is_empty() { &nobody[..] } else { &self.0[..] };
        let mut found: Vec<(Currency, Vec<Found>)> = Vec::new();
        for (currency, votes) in polls {
            let own = match layout.number_style {
                Some(style) => columns.iter().map(|field| (*field, style, String::new())).collect(),
                None => self.decide_for(votes, &columns, header)?,
            };
            found.push((*currency, own));
        }
        let styles = found.iter().map(|(currency, found)| {
            let mut styles = vec![NumberStyle::Plain; Field::ALL.len()];
            found.iter().for_each(|(field, style, _)| styles[*field as usize] = *style);
            (*currency, styles)
        });
        Ok((Styles(styles.collect()), notes(&columns, &found, header)))
    }

    /// A column without proof of its own follows its neighbours where they agree, then the same
    /// column in other currencies; a file is written by one program.
    fn decide_for(
        &self,
        votes: &[Votes],
        columns: &[Field],
        header: &Header,
    ) -> Result<Vec<Found>, Failure> {
        let mut found: Vec<Found> = Vec::new();
        let mut open: Vec<(Field, Option<Failure>)> = Vec::new();
        for field in columns.iter().copied() {
            match votes[field as usize].decide() {
                Ok(Some((style, cell))) => found.push((field, style, cell)),
                Ok(None) => open.push((field, None)),
                Err(undecided) if undecided.against.is_some() => {
                    return Err(failure(header.heading(field), undecided));
                }
                Err(undecided) => {
                    open.push((field, Some(failure(header.heading(field), undecided))))
                }
            }
        }
        let neighbours = agreed(&found);
        for (field, failure) in open {
            let style = neighbours.or_else(|| self.style_in_all(field));
            match (style, failure) {
                (None, Some(failure)) => return Err(failure),
                (style, _) => {
                    found.push((field, style.unwrap_or(NumberStyle::Plain), String::new()));
                }
            }
        }
        Ok(found)
    }

    /// The style of a column by its cells of all currencies, if they agree on one.
    fn style_in_all(&self, field: Field) -> Option<NumberStyle> {
        let mut all = Votes::default();
        self.0.iter().for_each(|(_, votes)| all.add(&votes[field as usize]));
        Some(all.decide().ok()??.0)
    }
}

fn nothing() -> Vec<Votes> {
    vec![Votes::default(); Field::ALL.len()]
}

fn failure(heading: &str, undecided: Undecided) -> Failure {
    let cells = match undecided.against {
        Some(against) => format!("“{}”, “{against}”", undecided.cell),
        None => format!("“{}”", undecided.cell),
    };
    Failure::new(FailureCode::NumberStyleUndecided).with("column", heading).with("cells", cells)
}

/// One note a column; one for each currency where they differ.
fn notes(columns: &[Field], found: &[(Currency, Vec<Found>)], header: &Header) -> Vec<StyleNote> {
    let mut notes = Vec::new();
    for field in columns {
        let own: Vec<(Currency, &Found)> = found
            .iter()
            .filter_map(|(currency, found)| {
                Some((*currency, found.iter().find(|(own, ..)| own == field)?))
            })
            .collect();
        let heading = header.heading(*field);
        let is_one = own.windows(2).all(|pair| pair[0].1.1 == pair[1].1.1);
        if is_one {
            let proven = own.iter().find(|(_, (.., cell))| !cell.is_empty()).or(own.first());
            notes.extend(
                proven.map(|(_, (_, style, cell))| {
                    (heading.to_owned(), style.as_str(), cell.clone())
                }),
            );
            continue;
        }
        notes.extend(own.iter().map(|(currency, (_, style, cell))| {
            (format!("{heading} ({})", currency.code()), style.as_str(), cell.clone())
        }));
    }
    notes
}

fn agreed(found: &[Found]) -> Option<NumberStyle> {
    let has = |style| found.iter().any(|(_, other, _)| *other == style);
    let (comma, dot) = (has(NumberStyle::CommaGroups), has(NumberStyle::DotGroups));
    match (comma, dot, has(NumberStyle::Plain)) {
        (true, false, _) => Some(NumberStyle::CommaGroups),
        (false, true, false) => Some(NumberStyle::DotGroups),
        (false, false, true) => Some(NumberStyle::Plain),
        _ => None,
    }
}
