//! Actions with their keys, labels and conditions: those of every screen stand here, each screen's
//! own in its file. Footer, help and palette are made from them.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::model::Model;
use super::screens::{self, ScreenId, import};

/// A key with exactly these modifiers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Key {
    pub code: KeyCode,
    pub mods: KeyModifiers,
}

pub const fn plain(code: KeyCode) -> Key {
    Key { code, mods: KeyModifiers::NONE }
}

pub const fn f(n: u8) -> Key {
    plain(KeyCode::F(n))
}

pub const fn ctrl(c: char) -> Key {
    Key { code: KeyCode::Char(c), mods: KeyModifiers::CONTROL }
}

pub const fn alt(c: char) -> Key {
    Key { code: KeyCode::Char(c), mods: KeyModifiers::ALT }
}

pub const fn letter(c: char) -> Key {
    plain(KeyCode::Char(c))
}

impl Key {
    pub fn is(self, event: KeyEvent) -> bool {
        let code = match event.code {
            KeyCode::Char(c) if event.modifiers.contains(KeyModifiers::CONTROL) => {
                KeyCode::Char(c.to_ascii_lowercase())
            }
            code => code,
        };
        // Shift is part of a character already; some terminals name it all the same.
        let mods = match code {
            KeyCode::Char(_) => event.modifiers - KeyModifiers::SHIFT,
            _ => event.modifiers,
        };
        code == self.code && mods == self.mods
    }

    /// As printed on keyboards: `Ctrl+Z`, `F9`, `Space`.
    pub fn name(self) -> String {
        let code = match self.code {
            KeyCode::F(n) => format!("F{n}"),
            KeyCode::Char(' ') => "Space".to_owned(),
            KeyCode::Char(c) if self.mods.is_empty() => c.to_string(),
            KeyCode::Char(c) => c.to_uppercase().to_string(),
            KeyCode::BackTab => "Shift+Tab".to_owned(),
            code => format!("{code:?}"),
        };
        let control = if self.mods.contains(KeyModifiers::CONTROL) { "Ctrl+" } else { "" };
        let alt = if self.mods.contains(KeyModifiers::ALT) { "Alt+" } else { "" };
        format!("{control}{alt}{code}")
    }
}

macro_rules! actions {
    ($($id:ident = $code:literal,)*) => {
        /// Something a person can have done. Its label is `action.<code>`.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
        pub enum ActionId {
            $($id,)*
            /// Shows a screen.
            Go(ScreenId),
        }

        impl ActionId {
            pub fn code(self) -> &'static str {
                match self {
                    $(ActionId::$id => $code,)*
                    ActionId::Go(screen) => screen.go_code(),
                }
            }
        }
    };
}

actions! {
    Open = "open",
    OpenFile = "open_file",
    Accept = "accept",
    Resolve = "resolve",
    CloseDay = "close_day",
    ShowDecision = "show_decision",
    Mark = "mark",
    MarkFile = "mark_file",
    MarkAll = "mark_all",
    TypePath = "type_path",
    TypeAccount = "type_account",
    ImportNow = "import_now",
    TeachColumns = "teach_columns",
    Alternatives = "alternatives",
    Link = "link",
    Reject = "reject",
    Unlink = "unlink",
    Reopen = "reopen",
    UndoThis = "undo_this",
    AcceptMarked = "accept_marked",
    NextGroup = "next_group",
    PreviousGroup = "previous_group",
    RunMatch = "run_match",
    Search = "search",
    Undo = "undo",
    Redo = "redo",
    Back = "back",
    Report = "report",
    Backup = "backup",
    Reload = "reload",
    Redraw = "redraw",
    Help = "help",
    Palette = "palette",
    Quit = "quit",
}

/// One action with its keys; the first is the one that is shown.
pub struct Action {
    pub id: ActionId,
    pub keys: &'static [Key],
    /// Whether the foot of the screen names it.
    pub is_in_footer: bool,
}

pub const fn in_foot(id: ActionId, keys: &'static [Key]) -> Action {
    Action { id, keys, is_in_footer: true }
}

pub const fn quiet(id: ActionId, keys: &'static [Key]) -> Action {
    Action { id, keys, is_in_footer: false }
}

pub const ENTER: Key = plain(KeyCode::Enter);
pub const SPACE: Key = letter(' ');
pub const INSERT: Key = plain(KeyCode::Insert);
pub const DELETE: Key = plain(KeyCode::Delete);

/// On every screen whose list can be searched.
const SEARCH: Action = in_foot(ActionId::Search, &[ctrl('f'), letter('/')]);

/// What can be done everywhere, before the actions that show a screen.
const OF_THE_BOOK: &[Action] = &[
    in_foot(ActionId::Report, &[f(7), ctrl('p')]),
    in_foot(ActionId::Undo, &[ctrl('z')]),
    quiet(ActionId::Redo, &[ctrl('y')]),
    quiet(ActionId::Back, &[plain(KeyCode::Esc), f(12)]),
];

/// What can be done everywhere, after them.
const OF_THE_PROGRAM: &[Action] = &[
    quiet(ActionId::Backup, &[]),
    quiet(ActionId::Reload, &[f(5), ctrl('r')]),
    quiet(ActionId::Redraw, &[ctrl('l')]),
    quiet(ActionId::Help, &[f(1), letter('?')]),
    quiet(ActionId::Palette, &[f(2), ctrl('k'), letter(':')]),
    quiet(ActionId::Quit, &[f(10), ctrl('q')]),
];

