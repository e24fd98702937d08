//! Counts and sums of entries, for messages that state them on either side.

use super::draft::Draft;
use crate::model::Direction;
use crate::money::{Currency, Money};

/// Counts and sums of the entries of a section, the parts of an entry taken together.
pub struct Entries {
    pub credit: (u64, Money),
    pub debit: (u64, Money),
    /// Row and sum so far of the entry that is being read.
    current: Option<(u64, Money)>,
    pub is_exact: bool,
}

impl Entries {
    pub fn new(currency: Currency) -> Entries {
        let nothing = (0, Money::zero(currency));
        Entries { credit: nothing, debit: nothing, current: None, is_exact: true }
    }

    /// Adds a row: an entry, or the next part of the one before.
    pub fn add(&mut self, row: u64, draft: &Draft) {
        let moved = match draft.direction {
            Direction::Credit => draft.amount,
            Direction::Debit => draft.amount.negated(),
        };
        let sum = match self.current {
            Some((current, sum)) if current == row => sum.plus(moved).ok(),
            _ => {
                self.end();
                Some(moved)
            }
        };
        self.is_exact &= sum.is_some();
        self.current = sum.map(|sum| (row, sum));
    }

    /// Counts the entry that has been read.
    pub fn end(&mut self) {
        let Some((_, sum)) = self.current.take() else { return };
        let side = if sum.is_negative() { &mut self.debit } else { &mut self.credit };
        side.0 += 1;
        match side.1.plus(sum.abs()) {
            Ok(total) => side.1 = total,
            Err(_) => self.is_exact = false,
        }
    }
}
