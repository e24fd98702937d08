//! Teaching a sheet that no layout knows: what each column holds, how money goes in and out, a
//! name; the first payments are read anew after every change.

use std::path::PathBuf;

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::{After, Hints, Layer, help};
use crate::app::desk::{Ask, Job, Taught, lesson_fields};
use crate::model::{Failure, FileKind, Lesson, Sheet};
use crate::money::NumberStyle;
use crate::text::fold;
use crate::tui::keys::free;
use crate::tui::model::{Effect, Model, Tone};
use crate::tui::widgets::field::Field;
use crate::words;

/// What a key changes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Focus {
    Columns,
    Kind,
    Sign,
    NumberStyle,
    Account,
    Name,
    Institution,
}

/// In the order of Tab.
const ORDER: [Focus; 7] = [
    Focus::Columns,
    Focus::Kind,
    Focus::Sign,
    Focus::NumberStyle,
    Focus::Account,
    Focus::Name,
    Focus::Institution,
];

/// Sign rules that can be chosen beside the one that the columns tell.
pub const SIGNS: [&str; 4] = ["two_columns", "signed", "sign_column", "unsigned"];

/// Ways to write numbers beside the one that the cells tell.
pub const STYLES: [NumberStyle; 3] =
    [NumberStyle::DotGroups, NumberStyle::CommaGroups, NumberStyle::Plain];

pub struct State {
    pub path: PathBuf,
    pub sheet: Sheet,
    pub kind: FileKind,
    /// Code of the field that each column holds.
    pub chosen: Vec<Option<&'static str>>,
    /// The column under the cursor.
    pub column: usize,
    pub focus: Focus,
    /// Place in `SIGNS`; `None` = as the columns tell.
    pub sign: Option<usize>,
    /// Place in `STYLES`; `None` = as the cells tell.
    pub style: Option<usize>,
    pub account: Field,
    pub name: Field,
    /// Who writes such files; empty = as the name says.
    pub institution: Field,
    /// What the file comes to; `None` while it is read.
    pub outcome: Option<Result<Box<Taught>, Failure>>,
}

impl State {
    /// Starts from what the headings usually mean.
    pub fn new(path: PathBuf, sheet: Sheet, account: Option<&str>) -> State {
        State {
            name: Field::with(&usual_name(&path.file_stem().unwrap_or_default().to_string_lossy())),
            institution: Field::with(sheet.institution.as_deref().unwrap_or_default()),
            path,
            kind: sheet.kind,
            chosen: sheet.columns.iter().map(|column| column.guess).collect(),
            sheet,
            column: 0,
            focus: Focus::Columns,
            sign: None,
            style: None,
            account: Field::with(account.unwrap_or_default()),
            outcome: None,
        }
    }

    /// Has the file read as it is taught now.
    pub fn ask(&mut self, model: &mut Model) -> Vec<Effect> {
        self.outcome = None;
        let ask = Ask::Lesson {
            path: self.path.clone(),
            lesson: Box::new(self.lesson()),
            name: self.layout_name(),
            account: self.account(),
        };
        vec![model.ask(ask)]
    }

    fn lesson(&self) -> Lesson {
        let columns = self.chosen.iter().enumerate();
        let columns = columns
            .filter_map(|(at, field)| Some(((*field)?.to_owned(), format!("#{}", at + 1))))
            .collect();
        Lesson {
            columns,
            is_rest_guessed: false,
            institution: Some(usual_name(self.institution.text())).filter(|code| !code.is_empty()),
            sign: self.sign.map(|at| SIGNS[at].to_owned()),
            number_style: self.style.map(|at| STYLES[at]),
        }
    }

    fn layout_name(&self) -> Option<String> {
        Some(self.name.text().trim().to_owned()).filter(|name| !name.is_empty())
    }

    fn account(&self) -> Option<String> {
        Some(self.account.text().trim().to_owned()).filter(|account| !account.is_empty())
    }

