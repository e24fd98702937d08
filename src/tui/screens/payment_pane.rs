//! Both sides of one payment: what the bank says, the invoices offered or linked, and why.

use ratatui::layout::Rect;
use ratatui::prelude::Frame;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::lang::Lang;
use crate::model::view::{PaymentCard, ProposalCard};
use crate::model::{Direction, Side, Span as MemoSpan};
use crate::money::Money;
use crate::tui::keys::ActionId;
use crate::tui::layers::{Layer, alternatives, split};
use crate::tui::model::Model;
use crate::tui::theme::Theme;
use crate::tui::widgets::popup::{put, put_line};
use crate::tui::widgets::text::{cut, shown, width, wrap, wrap_pieces};
use crate::tui::words;

/// Opens what speaks of this payment: its other offers, or laying it on invoices by hand.
pub fn open_layer(model: &mut Model, id: ActionId, card: PaymentCard) {
    model.layers.push(match id {
        ActionId::Link => Layer::Split(Box::new(split::State::new(&card))),
        _ => Layer::Alternatives(Box::new(alternatives::State::new(card))),
    });
}

/// A memo in pieces, its evidence in another style. Spans count the characters of the memo as
/// received.
pub fn memo_pieces(
    memo: &str,
    spans: &[MemoSpan],
    style: Style,
    evidence: Style,
) -> Vec<(String, Style)> {
    let is_evidence =
        |at: usize| spans.iter().any(|span| (span.start as usize..span.end as usize).contains(&at));
    let mut pieces: Vec<(String, Style)> = Vec::new();
    for (at, c) in memo.chars().enumerate() {
        let own = if is_evidence(at) { evidence } else { style };
        match pieces.last_mut() {
            Some((text, last)) if *last == own => text.push(c),
            _ => pieces.push((c.to_string(), own)),
        }
    }
    pieces
}

/// Where the proposal's evidence stands in the memo.
pub fn spans(proposal: Option<&ProposalCard>) -> Vec<MemoSpan> {
    proposal.map_or_else(Vec::new, |p| p.reasons.iter().filter_map(|r| r.span).collect())
}

/// The amount as money in (or out, with a minus).
pub fn signed(card: &PaymentCard) -> Money {
    match card.direction {
        Direction::Credit => card.amount,
        Direction::Debit => card.amount.negated(),
    }
}

pub fn draw(
    frame: &mut Frame,
    area: Rect,
    lang: Lang,
    theme: &Theme,
    card: &PaymentCard,
    proposal: Option<&ProposalCard>,
) {
    if area.is_empty() {
        return;
    }
    // A memo needs more room than a number and a name.
    let half = area.width * 11 / 20;
    let left = Rect { width: half.saturating_sub(1), ..area };
    let right = Rect { x: area.x + half + 1, width: area.width.saturating_sub(half + 1), ..area };
    draw_rule(frame, area, lang, theme, half);
    let used = draw_payment(frame, under(left, 1), lang, theme, card, proposal).max(draw_invoices(
        frame,
        under(right, 1),
        lang,
        theme,
        card,
        proposal,
    ));
    for row in 1..=used.min(area.height.saturating_sub(1)) {
        frame.buffer_mut().set_stringn(area.x + half, area.y + row, "│", 1, theme.border);
    }
    draw_reasons(frame, under(area, used + 1), lang, theme, card, proposal);
}

fn under(area: Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    Rect { y: area.y + rows, height: area.height - rows, ..area }
}

fn draw_rule(frame: &mut Frame, area: Rect, lang: Lang, theme: &Theme, half: u16) {
    let rule = "─".repeat(area.width.into());
    put(frame, area, 0, &rule, theme.border, theme.marks.cut);
    let titles = [(2, "pane.payment"), (half + 2, "pane.invoices")];
    for (x, key) in titles {
        let text = format!(" {} ", lang.text(key));
        let room = area.width.saturating_sub(x);
        if room > 0 {
            frame.buffer_mut().set_stringn(area.x + x, area.y, text, room.into(), theme.heading);
        }
    }
}

