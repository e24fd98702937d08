//! A memo prepared for the search: squeezed, with its words, and what of it a machine wrote.

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
}

impl<'a> Memo<'a> {
    pub fn of(text: &'a str) -> Memo<'a> {
        let squeezed = squeeze(text);
        Memo { text, is_ascii: text.is_ascii(), squeezed, machine: heads::machine_spans(text) }
    }

    /// A text that no bank adds to: a structured reference, a payer's name.
    pub fn plain(text: &'a str) -> Memo<'a> {
        let squeezed = squeeze(text);
        Memo { text, is_ascii: text.is_ascii(), squeezed, machine: Vec::new() }
    }

    /// Whether any of the char range is a trace number, account or time that a bank added.
    pub fn is_machine_made(&self, start: u32, end: u32) -> bool {
        self.machine.iter().any(|span| start < span.end && span.start < end)
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

    /// Ranges of the words in the squeezed text.
    pub fn words(&self) -> Vec<(usize, usize)> {
        let length = self.squeezed.text.len();
        let mut words = Vec::new();
        let mut start = 0;
        for at in 1..=length {
            if at == length || self.is_gap(at) {
                words.push((start, at));
                start = at;
            }
        }
        if length == 0 { Vec::new() } else { words }
    }

    pub fn span(&self, start: usize, end: usize) -> Span {
        let (start, end) = self.squeezed.origin_of(start, end);
        Span { start, end }
    }
}
