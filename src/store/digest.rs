//! The digest of an imported file's rows: what the chain covers of an import besides its decision.
//!
//! SHA-256 over each row of the file as received with what became of it and the payment that it
//! made, in the order of their ids; then each statement, each problem, and each invoice that came
//! new. An import adds its rows as it writes them, `check` as it finds them.
//!
//! A row is written as the name of its table, then every column in the order of `schema.sql`: a
//! sign for its kind (`-` where there is none), numbers in 8 bytes, texts and bytes led by their
//! length. Invoices are written like the chain's text.

use std::panic::resume_unwind;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use rusqlite::Row;
use rusqlite::types::ValueRef;
use sha2::{Digest, Sha256};

use super::chain::{Hash, Text, invoice_text};
use super::{Result, Store};
use crate::model::{DecisionId, FileId, InvoiceId};

/// As the rows of the file lie in the store.
pub(super) fn of_rows(store: &Store, file: FileId, decision: DecisionId) -> Result<Hash> {
    let mut digest = RowsDigest::default();
    let mut statement = store.connection.prepare_cached(include_str!("queries/digest_rows.sql"))?;
    let end = statement.column_count();
    let payment = statement.column_index("payment_id")?;
    let mut rows = statement.query([file.0])?;
    while let Some(row) = rows.next()? {
        digest.add("source_row", values(row, 0..payment)?);
        if row.get_ref(payment)? != ValueRef::Null {
            digest.add("payment", values(row, payment + 1..end)?);
        }
    }
    digest.finish(store, file, decision)
}

/// The digest of a file while its rows are written. SHA-256 runs on a thread of its own, so that it
/// takes no time from the writing.
pub(super) struct RowsDigest {
    /// What is not handed over yet.
    bytes: Vec<u8>,
    hand_over: SyncSender<Vec<u8>>,
    hashing: JoinHandle<Sha256>,
}

/// Bytes that are handed over together, and how many such pieces may wait.
const PIECE_BYTES: usize = 64 * 1024;
const PIECES_WAITING: usize = 8;

impl Default for RowsDigest {
    fn default() -> RowsDigest {
        let (hand_over, pieces) = sync_channel::<Vec<u8>>(PIECES_WAITING);
        let hashing = thread::spawn(move || {
            pieces.iter().fold(Sha256::new(), |sha256, piece| sha256.chain_update(piece))
        });
        RowsDigest { bytes: Vec::new(), hand_over, hashing }
    }
}

impl RowsDigest {
    /// Adds a row of a table with all its columns.
    pub fn add<'a>(&mut self, table: &str, columns: impl IntoIterator<Item = ValueRef<'a>>) {
        self.put(b't', table.as_bytes());
        for column in columns {
            match column {
                ValueRef::Null => self.bytes.push(b'-'),
                ValueRef::Integer(number) => {
                    self.bytes.push(b'i');
                    self.bytes.extend_from_slice(&number.to_be_bytes());
                }
                ValueRef::Text(text) => self.put(b't', text),
                ValueRef::Blob(bytes) => self.put(b'b', bytes),
                // STRICT tables without REAL columns hold none.
                ValueRef::Real(_) => self.bytes.push(b'r'),
            }
        }
        self.hand_over_if(self.bytes.len() >= PIECE_BYTES);
    }

    /// The digest, once all rows, statements, problems and invoices of the file are written.
    pub fn finish(mut self, store: &Store, file: FileId, decision: DecisionId) -> Result<Hash> {
        for (table, sql) in [
            ("statement", "SELECT * FROM statement WHERE file = ?1 ORDER BY id"),
            ("problem", "SELECT * FROM problem WHERE file = ?1 ORDER BY id"),
        ] {
            let mut statement = store.connection.prepare_cached(sql)?;
            let end = statement.column_count();
            let mut rows = statement.query([file.0])?;
            while let Some(row) = rows.next()? {
                self.add(table, values(row, 0..end)?);
            }
        }
        self.add_new_invoices(store, decision)?;
        Ok(self.end())
    }

    fn end(mut self) -> Hash {
        self.hand_over_if(true);
        drop(self.hand_over);
        let sha256 = self.hashing.join().unwrap_or_else(|panic| resume_unwind(panic));
        sha256.finalize().into()
    }

    fn hand_over_if(&mut self, is_time: bool) {
        if is_time {
            let piece = std::mem::replace(&mut self.bytes, Vec::with_capacity(PIECE_BYTES));
            // The other thread ends before this one only by a panic, which `end` tells.
            let _ = self.hand_over.send(piece);
        }
    }

    fn add_new_invoices(&mut self, store: &Store, decision: DecisionId) -> Result<()> {
        let sql = include_str!("queries/digest_invoices.sql");
        let mut statement = store.connection.prepare_cached(sql)?;
        let mut rows = statement.query([decision.0])?;
        let mut text = Text::default();
        while let Some(row) = rows.next()? {
            text.text.clear();
            text.field("of", "invoice");
            text.field("id", InvoiceId(row.get("invoice")?));
            for column in ["collector", "form", "series", "number"] {
                text.field(column, row.get::<_, String>(column)?);
            }
            invoice_text(&mut text, &store.facts_of_version(row.get("version")?)?);
            self.bytes.extend_from_slice(text.text.as_bytes());
            self.hand_over_if(self.bytes.len() >= PIECE_BYTES);
        }
        Ok(())
    }

    fn put(&mut self, kind: u8, bytes: &[u8]) {
        self.bytes.push(kind);
        self.bytes.extend_from_slice(&(bytes.len() as u64).to_be_bytes());
        self.bytes.extend_from_slice(bytes);
    }
}

fn values<'a>(row: &'a Row, columns: std::ops::Range<usize>) -> Result<Vec<ValueRef<'a>>> {
    Ok(columns.map(|at| row.get_ref(at)).collect::<rusqlite::Result<_>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rows: &[(&str, &[ValueRef])]) -> Vec<u8> {
        let mut digest = RowsDigest::default();
        rows.iter().for_each(|(table, columns)| digest.add(table, columns.iter().copied()));
        digest.end().to_vec()
    }

    #[test]
    fn no_row_can_pretend_to_be_another() {
        let (a, b, ab) = (ValueRef::Text(b"a"), ValueRef::Text(b"b"), ValueRef::Text(b"ab"));
        let empty = ValueRef::Text(b"");
        let one = ValueRef::Integer(1);
        let all: [&[(&str, &[ValueRef])]; 9] = [
            &[("t", &[a, b])],
            &[("t", &[ab, empty])],
            &[("t", &[empty, ab])],
            &[("t", &[a]), ("t", &[b])],
            &[("t", &[a, ValueRef::Null])],
            &[("t", &[a, empty])],
            &[("u", &[a, b])],
            &[("t", &[one])],
            &[("t", &[ValueRef::Text(b"1")])],
        ];
        for (at, rows) in all.iter().enumerate() {
            assert!(all[..at].iter().all(|other| of(other) != of(rows)), "{at}");
        }
        assert_eq!(of(all[0]), of(all[0]));
    }
}
