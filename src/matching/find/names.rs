//! The payers of the book, and whose names stand in a text: in any order of words, without
//! diacritics.
//!
//! `NGUYEN VAN AN` of the book is found in `nop phi van an nguyen` as well. How much that proves
//! depends on how many open invoices bear the name, which is counted here.

use std::collections::{HashMap, HashSet};

use super::forms::form_at;
use super::memo::{Memo, Word, word_hash};
use crate::model::{BookInvoice, InvoiceStatus, Span};
use crate::money::Money;
use crate::text::words;

/// One word is no name; `AN` and `BA` together are none either.
const FEWEST_WORDS: usize = 2;
const FEWEST_LETTERS: usize = 5;
/// Longer names (of companies) are compared by their first words.
const MOST_WORDS: usize = 14;

/// A name without order of words: the sum of the hashes of its words.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(in crate::matching) struct NameKey(u64);

/// A known name found in a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::matching) struct NameHit {
    pub name: NameKey,
    /// Where in the memo; `None` if found elsewhere.
    pub span: Option<Span>,
    start: usize,
    end: usize,
    /// Whether it overlaps a longer one: `NGUYEN VAN AN` in `NGUYEN VAN AN BINH`.
    pub is_inner: bool,
}

/// The names of the book's payers.
pub(in crate::matching) struct Names {
    /// By invoice, where it has a name to speak of.
    keys: Vec<Option<NameKey>>,
    /// How many open invoices bear the name; 0 for one whose invoices are all paid.
    open: HashMap<NameKey, u32>,
    /// Invoices (open, or settled for as much) by name and amount.
    by_amount: HashMap<(NameKey, Money), Vec<usize>>,
    words: HashSet<u64>,
    /// Counts of words that occur, descending.
    lengths: Vec<usize>,
}

impl Names {
    pub fn of(invoices: &[BookInvoice]) -> Names {
        let mut names = Names {
            keys: Vec::with_capacity(invoices.len()),
            open: HashMap::new(),
            by_amount: HashMap::new(),
            words: HashSet::new(),
            lengths: Vec::new(),
        };
        let mut has_length = [false; MOST_WORDS + 1];
        for (at, invoice) in invoices.iter().enumerate() {
            let words = name_words(&invoice.payer_name);
            names.keys.push(key_of(&words));
            let (Some(key), InvoiceStatus::Open) = (key_of(&words), invoice.status) else {
                continue;
            };
            has_length[words.len()] = true;
            names.words.extend(words.iter().map(|word| word_hash(word.as_bytes())));
            let asked = if invoice.open.is_positive() { invoice.open } else { invoice.amount };
            names.by_amount.entry((key, asked)).or_default().push(at);
            *names.open.entry(key).or_default() += u32::from(invoice.open.is_positive());
        }
        names.lengths = (1..=MOST_WORDS).rev().filter(|length| has_length[*length]).collect();
        names
    }

    pub fn key(&self, invoice: usize) -> Option<NameKey> {
        self.keys[invoice]
    }

    /// How many open invoices bear the name of this one.
    pub fn open_with_name_of(&self, invoice: usize) -> u32 {
        self.keys[invoice].and_then(|key| self.open.get(&key)).copied().unwrap_or(0)
    }

    /// Invoices of the name that ask (or asked) for exactly this much.
    pub fn with_amount(&self, name: NameKey, amount: Money) -> &[usize] {
        self.by_amount.get(&(name, amount)).map_or(&[], Vec::as_slice)
    }

    /// The known names in a memo; where several overlap, all but the longest are inner ones.
    pub fn hits(&self, memo: &Memo) -> Vec<NameHit> {
        let words = memo.words();
        let mut hits: Vec<NameHit> = Vec::new();
        for length in self.lengths.iter().filter(|length| **length <= words.len()) {
            for start in 0..=words.len() - length {
                let end = start + length;
                let run = &words[start..end];
                let is_name = || run.iter().all(|word| self.words.contains(&word.hash));
                if !is_name() || memo.is_across(run[0].start, run[length - 1].end) {
                    continue;
                }
                let name = key_of_run(run);
                if self.open.contains_key(&name) {
                    let is_apart = |hit: &NameHit| end <= hit.start || hit.end <= start;
                    let is_inner = !hits.iter().filter(|hit| !hit.is_inner).all(is_apart);
                    let span = Some(memo.span(run[0].start, run[length - 1].end));
                    hits.push(NameHit { name, span, start, end, is_inner });
                }
            }
        }
        hits.sort_by_key(|hit| hit.start);
        hits
    }
}

