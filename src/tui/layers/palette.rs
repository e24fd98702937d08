//! The palette: every action by name, found by typing without diacritics; one that cannot be done
//! says why.

use ratatui::crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;
use ratatui::prelude::Frame;

use super::{After, Hints};
use crate::text::fold;
use crate::tui::keys::{self, ActionId};
use crate::tui::model::{Model, Tone};
use crate::tui::widgets::field::Field;
use crate::tui::widgets::popup;
use crate::tui::widgets::text::{cut, width};
use crate::tui::words;

/// Rows of the box, border and all.
const HIGHEST: u16 = 20;

#[derive(Default)]
pub struct State {
    field: Field,
    cursor: usize,
    top: usize,
}

pub const HINTS: Hints = &[("↑ ↓", "hint.choose"), ("Enter", "hint.run"), ("Esc", "hint.close")];

impl State {
    pub fn key(&mut self, model: &mut Model, key: KeyEvent) -> After {
        let found = found(model, self.field.text());
        let last = found.len().saturating_sub(1);
        match key.code {
            KeyCode::Up => self.cursor = self.cursor.saturating_sub(1),
            KeyCode::Down => self.cursor = (self.cursor + 1).min(last),
            KeyCode::PageUp => self.cursor = self.cursor.saturating_sub(10),
            KeyCode::PageDown => self.cursor = (self.cursor + 10).min(last),
            KeyCode::Esc | KeyCode::F(2) => return After::Close(Vec::new()),
            KeyCode::Enter => {
                let Some(id) = found.get(self.cursor).copied() else { return After::Stay(vec![]) };
                return match keys::reason(model, id) {
                    None => After::Act(id),
                    Some(reason) => {
                        model.say(Tone::Warn, reason);
                        After::Stay(Vec::new())
                    }
                };
            }
            _ if self.field.key(key) => self.cursor = 0,
            _ => return After::Pass,
        }
        self.settle(height(model.area));
        After::Stay(Vec::new())
    }

    pub fn paste(&mut self, model: &Model, text: &str) {
        self.field.paste(text);
        self.cursor = 0;
        self.settle(height(model.area));
    }

    fn settle(&mut self, height: usize) {
        if self.cursor < self.top {
            self.top = self.cursor;
        } else if self.cursor >= self.top + height {
            self.top = self.cursor + 1 - height;
        }
    }

    pub fn draw(&self, model: &Model, frame: &mut Frame, area: Rect, has_focus: bool) {
        let (lang, theme) = (model.lang(), model.theme());
        let found = found(model, self.field.text());
        let title = lang.text("palette.title");
        let inner =
            popup::open(frame, area, (area.width.min(74), area.height.min(HIGHEST)), title, theme);
        if inner.is_empty() {
            return;
        }
        let (n, all) = (found.len() as u64, found_all(model) as u64);
        let count = format!("{}/{}", words::count(n), words::count(all));
        let room = inner.width.saturating_sub(width(&count) + 3);
        popup::put(frame, inner, 0, ">", theme.key, ' ');
        let field = Rect { x: inner.x + 2, width: room.min(inner.width - 2), height: 1, ..inner };
        self.field.draw(frame, field, theme.field, has_focus);
        let right = inner.right().saturating_sub(width(&count));
        frame.buffer_mut().set_stringn(right, inner.y, &count, inner.width.into(), theme.dim);
        for (row, (at, id)) in (1..inner.height).zip(found.iter().enumerate().skip(self.top)) {
            let is_here = at == self.cursor;
            let reason = keys::reason(model, *id);
            let style = match (is_here, &reason) {
                (true, _) => theme.selected,
                (false, None) => theme.text,
                (false, Some(_)) => theme.dim,
            };
            let key = keys::key_name(model.screen, *id);
            let mut label = keys::label(model, *id);
            if let Some(reason) = reason {
                label = format!("{label} ({reason})");
            }
            let room = inner.width.saturating_sub(width(&key) + 2);
            let label = cut(&label, room.saturating_sub(1), theme.marks.cut);
            let lead = if is_here { theme.marks.cursor } else { " " };
            let pad = " ".repeat(usize::from(room.saturating_sub(width(&label) + 1)));
            let text = format!("{lead}{label}{pad}  {key}");
            popup::put(frame, inner, row, &text, style, theme.marks.cut);
        }
    }
}

fn height(area: Rect) -> usize {
    usize::from(area.height.saturating_sub(1).min(HIGHEST).saturating_sub(3)).max(1)
}

/// Actions whose label holds all typed words, those of the screen first.
fn found(model: &Model, typed: &str) -> Vec<ActionId> {
    let typed = fold(typed);
    let words: Vec<&str> = typed.split(' ').collect();
    keys::actions(model.screen)
        .map(|action| action.id)
        .filter(|id| is_offered(*id))
        .filter(|id| {
            let label = fold(&keys::label(model, *id));
            words.iter().all(|word| label.contains(word))
        })
        .collect()
}

fn found_all(model: &Model) -> usize {
    found(model, "").len()
}

/// Going back and opening the palette itself are no use in the palette.
fn is_offered(id: ActionId) -> bool {
    !matches!(id, ActionId::Back | ActionId::Palette)
}
