//! The running balance of a section: does each stated balance follow from the one before and from
//! the rows between them? Not every row need state one: some banks print it at the end of the day.

use crate::calendar::Moment;
use crate::money::Money;

/// One way to read the rows of a section: in the order of the file or against it, with the signs
/// as they were read or the other way round.
#[derive(Clone)]
struct Track {
    is_up: bool,
    is_turned: bool,
    /// The balance that the next row must state, but for what it moves itself.
    expected: Option<Money>,
    breaks: usize,
    first_break: Option<Break>,
}

/// A row whose balance does not follow.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Break {
    pub row: u64,
    /// What moved besides the rows of the file, positive in; `None` where it cannot be counted.
    pub difference: Option<Money>,
}

impl Track {
    fn step(&mut self, row: u64, moved: Money, balance: Option<Money>) {
        let moved = if self.is_turned { moved.negated() } else { moved };
        if !self.is_up {
            self.expected = self.expected.and_then(|expected| expected.plus(moved).ok());
        }
        if let Some(balance) = balance {
            if let Some(expected) = self.expected.filter(|expected| *expected != balance) {
                let up = (balance, expected);
                let (from, to) = if self.is_up { up } else { (expected, balance) };
                self.first_break.get_or_insert(Break { row, difference: to.minus(from).ok() });
                self.breaks += 1;
            }
            self.expected = Some(balance);
        }
        if self.is_up {
            self.expected = self.expected.and_then(|expected| expected.minus(moved).ok());
        }
    }
}

/// The running balance, read in every way at once.
#[derive(Clone)]
pub struct Chain {
    down: Track,
    up: Track,
    turned_down: Track,
    turned_up: Track,
    /// Sum of the rows above the first that states a balance, that row included.
    lead: Option<Money>,
    /// By the first balance that is stated: the balance before the first row if it is the oldest,
    /// and after it if it is the newest.
    first: Option<(Money, Money)>,
    /// The first row and the last.
    rows: (u64, u64),
    has_gaps: bool,
    booked: Option<Moment>,
    /// Whether a row is of a later (an earlier) day or time than the one above it.
    ascends: bool,
    descends: bool,
}

/// The order of a section's rows that their days, or else their balances, speak for.
pub struct Order {
    pub breaks: usize,
    pub first_break: Option<Break>,
    /// Whether all balances follow if every sign is turned, and not as the signs were read.
    pub is_turned: bool,
    /// Balance before the oldest row and after the newest; `None` where a row could not be read,
    /// or none states a balance.
    pub ends: Option<(Money, Money)>,
    /// The oldest row.
    pub oldest: u64,
}

impl Chain {
    pub fn beginning_at(opening: Option<Money>) -> Chain {
        let track = |is_up: bool, is_turned| {
            let expected = opening.filter(|_| !is_up);
            Track { is_up, is_turned, expected, breaks: 0, first_break: None }
        };
        Chain {
            down: track(false, false),
            up: track(true, false),
            turned_down: track(false, true),
            turned_up: track(true, true),
            lead: None,
            first: None,
            rows: (0, 0),
            has_gaps: false,
            booked: None,
            ascends: false,
            descends: false,
        }
    }

    fn tracks(&mut self) -> [&mut Track; 4] {
        [&mut self.down, &mut self.up, &mut self.turned_down, &mut self.turned_up]
    }

    /// The balance after the row before, read downwards; the stated opening at first.
    pub fn last(&self) -> Option<Money> {
        self.down.expected
    }

    /// A row that moved so much, and the balance that it states, if it does.
    pub fn step(&mut self, row: u64, moved: Money, balance: Option<Money>) {
        self.tracks().into_iter().for_each(|track| track.step(row, moved, balance));
        self.rows = (if self.rows.0 == 0 { row } else { self.rows.0 }, row);
        if self.first.is_none() && !self.has_gaps {
            self.lead_in(moved, balance);
        }
    }

    fn lead_in(&mut self, moved: Money, balance: Option<Money>) {
        let above = self.lead.unwrap_or(Money::zero(moved.currency()));
        self.lead = above.plus(moved).ok();
        self.has_gaps |= self.lead.is_none();
        if let Some((lead, balance)) = self.lead.zip(balance) {
            self.first = balance.minus(lead).ok().zip(balance.plus(above).ok());
        }
    }

    /// When the row that was taken last was booked.
    pub fn see(&mut self, booked: Moment) {
        if let Some(before) = self.booked.replace(booked) {
            // Of two rows of a day only times on both tell which is later.
            let times = before.second.zip(booked.second);
            let (before_time, time) = times.unwrap_or_default();
            let order = (booked.day, time).cmp(&(before.day, before_time));
            self.ascends |= order.is_gt();
            self.descends |= order.is_lt();
        }
    }

    /// A row that could not be read: it moved the balance all the same, to the one that it states.
    pub fn pass_over(&mut self, balance: Option<Money>) {
        for track in self.tracks() {
            track.expected = balance.filter(|_| !track.is_up);
        }
        self.has_gaps = true;
    }

