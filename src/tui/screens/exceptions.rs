//! Exceptions: payments and invoices that need somebody, by groups, and what becomes of them.

use std::collections::BTreeMap;

use ratatui::crossterm::event::KeyCode;
use ratatui::layout::Rect;
use ratatui::prelude::Frame;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};

use super::payment_pane::{self, signed};
use super::{Screen, ScreenId, Search, draw_empty};
use crate::app::desk::{Ask, Deed};
use crate::calendar::Day;
use crate::model::view::{ExceptionCard, Filter, InvoiceCard, PaymentCard};
use crate::model::{Direction, InvoiceClass, PaymentClass, Subject};
use crate::money::Money;
use crate::tui::keys::{
    self, ActionId, DELETE, ENTER, INSERT, Reason, SPACE, alt, f, free, in_foot, letter, plain,
    quiet,
};
use crate::tui::layers::{Layer, resolve, search};
use crate::tui::model::{Effect, Model};
use crate::tui::widgets::grid::{Cell, Column, draw_headings, draw_row, fit};
use crate::tui::widgets::list::{List, Steps};
use crate::tui::widgets::popup::{put, put_line};
use crate::tui::widgets::text::shown;
use crate::tui::words;

pub const SCREEN: Screen = Screen {
    id: ScreenId::Exceptions,
    code: "exceptions",
    go: quiet(ActionId::Go(ScreenId::Exceptions), &[letter('4'), alt('4')]),
    actions: &[
        in_foot(ActionId::Resolve, &[ENTER]),
        in_foot(ActionId::Link, &[f(4)]),
        in_foot(ActionId::Mark, &[SPACE, INSERT]),
        in_foot(ActionId::Alternatives, &[f(6)]),
        in_foot(ActionId::Unlink, &[f(8), DELETE]),
        in_foot(ActionId::NextGroup, &[plain(KeyCode::Tab)]),
        quiet(ActionId::PreviousGroup, &[plain(KeyCode::BackTab)]),
    ],
    enabled,
    act,
    draw,
    status,
    list: |model| {
        let height = list_height(model);
        (&mut model.screens.exceptions.list, height)
    },
    load,
    moved: |_| Vec::new(),
    position: |model| {
        Some((model.screens.exceptions.list.cursor + 1, model.screens.exceptions.list.ids.len()))
    },
    search: Some(Search { text: |model| &mut model.screens.exceptions.filter.text, show: load }),
    back,
};

fn load(model: &mut Model) -> Vec<Effect> {
    model.screens.exceptions.list.is_loading = true;
    let filter = model.screens.exceptions.filter.clone();
    vec![model.ask(Ask::Exceptions(filter))]
}

/// A group of the tab line: the class of a payment or of an invoice.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Group {
    Payment(PaymentClass),
    Invoice(InvoiceClass),
}

#[derive(Default)]
pub struct State {
    all: Vec<ExceptionCard>,
    pub list: List<Subject, ExceptionCard>,
    /// `None` = all groups.
    pub group: Option<Group>,
    pub filter: Filter,
}

pub fn subject(card: &ExceptionCard) -> Subject {
    match card {
        ExceptionCard::Payment { payment, .. } => Subject::Payment(payment.id),
        ExceptionCard::Invoice { invoice, .. } => Subject::Invoice(invoice.id),
    }
}

fn group(card: &ExceptionCard) -> Group {
    match card {
        ExceptionCard::Payment { payment, .. } => Group::Payment(payment.class),
        ExceptionCard::Invoice { invoice, .. } => Group::Invoice(invoice.class),
    }
}

fn payment(card: &ExceptionCard) -> Option<&PaymentCard> {
    match card {
        ExceptionCard::Payment { payment, .. } => Some(payment),
        ExceptionCard::Invoice { .. } => None,
    }
}

pub fn take(model: &mut Model, cards: Vec<ExceptionCard>) {
    model.screens.exceptions.all = cards;
    show_group(model);
}

/// Fills the list with the rows of the group that is shown.
fn show_group(model: &mut Model) {
    let height = list_height(model);
    let state = &mut model.screens.exceptions;
    if state.group.is_some_and(|shown| !state.all.iter().any(|card| group(card) == shown)) {
        state.group = None;
    }
    let rows = state.all.iter().filter(|card| state.group.is_none_or(|shown| group(card) == shown));
    let rows = rows.map(|card| (subject(card), card.clone())).collect();
    state.list.take_all(rows);
    state.list.settle(height);
}

