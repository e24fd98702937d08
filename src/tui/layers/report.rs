//! Reports: a menu of them, and one over the day or period at hand, to be scrolled in both
//! directions.

use ratatui::crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;
use ratatui::prelude::Frame;
use ratatui::style::Style;

use super::{After, Hints};
use crate::app::desk::{Ask, report_names};
use crate::calendar::Period;
use crate::lang::Lang;
use crate::model::{Align, Cell, Column, Table};
use crate::text::mask_account;
use crate::tui::model::Model;
use crate::tui::screens::ScreenId;
use crate::tui::widgets::popup;
use crate::tui::widgets::text::{shown, width};
use crate::tui::words;

pub struct State {
    period: Option<Period>,
    cursor: usize,
    /// The report as lines; none while the menu is shown.
    page: Option<Page>,
}

/// A report drawn once: title and notes, headings, rows, each as wide as it is.
struct Page {
    title: String,
    notes: Vec<String>,
    headings: String,
    rows: Vec<String>,
    totals: usize,
    top: usize,
    left: u16,
}

/// Columns that a step to the side moves.
const SIDE: u16 = 10;

impl State {
    /// Over the period under the cursor of the closing screen, else over the screen's day.
    pub fn new(model: &Model) -> State {
        let period = match model.screen {
            ScreenId::Close => model.screens.close.list.id(),
            _ => model.facts().map(|facts| Period::Day(facts.day)),
        };
        State { period, cursor: 0, page: None }
    }

    pub fn key(&mut self, model: &mut Model, key: KeyEvent) -> After {
        let names = report_names();
        let height = usize::from(model.area.height.saturating_sub(6)).max(1);
        match (&mut self.page, key.code) {
            (None, KeyCode::Esc) => return After::Close(Vec::new()),
            (None, KeyCode::Up) => self.cursor = self.cursor.saturating_sub(1),
            (None, KeyCode::Down) => self.cursor = (self.cursor + 1).min(names.len() - 1),
            (None, KeyCode::Enter) => {
                let (name, period) = (names[self.cursor], self.period);
                return After::Stay(vec![model.ask(Ask::Report { name, period })]);
            }
            (Some(_), KeyCode::Esc) => self.page = None,
            (Some(page), code) => {
                if !page.scroll(code, height, model.area.width) {
                    return After::Pass;
                }
            }
            _ => return After::Pass,
        }
        After::Stay(Vec::new())
    }

    /// Shows what was asked for.
    pub fn take(&mut self, table: &Table, lang: Lang) {
        self.page = Some(Page::new(table, lang));
    }

    pub fn hints(&self) -> Hints {
        match self.page {
            Some(_) => &[("↑ ↓ ← →", "hint.scroll"), ("Esc", "hint.back")],
            None => &[("↑ ↓", "hint.choose"), ("Enter", "hint.show"), ("Esc", "hint.close")],
        }
    }

    pub fn draw(&self, model: &Model, frame: &mut Frame, area: Rect) {
        match &self.page {
            Some(page) => page.draw(model, frame, area),
            None => self.draw_menu(model, frame, area),
        }
    }

    fn draw_menu(&self, model: &Model, frame: &mut Frame, area: Rect) {
        let (lang, theme) = (model.lang(), model.theme());
        let period = self.period.map(Period::to_local).unwrap_or_default();
        let title = lang.fill("report.title", [("period", period.as_str())]);
        let names = report_names();
        let high = u16::try_from(names.len()).unwrap_or(u16::MAX).saturating_add(4);
        let inner = popup::open(frame, area, (60, high), &title, theme);
        for (at, name) in names.iter().enumerate() {
            let is_here = at == self.cursor;
            let lead = if is_here { theme.marks.cursor } else { " " };
            let style = if is_here { theme.selected } else { theme.text };
            let text = format!("{lead}{}", words::word(lang, "table", name));
            popup::put(frame, inner, at as u16, &text, style, theme.marks.cut);
            if is_here && (at as u16) < inner.height {
                frame.set_cursor_position((inner.x, inner.y + at as u16));
            }
        }
        let row = names.len() as u16 + 1;
        let hint = lang.text("report.hint");
        popup::put(frame, inner, row, hint, theme.dim, theme.marks.cut);
    }
}

