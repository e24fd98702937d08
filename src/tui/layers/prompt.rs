//! One field to fill: a path to open, an account to import for, the reason to reopen a period.

use ratatui::crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;
use ratatui::prelude::Frame;

use super::{After, Hints};
use crate::app::desk::Deed;
use crate::calendar::Period;
use crate::lang::Lang;
use crate::tui::model::{Effect, Model};
use crate::tui::screens::import;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::popup;
use crate::tui::widgets::text::wrap;

enum Purpose {
    Path,
    Account,
    Reopen(Period),
}

pub struct State {
    purpose: Purpose,
    title: String,
    text: String,
    pub field: Field,
}

pub const HINTS: Hints = &[("Enter", "hint.ok"), ("Esc", "hint.leave")];

impl State {
    pub fn path(lang: Lang) -> State {
        State::new(lang, Purpose::Path, "prompt.path", Field::default())
    }

    pub fn account(lang: Lang, account: &str) -> State {
        State::new(lang, Purpose::Account, "prompt.account", Field::offered(account))
    }

    pub fn reopen(lang: Lang, period: Period) -> State {
        let mut state =
            State::new(lang, Purpose::Reopen(period), "prompt.reopen", Field::default());
        state.title = lang.fill("prompt.reopen", [("period", period.to_local().as_str())]);
        state
    }

    fn new(lang: Lang, purpose: Purpose, key: &str, field: Field) -> State {
        let (title, text) = (lang.text(key).to_owned(), lang.text(&format!("{key}.hint")).into());
        State { purpose, title, text, field }
    }

    pub fn key(&mut self, model: &mut Model, key: KeyEvent) -> After {
        match key.code {
            KeyCode::Esc => After::Close(Vec::new()),
            KeyCode::Enter => self.done(model),
            _ if self.field.key(key) => After::Stay(Vec::new()),
            _ => After::Pass,
        }
    }

    fn done(&self, model: &mut Model) -> After {
        let text = self.field.text().trim();
        match &self.purpose {
            Purpose::Path if text.is_empty() => After::Close(Vec::new()),
            Purpose::Path => {
                // A whole path stands for itself, also on top of the folder that is open.
                let path = model.screens.import.folder.join(text);
                let is_folder = text.ends_with(std::path::is_separator) || path.is_dir();
                After::Close(import::open(model, &path, is_folder))
            }
            Purpose::Account => {
                model.screens.import.account =
                    Some(text.to_owned()).filter(|text| !text.is_empty());
                After::Close(Vec::new())
            }
            Purpose::Reopen(_) if text.is_empty() => After::Stay(Vec::new()),
            Purpose::Reopen(period) => {
                After::Close(vec![Effect::Do(Deed::Reopen(*period, text.to_owned()))])
            }
        }
    }

    pub fn draw(&self, model: &Model, frame: &mut Frame, area: Rect, has_focus: bool) {
        let theme = model.theme();
        let wide = area.width.min(76);
        let lines = wrap(&self.text, wide.saturating_sub(4));
        let high = u16::try_from(lines.len()).unwrap_or(1) + 4;
        let inner = popup::open(frame, area, (wide, high), &self.title, theme);
        for (row, line) in lines.iter().enumerate() {
            popup::put(frame, inner, row as u16, line, theme.text, theme.marks.cut);
        }
        let row = lines.len() as u16 + 1;
        let field = Rect { y: inner.y + row, height: 1, ..inner };
        if row < inner.height {
            self.field.draw(frame, field, theme.field, has_focus);
        }
    }
}