fn groups(state: &State) -> BTreeMap<Group, usize> {
    let mut groups = BTreeMap::new();
    for card in &state.all {
        *groups.entry(group(card)).or_insert(0) += 1;
    }
    groups
}

fn group_name(model: &Model, group: Group) -> String {
    match group {
        Group::Payment(class) => words::word(model.lang(), "class", class.code()),
        Group::Invoice(class) => words::word(model.lang(), "class", class.code()),
    }
}

fn enabled(model: &Model, id: ActionId) -> Result<(), Reason> {
    let list = &model.screens.exceptions.list;
    if matches!(id, ActionId::Resolve | ActionId::Unlink | ActionId::Link) {
        free(model)?;
    }
    if list.ids.is_empty() {
        return Err("list_empty");
    }
    let (true, Some(card)) = (!list.is_loading, list.card()) else { return Err("") };
    let payment = payment(card);
    match id {
        ActionId::Unlink if payment.is_none_or(|p| p.links.is_empty()) => Err("nothing_linked"),
        ActionId::Link if payment.is_none_or(|p| p.open.is_zero()) => Err("nothing_open"),
        ActionId::Alternatives if payment.is_none_or(|p| p.proposals.is_empty()) => {
            Err("no_proposal")
        }
        ActionId::NextGroup | ActionId::PreviousGroup
            if groups(&model.screens.exceptions).len() < 2 =>
        {
            Err("one_group")
        }
        _ => Ok(()),
    }
}

fn act(model: &mut Model, id: ActionId) -> Vec<Effect> {
    let height = list_height(model);
    let Some(card) = model.screens.exceptions.list.card().cloned() else { return Vec::new() };
    match id {
        ActionId::Mark => model.screens.exceptions.list.toggle_mark(height),
        ActionId::Alternatives | ActionId::Link => {
            if let ExceptionCard::Payment { payment, .. } = card {
                payment_pane::open_layer(model, id, *payment);
            }
        }
        ActionId::NextGroup => turn_group(model, 1),
        ActionId::PreviousGroup => turn_group(model, -1),
        ActionId::Resolve => {
            let marked: Vec<ExceptionCard> =
                model.screens.exceptions.list.marks.values().cloned().collect();
            let of = if marked.is_empty() { vec![card] } else { marked };
            if of.len() > 1 && of.iter().any(|card| payment(card).is_none()) {
                let text = model.lang().text("resolve.only_payments").to_owned();
                model.say(crate::tui::model::Tone::Warn, text);
                return Vec::new();
            }
            model.layers.push(Layer::Resolve(Box::new(resolve::State::new(&of))));
        }
        ActionId::Unlink => {
            let Some(payment) = payment(&card) else { return Vec::new() };
            let lang = model.lang();
            let numbers: Vec<String> =
                payment.links.iter().map(|link| link.invoice_number.clone()).collect();
            let numbers = words::few(&numbers, 3);
            let line = lang.fill("exceptions.unlink", [("invoices", numbers.as_str())]);
            model.layers.push(Layer::confirm(
                lang.text("action.unlink"),
                vec![line],
                lang.text("action.unlink"),
                vec![Effect::Do(Deed::Unlink { payment: payment.id })],
            ));
        }
        _ => {}
    }
    Vec::new()
}

fn turn_group(model: &mut Model, by: isize) {
    let mut order: Vec<Option<Group>> = vec![None];
    order.extend(groups(&model.screens.exceptions).into_keys().map(Some));
    let at = order.iter().position(|group| *group == model.screens.exceptions.group).unwrap_or(0);
    let next = (at as isize + by).rem_euclid(order.len() as isize);
    model.screens.exceptions.group = order[next as usize];
    show_group(model);
}

pub fn back(model: &mut Model) -> Option<Vec<Effect>> {
    if let Some(effects) = search::drop(model) {
        return Some(effects);
    }
    let marks = std::mem::take(&mut model.screens.exceptions.list.marks);
    (!marks.is_empty()).then(Vec::new)
}

fn status(model: &Model) -> String {
    let (lang, state) = (model.lang(), &model.screens.exceptions);
    let mut parts = Vec::new();
    if !state.list.marks.is_empty() {
        let sum = sum(state.list.marks.values());
        let n = state.list.marks.len().to_string();
        parts.push(lang.fill("status.marked", [("n", n.as_str()), ("sum", sum.as_str())]));
    }
    if let Some(text) = &state.filter.text {
        parts.push(lang.fill("status.search", [("text", shown(text).as_str())]));
    }
    let sum = sum(state.list.cards.values());
    if !sum.is_empty() {
        parts.push(lang.fill("status.shown", [("sum", sum.as_str())]));
    }
    parts.extend(keys::next_undo(model));
    parts.join("   ")
}

