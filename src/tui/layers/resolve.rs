//! What becomes of exceptions: a choice of resolutions and a note that must be given.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::Rect;
use ratatui::prelude::Frame;

use super::{After, Hints};
use crate::app::desk::Deed;
use crate::model::view::ExceptionCard;
use crate::model::{PaymentId, ResolveAs};
use crate::tui::model::{Effect, Model, Tone};
use crate::tui::widgets::field::Field;
use crate::tui::widgets::popup;
use crate::tui::widgets::text::{shown, wrap};
use crate::tui::words;

enum Of {
    Payments(Vec<PaymentId>),
    Invoice(String),
}

pub struct State {
    of: Of,
    choices: &'static [ResolveAs],
    cursor: usize,
    pub note: Field,
    is_on_note: bool,
}

const FOR_PAYMENTS: &[ResolveAs] = &[
    ResolveAs::Carry,
    ResolveAs::Inquiry,
    ResolveAs::Refund,
    ResolveAs::RefundedElsewhere,
    ResolveAs::NotFee,
    ResolveAs::WriteOff,
];
const FOR_INVOICES: &[ResolveAs] = &[ResolveAs::Carry, ResolveAs::WriteOff];

pub const HINTS: Hints = &[
    ("↑ ↓", "hint.choose"),
    ("Tab", "hint.next_field"),
    ("F9", "hint.write"),
    ("Esc", "hint.leave"),
];

impl State {
    /// For payments, or for one invoice.
    pub fn new(cards: &[ExceptionCard]) -> State {
        let invoice = cards.iter().find_map(|card| match card {
            ExceptionCard::Invoice { invoice, .. } => Some(invoice.number.clone()),
            ExceptionCard::Payment { .. } => None,
        });
        let payments = cards.iter().filter_map(|card| match card {
            ExceptionCard::Payment { payment, .. } => Some(payment.id),
            ExceptionCard::Invoice { .. } => None,
        });
        let (of, choices) = match invoice {
            Some(number) => (Of::Invoice(number), FOR_INVOICES),
            None => (Of::Payments(payments.collect()), FOR_PAYMENTS),
        };
        State { of, choices, cursor: 0, note: Field::default(), is_on_note: false }
    }

    pub fn key(&mut self, model: &mut Model, key: KeyEvent) -> After {
        let is_save = key.code == KeyCode::F(9)
            || (key.code == KeyCode::Char('s') && key.modifiers == KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Esc => return After::Close(Vec::new()),
            _ if is_save => return self.done(model),
            KeyCode::Tab | KeyCode::BackTab => self.is_on_note = !self.is_on_note,
            KeyCode::Enter if self.is_on_note => return self.done(model),
            KeyCode::Enter => self.is_on_note = true,
            KeyCode::Up => self.cursor = self.cursor.saturating_sub(1),
            KeyCode::Down => self.cursor = (self.cursor + 1).min(self.choices.len() - 1),
            _ if self.is_on_note && self.note.key(key) => {}
            _ => return After::Pass,
        }
        After::Stay(Vec::new())
    }

    fn done(&mut self, model: &mut Model) -> After {
        let reason = self.note.text().trim().to_owned();
        if reason.is_empty() {
            self.is_on_note = true;
            let text = model.lang().text("resolve.needs_note").to_owned();
            model.say(Tone::Warn, text);
            return After::Stay(Vec::new());
        }
        let resolve_as = self.choices[self.cursor];
        let deed = match &self.of {
            Of::Payments(payments) => {
                Deed::ResolvePayments { payments: payments.clone(), resolve_as, reason }
            }
            Of::Invoice(number) => {
                Deed::ResolveInvoice { invoice: number.clone(), resolve_as, reason }
            }
        };
        After::Close(vec![Effect::Do(deed)])
    }

    pub fn draw(&self, model: &Model, frame: &mut Frame, area: Rect, has_focus: bool) {
        let (lang, theme) = (model.lang(), model.theme());
        let title = match &self.of {
            Of::Payments(payments) => {
                lang.fill("resolve.title", [("n", payments.len().to_string().as_str())])
            }
            Of::Invoice(number) => {
                lang.fill("resolve.title_invoice", [("number", shown(number).as_str())])
            }
        };
        let wide = area.width.min(78);
        let about = format!("resolve.{}.hint", self.choices[self.cursor].code());
        let about = wrap(lang.text(&about), wide.saturating_sub(4));
        let high = u16::try_from(self.choices.len() + about.len() + 7).unwrap_or(u16::MAX);
        let inner = popup::open(frame, area, (wide, high), &title, theme);
        for (at, choice) in self.choices.iter().enumerate() {
            let is_here = at == self.cursor;
            let style = match (is_here, self.is_on_note) {
                (true, false) => theme.selected,
                (true, true) => theme.key,
                (false, _) => theme.text,
            };
            let lead = if is_here { theme.marks.cursor } else { " " };
            let text = format!("{lead}{}", words::word(lang, "resolve", choice.code()));
            let row = at as u16;
            popup::put(frame, inner, row, &text, style, theme.marks.cut);
            if is_here && !self.is_on_note && row < inner.height {
                frame.set_cursor_position((inner.x, inner.y + row));
            }
        }
        let mut row = self.choices.len() as u16 + 1;
        for line in about {
            popup::put(frame, inner, row, &line, theme.dim, theme.marks.cut);
            row += 1;
        }
        popup::put(frame, inner, row + 1, lang.text("resolve.note"), theme.key, theme.marks.cut);
        if row + 2 < inner.height {
            let field = Rect { y: inner.y + row + 2, height: 1, ..inner };
            self.note.draw(frame, field, theme.field, has_focus && self.is_on_note);
        }
    }
}
