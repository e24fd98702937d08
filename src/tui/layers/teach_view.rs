//! What teaching looks like: the sheet as a grid with the field of each column above it, and the
//! choices; what the file comes to stands below them.

use ratatui::layout::Rect;
use ratatui::prelude::Frame;
use ratatui::style::Style;

use super::teach::{Focus, SIGNS, STYLES, State};
use super::teach_outcome;
use crate::lang::Lang;
use crate::tui::model::Model;
use crate::tui::theme::Theme;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::popup;
use crate::tui::widgets::text::{cut, shown, width};
use crate::tui::words;

/// Columns of the screen that a column of the sheet takes at least: the longest usual field.
const NARROWEST: u16 = 14;

/// And at most, on a screen of 80 columns and on a wide one.
const WIDEST: (u16, u16) = (17, 28);

/// Rows of the sheet on a screen of 24 rows.
const FEW_ROWS: usize = 4;

pub fn draw(state: &State, model: &Model, frame: &mut Frame, area: Rect, has_focus: bool) {
    let (lang, theme) = (model.lang(), model.theme());
    let name = state.path.file_name().unwrap_or_default().to_string_lossy();
    let title = lang.fill("teach.title", [("file", shown(&name).as_str())]);
    // The line of the status stays in sight: it says why something cannot be done.
    let area = Rect { height: area.height.saturating_sub(1), ..area };
    let inner = popup::open(frame, area, (area.width, area.height), &title, theme);
    let row = state.sheet.header_row.to_string();
    let about = lang.fill("teach.about", [("row", row.as_str())]);
    popup::put(frame, inner, 0, &about, theme.dim, theme.marks.cut);
    let sight = Sight::of(state, inner.width);
    let count = sight.count(state, lang);
    let x = inner.right().saturating_sub(width(&count)).max(inner.x);
    popup::put(frame, Rect { x, width: inner.right() - x, ..inner }, 0, &count, theme.key, ' ');
    let rows = if inner.height > 30 { state.sheet.rows.len() } else { FEW_ROWS };
    let rows = rows.min(state.sheet.rows.len());
    let grid = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
    draw_grid(state, (lang, theme), frame, grid, (&sight, rows), has_focus);
    let below = 4 + rows as u16;
    draw_choices(state, (lang, theme), frame, inner, below, has_focus);
    let top = below + 4;
    let rest = Rect {
        y: inner.y + top.min(inner.height),
        height: inner.height.saturating_sub(top),
        ..inner
    };
    teach_outcome::draw(state, (lang, theme), frame, rest);
}

/// Which columns of the sheet are in sight.
struct Sight {
    first: usize,
    /// Widths from the first on.
    widths: Vec<u16>,
    all: usize,
}

impl Sight {
    /// As many columns as fit, the one under the cursor among them.
    fn of(state: &State, room: u16) -> Sight {
        // The marks at both edges.
        let room = room.saturating_sub(2);
        let most = if room < 100 { WIDEST.0 } else { WIDEST.1 };
        let wide = |at: usize| {
            let cells = state.sheet.rows.iter().filter_map(|(_, cells)| cells.get(at));
            let texts = cells.chain([&state.sheet.columns[at].heading]);
            texts.map(|text| width(text)).max().unwrap_or(0).clamp(NARROWEST, most)
        };
        let widths: Vec<u16> = (0..state.chosen.len()).map(wide).collect();
        let needed = |from: usize, to: usize| {
            let columns = widths[from..to].iter();
            columns.fold(0u16, |sum, wide| sum.saturating_add(wide + 1)).saturating_sub(1)
        };
        let after = (state.column + 1).min(widths.len());
        let first = (0..state.column).find(|first| needed(*first, after) <= room);
        let first = first.unwrap_or(state.column).min(widths.len());
        let last = (after..=widths.len()).rev().find(|to| needed(first, *to) <= room);
        let widths = widths[first..last.unwrap_or(after)].to_vec();
        Sight { first, widths, all: state.chosen.len() }
    }

    fn is_more_before(&self) -> bool {
        self.first > 0
    }

    fn is_more_after(&self) -> bool {
        self.first + self.widths.len() < self.all
    }

    /// `‹ column 3/7 ›`.
    fn count(&self, state: &State, lang: Lang) -> String {
        let (at, all) = ((state.column + 1).to_string(), self.all.to_string());
        let count = lang.fill("teach.count", [("at", at.as_str()), ("all", all.as_str())]);
        let before = if self.is_more_before() { "‹ " } else { "" };
        let after = if self.is_more_after() { " ›" } else { "" };
        format!("{before}{count}{after}")
    }
}

