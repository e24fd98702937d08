//! The codes of the book, and where they stand in a memo however a bank has mangled it.
//!
//! `HD2611-00000123` is found in `NOP PHI HD 2611 0000 0123 NGUYEN VAN A`, not in
//! `...HD2611-000001234`. Both sides are squeezed to letters and digits. A table of first four
//! signs says which lengths may begin at a place, so that hardly any place of a memo costs a
//! look-up.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::OnceLock;

use super::memo::Memo;
use crate::model::{BookInvoice, Span};
use crate::text::squeeze;

/// Codes of fewer signs prove nothing and are not looked for.
const SHORTEST: usize = 4;
/// A code with letters of at least this length may stand glued to other letters and in pieces.
const LONG_WITH_LETTERS: usize = 8;
/// A code of digits alone that is shorter is found, and doubted.
const TRUSTED_DIGITS: usize = 6;
/// A code of digits alone may be in pieces only from this length on, or where it is written so.
const LONG_DIGITS: usize = 10;
/// At most this many signs that are no letter or digit may stand between two pieces.
const WIDEST_GAP: u32 = 3;
/// A beginning that more codes share says nothing, whatever the amount.
const MOST_BEGUN: usize = 2_000;
const PREFIX_BITS: u32 = 16;
const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;

/// What an invoice calls this code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(in crate::matching) enum CodeKind {
    Number,
    PaymentCode,
    VirtualAccount,
    Dossier,
}

impl CodeKind {
    pub fn code(self) -> &'static str {
        match self {
            CodeKind::Number => "number",
            CodeKind::PaymentCode => "payment_code",
            CodeKind::VirtualAccount => "virtual_account",
            CodeKind::Dossier => "dossier_code",
        }
    }
}

/// An invoice (by index in the book) that bears a code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(in crate::matching) struct Owner {
    pub invoice: usize,
    pub kind: CodeKind,
}

/// Why a code that stands in the memo may be something else.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::matching) enum Doubt {
    /// A few digits alone.
    Short,
    /// A short code with gaps that its own spelling does not have.
    InPieces,
    /// A single letter follows at once: perhaps another, longer code.
    Glued,
    /// Written like a telephone number.
    Phone,
    /// Written like a day.
    Date,
}

impl Doubt {
    pub fn code(self) -> &'static str {
        match self {
            Doubt::Short => "short",
            Doubt::InPieces => "in_pieces",
            Doubt::Glued => "glued",
            Doubt::Phone => "phone",
            Doubt::Date => "date",
        }
    }
}

/// A code of the book found in a memo.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::matching) struct Hit {
    /// Index in the dictionary.
    pub code: usize,
    pub start: usize,
    pub end: usize,
    pub span: Span,
    pub doubt: Option<Doubt>,
}

#[derive(Debug)]
struct Code {
    text: Box<str>,
    has_letters: bool,
    /// Bit n: its own spelling has a gap before sign n (codes of digits alone must keep to that).
    gaps: u128,
    owners: Vec<Owner>,
    /// Another code with the same hash.
    next: Option<u32>,
}

/// The hash of a code is a good key once its high half is mixed into the low one.
#[derive(Default)]
struct Mixed(u64);

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {
        unreachable!("only whole hashes are keys");
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = (hash ^ (hash >> 29)).wrapping_mul(MULTIPLIER) ^ (hash >> 32);
    }
}

/// All codes of the book's invoices, open or not.
pub(in crate::matching) struct Dictionary {
    codes: Vec<Code>,
    by_hash: HashMap<u64, u32, BuildHasherDefault<Mixed>>,
    /// Lengths that occur, ascending.
    lengths: Vec<usize>,
    /// By hash of the first four signs: which of `lengths` occur; the last bit stands for all from
    /// 63 on.
    by_prefix: Vec<u64>,
    /// Codes in the order of their text; built for the first memo that ends inside a code.
    sorted: OnceLock<Vec<u32>>,
}

impl Dictionary {
    pub fn of(invoices: &[BookInvoice]) -> Dictionary {
        let mut dictionary = Dictionary {
            codes: Vec::with_capacity(invoices.len() * 2),
            by_hash: HashMap::default(),
            lengths: Vec::new(),
            by_prefix: Vec::new(),
            sorted: OnceLock::new(),
        };
        for (invoice, facts) in invoices.iter().enumerate() {
            let mut add = |text: &str, kind| dictionary.add(text, Owner { invoice, kind });
            add(&facts.identity.number, CodeKind::Number);
            facts.payment_codes.iter().for_each(|code| add(code, CodeKind::PaymentCode));
            add(&facts.virtual_account, CodeKind::VirtualAccount);
            add(&facts.dossier_code, CodeKind::Dossier);
        }
        dictionary.index_prefixes();
        dictionary
    }

