//! The payers of the book, and whose names stand in a text: in any order of words, without diacritics.
//!
//! `NGUYEN VAN AN` of the book is found in `nop phi van an nguyen` as well. How much that proves depends on
//! how many open invoices bear the name, which is counted here.

use std::collections::{HashMap, HashSet};

use super::memo::Memo;
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

    /// How many open invoices bear the name of this one.
    pub fn open_with_name_of(&self, invoice: usize) -> u32 {
        self.keys[invoice].and_then(|key| self.open.get(&key)).copied().unwrap_or(0)
    }

    /// Invoices of the name that ask (or asked) for exactly this much.
    pub fn with_amount(&self, name: NameKey, amount: Money) -> &[usize] {
        self.by_amount.get(&(name, amount)).map_or(&[], Vec::as_slice)
    }

    /// The known names in a memo, the longest where several overlap.
    pub fn hits(&self, memo: &Memo) -> Vec<NameHit> {
        let ranges = memo.words();
        let text = memo.squeezed.text.as_bytes();
        let hashes: Vec<u64> =
            ranges.iter().map(|(start, end)| word_hash(&text[*start..*end])).collect();
        let mut hits: Vec<NameHit> = Vec::new();
        for length in self.lengths.iter().filter(|length| **length <= ranges.len()) {
            for start in 0..=ranges.len() - length {
                let end = start + length;
                let is_free = hits.iter().all(|hit| end <= hit.start || hit.end <= start);
                let is_name = || hashes[start..end].iter().all(|word| self.words.contains(word));
                if !is_free || !is_name() {
                    continue;
                }
                let name = NameKey(sum(&hashes[start..end]));
                if self.open.contains_key(&name) {
                    let span = Some(memo.span(ranges[start].0, ranges[end - 1].1));
                    hits.push(NameHit { name, span, start, end });
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
    let ranges = memo.words();
    let text = memo.squeezed.text.as_bytes();
    let hashes: Vec<u64> =
        ranges.iter().map(|(start, end)| word_hash(&text[*start..*end])).collect();
    let run = hashes.windows(name.len()).position(|run| NameKey(sum(run)) == key);
    if let Some(at) = run {
        return Some(memo.span(ranges[at].0, ranges[at + name.len() - 1].1));
    }
    let glued = name.concat();
    if glued.len() >= 8
        && let Some(at) = memo.squeezed.text.find(&glued)
    {
        return Some(memo.span(at, at + glued.len()));
    }
    cut_name(&name, &ranges, memo)
}

/// The name as the memo's last words, the last of them cut: `NGUYEN VAN THA` for `NGUYEN VAN THANH`.
fn cut_name(name: &[String], ranges: &[(usize, usize)], memo: &Memo) -> Option<Span> {
    if name.len() < 3 || ranges.len() < name.len() {
        return None;
    }
    let tail = &ranges[ranges.len() - name.len()..];
    let (last, whole) = tail.split_last().expect("a name has three words or more");
    let text = &memo.squeezed.text;
    let is_same = whole.iter().zip(name).all(|((start, end), word)| text[*start..*end] == **word);
    let is_cut = name[name.len() - 1].starts_with(&text[last.0..last.1]);
    (is_same && is_cut).then(|| memo.span(tail[0].0, last.1))
}

/// The name that a text is, if it is one.
pub(in crate::matching) fn key_of_name(name: &str) -> Option<NameKey> {
    key_of(&name_words(name))
}

fn name_words(name: &str) -> Vec<String> {
    let mut words = words(name);
    words.truncate(MOST_WORDS);
    words
}

fn key_of(words: &[String]) -> Option<NameKey> {
    let letters: usize = words.iter().map(String::len).sum();
    if words.len() < FEWEST_WORDS || letters < FEWEST_LETTERS {
        return None;
    }
    let hashes: Vec<u64> = words.iter().map(|word| word_hash(word.as_bytes())).collect();
    Some(NameKey(sum(&hashes)))
}

fn sum(hashes: &[u64]) -> u64 {
    hashes.iter().fold(0, |sum, hash| sum.wrapping_add(*hash))
}

fn word_hash(word: &[u8]) -> u64 {
    let hash = word.iter().fold(0xCBF2_9CE4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3)
    });
    (hash ^ (hash >> 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (hash >> 29)
}

#[cfg(test)]
mod tests {
    use super::*;

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