    /// Newest first is as good an order: where the days do not tell, the one that breaks less is
    /// the file's.
    pub fn order(&self) -> Order {
        let is_up = match (self.ascends, self.descends) {
            (true, false) => false,
            (false, true) => true,
            _ => self.up.breaks < self.down.breaks,
        };
        let (track, turned) = match is_up {
            true => (&self.up, &self.turned_up),
            false => (&self.down, &self.turned_down),
        };
        let ends = self.first.zip(track.expected).map(|((before, after), last)| match is_up {
            true => (last, after),
            false => (before, last),
        });
        Order {
            breaks: track.breaks,
            first_break: track.first_break,
            is_turned: track.breaks > 0 && turned.breaks == 0,
            ends: ends.filter(|_| !self.has_gaps),
            oldest: if is_up { self.rows.1 } else { self.rows.0 },
        }
    }

    /// At how many places the balances break in the better order, stated ends included; the chain
    /// began at the stated opening.
    pub fn breaks(&self, opening: Option<Money>, closing: Option<Money>) -> usize {
        let differs = |stated: Option<Money>, found: Option<Money>| {
            usize::from(stated.zip(found).is_some_and(|(stated, found)| stated != found))
        };
        let down = self.down.breaks + differs(closing, self.down.expected);
        let newest = self.first.map(|(_, after)| after);
        let up = self.up.breaks + differs(opening, self.up.expected) + differs(closing, newest);
        down.min(up)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Day;
    use crate::money::Currency;

    fn vnd(minor: i64) -> Money {
        Money::from_minor(minor, Currency::VND)
    }

    fn chain(opening: Option<i64>, rows: &[(i64, Option<i64>)]) -> Chain {
        let mut chain = Chain::beginning_at(opening.map(vnd));
        for (row, (moved, balance)) in (2..).zip(rows) {
            chain.step(row, vnd(*moved), balance.map(vnd));
        }
        chain
    }

    #[test]
    fn rows_are_read_in_the_order_that_their_balances_speak_for() {
        let rows = [(150, Some(1150)), (-50, Some(1100)), (30, Some(1130))];
        let order = chain(Some(1000), &rows).order();
        assert_eq!((order.breaks, order.oldest), (0, 2));
        assert_eq!(order.ends, Some((vnd(1000), vnd(1130))));

        let reversed: Vec<_> = rows.into_iter().rev().collect();
        let mut up = chain(Some(1000), &reversed);
        let order = up.order();
        assert_eq!((order.breaks, order.oldest), (0, 4));
        assert_eq!(order.ends, Some((vnd(1000), vnd(1130))));
        up.pass_over(None);
        assert_eq!(up.order().ends, None, "a row that cannot be read leaves a gap");
    }

    #[test]
    fn rows_between_two_balances_are_summed() {
        let rows = [(150, None), (200, Some(1350)), (100, None), (-50, Some(1400))];
        let order = chain(None, &rows).order();
        assert_eq!((order.breaks, order.ends), (0, Some((vnd(1000), vnd(1400)))));
        let newest_first = [(-50, Some(1400)), (100, None), (200, Some(1350)), (150, None)];
        let order = chain(None, &newest_first).order();
        assert_eq!((order.breaks, order.ends), (0, Some((vnd(1000), vnd(1400)))));

        let without_the_debit = [(150, None), (200, Some(1350)), (100, Some(1400))];
        let order = chain(None, &without_the_debit).order();
        let found = Break { row: 4, difference: Some(vnd(-50)) };
        assert_eq!((order.breaks, order.first_break), (1, Some(found)));
        let mut up = Chain::beginning_at(None);
        let newest_first = [(100, Some(1400)), (200, Some(1350)), (150, None)];
        for (row, (moved, balance)) in (2_u32..).zip(newest_first) {
            up.step(row.into(), vnd(moved), balance.map(vnd));
            up.see(Moment::on(Day::new(2026, 11, 30 - row).expect("a day")));
        }
        let found = Break { row: 3, difference: Some(vnd(-50)) };
        assert_eq!(up.order().first_break, Some(found));
    }

    #[test]
    fn days_tell_the_order_and_balances_the_signs() {
        let rows = [(33, Some(967)), (33, Some(934))];
        assert_eq!(chain(None, &rows).order().breaks, 0, "credits, newest first");
        let mut debits = Chain::beginning_at(None);
        for (row, (moved, balance)) in (2..).zip(rows) {
            debits.step(row, vnd(moved), balance.map(vnd));
            let day = Day::new(2026, 11, 5).map(|day| day.plus_days(row));
            debits.see(Moment::on(day.expect("a day")));
        }
        let order = debits.order();
        assert!(order.is_turned && order.breaks == 1, "debits, oldest first");
        let order = chain(None, &[(33, Some(967)), (33, Some(1000)), (50, Some(950))]).order();
        assert!(!order.is_turned && order.breaks == 1, "only one of them");
    }
}