/// The columns in sight, the one under the cursor among them.
fn draw_grid(
    state: &State,
    (lang, theme): (Lang, &Theme),
    frame: &mut Frame,
    area: Rect,
    (sight, rows): (&Sight, usize),
    has_focus: bool,
) {
    let right = area.right().saturating_sub(1);
    let edges = [(area.x, "‹", sight.is_more_before()), (right, "›", sight.is_more_after())];
    for (x, mark, _) in edges.into_iter().filter(|(_, _, is_more)| *is_more) {
        let edge = Rect { x, width: 1.min(area.width), ..area };
        (0..2).for_each(|row| popup::put(frame, edge, row, mark, theme.key, ' '));
    }
    let mut x = area.x + 1;
    for (at, wide) in (sight.first..).zip(&sight.widths) {
        let column = Rect { x, width: (*wide).min(area.right().saturating_sub(x)), ..area };
        x = x.saturating_add(wide + 1);
        let is_here = at == state.column;
        let word = match state.chosen[at] {
            Some(field) => words::word(lang, "field", field),
            None => lang.text("teach.not_read").to_owned(),
        };
        let style = match (is_here, state.focus) {
            (true, Focus::Columns) => theme.selected,
            (true, _) => theme.key,
            (false, _) => theme.text,
        };
        let lead = if is_here { theme.marks.cursor } else { "" };
        popup::put(frame, column, 0, &format!("{lead}{word}"), style, theme.marks.cut);
        let heading = shown(&state.sheet.columns[at].heading);
        popup::put(frame, column, 1, &heading, theme.heading, theme.marks.cut);
        for (row, (_, cells)) in state.sheet.rows.iter().take(rows).enumerate() {
            let cell = cells.get(at).map(|cell| shown(cell)).unwrap_or_default();
            popup::put(frame, column, 2 + row as u16, &cell, theme.dim, theme.marks.cut);
        }
        if is_here && has_focus && state.focus == Focus::Columns && area.height > 0 {
            frame.set_cursor_position((column.x, column.y));
        }
    }
}

/// Kind, sign rule, number style; account and name below them.
fn draw_choices(
    state: &State,
    (lang, theme): (Lang, &Theme),
    frame: &mut Frame,
    area: Rect,
    row: u16,
    has_focus: bool,
) {
    let sign = match state.sign {
        Some(at) => lang.text(&format!("sign.{}", SIGNS[at])),
        None => lang.text("teach.by_columns"),
    };
    let style = match state.style {
        Some(at) => lang.text(&format!("number_style.{}", STYLES[at].as_str())),
        None => lang.text("teach.by_cells"),
    };
    let kind = words::word(lang, "file_kind", state.kind.code());
    let mut pen = Pen { frame, area, row, x: 0, theme, has_focus };
    pen.choice(lang.text("teach.kind"), &kind, state.focus == Focus::Kind);
    pen.choice(lang.text("teach.sign"), sign, state.focus == Focus::Sign);
    pen.row += 1;
    pen.x = 0;
    pen.choice(lang.text("teach.number_style"), style, state.focus == Focus::NumberStyle);
    pen.field(lang.text("teach.account"), &state.account, state.focus == Focus::Account);
    pen.row += 1;
    pen.x = 0;
    pen.field(lang.text("teach.name"), &state.name, state.focus == Focus::Name);
    let is_here = state.focus == Focus::Institution;
    pen.field(lang.text("teach.institution"), &state.institution, is_here);
}

/// Puts labels and values side by side.
struct Pen<'a, 'b> {
    frame: &'a mut Frame<'b>,
    area: Rect,
    row: u16,
    x: u16,
    theme: &'a Theme,
    has_focus: bool,
}

impl Pen<'_, '_> {
    /// Puts a label; answers what is left of its line.
    fn label(&mut self, label: &str) -> Option<Rect> {
        let line = self.rest()?;
        popup::put(self.frame, line, 0, label, self.theme.text, self.theme.marks.cut);
        self.x += width(label) + 1;
        self.rest()
    }

    fn rest(&self) -> Option<Rect> {
        let room = self.area.width.checked_sub(self.x).filter(|room| *room > 0)?;
        let is_inside = self.row < self.area.height;
        let (x, y) = (self.area.x + self.x, self.area.y + self.row);
        is_inside.then_some(Rect { x, y, width: room, height: 1 })
    }

    fn field(&mut self, label: &str, field: &Field, is_here: bool) {
        if let Some(line) = self.label(label) {
            let line = Rect { width: line.width.min(24), ..line };
            field.draw(self.frame, line, self.theme.field, self.has_focus && is_here);
            self.x += line.width + 2;
        }
    }

    fn choice(&mut self, label: &str, value: &str, is_here: bool) {
        let Some(line) = self.label(label) else { return };
        let (lead, style): (&str, Style) = match is_here {
            true => (self.theme.marks.cursor, self.theme.selected),
            false => ("", self.theme.key),
        };
        let text = cut(&format!("{lead}{value}"), line.width, self.theme.marks.cut);
        popup::put(self.frame, line, 0, &text, style, self.theme.marks.cut);
        if is_here && self.has_focus {
            self.frame.set_cursor_position((line.x, line.y));
        }
        self.x += width(&text) + 3;
    }
}
