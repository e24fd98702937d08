//! The running balance of a section: does the balance of each row follow from the row before?

use crate::money::Money;

/// The running balance, and the rows at which it breaks when read downwards or upwards.
#[derive(Default)]
pub struct Chain {
    /// The balance after the row before; the stated opening at first.
    pub last: Option<Money>,
    breaks_down: Vec<u64>,
    breaks_up: Vec<u64>,
    /// The row before, for reading upwards: its balance before it moved.
    before_last: Option<Money>,
    /// The first row: its balance before and after it moved.
    first: Option<(Money, Money)>,
    last_row: u64,
    has_gaps: bool,
}

/// The order of a section's rows that its balances speak for.
pub struct Order<'a> {
    pub breaks: &'a [u64],
    /// Balance before the oldest row and after the newest; `None` where a row states none.
    pub ends: Option<(Money, Money)>,
    /// The oldest row.
    pub oldest: u64,
}

impl Chain {
    pub fn beginning_at(opening: Option<Money>) -> Chain {
        Chain { last: opening, ..Chain::default() }
    }

    /// A row that moved so much, and the balance that it states, if it does.
    pub fn step(&mut self, row: u64, moved: Money, balance: Option<Money>) {
        let before = balance.and_then(|balance| balance.minus(moved).ok());
        let Some((before, balance)) = before.zip(balance) else {
            self.has_gaps = true;
            return;
        };
        if self.last.is_some_and(|last| last != before) {
            self.breaks_down.push(row);
        }
        if self.before_last.is_some_and(|before_last| before_last != balance) {
            self.breaks_up.push(row);
        }
        self.first.get_or_insert((before, balance));
        self.before_last = Some(before);
        self.last = Some(balance);
        self.last_row = row;
    }

    /// A row that could not be read: it moved the balance all the same, to the one that it states.
    pub fn pass_over(&mut self, balance: Option<Money>) {
        self.last = balance;
        self.before_last = None;
        self.has_gaps = true;
    }

    /// Newest first is as good an order: the one that breaks less is the file's.
    pub fn order(&self, first_row: u64) -> Order<'_> {
        let is_up = self.breaks_up.len() < self.breaks_down.len();
        let (first, last) = (self.first, self.before_last.zip(self.last));
        let (oldest, newest) = if is_up { (last, first) } else { (first, last) };
        let ends = oldest.zip(newest).map(|((before, _), (_, after))| (before, after));
        Order {
            breaks: if is_up { &self.breaks_up } else { &self.breaks_down },
            ends: ends.filter(|_| !self.has_gaps),
            oldest: if is_up { self.last_row } else { first_row },
        }
    }

    /// At how many places the balances break in the better order, stated ends included; the chain
    /// began at the stated opening.
    pub fn breaks(&self, opening: Option<Money>, closing: Option<Money>) -> usize {
        let differs = |stated: Option<Money>, found: Option<Money>| {
            usize::from(stated.zip(found).is_some_and(|(stated, found)| stated != found))
        };
        let down = self.breaks_down.len() + differs(closing, self.last);
        let newest = self.first.map(|(_, after)| after);
        let up =
            self.breaks_up.len() + differs(opening, self.before_last) + differs(closing, newest);
        down.min(up)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;

    fn vnd(minor: i64) -> Money {
        Money::from_minor(minor, Currency::VND)
    }

    #[test]
    fn rows_are_read_in_the_order_that_their_balances_speak_for() {
        let rows = [(2, 150, 1150), (3, -50, 1100), (4, 30, 1130)];
        let mut down = Chain::beginning_at(Some(vnd(1000)));
        for (row, moved, balance) in rows {
            down.step(row, vnd(moved), Some(vnd(balance)));
        }
        let order = down.order(2);
        assert!(order.breaks.is_empty());
        assert_eq!((order.ends, order.oldest), (Some((vnd(1000), vnd(1130))), 2));

        let mut up = Chain::beginning_at(Some(vnd(1000)));
        for (row, (_, moved, balance)) in (2..).zip(rows.iter().rev()) {
            up.step(row, vnd(*moved), Some(vnd(*balance)));
        }
        let order = up.order(2);
        assert!(order.breaks.is_empty());
        assert_eq!((order.ends, order.oldest), (Some((vnd(1000), vnd(1130))), 4));
        up.step(5, vnd(1), None);
        assert_eq!(up.order(2).ends, None, "a row without a balance leaves a gap");
    }
}
