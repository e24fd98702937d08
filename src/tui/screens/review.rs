//! Review of proposals: payments with an offer, both sides of the one under the cursor, and the
//! reasons.

use std::collections::BTreeSet;

use ratatui::layout::Rect;
use ratatui::prelude::Frame;

use super::payment_pane::{self, memo_pieces, signed, spans};
use super::{Screen, ScreenId, Search, draw_empty};
use crate::app::desk::{Ask, Deed, ProposalName};
use crate::model::PaymentId;
use crate::model::view::{Filter, PaymentCard, ProposalCard};
use crate::money::Money;
use crate::tui::keys::{
    self, ActionId, DELETE, ENTER, INSERT, Reason, SPACE, alt, ctrl, f, free, in_foot, letter,
    quiet,
};
use crate::tui::layers::{Layer, search};
use crate::tui::model::{Effect, Model};
use crate::tui::widgets::grid::{Cell, Column, draw_headings, draw_row, fit};
use crate::tui::widgets::list::{List, Steps};
use crate::tui::widgets::text::shown;
use crate::tui::words;

pub const SCREEN: Screen = Screen {
    id: ScreenId::Review,
    code: "review",
    go: quiet(ActionId::Go(ScreenId::Review), &[letter('3'), alt('3')]),
    actions: &[
        in_foot(ActionId::Accept, &[ENTER]),
        in_foot(ActionId::AcceptMarked, &[f(9), ctrl('s')]),
        in_foot(ActionId::Reject, &[f(8), DELETE]),
        in_foot(ActionId::Link, &[f(4)]),
        in_foot(ActionId::Mark, &[SPACE, INSERT]),
        in_foot(ActionId::Alternatives, &[f(6)]),
        quiet(ActionId::MarkAll, &[ctrl('a')]),
    ],
    enabled,
    act,
    draw,
    status,
    list: |model| {
        let height = list_height(model);
        (&mut model.screens.review.list, height)
    },
    load,
    moved,
    position: |model| {
        Some((model.screens.review.list.cursor + 1, model.screens.review.list.ids.len()))
    },
    search: Some(Search { text: |model| &mut model.screens.review.filter.text, show: load }),
    back,
};

#[derive(Default)]
pub struct State {
    pub list: List<PaymentId, PaymentCard>,
    pub filter: Filter,
}

fn load(model: &mut Model) -> Vec<Effect> {
    let height = list_height(model);
    let list = &mut model.screens.review.list;
    list.is_loading = true;
    let ask = Ask::Review {
        filter: model.screens.review.filter.clone(),
        near: list.id(),
        at: list.cursor,
        around: height,
    };
    vec![model.ask(ask)]
}

fn moved(model: &mut Model) -> Vec<Effect> {
    let height = list_height(model);
    match model.screens.review.list.wanted(height) {
        Some(ids) => vec![model.ask(Ask::Payments(ids))],
        None => Vec::new(),
    }
}

/// Ids and the cards around the cursor come together, so that the list never shows one without the
/// other.
pub fn take(model: &mut Model, ids: Vec<PaymentId>, cards: Vec<PaymentCard>) {
    let height = list_height(model);
    let list = &mut model.screens.review.list;
    list.take_ids(ids);
    list.cards = cards.into_iter().map(|card| (card.id, card)).collect();
    list.settle(height);
}

pub fn take_cards(model: &mut Model, cards: Vec<PaymentCard>) {
    let height = list_height(model);
    let cards = cards.into_iter().map(|card| (card.id, card));
    model.screens.review.list.take_cards(cards, height);
}

/// Marks all of these that have an offer.
pub fn mark(model: &mut Model, cards: Vec<PaymentCard>) {
    let height = list_height(model);
    let list = &mut model.screens.review.list;
    let offered = cards.into_iter().filter(|card| offer(card).is_some());
    list.marks = offered.map(|card| (card.id, card)).collect();
    list.settle(height);
}

/// The offer that Enter takes.
fn offer(card: &PaymentCard) -> Option<&ProposalCard> {
    card.proposals.first()
}

pub fn name(card: &PaymentCard, proposal: &ProposalCard) -> ProposalName {
    ProposalName { payment: card.id, rank: proposal.rank, key: Some(proposal.key.clone()) }
}

