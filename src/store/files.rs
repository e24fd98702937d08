//! Imported files: what came with them and what the chain covers of them.

use rusqlite::OptionalExtension;

use super::chain::FileSeal;
use super::{Result, Store};
use crate::model::{FileId, InvoiceId, PaymentId, Subject};

impl Store {
    /// Payments and invoices that came new with a file (or came back with it), payments first, by
    /// id.
    pub(in crate::store) fn rows_new_with(&self, file: FileId) -> Result<Vec<Subject>> {
        let mut subjects = Vec::new();
        let sql = include_str!("queries/payments_new_with_file.sql");
        let mut statement = self.connection.prepare_cached(sql)?;
        for id in statement.query_map([file.0], |row| row.get(0))? {
            subjects.push(Subject::Payment(PaymentId(id?)));
        }
        let sql = include_str!("queries/invoices_new_with_file.sql");
        let mut statement = self.connection.prepare_cached(sql)?;
        for id in statement.query_map([file.0], |row| row.get(0))? {
            subjects.push(Subject::Invoice(InvoiceId(id?)));
        }
        Ok(subjects)
    }

    pub(in crate::store) fn file_seal(&self, file: FileId) -> Result<FileSeal> {
        let sql = "SELECT sha256, rows_digest FROM file WHERE id = ?1";
        let seal = self.connection.query_row(sql, [file.0], |row| {
            Ok(FileSeal { sha256: row.get(0)?, rows_digest: row.get(1)? })
        })?;
        Ok(seal)
    }

    /// The file that was imported with this content and whose rows stand, if any.
    pub fn file_with_sha256(&self, sha256: &str) -> Result<Option<FileId>> {
        let sql = include_str!("queries/file_with_sha256.sql");
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row([sha256], |row| row.get(0).map(FileId)).optional()?)
    }
}