/// What is open in the rows together, one sum for each currency.
fn sum<'a>(cards: impl Iterator<Item = &'a ExceptionCard>) -> String {
    let mut sums: Vec<Money> = Vec::new();
    for open in cards.map(difference) {
        match sums.iter_mut().find(|sum| sum.currency() == open.currency()) {
            Some(sum) => *sum = sum.plus(open).unwrap_or(*sum),
            None => sums.push(open),
        }
    }
    let texts: Vec<String> =
        sums.iter().map(|sum| format!("{} {}", sum.to_grouped(), sum.currency().code())).collect();
    texts.join(" + ")
}

/// What is too much (+) or lacking (−).
fn difference(card: &ExceptionCard) -> Money {
    match card {
        ExceptionCard::Invoice { invoice, .. } => invoice.open.negated(),
        ExceptionCard::Payment { payment, .. } => {
            let asked = payment.proposals.first().and_then(|proposal| {
                let own = proposal.lines.iter().filter(|line| line.payment == payment.id);
                Money::sum(payment.amount.currency(), own.map(|line| line.invoice_open)).ok()
            });
            use PaymentClass::{OverPaid, PartPaid, SmallDifference};
            match (payment.class, asked) {
                (PartPaid | OverPaid | SmallDifference, Some(asked)) => {
                    payment.open.minus(asked).unwrap_or(payment.open)
                }
                _ if payment.direction == Direction::Debit => signed(payment),
                _ => payment.open,
            }
        }
    }
}

fn day(card: &ExceptionCard) -> Option<Day> {
    match card {
        ExceptionCard::Payment { payment, .. } => Some(payment.booked.day),
        ExceptionCard::Invoice { invoice, .. } => invoice.facts.issued_on,
    }
}

pub fn list_height(model: &Model) -> usize {
    usize::from(areas(model, model.body()).1.height.saturating_sub(1))
}

/// Tabs, list with heading, pane.
fn areas(model: &Model, body: Rect) -> (Rect, Rect, Rect) {
    let tabs = Rect { height: 1.min(body.height), ..body };
    let rest = body.height - tabs.height;
    let pane = if model.is_small() { 0 } else { (body.height / 2).clamp(11, 17).min(rest) };
    let list = Rect { y: tabs.bottom(), height: rest - pane, ..body };
    (tabs, list, Rect { y: list.bottom(), height: pane, ..body })
}

fn draw(model: &Model, frame: &mut Frame, area: Rect) {
    let (lang, theme) = (model.lang(), model.theme());
    let (tabs, list_area, pane) = areas(model, area);
    let list = &model.screens.exceptions.list;
    draw_tabs(model, frame, tabs);
    if list.ids.is_empty() {
        let is_searched = model.screens.exceptions.filter.text.is_some();
        draw_empty(model, frame, area, 2, list.is_loading, is_searched, "exceptions.none");
        return;
    }
    draw_list(model, frame, list_area);
    match list.card() {
        Some(ExceptionCard::Payment { payment, .. }) => {
            let offer = payment.proposals.first();
            payment_pane::draw(frame, pane, lang, theme, payment, offer);
        }
        Some(ExceptionCard::Invoice { invoice, age_days }) => {
            draw_invoice(model, frame, pane, invoice, *age_days);
        }
        None => {}
    }
}

/// The groups with their counts; the one shown is always in sight.
fn draw_tabs(model: &Model, frame: &mut Frame, area: Rect) {
    let (theme, state) = (model.theme(), &model.screens.exceptions);
    let all = (None, model.lang().text("exceptions.all").to_owned(), state.all.len());
    let rest = groups(state).into_iter().map(|(g, n)| (Some(g), group_name(model, g), n));
    let tabs: Vec<(Option<Group>, String)> = std::iter::once(all)
        .chain(rest)
        .map(|(group, name, n)| (group, format!(" {name} {} ", words::count(n as u64))))
        .collect();
    let here = tabs.iter().position(|(group, _)| *group == state.group).unwrap_or(0);
    // Tabs before the one shown are left out until it fits.
    let wide = |from: usize| -> usize {
        tabs[from..=here].iter().map(|(_, text)| text.chars().count() + 1).sum()
    };
    let first = (0..=here).find(|from| wide(*from) < area.width.into()).unwrap_or(here);
    let mut line = Line::default();
    for (group, text) in &tabs[first..] {
        let style = if *group == state.group { theme.selected } else { theme.text };
        line.push_span(Span::styled(text.clone(), style));
        line.push_span(Span::styled("│", theme.border));
    }
    put_line(frame, area, 0, &line);
}