fn enabled(model: &Model, id: ActionId) -> Result<(), Reason> {
    let list = &model.screens.review.list;
    let is_deciding =
        matches!(id, ActionId::Accept | ActionId::Reject | ActionId::AcceptMarked | ActionId::Link);
    if is_deciding {
        free(model)?;
    }
    match id {
        ActionId::MarkAll if list.ids.is_empty() => Err("list_empty"),
        ActionId::MarkAll => Ok(()),
        ActionId::AcceptMarked if list.marks.is_empty() => Err("nothing_marked"),
        ActionId::AcceptMarked => Ok(()),
        _ if list.ids.is_empty() => Err("list_empty"),
        _ if list.is_loading || list.card().is_none() => Err(""),
        ActionId::Accept | ActionId::Reject | ActionId::Mark
            if list.card().and_then(offer).is_none() =>
        {
            Err("no_proposal")
        }
        ActionId::Alternatives if list.card().is_some_and(|card| card.proposals.is_empty()) => {
            Err("no_proposal")
        }
        _ => Ok(()),
    }
}

fn act(model: &mut Model, id: ActionId) -> Vec<Effect> {
    let height = list_height(model);
    let card = model.screens.review.list.card().cloned();
    let named = card.as_ref().and_then(|card| offer(card).map(|offer| name(card, offer)));
    match (id, named) {
        (ActionId::Accept, Some(name)) => vec![Effect::Do(Deed::Accept(vec![name]))],
        (ActionId::Reject, Some(name)) => vec![Effect::Do(Deed::Reject(vec![name]))],
        (ActionId::Mark, _) => {
            model.screens.review.list.toggle_mark(height);
            moved(model)
        }
        (ActionId::MarkAll, _) => {
            let list = &model.screens.review.list;
            if list.marks.len() == list.ids.len() {
                model.screens.review.list.marks.clear();
                return Vec::new();
            }
            let ids = list.ids.clone();
            vec![model.ask(Ask::Marked(ids))]
        }
        (ActionId::Alternatives | ActionId::Link, _) => {
            if let Some(card) = card {
                payment_pane::open_layer(model, id, card);
            }
            Vec::new()
        }
        (ActionId::AcceptMarked, _) => {
            let layer = confirm_marked(model);
            model.layers.push(layer);
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// What accepting the marked rows means, before it is done.
fn confirm_marked(model: &Model) -> Layer {
    let (lang, marks) = (model.lang(), &model.screens.review.list.marks);
    let offers: Vec<(&PaymentCard, &ProposalCard)> =
        marks.values().filter_map(|card| offer(card).map(|offer| (card, offer))).collect();
    let invoices: BTreeSet<&str> = offers
        .iter()
        .flat_map(|(_, offer)| offer.lines.iter().map(|line| line.invoice_number.as_str()))
        .collect();
    let against = offers
        .iter()
        .filter(|(_, offer)| offer.reasons.iter().any(|r| r.side == crate::model::Side::Against))
        .count();
    let (payments, invoices) = (offers.len().to_string(), invoices.len().to_string());
    let sum = sum(marks.values());
    let mut lines = vec![lang.fill(
        "review.bulk",
        [("payments", payments.as_str()), ("invoices", invoices.as_str()), ("sum", sum.as_str())],
    )];
    if against > 0 {
        lines.push(lang.fill("review.bulk_against", [("n", against.to_string().as_str())]));
    }
    lines.push(lang.text("review.bulk_undo").to_owned());
    let names = offers.iter().map(|(card, offer)| name(card, offer)).collect();
    Layer::confirm(
        lang.text("action.accept_marked"),
        lines,
        lang.text("review.bulk_yes"),
        vec![Effect::Do(Deed::Accept(names))],
    )
}

/// Sums as text, one for each currency.
fn sum<'a>(cards: impl Iterator<Item = &'a PaymentCard>) -> String {
    let mut sums: Vec<Money> = Vec::new();
    for card in cards {
        match sums.iter_mut().find(|sum| sum.currency() == card.amount.currency()) {
            Some(sum) => *sum = sum.plus(card.amount).unwrap_or(*sum),
            None => sums.push(card.amount),
        }
    }
    let texts: Vec<String> =
        sums.iter().map(|sum| format!("{} {}", sum.to_grouped(), sum.currency().code())).collect();
    texts.join(" + ")
}

pub fn back(model: &mut Model) -> Option<Vec<Effect>> {
    if let Some(effects) = search::drop(model) {
        return Some(effects);
    }
    let marks = std::mem::take(&mut model.screens.review.list.marks);
    (!marks.is_empty()).then(Vec::new)
}

fn status(model: &Model) -> String {
    let (lang, state) = (model.lang(), &model.screens.review);
    let mut parts = Vec::new();
    if !state.list.marks.is_empty() {
        let (n, sum) = (state.list.marks.len().to_string(), sum(state.list.marks.values()));
        parts.push(lang.fill("status.marked", [("n", n.as_str()), ("sum", sum.as_str())]));
    }
    if let Some(text) = &state.filter.text {
        parts.push(lang.fill("status.search", [("text", shown(text).as_str())]));
    }
    parts.extend(keys::next_undo(model));
    parts.join("   ")
}

/// Rows of the list; the heading is not counted.
fn list_height(model: &Model) -> usize {
    usize::from(areas(model, model.body()).0.height.saturating_sub(1))
}

/// The list with its heading, and the pane below it.
fn areas(model: &Model, body: Rect) -> (Rect, Rect) {
    let pane = if model.is_small() { 0 } else { (body.height / 2).clamp(12, 18).min(body.height) };
    let list = Rect { height: body.height - pane, ..body };
    (list, Rect { y: list.bottom(), height: pane, ..body })
}

fn draw(model: &Model, frame: &mut Frame, area: Rect) {
    let (lang, theme) = (model.lang(), model.theme());
    let (list_area, pane) = areas(model, area);
    let list = &model.screens.review.list;
    if list.ids.is_empty() {
        let is_searched = model.screens.review.filter.text.is_some();
        draw_empty(model, frame, area, 1, list.is_loading, is_searched, "review.none");
        return;
    }
    draw_list(model, frame, list_area);
    if let Some(card) = list.card() {
        payment_pane::draw(frame, pane, lang, theme, card, offer(card));
    }
}

/// Every word of grounds in either language fits.
const GROUND_WIDTH: u16 = 20;

fn columns(model: &Model) -> [Column; 7] {
    let lang = model.lang();
    [
        Column::left("", 1, 0),
        Column::left("", 1, 0),
        Column::left(lang.text("list.day"), 5, 1),
        Column::right(lang.text("list.amount"), 13, 0),
        Column::flexible(lang.text("list.memo"), 20, 3, 0),
        Column::left(lang.text("list.ground"), GROUND_WIDTH, 2),
        Column::flexible(lang.text("list.offer"), 28, 2, 3),
    ]
}

fn draw_list(model: &Model, frame: &mut Frame, area: Rect) {
    let theme = model.theme();
    let (list, mark) = (&model.screens.review.list, theme.marks.cut);
    let columns = columns(model);
    let widths = fit(&columns, area.width);
    draw_headings(frame.buffer_mut(), area, &columns, &widths, (theme.heading, mark));
    let height = usize::from(area.height.saturating_sub(1));
    for (row, (at, id)) in list.in_sight(height).enumerate() {
        let line = Rect { y: area.y + 1 + row as u16, height: 1, ..area };
        let is_here = at == list.cursor;
        let style = if is_here { theme.selected } else { theme.text };
        let cells = match list.cards.get(&id) {
            Some(card) => cells(model, card, is_here),
            None => vec![Cell::text(""), Cell::text(""), Cell::text("…")],
        };
        draw_row(frame.buffer_mut(), line, &columns, &widths, &cells, (style, mark));
        if is_here && model.layers.is_empty() {
            frame.set_cursor_position((line.x, line.y));
        }
    }
}

fn cells(model: &Model, card: &PaymentCard, is_here: bool) -> Vec<Cell> {
    let (lang, theme) = (model.lang(), model.theme());
    let proposal = offer(card);
    let amount = signed(card);
    // On the row under the cursor only attributes: its own colours are what makes it stand out.
    let over = |style: ratatui::style::Style| {
        if is_here { ratatui::style::Style::new().add_modifier(style.add_modifier) } else { style }
    };
    let numbers: Vec<String> = proposal.map_or_else(Vec::new, |p| {
        p.lines.iter().filter(|l| l.payment == card.id).map(|l| l.invoice_number.clone()).collect()
    });
    let payer = proposal.and_then(|p| p.lines.first()).map_or("", |line| &line.payer_name);
    vec![
        Cell::text(if is_here { theme.marks.cursor } else { "" }),
        Cell::text(if model.screens.review.list.marks.contains_key(&card.id) {
            theme.marks.check
        } else {
            ""
        }),
        Cell::text(card.booked.day.to_short()),
        Cell::Text(
            amount.to_grouped(),
            over(if amount.is_negative() { theme.bad } else { theme.text }),
        ),
        Cell::Pieces(memo_pieces(
            &card.memo,
            &spans(proposal),
            over(theme.text),
            over(theme.evidence),
        )),
        Cell::text(proposal.map(|p| words::ground(lang, &p.rule)).unwrap_or_default()),
        Cell::text(format!("{} {payer}", words::few(&numbers, 3))),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;
    use crate::tui::widgets::text::width;

    #[test]
    fn every_ground_fits_its_column() {
        for lang in [Lang::Vi, Lang::En] {
            for key in lang.keys().filter(|key| key.starts_with("rule.")) {
                assert!(width(lang.text(key)) <= GROUND_WIDTH, "{key}");
            }
        }
    }
}
