//! The one filter between text from outside and a screen, a log, a table or an error message.

use std::borrow::Cow;
use std::fmt;

use super::nfc;

/// Text that is safe to print: no control, bidirectional or invisible character, on one line.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct Safe<'a>(Cow<'a, str>);

impl Safe<'_> {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn into_string(self) -> String {
        self.0.into_owned()
    }
}

impl fmt::Display for Safe<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Composes the text (NFC) and shows every character that could steer a terminal or deceive an eye
/// as `·`.
pub fn safe(text: &str) -> Safe<'_> {
    let text = nfc(text);
    if !text.chars().any(|c| visible(c) != c) {
        return Safe(text);
    }
    Safe(Cow::Owned(text.chars().map(visible).collect()))
}

/// Whether a character could steer a terminal or deceive an eye; JSON writes it as an escape.
pub fn is_steering(c: char) -> bool {
    c != '·' && visible(c) == '·'
}

fn visible(c: char) -> char {
    match c {
        ' '..='~' => c,
        '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => {
            ' '
        }
        '\u{AD}'
        | '\u{34F}'
        | '\u{61C}'
        | '\u{115F}'..='\u{1160}'
        | '\u{17B4}'..='\u{17B5}'
        | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}'
        | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E0FFF}' => '·',
        c if c.is_control() => '·',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neutralises_what_steers_a_terminal() {
        let hostile = "a\u{1b}]0;x\u{7}\u{9b}2J\u{202e}1\u{200b}\r\n\u{a0}b";
        assert_eq!(safe(hostile).as_str(), "a·]0;x··2J·1··· b");
        assert_eq!(safe("e\u{302}\u{301}").as_str(), "ế");
        assert!(matches!(safe("Lệ phí").0, Cow::Borrowed(_)));
    }
}
