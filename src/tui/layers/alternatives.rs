//! The other readings of a payment: every proposal with its grounds; Enter takes the one under the
//! cursor.

use ratatui::crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;
use ratatui::prelude::Frame;

use super::{After, Hints};
use crate::app::desk::Deed;
use crate::model::Side;
use crate::model::view::{PaymentCard, ProposalCard};
use crate::tui::keys::free;
use crate::tui::model::{Effect, Model, Tone};
use crate::tui::screens::review;
use crate::tui::widgets::popup;
use crate::tui::widgets::text::{cut, shown, wrap};
use crate::tui::words;

pub struct State {
    card: PaymentCard,
    cursor: usize,
}

pub const HINTS: Hints =
    &[("↑ ↓", "hint.choose"), ("Enter", "hint.accept_this"), ("Esc", "hint.close")];

impl State {
    pub fn new(card: PaymentCard) -> State {
        State { card, cursor: 0 }
    }

    pub fn key(&mut self, model: &mut Model, key: KeyEvent) -> After {
        let last = self.card.proposals.len().saturating_sub(1);
        match key.code {
            KeyCode::Up => self.cursor = self.cursor.saturating_sub(1),
            KeyCode::Down | KeyCode::F(6) => self.cursor = (self.cursor + 1).min(last),
            KeyCode::Home => self.cursor = 0,
            KeyCode::End => self.cursor = last,
            KeyCode::Esc => return After::Close(Vec::new()),
            KeyCode::Enter => {
                if let Err(reason) = free(model) {
                    if !reason.is_empty() {
                        let text = model.lang().text(&format!("disabled.{reason}")).to_owned();
                        model.say(Tone::Warn, text);
                    }
                    return After::Stay(Vec::new());
                }
                let Some(proposal) = self.card.proposals.get(self.cursor) else {
                    return After::Close(Vec::new());
                };
                let name = review::name(&self.card, proposal);
                return After::Close(vec![Effect::Do(Deed::Accept(vec![name]))]);
            }
            _ => return After::Pass,
        }
        After::Stay(Vec::new())
    }

    pub fn draw(&self, model: &Model, frame: &mut Frame, area: Rect) {
        let (lang, theme) = (model.lang(), model.theme());
        let wide = area.width.min(100);
        let room = wide.saturating_sub(8);
        let offers = self.card.proposals.iter();
        let rows: Vec<Vec<String>> = offers.map(|offer| self.rows(model, offer, room)).collect();
        let high = rows.iter().map(Vec::len).sum::<usize>() + rows.len() + 2;
        let high = u16::try_from(high).unwrap_or(u16::MAX).min(area.height);
        let amount = self.card.amount.to_grouped();
        let title = lang.fill("alternatives.title", [("amount", amount.as_str())]);
        let inner = popup::open(frame, area, (wide, high), &title, theme);
        let before: usize = rows[..self.cursor.min(rows.len())].iter().map(|r| r.len() + 1).sum();
        let here = rows.get(self.cursor).map_or(1, Vec::len);
        let mut skip = (before + here).saturating_sub(inner.height.into());
        let mut row = 0;
        for (at, lines) in rows.iter().enumerate() {
            for (n, line) in lines.iter().enumerate() {
                if skip > 0 {
                    skip -= 1;
                    continue;
                }
                let is_head = n == 0;
                let is_here = at == self.cursor;
                let style = match (is_head, is_here) {
                    (true, true) => theme.selected,
                    (true, false) => theme.key,
                    (false, _) => theme.text,
                };
                let lead = if is_here && is_head { theme.marks.cursor } else { " " };
                let text = cut(&format!("{lead}{line}"), inner.width, theme.marks.cut);
                popup::put(frame, inner, row, &text, style, theme.marks.cut);
                if is_here && is_head && row < inner.height {
                    frame.set_cursor_position((inner.x, inner.y + row));
                }
                row += 1;
            }
            if skip > 0 { skip -= 1 } else { row += 1 }
        }
    }

    fn rows(&self, model: &Model, proposal: &ProposalCard, room: u16) -> Vec<String> {
        let lang = model.lang();
        let mut rows = vec![format!("{}. {}", proposal.rank, words::ground(lang, &proposal.rule))];
        for line in &proposal.lines {
            let amount = line.amount.to_grouped();
            let number = shown(&line.invoice_number);
            rows.push(format!("  {number}  {amount:>14}  {}", shown(&line.payer_name)));
        }
        for reason in &proposal.reasons {
            let sign = if reason.side == Side::For { "+" } else { "−" };
            let text = format!("{sign} {}", words::reason(lang, reason));
            rows.extend(wrap(&text, room).into_iter().map(|line| format!("  {line}")));
        }
        rows
    }
}