    fn add(&mut self, text: &str, owner: Owner) {
        if text.len() < SHORTEST {
            return;
        }
        let squeezed = squeeze(text);
        if squeezed.text.len() < SHORTEST {
            return;
        }
        let hash = hash_of(squeezed.text.as_bytes());
        let first = self.by_hash.get(&hash).copied();
        let mut at = first;
        while let Some(index) = at {
            let code = &mut self.codes[index as usize];
            if *code.text == *squeezed.text {
                if code.owners.last().is_none_or(|last| last.invoice != owner.invoice) {
                    code.owners.push(owner);
                }
                return;
            }
            at = code.next;
        }
        let index = u32::try_from(self.codes.len()).expect("fewer codes than 2^32 fit a machine");
        self.by_hash.insert(hash, index);
        let has_letters = !squeezed.text.bytes().all(|b| b.is_ascii_digit());
        let gaps = if has_letters && squeezed.text.len() >= LONG_WITH_LETTERS {
            0
        } else {
            gaps_of(&squeezed.origin)
        };
        let text = squeezed.text.into_boxed_str();
        self.codes.push(Code { text, has_letters, gaps, owners: vec![owner], next: first });
    }

    fn index_prefixes(&mut self) {
        self.lengths = self.codes.iter().map(|code| code.text.len()).collect();
        self.lengths.sort_unstable();
        self.lengths.dedup();
        self.by_prefix = vec![0; 1 << PREFIX_BITS];
        for code in &self.codes {
            let rank = self.lengths.partition_point(|length| *length < code.text.len());
            self.by_prefix[prefix_of(code.text.as_bytes())] |= 1 << rank.min(63);
        }
    }

    /// The code, squeezed.
    pub fn text(&self, code: usize) -> &str {
        &self.codes[code].text
    }

    pub fn owners(&self, code: usize) -> &[Owner] {
        &self.codes[code].owners
    }

    /// The code that is this text and nothing else.
    pub fn find(&self, text: &str) -> Option<usize> {
        let squeezed = squeeze(text).text;
        if squeezed.len() < SHORTEST {
            return None;
        }
        self.find_squeezed(squeezed.as_bytes())
    }

    pub fn find_squeezed(&self, text: &[u8]) -> Option<usize> {
        let mut at = self.by_hash.get(&hash_of(text)).copied();
        while let Some(index) = at {
            let code = &self.codes[index as usize];
            if code.text.as_bytes() == text {
                return Some(index as usize);
            }
            at = code.next;
        }
        None
    }

    /// Whether some code (or, rarely, none) begins with the first signs of this squeezed text.
    pub fn may_begin(&self, text: &[u8]) -> bool {
        text.len() >= SHORTEST && self.by_prefix[prefix_of(text)] != 0
    }

    pub fn has_length(&self, length: usize) -> bool {
        self.lengths.binary_search(&length).is_ok()
    }

    pub fn longest(&self) -> usize {
        self.lengths.last().copied().unwrap_or(0)
    }

    /// The codes that go on where this squeezed text ends; none where it is the beginning of more
    /// than [`MOST_BEGUN`].
    pub fn beginning_with(&self, text: &[u8]) -> impl Iterator<Item = usize> {
        let sorted = self.sorted.get_or_init(|| {
            let mut sorted: Vec<u32> = (0..).take(self.codes.len()).collect();
            sorted.sort_unstable_by_key(|code| &self.codes[*code as usize].text);
            sorted
        });
        let bytes = |code: &u32| self.codes[*code as usize].text.as_bytes();
        let from = sorted.partition_point(|code| bytes(code) < text);
        let rest = &sorted[from..];
        let begun = rest.partition_point(|code| bytes(code).starts_with(text));
        let begun = if begun > MOST_BEGUN { &[] } else { &rest[..begun] };
        let is_longer = move |code: &&u32| bytes(code).len() > text.len();
        begun.iter().filter(is_longer).map(|code| *code as usize)
    }

    /// The codes in a memo, in order, the longest where several overlap.
    pub fn hits(&self, memo: &Memo) -> Vec<Hit> {
        let text = memo.squeezed.text.as_bytes();
        let mut hits = Vec::new();
        if text.len() < SHORTEST || self.codes.is_empty() {
            return hits;
        }
        for start in 0..=text.len() - SHORTEST {
            let mut mask = self.by_prefix[prefix_of(&text[start..])];
            while mask != 0 {
                let rank = mask.trailing_zeros() as usize;
                mask &= mask - 1;
                let lengths =
                    if rank == 63 { &self.lengths[63..] } else { &self.lengths[rank..=rank] };
                for length in lengths.iter().take_while(|length| start + **length <= text.len()) {
                    let end = start + length;
                    let found = self.find_squeezed(&text[start..end]);
                    hits.extend(found.and_then(|code| self.judged(memo, code, start, end)));
                }
            }
        }
        longest(hits)
    }

