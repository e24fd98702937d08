//! Linking by hand: invoices with amounts, and what of the payment is left over as one types.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::Rect;
use ratatui::prelude::Frame;

use super::{After, Hints};
use crate::app::desk::{Ask, Deed};
use crate::lang::Lang;
use crate::model::PaymentId;
use crate::model::view::{InvoiceCard, PaymentCard};
use crate::money::{Currency, Money};
use crate::tui::model::{Effect, Model, Tone};
use crate::tui::theme::Theme;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::popup;
use crate::tui::widgets::text::{cut, shown, width};

#[derive(Default)]
struct Part {
    number: Field,
    amount: Field,
    /// What is known of the invoice: payer and what it still lacks.
    found: Option<(String, Money)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Number,
    Amount,
}

pub struct State {
    payment: PaymentId,
    open: Money,
    about: String,
    parts: Vec<Part>,
    row: usize,
    column: Column,
}

/// More would hardly be one payment.
const MOST_PARTS: usize = 50;

pub const HINTS: Hints = &[
    ("Tab", "hint.next_field"),
    ("Enter", "hint.find_invoice"),
    ("F9", "hint.link"),
    ("F8", "hint.drop_row"),
    ("Esc", "hint.leave"),
];

impl State {
    /// Starts from the first offer, if there is one.
    pub fn new(card: &PaymentCard) -> State {
        let offer = card.proposals.first();
        let own = offer.iter().flat_map(|p| p.lines.iter().filter(|l| l.payment == card.id));
        let mut parts: Vec<Part> = own
            .map(|line| Part {
                number: Field::offered(&shown(&line.invoice_number)),
                amount: Field::offered(&line.amount.to_grouped()),
                found: Some((line.payer_name.clone(), line.invoice_open)),
            })
            .collect();
        if parts.is_empty() {
            parts.push(Part::default());
        }
        State {
            payment: card.id,
            open: card.open,
            about: card.memo.clone(),
            parts,
            row: 0,
            column: Column::Number,
        }
    }

    pub fn key(&mut self, model: &mut Model, key: KeyEvent) -> After {
        let is_save = key.code == KeyCode::F(9)
            || (key.code == KeyCode::Char('s') && key.modifiers == KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Esc => return After::Close(Vec::new()),
            _ if is_save => return self.done(model),
            KeyCode::F(8) => self.drop_row(),
            KeyCode::Up => self.row = self.row.saturating_sub(1),
            KeyCode::Down => self.down(),
            KeyCode::Tab | KeyCode::Enter => return self.forward(model),
            KeyCode::BackTab => self.backward(),
            _ if self.field().key(key) => {
                if self.column == Column::Number {
                    self.parts[self.row].found = None;
                }
            }
            _ => return After::Pass,
        }
        After::Stay(Vec::new())
    }

    pub fn paste(&mut self, text: &str) {
        self.field().paste(text);
    }

    fn field(&mut self) -> &mut Field {
        let part = &mut self.parts[self.row];
        match self.column {
            Column::Number => &mut part.number,
            Column::Amount => &mut part.amount,
        }
    }

    /// From a number to its amount, looking the invoice up; from an amount to the next row.
    fn forward(&mut self, model: &mut Model) -> After {
        let part = &self.parts[self.row];
        let number = part.number.text().trim().to_owned();
        match self.column {
            Column::Number if number.is_empty() => self.row = (self.row + 1) % self.parts.len(),
            Column::Number => {
                self.column = Column::Amount;
                if part.found.is_none() {
                    return After::Stay(vec![model.ask(Ask::Invoice(number))]);
                }
            }
            Column::Amount => {
                self.column = Column::Number;
                self.down();
            }
        }
        After::Stay(Vec::new())
    }

    fn backward(&mut self) {
        match self.column {
            Column::Amount => self.column = Column::Number,
            Column::Number if self.row > 0 => {
                self.row -= 1;
                self.column = Column::Amount;
            }
            Column::Number => {}
        }
    }

    /// One row down; below the last filled row a new one opens.
    fn down(&mut self) {
        let is_last = self.row + 1 == self.parts.len();
        let is_filled = !self.parts[self.row].number.text().trim().is_empty();
        if is_last && is_filled && self.parts.len() < MOST_PARTS {
            self.parts.push(Part::default());
        }
        self.row = (self.row + 1).min(self.parts.len() - 1);
    }

    fn drop_row(&mut self) {
        self.parts.remove(self.row);
        if self.parts.is_empty() {
            self.parts.push(Part::default());
        }
        self.row = self.row.min(self.parts.len() - 1);
        self.column = Column::Number;
    }

    /// Takes what was found of an invoice; an empty amount is filled with as much as both have
    /// open.
    pub fn found(&mut self, card: &InvoiceCard) {
        let left = self.left().ok().filter(|left| left.is_positive());
        let Some(part) = self
            .parts
            .iter_mut()
            .find(|part| part.found.is_none() && part.number.text().trim() == card.number)
        else {
            return;
        };
        part.found = Some((card.facts.payer_name.clone(), card.open));
        let fits = left.filter(|left| left.currency() == card.open.currency());
        if let (true, Some(left)) = (part.amount.text().trim().is_empty(), fits) {
            part.amount = Field::offered(&left.min_same(card.open).to_grouped());
        }
    }

