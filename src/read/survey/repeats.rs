//! Blocks of a table that stand in it twice: the same account, the headings once more, and the same
//! rows to the letter. A statement was pasted below itself.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::RangeInclusive;

use crate::read::files::grid::Row;

/// Goes through the rows below the headings.
#[derive(Default)]
pub struct Repeats {
    seen: HashSet<u64>,
    block: Option<Block>,
    repeated: Vec<RangeInclusive<u64>>,
}

/// Rows of data between two rows of headings.
struct Block {
    hasher: DefaultHasher,
    rows: RangeInclusive<u64>,
}

impl Repeats {
    /// A row of data, of this account as far as the file says it above.
    pub fn take(&mut self, row: &Row, account: Option<&str>) {
        let block = self.block.get_or_insert_with(|| {
            let mut hasher = DefaultHasher::new();
            account.hash(&mut hasher);
            Block { hasher, rows: row.number..=row.number }
        });
        row.cells().iter().for_each(|cell| cell.text.hash(&mut block.hasher));
        block.rows = *block.rows.start()..=row.number;
    }

    /// The headings come again.
    pub fn end_block(&mut self) {
        if let Some(Block { hasher, rows }) = self.block.take()
            && !self.seen.insert(hasher.finish())
        {
            self.repeated.push(rows);
        }
    }

    /// First and last rows of the blocks that repeat an earlier one.
    pub fn finish(mut self) -> Vec<RangeInclusive<u64>> {
        self.end_block();
        self.repeated
    }
}
