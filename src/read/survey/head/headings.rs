//! Which column holds what: headings are matched by name, never by place; the longest name wins.

use std::collections::BTreeMap;

use crate::model::FileKind;
use crate::read::container::Head;
use crate::read::files::grid::Row;
use crate::read::files::heading;
use crate::read::files::heading::{Heading, Name};
use crate::read::layout::field::Field;
use crate::read::layout::format::Layout;
use crate::read::layout::sign_rule::SignRule;

/// The header row of a sheet, understood.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Header {
    pub row: u64,
    /// All headings as written, on one line each.
    pub headings: Vec<String>,
    /// Column of each field, by `Field as usize`.
    columns: Vec<Option<usize>>,
}

impl Header {
    pub fn column(&self, field: Field) -> Option<usize> {
        self.columns[field as usize]
    }

    /// Heading of a field's column; empty where the file has none.
    pub fn heading(&self, field: Field) -> &str {
        self.column(field).map_or("", |column| self.headings[column].as_str())
    }

    pub fn field_of(&self, column: usize) -> Option<Field> {
        Field::ALL.iter().copied().find(|field| self.column(*field) == Some(column))
    }

    /// Whether no field that both know stands in two columns, nor two fields in one.
    pub fn agrees_with(&self, other: &Header) -> bool {
        Field::ALL.iter().all(|field| {
            let Some(column) = self.column(*field) else { return true };
            other.column(*field).is_none_or(|known| known == column)
                && other.field_of(column).is_none_or(|known| known == *field)
        })
    }

    /// The field of a row's last cell.
    pub fn last_field(&self, row: &Row) -> Option<Field> {
        row.cells().len().checked_sub(1).and_then(|column| self.field_of(column))
    }

    /// The rightmost column that holds a field.
    pub fn last_column(&self) -> usize {
        self.columns.iter().flatten().copied().max().expect("a header has columns")
    }

    pub fn recognised(&self) -> usize {
        self.columns.iter().flatten().count()
    }
}

/// Every row of a sheet's head as the header of a layout, whatever is missing. Of one row nothing
/// can be told.
pub fn all<'a>(head: &'a Head, layout: &'a Layout) -> impl Iterator<Item = Header> + 'a {
    let rows = head.rows.iter().zip(&head.headings).filter(|(_, headings)| headings.len() > 1);
    rows.map(|(row, headings)| header(row, headings, layout))
}

fn header(row: &Row, headings: &[Heading], layout: &Layout) -> Header {
    let columns = assign(headings, &layout.columns);
    let is_any = columns.iter().any(Option::is_some);
    let headings = headings.iter().filter(|_| is_any).map(|heading| heading.text.clone());
    Header { row: row.number, headings: headings.collect(), columns }
}

/// A row below the header as another one; `None` where it has a single heading at most.
pub fn of_one_row(row: &Row, layout: &Layout) -> Option<Header> {
    let header = header(row, &heading::of_row(row), layout);
    (header.recognised() > 1).then_some(header)
}

/// The fields that a layout cannot do without and that have no column.
pub fn lacking(header: &Header, layout: &Layout) -> Vec<Field> {
    let has = |field: &Field| header.column(*field).is_some();
    let mut needed = layout.required.clone();
    let either = |fields: &[Field]| -> Vec<Field> {
        if fields.iter().any(has) {
            return Vec::new();
        }
        fields.iter().copied().find(|f| layout.columns.contains_key(f)).into_iter().collect()
    };
    needed.extend(match (layout.kind, layout.sign) {
        (FileKind::Invoices, _) => either(&[Field::Amount, Field::Phi, Field::LePhi]),
        (_, SignRule::TwoColumns) => vec![Field::Debit, Field::Credit],
        (_, SignRule::SignColumn) => vec![Field::Sign, Field::Amount],
        (_, SignRule::Signed | SignRule::Unsigned) => vec![Field::Amount],
        (_, SignRule::SignedOrTwoColumns) => either(&[Field::Amount, Field::Debit, Field::Credit]),
    });
    if layout.kind == FileKind::Payments {
        needed.extend(either(&[Field::Booked, Field::BookedAndReference]));
    }
    needed.retain(|field| !has(field));
    needed.sort();
    needed.dedup();
    needed
}

/// The best header among the first rows of a sheet; of equals, the first.
pub fn find(head: &Head, layout: &Layout) -> Option<Header> {
    let mut best: Option<Header> = None;
    for found in all(head, layout) {
        if !lacking(&found, layout).is_empty() {
            continue;
        }
        if best.as_ref().is_none_or(|best| found.recognised() > best.recognised()) {
            best = Some(found);
        }
    }
    best
}

/// Whether a row below the header repeats it: the second language of it, or the top of a printed
/// page.
pub fn is_repeated(row: &Row, header: &Header, layout: &Layout) -> bool {
    let (mut same, mut other) = (0, 0);
    for field in Field::ALL {
        let Some(column) = header.column(*field) else { continue };
        let text = row.text(column);
        if text.is_empty() {
            continue;
        }
        let forms = heading::forms(text);
        let is_alias = layout.columns[field].iter().any(|name| forms.contains(&name.key));
        if is_alias { same += 1 } else { other += 1 }
    }
    same >= 2 && same > other
}

/// One fit of a heading to a field: how literally, and how long the name is.
struct Claim {
    is_whole: bool,
    /// With its accents: `No` is a number, `Nợ` a debit.
    is_literal: bool,
    length: usize,
    column: usize,
    field: Field,
}

/// The column of each field (by `Field as usize`) whose heading is one of the field's names.
pub fn assign(headings: &[Heading], names: &BTreeMap<Field, Vec<Name>>) -> Vec<Option<usize>> {
    let mut claims = Vec::new();
    for (column, heading) in headings.iter().enumerate() {
        for (field, names) in names {
            for name in names {
                if let Some(at) = heading.forms.iter().position(|form| *form == name.key) {
                    let (is_whole, length) = (at < 2, name.key.len());
                    let is_literal = name.literal == heading.literal;
                    claims.push(Claim { is_whole, is_literal, length, column, field: *field });
                }
            }
        }
    }
    claims.sort_by_key(|claim| {
        let rank = std::cmp::Reverse((claim.is_whole, claim.is_literal, claim.length));
        (rank, claim.column, claim.field)
    });
    let mut columns = vec![None; Field::ALL.len()];
    let mut is_taken = vec![false; headings.len()];
    for claim in claims {
        if columns[claim.field as usize].is_none() && !is_taken[claim.column] {
            columns[claim.field as usize] = Some(claim.column);
            is_taken[claim.column] = true;
        }
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_number_is_no_debit() {
        let mut row = Row::default();
        row.clear(1);
        for text in ["No", "Ngày", "Nợ", "Có"] {
            row.push(text, Default::default());
        }
        let name = |text: &str| vec![Name::from(text.to_owned())];
        let names = BTreeMap::from([(Field::Debit, name("Nợ")), (Field::Credit, name("Có"))]);
        let columns = assign(&heading::of_row(&row), &names);
        let of = |field: Field| columns[field as usize];
        assert_eq!((of(Field::Debit), of(Field::Credit)), (Some(2), Some(3)));
    }
}
