//! Text on its way to the screen: made safe, measured, cut to a width.

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::text::safe;

/// Text from outside as it may be shown.
pub fn shown(text: &str) -> String {
    safe(text).into_string()
}

/// Columns that a text takes.
pub fn width(text: &str) -> u16 {
    u16::try_from(text.width()).unwrap_or(u16::MAX)
}

/// A text made safe and cut to at most `room` columns, the last being the cut mark where something
/// is lost.
pub fn cut(text: &str, room: u16, mark: char) -> String {
    let text = shown(text);
    if width(&text) <= room {
        return text;
    }
    let mut kept = String::new();
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        let wide = width(grapheme);
        if used + wide + 1 > room {
            break;
        }
        used += wide;
        kept.push_str(grapheme);
    }
    if room > 0 {
        kept.push(mark);
    }
    kept
}

/// Pieces of one line cut to a width, like `cut`.
pub fn cut_pieces(pieces: &[(String, Style)], room: u16, mark: char) -> Line<'static> {
    let whole: u16 =
        pieces.iter().fold(0, |sum, (text, _)| sum.saturating_add(width(&shown(text))));
    let mut line = Line::default();
    if whole <= room {
        line.extend(pieces.iter().map(|(text, style)| Span::styled(shown(text), *style)));
        return line;
    }
    let mut left = room.saturating_sub(1);
    for (text, style) in pieces {
        let text = shown(text);
        let mut kept = String::new();
        for grapheme in text.graphemes(true) {
            if width(grapheme) > left {
                left = 0;
                break;
            }
            left -= width(grapheme);
            kept.push_str(grapheme);
        }
        line.push_span(Span::styled(kept, *style));
        if left == 0 {
            break;
        }
    }
    if room > 0 {
        line.push_span(mark.to_string());
    }
    line
}

/// Breaks a text at blanks into lines of at most `room` columns; a longer word is broken inside.
pub fn wrap(text: &str, room: u16) -> Vec<String> {
    wrap_pieces(&[(text.to_owned(), Style::new())], room)
        .into_iter()
        .map(|line| line.spans.iter().map(|span| span.content.as_ref()).collect())
        .collect()
}

/// Breaks styled text at blanks into lines of at most `room` columns.
pub fn wrap_pieces(pieces: &[(String, Style)], room: u16) -> Vec<Line<'static>> {
    let room = room.max(1);
    let mut lines = vec![Line::default()];
    let mut used = 0;
    let words = pieces.iter().flat_map(|(text, style)| {
        shown(text).split_inclusive(' ').map(|word| (word.to_owned(), *style)).collect::<Vec<_>>()
    });
    for (word, style) in words {
        // The blank after a word may be lost at the edge.
        if used + width(word.trim_end()) > room && used > 0 {
            lines.push(Line::default());
            used = 0;
        }
        for grapheme in word.graphemes(true) {
            if used + width(grapheme) > room {
                if grapheme == " " {
                    continue;
                }
                lines.push(Line::default());
                used = 0;
            }
            used += width(grapheme);
            let line = lines.last_mut().expect("never empty");
            match line.spans.last_mut() {
                Some(last) if last.style == style => last.content.to_mut().push_str(grapheme),
                _ => line.push_span(Span::styled(grapheme.to_owned(), style)),
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_by_columns_and_marks_the_loss() {
        assert_eq!(cut("Nguyễn Thị Hường", 16, '…'), "Nguyễn Thị Hường");
        assert_eq!(cut("Nguyễn Thị Hường", 10, '…'), "Nguyễn Th…");
        assert_eq!(cut("漢字漢字", 5, '…'), "漢字…");
        assert_eq!(cut("abc", 0, '…'), "");
        assert_eq!(cut("a\u{202e}b\u{7}", 9, '…'), "a·b·");
    }

    #[test]
    fn wraps_at_blanks_and_breaks_long_words() {
        assert_eq!(wrap("NOP PHI HS 0042", 8), ["NOP PHI ", "HS 0042"]);
        assert_eq!(wrap("ab (1 lệ), cd", 9), ["ab (1 ", "lệ), cd"]);
        assert_eq!(wrap("abc def", 3), ["abc", "def"]);
        assert_eq!(wrap("HDHDHDHD", 3), ["HDH", "DHD", "HD"]);
        assert_eq!(wrap("", 5), [""]);
    }

    #[test]
    fn pieces_keep_their_styles_when_cut() {
        let bold = Style::new().bold();
        let line = cut_pieces(&[("ab".into(), Style::new()), ("cdef".into(), bold)], 5, '…');
        let texts: Vec<&str> = line.spans.iter().map(|span| span.content.as_ref()).collect();
        assert_eq!(texts, ["ab", "cd", "…"]);
        assert_eq!(line.spans[1].style, bold);
    }
}
