//! Spelling of the bench's own, so that it does not judge the program by the program's folding.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Without marks; letter case and everything else stays.
pub fn plain(text: &str) -> String {
    let without = text.nfd().filter(|c| !is_combining_mark(*c));
    without
        .map(|c| {
            if c == 'đ' {
                'd'
            } else if c == 'Đ' {
                'D'
            } else {
                c
            }
        })
        .collect()
}

/// Letters and digits only, without marks, upper case.
pub fn squeezed(text: &str) -> String {
    plain(text)
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

pub fn cut(text: &str, limit: usize) -> String {
    text.chars().take(limit).collect()
}
