//! A question with "No" in focus, and a message that only wants to be read.

use ratatui::crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;
use ratatui::prelude::Frame;

use super::After;
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
}

impl Message {
    pub fn key(&mut self, key: KeyEvent) -> After {
        match key.code {
            KeyCode::Enter | KeyCode::Esc | KeyCode::Char(' ') => After::Close(Vec::new()),
            _ => After::Pass,
        }
    }

    pub fn draw(&self, model: &Model, frame: &mut Frame, area: Rect) {
        let theme = model.theme();
        let lines = wrapped(&self.lines, area.width);
        let inner = popup::open(frame, area, size(&lines, 4, area.width), &self.title, theme);
        for (row, line) in lines.iter().enumerate() {
            popup::put(frame, inner, row as u16, line, theme.text, theme.marks.cut);
        }
        let buttons = [(model.lang().text("close"), Button::Focused)];
        popup::buttons(frame, inner, lines.len() as u16 + 1, &buttons, theme);
    }
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
