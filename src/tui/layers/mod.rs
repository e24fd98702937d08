//! What lies over a screen: questions, messages, menus, the palette, help. The topmost has the
//! keys.

pub mod alternatives;
pub mod choose_layout;
pub mod close_day;
pub mod confirm;
pub mod help;
pub mod palette;
pub mod prompt;
pub mod report;
pub mod resolve;
pub mod search;
pub mod split;
pub mod teach;
mod teach_outcome;
mod teach_view;

use ratatui::crossterm::event::KeyEvent;
use ratatui::layout::Rect;
use ratatui::prelude::Frame;

use super::model::{Effect, Model};

pub enum Layer {
    Confirm(confirm::Confirm),
    Message(confirm::Message),
    Help(help::State),
    Palette(Box<palette::State>),
    Search(search::State),
    Prompt(Box<prompt::State>),
    Alternatives(Box<alternatives::State>),
    Split(Box<split::State>),
    Resolve(Box<resolve::State>),
    CloseDay(Box<close_day::State>),
    Report(Box<report::State>),
    Teach(Box<teach::State>),
    ChooseLayout(choose_layout::State),
}

/// Keys of a layer for the foot, each with the code of its label.
pub type Hints = &'static [(&'static str, &'static str)];

/// What becomes of a layer after a key.
pub enum After {
    /// It stays; effects are done.
    Stay(Vec<Effect>),
    /// It stays, and another one lies over it.
    Over(Layer),
    /// It goes away first.
    Close(Vec<Effect>),
    /// It goes away and the key's action is done on the screen below.
    Act(super::keys::ActionId),
    /// The key is not the layer's: lists move, Ctrl+Q ends.
    Pass,
}

impl Layer {
    pub fn confirm(title: &str, lines: Vec<String>, yes: &str, effects: Vec<Effect>) -> Layer {
        Layer::Confirm(confirm::Confirm::new(title, lines, yes, effects))
    }

    pub fn message(title: &str, lines: Vec<String>) -> Layer {
        Layer::Message(confirm::Message { title: title.to_owned(), lines, top: 0 })
    }

    /// Takes a key. The layer is out of the model meanwhile.
    pub fn key(&mut self, model: &mut Model, key: KeyEvent) -> After {
        match self {
            Layer::Confirm(state) => state.key(key),
            Layer::Message(state) => state.key(model, key),
            Layer::Help(state) => state.key(model, key),
            Layer::Palette(state) => state.key(model, key),
            Layer::Search(state) => state.key(model, key),
            Layer::Prompt(state) => state.key(model, key),
            Layer::Alternatives(state) => state.key(model, key),
            Layer::Split(state) => state.key(model, key),
            Layer::Resolve(state) => state.key(model, key),
            Layer::CloseDay(state) => state.key(model, key),
            Layer::Report(state) => state.key(model, key),
            Layer::Teach(state) => state.key(model, key),
            Layer::ChooseLayout(state) => state.key(model, key),
        }
    }

    /// Takes pasted text, where there is a field for it.
    pub fn paste(&mut self, model: &mut Model, text: &str) -> Vec<Effect> {
        match self {
            Layer::Palette(state) => state.paste(model, text),
            Layer::Search(state) => state.paste(model, text),
            Layer::Prompt(state) => state.field.paste(text),
            Layer::Split(state) => state.paste(text),
            Layer::Resolve(state) => state.note.paste(text),
            Layer::CloseDay(state) => state.paste(text),
            Layer::Teach(state) => return state.paste(model, text),
            _ => {}
        }
        if let Layer::Search(state) = self { state.found(model) } else { Vec::new() }
    }
}

/// Draws the layers, the topmost last.
pub fn draw(model: &Model, frame: &mut Frame, area: Rect) {
    // The foot keeps the keys of the topmost layer in sight.
    let area = Rect { height: area.height.saturating_sub(1), ..area };
    if area.is_empty() {
        return;
    }
    for (at, layer) in model.layers.iter().enumerate() {
        let has_focus = at + 1 == model.layers.len();
        match layer {
            Layer::Confirm(state) => state.draw(model, frame, area),
            Layer::Message(state) => state.draw(model, frame, area),
            Layer::Help(state) => state.draw(model, frame, area),
            Layer::Palette(state) => state.draw(model, frame, area, has_focus),
            Layer::Search(state) => state.draw(model, frame, area, has_focus),
            Layer::Prompt(state) => state.draw(model, frame, area, has_focus),
            Layer::Alternatives(state) => state.draw(model, frame, area),
            Layer::Split(state) => state.draw(model, frame, area, has_focus),
            Layer::Resolve(state) => state.draw(model, frame, area, has_focus),
            Layer::CloseDay(state) => state.draw(model, frame, area, has_focus),
            Layer::Report(state) => state.draw(model, frame, area),
            Layer::ChooseLayout(state) => state.draw(model, frame, area),
            Layer::Teach(state) => teach_view::draw(state, model, frame, area, has_focus),
        }
    }
}

/// Keys of a layer for the foot: (key, label in the language of the screens).
pub fn keys(model: &Model, layer: &Layer) -> Vec<(String, String)> {
    let hints = match layer {
        Layer::Confirm(_) => confirm::Confirm::HINTS,
        Layer::Message(state) => state.hints(model),
        Layer::Help(_) => help::HINTS,
        Layer::Palette(_) => palette::HINTS,
        Layer::Search(_) => search::HINTS,
        Layer::Prompt(_) => prompt::HINTS,
        Layer::Alternatives(_) => alternatives::HINTS,
        Layer::Split(_) => split::HINTS,
        Layer::Resolve(_) => resolve::HINTS,
        Layer::CloseDay(_) => close_day::HINTS,
        Layer::Report(state) => state.hints(),
        Layer::Teach(state) => state.hints(),
        Layer::ChooseLayout(_) => choose_layout::HINTS,
    };
    let lang = model.lang();
    hints.iter().map(|(key, label)| ((*key).to_owned(), lang.text(label).to_owned())).collect()
}
