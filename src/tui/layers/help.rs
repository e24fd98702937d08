//! Help of the screen below: what it is for, and every key with what it does now.

use ratatui::crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;
use ratatui::prelude::Frame;
use ratatui::style::Style;

use super::{After, Hints};
use crate::tui::keys::{self, Key};
use crate::tui::model::Model;
use crate::tui::screens;
use crate::tui::widgets::popup;
use crate::tui::widgets::text::wrap;

#[derive(Default)]
pub struct State {
    top: usize,
}

pub const HINTS: Hints = &[("↑ ↓", "hint.scroll"), ("Esc", "hint.close")];

impl State {
    pub fn key(&mut self, model: &Model, key: KeyEvent) -> After {
        let height = usize::from(model.area.height.saturating_sub(4)).max(1);
        let last = lines(model, width(model.area)).len().saturating_sub(height);
        match key.code {
            KeyCode::Up => self.top = self.top.saturating_sub(1),
            KeyCode::Down => self.top = (self.top + 1).min(last),
            KeyCode::PageUp => self.top = self.top.saturating_sub(height),
            KeyCode::PageDown => self.top = (self.top + height).min(last),
            KeyCode::Home => self.top = 0,
            KeyCode::End => self.top = last,
            KeyCode::Esc | KeyCode::Enter | KeyCode::F(1) => return After::Close(Vec::new()),
            _ => return After::Pass,
        }
        After::Stay(Vec::new())
    }

    pub fn draw(&self, model: &Model, frame: &mut Frame, area: Rect) {
        let (lang, theme) = (model.lang(), model.theme());
        let screen = lang.text(&format!("screen.{}", screens::of(model.screen).code));
        let title = lang.fill("help.title", [("screen", screen)]);
        let lines = lines(model, width(area));
        let high = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(2);
        let inner = popup::open(frame, area, (width(area), high), &title, theme);
        let height = usize::from(inner.height);
        let top = self.top.min(lines.len().saturating_sub(height));
        for (row, (text, is_heading)) in lines.iter().skip(top).take(height).enumerate() {
            let style: Style = if *is_heading { theme.heading } else { theme.text };
            popup::put(frame, inner, row as u16, text, style, theme.marks.cut);
        }
        if !inner.is_empty() {
            frame.set_cursor_position((inner.x, inner.y));
        }
    }
}

fn width(area: Rect) -> u16 {
    area.width.min(78)
}

/// Lines with whether each is a heading.
fn lines(model: &Model, wide: u16) -> Vec<(String, bool)> {
    let lang = model.lang();
    let room = wide.saturating_sub(4);
    let about = lang.text(&format!("help.{}", screens::of(model.screen).code));
    let mut lines: Vec<(String, bool)> =
        wrap(about, room).into_iter().map(|line| (line, false)).collect();
    for (heading, is_here) in [("help.here", true), ("help.everywhere", false)] {
        lines.push((String::new(), false));
        lines.push((lang.text(heading).to_owned(), true));
        if is_here {
            lines.push((pair("↑ ↓ PgUp PgDn Home End", lang.text("help.move")), false));
        }
        let listed: Vec<&keys::Action> = match is_here {
            true => keys::own(model.screen).collect(),
            false => keys::everywhere().collect(),
        };
        for action in listed.into_iter().filter(|action| !action.keys.is_empty()) {
            let names: Vec<String> = action.keys.iter().map(|key| Key::name(*key)).collect();
            let mut text = keys::label(model, action.id);
            if let Some(reason) = keys::reason(model, action.id) {
                text.push_str(&format!(" ({reason})"));
            }
            let names = names.join(", ");
            for (at, line) in wrap(&text, room.saturating_sub(KEYS)).iter().enumerate() {
                lines.push((pair(if at == 0 { &names } else { "" }, line), false));
            }
        }
    }
    lines.push((String::new(), false));
    let typing = wrap(lang.text("help.typing"), room);
    lines.extend(typing.into_iter().map(|line| (line, false)));
    lines
}

/// Columns for the keys.
const KEYS: u16 = 24;

/// A key and what it does, one below the other with others.
pub fn pair(key: &str, label: &str) -> String {
    let keys = usize::from(KEYS);
    format!("{key:<keys$}{label}")
}
