//! Opens the file of a store, makes a new one, and refuses what is no store of this program.

use std::path::Path;
use std::time::Duration;
use std::{fs, io};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};

use super::Result;
use crate::model::{Failure, FailureCode};
use crate::money::CURRENCIES;

const SCHEMA: &str = include_str!("../../schema.sql");

/// Views of the connection, not of the file: they may change with the program.
const FIGURES: &str = include_str!("queries/figures.sql");

/// `DOIS`; must equal the pragma in `schema.sql` (tested).
const APPLICATION_ID: i64 = 0x444F_4953;
const SCHEMA_VERSION: i64 = 1;

/// How long a writer waits for another one before it reports that the store is busy.
pub(super) const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// Bytes of a page of a new store: half as many pages as by default take some off an import; larger
/// ones gave match nothing more.
const PAGE_BYTES: i64 = 8192;

/// What a connection keeps of the store, and what while it writes much, which touches pages all
/// over the store.
pub(super) const PAGES_KEPT_KIB: i64 = 16 * 1024;
pub(super) const PAGES_KEPT_WRITING_KIB: i64 = 64 * 1024;

/// Distinct statements that stay prepared.
const STATEMENTS_KEPT: usize = 128;

pub(super) fn read_write(path: &Path) -> Result<Connection> {
    if !path.exists() {
        make_private_file(path)?;
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags).map_err(|e| at(path, e))?;
    prepare(&connection).map_err(|e| at(path, e))?;
    if is_blank(&connection).map_err(|e| at(path, e))? {
        connection.pragma_update(None, "page_size", PAGE_BYTES).map_err(|e| at(path, e))?;
        fill_new(&mut connection).map_err(|e| at(path, e))?;
    }
    recognise(&connection, path)?;
    connection
        .execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")
        .map_err(|e| at(path, e))?;
    Ok(connection)
}

/// A new store that is nowhere but in memory.
pub(super) fn in_memory() -> Result<Connection> {
    let mut connection = Connection::open_in_memory()?;
    prepare(&connection)?;
    fill_new(&mut connection)?;
    Ok(connection)
}

pub(super) fn read_only(path: &Path) -> Result<Connection> {
    if !path.exists() {
        return Err(Failure::new(FailureCode::StoreNotFound).with("path", path.display()));
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let opened = Connection::open_with_flags(path, flags)
        .and_then(|connection| is_blank(&connection).map(|_| connection));
    let connection = match opened {
        Err(error) if is_shut(&error) && !has_log(path) => at_rest(path, flags),
        other => other,
    }
    .map_err(|e| at(path, e))?;
    prepare(&connection).map_err(|e| at(path, e))?;
    recognise(&connection, path)?;
    Ok(connection)
}

/// What SQLite says where it may not make its files beside the store: a read-only medium or folder.
fn is_shut(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly))
}

/// Whether a log lies beside the store: changes that the file itself does not hold yet.
fn has_log(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    fs::metadata(log).is_ok_and(|log| log.len() > 0)
}

/// Opens a store that nobody is writing, as it lies there: `immutable` of
/// <https://sqlite.org/uri.html>.
fn at_rest(path: &Path, flags: OpenFlags) -> rusqlite::Result<Connection> {
    let mut uri = String::from("file:");
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' => uri.push(char::from(*byte)),
            byte if byte.is_ascii_alphanumeric() => uri.push(char::from(*byte)),
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri.push_str("?immutable=1");
    Connection::open_with_flags(uri, flags | OpenFlags::SQLITE_OPEN_URI)
}

/// A new empty file that only its owner may read. Another process may make it at the same moment.
pub(super) fn make_private_file(path: &Path) -> Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(Failure::new(FailureCode::StoreUnreadable)
            .with("path", path.display())
            .caused_by_system(&error)),
    }
}

fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    // Without it every statement that could use a partial index is planned anew for each bound
    // value.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // `recursive_triggers` keeps INSERT OR REPLACE from passing the append-only guards.
    connection.execute_batch(
        "PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON;
         PRAGMA temp_store = MEMORY;",
    )?;
    keep_in_memory(connection, PAGES_KEPT_KIB)?;
    connection.execute_batch(FIGURES)
}

/// How much of the store a connection keeps in memory.
pub(super) fn keep_in_memory(connection: &Connection, kib: i64) -> rusqlite::Result<()> {
    connection.pragma_update(None, "cache_size", -kib)
}

/// An empty file, or one in which nothing was finished: it has no table and bears no mark.
fn is_blank(connection: &Connection) -> rusqlite::Result<bool> {
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(tables == 0 && pragma(connection, "application_id")? == 0)
}

/// Schema, marks and currencies in one transaction: a kill leaves a whole store or a blank file.
fn fill_new(connection: &mut Connection) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if is_blank(&transaction)? {
        transaction.execute_batch(SCHEMA)?;
        for (code, minor_digits) in CURRENCIES {
            transaction.execute(
                "INSERT INTO currency (code, minor_digits) VALUES (?1, ?2)",
                (code, minor_digits),
            )?;
        }
    }
    transaction.commit()
}

fn recognise(connection: &Connection, path: &Path) -> Result<()> {
    let application_id = pragma(connection, "application_id").map_err(|e| at(path, e))?;
    if application_id != APPLICATION_ID {
        return Err(Failure::new(FailureCode::StoreForeign).with("path", path.display()));
    }
    let version = pragma(connection, "user_version").map_err(|e| at(path, e))?;
    if version > SCHEMA_VERSION {
        return Err(Failure::new(FailureCode::StoreNewer)
            .with("path", path.display())
            .with("version", version)
            .with("known", SCHEMA_VERSION));
    }
    if version < SCHEMA_VERSION {
        return Err(Failure::new(FailureCode::StoreDamaged).with("path", path.display()));
    }
    Ok(())
}

fn pragma(connection: &Connection, name: &str) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, name, |row| row.get(0))
}

fn at(path: &Path, error: rusqlite::Error) -> Failure {
    let failure = Failure::from(error).at(path);
    if failure.code != FailureCode::StoreUnreadable {
        return failure;
    }
    // SQLite says only that it cannot open the file; the system knows why.
    let error = match fs::File::open(path) {
        Err(error) => Some(error),
        Ok(_) if path.is_dir() => Some(io::ErrorKind::IsADirectory.into()),
        Ok(_) => None,
    };
    match error {
        Some(error) => Failure { causes: Vec::new(), ..failure }.caused_by_system(&error),
        None => failure,
    }
}
