//! Tables for people: aligned columns of plain text, as wide as their content.

use comfy_table::{CellAlignment, ContentArrangement, Table as Drawn, presets};

use crate::calendar::{Period, Stamp};
use crate::lang::Lang;
use crate::model::{Align, Cell, Table};
use crate::text::safe;
use crate::words;

/// Draws headings and rows; texts must be safe already.
pub fn draw(heads: &[(String, Align)], rows: Vec<Vec<String>>) -> String {
    let mut drawn = Drawn::new();
    drawn.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    drawn.set_header(heads.iter().map(|(text, _)| text.clone()).collect::<Vec<_>>());
    drawn.add_rows(rows);
    for (column, (_, align)) in drawn.column_iter_mut().zip(heads) {
        column.set_padding((0, 2));
        column.set_cell_alignment(match align {
            Align::Left => CellAlignment::Left,
            Align::Right => CellAlignment::Right,
        });
    }
    drawn.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// A report as people read it: title, what it speaks of, the table, its totals.
pub fn report(table: &Table, lang: Lang) -> String {
    let mut text = format!("{}\n", lang.text(&format!("table.{}", table.name)));
    for (key, cell) in &table.notes {
        let label = words::word(lang, "note", key);
        text.push_str(&format!("{label}: {}\n", cell_text(cell, lang)));
    }
    text.push('\n');
    let heads: Vec<(String, Align)> = table
        .columns
        .iter()
        .map(|column| (words::word(lang, "column", column.key), column.align))
        .collect();
    let rows = table.rows.iter().chain(&table.totals);
    let rows = rows.map(|row| row.iter().map(|cell| cell_text(cell, lang)).collect());
    text.push_str(&draw(&heads, rows.collect()));
    text
}

fn cell_text(cell: &Cell, lang: Lang) -> String {
    match cell {
        Cell::Text(text) => plain_text(text),
        Cell::Key(key) => lang.text(key).to_owned(),
        value => value.to_local(),
    }
}

/// Periods and instants stand in reports as programs read them; people read them the local way.
fn plain_text(text: &str) -> String {
    if let Some(period) = Period::parse(text) {
        return period.to_local();
    }
    match Stamp::parse(text) {
        Some(stamp) => stamp.to_local(),
        None => safe(text).into_string(),
    }
}
