//! Two layouts that fit a file equally well: a person says which.

use std::path::PathBuf;

use ratatui::crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;
use ratatui::prelude::Frame;

use super::{After, Hints};
use crate::tui::model::Model;
use crate::tui::screens::import;
use crate::tui::widgets::popup;
use crate::tui::widgets::text::{shown, wrap};

pub struct State {
    path: PathBuf,
    layouts: Vec<String>,
    /// What tells them apart.
    about: String,
    cursor: usize,
}

pub const HINTS: Hints = &[("↑ ↓", "hint.choose"), ("Enter", "hint.show"), ("Esc", "hint.leave")];

impl State {
    pub fn new(path: PathBuf, layouts: Vec<String>, about: String) -> State {
        State { path, layouts, about, cursor: 0 }
    }

    pub fn key(&mut self, model: &mut Model, key: KeyEvent) -> After {
        match key.code {
            KeyCode::Esc => return After::Close(Vec::new()),
            KeyCode::Enter => {
                let layout = self.layouts.get(self.cursor).cloned();
                return After::Close(import::look_at(model, &self.path, layout));
            }
            KeyCode::Up => self.cursor = self.cursor.saturating_sub(1),
            KeyCode::Down => {
                self.cursor = (self.cursor + 1).min(self.layouts.len().saturating_sub(1));
            }
            _ => return After::Pass,
        }
        After::Stay(Vec::new())
    }

    pub fn draw(&self, model: &Model, frame: &mut Frame, area: Rect) {
        let (lang, theme) = (model.lang(), model.theme());
        let wide = area.width.min(76);
        let about = wrap(&self.about, wide.saturating_sub(4));
        let high = u16::try_from(about.len() + self.layouts.len() + 3).unwrap_or(u16::MAX);
        let title = lang.text("choose_layout.title");
        let inner = popup::open(frame, area, (wide, high), title, theme);
        for (row, line) in about.iter().enumerate() {
            popup::put(frame, inner, row as u16, line, theme.text, theme.marks.cut);
        }
        for (at, layout) in self.layouts.iter().enumerate() {
            let is_here = at == self.cursor;
            let row = (about.len() + 1 + at) as u16;
            let lead = if is_here { theme.marks.cursor } else { " " };
            let style = if is_here { theme.selected } else { theme.text };
            let text = format!("{lead}{}", shown(layout));
            popup::put(frame, inner, row, &text, style, theme.marks.cut);
            if is_here && row < inner.height {
                frame.set_cursor_position((inner.x, inner.y + row));
            }
        }
    }
}
