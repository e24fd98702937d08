//! The register of files: what came, how many rows became what, and whether balances tie.

use super::frame::{count, currency, left, notes, right, text, word};
use super::{Facts, FileFact};
use crate::model::view::ControlTotal;
use crate::model::{Cell, Table};

pub fn report(facts: &Facts) -> Table {
    let mut sums = [0u64; 5];
    for file in &facts.files {
        let card = &file.card;
        let counts = [card.rows, card.new, card.known, card.changed, card.refused];
        sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
    }
    let mut total = vec![word("table", "total")];
    total.resize(5, Cell::Empty);
    total.extend(sums.map(count));
    total.resize(18, Cell::Empty);
    Table {
        name: "files",
        notes: notes(facts),
        columns: vec![
            right("file"),
            left("name"),
            left("layout"),
            left("kind"),
            left("imported_at"),
            right("rows"),
            right("new"),
            right("known"),
            right("changed"),
            right("refused"),
            left("source"),
            left("currency"),
            right("credits"),
            right("debits"),
            right("opening"),
            right("closing"),
            left("ties"),
            left("sha256"),
        ],
        rows: facts.files.iter().flat_map(rows).collect(),
        totals: if facts.files.is_empty() { Vec::new() } else { vec![total] },
    }
}

/// One row a statement; the file's own figures stand on the first.
fn rows(file: &FileFact) -> Vec<Vec<Cell>> {
    let card = &file.card;
    let own = [
        Cell::Number(card.id.0),
        text(&card.name),
        text(&card.layout),
        word("file_kind", card.kind.code()),
        text(&card.imported_at.to_iso()),
        count(card.rows),
        count(card.new),
        count(card.known),
        count(card.changed),
        count(card.refused),
    ];
    let mut rows = Vec::new();
    for total in file.totals.iter().map(Some).chain(file.totals.is_empty().then_some(None)) {
        let mut row: Vec<Cell> = match rows.is_empty() {
            true => own.to_vec(),
            false => vec![Cell::Number(card.id.0)].into_iter().chain(blank(9)).collect(),
        };
        row.extend(total.map_or_else(|| blank(7).collect(), statement));
        row.push(if rows.is_empty() { text(&card.sha256) } else { Cell::Empty });
        rows.push(row);
    }
    rows
}

fn statement(total: &ControlTotal) -> Vec<Cell> {
    let money = |amount: Option<_>| amount.map_or(Cell::Empty, Cell::Money);
    let ties = match total.is_tied {
        Some(true) => word("ties", "yes"),
        Some(false) => word("ties", "no"),
        None => Cell::Empty,
    };
    vec![
        text(&total.source),
        currency(total.credits.currency()),
        Cell::Money(total.credits),
        Cell::Money(total.debits),
        money(total.opening),
        money(total.closing),
        ties,
    ]
}

fn blank(cells: usize) -> impl Iterator<Item = Cell> {
    std::iter::repeat_n(Cell::Empty, cells)
}