    /// The hit, unless what stands around it or inside it says that it is no code.
    fn judged(&self, memo: &Memo, code: usize, start: usize, end: usize) -> Option<Hit> {
        let known = &self.codes[code];
        let (from, to) = memo.squeezed.origin_of(start, end);
        if memo.is_machine_made(from, to) {
            return None;
        }
        let doubt = match known.has_letters && known.text.len() >= LONG_WITH_LETTERS {
            true => long_doubt(memo, start, end)?,
            false => known.short_doubt(memo, start, end)?,
        };
        Some(Hit { code, start, end, span: Span { start: from, end: to }, doubt })
    }
}

impl Code {
    /// For a code that is short or without letters: bounded on both sides, or it is none.
    fn short_doubt(&self, memo: &Memo, start: usize, end: usize) -> Option<Option<Doubt>> {
        let is_bounded = !memo.is_glued(start) && !memo.is_glued(end);
        let gaps = gaps_of(&memo.squeezed.origin[start..end]);
        let is_in_pieces = gaps & !self.gaps != 0;
        if !is_bounded || memo.widest_gap(start, end) > WIDEST_GAP {
            return None;
        }
        if self.has_letters {
            return Some(is_in_pieces.then_some(Doubt::InPieces));
        }
        if is_in_pieces && self.text.len() < LONG_DIGITS {
            return None;
        }
        let is_account = self.owners.iter().any(|owner| owner.kind == CodeKind::VirtualAccount);
        Some(match &*self.text {
            short if short.len() < TRUSTED_DIGITS => Some(Doubt::Short),
            text if is_phone(text) && !is_account => Some(Doubt::Phone),
            text if is_date(text) => Some(Doubt::Date),
            _ => None,
        })
    }
}

/// For a long code with letters: it may not begin or end inside a longer run of digits.
fn long_doubt(memo: &Memo, start: usize, end: usize) -> Option<Option<Doubt>> {
    let text = memo.squeezed.text.as_bytes();
    if memo.widest_gap(start, end) > WIDEST_GAP {
        return None;
    }
    let is_digit = |at: usize| text[at].is_ascii_digit();
    if memo.is_glued(start) && is_digit(start) && is_digit(start - 1) {
        return None;
    }
    if !memo.is_glued(end) {
        return Some(None);
    }
    if is_digit(end) {
        return None;
    }
    let is_one_letter = end + 1 == text.len() || memo.is_gap(end + 1) || is_digit(end + 1);
    Some(is_one_letter.then_some(Doubt::Glued))
}

fn longest(mut hits: Vec<Hit>) -> Vec<Hit> {
    if hits.len() > 1 {
        hits.sort_by_key(|hit| (std::cmp::Reverse(hit.end - hit.start), hit.start));
        let mut kept: Vec<Hit> = Vec::new();
        for hit in hits {
            if kept.iter().all(|other| hit.end <= other.start || other.end <= hit.start) {
                kept.push(hit);
            }
        }
        kept.sort_by_key(|hit| hit.start);
        return kept;
    }
    hits
}

/// Ten digits from 03, 05, 07, 08 or 09: Vietnamese mobile numbers.
fn is_phone(digits: &str) -> bool {
    digits.len() == 10
        && digits.starts_with('0')
        && matches!(digits.as_bytes()[1], b'3' | b'5' | b'7' | b'8' | b'9')
}

/// ddMMyy, yyMMdd, ddMMyyyy or yyyyMMdd of this century's first half.
pub(super) fn is_date(digits: &str) -> bool {
    let number = |range: std::ops::Range<usize>| digits[range].parse::<u32>().unwrap_or(0);
    let is_day = |day: u32, month: u32, year: u32| {
        (1..=31).contains(&day) && (1..=12).contains(&month) && (2015..2050).contains(&year)
    };
    match digits.len() {
        6 => {
            is_day(number(0..2), number(2..4), 2000 + number(4..6))
                || is_day(number(4..6), number(2..4), 2000 + number(0..2))
        }
        8 => {
            is_day(number(0..2), number(2..4), number(4..8))
                || is_day(number(6..8), number(4..6), number(0..4))
        }
        _ => false,
    }
}

