//! Open invoices of exactly the payment's amount, where nothing better is known. Never more than a
//! handful: an agency has few fees, and a block of one amount may hold every invoice of a month.

use std::collections::HashMap;

use super::{Known, is_open};
use crate::model::{InvoiceId, OpenPayment};
use crate::money::Money;

/// More candidates than this prove nothing and are only counted.
pub(in crate::matching) const MOST_SHOWN: usize = 5;

/// Open invoices that no code claims, by amount.
pub(in crate::matching) struct Amounts {
    by_amount: HashMap<Money, Vec<usize>>,
}

/// What stands at an amount.
pub(in crate::matching) enum AtAmount {
    /// All of them.
    Few(Vec<usize>),
    /// How many open invoices ask for it.
    TooMany(usize),
}

impl Amounts {
    pub fn of(known: &Known, is_claimed: impl Fn(usize) -> bool) -> Amounts {
        let mut by_amount: HashMap<Money, Vec<usize>> = HashMap::new();
        for (at, invoice) in known.book.invoices.iter().enumerate() {
            if is_open(invoice) && !is_claimed(at) {
                by_amount.entry(invoice.open).or_default().push(at);
            }
        }
        Amounts { by_amount }
    }

    pub fn at(&self, known: &Known, payment: &OpenPayment) -> AtAmount {
        let block = self.by_amount.get(&payment.open).map_or(&[][..], Vec::as_slice);
        let pairs = (payment.id, InvoiceId(i64::MIN))..=(payment.id, InvoiceId(i64::MAX));
        if block.len() > MOST_SHOWN + known.book.rejected.range(pairs).count() {
            return AtAmount::TooMany(block.len());
        }
        let is_offered = |invoice: &&usize| !known.is_rejected(payment, **invoice);
        let few: Vec<usize> = block.iter().filter(is_offered).copied().collect();
        if few.len() > MOST_SHOWN { AtAmount::TooMany(block.len()) } else { AtAmount::Few(few) }
    }
}
