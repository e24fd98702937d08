//! What a message changes: the model, and a list of effects to be done outside. No clock, no
//! terminal.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use ratatui::layout::Rect;

use super::keys::{self, ActionId};
use super::layers::{After, Layer, help, report, search};
use super::model::{Effect, JobKind, Model, Msg, RunningJob, Tone};
use super::replies;
use super::screens::{self, ScreenId, journal};
use super::widgets::list::Step;
use super::words;
use crate::app::desk::{Ask, Deed, Job};
use crate::model::DecisionKind;

/// What is asked for before anything was pressed.
pub fn start(model: &mut Model) -> Vec<Effect> {
    vec![model.ask(Ask::Overview), model.ask(Ask::NextUndo)]
}

pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    let effects = match msg {
        Msg::Key(key) if key.kind == KeyEventKind::Release => Vec::new(),
        Msg::Key(key) => pressed(model, key),
        Msg::Paste(text) => pasted(model, &text),
        Msg::Resize(width, height) => {
            model.area = Rect::new(0, 0, width, height);
            let (list, height) = (screens::of(model.screen).list)(model);
            list.settle(height);
            (screens::of(model.screen).moved)(model)
        }
        Msg::Reply(reply) => replies::take(model, *reply),
        Msg::Signal(signal) => {
            model.is_over = Some(u8::try_from(128 + signal).unwrap_or(u8::MAX));
            Vec::new()
        }
        Msg::InputLost => {
            model.is_over = Some(2);
            Vec::new()
        }
    };
    for effect in &effects {
        match effect {
            // Until its outcome is told nothing else is decided.
            Effect::Do(_) => model.is_deciding = true,
            // One at a time, which `enabled` saw to.
            Effect::Start(job) => {
                let kind = JobKind::of(job);
                model.job = Some(RunningJob { kind, progress: None, is_cancelling: false });
            }
            Effect::Quit => model.is_over = Some(0),
            _ => {}
        }
    }
    effects
}

fn pressed(model: &mut Model, key: KeyEvent) -> Vec<Effect> {
    let was_ctrl_c = std::mem::take(&mut model.was_ctrl_c);
    let toast = model.toast.take();
    if let Some(mut layer) = model.layers.pop() {
        let after = layer.key(model, key);
        match after {
            After::Close(effects) => return effects,
            After::Act(id) => return act(model, id),
            After::Stay(effects) => {
                model.layers.push(layer);
                return effects;
            }
            After::Over(over) => {
                model.layers.extend([layer, over]);
                return Vec::new();
            }
            After::Pass => {
                let is_search = matches!(layer, Layer::Search(_));
                model.layers.push(layer);
                return passed(model, key, is_search, was_ctrl_c);
            }
        }
    }
    if let Some(action) = keys::of_key(model.screen, key) {
        return press(model, action.id);
    }
    if let Some(step) = step(model, key) {
        return moved(model, step);
    }
    // What is said stays until a key that does something.
    model.toast = toast;
    other_key(model, key, was_ctrl_c)
}

/// A key that the topmost layer has no use for: a list below a search moves, the program can be
/// left.
fn passed(model: &mut Model, key: KeyEvent, is_search: bool, was_ctrl_c: bool) -> Vec<Effect> {
    if let (true, Some(step)) = (is_search, step(model, key)) {
        return moved(model, step);
    }
    let everywhere = [ActionId::Quit, ActionId::Redraw];
    match keys::of_key(model.screen, key).map(|action| action.id) {
        Some(id) if everywhere.contains(&id) => act(model, id),
        _ if is_ctrl_c(key) => ctrl_c(model, was_ctrl_c),
        _ => Vec::new(),
    }
}

fn step(model: &Model, key: KeyEvent) -> Option<Step> {
    let has_letters = model.look.has_letter_keys && model.layers.is_empty();
    if !(key.modifiers - KeyModifiers::CONTROL).is_empty() {
        return None;
    }
    match (key.code, key.modifiers.is_empty()) {
        (KeyCode::Up, true) => Some(Step::Up),
        (KeyCode::Down, true) => Some(Step::Down),
        (KeyCode::Char('k'), true) if has_letters => Some(Step::Up),
        (KeyCode::Char('j'), true) if has_letters => Some(Step::Down),
        (KeyCode::PageUp, true) => Some(Step::PageUp),
        (KeyCode::PageDown, true) => Some(Step::PageDown),
        (KeyCode::Home, _) => Some(Step::Home),
        (KeyCode::End, _) => Some(Step::End),
        _ => None,
    }
}

fn moved(model: &mut Model, step: Step) -> Vec<Effect> {
    let screen = screens::of(model.screen);
    let (list, height) = (screen.list)(model);
    list.step(step, height);
    (screen.moved)(model)
}

fn is_ctrl_c(key: KeyEvent) -> bool {
    key.modifiers == KeyModifiers::CONTROL && matches!(key.code, KeyCode::Char('c' | 'C'))
}

/// The first says how to leave, the second in a row leaves.
fn ctrl_c(model: &mut Model, was_ctrl_c: bool) -> Vec<Effect> {
    if was_ctrl_c {
        return quit(model);
    }
    model.was_ctrl_c = true;
    let text = model.lang().text("toast.ctrl_c").to_owned();
    model.say(Tone::Warn, text);
    Vec::new()
}

