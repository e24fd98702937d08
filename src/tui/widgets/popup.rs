//! A box in the middle of the screen, with a title in its border.

use ratatui::layout::Rect;
use ratatui::prelude::Frame;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Clear};

use super::text::{cut, width};
use crate::tui::theme::Theme;

/// Clears and frames the box; answers the area inside, one blank from the border.
pub fn open(frame: &mut Frame, area: Rect, size: (u16, u16), title: &str, theme: &Theme) -> Rect {
    // A sliver of what lies below at both sides would only confuse.
    let wide = if size.0.saturating_add(4) >= area.width { area.width } else { size.0 };
    let high = size.1.min(area.height);
    let outer = Rect {
        x: area.x + (area.width - wide) / 2,
        y: area.y + (area.height - high) / 2,
        width: wide,
        height: high,
    };
    frame.render_widget(Clear, outer);
    let title = cut(title, wide.saturating_sub(4), theme.marks.cut);
    let title = Span::styled(format!(" {title} "), theme.key);
    let block = Block::bordered().border_style(theme.border).style(theme.text).title(title);
    let inner = block.inner(outer);
    frame.render_widget(block, outer);
    Rect { x: inner.x + 1.min(inner.width), width: inner.width.saturating_sub(2), ..inner }
}

/// Puts one line of text; nothing happens outside of the area.
pub fn put(frame: &mut Frame, area: Rect, row: u16, text: &str, style: Style, mark: char) {
    if row < area.height {
        let text = cut(text, area.width, mark);
        frame.buffer_mut().set_stringn(area.x, area.y + row, text, area.width.into(), style);
    }
}

/// Puts one styled line.
pub fn put_line(frame: &mut Frame, area: Rect, row: u16, line: &Line) {
    if row < area.height {
        frame.buffer_mut().set_line(area.x, area.y + row, line, area.width);
    }
}

/// Draws buttons from the left: in brackets what can be pressed, marked and with the cursor what
/// has the focus.
pub fn buttons(frame: &mut Frame, area: Rect, row: u16, labels: &[(&str, Button)], theme: &Theme) {
    if row >= area.height {
        return;
    }
    let mut x = area.x;
    for (label, button) in labels {
        let (style, text) = match button {
            Button::Focused => (theme.selected, format!("{} [ {label} ]", theme.marks.into)),
            Button::Ready => (theme.key, format!("  [ {label} ]")),
            Button::Off => (theme.dim, format!("    {label}  ")),
        };
        let room = area.right().saturating_sub(x);
        if room == 0 {
            return;
        }
        frame.buffer_mut().set_stringn(x, area.y + row, &text, room.into(), style);
        if *button == Button::Focused {
            frame.set_cursor_position((x, area.y + row));
        }
        x = x.saturating_add(width(&text) + 2);
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Button {
    Focused,
    Ready,
    /// Cannot be pressed now.
    Off,
}
