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
    let mut names: Vec<NameKey> =
        known.names.hits(memo).iter().map(|hit: &NameHit| hit.name).collect();
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
