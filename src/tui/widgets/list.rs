//! A list that holds the ids of all its rows and the cards of those in sight, with a cursor and
//! marks.

use std::collections::BTreeMap;

/// Rows are named by id, so that cursor and marks survive a reload in another order.
#[derive(Clone, Debug)]
pub struct List<Id, Card> {
    pub ids: Vec<Id>,
    pub cards: BTreeMap<Id, Card>,
    pub cursor: usize,
    /// First row in sight.
    pub top: usize,
    /// Marked rows with their cards.
    pub marks: BTreeMap<Id, Card>,
    /// Not asked for yet, or asked for and not answered.
    pub is_loading: bool,
}

impl<Id, Card> Default for List<Id, Card> {
    fn default() -> List<Id, Card> {
        List {
            ids: Vec::new(),
            cards: BTreeMap::new(),
            cursor: 0,
            top: 0,
            marks: BTreeMap::new(),
            is_loading: true,
        }
    }
}

/// A step of the cursor.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    Up,
    Down,
    PageUp,
    PageDown,
    Home,
    End,
}

/// What every list can do, whatever its rows are.
pub trait Steps {
    fn step(&mut self, step: Step, height: usize);
    /// Keeps the cursor in sight after a change of size or rows.
    fn settle(&mut self, height: usize);
}

impl<Id: Copy + Ord, Card: Clone> Steps for List<Id, Card> {
    fn step(&mut self, step: Step, height: usize) {
        let page = height.saturating_sub(1).max(1);
        let last = self.ids.len().saturating_sub(1);
        self.cursor = match step {
            Step::Up => self.cursor.saturating_sub(1),
            Step::Down => (self.cursor + 1).min(last),
            Step::PageUp => self.cursor.saturating_sub(page),
            Step::PageDown => (self.cursor + page).min(last),
            Step::Home => 0,
            Step::End => last,
        };
        self.settle(height);
    }

    fn settle(&mut self, height: usize) {
        let height = height.max(1);
        self.cursor = self.cursor.min(self.ids.len().saturating_sub(1));
        if self.cursor < self.top {
            self.top = self.cursor;
        } else if self.cursor >= self.top + height {
            self.top = self.cursor + 1 - height;
        }
        self.top = self.top.min(self.ids.len().saturating_sub(height));
    }
}

impl<Id: Copy + Ord, Card: Clone> List<Id, Card> {
    pub fn id(&self) -> Option<Id> {
        self.ids.get(self.cursor).copied()
    }

    /// The card under the cursor, if it is here already.
    pub fn card(&self) -> Option<&Card> {
        self.cards.get(&self.id()?)
    }

    /// Takes new ids. The cursor stays on its row, or where its row was if that is gone.
    pub fn take_ids(&mut self, ids: Vec<Id>) {
        if let Some(at) = self.id().and_then(|id| ids.iter().position(|other| *other == id)) {
            self.cursor = at;
        }
        self.ids = ids;
        self.cursor = self.cursor.min(self.ids.len().saturating_sub(1));
        self.is_loading = false;
        if !self.marks.is_empty() {
            let here: std::collections::BTreeSet<Id> = self.ids.iter().copied().collect();
            self.marks.retain(|id, _| here.contains(id));
        }
    }

    /// Takes a list whose cards all come at once.
    pub fn take_all(&mut self, rows: Vec<(Id, Card)>) {
        let ids = rows.iter().map(|(id, _)| *id).collect();
        self.cards = rows.into_iter().collect();
        self.take_ids(ids);
    }

    /// Adds cards; those far out of sight are let go.
    pub fn take_cards(&mut self, cards: impl IntoIterator<Item = (Id, Card)>, height: usize) {
        self.cards.extend(cards);
        let from = self.top.saturating_sub(3 * height);
        let to = (self.top + 4 * height).min(self.ids.len());
        if self.cards.len() > 8 * height.max(1) {
            let near: std::collections::BTreeSet<Id> =
                self.ids.get(from..to).unwrap_or_default().iter().copied().collect();
            self.cards.retain(|id, _| near.contains(id));
        }
    }

    /// Ids in sight and one screen before and after, if any of those in sight has no card yet.
    pub fn wanted(&self, height: usize) -> Option<Vec<Id>> {
        let end = (self.top + height).min(self.ids.len());
        let in_sight = self.ids.get(self.top..end)?;
        if in_sight.iter().all(|id| self.cards.contains_key(id)) {
            return None;
        }
        let from = self.top.saturating_sub(height);
        let to = (end + height).min(self.ids.len());
        Some(self.ids[from..to].to_vec())
    }

    /// Marks the row under the cursor or takes its mark away, and steps down.
    pub fn toggle_mark(&mut self, height: usize) {
        let (Some(id), Some(card)) = (self.id(), self.card().cloned()) else { return };
        if self.marks.remove(&id).is_none() {
            self.marks.insert(id, card);
        }
        self.step(Step::Down, height);
    }

    /// Rows in sight as (index, id).
    pub fn in_sight(&self, height: usize) -> impl Iterator<Item = (usize, Id)> + '_ {
        self.ids.iter().copied().enumerate().skip(self.top).take(height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(n: u32) -> List<u32, u32> {
        let mut list = List::default();
        list.take_all((0..n).map(|i| (i, i)).collect());
        list
    }

    #[test]
    fn the_cursor_stays_in_sight_and_inside() {
        let mut list = list(10);
        list.step(Step::End, 4);
        assert_eq!((list.cursor, list.top), (9, 6));
        list.step(Step::PageUp, 4);
        assert_eq!((list.cursor, list.top), (6, 6));
        list.step(Step::Home, 4);
        assert_eq!((list.cursor, list.top), (0, 0));
        list.step(Step::Up, 4);
        assert_eq!(list.cursor, 0);
        let mut none = List::<u32, u32>::default();
        none.step(Step::Down, 0);
        assert_eq!((none.cursor, none.id()), (0, None));
    }

    #[test]
    fn cursor_and_marks_follow_their_rows() {
        let mut list = list(5);
        list.cursor = 2;
        list.toggle_mark(5);
        assert_eq!((list.cursor, list.marks.len()), (3, 1));
        list.take_ids(vec![9, 3, 2]);
        assert_eq!((list.id(), list.marks.len()), (Some(3), 1));
        list.take_ids(vec![9, 8]);
        assert_eq!((list.id(), list.marks.len()), (Some(8), 0));
    }

    #[test]
    fn asks_for_cards_only_where_one_in_sight_is_missing() {
        let mut list = List::<u32, u32>::default();
        list.take_ids((0..100).collect());
        assert_eq!(list.wanted(10).map(|ids| ids.len()), Some(20));
        list.take_cards((0..20).map(|i| (i, i)), 10);
        assert_eq!(list.wanted(10), None);
        list.step(Step::End, 10);
        assert_eq!(list.wanted(10).and_then(|ids| ids.first().copied()), Some(80));
    }
}