fn draw_list(model: &Model, frame: &mut Frame, area: Rect) {
    let (lang, theme) = (model.lang(), model.theme());
    let (list, mark) = (&model.screens.exceptions.list, theme.marks.cut);
    let columns = [
        Column::left("", 1, 0),
        Column::left("", 1, 0),
        Column::left(lang.text("list.day"), 5, 1),
        Column::right(lang.text("list.amount"), 14, 0),
        Column::left(lang.text("list.class"), 19, 2),
        Column::flexible(lang.text("list.memo"), 18, 1, 0),
        Column::right(lang.text("list.difference"), 13, 0),
    ];
    let widths = fit(&columns, area.width);
    draw_headings(frame.buffer_mut(), area, &columns, &widths, (theme.heading, mark));
    let height = usize::from(area.height.saturating_sub(1));
    for (row, (at, id)) in list.in_sight(height).enumerate() {
        let line = Rect { y: area.y + 1 + row as u16, height: 1, ..area };
        let is_here = at == list.cursor;
        let style = if is_here { theme.selected } else { theme.text };
        let Some(card) = list.cards.get(&id) else { continue };
        let is_marked = list.marks.contains_key(&id);
        let cells = cells(model, card, is_here, is_marked);
        draw_row(frame.buffer_mut(), line, &columns, &widths, &cells, (style, mark));
        if is_here && model.layers.is_empty() {
            frame.set_cursor_position((line.x, line.y));
        }
    }
}

fn cells(model: &Model, card: &ExceptionCard, is_here: bool, is_marked: bool) -> Vec<Cell> {
    let theme = model.theme();
    let (amount, text) = match card {
        ExceptionCard::Payment { payment, .. } => (signed(payment), payment.memo.clone()),
        ExceptionCard::Invoice { invoice, .. } => {
            let facts = &invoice.facts;
            (facts.amount, format!("{} {}", invoice.number, facts.payer_name))
        }
    };
    let resolved = match card {
        ExceptionCard::Payment { payment, .. } => payment.resolved_as,
        ExceptionCard::Invoice { invoice, .. } => invoice.resolved_as,
    };
    let class = match resolved {
        Some(resolved) => words::word(model.lang(), "resolve", resolved.code()),
        None => group_name(model, group(card)),
    };
    let difference = difference(card);
    let money = |amount: Money| {
        let style = if amount.is_negative() { theme.bad } else { theme.text };
        if is_here { Style::new().add_modifier(style.add_modifier & Modifier::BOLD) } else { style }
    };
    let sign = if difference.is_positive() { "+" } else { "" };
    vec![
        Cell::text(if is_here { theme.marks.cursor } else { "" }),
        Cell::text(if is_marked { theme.marks.check } else { "" }),
        Cell::text(day(card).map(Day::to_short).unwrap_or_default()),
        Cell::Text(amount.to_grouped(), money(amount)),
        Cell::text(class),
        Cell::text(text),
        Cell::Text(format!("{sign}{}", difference.to_grouped()), money(difference)),
    ]
}

fn draw_invoice(model: &Model, frame: &mut Frame, area: Rect, card: &InvoiceCard, age: i64) {
    let (lang, theme) = (model.lang(), model.theme());
    let rule = "─".repeat(area.width.into());
    put(frame, area, 0, &rule, theme.border, theme.marks.cut);
    let facts = &card.facts;
    let day = |day: Option<Day>| day.map(Day::to_local).unwrap_or_default();
    let mut rows = vec![
        ("pane.number", card.number.clone()),
        ("pane.payer", facts.payer_name.clone()),
        ("pane.dossier", facts.dossier_code.clone()),
        ("pane.issued_on", day(facts.issued_on)),
        ("pane.due_on", day(facts.due_on)),
        ("pane.amount", facts.amount.to_grouped()),
        ("pane.paid", card.paid.to_grouped()),
        ("pane.lacking", card.open.to_grouped()),
        ("pane.age", lang.fill("pane.days", [("n", age.to_string().as_str())])),
    ];
    if let Some(resolved) = card.resolved_as {
        let text = words::word(lang, "resolve", resolved.code());
        rows.push(("pane.became", format!("{text}: {}", card.note)));
    }
    let rows = rows.into_iter().filter(|(_, value)| !value.is_empty());
    for (row, (label, value)) in (1..).zip(rows) {
        let text = format!(" {:<16} {}", lang.text(label), shown(&value));
        put(frame, area, row, &text, theme.text, theme.marks.cut);
    }
}
