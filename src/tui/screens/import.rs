//! Import: pick files, look at what would be read, import, read the receipt, go on to matching.

use std::path::{Path, PathBuf};

use ratatui::layout::Rect;
use ratatui::prelude::Frame;

use super::import_text;
use super::{Screen, ScreenId, Search};
use crate::app::Error;
use crate::app::desk::{Ask, FolderEntry, Imported, Job};
use crate::model::view::Preview;
use crate::model::{Failure, Sheet};
use crate::text::fold;
use crate::tui::keys::{
    ActionId, ENTER, INSERT, Reason, SPACE, alt, ctrl, f, free, in_foot, letter, quiet,
};
use crate::tui::layers::{Layer, choose_layout, prompt, search, teach};
use crate::tui::model::{Effect, Model};
use crate::tui::widgets::grid::{Cell, Column, draw_headings, draw_row, fit};
use crate::tui::widgets::list::{List, Step, Steps};
use crate::tui::widgets::popup::{put, put_line};
use crate::tui::widgets::text::shown;
use crate::tui::words;

pub const SCREEN: Screen = Screen {
    id: ScreenId::Import,
    code: "import",
    go: quiet(ActionId::Go(ScreenId::Import), &[letter('2'), alt('2')]),
    actions: &[
        in_foot(ActionId::OpenFile, &[ENTER]),
        in_foot(ActionId::MarkFile, &[SPACE, INSERT]),
        in_foot(ActionId::TypePath, &[f(4)]),
        in_foot(ActionId::TypeAccount, &[f(3)]),
        in_foot(ActionId::ImportNow, &[f(9), ctrl('s')]),
        in_foot(ActionId::TeachColumns, &[f(6)]),
    ],
    enabled,
    act,
    draw,
    status,
    list,
    load: |model| {
        let folder = model.screens.import.folder.clone();
        model.screens.import.list.is_loading = true;
        vec![model.ask(Ask::Folder(folder))]
    },
    moved: |_| Vec::new(),
    position: |model| {
        let list = &model.screens.import.list;
        matches!(model.screens.import.stage, Stage::Pick)
            .then_some((list.cursor + 1, list.ids.len()))
    },
    search: Some(Search {
        text: |model| &mut model.screens.import.search,
        show: |model| {
            show_found(model);
            Vec::new()
        },
    }),
    back,
};

/// How far the person is with a file.
#[derive(Default)]
pub enum Stage {
    #[default]
    Pick,
    Preview(Box<Preview>),
    Receipts(Vec<Imported>),
}

#[derive(Default)]
pub struct State {
    pub folder: PathBuf,
    entries: Vec<FolderEntry>,
    pub list: List<usize, FolderEntry>,
    /// Only names with this text are shown.
    pub search: Option<String>,
    /// For files that do not name their account.
    pub account: Option<String>,
    pub stage: Stage,
    scroll: Scroll,
}

/// Lines of a preview or receipt that are longer than the screen.
#[derive(Default)]
struct Scroll {
    top: usize,
    lines: usize,
}

impl Steps for Scroll {
    fn step(&mut self, step: Step, height: usize) {
        let page = height.saturating_sub(1).max(1);
        self.top = match step {
            Step::Up => self.top.saturating_sub(1),
            Step::Down => self.top + 1,
            Step::PageUp => self.top.saturating_sub(page),
            Step::PageDown => self.top + page,
            Step::Home => 0,
            Step::End => self.lines,
        };
        self.settle(height);
    }

    fn settle(&mut self, height: usize) {
        self.top = self.top.min(self.lines.saturating_sub(height));
    }
}

fn list(model: &mut Model) -> (&mut dyn Steps, usize) {
    let height = list_height(model);
    if matches!(model.screens.import.stage, Stage::Pick) {
        return (&mut model.screens.import.list, height);
    }
    let body = model.body();
    model.screens.import.scroll.lines = import_text::lines(model, body.width).len();
    (&mut model.screens.import.scroll, body.height.into())
}

fn list_height(model: &Model) -> usize {
    usize::from(model.body().height.saturating_sub(3))
}

/// Takes the entries of a folder; the way up stands first.
pub fn take(model: &mut Model, folder: PathBuf, entries: Vec<FolderEntry>) {
    let parent = folder.parent().map(|parent| FolderEntry {
        path: parent.to_path_buf(),
        name: "..".to_owned(),
        is_folder: true,
        may_be_read: true,
        size_bytes: 0,
        modified: None,
    });
    let state = &mut model.screens.import;
    if state.folder != folder {
        state.list = List::default();
    }
    state.folder = folder;
    state.entries = parent.into_iter().chain(entries).collect();
    show_found(model);
}

/// Fills the list with the names that hold the searched text.
pub fn show_found(model: &mut Model) {
    let height = list_height(model);
    let state = &mut model.screens.import;
    let wanted = state.search.as_deref().map(fold).unwrap_or_default();
    let found = state.entries.iter().enumerate();
    let found = found.filter(|(_, entry)| fold(&entry.name).contains(&wanted));
    state.list.take_all(found.map(|(at, entry)| (at, entry.clone())).collect());
    state.list.settle(height);
}

