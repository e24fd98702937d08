//! The newest decision, of which the next one's hash is made.

use rusqlite::OptionalExtension;

use super::Gate;
use crate::model::{DecisionId, Failure};
use crate::store::chain::{GENESIS, Hash};

#[derive(Clone, Copy)]
pub(super) struct Head {
    pub id: i64,
    pub hash: Hash,
}

impl Gate<'_> {
    /// Id that the next decision will get: ids have no gaps.
    pub fn next_decision_id(&mut self) -> Result<DecisionId, Failure> {
        Ok(DecisionId(self.head()?.id + 1))
    }

    pub(super) fn head(&mut self) -> Result<Head, Failure> {
        if let Some(head) = self.head {
            return Ok(head);
        }
        let sql = "SELECT id, hash FROM decision ORDER BY id DESC LIMIT 1";
        let newest = self
            .store
            .connection
            .query_row(sql, [], |row| Ok(Head { id: row.get(0)?, hash: row.get(1)? }))
            .optional()?;
        let head = newest.unwrap_or(Head { id: 0, hash: GENESIS });
        self.head = Some(head);
        Ok(head)
    }
}
