//! The one gate for writes: a transaction in which decisions, their lines and all that follows are
//! written.

mod chain_head;
mod decisions;
mod findings;
mod invoices;
mod lines;
mod runs;
mod standings;

use std::collections::BTreeMap;
use std::time::Duration;

use super::Store;
use super::open::{self, BUSY_TIMEOUT, PAGES_KEPT_KIB, PAGES_KEPT_WRITING_KIB};
use crate::model::Failure;

pub use runs::NewRun;

/// An open transaction on the store. Ends with `Store::write`.
pub struct Gate<'a> {
    store: &'a Store,
    head: Option<chain_head::Head>,
    totals: BTreeMap<standings::TotalKey, standings::Total>,
    is_large: bool,
}

impl<'a> Gate<'a> {
    /// Reads as of this moment of the transaction.
    pub fn store(&self) -> &'a Store {
        self.store
    }

    /// Says that much will be written: more of the store is kept in memory meanwhile, and the
    /// write-ahead log is folded back at the end.
    pub fn expect_much(&mut self) -> Result<(), Failure> {
        self.is_large = true;
        Ok(open::keep_in_memory(&self.store.connection, PAGES_KEPT_WRITING_KIB)?)
    }
}

pub(super) fn write<T, E: From<Failure>>(
    store: &mut Store,
    is_dry_run: bool,
    work: impl FnOnce(&mut Gate) -> Result<T, E>,
) -> Result<T, E> {
    begin(store)?;
    let mut gate = Gate { store: &*store, head: None, totals: BTreeMap::new(), is_large: false };
    let mut outcome = work(&mut gate);
    if outcome.is_ok()
        && let Err(failure) = gate.flush_totals()
    {
        outcome = Err(failure.into());
    }
    let is_large = gate.is_large;
    let outcome = end(store, outcome, is_dry_run);
    if is_large {
        fold_log(store);
        // It is a number inside SQLite; nothing can refuse it.
        let _ = open::keep_in_memory(&store.connection, PAGES_KEPT_KIB);
    }
    outcome
}

/// Keeps what was written, or undoes all of it.
fn end<T, E: From<Failure>>(
    store: &Store,
    mut outcome: Result<T, E>,
    is_dry_run: bool,
) -> Result<T, E> {
    if !is_dry_run
        && outcome.is_ok()
        && let Err(failure) = commit(store)
    {
        outcome = Err(failure.into());
    }
    // A dry run and a commit that failed leave the transaction open.
    roll_back(store);
    outcome
}

fn begin(store: &Store) -> Result<(), Failure> {
    store.connection.execute_batch("BEGIN IMMEDIATE")?;
    Ok(())
}

fn commit(store: &Store) -> Result<(), Failure> {
    store.connection.execute_batch("COMMIT")?;
    Ok(())
}

fn roll_back(store: &Store) {
    // Some errors (a full disk) have already rolled back by themselves; then there is nothing to
    // end.
    if !store.connection.is_autocommit() {
        let _ = store.connection.execute_batch("ROLLBACK");
    }
}

/// Folds the log back into the file. A reader at work only puts it off, so it is not waited for and
/// its failure is none of ours.
fn fold_log(store: &Store) {
    if store.connection.busy_timeout(Duration::ZERO).is_err() {
        return;
    }
    let _ = store
        .connection
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
    // It is a number inside SQLite; nothing can refuse it.
    let _ = store.connection.busy_timeout(BUSY_TIMEOUT);
}