fn enabled(model: &Model, id: ActionId) -> Result<(), Reason> {
    let state = &model.screens.import;
    let is_picking = matches!(state.stage, Stage::Pick);
    let entry = state.list.card().filter(|_| is_picking);
    match id {
        ActionId::OpenFile => {
            free(model)?;
            entry.map(|_| ()).ok_or("nothing_here")
        }
        ActionId::MarkFile => {
            entry.filter(|entry| !entry.is_folder).map(|_| ()).ok_or("not_a_file")
        }
        ActionId::TypePath | ActionId::TypeAccount => free(model),
        ActionId::TeachColumns => {
            free(model)?;
            file_at_hand(state).map(|_| ()).ok_or("not_a_file")
        }
        ActionId::ImportNow => {
            free(model)?;
            match &state.stage {
                Stage::Pick if state.list.marks.is_empty() => Err("no_file_marked"),
                _ => Ok(()),
            }
        }
        _ => Ok(()),
    }
}

fn act(model: &mut Model, id: ActionId) -> Vec<Effect> {
    let height = list_height(model);
    match id {
        ActionId::OpenFile => {
            let Some(entry) = model.screens.import.list.card().cloned() else { return Vec::new() };
            open(model, &entry.path, entry.is_folder)
        }
        ActionId::MarkFile => {
            model.screens.import.list.toggle_mark(height);
            Vec::new()
        }
        ActionId::TypePath => {
            let layer = prompt::State::path(model.lang());
            model.layers.push(Layer::Prompt(Box::new(layer)));
            Vec::new()
        }
        ActionId::TypeAccount => {
            let account = model.screens.import.account.clone().unwrap_or_default();
            let layer = prompt::State::account(model.lang(), &account);
            model.layers.push(Layer::Prompt(Box::new(layer)));
            Vec::new()
        }
        ActionId::TeachColumns => match file_at_hand(&model.screens.import) {
            Some(path) => vec![Effect::Start(Job::Sketch(path))],
            None => Vec::new(),
        },
        ActionId::ImportNow => import_now(model),
        _ => Vec::new(),
    }
}

/// The file that is looked at, or the one under the cursor.
fn file_at_hand(state: &State) -> Option<PathBuf> {
    match &state.stage {
        Stage::Preview(preview) => Some(PathBuf::from(&preview.path)),
        Stage::Pick => {
            state.list.card().filter(|entry| !entry.is_folder).map(|entry| entry.path.clone())
        }
        Stage::Receipts(_) => None,
    }
}

/// Opens the layer in which the columns of a file are taught.
pub fn teach(model: &mut Model, path: PathBuf, sheet: Sheet) -> Vec<Effect> {
    let mut state = teach::State::new(path, sheet, model.screens.import.account.as_deref());
    let effects = state.ask(model);
    model.layers.push(Layer::Teach(Box::new(state)));
    effects
}

/// Opens a folder or a zip, or looks at a file as an import would read it.
pub fn open(model: &mut Model, path: &Path, is_folder: bool) -> Vec<Effect> {
    model.screens.import.search = None;
    let is_zip = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("zip"));
    if is_folder || is_zip {
        model.screens.import.stage = Stage::Pick;
        return vec![model.ask(Ask::Folder(path.to_path_buf()))];
    }
    look_at(model, path, None)
}

/// Looks at a file as an import would read it, by this layout or the one that fits.
pub fn look_at(model: &mut Model, path: &Path, layout: Option<String>) -> Vec<Effect> {
    let (path, account) = (path.to_path_buf(), model.screens.import.account.clone());
    vec![Effect::Start(Job::Preview { path, layout, account })]
}

/// Asks which of several layouts that fit equally well is meant.
pub fn choose_layout(model: &mut Model, path: PathBuf, failure: Failure) {
    let layouts = failure.facts.iter().find(|fact| fact.name == "layouts");
    let layouts = layouts.iter().flat_map(|fact| fact.value.split(", "));
    let layouts = layouts.map(str::to_owned).collect();
    let (about, _) = words::error(model.lang(), &Error::Failed(failure));
    let layer = choose_layout::State::new(path, layouts, about);
    model.layers.push(Layer::ChooseLayout(layer));
}

/// Imports what is looked at or marked; after an import, goes on to matching.
fn import_now(model: &mut Model) -> Vec<Effect> {
    let paths: Vec<PathBuf> = match &model.screens.import.stage {
        Stage::Receipts(_) => return vec![Effect::Start(Job::Match)],
        Stage::Preview(preview) => vec![PathBuf::from(&preview.path)],
        Stage::Pick => {
            model.screens.import.list.marks.values().map(|entry| entry.path.clone()).collect()
        }
    };
    // What was looked at is read as it was shown.
    let layout = match &model.screens.import.stage {
        Stage::Preview(preview) => Some(preview.layout.clone()),
        _ => None,
    };
    let account = model.screens.import.account.clone();
    vec![Effect::Start(Job::Import { paths, layout, account })]
}

pub fn show_preview(model: &mut Model, preview: Box<Preview>) {
    model.screens.import.stage = Stage::Preview(preview);
    model.screens.import.scroll.top = 0;
}

