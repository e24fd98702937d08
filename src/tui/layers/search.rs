//! Search as one types, without diacritics; Enter keeps what was found, Esc shows all again.

use ratatui::crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;
use ratatui::prelude::Frame;

use super::{After, Hints};
use crate::tui::model::{Effect, Model};
use crate::tui::screens;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::text::width;

pub struct State {
    field: Field,
}

pub const HINTS: Hints = &[("Enter", "hint.keep_filter"), ("Esc", "hint.clear_filter")];

impl State {
    pub fn new(model: &mut Model) -> State {
        let search = screens::of(model.screen).search.as_ref();
        let text = search.and_then(|search| (search.text)(model).clone());
        State { field: Field::with(&text.unwrap_or_default()) }
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

/// Sets the searched text of the screen's list; empty shows everything.
fn set_text(model: &mut Model, text: &str) -> Vec<Effect> {
    let Some(search) = &screens::of(model.screen).search else { return Vec::new() };
    *(search.text)(model) = Some(text.to_owned()).filter(|text| !text.trim().is_empty());
    (search.show)(model)
}

/// Shows everything again; `None` where the screen's list is not narrowed by a search.
pub fn drop(model: &mut Model) -> Option<Vec<Effect>> {
    let search = screens::of(model.screen).search.as_ref()?;
    (search.text)(model).take()?;
    Some((search.show)(model))
}
