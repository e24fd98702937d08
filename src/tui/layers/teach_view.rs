//! What teaching looks like: the sheet as a grid with the field of each column above it, the
//! choices, and below them what the file comes to.

use ratatui::layout::Rect;
use ratatui::prelude::Frame;
use ratatui::style::Style;

use super::teach::{Focus, SIGNS, STYLES, State};
use crate::app::Error;
use crate::lang::Lang;
use crate::model::view::Preview;
use crate::model::{Failure, FailureCode};
use crate::tui::model::Model;
use crate::tui::theme::Theme;
use crate::tui::widgets::popup;
use crate::tui::widgets::text::{cut, shown, width, wrap};
use crate::tui::{screens::import_text, words};

/// Columns of the screen that a column of the sheet takes.
const WIDE: u16 = 17;

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
    let rows = if inner.height > 30 { state.sheet.rows.len() } else { FEW_ROWS };
    let rows = rows.min(state.sheet.rows.len());
    draw_grid(state, (lang, theme), frame, Rect { y: inner.y + 1, ..inner }, rows, has_focus);
    let below = 4 + rows as u16;
    draw_choices(state, (lang, theme), frame, inner, below, has_focus);
    let top = below + 4;
    let rest = Rect {
        y: inner.y + top.min(inner.height),
        height: inner.height.saturating_sub(top),
        ..inner
    };
    draw_outcome(state, (lang, theme), frame, rest);
}

/// The columns in sight, the one under the cursor among them.
fn draw_grid(
    state: &State,
    (lang, theme): (Lang, &Theme),
    frame: &mut Frame,
    area: Rect,
    rows: usize,
    has_focus: bool,
) {
    let fit = usize::from((area.width / (WIDE + 1)).max(1));
    let first = (state.column + 1).saturating_sub(fit);
    let all = state.chosen.len();
    for (place, at) in (first..all.min(first + fit)).enumerate() {
        let x = area.x + place as u16 * (WIDE + 1);
        let column = Rect { x, width: WIDE.min(area.right() - x), ..area };
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
    pen.row += 1;
    pen.x = 0;
    for (key, field, focus) in [
        ("teach.account", &state.account, Focus::Account),
        ("teach.name", &state.name, Focus::Name),
    ] {
        let label = lang.text(key);
        let at = pen.label(label);
        let is_here = state.focus == focus;
        if let Some(line) = at {
            let line = Rect { width: line.width.min(24), ..line };
            field.draw(pen.frame, line, theme.field, has_focus && is_here);
            pen.x += line.width + 2;
        }
    }
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

/// What the file comes to as it is taught now, or why it cannot be read.
fn draw_outcome(state: &State, (lang, theme): (Lang, &Theme), frame: &mut Frame, area: Rect) {
    let lines: Vec<(String, Style)> = match &state.outcome {
        None => vec![(lang.text("loading").to_owned(), theme.dim)],
        Some(Err(failure)) => {
            let text = why_not(lang, failure);
            wrap(&text, area.width).into_iter().map(|line| (line, theme.bad)).collect()
        }
        Some(Ok(preview)) => {
            let mut lines = vec![summary(lang, theme, preview)];
            let reason = first_reason(lang, preview).map(|text| wrap(&text, area.width));
            lines.extend(reason.into_iter().flatten().map(|line| (line, theme.warn)));
            let rows = import_text::first_lines(preview, area.width, theme);
            lines.extend(rows.into_iter().map(|line| (line, theme.text)));
            lines
        }
    };
    for (row, (line, style)) in lines.iter().take(area.height.into()).enumerate() {
        popup::put(frame, area, row as u16, line, *style, theme.marks.cut);
    }
}

/// Why the file cannot be read as it is taught now; hints speak of the command line and stay away.
fn why_not(lang: Lang, failure: &Failure) -> String {
    let missing = failure.facts.iter().find(|fact| fact.name == "fields");
    match (failure.code, missing) {
        (FailureCode::MapIncomplete, Some(missing)) => {
            let fields = missing.value.split(", ").map(|code| words::word(lang, "field", code));
            let fields = fields.collect::<Vec<_>>().join(", ");
            lang.fill("teach.incomplete", [("fields", fields.as_str())])
        }
        (FailureCode::AccountUnknown, _) => lang.text("teach.needs_account").to_owned(),
        (FailureCode::NumberStyleUndecided, _) => {
            let (text, _) = words::error(lang, &Error::Failed(failure.clone()));
            format!("{text} {}", lang.text("teach.needs_style"))
        }
        _ => words::error(lang, &Error::Failed(failure.clone())).0,
    }
}

/// Why the first row is refused, where none is read.
fn first_reason(lang: Lang, preview: &Preview) -> Option<String> {
    let is_read = preview.payments + preview.invoices > 0;
    let problem = preview.problems.iter().find(|one| !is_read && one.code.refuses_row())?;
    let place = lang.fill("import.row", [("row", problem.place.row.to_string().as_str())]);
    let facts = words::problem_facts(problem);
    let text = words::sentence(lang, "problem", problem.code.code(), &facts);
    Some(format!("{place}: {text}"))
}

/// How many rows are read and refused, and whether the balance ties.
fn summary(lang: Lang, theme: &Theme, preview: &Preview) -> (String, Style) {
    let refused = preview.totals.refused;
    let (good, bad) = ((preview.totals.rows - refused).to_string(), refused.to_string());
    let mut text = lang.fill("import.read", [("good", good.as_str()), ("bad", bad.as_str())]);
    let ties: Vec<Option<bool>> =
        preview.totals.statements.iter().map(|statement| statement.is_tied).collect();
    let (key, style) = match () {
        () if ties.contains(&Some(false)) => (Some("teach.ties_not"), theme.bad),
        () if ties.contains(&Some(true)) => (Some("teach.ties"), theme.good),
        () => (None, theme.text),
    };
    if let Some(key) = key {
        text.push_str(&format!("; {}", lang.text(key)));
    }
    (text, if refused > 0 { theme.warn } else { style })
}
