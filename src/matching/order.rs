//! Who is first among payments that claim one invoice: by what the sources say, never by order of
//! import.

use std::cmp::Ordering;

use crate::calendar::Moment;
use crate::model::{OpenPayment, PaidBy, PaymentId};

/// What of a payment decides who is first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rival<'a> {
    pub payment: PaymentId,
    booked: Moment,
    reference: &'a str,
    row: u64,
    key: [u8; 16],
}

impl<'a> Rival<'a> {
    pub fn of(payment: &'a OpenPayment) -> Rival<'a> {
        Rival {
            payment: payment.id,
            booked: payment.booked,
            reference: &payment.reference,
            row: payment.row,
            key: payment.key,
        }
    }

    pub fn linked(paid_by: &'a PaidBy) -> Rival<'a> {
        Rival {
            payment: paid_by.payment,
            booked: paid_by.booked,
            reference: &paid_by.reference,
            row: paid_by.row,
            key: paid_by.key,
        }
    }
}

/// Sorts rivals: local day; the time where all of that day have one; reference, digits as numbers;
/// row; key.
///
/// "Where both have one" alone would be no order among three, so a day's times count only if all
/// have one.
pub(super) fn sort_rivals(rivals: &mut [Rival]) {
    rivals.sort_by_key(|rival| rival.booked.day);
    for day in rivals.chunk_by_mut(|one, other| one.booked.day == other.booked.day) {
        let all_have_times = day.iter().all(|rival| rival.booked.second.is_some());
        let time = |rival: &Rival| rival.booked.second.filter(|_| all_have_times);
        day.sort_by(|one, other| {
            time(one)
                .cmp(&time(other))
                .then_with(|| compare_references(one.reference, other.reference))
                .then_with(|| {
                    (one.row, one.key, one.payment).cmp(&(other.row, other.key, other.payment))
                })
        });
    }
}

/// `5389 - 9` before `5389 - 10`: runs of digits compare as numbers, all else by letters.
fn compare_references(one: &str, other: &str) -> Ordering {
    let (mut one, mut other) = (one.as_bytes(), other.as_bytes());
    loop {
        let (Some(a), Some(b)) = (one.first(), other.first()) else {
            return one.len().cmp(&other.len());
        };
        if !a.is_ascii_digit() || !b.is_ascii_digit() {
            match a.cmp(b) {
                Ordering::Equal => (one, other) = (&one[1..], &other[1..]),
                unequal => return unequal,
            }
            continue;
        }
        let (a, b) = (digits(one), digits(other));
        let (x, y) = (without_zeros(a), without_zeros(b));
        match x.len().cmp(&y.len()).then_with(|| x.cmp(y)) {
            Ordering::Equal => (one, other) = (&one[a.len()..], &other[b.len()..]),
            unequal => return unequal,
        }
    }
}

fn digits(text: &[u8]) -> &[u8] {
    let end = text.iter().position(|b| !b.is_ascii_digit()).unwrap_or(text.len());
    &text[..end]
}

fn without_zeros(digits: &[u8]) -> &[u8] {
    let start = digits.iter().position(|b| *b != b'0').unwrap_or(digits.len());
    &digits[start..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_compare_digits_as_numbers() {
        let cases = [
            ("5389 - 9", "5389 - 10", Ordering::Less),
            ("FT007", "FT7", Ordering::Equal),
            ("A2", "B1", Ordering::Less),
            ("", "1", Ordering::Less),
            ("99999999999999999999", "100000000000000000000", Ordering::Less),
        ];
        for (one, other, expected) in cases {
            assert_eq!(compare_references(one, other), expected, "{one} {other}");
        }
    }
}