    pub fn key(&mut self, model: &mut Model, key: KeyEvent) -> After {
        let is_save = key.code == KeyCode::F(9)
            || (key.code == KeyCode::Char('s') && key.modifiers == KeyModifiers::CONTROL);
        match (key.code, self.focus) {
            (KeyCode::Esc, _) => return After::Close(Vec::new()),
            (KeyCode::F(1), _) => return After::Over(self.help(model)),
            _ if is_save => return self.save(model),
            (KeyCode::Tab | KeyCode::Enter, _) => self.move_focus(1),
            (KeyCode::BackTab, _) => self.move_focus(ORDER.len() - 1),
            (KeyCode::Left | KeyCode::Right, Focus::Columns) => {
                let to = match key.code {
                    KeyCode::Left => self.column.saturating_sub(1),
                    _ => self.column + 1,
                };
                self.column = to.min(self.last_column());
            }
            (KeyCode::Home, Focus::Columns) => self.column = 0,
            (KeyCode::End, Focus::Columns) => self.column = self.last_column(),
            (KeyCode::Up | KeyCode::Down, Focus::Columns) if self.is_without_heading() => {
                let text = model.lang().text("teach.no_heading").to_owned();
                model.say(Tone::Warn, text);
            }
            (KeyCode::Up | KeyCode::Left, _) if self.turn(true) => {
                return After::Stay(self.ask(model));
            }
            (KeyCode::Down | KeyCode::Right, _) if self.turn(false) => {
                return After::Stay(self.ask(model));
            }
            (KeyCode::F(8) | KeyCode::Delete, Focus::Columns) => {
                self.chosen[self.column] = None;
                return After::Stay(self.ask(model));
            }
            (_, Focus::Account) if self.account.key(key) => {
                return After::Stay(self.ask(model));
            }
            (_, Focus::Name) if self.name.key(key) => {}
            (_, Focus::Institution) if self.institution.key(key) => {}
            _ => return After::Pass,
        }
        After::Stay(Vec::new())
    }

