//! Open invoices whose payer the payment names and whose open amount is the payment's.

use super::memo::Memo;
use super::names::{NameHit, NameKey, key_of_name};
use super::{Known, is_open};
use crate::model::OpenPayment;

/// The known names that a payment bears, in its memo or as its payer.
pub(in crate::matching) fn names(
    known: &Known,
    payment: &OpenPayment,
    memo: &Memo,
) -> Vec<NameKey> {
    collected(payment, known.names.hits(memo).iter().filter(|hit| !hit.is_inner))
}

/// All names that the payment may bear, also inside longer ones: `NGUYEN THI HUONG` in `NGUYEN THI
/// HUONG THANH TOAN`, where a Nguyễn Thị Hương Thanh is known.
pub(in crate::matching) fn possible_names(
    known: &Known,
    payment: &OpenPayment,
    memo: &Memo,
) -> Vec<NameKey> {
    collected(payment, known.names.hits(memo).iter())
}

fn collected<'a>(payment: &OpenPayment, hits: impl Iterator<Item = &'a NameHit>) -> Vec<NameKey> {
    let mut names: Vec<NameKey> = hits.map(|hit| hit.name).collect();
    names.extend(key_of_name(&payment.payer_name));
    names.sort_unstable();
    names.dedup();
    names
}

/// Open invoices of those names and of the payment's amount, by index.
pub(in crate::matching) fn candidates(
    known: &Known,
    payment: &OpenPayment,
    names: &[NameKey],
) -> Vec<usize> {
    let mut found: Vec<usize> = names
        .iter()
        .flat_map(|name| known.names.with_amount(*name, payment.open))
        .copied()
        .filter(|invoice| is_open(known.invoice(*invoice)))
        .filter(|invoice| !known.is_rejected(payment, *invoice))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}
