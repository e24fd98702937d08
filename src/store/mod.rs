//! The store: one SQLite file, one gate for writes. Knows the model, decides nothing.
//!
//! What is read for a deed or a list is a method of `Store`; what is written goes through
//! `Store::write`, which opens one transaction and hands out its `Gate`. Inside it, `gate.store()`
//! reads what the transaction has written so far.

mod as_of;
mod audit;
mod backup;
mod book;
mod chain;
mod changes;
mod closing;
mod demo;
mod digest;
mod facts;
mod failure;
mod files;
mod findings;
mod gate;
mod import;
mod learnt;
mod ledger;
mod lists;
mod open;
mod overview;
mod period_figures;
mod reasons;
mod record;
mod values;

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::model::Failure;

pub use as_of::{Cut, PaymentThen};
pub use audit::Audited;
pub use book::ToClassify;
pub use chain::hex;
pub use gate::{Gate, NewRun};
pub use import::{Counts, Importing, NewFile, NewPayment, PlacedInvoice, PlacedPayment};
pub use period_figures::PeriodFigures;

type Result<T> = std::result::Result<T, Failure>;

/// An open store.
pub struct Store {
    /// Read queries of this floor use it with `prepare_cached`; nothing outside `gate` writes
    /// through it.
    pub(in crate::store) connection: Connection,
    path: PathBuf,
}

impl Store {
    /// Opens the store for reading and writing; an absent or empty file becomes a new store.
    pub fn open(path: &Path) -> Result<Store> {
        let connection = open::read_write(path)?;
        Ok(Store { connection, path: path.to_owned() })
    }

    /// A new store in memory: what a dry run fills where there is no store yet.
    pub fn in_memory() -> Result<Store> {
        Ok(Store { connection: open::in_memory()?, path: PathBuf::new() })
    }

    /// Opens an existing store for reading only.
    pub fn open_read_only(path: &Path) -> Result<Store> {
        let connection = open::read_only(path)?;
        Ok(Store { connection, path: path.to_owned() })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The id that comes after all of the table; nothing is ever deleted, so it was never given.
    pub(in crate::store) fn next_id(&self, table: &str) -> Result<i64> {
        let sql = format!("SELECT coalesce(max(id), 0) + 1 FROM {table}");
        Ok(self.connection.query_row(&sql, [], |row| row.get(0))?)
    }

    /// Runs `work` in one transaction: committed if it succeeds, else (and on a dry run) rolled
    /// back.
    pub fn write<T, E: From<Failure>>(
        &mut self,
        is_dry_run: bool,
        work: impl FnOnce(&mut Gate) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        gate::write(self, is_dry_run, work)
    }

    /// Runs `work` on the store as it is at one moment, whatever others write meanwhile.
    pub fn read<T, E: From<Failure>>(
        &self,
        work: impl FnOnce() -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        // It ends when it is dropped; having written nothing, it has nothing to undo.
        let _moment = self.connection.unchecked_transaction().map_err(Failure::from)?;
        work()
    }
}
