//! Folding for comparison: no diacritics, no case, no punctuation. `fold("Lệ phí Đất")` is `"le phi
//! dat"`.

use std::borrow::Cow;

use unicode_normalization::char::{decompose_canonical, is_combining_mark};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// The composed form (NFC) in which text is kept and compared; borrowed where it is composed
/// already.
pub fn nfc(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

/// Lower case, no diacritics (`đ` and its look-alikes are `d`), runs of white space as one blank,
/// trimmed. Punctuation stays.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut is_blank_pending = false;
    for_each_folded(text, |c, _| {
        if c.is_whitespace() {
            is_blank_pending = !folded.is_empty();
            return;
        }
        if std::mem::take(&mut is_blank_pending) {
            folded.push(' ');
        }
        folded.push(c);
    });
    folded
}

/// Upper-case words of letters and digits: `"le-phi, HD2611/01"` gives `LE PHI HD2611 01`.
pub fn words(text: &str) -> Vec<String> {
    if text.is_ascii() {
        let words = text.split(|c: char| !c.is_ascii_alphanumeric());
        return words.filter(|word| !word.is_empty()).map(str::to_ascii_uppercase).collect();
    }
    let mut words = vec![String::new()];
    for_each_folded(text, |c, _| {
        if c.is_ascii_alphanumeric() {
            words.last_mut().expect("never empty").push(c.to_ascii_uppercase());
        } else if c.is_alphanumeric() {
            words.last_mut().expect("never empty").extend(c.to_uppercase());
        } else if !words.last().expect("never empty").is_empty() {
            words.push(String::new());
        }
    });
    words.retain(|word| !word.is_empty());
    words
}

/// The same words with a blank between them: `LE PHI HD2611 01`.
pub fn joined_words(text: &str) -> String {
    if !text.is_ascii() {
        return words(text).join(" ");
    }
    let mut joined = Vec::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            joined.push(byte.to_ascii_uppercase());
        } else if joined.last().is_some_and(|last| *last != b' ') {
            joined.push(b' ');
        }
    }
    if joined.ends_with(b" ") {
        joined.pop();
    }
    String::from_utf8(joined).expect("ASCII letters, digits and blanks are text")
}

/// A text without anything but letters and digits, upper case, with the way back to where each
/// stood.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Squeezed {
    pub text: String,
    /// For each byte of `text` (always ASCII or the first byte of a letter): the char index in the
    /// original.
    pub origin: Vec<u32>,
}

impl Squeezed {
    /// The half-open range of char positions in the original that the byte range `start..end` came
    /// from.
    ///
    /// # Panics
    /// If the range is empty or lies outside the text.
    pub fn origin_of(&self, start: usize, end: usize) -> (u32, u32) {
        assert!(start < end && end <= self.origin.len(), "a range of the squeezed text");
        (self.origin[start], self.origin[end - 1] + 1)
    }
}

/// Squeezes: `"HD 2611-0123"` gives `HD26110123`.
pub fn squeeze(text: &str) -> Squeezed {
    if text.is_ascii() {
        // The way of almost every memo; millions of them are squeezed in a run.
        let mut bytes = Vec::with_capacity(text.len());
        let mut origin = Vec::with_capacity(text.len());
        for (byte, at) in text.bytes().zip(0..).filter(|(byte, _)| byte.is_ascii_alphanumeric()) {
            bytes.push(byte.to_ascii_uppercase());
            origin.push(at);
        }
        let text = String::from_utf8(bytes).expect("ASCII letters and digits are text");
        return Squeezed { text, origin };
    }
    let mut squeezed = Squeezed::default();
    for_each_folded(text, |c, at| {
        if c.is_alphanumeric() {
            for upper in c.to_uppercase() {
                squeezed.text.push(upper);
                squeezed.origin.resize(squeezed.text.len(), at);
            }
        }
    });
    squeezed
}

/// Calls back with each folded character and the char index in `text` that it came from.
fn for_each_folded(text: &str, mut take: impl FnMut(char, u32)) {
    for (at, c) in text.chars().enumerate() {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        if c.is_ascii() {
            take(c.to_ascii_lowercase(), at);
            continue;
        }
        decompose_canonical(c, |part| {
            if !is_combining_mark(part) {
                plain_letter(part).to_lowercase().for_each(|lower| take(lower, at));
            }
        });
    }
}

/// `đ` has no decomposition, and old files hold the eth and the African d in its place. Full-width
/// forms become their ASCII letter.
fn plain_letter(c: char) -> char {
    match c {
        'đ' | 'Đ' | 'ð' | 'Ð' | 'ɖ' | 'Ɖ' => 'd',
        '\u{FF01}'..='\u{FF5E}' => {
            char::from_u32(c as u32 - 0xFEE0).expect("full-width forms mirror ASCII")
        }
        other => other,
    }
}

/// Letters and digits of an account or code, upper case.
pub fn account_key(text: &str) -> String {
    if text.is_ascii() {
        let mut kept = Vec::with_capacity(text.len());
        kept.extend(text.bytes().filter(u8::is_ascii_alphanumeric).map(|b| b.to_ascii_uppercase()));
        return String::from_utf8(kept).expect("ASCII letters and digits are text");
    }
    squeeze(text).text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_composed_and_decomposed_alike() {
        let composed = "Nguyễn  Thị HƯỜNG, Đất";
        let decomposed: String = composed.nfd().collect();
        assert_eq!(fold(composed), "nguyen thi huong, dat");
        assert_eq!(fold(&decomposed), fold(composed));
        assert_eq!(words(composed), ["NGUYEN", "THI", "HUONG", "DAT"]);
        assert_eq!(joined_words(composed), "NGUYEN THI HUONG DAT");
        for plain in ["-le-phi,  HD2611/01.", "", ".", " a"] {
            assert_eq!(joined_words(plain), words(plain).join(" "), "{plain}");
        }
    }

    #[test]
    fn squeezed_text_leads_back_to_the_original() {
        let squeezed = squeeze("Nộp HD 2611-01");
        assert_eq!(squeezed.text, "NOPHD261101");
        let start = squeezed.text.find("HD261101").expect("the code is there");
        assert_eq!(squeezed.origin_of(start, start + 8), (4, 14));
    }
}