/// Answers how many rows it took.
fn draw_payment(
    frame: &mut Frame,
    area: Rect,
    lang: Lang,
    theme: &Theme,
    card: &PaymentCard,
    proposal: Option<&ProposalCard>,
) -> u16 {
    let mut rows: Vec<(&str, Vec<Line>)> = Vec::new();
    let room = area.width.saturating_sub(LABEL + 1);
    let plain = |text: String| vec![Line::from(cut(&text, room, theme.marks.cut))];
    let amount = signed(card);
    let money_style = if amount.is_negative() { theme.bad } else { theme.text };
    let mut amounts = vec![Span::styled(amount.to_grouped(), money_style)];
    if card.open != card.amount && !card.open.is_zero() {
        let open = card.open.to_grouped();
        let open = lang.fill("pane.open", [("open", open.as_str())]);
        amounts.push(Span::styled(format!("  {open}"), theme.warn));
    }
    rows.push(("pane.amount", vec![Line::from(amounts)]));
    if !card.payer_name.is_empty() {
        rows.push(("pane.payer", plain(card.payer_name.clone())));
    }
    let memo = memo_pieces(&card.memo, &spans(proposal), theme.text, theme.evidence);
    rows.push((
        "pane.memo",
        wrap_pieces(&memo, room)
            .into_iter()
            .take(if area.height >= TALL { 5 } else { 4 })
            .collect(),
    ));
    let at = card.booked.time_short().map(|time| format!(" {time}")).unwrap_or_default();
    let when = format!("{}{at}", card.booked.day.to_local());
    let is_tall = area.height >= TALL;
    if is_tall {
        rows.push(("pane.reference", plain(card.reference.clone())));
        rows.push(("pane.when", plain(when)));
        let place = lang.fill("import.row", [("row", card.row.to_string().as_str())]);
        let source = format!("{} · {} · {place}", words::account(&card.source), card.file_name);
        rows.push(("pane.source", plain(source)));
    } else {
        rows.push(("pane.when", plain(format!("{when}  {}", card.reference))));
    }
    let rows = rows.into_iter().filter(|(_, lines)| lines.iter().any(|line| line.width() > 0));
    let mut used = 0;
    for (label, lines) in rows {
        put(frame, label_area(area), used, &format!(" {}", lang.text(label)), theme.dim, ' ');
        for line in lines {
            put_line(frame, value_area(area), used, &line);
            used += 1;
        }
    }
    used.min(area.height)
}

const LABEL: u16 = 11;

/// Rows from which everything that is known of a payment has its own.
const TALL: u16 = 14;

fn label_area(area: Rect) -> Rect {
    Rect { width: LABEL.min(area.width), ..area }
}

fn value_area(area: Rect) -> Rect {
    let label = (LABEL + 1).min(area.width);
    Rect { x: area.x + label, width: area.width - label, ..area }
}

/// Offered invoices (or linked ones, where nothing is on offer) with their sum. Answers the rows it
/// took.
fn draw_invoices(
    frame: &mut Frame,
    area: Rect,
    lang: Lang,
    theme: &Theme,
    card: &PaymentCard,
    proposal: Option<&ProposalCard>,
) -> u16 {
    let mut used = 0;
    let Some(proposal) = proposal else {
        return draw_links(frame, area, lang, theme, card);
    };
    let own = proposal.lines.iter().filter(|line| line.payment == card.id);
    let mut sum = Money::zero(card.amount.currency());
    let mut asked = sum;
    for line in own {
        let number = format!(" {}", shown(&line.invoice_number));
        put_amount(frame, area, used, &number, line.amount, theme);
        used += 1;
        let issued =
            line.issued_on.map(|day| lang.fill("pane.issued", [("day", day.to_local().as_str())]));
        let who = [Some(line.payer_name.clone()), issued].into_iter().flatten();
        let who: Vec<String> = who.filter(|part| !part.is_empty()).collect();
        put(frame, area, used, &format!("   {}", who.join(", ")), theme.text, theme.marks.cut);
        used += 1;
        sum = sum.plus(line.amount).unwrap_or(sum);
        asked = asked.plus(line.invoice_open).unwrap_or(asked);
    }
    put_amount(frame, area, used, &format!(" {}", lang.text("pane.sum")), sum, theme);
    let difference = card.open.minus(asked).unwrap_or(Money::zero(card.amount.currency()));
    let (text, style) = difference_text(lang, theme, difference);
    put(frame, area, used + 1, &format!(" {text}"), style, theme.marks.cut);
    (used + 2).min(area.height)
}

