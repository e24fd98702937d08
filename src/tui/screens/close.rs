//! Closing: days and months with their state, and the checklist of the one under the cursor.

use ratatui::layout::Rect;
use ratatui::prelude::Frame;

use super::{Screen, ScreenId};
use crate::app::desk::Ask;
use crate::calendar::Period;
use crate::model::view::{Checklist, PeriodCard};
use crate::tui::keys::{ActionId, ENTER, Reason, alt, f, free, in_foot, letter, quiet};
use crate::tui::layers::{Layer, close_day, prompt};
use crate::tui::model::{Effect, Model};
use crate::tui::widgets::grid::{Cell, Column, draw_headings, draw_row, fit};
use crate::tui::widgets::list::{List, Steps};
use crate::tui::widgets::popup::put;
use crate::tui::widgets::text::{width, wrap};
use crate::tui::words;

pub const SCREEN: Screen = Screen {
    id: ScreenId::Close,
    code: "close",
    go: quiet(ActionId::Go(ScreenId::Close), &[letter('5'), alt('5')]),
    actions: &[in_foot(ActionId::CloseDay, &[ENTER, f(9)]), in_foot(ActionId::Reopen, &[f(8)])],
    enabled,
    act,
    draw,
    status: |_| String::new(),
    list: |model| {
        let height = list_height(model);
        (&mut model.screens.close.list, height)
    },
    load: |model| {
        model.screens.close.list.is_loading = true;
        let mut effects = vec![model.ask(Ask::Periods)];
        effects.extend(moved(model));
        effects
    },
    moved,
    position: |model| {
        Some((model.screens.close.list.cursor + 1, model.screens.close.list.ids.len()))
    },
    search: None,
    back: |_| None,
};

#[derive(Default)]
pub struct State {
    pub list: List<Period, PeriodCard>,
    pub checklist: Option<Checklist>,
    /// Whether the cursor was set on the screen's day once.
    is_placed: bool,
}

/// Asks for the checklist of the period under the cursor.
fn moved(model: &mut Model) -> Vec<Effect> {
    match model.screens.close.list.id() {
        Some(period) => vec![model.ask(Ask::Checklist(period))],
        None => Vec::new(),
    }
}

/// Takes the periods, newest first; the first time, the cursor goes to the screen's day.
pub fn take(model: &mut Model, mut periods: Vec<PeriodCard>) -> Vec<Effect> {
    let height = list_height(model);
    // A month stands above its days.
    let month = |card: &PeriodCard| matches!(card.period, Period::Month { .. });
    periods.sort_by_key(|card| {
        let last = card.period.last_day();
        (std::cmp::Reverse((last.year(), last.month())), !month(card), std::cmp::Reverse(last))
    });
    let day = model.facts().map(|facts| Period::Day(facts.day));
    let state = &mut model.screens.close;
    state.list.take_all(periods.into_iter().map(|card| (card.period, card)).collect());
    if let (false, Some(day)) = (state.is_placed, day) {
        state.is_placed = true;
        state.list.cursor = state.list.ids.iter().position(|period| *period == day).unwrap_or(0);
    }
    state.list.settle(height);
    moved(model)
}

/// The checklist, if it is that of the period under the cursor.
pub fn checklist(model: &Model) -> Option<&Checklist> {
    let period = model.screens.close.list.id()?;
    model.screens.close.checklist.as_ref().filter(|checklist| checklist.period == period)
}

fn enabled(model: &Model, id: ActionId) -> Result<(), Reason> {
    free(model)?;
    if model.screens.close.list.ids.is_empty() {
        return Err("list_empty");
    }
    let Some(checklist) = checklist(model) else { return Err("") };
    match id {
        ActionId::CloseDay if checklist.is_closed => Err("is_closed"),
        ActionId::CloseDay if checklist.points.iter().any(|p| p.is_required && !p.is_met) => {
            Err("points_not_met")
        }
        ActionId::Reopen if !checklist.is_closed => Err("is_open"),
        _ => Ok(()),
    }
}

fn act(model: &mut Model, id: ActionId) -> Vec<Effect> {
    let Some(checklist) = checklist(model).cloned() else { return Vec::new() };
    let layer = match id {
        ActionId::CloseDay => Layer::CloseDay(Box::new(close_day::State::new(checklist))),
        _ => Layer::Prompt(Box::new(prompt::State::reopen(model.lang(), checklist.period))),
    };
    model.layers.push(layer);
    Vec::new()
}

fn list_height(model: &Model) -> usize {
    usize::from(model.body().height.saturating_sub(1))
}

const LIST_WIDTH: u16 = 26;