/// Why an action cannot be done now: key of `disabled.<code>`; empty = it is a matter of a moment.
pub type Reason = &'static str;

/// What can be done on this screen alone, in the order in which it is listed.
pub fn own(screen: ScreenId) -> impl Iterator<Item = &'static Action> {
    let screen = screens::of(screen);
    screen.actions.iter().chain(screen.search.as_ref().map(|_| &SEARCH))
}

/// What can be done on every screen, in the order in which it is listed.
pub fn everywhere() -> impl Iterator<Item = &'static Action> {
    let go = screens::SCREENS.iter().map(|screen| &screen.go);
    OF_THE_BOOK.iter().chain(go).chain(OF_THE_PROGRAM)
}

/// All that is at hand on this screen.
pub fn actions(screen: ScreenId) -> impl Iterator<Item = &'static Action> {
    own(screen).chain(everywhere())
}

/// The action of a key on this screen.
pub fn of_key(screen: ScreenId, event: KeyEvent) -> Option<&'static Action> {
    actions(screen).find(|action| action.keys.iter().any(|key| key.is(event)))
}

/// The key that is shown for an action of this screen; empty where it has none.
pub fn key_name(screen: ScreenId, id: ActionId) -> String {
    let key = actions(screen).find(|action| action.id == id).and_then(|action| action.keys.first());
    key.map(|key| key.name()).unwrap_or_default()
}

/// Whether the action can be done now, and if not, why.
pub fn enabled(model: &Model, id: ActionId) -> Result<(), Reason> {
    use ActionId as A;
    match id {
        A::Backup => free(model),
        A::Undo => free(model).and(model.next_undo.as_ref().map(|_| ()).ok_or("nothing_to_undo")),
        A::Redo => free(model).and(model.last_undo.map(|_| ()).ok_or("nothing_to_redo")),
        _ if is_own(model, id) => (screens::of(model.screen).enabled)(model, id),
        _ => Ok(()),
    }
}

/// Whether the screen that is shown does the action.
pub fn is_own(model: &Model, id: ActionId) -> bool {
    screens::of(model.screen).actions.iter().any(|action| action.id == id)
}

/// Nothing is being written: no job runs and no decision is under way.
pub fn free(model: &Model) -> Result<(), Reason> {
    if model.job.is_some() {
        Err("job_runs")
    } else if model.is_deciding {
        Err("")
    } else {
        Ok(())
    }
}

/// What the action would do now, in words.
pub fn label(model: &Model, id: ActionId) -> String {
    let lang = model.lang();
    let label = lang.text(&format!("action.{}", label_code(model, id)));
    match (id, &model.next_undo) {
        (ActionId::Undo, Some(next)) => {
            format!("{label}: {}", super::words::decision(lang, &next.of))
        }
        _ => label.to_owned(),
    }
}

/// The key and what it would take back, for the foot of the screens where decisions are made.
pub fn next_undo(model: &Model) -> Option<String> {
    model.next_undo.as_ref()?;
    let key = key_name(model.screen, ActionId::Undo);
    Some(format!("{key} {}", label(model, ActionId::Undo)))
}

/// The code of the label: after an import, what F9 does is to go on to matching.
pub fn label_code(model: &Model, id: ActionId) -> &'static str {
    match (id, &model.screens.import.stage) {
        (ActionId::ImportNow, import::Stage::Receipts(_)) => ActionId::RunMatch.code(),
        _ => id.code(),
    }
}

/// Why the action cannot be done now, as a sentence; `None` where it can.
pub fn reason(model: &Model, id: ActionId) -> Option<String> {
    let code = enabled(model, id).err()?;
    let code = if code.is_empty() { "busy" } else { code };
    Some(model.lang().text(&format!("disabled.{code}")).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;

    #[test]
    fn no_key_means_two_things_on_one_screen() {
        for screen in screens::SCREENS.iter().map(|screen| screen.id) {
            let here: Vec<&Action> = actions(screen).collect();
            for (at, action) in here.iter().enumerate() {
                for other in &here[at + 1..] {
                    let clash = action.keys.iter().find(|key| other.keys.contains(key));
                    let (a, b) = (action.id, other.id);
                    assert!(clash.is_none(), "{screen:?}: {clash:?} is {a:?} and {b:?}");
                }
            }
        }
    }

    #[test]
    fn every_action_has_a_label_and_no_plain_letter_is_needed() {
        let screens = screens::SCREENS.iter().map(|screen| screen.id);
        for action in screens.flat_map(actions) {
            for lang in Lang::ALL {
                let key = format!("action.{}", action.id.code());
                assert!(lang.find(&key).is_some(), "{key} in {}", lang.code());
            }
            let is_letter = |key: &Key| {
                matches!(key.code, KeyCode::Char(c) if c.is_alphabetic()) && key.mods.is_empty()
            };
            assert!(!action.keys.iter().any(is_letter), "{:?}", action.id);
        }
    }

    #[test]
    fn modifiers_must_be_exact() {
        let event = |code, mods| KeyEvent::new(code, mods);
        assert!(ctrl('q').is(event(KeyCode::Char('q'), KeyModifiers::CONTROL)));
        assert!(!ctrl('q').is(event(KeyCode::Char('q'), KeyModifiers::NONE)));
        assert!(!f(9).is(event(KeyCode::F(9), KeyModifiers::SHIFT)));
        assert!(letter('?').is(event(KeyCode::Char('?'), KeyModifiers::SHIFT)));
    }
}
