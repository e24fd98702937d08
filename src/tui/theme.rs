//! How things look: four themes of plain terminal colours, and the marks that carry meaning without
//! colour.

use ratatui::style::{Color, Modifier, Style};

/// Marks. Where the font lacks them, `widgets::plain` puts ASCII in their place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Marks {
    pub cursor: &'static str,
    pub check: &'static str,
    pub cross: &'static str,
    pub full: &'static str,
    pub rest: &'static str,
    pub into: &'static str,
    pub cut: char,
}

const MARKS: Marks =
    Marks {
        cursor: "▌", check: "✓", cross: "✗", full: "█", rest: "░", into: "▸", cut: '…'
    };

/// Styles by meaning. Meaning is never colour alone: a sign, mark or word stands beside it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Theme {
    pub text: Style,
    pub dim: Style,
    pub title: Style,
    pub heading: Style,
    pub selected: Style,
    pub key: Style,
    pub good: Style,
    pub bad: Style,
    pub warn: Style,
    /// The part of a memo that proves something.
    pub evidence: Style,
    pub border: Style,
    pub field: Style,
    pub marks: Marks,
    /// Draw with letters and ASCII only.
    pub is_ascii: bool,
}

impl Theme {
    /// `light`, `dark`, `contrast`, `mono`; anything else is `dark`.
    pub fn named(name: &str, is_ascii: bool) -> Theme {
        let theme = match name {
            "light" => light(),
            "contrast" => contrast(),
            "mono" => mono(),
            _ => dark(),
        };
        Theme { is_ascii, ..theme }
    }
}

/// No colour at all, not even a default one: a reversed and coloured cell loses its reverse under
/// NO_COLOR.
fn mono() -> Theme {
    let plain = Style::new();
    let bold = plain.add_modifier(Modifier::BOLD);
    Theme {
        text: plain,
        dim: plain,
        title: plain.add_modifier(Modifier::REVERSED),
        heading: plain.add_modifier(Modifier::UNDERLINED),
        selected: plain.add_modifier(Modifier::REVERSED),
        key: bold,
        good: plain,
        bad: bold,
        warn: bold,
        evidence: plain.add_modifier(Modifier::UNDERLINED).add_modifier(Modifier::BOLD),
        border: plain,
        field: plain.add_modifier(Modifier::UNDERLINED),
        marks: MARKS,
        is_ascii: false,
    }
}

/// For light letters on a dark ground.
fn dark() -> Theme {
    let text = Style::new();
    Theme {
        text,
        dim: text.add_modifier(Modifier::DIM),
        title: text.fg(Color::White).bg(Color::Blue).add_modifier(Modifier::BOLD),
        heading: text.fg(Color::Cyan),
        selected: text.fg(Color::Black).bg(Color::Gray),
        key: text.add_modifier(Modifier::BOLD),
        good: text.fg(Color::Green),
        bad: text.fg(Color::LightRed),
        warn: text.fg(Color::Yellow),
        evidence: text.fg(Color::Cyan).add_modifier(Modifier::UNDERLINED),
        border: text.add_modifier(Modifier::DIM),
        field: text.add_modifier(Modifier::UNDERLINED),
        marks: MARKS,
        is_ascii: false,
    }
}

/// For dark letters on a light ground.
fn light() -> Theme {
    let text = Style::new();
    Theme {
        heading: text.fg(Color::Blue),
        selected: text.fg(Color::White).bg(Color::Blue),
        key: text.fg(Color::Blue).add_modifier(Modifier::BOLD),
        bad: text.fg(Color::Red),
        warn: text.fg(Color::Magenta),
        evidence: text.fg(Color::Blue).add_modifier(Modifier::UNDERLINED),
        ..dark()
    }
}

fn contrast() -> Theme {
    let text = Style::new().fg(Color::White).bg(Color::Black);
    let bold = text.add_modifier(Modifier::BOLD);
    Theme {
        text,
        dim: text,
        title: Style::new().fg(Color::Black).bg(Color::White).add_modifier(Modifier::BOLD),
        heading: bold.add_modifier(Modifier::UNDERLINED),
        selected: Style::new().fg(Color::Black).bg(Color::Yellow).add_modifier(Modifier::BOLD),
        key: bold.fg(Color::Yellow),
        good: bold.fg(Color::LightGreen),
        bad: bold.fg(Color::LightRed),
        warn: bold.fg(Color::LightYellow),
        evidence: bold.fg(Color::LightCyan).add_modifier(Modifier::UNDERLINED),
        border: text,
        field: bold.add_modifier(Modifier::UNDERLINED),
        marks: MARKS,
        is_ascii: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mono_names_no_colour() {
        let theme = mono();
        let styles = [
            theme.text,
            theme.dim,
            theme.title,
            theme.heading,
            theme.selected,
            theme.key,
            theme.good,
            theme.bad,
            theme.warn,
            theme.evidence,
            theme.border,
            theme.field,
        ];
        assert!(styles.iter().all(|style| style.fg.is_none() && style.bg.is_none()));
    }
}
