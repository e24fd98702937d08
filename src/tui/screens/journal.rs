//! The journal: every decision, newest first, and undoing any that the law allows.

use ratatui::layout::Rect;
use ratatui::prelude::Frame;

use super::{Screen, ScreenId, Search, draw_empty};
use crate::app::desk::{Ask, Deed};
use crate::lang::Lang;
use crate::model::view::{DecisionCard, Filter};
use crate::model::{DecisionId, MadeBy};
use crate::tui::keys::{ActionId, DELETE, ENTER, Reason, alt, f, free, in_foot, letter, quiet};
use crate::tui::layers::{Layer, search};
use crate::tui::model::{Effect, Model};
use crate::tui::widgets::grid::{Cell, Column, draw_headings, draw_row, fit};
use crate::tui::widgets::list::{List, Steps};
use crate::tui::widgets::text::shown;
use crate::tui::words;

pub const SCREEN: Screen = Screen {
    id: ScreenId::Journal,
    code: "journal",
    go: quiet(ActionId::Go(ScreenId::Journal), &[letter('6'), alt('6')]),
    actions: &[
        in_foot(ActionId::ShowDecision, &[ENTER]),
        in_foot(ActionId::UndoThis, &[f(8), DELETE]),
    ],
    enabled,
    act,
    draw,
    status,
    list: |model| {
        let height = list_height(model);
        (&mut model.screens.journal.list, height)
    },
    load,
    moved: |_| Vec::new(),
    position: |model| {
        Some((model.screens.journal.list.cursor + 1, model.screens.journal.list.ids.len()))
    },
    search: Some(Search { text: |model| &mut model.screens.journal.filter.text, show: load }),
    back: search::drop,
};

fn load(model: &mut Model) -> Vec<Effect> {
    model.screens.journal.list.is_loading = true;
    let filter = model.screens.journal.filter.clone();
    vec![model.ask(Ask::Decisions(filter))]
}

#[derive(Default)]
pub struct State {
    pub list: List<DecisionId, DecisionCard>,
    pub filter: Filter,
}

pub fn take(model: &mut Model, mut cards: Vec<DecisionCard>) {
    let height = list_height(model);
    cards.sort_by_key(|card| std::cmp::Reverse(card.id));
    let list = &mut model.screens.journal.list;
    list.take_all(cards.into_iter().map(|card| (card.id, card)).collect());
    list.settle(height);
}

fn enabled(model: &Model, id: ActionId) -> Result<(), Reason> {
    let list = &model.screens.journal.list;
    if list.ids.is_empty() {
        return Err("list_empty");
    }
    let Some(card) = list.card() else { return Err("") };
    if id == ActionId::UndoThis {
        free(model)?;
        if card.undone_by.is_some() {
            return Err("is_undone");
        }
    }
    Ok(())
}

fn act(model: &mut Model, id: ActionId) -> Vec<Effect> {
    let Some(card) = model.screens.journal.list.card().cloned() else { return Vec::new() };
    let lang = model.lang();
    let layer = match id {
        ActionId::UndoThis => confirm_undo(lang, card.id, &card),
        _ => Layer::message(&title(lang, &card), details(lang, &card)),
    };
    model.layers.push(layer);
    Vec::new()
}

/// Asks before a decision is reversed that is more than the last single one.
pub fn confirm_undo(lang: Lang, id: DecisionId, of: &DecisionCard) -> Layer {
    Layer::confirm(
        lang.text("action.undo"),
        vec![
            lang.fill("journal.undo", [("decision", words::decision(lang, of).as_str())]),
            lang.text("journal.undo_kept").to_owned(),
        ],
        lang.text("action.undo"),
        vec![Effect::Do(Deed::Undo { decisions: vec![id], reason: String::new() })],
    )
}

fn title(lang: Lang, card: &DecisionCard) -> String {
    format!("#{} {}", card.id, words::decision(lang, card))
}

/// Changes told of one decision; the rest is counted.
const MOST_CHANGES: usize = 200;

