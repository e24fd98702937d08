//! Numbers of which a memo holds only the last group of digits: `00012857` for `HD2611-00012857`.
//!
//! One sorted list of these ends, built for the first payment that names nothing; each word of a
//! memo that is all digits costs one look into it.

use super::codes::{Dictionary, is_date};
use super::memo::{Memo, word_hash};
use super::near::{NearHit, Slip};
use crate::model::BookInvoice;

/// Fewer digits are a day, a time, a trace or an amount as well.
const SHORTEST: usize = 7;
/// Where more numbers end alike, the end says nothing.
const MOST_ALIKE: usize = 20;

/// The ends of all numbers that begin with something else.
pub(in crate::matching) struct Ends {
    /// Hash of the digits and the invoice, ascending.
    sorted: Vec<(u64, u32)>,
}

impl Ends {
    pub fn of(invoices: &[BookInvoice]) -> Ends {
        let end = |(at, invoice): (u32, &BookInvoice)| {
            let end = end_of(&invoice.identity.number)?;
            Some((word_hash(end.as_bytes()), at))
        };
        let mut sorted: Vec<(u64, u32)> = (0..).zip(invoices).filter_map(end).collect();
        sorted.sort_unstable();
        Ends { sorted }
    }

    /// The numbers whose ends stand in the memo as words of their own.
    pub fn hits(
        &self,
        invoices: &[BookInvoice],
        dictionary: &Dictionary,
        memo: &Memo,
    ) -> Vec<NearHit> {
        let mut hits = Vec::new();
        for word in memo.words() {
            let text = &memo.squeezed.text[word.start..word.end];
            let span = memo.span(word.start, word.end);
            let is_end = text.len() >= SHORTEST && text.bytes().all(|b| b.is_ascii_digit());
            if !is_end || is_date(text) || memo.is_machine_made(span.start, span.end) {
                continue;
            }
            let from = self.sorted.partition_point(|(hash, _)| *hash < word.hash);
            let alike = self.sorted[from..].partition_point(|(hash, _)| *hash == word.hash);
            if alike > MOST_ALIKE {
                continue;
            }
            let numbers = self.sorted[from..from + alike]
                .iter()
                .map(|(_, at)| &invoices[*at as usize].identity.number)
                .filter(|number| end_of(number) == Some(text));
            let codes = numbers.filter_map(|number| dictionary.find(number));
            hits.extend(codes.map(|code| NearHit { code, slip: Slip::EndOnly, span }));
        }
        hits
    }
}

/// The last group of digits, where something stands before it.
fn end_of(number: &str) -> Option<&str> {
    let end = number.rsplit(|c: char| !c.is_ascii_digit()).next()?;
    (end.len() >= SHORTEST && end.len() < number.len()).then_some(end)
}
