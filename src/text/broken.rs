//! Text that was read under another encoding once, before it came here: no program can undo that
//! for sure, but a person must know.

/// Whether a text has letters that were read byte by byte (`Nguyá»…n` for `Nguyễn`), or question
/// marks within several words where letters stood (`Nguy?n H?ng`).
pub fn has_broken_letters(text: &str) -> bool {
    let is_broken_word = |word: &&str| {
        let inner = word.match_indices('?').any(|(at, _)| {
            let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
            is_letter(word[..at].chars().next_back()) && is_letter(word[at + 1..].chars().next())
        });
        inner && !word.contains(['=', '/', '&'])
    };
    let is_asked = || text.split_whitespace().filter(is_broken_word).nth(1).is_some();
    text.contains('?') && is_asked() || !text.is_ascii() && has_bytes_for_letters(text)
}

/// Whether the bytes of a Vietnamese letter in UTF-8 stand as letters of Windows-1252: a lead byte
/// and one or two that go on with it.
fn has_bytes_for_letters(text: &str) -> bool {
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().filter(|next| goes_on(*next));
        let is_lead = match (c, next) {
            // A quote may stand after `XÃ`.
            ('Ã', Some(next)) => next <= '\u{BF}',
            ('Ä' | 'Æ', Some(_)) => true,
            ('á', Some('º' | '»')) => {
                chars.next();
                chars.peek().is_some_and(|third| goes_on(*third))
            }
            _ => false,
        };
        if is_lead {
            return true;
        }
    }
    false
}

/// Whether Windows-1252 has this character for a byte from 80 to BF, which goes on with a letter in
/// UTF-8. A no-break space is left out: it stands after whole words.
fn goes_on(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9F}' | '\u{A1}'..='\u{BF}')
        || "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_letters_are_told_from_whole_ones() {
        let broken =
            ["Nguyá»…n Thá»‹ HÆ°á»ng", "Ä‘á»‹a chá»‰", "lá»‡ phÃ\u{AD}", "Nguy?n Th? Hu?ng nop"];
        for text in broken {
            assert!(has_broken_letters(text), "{text}");
        }
        let whole = [
            "Nguyễn Thị Hường nộp lệ phí XÃ ĐÔNG",
            "UBND XÃ\u{a0}TÂN, ĐÃ NỘP",
            "«xá» phí của “UBND XÃ”",
            "nop phi? chua a?b",
            "http://x.vn/a?b=c http://x.vn/c?d=e",
            "Æ Ä",
        ];
        for text in whole {
            assert!(!has_broken_letters(text), "{text}");
        }
    }
}
