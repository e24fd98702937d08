//! Codes of the book that are one slip of the finger from what stands in a memo, or whose tail was
//! cut off.
//!
//! Nothing is searched: every text that is one slip away from a place of the memo is looked up in
//! the exact dictionary. Only places that begin like a code of the book, or are a word as long as
//! one, are tried.

use super::codes::Dictionary;
use super::memo::Memo;
use crate::model::Span;
use crate::text::squeeze;

/// Codes of fewer signs are near to too much.
const SHORTEST: usize = 7;
/// Places of one memo beyond this many are not tried.
const MOST_PLACES: usize = 40;

/// How what stands in the memo differs from the code, the likeliest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(in crate::matching) enum Slip {
    /// Signs that look alike: O for 0, I for 1.
    LooksAlike,
    /// The memo, or what a bank left of it, ends inside the code.
    Cut,
    /// A sign wrong, missing, too many, or two swapped.
    OneEdit,
    /// The last group of digits stands alone.
    EndOnly,
}

/// A code of the dictionary near to a place of the memo.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::matching) struct NearHit {
    /// Index in the dictionary.
    pub code: usize,
    pub slip: Slip,
    pub span: Span,
}

/// The codes near to what stands in the memo, each once.
pub(in crate::matching) fn hits(dictionary: &Dictionary, memo: &Memo) -> Vec<NearHit> {
    let mut hits = Vec::new();
    for (start, end) in places(dictionary, memo) {
        let window = &memo.squeezed.text.as_bytes()[start..end];
        let span = memo.span(start, end);
        let mut take = |code, slip| hits.push(NearHit { code, slip, span });
        each_near(window, dictionary, &mut take);
        if is_cut(memo, end) && dictionary.may_begin(window) {
            let begun = dictionary.beginning_with(window);
            begun.for_each(|code| take(code, Slip::Cut));
        }
    }
    hits.sort_by_key(|hit| (hit.code, hit.slip, hit.span.start, hit.span.end));
    hits.dedup_by_key(|hit| hit.code);
    hits
}