    /// What of the payment is left after the amounts typed; the text that is no amount otherwise.
    fn left(&self) -> Result<Money, String> {
        let mut left = self.open;
        for part in &self.parts {
            let text = part.amount.text().trim();
            if text.is_empty() {
                continue;
            }
            let amount = typed_money(text, self.open.currency()).ok_or_else(|| text.to_owned())?;
            left = left.minus(amount).map_err(|_| text.to_owned())?;
        }
        Ok(left)
    }

    fn done(&mut self, model: &mut Model) -> After {
        let lang = model.lang();
        let currency = self.open.currency();
        let mut parts = Vec::new();
        for (row, part) in self.parts.iter().enumerate() {
            let (number, amount) = (part.number.text().trim(), part.amount.text().trim());
            if number.is_empty() && amount.is_empty() {
                continue;
            }
            let amount_typed = typed_money(amount, currency);
            let problem = match (number.is_empty(), amount.is_empty(), amount_typed) {
                (true, _, _) => Some((Column::Number, "split.needs_number")),
                (false, false, None) => Some((Column::Amount, "split.not_an_amount")),
                _ => None,
            };
            if let Some((column, key)) = problem {
                (self.row, self.column) = (row, column);
                let text = lang.fill(key, [("text", shown(amount).as_str())]);
                model.say(Tone::Warn, text);
                return After::Stay(Vec::new());
            }
            parts.push((number.to_owned(), amount_typed));
        }
        if parts.is_empty() {
            model.say(Tone::Warn, lang.fill("split.needs_number", []));
            return After::Stay(Vec::new());
        }
        After::Close(vec![Effect::Do(Deed::Link { payment: self.payment, parts })])
    }

    pub fn draw(&self, model: &Model, frame: &mut Frame, area: Rect, has_focus: bool) {
        let (lang, theme) = (model.lang(), model.theme());
        let wide = area.width.min(90);
        let high = u16::try_from(self.parts.len()).unwrap_or(u16::MAX).saturating_add(8);
        let open = self.open.to_grouped();
        let title = lang.fill("split.title", [("open", open.as_str())]);
        let inner = popup::open(frame, area, (wide, high), &title, theme);
        popup::put(frame, inner, 0, &self.about, theme.dim, theme.marks.cut);
        let head = format!(
            "{:<NUMBER$} {:>AMOUNT$}  {}",
            lang.text("list.number"),
            lang.text("list.amount"),
            lang.text("split.known")
        );
        popup::put(frame, inner, 2, &head, theme.heading, theme.marks.cut);
        let height = usize::from(inner.height.saturating_sub(5)).max(1);
        let top = (self.row + 1).saturating_sub(height);
        for (row, (at, part)) in (3..).zip(self.parts.iter().enumerate().skip(top).take(height)) {
            if row >= inner.height {
                break;
            }
            let line = Rect { y: inner.y + row, height: 1, ..inner };
            let focus = (has_focus && at == self.row).then_some(self.column);
            draw_part(frame, line, lang, theme, part, focus);
        }
        let (text, style) = match self.left() {
            Ok(left) if left.is_zero() => {
                (format!("{} {}", theme.marks.check, lang.text("split.none_left")), theme.good)
            }
            Ok(left) => {
                let style = if left.is_negative() { theme.bad } else { theme.warn };
                (lang.fill("split.left", [("left", left.to_grouped().as_str())]), style)
            }
            Err(text) => {
                (lang.fill("split.not_an_amount", [("text", shown(&text).as_str())]), theme.bad)
            }
        };
        popup::put(frame, inner, inner.height.saturating_sub(1), &text, style, theme.marks.cut);
    }
}

const NUMBER: usize = 24;
const AMOUNT: usize = 16;

fn draw_part(
    frame: &mut Frame,
    line: Rect,
    lang: Lang,
    theme: &Theme,
    part: &Part,
    focus: Option<Column>,
) {
    let number = Rect { width: (NUMBER as u16).min(line.width), ..line };
    part.number.draw(frame, number, theme.field, focus == Some(Column::Number));
    let x = line.x + (NUMBER as u16 + 1).min(line.width);
    let amount = Rect { x, width: (AMOUNT as u16).min(line.right() - x), ..line };
    if focus == Some(Column::Amount) {
        part.amount.draw(frame, amount, theme.field, true);
    } else {
        let text = cut(part.amount.text(), amount.width, theme.marks.cut);
        let pad = amount.width.saturating_sub(width(&text));
        frame.buffer_mut().set_style(amount, theme.field);
        let room = amount.width.into();
        frame.buffer_mut().set_stringn(amount.x + pad, amount.y, text, room, theme.field);
    }
    if let Some((payer, open)) = &part.found {
        let open = open.to_grouped();
        let facts = [("payer", shown(payer)), ("open", open)];
        let facts = facts.iter().map(|(name, value)| (*name, value.as_str()));
        let x = (x + AMOUNT as u16 + 2).min(line.right());
        let area = Rect { x, width: line.right() - x, ..line };
        popup::put(frame, area, 0, &lang.fill("split.found", facts), theme.dim, theme.marks.cut);
    }
}

/// A positive amount as people type it; `None` for any other text.
fn typed_money(text: &str, currency: Currency) -> Option<Money> {
    Money::parse_typed(text, currency).ok().filter(|amount| amount.is_positive())
}
