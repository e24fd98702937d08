//! A text field that is kind to Vietnamese input methods: composed text, Ctrl+H is Backspace, paste
//! is whole.

use ratatui::crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::Rect;
use ratatui::prelude::{Frame, Position};
use ratatui::style::{Modifier, Style};
use ratatui::widgets::Clear;
use tui_input::backend::crossterm::to_input_request;
use tui_input::{Input, InputRequest};

use super::text::{cut, width};
use crate::text::nfc;

/// Long enough for a path or a note; what is pasted beyond is cut off.
const LONGEST: usize = 500;

#[derive(Clone, Debug, Default)]
pub struct Field {
    input: Input,
    is_offered: bool,
}

impl Field {
    pub fn with(text: &str) -> Field {
        Field { input: Input::new(text.to_owned()), is_offered: false }
    }

    /// A text put in for the person. What is typed or pasted takes its place, as in the cell of a
    /// spreadsheet; after any other key of a field it is edited as if it had been typed.
    pub fn offered(text: &str) -> Field {
        Field { is_offered: true, ..Field::with(text) }
    }

    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// Takes a key if it is one for a field; tells whether it was.
    ///
    /// Keys with Ctrl that mean something elsewhere (Ctrl+F, Ctrl+A, …) are left alone, but for
    /// Ctrl+H, which some terminals and input methods send for Backspace.
    pub fn key(&mut self, key: KeyEvent) -> bool {
        let is_backspace = key.code == KeyCode::Char('h') && key.modifiers == KeyModifiers::CONTROL;
        let is_foreign = key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT)
            && matches!(key.code, KeyCode::Char(_));
        if is_foreign && !is_backspace {
            return false;
        }
        let Some(request) = to_input_request(&Event::Key(key)) else { return false };
        if matches!(request, InputRequest::InsertChar(_)) {
            self.make_room();
        }
        self.is_offered = false;
        if let InputRequest::InsertChar(c) = request {
            self.insert(c);
        } else {
            self.input.handle(request);
        }
        true
    }

    /// Takes pasted text: one line, composed, without what cannot be seen.
    pub fn paste(&mut self, text: &str) {
        self.make_room();
        for c in nfc(text).trim().chars() {
            self.insert(c);
        }
    }

    /// Lets an offered text go, for what is typed in its place.
    fn make_room(&mut self) {
        if std::mem::take(&mut self.is_offered) {
            self.input = Input::default();
        }
    }

    fn insert(&mut self, c: char) {
        if self.text().chars().count() >= LONGEST {
            return;
        }
        let c = if c.is_whitespace() { ' ' } else { c };
        if c.is_control() {
            return;
        }
        self.input.handle(InputRequest::InsertChar(c));
        // A combining mark that comes alone joins the letter before it.
        let composed = nfc(self.text()).into_owned();
        if composed != self.text() {
            let before: String = self.text().chars().take(self.input.cursor()).collect();
            let cursor = nfc(&before).chars().count();
            self.input = Input::new(composed).with_cursor(cursor);
        }
    }

    /// Draws the field; where it has the focus the terminal's cursor stands in it.
    pub fn draw(&self, frame: &mut Frame, area: Rect, style: Style, has_focus: bool) {
        let area = area.intersection(frame.area());
        if area.is_empty() {
            return;
        }
        let room = area.width.saturating_sub(1);
        let scroll = u16::try_from(self.input.visual_scroll(room.into())).unwrap_or(0);
        let seen = skip_columns(self.text(), scroll);
        let row = Rect { height: 1, ..area };
        // What was drawn here before does not shine through behind a shorter text.
        frame.render_widget(Clear, row);
        frame.buffer_mut().set_style(row, style);
        let text =
            if has_focus { cut(&seen, area.width, ' ') } else { cut(&seen, area.width, '…') };
        let is_selected = has_focus && self.is_offered;
        let style = if is_selected { style.add_modifier(Modifier::REVERSED) } else { style };
        frame.buffer_mut().set_stringn(area.x, area.y, text, area.width.into(), style);
        if has_focus {
            let at = u16::try_from(self.input.visual_cursor()).unwrap_or(u16::MAX);
            let x = area.x + at.saturating_sub(scroll).min(room);
            frame.set_cursor_position(Position::new(x, area.y));
        }
    }
}

fn skip_columns(text: &str, columns: u16) -> String {
    let mut skipped = 0;
    text.chars()
        .skip_while(|c| {
            let is_before = skipped < columns;
            skipped += width(c.encode_utf8(&mut [0; 4]));
            is_before
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(field: &mut Field, codes: &[KeyCode]) {
        for code in codes {
            field.key(KeyEvent::new(*code, KeyModifiers::NONE));
        }
    }

    #[test]
    fn telex_corrections_come_out_right() {
        let mut field = Field::default();
        use KeyCode::{Backspace, Char};
        typed(&mut field, &[Char('h'), Char('u'), Backspace, Char('ư'), Char('o')]);
        field.key(KeyEvent::new(Char('h'), KeyModifiers::CONTROL));
        typed(&mut field, &[Char('ờ'), Char('n'), Char('g')]);
        assert_eq!(field.text(), "hường");
    }

    #[test]
    fn lone_marks_join_and_paste_is_composed() {
        let mut field = Field::default();
        typed(
            &mut field,
            &[KeyCode::Char('e'), KeyCode::Char('\u{302}'), KeyCode::Char('\u{301}')],
        );
        assert_eq!(field.text(), "ế");
        field.paste(" Le\u{302}\u{323}\nphi\u{301}\u{7} ");
        assert_eq!(field.text(), "ếLệ phí");
        typed(&mut field, &[KeyCode::Backspace]);
        assert_eq!(field.text(), "ếLệ ph");
    }

    #[test]
    fn typing_over_what_was_offered_replaces_it() {
        let offered = || Field::offered("100.000");
        let mut field = offered();
        typed(&mut field, &[KeyCode::Char('5'), KeyCode::Char('0')]);
        assert_eq!(field.text(), "50");
        let mut field = offered();
        field.paste("70.000");
        assert_eq!(field.text(), "70.000");
        let mut field = offered();
        typed(&mut field, &[KeyCode::Tab, KeyCode::Backspace, KeyCode::Char('5')]);
        assert_eq!(field.text(), "100.005", "a key that edits keeps it");
    }

    #[test]
    fn a_field_covers_what_was_drawn_there_before() {
        use ratatui::{Terminal, backend::TestBackend};
        let mut terminal = Terminal::new(TestBackend::new(10, 1)).expect("a terminal in memory");
        let draw = |frame: &mut Frame| {
            let area = frame.area();
            frame.buffer_mut().set_string(0, 0, "Finding: b", Style::new());
            Field::with("bao").draw(frame, area, Style::new(), true);
        };
        terminal.draw(draw).expect("it draws");
        terminal.backend().assert_buffer_lines(["bao       "]);
    }

    #[test]
    fn keys_of_other_actions_are_left_alone() {
        let mut field = Field::with("abc");
        assert!(!field.key(KeyEvent::new(KeyCode::Char('f'), KeyModifiers::CONTROL)));
        assert!(!field.key(KeyEvent::new(KeyCode::Char('j'), KeyModifiers::ALT)));
        assert!(!field.key(KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE)));
        assert_eq!(field.text(), "abc");
    }
}