fn details(lang: Lang, card: &DecisionCard) -> Vec<String> {
    let mut lines = vec![
        lang.fill(
            "journal.who",
            [
                ("actor", shown(&card.actor).as_str()),
                ("at", card.made_at.to_local().as_str()),
                ("by", words::word(lang, "made_by", card.made_by.code()).as_str()),
            ],
        ),
        lang.fill("journal.book_day", [("day", card.book_day.to_local().as_str())]),
    ];
    if !card.rule.is_empty() {
        let ground = words::ground(lang, &card.rule);
        lines.push(lang.fill("journal.ground", [("ground", ground.as_str())]));
    }
    if !card.reason.is_empty() {
        lines.push(lang.fill("journal.reason", [("reason", shown(&card.reason).as_str())]));
    }
    if let Some(by) = card.undone_by {
        lines.push(lang.fill("journal.undone", [("by", by.to_string().as_str())]));
    }
    let changes = card.changes.len();
    if changes > 0 {
        lines.push(lang.fill("journal.changes", [("n", changes.to_string().as_str())]));
    }
    let told = card.changes.iter().take(MOST_CHANGES);
    lines.extend(told.map(|card| format!("- {}", words::change(lang, card))));
    if changes > MOST_CHANGES {
        let more = (changes - MOST_CHANGES).to_string();
        lines.push(lang.fill("import.more", [("n", more.as_str())]));
    }
    lines
}

/// The person, or that it was a policy.
fn who(lang: Lang, card: &DecisionCard) -> String {
    match card.made_by {
        MadeBy::Person => card.actor.clone(),
        MadeBy::Policy => words::word(lang, "made_by", MadeBy::Policy.code()),
    }
}

fn status(model: &Model) -> String {
    let text = model.screens.journal.filter.text.as_ref();
    text.map(|text| model.lang().fill("status.search", [("text", shown(text).as_str())]))
        .unwrap_or_default()
}

fn list_height(model: &Model) -> usize {
    usize::from(model.body().height.saturating_sub(1))
}

fn draw(model: &Model, frame: &mut Frame, area: Rect) {
    let (lang, theme) = (model.lang(), model.theme());
    let (list, mark) = (&model.screens.journal.list, theme.marks.cut);
    if list.ids.is_empty() {
        draw_empty(model, frame, area, 1, list.is_loading, false, "journal.none");
        return;
    }
    let columns = [
        Column::left("", 1, 0),
        Column::right("#", 5, 0),
        Column::left(lang.text("list.made_at"), 16, 1),
        Column::flexible(lang.text("list.decision"), 26, 2, 0),
        Column::left(lang.text("list.actor"), 16, 2),
        Column::flexible(lang.text("list.reason"), 24, 1, 3),
    ];
    let widths = fit(&columns, area.width);
    draw_headings(frame.buffer_mut(), area, &columns, &widths, (theme.heading, mark));
    for (row, (at, id)) in list.in_sight(list_height(model)).enumerate() {
        let line = Rect { y: area.y + 1 + row as u16, height: 1, ..area };
        let Some(card) = list.cards.get(&id) else { continue };
        let is_here = at == list.cursor;
        let note = match card.undone_by {
            Some(by) => lang.fill("journal.undone", [("by", by.to_string().as_str())]),
            None => card.reason.clone(),
        };
        let cells = [
            Cell::text(if is_here { theme.marks.cursor } else { "" }),
            Cell::text(id.to_string()),
            Cell::text(card.made_at.to_local()),
            Cell::text(words::decision(lang, card)),
            Cell::text(who(lang, card)),
            Cell::text(note),
        ];
        let style = match (is_here, card.undone_by.is_some()) {
            (true, _) => theme.selected,
            (false, true) => theme.dim,
            (false, false) => theme.text,
        };
        draw_row(frame.buffer_mut(), line, &columns, &widths, &cells, (style, mark));
        if is_here && model.layers.is_empty() {
            frame.set_cursor_position((line.x, line.y));
        }
    }
}
