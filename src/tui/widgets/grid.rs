//! Rows and columns: which columns fit, and drawing one row of cells.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::text::{cut, cut_pieces, width};

/// A column. One with a weight takes a share of the room that the others leave.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Column {
    pub heading: String,
    /// Columns it needs at least.
    pub width: u16,
    /// Share of the rest; 0 = never wider than `width`.
    pub weight: u16,
    pub is_right: bool,
    /// Hidden first where the highest; 0 is never hidden.
    pub rank: u8,
}

impl Column {
    pub fn left(heading: &str, width: u16, rank: u8) -> Column {
        Column { heading: heading.to_owned(), width, weight: 0, is_right: false, rank }
    }

    pub fn right(heading: &str, width: u16, rank: u8) -> Column {
        Column { is_right: true, ..Column::left(heading, width, rank) }
    }

    pub fn flexible(heading: &str, width: u16, weight: u16, rank: u8) -> Column {
        Column { weight, ..Column::left(heading, width, rank) }
    }
}

/// A cell: text of one style, or pieces of several.
pub enum Cell {
    Text(String, Style),
    Pieces(Vec<(String, Style)>),
}

impl Cell {
    pub fn text(text: impl Into<String>) -> Cell {
        Cell::Text(text.into(), Style::new())
    }
}

/// Widths of the columns in `room`; 0 = hidden. Between two columns stands one blank.
pub fn fit(columns: &[Column], room: u16) -> Vec<u16> {
    let mut is_kept = vec![true; columns.len()];
    let needed = |columns: &[Column], is_kept: &[bool]| -> u16 {
        let widths = columns.iter().zip(is_kept).filter(|(_, kept)| **kept);
        widths.fold(0u16, |sum, (column, _)| sum.saturating_add(column.width + 1)).saturating_sub(1)
    };
    while needed(columns, &is_kept) > room {
        let kept = columns.iter().enumerate().filter(|(at, c)| is_kept[*at] && c.rank > 0);
        let Some((at, _)) = kept.max_by_key(|(at, column)| (column.rank, *at)) else { break };
        is_kept[at] = false;
    }
    // What cannot be hidden: the flexible ones give way, never the amounts.
    let mut columns = columns.to_vec();
    let lack = needed(&columns, &is_kept).saturating_sub(room);
    let flexible = columns.iter_mut().zip(&is_kept).filter(|(c, kept)| **kept && c.weight > 0);
    if let Some((column, _)) = flexible.max_by_key(|(column, _)| column.width) {
        column.width = column.width.saturating_sub(lack).max(1);
    }
    let rest = room.saturating_sub(needed(&columns, &is_kept));
    let kept = || columns.iter().enumerate().filter(|(at, _)| is_kept[*at]);
    let weights: u16 = kept().map(|(_, column)| column.weight).sum();
    let last = kept().filter(|(_, column)| column.weight > 0).map(|(at, _)| at).next_back();
    let mut given = 0;
    let mut widths = vec![0; columns.len()];
    for (at, column) in kept() {
        let share = rest.checked_mul(column.weight).and_then(|part| part.checked_div(weights));
        let share = if Some(at) == last { rest - given } else { share.unwrap_or(0) };
        given += if column.weight > 0 { share } else { 0 };
        widths[at] = column.width + if column.weight > 0 { share } else { 0 };
    }
    widths
}

/// Draws the cells of one row at the top of `area`; the style of a cell lies over that of the row.
pub fn draw_row(
    buffer: &mut Buffer,
    area: Rect,
    columns: &[Column],
    widths: &[u16],
    cells: &[Cell],
    (style, mark): (Style, char),
) {
    let area = area.intersection(buffer.area);
    if area.is_empty() {
        return;
    }
    buffer.set_style(Rect { height: 1, ..area }, style);
    let mut x = area.x;
    for ((column, wide), cell) in columns.iter().zip(widths).zip(cells) {
        let room = (*wide).min(area.right().saturating_sub(x));
        if room == 0 {
            continue;
        }
        match cell {
            Cell::Text(text, own) => {
                let text = cut(text, room, mark);
                let pad = if column.is_right { room - width(&text) } else { 0 };
                buffer.set_stringn(x + pad, area.y, text, room.into(), style.patch(*own));
            }
            Cell::Pieces(pieces) => {
                let pieces: Vec<(String, Style)> =
                    pieces.iter().map(|(text, own)| (text.clone(), style.patch(*own))).collect();
                buffer.set_line(x, area.y, &cut_pieces(&pieces, room, mark), room);
            }
        }
        x = x.saturating_add(room + 1);
    }
}

/// Draws the headings.
pub fn draw_headings(
    buffer: &mut Buffer,
    area: Rect,
    columns: &[Column],
    widths: &[u16],
    style: (Style, char),
) {
    let cells: Vec<Cell> = columns.iter().map(|c| Cell::text(c.heading.as_str())).collect();
    draw_row(buffer, area, columns, widths, &cells, style);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hides_by_rank_and_never_the_amount() {
        let columns = [
            Column::left("day", 10, 1),
            Column::right("amount", 14, 0),
            Column::flexible("memo", 10, 2, 0),
            Column::flexible("offer", 10, 1, 2),
        ];
        assert_eq!(fit(&columns, 80), [10, 14, 32, 21]);
        assert_eq!(fit(&columns, 40), [10, 14, 14, 0]);
        assert_eq!(fit(&columns, 30), [0, 14, 15, 0]);
        assert_eq!(fit(&columns, 20), [0, 14, 5, 0]);
        assert_eq!(fit(&columns, 5), [0, 14, 1, 0]);
    }

    #[test]
    fn right_cells_end_at_their_edge() {
        let columns = [Column::right("a", 5, 0), Column::left("b", 3, 0)];
        let mut buffer = Buffer::empty(Rect::new(0, 0, 9, 1));
        let cells = [Cell::text("−12"), Cell::text("abcd")];
        let area = buffer.area;
        draw_row(&mut buffer, area, &columns, &fit(&columns, 9), &cells, (Style::new(), '…'));
        assert_eq!(buffer, Buffer::with_lines(["  −12 ab…"]));
    }
}
