//! A question with "No" in focus, and a message that only wants to be read.

use ratatui::crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;
use ratatui::prelude::Frame;

use super::{After, Hints};
use crate::tui::model::{Effect, Model};
use crate::tui::widgets::popup::{self, Button};
use crate::tui::widgets::text::{width, wrap};

pub struct Confirm {
    title: String,
    lines: Vec<String>,
    yes: String,
    effects: Vec<Effect>,
    is_on_yes: bool,
}

impl Confirm {
    pub const HINTS: Hints = &[("Tab", "hint.other"), ("Enter", "hint.press"), ("Esc", "hint.no")];

    pub fn new(title: &str, lines: Vec<String>, yes: &str, effects: Vec<Effect>) -> Confirm {
        let (title, yes) = (title.to_owned(), yes.to_owned());
        Confirm { title, lines, yes, effects, is_on_yes: false }
    }

    pub fn key(&mut self, key: KeyEvent) -> After {
        match key.code {
            KeyCode::Tab | KeyCode::BackTab | KeyCode::Left | KeyCode::Right => {
                self.is_on_yes = !self.is_on_yes;
                After::Stay(Vec::new())
            }
            KeyCode::Enter if self.is_on_yes => After::Close(std::mem::take(&mut self.effects)),
            KeyCode::Enter | KeyCode::Esc => After::Close(Vec::new()),
            _ => After::Pass,
        }
    }

    pub fn draw(&self, model: &Model, frame: &mut Frame, area: Rect) {
        let (lang, theme) = (model.lang(), model.theme());
        let lines = wrapped(&self.lines, area.width);
        let inner = popup::open(frame, area, size(&lines, 4, area.width), &self.title, theme);
        for (row, line) in lines.iter().enumerate() {
            popup::put(frame, inner, row as u16, line, theme.text, theme.marks.cut);
        }
        let focus = |is_here| if is_here { Button::Focused } else { Button::Ready };
        let buttons =
            [(lang.text("no"), focus(!self.is_on_yes)), (self.yes.as_str(), focus(self.is_on_yes))];
        popup::buttons(frame, inner, lines.len() as u16 + 1, &buttons, theme);
    }
}

pub struct Message {
    pub title: String,
    pub lines: Vec<String>,
    /// First line in sight.
    pub top: usize,
}

impl Message {
    pub fn key(&mut self, model: &Model, key: KeyEvent) -> After {
        let page = text_height(model).max(1);
        let last = self.last_top(model);
        self.top = match key.code {
            KeyCode::Up => self.top.saturating_sub(1),
            KeyCode::Down => self.top + 1,
            KeyCode::PageUp => self.top.saturating_sub(page),
            KeyCode::PageDown => self.top + page,
            KeyCode::Home => 0,
            KeyCode::End => last,
            KeyCode::Enter | KeyCode::Esc | KeyCode::Char(' ') => return After::Close(Vec::new()),
            _ => return After::Pass,
        };
        self.top = self.top.min(last);
        After::Stay(Vec::new())
    }

    pub fn hints(&self, model: &Model) -> Hints {
        let is_long = self.last_top(model) > 0;
        if is_long {
            &[("↑ ↓", "hint.scroll"), ("Enter", "hint.close")]
        } else {
            &[("Enter", "hint.close")]
        }
    }

    fn last_top(&self, model: &Model) -> usize {
        wrapped(&self.lines, model.area.width).len().saturating_sub(text_height(model))
    }

    pub fn draw(&self, model: &Model, frame: &mut Frame, area: Rect) {
        let theme = model.theme();
        let lines = wrapped(&self.lines, area.width);
        let inner = popup::open(frame, area, size(&lines, 4, area.width), &self.title, theme);
        let height = lines.len().min(text_height(model));
        let top = self.top.min(lines.len() - height);
        for (row, line) in lines.iter().skip(top).take(height).enumerate() {
            popup::put(frame, inner, row as u16, line, theme.text, theme.marks.cut);
        }
        let buttons = [(model.lang().text("close"), Button::Focused)];
        popup::buttons(frame, inner, height as u16 + 1, &buttons, theme);
    }
}

/// Lines of a message that fit: beside them stand the foot, the frame, a gap and the button.
fn text_height(model: &Model) -> usize {
    usize::from(model.area.height.saturating_sub(5))
}

/// No wider than is pleasant to read.
const WIDEST: u16 = 72;

fn wrapped(lines: &[String], room: u16) -> Vec<String> {
    let room = room.saturating_sub(6).min(WIDEST);
    lines.iter().flat_map(|line| wrap(line, room)).collect()
}

fn size(lines: &[String], more: u16, room: u16) -> (u16, u16) {
    let widest = lines.iter().map(|line| width(line)).max().unwrap_or(0);
    let widest = widest.max(36).saturating_add(4).min(room);
    (widest, u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(more))
}