/// A key that means nothing here. What an input method sends into a list is harmless, and said
/// once.
fn other_key(model: &mut Model, key: KeyEvent, was_ctrl_c: bool) -> Vec<Effect> {
    if is_ctrl_c(key) {
        return ctrl_c(model, was_ctrl_c);
    }
    let is_input_method = match key.code {
        KeyCode::Backspace => true,
        KeyCode::Char('h') => key.modifiers == KeyModifiers::CONTROL,
        KeyCode::Char(c) => !c.is_ascii(),
        _ => false,
    };
    if is_input_method && !model.has_warned_of_input_method {
        model.has_warned_of_input_method = true;
        let text = model.lang().text("toast.input_method").to_owned();
        model.say(Tone::Warn, text);
    }
    Vec::new()
}

fn pasted(model: &mut Model, text: &str) -> Vec<Effect> {
    model.toast = None;
    let Some(mut layer) = model.layers.pop() else { return Vec::new() };
    let effects = layer.paste(model, text);
    model.layers.push(layer);
    effects
}

/// Does the action if it can be done now; otherwise says why not.
pub fn press(model: &mut Model, id: ActionId) -> Vec<Effect> {
    match keys::enabled(model, id) {
        Ok(()) => act(model, id),
        Err("") => Vec::new(),
        Err(_) => {
            let reason = keys::reason(model, id).unwrap_or_default();
            model.say(Tone::Warn, reason);
            Vec::new()
        }
    }
}

fn act(model: &mut Model, id: ActionId) -> Vec<Effect> {
    use ActionId as A;
    match id {
        A::Backup => {
            let folder = model.screens.import.folder.clone();
            return vec![Effect::Start(Job::Backup(folder))];
        }
        A::Report => {
            let layer = Layer::Report(Box::new(report::State::new(model)));
            model.layers.push(layer);
        }
        A::Search => {
            let layer = Layer::Search(search::State::new(model));
            model.layers.push(layer);
        }
        A::Undo => return undo(model),
        A::Redo => {
            let Some(id) = model.last_undo.take() else { return Vec::new() };
            return vec![Effect::Do(Deed::Undo { decisions: vec![id], reason: String::new() })];
        }
        A::Back => return back(model),
        A::Go(screen) => return go(model, screen),
        A::Reload => return reload(model),
        A::Redraw => return vec![Effect::Redraw],
        A::Help => model.layers.push(Layer::Help(help::State::default())),
        A::Palette => model.layers.push(Layer::Palette(Box::default())),
        A::Quit => return quit(model),
        _ => return (screens::of(model.screen).act)(model, id),
    }
    Vec::new()
}

/// Shows another screen and reads what it shows.
pub fn go(model: &mut Model, screen: ScreenId) -> Vec<Effect> {
    model.screen = screen;
    (screens::of(screen).load)(model)
}

/// Reads again what is on the screen, the first screen's sums and what Ctrl+Z would reverse.
pub fn reload(model: &mut Model) -> Vec<Effect> {
    let mut effects = (screens::of(model.screen).load)(model);
    if model.screen != ScreenId::Overview {
        effects.push(model.ask(Ask::Overview));
    }
    effects.push(model.ask(Ask::NextUndo));
    effects
}

/// Single decisions are reversed at once; what moves many rows is asked about first.
fn undo(model: &mut Model) -> Vec<Effect> {
    let Some(next) = model.next_undo.clone() else { return Vec::new() };
    let is_single = next.of.kind != DecisionKind::Import && next.of.changes.len() <= 10;
    if is_single {
        let deed = Deed::Undo { decisions: vec![next.id], reason: String::new() };
        return vec![Effect::Do(deed)];
    }
    let layer = journal::confirm_undo(model.lang(), next.id, &next.of);
    model.layers.push(layer);
    Vec::new()
}

/// Esc: gives a job up, goes back a step on the screen, goes to the first screen.
fn back(model: &mut Model) -> Vec<Effect> {
    if let Some(job) = &mut model.job {
        job.is_cancelling = true;
        return vec![Effect::CancelJob];
    }
    match (screens::of(model.screen).back)(model) {
        Some(effects) => effects,
        None => go(model, ScreenId::Overview),
    }
}

/// Ends; while a job runs, only after a question.
fn quit(model: &mut Model) -> Vec<Effect> {
    if model.job.is_none() {
        return vec![Effect::Quit];
    }
    let lang = model.lang();
    let line = lang.text("quit.job").to_owned();
    let yes = lang.text("quit.yes");
    let layer = Layer::confirm(lang.text("action.quit"), vec![line], yes, vec![Effect::Quit]);
    model.layers.push(layer);
    Vec::new()
}

/// Says what was refused or failed, and what to do.
pub fn say_error(model: &mut Model, error: &crate::app::Error) {
    let (text, hint) = words::error(model.lang(), error);
    let lines = [text, hint].into_iter().filter(|line| !line.is_empty()).collect();
    let title = model.lang().text("error.title").to_owned();
    model.layers.push(Layer::message(&title, lines));
}