/// Where the payer's name stands in the memo; words in any order, or all in one piece.
pub(in crate::matching) fn name_span(payer_name: &str, memo: &Memo) -> Option<Span> {
    let name = name_words(payer_name);
    let key = key_of(&name)?;
    let words = memo.words();
    let bounds = |run: &[Word]| (run[0].start, run[run.len() - 1].end);
    let is_it = |run: &&[Word]| {
        let (start, end) = bounds(run);
        key_of_run(run) == key && !memo.is_across(start, end)
    };
    if let Some(run) = words.windows(name.len()).find(is_it) {
        let (start, end) = bounds(run);
        return Some(memo.span(start, end));
    }
    let glued = crate::text::words(payer_name).concat();
    if glued.len() >= 8
        && let Some(at) = memo.squeezed.text.find(&glued)
    {
        return Some(memo.span(at, at + glued.len()));
    }
    cut_name(&name, words, memo)
}

/// The name as the memo's last words, the last of them cut: `NGUYEN VAN THA` for `NGUYEN VAN
/// THANH`.
fn cut_name(name: &[String], words: &[Word], memo: &Memo) -> Option<Span> {
    if name.len() < 3 || words.len() < name.len() {
        return None;
    }
    let tail = &words[words.len() - name.len()..];
    let (last, whole) = tail.split_last().expect("a name has three words or more");
    let is_same = whole.iter().zip(name).all(|(word, own)| word.hash == word_hash(own.as_bytes()));
    let is_cut = name[name.len() - 1].starts_with(&memo.squeezed.text[last.start..last.end]);
    (is_same && is_cut).then(|| memo.span(tail[0].start, last.end))
}

/// The name that a text is, if it is one.
pub(in crate::matching) fn key_of_name(name: &str) -> Option<NameKey> {
    key_of(&name_words(name))
}

fn name_words(name: &str) -> Vec<String> {
    let mut words = words(name);
    if let Some((form, length)) = form_at(|at| words.get(at).map(String::as_str)) {
        words.splice(..length, [form.to_owned()]);
    }
    words.truncate(MOST_WORDS);
    words
}

fn key_of(words: &[String]) -> Option<NameKey> {
    let letters: usize = words.iter().map(String::len).sum();
    if words.len() < FEWEST_WORDS || letters < FEWEST_LETTERS {
        return None;
    }
    Some(sum(words.iter().map(|word| word_hash(word.as_bytes()))))
}

fn key_of_run(words: &[Word]) -> NameKey {
    sum(words.iter().map(|word| word.hash))
}

fn sum(hashes: impl Iterator<Item = u64>) -> NameKey {
    NameKey(hashes.fold(0, u64::wrapping_add))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_company_is_found_however_its_form_is_written() {
        let is_named = |memo| name_span("Công ty TNHH MTV In ấn Mỹ Á", &Memo::of(memo)).is_some();
        for memo in [
            "cong ty trach nhiem huu han mot thanh vien in an my a nop phi",
            "CTY TNHH IN AN MY A",
            "CT TNHH MTV IN AN MY A NOP",
            "TNHH IN AN MY A",
            "CONGTYTNHHMTVINANMYA",
        ] {
            assert!(is_named(memo), "{memo}");
        }
        for memo in ["CTCP IN AN MY A", "IN AN MY A", "CTY TNHH IN AN MY B"] {
            assert!(!is_named(memo), "{memo}");
        }
    }

    #[test]
    fn a_name_is_found_in_any_order_cut_or_glued() {
        let is_named = |memo| name_span("Nguyễn Văn Thành", &Memo::of(memo)).is_some();
        for memo in [
            "nop phi NGUYEN VAN THANH",
            "van thanh nguyen nop phi",
            "NOP PHI NGUYENVANTHANH",
            "NOP PHI NGUYEN VAN THA",
        ] {
            assert!(is_named(memo), "{memo}");
        }
        for memo in ["NGUYEN VAN THAN NOP PHI", "NGUYEN NOP PHI VAN THANH", "", "NGUYEN VAN"] {
            assert!(!is_named(memo), "{memo}");
        }
    }
}
