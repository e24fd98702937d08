//! The blocks of a table, with the headings above each: which of them stand in it twice, with the
//! same account and the same rows to the letter (a statement was pasted below itself), and what
//! stands between two of them.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::RangeInclusive;

use crate::read::files::grid::Row;

/// Goes through the rows below the headings.
#[derive(Default)]
pub struct Blocks {
    seen: HashSet<u64>,
    block: Option<Block>,
    repeated: Vec<RangeInclusive<u64>>,
    /// The first total below the newest row of data.
    totals_at: Option<u64>,
    between: Vec<RangeInclusive<u64>>,
}

/// Rows of data between two rows of headings.
struct Block {
    hasher: DefaultHasher,
    rows: RangeInclusive<u64>,
}

impl Blocks {
    /// A row of data, of this account as far as the file says it above.
    pub fn take(&mut self, row: &Row, account: Option<&str>) {
        self.totals_at = None;
        let block = self.block.get_or_insert_with(|| {
            let mut hasher = DefaultHasher::new();
            account.hash(&mut hasher);
            Block { hasher, rows: row.number..=row.number }
        });
        row.cells().iter().for_each(|cell| cell.text.hash(&mut block.hasher));
        block.rows = *block.rows.start()..=row.number;
    }

    /// A row of totals, balances or the period.
    pub fn see_totals(&mut self, row: u64) {
        self.totals_at.get_or_insert(row);
    }

    /// The headings come again in this row.
    pub fn see_headings(&mut self, row: u64) {
        self.between.extend(self.totals_at.take().map(|totals| totals..=row));
        self.end_block();
    }

    fn end_block(&mut self) {
        if let Some(Block { hasher, rows }) = self.block.take()
            && !self.seen.insert(hasher.finish())
        {
            self.repeated.push(rows);
        }
    }

    /// First and last rows: of the blocks that repeat an earlier one, and from the totals below one
    /// to the headings above the next.
    pub fn finish(mut self) -> (Vec<RangeInclusive<u64>>, Vec<RangeInclusive<u64>>) {
        self.end_block();
        (self.repeated, self.between)
    }
}
