//! A memo prepared for the search: squeezed, with its words, and what of it a machine wrote.

use std::cell::OnceCell;

use super::forms::form_at;
use crate::matching::heads;
use crate::model::Span;
use crate::text::{Squeezed, squeeze};

/// A memo as the finders read it.
pub(in crate::matching) struct Memo<'a> {
    text: &'a str,
    is_ascii: bool,
    pub squeezed: Squeezed,
    /// Char ranges that a bank put before or after the payer's words.
    machine: Vec<Span>,
    words: OnceCell<Vec<Word>>,
}

/// A word of a memo: its range in the squeezed text, and a hash to know it by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::matching) struct Word {
    pub start: usize,
    pub end: usize,
    pub hash: u64,
}

impl<'a> Memo<'a> {
    pub fn of(text: &'a str) -> Memo<'a> {
        let squeezed = squeeze(text);
        Memo { machine: heads::machine_spans(text), ..Memo::of_squeezed(text, squeezed) }
    }

    /// A text that no bank adds to: a structured reference, a payer's name.
    pub fn plain(text: &'a str) -> Memo<'a> {
        let squeezed = squeeze(text);
        Memo::of_squeezed(text, squeezed)
    }

    fn of_squeezed(text: &'a str, squeezed: Squeezed) -> Memo<'a> {
        let (is_ascii, words) = (text.is_ascii(), OnceCell::new());
        Memo { text, is_ascii, squeezed, machine: Vec::new(), words }
    }

    /// Whether any of the char range is a trace number, account or time that a bank added.
    pub fn is_machine_made(&self, start: u32, end: u32) -> bool {
        self.machine.iter().any(|span| start < span.end && span.start < end)
    }

    /// Whether a part of the squeezed text begins among a bank's words and ends among the payer's,
    /// or the other way round: what reads across them is nobody's word.
    pub fn is_across(&self, start: usize, end: usize) -> bool {
        let (from, to) = self.squeezed.origin_of(start, end);
        let is_inside = |bound: u32| from < bound && bound < to;
        self.machine.iter().any(|span| is_inside(span.start) || is_inside(span.end))
    }

    /// Whether the sign at `at` of the squeezed text follows the one before it at once.
    pub fn is_glued(&self, at: usize) -> bool {
        0 < at && at < self.squeezed.text.len() && !self.is_gap(at)
    }

    /// Whether something that is no letter or digit stands before the sign at `at`.
    pub fn is_gap(&self, at: usize) -> bool {
        let (before, here) = (self.squeezed.origin[at - 1], self.squeezed.origin[at]);
        if here <= before + 1 {
            return false;
        }
        // Decomposed text: marks of the letter before are no gap.
        let between = || self.text.chars().skip(before as usize + 1);
        self.is_ascii
            || !between()
                .take((here - before - 1) as usize)
                .all(|c| ('\u{300}'..='\u{36F}').contains(&c))
    }

    /// Most signs that stand between two neighbours of the squeezed range.
    pub fn widest_gap(&self, start: usize, end: usize) -> u32 {
        let origin = &self.squeezed.origin[start..end];
        origin.windows(2).map(|pair| (pair[1] - pair[0]).saturating_sub(1)).max().unwrap_or(0)
    }

    /// Its words, in order.
    pub fn words(&self) -> &[Word] {
        self.words.get_or_init(|| {
            let text = self.squeezed.text.as_bytes();
            let mut words = Vec::with_capacity(text.len() / 6);
            let mut start = 0;
            for end in 1..=text.len() {
                if end == text.len() || self.is_gap(end) {
                    words.push(Word { start, end, hash: word_hash(&text[start..end]) });
                    start = end;
                }
            }
            self.with_forms(words)
        })
    }

    /// The words with forms of companies as one word each.
    fn with_forms(&self, words: Vec<Word>) -> Vec<Word> {
        let text = |at: usize| words.get(at).map(|word| &self.squeezed.text[word.start..word.end]);
        let mut short = Vec::with_capacity(words.len());
        let mut at = 0;
        while at < words.len() {
            let (word, length) = match form_at(|next| text(at + next)) {
                Some((form, length)) => {
                    let end = words[at + length - 1].end;
                    (Word { end, hash: word_hash(form.as_bytes()), ..words[at] }, length)
                }
                None => (words[at], 1),
            };
            short.push(word);
            at += length;
        }
        short
    }

    pub fn span(&self, start: usize, end: usize) -> Span {
        let (start, end) = self.squeezed.origin_of(start, end);
        Span { start, end }
    }
}

/// A hash that is known well enough to be summed, for names in any order of words.
pub(in crate::matching) fn word_hash(word: &[u8]) -> u64 {
    let hash = word.iter().fold(0xCBF2_9CE4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3)
    });
    (hash ^ (hash >> 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (hash >> 29)
}
