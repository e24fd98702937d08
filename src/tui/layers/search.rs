//! Search as one types, without diacritics; Enter keeps what was found, Esc shows all again.

use ratatui::crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;
use ratatui::prelude::Frame;

use super::After;
use crate::tui::model::{Effect, Model};
use crate::tui::screens::{self, ScreenId, import};
use crate::tui::widgets::field::Field;
use crate::tui::widgets::text::width;

pub struct State {
    field: Field,
}

impl State {
    pub fn new(model: &Model) -> State {
        State { field: Field::with(text_of(model).unwrap_or_default()) }
    }

    pub fn key(&mut self, model: &mut Model, key: KeyEvent) -> After {
        match key.code {
            KeyCode::Enter => After::Close(Vec::new()),
            KeyCode::Esc => {
                self.field = Field::default();
                After::Close(self.found(model))
            }
            _ if self.field.key(key) => After::Stay(self.found(model)),
            _ => After::Pass,
        }
    }

    pub fn paste(&mut self, _model: &mut Model, text: &str) {
        self.field.paste(text);
    }

    /// Hands the text to the list of the screen.
    pub fn found(&self, model: &mut Model) -> Vec<Effect> {
        set_text(model, self.field.text())
    }

    pub fn draw(&self, model: &Model, frame: &mut Frame, area: Rect, has_focus: bool) {
        // In the status line, so that the list stays in sight.
        let theme = model.theme();
        let row = Rect { y: area.bottom().saturating_sub(1), height: 1, ..area };
        let label = format!(" {} ", model.lang().text("search.label"));
        frame.buffer_mut().set_style(row, theme.text);
        frame.buffer_mut().set_stringn(row.x, row.y, &label, row.width.into(), theme.key);
        let used = width(&label).min(row.width);
        let place = 16.min(row.width - used);
        let field = Rect { x: row.x + used, width: row.width - used - place, ..row };
        self.field.draw(frame, field, theme.field, has_focus);
    }
}

fn text_of(model: &Model) -> Option<&str> {
    match model.screen {
        ScreenId::Review => model.review.filter.text.as_deref(),
        ScreenId::Exceptions => model.exceptions.filter.text.as_deref(),
        ScreenId::Journal => model.journal.filter.text.as_deref(),
        ScreenId::Import => model.import.search.as_deref(),
        ScreenId::Overview | ScreenId::Close => None,
    }
}

/// Sets the searched text of the screen's list; empty shows everything.
pub fn set_text(model: &mut Model, text: &str) -> Vec<Effect> {
    let text = Some(text.to_owned()).filter(|text| !text.trim().is_empty());
    match model.screen {
        ScreenId::Review => model.review.filter.text = text,
        ScreenId::Exceptions => model.exceptions.filter.text = text,
        ScreenId::Journal => model.journal.filter.text = text,
        ScreenId::Import => {
            model.import.search = text;
            import::show_found(model);
            return Vec::new();
        }
        ScreenId::Overview | ScreenId::Close => return Vec::new(),
    }
    (screens::of(model.screen).load)(model)
}

/// Whether the screen's list is narrowed by a search.
pub fn is_set(model: &Model) -> bool {
    text_of(model).is_some()
}
