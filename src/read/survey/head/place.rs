//! Where a layout finds its header among the sheets of a file, and what proves it there.

use super::headings;
use super::headings::Header;
use super::labels;
use super::row_kind::{RowKind, kind_of};
use crate::read::container::Head;
use crate::read::files::grid::Row;
use crate::read::layout::format::Layout;
use crate::text;

/// The sheet on which the layout finds its header, with the header; `None` where it finds none.
pub fn place<'a>(heads: &'a [Head], layout: &Layout) -> Option<(&'a Head, Header)> {
    let mut best: Option<(&Head, Header)> = None;
    for head in heads {
        let found = headings::find(head, layout);
        let proves = |header: &Header| markers(head, header, layout).1.is_empty();
        let Some(header) = found.filter(proves) else {
            continue;
        };
        if best.as_ref().is_none_or(|(_, best)| header.recognised() > best.recognised()) {
            best = Some((head, header));
        }
    }
    best
}

/// Whether a sheet has the layout's headings and a row of data below them.
pub fn has_rows(head: &Head, layout: &Layout) -> bool {
    headings::find(head, layout).is_some_and(|header| {
        let mut below = head.rows.iter().filter(|row| row.number > header.row);
        below.any(|row| kind_of(row, &header, layout) == RowKind::Data)
    })
}

/// Texts beside the headings that prove a layout: those that stand, those that do not; of several
/// that stand for each other the first. A bank's name in a payer's words says nothing of the file,
/// and a title among the rows of data is none.
pub fn markers(head: &Head, header: &Header, layout: &Layout) -> (Vec<String>, Vec<String>) {
    let (data, rest): (Vec<&Row>, Vec<&Row>) = head
        .rows
        .iter()
        .partition(|row| row.number > header.row && kind_of(row, header, layout) == RowKind::Data);
    let folded = |rows: &[&Row]| -> Vec<String> {
        let cells = rows.iter().flat_map(|row| row.cells()).filter(|cell| !cell.is_blank());
        cells.map(|cell| text::fold(&cell.text)).collect()
    };
    let rest = folded(&rest);
    let stands = |word: &&String| rest.iter().any(|cell| labels::after_word(cell, word).is_some());
    let (mut found, mut missing): (Vec<_>, Vec<_>) = layout.markers.iter().partition(stands);
    match layout.one_of.iter().find(stands) {
        Some(word) => found.push(word),
        None => missing.extend(layout.one_of.first()),
    }
    let data = if layout.traces.is_empty() { Vec::new() } else { folded(&data) };
    match layout.traces.iter().find(|trace| data.iter().any(|cell| cell.contains(trace.as_str()))) {
        Some(trace) => found.push(trace),
        None => missing.extend(layout.traces.first()),
    }
    (found.into_iter().cloned().collect(), missing.into_iter().cloned().collect())
}
