//! The one table of actions: keys, labels and conditions; footer, help and palette are made from
//! it.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::model::Model;
use super::screens::ScreenId;
use super::screens::{close, exceptions, import, journal, review};

/// A key with exactly these modifiers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Key {
    pub code: KeyCode,
    pub mods: KeyModifiers,
}

const fn plain(code: KeyCode) -> Key {
    Key { code, mods: KeyModifiers::NONE }
}

const fn f(n: u8) -> Key {
    plain(KeyCode::F(n))
}

const fn ctrl(c: char) -> Key {
    Key { code: KeyCode::Char(c), mods: KeyModifiers::CONTROL }
}

const fn alt(c: char) -> Key {
    Key { code: KeyCode::Char(c), mods: KeyModifiers::ALT }
}

const fn letter(c: char) -> Key {
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
        pub enum ActionId { $($id,)* }

        impl ActionId {
            pub fn code(self) -> &'static str {
                match self { $(ActionId::$id => $code,)* }
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
    GoOverview = "go_overview",
    GoImport = "go_import",
    GoReview = "go_review",
    GoExceptions = "go_exceptions",
    GoClose = "go_close",
    GoJournal = "go_journal",
    Report = "report",
    Backup = "backup",
    Reload = "reload",
    Redraw = "redraw",
    Help = "help",
    Palette = "palette",
    Quit = "quit",
}

/// One action with its keys (the first is the one that is shown) and the screens where it is at
/// hand.
pub struct Action {
    pub id: ActionId,
    pub keys: &'static [Key],
    /// Empty = everywhere.
    pub screens: &'static [ScreenId],
    /// Whether the foot of the screen names it.
    pub is_in_footer: bool,
}

const fn here(id: ActionId, keys: &'static [Key], screens: &'static [ScreenId]) -> Action {
    Action { id, keys, screens, is_in_footer: true }
}

const fn quiet(id: ActionId, keys: &'static [Key], screens: &'static [ScreenId]) -> Action {
    Action { id, keys, screens, is_in_footer: false }
}

const ENTER: Key = plain(KeyCode::Enter);
const SPACE: Key = letter(' ');
const INSERT: Key = plain(KeyCode::Insert);
const DELETE: Key = plain(KeyCode::Delete);

use ScreenId::{Close, Exceptions, Import, Journal, Overview, Review};

/// All actions, in the order in which they are listed.
pub const ACTIONS: &[Action] = &[
    here(ActionId::Open, &[ENTER], &[Overview]),
    here(ActionId::OpenFile, &[ENTER], &[Import]),
    here(ActionId::Accept, &[ENTER], &[Review]),
    here(ActionId::Resolve, &[ENTER], &[Exceptions]),
    here(ActionId::CloseDay, &[ENTER, f(9)], &[Close]),
    here(ActionId::ShowDecision, &[ENTER], &[Journal]),
    here(ActionId::AcceptMarked, &[f(9), ctrl('s')], &[Review]),
    here(ActionId::Reject, &[f(8), DELETE], &[Review]),
    here(ActionId::Link, &[f(4)], &[Review, Exceptions]),
    here(ActionId::Mark, &[SPACE, INSERT], &[Review, Exceptions]),
    here(ActionId::Alternatives, &[f(6)], &[Review, Exceptions]),
    here(ActionId::MarkFile, &[SPACE, INSERT], &[Import]),
    here(ActionId::TypePath, &[f(4)], &[Import]),
    here(ActionId::TypeAccount, &[f(3)], &[Import]),
    here(ActionId::ImportNow, &[f(9), ctrl('s')], &[Import]),
    here(ActionId::TeachColumns, &[f(6)], &[Import]),
    here(ActionId::Unlink, &[f(8), DELETE], &[Exceptions]),
    here(ActionId::Reopen, &[f(8)], &[Close]),
    here(ActionId::UndoThis, &[f(8), DELETE], &[Journal]),
    here(ActionId::NextGroup, &[plain(KeyCode::Tab)], &[Exceptions]),
    quiet(ActionId::PreviousGroup, &[plain(KeyCode::BackTab)], &[Exceptions]),
    here(ActionId::RunMatch, &[f(9)], &[Overview]),
    quiet(ActionId::MarkAll, &[ctrl('a')], &[Review]),
    here(ActionId::Search, &[ctrl('f'), letter('/')], &[Review, Exceptions, Journal, Import]),
    here(ActionId::Report, &[f(7), ctrl('p')], &[]),
    here(ActionId::Undo, &[ctrl('z')], &[]),
    quiet(ActionId::Redo, &[ctrl('y')], &[]),
    quiet(ActionId::Back, &[plain(KeyCode::Esc), f(12)], &[]),
    quiet(ActionId::GoOverview, &[letter('1'), alt('1')], &[]),
    quiet(ActionId::GoImport, &[letter('2'), alt('2')], &[]),
    quiet(ActionId::GoReview, &[letter('3'), alt('3')], &[]),
    quiet(ActionId::GoExceptions, &[letter('4'), alt('4')], &[]),
    quiet(ActionId::GoClose, &[letter('5'), alt('5')], &[]),
    quiet(ActionId::GoJournal, &[letter('6'), alt('6')], &[]),
    quiet(ActionId::Backup, &[], &[]),
    quiet(ActionId::Reload, &[f(5), ctrl('r')], &[]),
    quiet(ActionId::Redraw, &[ctrl('l')], &[]),
    quiet(ActionId::Help, &[f(1), letter('?')], &[]),
    quiet(ActionId::Palette, &[f(2), ctrl('k'), letter(':')], &[]),
    quiet(ActionId::Quit, &[f(10), ctrl('q')], &[]),
];

/// Why an action cannot be done now: key of `disabled.<code>`; empty = it is a matter of a moment.
pub type Reason = &'static str;

impl Action {
    pub fn is_on(&self, screen: ScreenId) -> bool {
        self.screens.is_empty() || self.screens.contains(&screen)
    }
}

/// The action of a key on this screen.
pub fn of_key(screen: ScreenId, event: KeyEvent) -> Option<&'static Action> {
    ACTIONS
        .iter()
        .find(|action| action.is_on(screen) && action.keys.iter().any(|key| key.is(event)))
}