/// Codes that are one slip from this squeezed text.
pub(in crate::matching) fn codes_near(dictionary: &Dictionary, text: &str) -> Vec<usize> {
    let mut codes = Vec::new();
    each_near(text.as_bytes(), dictionary, &mut |code, _| codes.push(code));
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// Places of the memo that may have been meant as a code, as ranges of the squeezed text.
fn places(dictionary: &Dictionary, memo: &Memo) -> Vec<(usize, usize)> {
    let text = memo.squeezed.text.as_bytes();
    let mut places = Vec::new();
    for start in 0..text.len().saturating_sub(SHORTEST - 1) {
        if memo.is_glued(start) && (is_digit(text[start]) || is_digit(text[start - 1])) {
            continue;
        }
        let is_begun = dictionary.may_begin(&text[start..]);
        let is_word = start == 0 || memo.is_gap(start);
        if !is_begun && !is_word {
            continue;
        }
        let longest = text.len().min(start + dictionary.longest() + 1);
        for end in start + SHORTEST..=longest {
            if places.len() == MOST_PLACES {
                return places;
            }
            let is_end = end == text.len() || memo.is_gap(end);
            if is_end && is_place(dictionary, memo, start, end, is_begun) {
                places.push((start, end));
            }
        }
    }
    places
}

fn is_place(
    dictionary: &Dictionary,
    memo: &Memo,
    start: usize,
    end: usize,
    is_begun: bool,
) -> bool {
    let length = end - start;
    let text = &memo.squeezed.text.as_bytes()[start..end];
    let has_length = || (length - 1..=length + 1).any(|length| dictionary.has_length(length));
    let digits = text.iter().filter(|c| is_digit(**c)).count();
    let (from, to) = memo.squeezed.origin_of(start, end);
    memo.squeezed.text.is_char_boundary(start)
        && memo.squeezed.text.is_char_boundary(end)
        && digits * 2 >= length
        && (has_length() || (is_begun && is_cut(memo, end)))
        && memo.widest_gap(start, end) <= 3
        && !memo.is_machine_made(from, to)
}

/// Whether nothing of the payer's follows.
fn is_cut(memo: &Memo, end: usize) -> bool {
    let Some(next) = memo.squeezed.origin.get(end) else { return true };
    memo.is_machine_made(*next, next + 1)
}

/// Looks up all that is one slip away.
fn each_near(window: &[u8], dictionary: &Dictionary, take: &mut impl FnMut(usize, Slip)) {
    if window.len() < SHORTEST {
        return;
    }
    let mut try_text = |text: &[u8], slip| {
        if dictionary.may_begin(text)
            && text != window
            && let Some(code) = dictionary.find_squeezed(text)
        {
            take(code, slip);
        }
    };
    try_text(&without_look_alikes(window), Slip::LooksAlike);
    let mut text = window.to_vec();
    for at in 0..window.len() {
        for sign in signs_for(window[at]) {
            text[at] = sign;
            try_text(&text, Slip::OneEdit);
        }
        text[at] = window[at];
        if at + 1 < window.len() && window[at] != window[at + 1] {
            text.swap(at, at + 1);
            try_text(&text, Slip::OneEdit);
            text.swap(at, at + 1);
        }
    }
    for at in 0..window.len() {
        let fewer = [&window[..at], &window[at + 1..]].concat();
        try_text(&fewer, Slip::OneEdit);
    }
    for at in 0..=window.len() {
        let mut more = [&window[..at], b"0", &window[at..]].concat();
        for sign in b'0'..=b'9' {
            more[at] = sign;
            try_text(&more, Slip::OneEdit);
        }
        // A letter is only ever left out where letters are: one of its neighbours, doubled.
        for neighbour in window[at.saturating_sub(1)..window.len().min(at + 1)].iter() {
            more[at] = *neighbour;
            try_text(&more, Slip::OneEdit);
        }
    }
}

/// What may have been meant by a sign: any digit; for a sign among letters, any letter.
fn signs_for(sign: u8) -> impl Iterator<Item = u8> {
    let letters = if is_digit(sign) { b'A'..b'A' } else { b'A'..b'Z' + 1 };
    (b'0'..b'9' + 1).chain(letters).filter(move |other| *other != sign)
}

/// From the first digit on, letters that look like digits are those digits.
fn without_look_alikes(window: &[u8]) -> Vec<u8> {
    let is_likely = |c: &u8| is_digit(*c) || digit_like(*c).is_some();
    let first = window.iter().position(|c| is_digit(*c)).unwrap_or(window.len());
    let mut text = window.to_vec();
    for sign in text[first..].iter_mut().filter(|sign| is_likely(sign)) {
        *sign = digit_like(*sign).unwrap_or(*sign);
    }
    text
}

/// The digit that a letter is taken for.
fn digit_like(letter: u8) -> Option<u8> {
    match letter {
        b'O' => Some(b'0'),
        b'I' | b'L' => Some(b'1'),
        b'Z' => Some(b'2'),
        b'S' => Some(b'5'),
        b'B' => Some(b'8'),
        _ => None,
    }
}

fn is_digit(c: u8) -> bool {
    c.is_ascii_digit()
}

/// Whether one edit turns one code into the other (both squeezed). Equal codes are no slip.
pub(in crate::matching) fn is_one_edit(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let (short, long) = (short.as_bytes(), long.as_bytes());
    if long.len() - short.len() > 1 {
        return false;
    }
    let head = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    if short.len() < long.len() {
        return short[head..] == long[head + 1..];
    }
    if head == short.len() {
        return false;
    }
    let is_swapped = head + 1 < short.len()
        && short[head] == long[head + 1]
        && short[head + 1] == long[head]
        && short[head + 2..] == long[head + 2..];
    is_swapped || short[head + 1..] == long[head + 1..]
}

/// Whether a code as written by the agency is one edit from a squeezed one.
pub(in crate::matching) fn is_near(written: &str, squeezed: &str) -> bool {
    written.len() + 1 >= squeezed.len() && is_one_edit(&squeeze(written).text, squeezed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_one_slip_from_none_and_from_two() {
        let near = [("HD123", "HD124"), ("HD123", "HD1233"), ("HD123", "HD13"), ("HD123", "HD132")];
        for (one, other) in near {
            assert!(is_one_edit(one, other) && is_one_edit(other, one), "{one} {other}");
        }
        for (one, other) in
            [("HD123", "HD123"), ("HD123", "HD145"), ("HD123", "HD12345"), ("AB", "CD")]
        {
            assert!(!is_one_edit(one, other), "{one} {other}");
        }
    }
}
