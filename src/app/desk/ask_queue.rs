//! The queue of what screens ask, in which a newer ask takes the place of an older of its kind.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, PoisonError};

use super::talk::Ask;

/// Asks that wait, the newest of each kind only.
#[derive(Default)]
pub struct AskQueue {
    waiting: Mutex<(VecDeque<(u64, Ask)>, bool)>,
    changed: Condvar,
}

impl AskQueue {
    pub fn push(&self, ticket: u64, ask: Ask) {
        let mut guard = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let (waiting, _) = &mut *guard;
        let slot = ask.slot();
        waiting.retain(|(_, older)| older.slot() != slot);
        waiting.push_back((ticket, ask));
        self.changed.notify_one();
    }

    pub fn close(&self) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).1 = true;
        self.changed.notify_all();
    }

    /// The next ask, or `None` when the desk closes.
    pub fn pop(&self) -> Option<(u64, Ask)> {
        let mut guard = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let (waiting, is_closed) = &mut *guard;
            if *is_closed {
                return None;
            }
            if let Some(next) = waiting.pop_front() {
                return Some(next);
            }
            guard = self.changed.wait(guard).unwrap_or_else(PoisonError::into_inner);
        }
    }
}