fn draw(model: &Model, frame: &mut Frame, area: Rect) {
    let (lang, theme) = (model.lang(), model.theme());
    let list = &model.screens.close.list;
    if list.ids.is_empty() {
        let key = if list.is_loading { "loading" } else { "close.none" };
        put(frame, area, 1, &format!(" {}", lang.text(key)), theme.dim, theme.marks.cut);
        return;
    }
    let left = Rect { width: LIST_WIDTH.min(area.width), ..area };
    draw_periods(model, frame, left);
    if model.is_small() {
        return;
    }
    for row in 0..area.height {
        let at = (left.right(), area.y + row);
        frame.buffer_mut().set_stringn(at.0, at.1, "│", 1, theme.border);
    }
    let x = (left.right() + 2).min(area.right());
    let right = Rect { x, width: area.right() - x, ..area };
    match checklist(model) {
        Some(checklist) => draw_checklist(model, checklist, frame, right),
        None => put(frame, right, 1, lang.text("loading"), theme.dim, theme.marks.cut),
    }
}

fn draw_periods(model: &Model, frame: &mut Frame, area: Rect) {
    let (lang, theme) = (model.lang(), model.theme());
    let (list, mark) = (&model.screens.close.list, theme.marks.cut);
    let columns = [
        Column::left("", 1, 0),
        Column::left(lang.text("list.period"), 12, 0),
        Column::flexible(lang.text("list.state"), 10, 1, 0),
    ];
    let widths = fit(&columns, area.width);
    draw_headings(frame.buffer_mut(), area, &columns, &widths, (theme.heading, mark));
    let height = usize::from(area.height.saturating_sub(1));
    for (row, (at, period)) in list.in_sight(height).enumerate() {
        let line = Rect { y: area.y + 1 + row as u16, height: 1, ..area };
        let is_here = at == list.cursor;
        let is_closed = list.cards.get(&period).is_some_and(|card| card.is_closed);
        let state = lang.text(if is_closed { "period.closed" } else { "period.open" });
        let indent = if matches!(period, Period::Day(_)) { " " } else { "" };
        let cells = [
            Cell::text(if is_here { theme.marks.cursor } else { "" }),
            Cell::text(format!("{indent}{}", period.to_local())),
            Cell::text(state),
        ];
        let style = if is_here { theme.selected } else { theme.text };
        draw_row(frame.buffer_mut(), line, &columns, &widths, &cells, (style, mark));
        if is_here && model.layers.is_empty() {
            frame.set_cursor_position((line.x, line.y));
        }
    }
}

/// The points one under the other, each with its result; then what closing means in numbers.
fn draw_checklist(model: &Model, checklist: &Checklist, frame: &mut Frame, area: Rect) {
    let (lang, theme) = (model.lang(), model.theme());
    let mark = theme.marks.cut;
    let period = checklist.period.to_local();
    let key = if checklist.is_closed { "close.closed" } else { "close.title" };
    put(frame, area, 0, &lang.fill(key, [("period", period.as_str())]), theme.heading, mark);
    let mut row = 1;
    for point in &checklist.points {
        let (result, style) = match (point.is_met, point.is_required) {
            (true, _) => (format!("{} {}", theme.marks.check, lang.text("close.met")), theme.good),
            (false, true) => {
                (format!("{} {}", theme.marks.cross, lang.text("close.not_met")), theme.bad)
            }
            (false, false) => (format!("! {}", lang.text("close.note")), theme.warn),
        };
        let text = words::sentence(lang, "close_check", point.code, &point.facts);
        let room = area.width.saturating_sub(width(&result) + 2);
        let right = Rect { x: area.x + room + 1, width: area.width - room - 1, ..area };
        put(frame, right, row, &result, style, mark);
        for line in wrap(&text, room) {
            put(frame, area, row, &line, theme.text, mark);
            row += 1;
        }
    }
    row += 1;
    for line in summary(model, checklist) {
        for line in wrap(&line, area.width) {
            put(frame, area, row, &line, theme.text, mark);
            row += 1;
        }
    }
}

/// What the period holds, in two sentences.
pub fn summary(model: &Model, checklist: &Checklist) -> [String; 2] {
    let lang = model.lang();
    let (payments, settled, carried) = (checklist.payments, checklist.settled, checklist.carried);
    let excluded = payments.saturating_sub(settled + carried).to_string();
    let (payments, settled, carried) =
        (payments.to_string(), settled.to_string(), carried.to_string());
    let (credited, amount) = (checklist.credited.to_plain(), checklist.carried_amount.to_plain());
    [
        lang.fill(
            "close.summary",
            [
                ("credited", credited.as_str()),
                ("payments", payments.as_str()),
                ("settled", settled.as_str()),
                ("excluded", excluded.as_str()),
            ],
        ),
        lang.fill("close.carried", [("n", carried.as_str()), ("amount", amount.as_str())]),
    ]
}