    pub fn paste(&mut self, model: &mut Model, text: &str) -> Vec<Effect> {
        match self.focus {
            Focus::Account => {
                self.account.paste(text);
                self.ask(model)
            }
            Focus::Name => {
                self.name.paste(text);
                Vec::new()
            }
            Focus::Institution => {
                self.institution.paste(text);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// Keys for the foot, by what they do where the cursor is.
    pub fn hints(&self) -> Hints {
        match self.focus {
            Focus::Columns => &[
                ("F1", "action.help"),
                ("← →", "hint.column"),
                ("↑ ↓", "hint.field"),
                ("F8", "hint.not_read"),
                ("Tab", "hint.next_choice"),
                ("F9", "hint.save_import"),
                ("Esc", "hint.close"),
            ],
            Focus::Account | Focus::Name | Focus::Institution => &[
                ("F1", "action.help"),
                ("Tab", "hint.next_choice"),
                ("F9", "hint.save_import"),
                ("Esc", "hint.leave"),
            ],
            Focus::Kind | Focus::Sign | Focus::NumberStyle => &[
                ("F1", "action.help"),
                ("↑ ↓", "hint.choose"),
                ("Tab", "hint.next_choice"),
                ("F9", "hint.save_import"),
                ("Esc", "hint.leave"),
            ],
        }
    }

    fn help(&self, model: &Model) -> Layer {
        let lang = model.lang();
        let keys = [
            ("← → Home End", "hint.column"),
            ("↑ ↓", "hint.field"),
            ("F8, Delete", "hint.not_read"),
            ("Tab, Shift+Tab", "hint.next_choice"),
            ("F9, Ctrl+S", "hint.save_import"),
            ("Esc", "hint.leave"),
        ];
        let keys = keys.iter().map(|(key, label)| help::pair(key, lang.text(label)));
        let about = [lang.text("help.teach").to_owned(), String::new()];
        Layer::message(lang.text("help.teach_title"), about.into_iter().chain(keys).collect())
    }

    fn last_column(&self) -> usize {
        self.chosen.len().saturating_sub(1)
    }

    /// A layout knows columns by their headings only.
    fn is_without_heading(&self) -> bool {
        self.sheet.columns.get(self.column).is_none_or(|column| column.heading.is_empty())
    }

    fn move_focus(&mut self, by: usize) {
        let at = ORDER.iter().position(|focus| *focus == self.focus).unwrap_or(0);
        self.focus = ORDER[(at + by) % ORDER.len()];
    }

    /// Turns the choice that has the focus one on, or back; `false` where there is none.
    fn turn(&mut self, is_back: bool) -> bool {
        match self.focus {
            Focus::Columns => self.turn_field(is_back),
            Focus::Kind => self.turn_kind(),
            Focus::Sign => self.sign = turned(self.sign, SIGNS.len(), is_back),
            Focus::NumberStyle => self.style = turned(self.style, STYLES.len(), is_back),
            Focus::Account | Focus::Name | Focus::Institution => return false,
        }
        true
    }

    /// The next field for the column that no other column holds.
    fn turn_field(&mut self, is_back: bool) {
        let Some(own) = self.chosen.get(self.column).copied() else { return };
        let mut fields = lesson_fields(self.kind);
        fields.retain(|field| Some(*field) == own || !self.chosen.contains(&Some(field)));
        let place = own.and_then(|own| fields.iter().position(|field| *field == own));
        self.chosen[self.column] = turned(place, fields.len(), is_back).map(|at| fields[at]);
    }

    /// Payments or invoices; what the headings usually mean is known for one of them only.
    fn turn_kind(&mut self) {
        self.kind = match self.kind {
            FileKind::Payments => FileKind::Invoices,
            FileKind::Invoices => FileKind::Payments,
        };
        let is_guessed = self.kind == self.sheet.kind;
        let guesses = self.sheet.columns.iter();
        self.chosen = guesses.map(|column| column.guess.filter(|_| is_guessed)).collect();
    }

    /// Saves and imports, or says why that cannot be; asks first where much would be left out.
    fn save(&mut self, model: &mut Model) -> After {
        let reason = match (&self.outcome, self.layout_name()) {
            (None, _) => Some("disabled.busy"),
            (Some(Err(_)), _) => Some("teach.not_readable"),
            (Some(Ok(taught)), _) if taught.lacks_account => Some("teach.needs_account"),
            (_, None) => Some("teach.needs_name"),
            (Some(Ok(taught)), _) if taught.preview.payments + taught.preview.invoices == 0 => {
                Some("teach.nothing_read")
            }
            _ => free(model).err().map(|_| "disabled.job_runs"),
        };
        if let Some(key) = reason {
            match key {
                "teach.needs_name" => self.focus = Focus::Name,
                "teach.needs_account" => self.focus = Focus::Account,
                _ => {}
            }
            let text = model.lang().text(key).to_owned();
            model.say(Tone::Warn, text);
            return After::Stay(Vec::new());
        }
        // The next look at the file asks for it again.
        model.screens.import.account = self.account().or(model.screens.import.account.take());
        let job = Job::Teach {
            path: self.path.clone(),
            lesson: Box::new(self.lesson()),
            name: self.layout_name().unwrap_or_default(),
            account: self.account(),
        };
        let effects = vec![Effect::Start(job)];
        let asks = self.outcome.iter().flatten().find(|taught| taught.needs_a_yes());
        let Some(taught) = asks else { return After::Stay(effects) };
        let lang = model.lang();
        let lines = words::left_out(lang, &taught.unread, taught.lacks_memo());
        let name = self.layout_name().unwrap_or_default();
        let title = lang.fill("teach.sure", [("layout", name.as_str())]);
        After::Over(Layer::confirm(&title, lines, lang.text("teach.sure_yes"), effects))
    }
}

/// One further in a round of nothing and `all` things.
fn turned(place: Option<usize>, all: usize, is_back: bool) -> Option<usize> {
    match (place, is_back) {
        (None, false) => (all > 0).then_some(0),
        (None, true) => all.checked_sub(1),
        (Some(at), false) => Some(at + 1).filter(|at| *at < all),
        (Some(at), true) => at.checked_sub(1),
    }
}

/// A name for a layout or who writes its files: letters and digits, other signs as hyphens.
fn usual_name(text: &str) -> String {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-").chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_go_round_through_nothing() {
        assert_eq!(turned(None, 3, false), Some(0));
        assert_eq!(turned(Some(2), 3, false), None);
        assert_eq!(turned(None, 3, true), Some(2));
        assert_eq!(turned(Some(0), 3, true), None);
        assert_eq!(turned(None, 0, true), None);
    }

    #[test]
    fn a_name_is_made_of_the_file_s() {
        assert_eq!(usual_name("Sao kê tháng 11.2026"), "sao-ke-thang-11-2026");
        assert_eq!(usual_name("…"), "");
    }
}
