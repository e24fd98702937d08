//! What the screens know: one value that messages change and that drawing only reads.

use std::collections::BTreeMap;
use std::path::PathBuf;

use ratatui::crossterm::event::KeyEvent;
use ratatui::layout::Rect;

use super::layers::Layer;
use super::screens::{ScreenId, States};
use super::theme::Theme;
use crate::app::desk::{Ask, Deed, Job, NextUndo, Reply, Slot};
use crate::lang::Lang;
use crate::model::DecisionId;
use crate::model::view::{Overview, Progress};

/// What happened.
#[derive(Debug)]
pub enum Msg {
    Key(KeyEvent),
    Paste(String),
    Resize(u16, u16),
    Reply(Box<Reply>),
    /// The system asks us to end.
    Signal(i32),
    /// The terminal gives no more keys.
    InputLost,
}

/// What is to be done outside of the model.
#[derive(Clone, PartialEq, Debug)]
pub enum Effect {
    Ask(u64, Ask),
    Do(Deed),
    Start(Job),
    CancelJob,
    /// Draw everything anew: another program wrote over the screen.
    Redraw,
    Quit,
}

/// How the face was asked to look and where it starts.
#[derive(Clone, Debug)]
pub struct Look {
    pub lang: Lang,
    pub theme: Theme,
    /// Letters as aliases of keys in lists.
    pub has_letter_keys: bool,
    /// Where the list of files to import starts.
    pub folder: PathBuf,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tone {
    Good,
    Warn,
}

/// A line that stays until the next key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Toast {
    pub text: String,
    pub tone: Tone,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum JobKind {
    Preview,
    Import,
    Match,
    Backup,
}

impl JobKind {
    pub fn of(job: &Job) -> JobKind {
        match job {
            Job::Preview { .. } | Job::Sketch(_) => JobKind::Preview,
            Job::Import { .. } | Job::Teach { .. } => JobKind::Import,
            Job::Match => JobKind::Match,
            Job::Backup(_) => JobKind::Backup,
        }
    }
}

/// Long work under way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RunningJob {
    pub kind: JobKind,
    pub progress: Option<Progress>,
    pub is_cancelling: bool,
}

pub struct Model {
    pub look: Look,
    pub area: Rect,
    /// The one that is shown.
    pub screen: ScreenId,
    pub screens: States,
    /// What lies over the screen; the last has the keys.
    pub layers: Vec<Layer>,
    pub toast: Option<Toast>,
    pub job: Option<RunningJob>,
    /// A decision was handed over and its outcome is not told yet.
    pub is_deciding: bool,
    /// What Ctrl+Z would reverse.
    pub next_undo: NextUndo,
    /// The newest undo of this sitting, which Ctrl+Y would reverse.
    pub last_undo: Option<DecisionId>,
    pub has_warned_of_input_method: bool,
    /// The key before this one was Ctrl+C.
    pub was_ctrl_c: bool,
    /// Set when the screens are to end; the exit code.
    pub is_over: Option<u8>,
    tickets: BTreeMap<Slot, u64>,
    last_ticket: u64,
}

impl Model {
    pub fn new(look: Look, area: Rect) -> Model {
        let mut screens = States::default();
        screens.import.folder = look.folder.clone();
        Model {
            look,
            area,
            screen: ScreenId::Overview,
            screens,
            layers: Vec::new(),
            toast: None,
            job: None,
            is_deciding: false,
            next_undo: None,
            last_undo: None,
            has_warned_of_input_method: false,
            was_ctrl_c: false,
            is_over: None,
            tickets: BTreeMap::new(),
            last_ticket: 0,
        }
    }

    pub fn lang(&self) -> Lang {
        self.look.lang
    }

    pub fn theme(&self) -> &Theme {
        &self.look.theme
    }

    /// What the first screen says; absent until it was read once.
    pub fn facts(&self) -> Option<&Overview> {
        self.screens.overview.facts.as_deref()
    }

    /// The area between the title and the two lines at the foot.
    pub fn body(&self) -> Rect {
        Rect {
            y: self.area.y.saturating_add(1).min(self.area.bottom()),
            height: self.area.height.saturating_sub(3),
            ..self.area
        }
    }

    /// Too small for more than one pane.
    pub fn is_small(&self) -> bool {
        self.area.width < 80 || self.area.height < 20
    }

    /// An ask whose answer replaces all older answers of its kind.
    pub fn ask(&mut self, ask: Ask) -> Effect {
        self.last_ticket += 1;
        self.tickets.insert(ask.slot(), self.last_ticket);
        Effect::Ask(self.last_ticket, ask)
    }

    /// Whether this is the answer to the newest ask of its kind.
    pub fn is_newest(&self, slot: Slot, ticket: u64) -> bool {
        self.tickets.get(&slot) == Some(&ticket)
    }

    pub fn say(&mut self, tone: Tone, text: String) {
        self.toast = Some(Toast { text, tone });
    }
}
