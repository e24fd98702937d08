//! The two lines at the foot: what was just said or how things stand, and the keys that work now.

use ratatui::layout::Rect;
use ratatui::prelude::Frame;
use ratatui::text::{Line, Span};

use super::popup::put_line;
use super::text::width;
use crate::tui::theme::Theme;

/// Draws as many of the (key, label) pairs as fit whole; of several labels of one key the first
/// that fits.
pub fn keys(frame: &mut Frame, area: Rect, pairs: &[(String, String)], theme: &Theme) {
    let mut line = Line::default();
    let mut used = 1;
    let mut last = "";
    line.push_span(" ");
    for (key, label) in pairs {
        let wide = width(key).saturating_add(1).saturating_add(width(label));
        if last == key || wide > area.width.saturating_sub(used) {
            continue;
        }
        last = key;
        line.push_span(Span::styled(key.clone(), theme.key));
        line.push_span(Span::styled(format!(" {label}  "), theme.text));
        used += wide + 2;
    }
    put_line(frame, area, 0, &line);
}