impl Page {
    fn new(table: &Table, lang: Lang) -> Page {
        let mut rows: Vec<Vec<String>> =
            vec![table.columns.iter().map(|c| words::word(lang, "column", c.key)).collect()];
        let cells = table.rows.iter().chain(&table.totals);
        let text = |(column, cell): (&Column, &Cell)| match cell {
            Cell::Text(account) if column.key == "payer_account" => shown(&mask_account(account)),
            cell => cell_text(cell, lang),
        };
        rows.extend(cells.map(|row| table.columns.iter().zip(row).map(text).collect()));
        let mut widths = vec![0; table.columns.len()];
        for row in &rows {
            for (widest, text) in widths.iter_mut().zip(row) {
                *widest = width(text).max(*widest);
            }
        }
        let aligns: Vec<Align> = table.columns.iter().map(|column| column.align).collect();
        let mut lines = rows.iter().map(|row| line(row, &widths, &aligns));
        let headings = lines.next().unwrap_or_default();
        let notes = table.notes.iter().map(|(key, cell)| {
            format!("{}: {}", words::word(lang, "note", key), cell_text(cell, lang))
        });
        Page {
            title: words::word(lang, "table", table.name),
            notes: notes.collect(),
            headings,
            rows: lines.collect(),
            totals: table.totals.len(),
            top: 0,
            left: 0,
        }
    }

    fn scroll(&mut self, code: KeyCode, height: usize, room: u16) -> bool {
        let last = self.rows.len().saturating_sub(height.saturating_sub(self.notes.len()));
        let edge = width(&self.headings).saturating_sub(room.saturating_sub(4));
        match code {
            KeyCode::Up => self.top = self.top.saturating_sub(1),
            KeyCode::Down => self.top = (self.top + 1).min(last),
            KeyCode::PageUp => self.top = self.top.saturating_sub(height),
            KeyCode::PageDown => self.top = (self.top + height).min(last),
            KeyCode::Home => self.top = 0,
            KeyCode::End => self.top = last,
            KeyCode::Left => self.left = self.left.saturating_sub(SIDE),
            KeyCode::Right => self.left = (self.left + SIDE).min(edge),
            _ => return false,
        }
        true
    }

    fn draw(&self, model: &Model, frame: &mut Frame, area: Rect) {
        let theme = model.theme();
        let inner = popup::open(frame, area, (area.width, area.height), &self.title, theme);
        for (row, note) in (0..).zip(&self.notes) {
            popup::put(frame, inner, row, note, theme.text, theme.marks.cut);
        }
        let mut row = self.notes.len() as u16 + 1;
        self.put(frame, inner, row, &self.headings, theme.heading);
        let first_total = self.rows.len() - self.totals;
        for (at, text) in self.rows.iter().enumerate().skip(self.top) {
            row += 1;
            let style = if at >= first_total { theme.key } else { theme.text };
            self.put(frame, inner, row, text, style);
        }
        if !inner.is_empty() {
            frame.set_cursor_position((inner.x, inner.y));
        }
    }

    /// One line from the column that is scrolled to.
    fn put(&self, frame: &mut Frame, area: Rect, row: u16, text: &str, style: Style) {
        let mut skipped = 0;
        let rest = text.chars().skip_while(|c| {
            let is_before = skipped < self.left;
            skipped += width(c.encode_utf8(&mut [0; 4]));
            is_before
        });
        let rest: String = rest.collect();
        popup::put(frame, area, row, &rest, style, '→');
    }
}

/// Cells side by side, two blanks between.
fn line(cells: &[String], widths: &[u16], aligns: &[Align]) -> String {
    let mut text = String::new();
    for ((cell, wide), align) in cells.iter().zip(widths).zip(aligns) {
        let pad = " ".repeat(usize::from(wide.saturating_sub(width(cell))));
        match align {
            Align::Left => text.push_str(&format!("{cell}{pad}  ")),
            Align::Right => text.push_str(&format!("{pad}{cell}  ")),
        }
    }
    text.trim_end().to_owned()
}

fn cell_text(cell: &Cell, lang: Lang) -> String {
    match cell {
        Cell::Text(text) => shown(text),
        Cell::Key(key) => lang.find(key).map_or_else(|| shown(key), str::to_owned),
        value => value.to_local(),
    }
}