fn gaps_of(origin: &[u32]) -> u128 {
    let gaps = origin.windows(2).enumerate().filter(|(_, pair)| pair[1] > pair[0] + 1);
    gaps.fold(0, |gaps, (at, _)| gaps | 1 << at.min(127))
}

fn prefix_of(text: &[u8]) -> usize {
    let first = u32::from_le_bytes([text[0], text[1], text[2], text[3]]);
    (first.wrapping_mul(0x9E37_79B1) >> (32 - PREFIX_BITS)) as usize
}

fn hash_of(text: &[u8]) -> u64 {
    text.iter()
        .fold(0, |hash: u64, byte| hash.wrapping_mul(MULTIPLIER).wrapping_add(u64::from(*byte) + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Day;
    use crate::model::{InvoiceId, InvoiceIdentity, InvoiceStatus};
    use crate::money::{Currency, Money};

    fn dictionary(numbers: &[&str]) -> Dictionary {
        let amount = Money::from_minor(100_000, Currency::VND);
        let invoice = |(number, id): (&&str, i64)| BookInvoice {
            id: InvoiceId(id),
            identity: InvoiceIdentity {
                number: (*number).to_owned(),
                ..InvoiceIdentity::default()
            },
            dossier_code: String::new(),
            payment_codes: Vec::new(),
            virtual_account: String::new(),
            payer_name: String::new(),
            payer_id: String::new(),
            payer_account: String::new(),
            issued_on: Day::new(2026, 11, 1),
            due_on: None,
            status: InvoiceStatus::Open,
            amount,
            open: amount,
            paid_by: Vec::new(),
        };
        Dictionary::of(&numbers.iter().zip(1..).map(invoice).collect::<Vec<_>>())
    }

    /// The parts of the memo in which codes stand, doubted ones with a question mark.
    fn found(numbers: &[&str], memo: &str) -> Vec<String> {
        let hits = dictionary(numbers).hits(&Memo::of(memo));
        let part = |span: Span| -> String {
            memo.chars().skip(span.start as usize).take((span.end - span.start) as usize).collect()
        };
        let mark = |hit: &Hit| if hit.doubt.is_some() { "?" } else { "" };
        hits.iter().map(|hit| part(hit.span) + mark(hit)).collect()
    }

    #[test]
    fn finds_codes_at_any_split_and_says_where() {
        let cases: &[(&str, &[&str])] = &[
            ("NOP PHI HD2611-00000123 A", &["HD2611-00000123"]),
            ("nộp phí hd 2611 0000 0123", &["hd 2611 0000 0123"]),
            ("XHD261100000123NGUYEN", &["HD261100000123"]),
            ("HD2611-000001234", &[]),
            ("HD2611-0000012", &[]),
            ("HD2611-00000123B", &["HD2611-00000123?"]),
            ("HD2611-00000123, HD2611-00000124", &["HD2611-00000123", "HD2611-00000124"]),
            ("HD2611     00000123", &[]),
            ("", &[]),
            ("HD2", &[]),
        ];
        for (memo, expected) in cases {
            assert_eq!(found(&["HD2611-00000123", "HD2611-00000124"], memo), *expected, "{memo}");
        }
    }

    #[test]
    fn digits_alone_need_bounds_and_their_own_spelling() {
        let cases: &[(&str, &[&str])] = &[
            ("so 734512.", &["734512"]),
            ("A734512", &[]),
            ("7345 12", &[]),
            ("26-1100123", &["26-1100123"]),
            ("2611 00123", &[]),
            ("9704 2212 3456 7890", &["9704 2212 3456 7890"]),
            ("so 4321", &["4321?"]),
        ];
        let numbers = ["734512", "26-1100123", "9704221234567890", "4321", "321"];
        for (memo, expected) in cases {
            assert_eq!(found(&numbers, memo), *expected, "{memo}");
        }
    }

    #[test]
    fn the_longest_of_overlapping_codes_stands() {
        let numbers = ["HD2611-0000", "HD2611-00000123", "2611-00000123-9"];
        assert_eq!(found(&numbers, "HD2611-00000123"), ["HD2611-00000123"]);
        assert_eq!(found(&numbers, "HD2611-00000123-9"), ["HD2611-00000123"]);
        assert_eq!(found(&numbers, "HD2611-0000 nop"), ["HD2611-0000"]);
    }

    #[test]
    fn more_lengths_than_bits_are_all_looked_for() {
        let codes: Vec<String> =
            (4..120).map(|length| format!("K{}", "7".repeat(length))).collect();
        let numbers: Vec<&str> = codes.iter().map(String::as_str).collect();
        for code in &codes {
            assert_eq!(found(&numbers, &format!("nop {code} nhe")), [code.as_str()]);
        }
    }
}
