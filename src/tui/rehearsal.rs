//! A rehearsal: the screens without a terminal, for tests and for pictures. Keys go in by name,
//! text comes out.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::{Position, Rect};

use super::model::{Effect, Look, Model, Msg};
use super::theme::Theme;
use super::{screens, update};
use crate::app::desk::{Desk, Reply, Slot};
use crate::app::{OpenOptions, Result};
use crate::lang::Lang;

/// How long an outcome may take before the rehearsal is called stuck.
const PATIENCE: Duration = Duration::from_secs(30);

/// Screens on a real store, drawn into memory.
pub struct Rehearsal {
    model: Model,
    desk: Desk,
    replies: Receiver<Reply>,
    /// The newest ask of each kind that is not answered yet.
    asked: Vec<(Slot, u64)>,
    /// Deeds and jobs under way.
    under_way: usize,
}

impl Rehearsal {
    /// Opens the screens; `folder` is where files are picked.
    pub fn open(
        options: &OpenOptions,
        lang: Lang,
        theme: &str,
        folder: PathBuf,
        (width, height): (u16, u16),
    ) -> Result<Rehearsal> {
        let (tell, replies) = channel();
        let desk = Desk::open(options, move |reply| {
            tell.send(reply).ok();
        })?;
        let has_letter_keys = desk.has_letter_keys;
        let look = Look { lang, theme: Theme::named(theme, false), has_letter_keys, folder };
        let model = Model::new(look, Rect::new(0, 0, width, height));
        let mut rehearsal = Rehearsal { model, desk, replies, asked: Vec::new(), under_way: 0 };
        let effects = update::start(&mut rehearsal.model);
        rehearsal.carry_out(effects);
        rehearsal.settle();
        Ok(rehearsal)
    }

    /// Presses a key by name (`F9`, `Ctrl+Z`, `Enter`, `Space`, `Down`, `a`) and waits until all is
    /// told.
    ///
    /// # Panics
    /// If the name is no key.
    pub fn press(&mut self, name: &str) {
        let key = key(name).unwrap_or_else(|| panic!("{name} is no key"));
        self.tell(Msg::Key(key));
    }

    /// Types a text, letter by letter.
    pub fn type_text(&mut self, text: &str) {
        for c in text.chars() {
            self.tell(Msg::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE)));
        }
    }

    pub fn paste(&mut self, text: &str) {
        self.tell(Msg::Paste(text.to_owned()));
    }

    pub fn resize(&mut self, width: u16, height: u16) {
        self.tell(Msg::Resize(width, height));
    }

    /// Whether the screens were left.
    pub fn is_over(&self) -> bool {
        self.model.is_over.is_some()
    }

    fn tell(&mut self, msg: Msg) {
        let effects = update::update(&mut self.model, msg);
        self.carry_out(effects);
        self.settle();
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Ask(ticket, ask) => {
                    self.asked.retain(|(slot, _)| *slot != ask.slot());
                    self.asked.push((ask.slot(), ticket));
                    self.desk.ask(ticket, ask);
                }
                Effect::Do(deed) => {
                    self.under_way += 1;
                    self.desk.decide(deed);
                }
                Effect::Start(job) => {
                    self.under_way += 1;
                    self.desk.start(job);
                }
                Effect::CancelJob => self.desk.cancel_job(),
                Effect::Redraw | Effect::Quit => {}
            }
        }
    }

    /// Waits until every ask is answered and every work has ended.
    fn settle(&mut self) {
        while !self.asked.is_empty() || self.under_way > 0 {
            let reply = self.replies.recv_timeout(PATIENCE).expect("the desk answers in time");
            match &reply {
                Reply::Answer { ticket, .. } => self.asked.retain(|(_, own)| own != ticket),
                Reply::Decided(..) | Reply::JobDone(_) => self.under_way -= 1,
                Reply::Progress(_) => {}
                Reply::Broken => panic!("a thread of the desk broke"),
            }
            let effects = update::update(&mut self.model, Msg::Reply(Box::new(reply)));
            self.carry_out(effects);
        }
    }

    /// What stands on the screen, a line a row, without blanks at the ends.
    pub fn text(&self) -> String {
        let (buffer, _) = self.draw();
        let area = buffer.area;
        let rows = (0..area.height).map(|y| {
            let row: String = (0..area.width).map(|x| buffer[(x, y)].symbol()).collect();
            row.trim_end().to_owned()
        });
        rows.map(|row| row + "\n").collect()
    }

    /// Where the terminal's cursor stands.
    pub fn cursor(&self) -> (u16, u16) {
        let Position { x, y } = self.draw().1;
        (x, y)
    }

    /// The picture with its styles.
    pub fn draw(&self) -> (Buffer, Position) {
        let Rect { width, height, .. } = self.model.area;
        let mut terminal = Terminal::new(TestBackend::new(width, height))
            .expect("a terminal in memory cannot fail");
        terminal
            .draw(|frame| screens::draw(&self.model, frame))
            .expect("a terminal in memory cannot fail");
        let cursor = terminal.get_cursor_position().expect("a terminal in memory cannot fail");
        (terminal.backend().buffer().clone(), cursor)
    }
}

/// A key by its printed name.
fn key(name: &str) -> Option<KeyEvent> {
    let (name, mods) = match name.split_once('+') {
        Some(("Ctrl", rest)) if !rest.is_empty() => (rest, KeyModifiers::CONTROL),
        Some(("Alt", rest)) if !rest.is_empty() => (rest, KeyModifiers::ALT),
        Some(("Shift", "Tab")) => ("BackTab", KeyModifiers::NONE),
        _ => (name, KeyModifiers::NONE),
    };
    let code = match name {
        "Enter" => KeyCode::Enter,
        "Esc" => KeyCode::Esc,
        "Tab" => KeyCode::Tab,
        "BackTab" => KeyCode::BackTab,
        "Space" => KeyCode::Char(' '),
        "Backspace" => KeyCode::Backspace,
        "Delete" => KeyCode::Delete,
        "Insert" => KeyCode::Insert,
        "Up" => KeyCode::Up,
        "Down" => KeyCode::Down,
        "Left" => KeyCode::Left,
        "Right" => KeyCode::Right,
        "PgUp" => KeyCode::PageUp,
        "PgDn" => KeyCode::PageDown,
        "Home" => KeyCode::Home,
        "End" => KeyCode::End,
        _ => match (name.strip_prefix('F').and_then(|n| n.parse().ok()), name.chars().next()) {
            (Some(n), _) => KeyCode::F(n),
            (None, Some(c)) if name.chars().count() == 1 => {
                KeyCode::Char(if mods.is_empty() { c } else { c.to_ascii_lowercase() })
            }
            _ => return None,
        },
    };
    Some(KeyEvent::new(code, mods))
}