/// What is left over or lacking when the offer is taken.
fn difference_text(lang: Lang, theme: &Theme, difference: Money) -> (String, Style) {
    let amount = difference.abs().to_grouped();
    let fact = [("amount", amount.as_str())];
    match (difference.is_zero(), difference.is_negative()) {
        (true, _) => (format!("{} {}", theme.marks.check, lang.text("pane.equal")), theme.good),
        (false, true) => (lang.fill("pane.short", fact), theme.bad),
        (false, false) => (lang.fill("pane.over", fact), theme.warn),
    }
}

fn draw_links(frame: &mut Frame, area: Rect, lang: Lang, theme: &Theme, card: &PaymentCard) -> u16 {
    let mut used = 0;
    for link in &card.links {
        let number = lang.fill("pane.linked", [("number", shown(&link.invoice_number).as_str())]);
        put_amount(frame, area, used, &format!(" {number}"), link.amount, theme);
        used += 1;
    }
    if card.links.is_empty() {
        put(frame, area, 0, &format!(" {}", lang.text("pane.none")), theme.dim, theme.marks.cut);
        used = 1;
    }
    if let Some(resolved) = card.resolved_as {
        let text = words::word(lang, "resolve", resolved.code());
        let text = lang.fill("pane.resolved", [("as", text.as_str())]);
        let note = format!("{text}: {}", card.note);
        for line in wrap(&note, area.width.saturating_sub(2)).into_iter().take(3) {
            put(frame, area, used, &format!(" {line}"), theme.good, theme.marks.cut);
            used += 1;
        }
    }
    used.min(area.height)
}

/// A label at the left, an amount at the right edge.
fn put_amount(frame: &mut Frame, area: Rect, row: u16, label: &str, amount: Money, theme: &Theme) {
    let text = amount.to_grouped();
    let left = area.width.saturating_sub(width(&text) + 2);
    put(frame, Rect { width: left, ..area }, row, label, theme.text, theme.marks.cut);
    let right = Rect { x: area.x + left + 1, width: area.width.saturating_sub(left + 1), ..area };
    let style = if amount.is_negative() { theme.bad } else { theme.text };
    put(frame, right, row, &text, style, theme.marks.cut);
}

/// Why: what speaks for (`+`) and against (`−`) the offer, or why nothing certain fits.
fn draw_reasons(
    frame: &mut Frame,
    area: Rect,
    lang: Lang,
    theme: &Theme,
    card: &PaymentCard,
    proposal: Option<&ProposalCard>,
) {
    let mut lines: Vec<(String, Style)> = Vec::new();
    if !card.why.is_empty() {
        let text = words::sentence(lang, "why", &card.why, &card.why_facts);
        lines.push((text, theme.warn));
    }
    for reason in proposal.map_or(&[][..], |proposal| &proposal.reasons) {
        let (sign, style) = match reason.side {
            Side::For => ("+", theme.good),
            Side::Against => ("−", theme.bad),
        };
        lines.push((format!("{sign} {}", words::reason(lang, reason)), style));
    }
    let mut row = 0;
    for (text, style) in lines {
        for line in wrap(&text, area.width.saturating_sub(2)) {
            put(frame, area, row, &format!(" {line}"), style, theme.marks.cut);
            row += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_is_found_in_the_memo_as_received() {
        let (plain, bold) = (Style::new(), Style::new().bold());
        let memo = "Le\u{302} phi HD01 x";
        let pieces = memo_pieces(memo, &[MemoSpan { start: 8, end: 12 }], plain, bold);
        let texts: Vec<&str> = pieces.iter().map(|(text, _)| text.as_str()).collect();
        assert_eq!(texts, ["Le\u{302} phi ", "HD01", " x"]);
        assert_eq!(pieces[1].1, bold);
    }
}
