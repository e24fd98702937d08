//! The last question before closing: the date must be typed again; "No" has the focus.

use ratatui::crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;
use ratatui::prelude::Frame;

use super::{After, Hints};
use crate::app::desk::Deed;
use crate::calendar::Period;
use crate::model::view::Checklist;
use crate::tui::model::{Effect, Model, Tone};
use crate::tui::screens::close;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::popup::{self, Button};
use crate::tui::widgets::text::{width, wrap};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Focus {
    No,
    Date,
    Close,
}

pub struct State {
    checklist: Checklist,
    field: Field,
    focus: Focus,
}

pub const HINTS: Hints = &[("Tab", "hint.next_field"), ("Enter", "hint.press"), ("Esc", "hint.no")];

impl State {
    pub fn new(checklist: Checklist) -> State {
        State { checklist, field: Field::default(), focus: Focus::No }
    }

    pub fn key(&mut self, model: &mut Model, key: KeyEvent) -> After {
        match (key.code, self.focus) {
            (KeyCode::Esc, _) | (KeyCode::Enter, Focus::No) => return After::Close(Vec::new()),
            (KeyCode::Tab | KeyCode::Down, _) => self.focus = self.next(),
            (KeyCode::BackTab | KeyCode::Up, _) => self.focus = self.previous(),
            (KeyCode::Left, Focus::Close) | (KeyCode::Right, Focus::No) => self.focus = self.next(),
            (KeyCode::Enter, Focus::Close) if self.is_typed() => {
                return After::Close(vec![Effect::Do(Deed::Close(self.checklist.period))]);
            }
            (KeyCode::Enter, Focus::Date) if self.is_typed() => self.focus = Focus::Close,
            (KeyCode::Enter, Focus::Date) => {
                let wanted = self.wanted();
                let text = model.lang().fill("close_day.wrong", [("wanted", wanted.as_str())]);
                model.say(Tone::Warn, text);
            }
            (_, Focus::Date) if self.field.key(key) => {}
            // Typing goes to the date at once; only its keys do, so nothing is closed by it.
            (KeyCode::Char('0'..='9'), Focus::No) if self.field.key(key) => {
                self.focus = Focus::Date;
            }
            _ => return After::Pass,
        }
        After::Stay(Vec::new())
    }

    pub fn paste(&mut self, text: &str) {
        if self.focus == Focus::Date {
            self.field.paste(text);
        }
    }

    fn next(&self) -> Focus {
        match self.focus {
            Focus::No => Focus::Date,
            Focus::Date if self.is_typed() => Focus::Close,
            Focus::Date | Focus::Close => Focus::No,
        }
    }

    fn previous(&self) -> Focus {
        match self.focus {
            Focus::No if self.is_typed() => Focus::Close,
            Focus::No | Focus::Close => Focus::Date,
            Focus::Date => Focus::No,
        }
    }

    /// What has to be typed: `23/11` for a day, `11/2026` for a month.
    fn wanted(&self) -> String {
        match self.checklist.period {
            Period::Day(day) => day.to_short(),
            month @ Period::Month { .. } => month.to_local(),
        }
    }

    fn is_typed(&self) -> bool {
        let typed = self.field.text().trim();
        typed == self.wanted() || typed == self.checklist.period.to_local()
    }

    pub fn draw(&self, model: &Model, frame: &mut Frame, area: Rect, has_focus: bool) {
        let (lang, theme) = (model.lang(), model.theme());
        let mark = theme.marks.cut;
        let period = self.checklist.period.to_local();
        let wide = area.width.min(78);
        let room = wide.saturating_sub(4);
        let mut lines = wrap(lang.text("close_day.means"), room);
        for line in close::summary(model, &self.checklist) {
            lines.extend(wrap(&line, room));
        }
        let title = lang.fill("close_day.title", [("period", period.as_str())]);
        let high = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(7);
        let inner = popup::open(frame, area, (wide, high), &title, theme);
        for (row, line) in lines.iter().enumerate() {
            popup::put(frame, inner, row as u16, line, theme.text, mark);
        }
        let row = lines.len() as u16 + 1;
        let label = lang.fill("close_day.type", [("wanted", self.wanted().as_str())]);
        popup::put(frame, inner, row, &label, theme.key, mark);
        let x = (width(&label) + 1).min(inner.width);
        if row < inner.height {
            let field =
                Rect { x: inner.x + x, y: inner.y + row, width: inner.width - x, height: 1 };
            let field = Rect { width: field.width.min(12), ..field };
            self.field.draw(frame, field, theme.field, has_focus && self.focus == Focus::Date);
        }
        let button = |focus, is_ready| match (self.focus == focus, is_ready) {
            (true, _) => Button::Focused,
            (false, true) => Button::Ready,
            (false, false) => Button::Off,
        };
        let buttons = [
            (lang.text("no"), button(Focus::No, true)),
            (lang.text("close_day.yes"), button(Focus::Close, self.is_typed())),
        ];
        popup::buttons(frame, inner, row + 2, &buttons, theme);
    }
}
