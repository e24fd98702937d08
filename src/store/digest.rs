//! The digest of an imported file's rows: what the chain covers of an import besides its decision.
//!
//! SHA-256 over, in the order of their ids: each row of the file as received with what became of it
//! and the payment it made; each invoice that came new; each statement and each problem. Written
//! like the chain's text.

use rusqlite::Row;
use rusqlite::types::ValueRef;
use sha2::{Digest, Sha256};

use super::chain::{Hash, Text, invoice_text};
use super::{Result, Store};
use crate::model::{DecisionId, FileId, InvoiceId};

pub(super) fn of_rows(store: &Store, file: FileId, decision: DecisionId) -> Result<Hash> {
    let mut digest = Sha256::new();
    let queries = [
        ("row", include_str!("queries/digest_rows.sql")),
        ("statement", "SELECT * FROM statement WHERE file = ?1 ORDER BY id"),
        ("problem", "SELECT * FROM problem WHERE file = ?1 ORDER BY id"),
    ];
    for (name, sql) in queries {
        add_rows(store, &mut digest, name, sql, file.0)?;
    }
    add_new_invoices(store, &mut digest, decision)?;
    Ok(digest.finalize().into())
}

/// Every column of every row, as the store holds it.
fn add_rows(store: &Store, digest: &mut Sha256, name: &str, sql: &str, id: i64) -> Result<()> {
    let mut statement = store.connection.prepare_cached(sql)?;
    let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let mut rows = statement.query([id])?;
    let mut text = Text::default();
    while let Some(row) = rows.next()? {
        text.text.clear();
        text.field("of", name);
        for (at, column) in columns.iter().enumerate() {
            value_text(&mut text, column, row, at)?;
        }
        digest.update(text.text.as_bytes());
    }
    Ok(())
}

fn value_text(text: &mut Text, column: &str, row: &Row, at: usize) -> rusqlite::Result<()> {
    match row.get_ref(at)? {
        ValueRef::Null => text.optional::<i64>(column, None),
        ValueRef::Integer(number) => text.field(column, number),
        ValueRef::Text(bytes) => text.field(column, String::from_utf8_lossy(bytes)),
        ValueRef::Blob(bytes) => text.field(column, super::chain::hex(bytes)),
        // STRICT tables without REAL columns hold none.
        ValueRef::Real(_) => text.field(column, "real"),
    }
    Ok(())
}

fn add_new_invoices(store: &Store, digest: &mut Sha256, decision: DecisionId) -> Result<()> {
    let mut statement =
        store.connection.prepare_cached(include_str!("queries/digest_invoices.sql"))?;
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
        digest.update(text.text.as_bytes());
    }
    Ok(())
}
