//! What makes a payment the same payment when it is met again in another file.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use crate::calendar::Day;
use crate::model::PaymentKey;
use crate::model::PaymentRow;
use crate::model::SourceKind;
use crate::read::layout::format::Layout;
use crate::text;
use crate::text::account_key;

/// Gives keys to the payments of one file, counting equal ones.
pub struct Keys {
    /// Whether no day comes again once another has begun: then only one day's payments are kept in
    /// mind, for equal ones are of one day.
    is_in_day_order: bool,
    day: Option<Day>,
    /// Never iterated in an order that shows.
    seen: HashMap<[u8; 16], u32>,
    /// The same of entries; looked up only, never iterated.
    entries: HashMap<[u8; 16], u32>,
    /// Of the days that are behind.
    behind: Times,
}

/// How often each of some payments stands in the file.
#[derive(Clone, Copy, Default)]
struct Times {
    payments: usize,
    /// Of the first of them.
    first: u32,
    are_unequal: bool,
}

impl Times {
    fn and<'a>(self, seen: impl Iterator<Item = &'a u32>) -> Times {
        seen.fold(self, |all, times| Times {
            payments: all.payments + 1,
            first: if all.payments == 0 { *times } else { all.first },
            are_unequal: all.are_unequal || all.payments > 0 && all.first != *times,
        })
    }
}

impl Keys {
    /// `is_in_day_order`: whether the days of the file only ever rise, or only ever fall.
    pub fn new(is_in_day_order: bool) -> Keys {
        Keys {
            is_in_day_order,
            day: None,
            seen: HashMap::new(),
            entries: HashMap::new(),
            behind: Times::default(),
        }
    }

    fn enter(&mut self, day: Day) {
        if self.is_in_day_order && self.day.replace(day) != Some(day) {
            self.behind = self.behind.and(self.seen.values());
            self.seen.clear();
            self.entries.clear();
        }
    }

    /// The key of the entry of which a payment is the whole or a part; `identity` is what the
    /// message says of it, behind a question mark where no reference tells. Its first part counts
    /// it.
    pub fn entry(&mut self, payment: &PaymentRow, identity: &str) -> Option<PaymentKey> {
        if identity.is_empty() {
            return None;
        }
        let day = payment.booked.day;
        let parts = [&payment.source.label(), &day.to_string(), "entry", identity];
        let base = digest(&day_bytes(day), &parts);
        self.enter(day);
        let occurrence = self.entries.entry(base).or_default();
        if payment.detail.is_none_or(|detail| detail == 1) {
            *occurrence += 1;
        }
        Some(PaymentKey {
            base,
            occurrence: *occurrence,
            is_by_reference: !identity.starts_with('?'),
        })
    }

    /// The key of a payment that is otherwise complete. Whether it gives money back does not
    /// change with its status.
    pub fn key(&mut self, payment: &PaymentRow, is_refund: bool, layout: &Layout) -> PaymentKey {
        let reference = account_key(&payment.reference);
        if layout.is_keyed_by_reference && !reference.is_empty() {
            let kind = if is_refund { "refund" } else { "sale" };
            let whose = whose(payment, layout);
            let base = digest(&counter_bytes(&reference), &[&whose, &reference, kind]);
            return PaymentKey { base, occurrence: 1, is_by_reference: true };
        }
        let memo = without_blanks(&payment.memo);
        let balance = match payment.balance {
            Some(balance) if layout.has_balance_on_every_row => balance.to_plain(),
            _ => String::new(),
        };
        let base = digest(
            &day_bytes(payment.booked.day),
            &[
                &payment.source.label(),
                &payment.booked.day.to_string(),
                payment.direction.code(),
                &payment.amount.to_plain(),
                payment.amount.currency().code(),
                &reference,
                &memo,
                &balance,
            ],
        );
        self.enter(payment.booked.day);
        let occurrence = self.seen.entry(base).or_default();
        *occurrence += 1;
        PaymentKey { base, occurrence: *occurrence, is_by_reference: false }
    }

    /// How often each payment of several stands in the file, if each does equally often; else 1.
    pub fn times_all_stand(&self) -> u32 {
        let all = self.behind.and(self.seen.values());
        if all.payments > 1 && !all.are_unequal { all.first } else { 1 }
    }
}

/// Whose transaction ids the references are. A gateway numbers all its transactions, by whatever
/// merchant or terminal code a report or a notice names its account.
fn whose(payment: &PaymentRow, layout: &Layout) -> String {
    match payment.source.kind {
        SourceKind::Gateway if !layout.is_reference_of_account => {
            payment.source.institution.clone()
        }
        _ => payment.source.label(),
    }
}

/// What leads a key, then as many bytes of SHA-256 as there is room for. Each part is led by
/// its length, so that none runs into the next.
///
/// Keys that begin alike lie side by side in the store: a bare hash would be looked up in another
/// corner for every row of a file.
fn digest(lead: &[u8], parts: &[&str]) -> [u8; 16] {
    let length = parts.iter().map(|part| part.len() + 8).sum();
    let mut said = Vec::with_capacity(length);
    for part in parts {
        said.extend_from_slice(&(part.len() as u64).to_be_bytes());
        said.extend_from_slice(part.as_bytes());
    }
    let mut base = [0; 16];
    let (head, rest) = base.split_at_mut(lead.len());
    head.copy_from_slice(lead);
    rest.copy_from_slice(&Sha256::digest(&said)[..rest.len()]);
    base
}

/// Composed, without white space.
fn without_blanks(memo: &str) -> String {
    let memo = text::nfc(memo);
    let mut kept = String::with_capacity(memo.len());
    memo.split_whitespace().for_each(|word| kept.push_str(word));
    kept
}

fn day_bytes(day: Day) -> [u8; 2] {
    u16::try_from(day.number()).expect("years are checked when read").to_be_bytes()
}

/// The digits of a transaction id as a number, its last bits: most count up or begin with the day.
fn counter_bytes(reference: &str) -> [u8; 4] {
    let digits = reference.bytes().filter(u8::is_ascii_digit);
    let next =
        |number: u32, digit: u8| number.wrapping_mul(10).wrapping_add(u32::from(digit - b'0'));
    digits.fold(0, next).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn payments_that_all_stand_twice_are_counted_over_the_days() {
        let mut keys = Keys::new(true);
        let day = |day| Day::new(2026, 11, day).expect("a day");
        for (of, base, times) in [(1, 1, 2), (1, 2, 2), (2, 3, 2)] {
            keys.enter(day(of));
            keys.seen.insert([base; 16], times);
        }
        assert_eq!((keys.times_all_stand(), keys.seen.len()), (2, 1));
        keys.enter(day(3));
        keys.seen.insert([4; 16], 1);
        assert_eq!(keys.times_all_stand(), 1, "one of them stands alone");
    }
}