pub fn find(id: ActionId) -> &'static Action {
    ACTIONS.iter().find(|action| action.id == id).expect("every action stands in the table")
}

/// Whether the action can be done now, and if not, why.
pub fn enabled(model: &Model, id: ActionId) -> Result<(), Reason> {
    use ActionId as A;
    match id {
        A::OpenFile
        | A::MarkFile
        | A::TypePath
        | A::TypeAccount
        | A::TeachColumns
        | A::ImportNow => import::enabled(model, id),
        A::Accept | A::Reject | A::AcceptMarked | A::MarkAll => review::enabled(model, id),
        A::Mark | A::Alternatives | A::Link if model.screen == Review => review::enabled(model, id),
        A::Resolve | A::Unlink | A::Mark | A::Alternatives | A::Link => {
            exceptions::enabled(model, id)
        }
        A::NextGroup | A::PreviousGroup => exceptions::enabled(model, id),
        A::CloseDay | A::Reopen => close::enabled(model, id),
        A::ShowDecision | A::UndoThis => journal::enabled(model, id),
        A::RunMatch | A::Backup => free(model),
        A::Undo => free(model).and(model.next_undo.as_ref().map(|_| ()).ok_or("nothing_to_undo")),
        A::Redo => free(model).and(model.last_undo.map(|_| ()).ok_or("nothing_to_redo")),
        _ => Ok(()),
    }
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
    let key = find(ActionId::Undo).keys.first()?.name();
    Some(format!("{key} {}", label(model, ActionId::Undo)))
}

/// The code of the label: after an import, what F9 does is to go on to matching.
pub fn label_code(model: &Model, id: ActionId) -> &'static str {
    match (id, &model.import.stage) {
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
        for screen in crate::tui::screens::SCREENS.iter().map(|screen| screen.id) {
            let here: Vec<&Action> = ACTIONS.iter().filter(|a| a.is_on(screen)).collect();
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
        for action in ACTIONS {
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