pub fn show_receipts(model: &mut Model, outcomes: Vec<Imported>) {
    model.screens.import.stage = Stage::Receipts(outcomes);
    model.screens.import.scroll.top = 0;
    model.screens.import.list.marks.clear();
}

/// Back to the list of files; there, drops marks, then a search.
fn back(model: &mut Model) -> Option<Vec<Effect>> {
    if matches!(model.screens.import.stage, Stage::Pick) {
        let marks = std::mem::take(&mut model.screens.import.list.marks);
        return if marks.is_empty() { search::drop(model) } else { Some(Vec::new()) };
    }
    model.screens.import.stage = Stage::Pick;
    Some(Vec::new())
}

fn status(model: &Model) -> String {
    let (lang, state) = (model.lang(), &model.screens.import);
    let mut parts = Vec::new();
    if !state.list.marks.is_empty() && matches!(state.stage, Stage::Pick) {
        let n = state.list.marks.len().to_string();
        parts.push(lang.fill("status.marked_files", [("n", n.as_str())]));
    }
    if let Some(text) = &state.search {
        parts.push(lang.fill("status.search", [("text", shown(text).as_str())]));
    }
    if let Some(account) = &state.account {
        parts.push(lang.fill("status.account", [("account", shown(account).as_str())]));
    }
    parts.join("   ")
}

fn draw(model: &Model, frame: &mut Frame, area: Rect) {
    if matches!(model.screens.import.stage, Stage::Pick) {
        draw_files(model, frame, area);
        return;
    }
    let lines = import_text::lines(model, area.width);
    let height = usize::from(area.height);
    let top = model.screens.import.scroll.top.min(lines.len().saturating_sub(height));
    for (row, line) in lines.iter().skip(top).take(height).enumerate() {
        put_line(frame, area, row as u16, line);
    }
    if model.layers.is_empty() && !area.is_empty() {
        frame.set_cursor_position((area.x, area.y));
    }
}

fn draw_files(model: &Model, frame: &mut Frame, area: Rect) {
    let (lang, theme, state) = (model.lang(), model.theme(), &model.screens.import);
    let mark = theme.marks.cut;
    let folder = shown(&state.folder.display().to_string());
    let folder = lang.fill("import.folder", [("path", folder.as_str())]);
    put(frame, area, 0, &format!(" {folder}"), theme.key, mark);
    let hint_row = area.height.saturating_sub(1);
    put(frame, area, hint_row, &format!(" {}", lang.text("import.hint")), theme.dim, mark);
    let area =
        Rect { y: (area.y + 1).min(area.bottom()), height: area.height.saturating_sub(2), ..area };
    let columns = [
        Column::left("", 1, 0),
        Column::left("", 1, 0),
        Column::flexible(lang.text("list.file"), 30, 1, 0),
        Column::right(lang.text("list.size"), 10, 1),
        Column::left(lang.text("list.modified"), 16, 2),
    ];
    let widths = fit(&columns, area.width.min(110));
    draw_headings(frame.buffer_mut(), area, &columns, &widths, (theme.heading, mark));
    if state.list.ids.is_empty() {
        let key = if state.list.is_loading { "loading" } else { "list.none_found" };
        put(frame, area, 1, &format!(" {}", lang.text(key)), theme.dim, mark);
    }
    let height = usize::from(area.height.saturating_sub(1));
    for (row, (at, id)) in state.list.in_sight(height).enumerate() {
        let line = Rect { y: area.y + 1 + row as u16, height: 1, ..area };
        let Some(entry) = state.list.cards.get(&id) else { continue };
        let is_here = at == state.list.cursor;
        let style = match (is_here, entry.may_be_read) {
            (true, _) => theme.selected,
            (false, true) => theme.text,
            (false, false) => theme.dim,
        };
        let cells = cells(model, entry, is_here, state.list.marks.contains_key(&id));
        draw_row(frame.buffer_mut(), line, &columns, &widths, &cells, (style, mark));
        if is_here && model.layers.is_empty() {
            frame.set_cursor_position((line.x, line.y));
        }
    }
}

fn cells(model: &Model, entry: &FolderEntry, is_here: bool, is_marked: bool) -> Vec<Cell> {
    let marks = model.theme().marks;
    let name = if entry.is_folder && entry.name != ".." {
        format!("{}/", entry.name)
    } else {
        entry.name.clone()
    };
    let size = if entry.is_folder { String::new() } else { size(entry.size_bytes) };
    vec![
        Cell::text(if is_here { marks.cursor } else { "" }),
        Cell::text(if is_marked { marks.check } else { "" }),
        Cell::text(name),
        Cell::text(size),
        Cell::text(entry.modified.map(|at| at.to_local()).unwrap_or_default()),
    ]
}

/// `214 KB`; a file that is not empty is never `0 KB`.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..=999 => format!("{bytes} B"),
        1_000..=999_999 => format!("{} KB", bytes.div_ceil(1_000)),
        _ => format!("{} MB", words::count(bytes.div_ceil(1_000_000))),
    }
}
