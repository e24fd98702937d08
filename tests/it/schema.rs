//! The schema: every guard fires, a new store equals schema.sql, and what is no store of ours is
//! refused.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use doisoat::model::FailureCode;
use doisoat::money::CURRENCIES;
use doisoat::store::Store;
use rusqlite::Connection;
use tempfile::TempDir;

const SCHEMA: &str = include_str!("../../schema.sql");

fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder can be made")
}

/// A store with one of everything, opened as a repair by hand would: past the program.
struct Sample {
    connection: Connection,
    path: PathBuf,
    _folder: TempDir,
}

impl Sample {
    fn new() -> Sample {
        let folder = folder();
        let path = folder.path().join("sample.db");
        drop(Store::open(&path).expect("a new store"));
        let connection = Connection::open(&path).expect("the file opens");
        connection
            .execute_batch("PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON;")
            .expect("the pragmas of the program");
        connection.execute_batch(ONE_OF_EVERYTHING).expect("lawful rows pass every guard");
        Sample { connection, path, _folder: folder }
    }

    /// How many rows of a table are under a decision; 0 where they are under none.
    fn lines_of(&self, table: &str, decision: i64) -> i64 {
        if !self.columns(table).iter().any(|column| column == "decision") {
            return 0;
        }
        let sql = format!("SELECT count(*) FROM {table} WHERE decision = ?1");
        self.connection.query_row(&sql, [decision], |row| row.get(0)).expect("a count")
    }

    fn columns(&self, table: &str) -> Vec<String> {
        let sql = "SELECT name FROM pragma_table_info(?1)";
        let mut statement = self.connection.prepare(sql).expect("tables can be described");
        let names = statement.query_map([table], |row| row.get(0)).expect("a table has columns");
        names.map(|name| name.expect("text")).collect()
    }

    fn refuses(&self, sql: &str, because: &str) {
        let refused = self.connection.execute_batch(sql).map_err(|error| error.to_string());
        match refused {
            Ok(()) => panic!("passed: {sql}"),
            Err(error) => assert!(error.contains(because), "{sql}\n{error}\nnot: {because}"),
        }
    }
}

/// What a line under a decision that is not the newest is refused with.
const SEALED: &str = "the decision is sealed";

/// Rows under a decision that the chain alone proves: an import's versions of invoices, reasons.
const UNSEALED: &[&str] = &["invoice_version", "decision_reason"];

const ONE_OF_EVERYTHING: &str = include_str!("../cases/schema/sample.sql");

/// Tables of the first part: facts.
fn tables_of_facts() -> BTreeSet<&'static str> {
    let (facts, _) = SCHEMA.split_once("2. derived").expect("the second part has its heading");
    facts.lines().filter_map(|line| line.strip_prefix("CREATE TABLE ")?.split(' ').next()).collect()
}

#[test]
fn no_fact_is_changed_deleted_or_replaced() {
    let sample = Sample::new();
    let tables = tables_of_facts();
    assert!(tables.len() > 20, "{tables:?}");
    for table in tables {
        let because = format!("{table} is append-only");
        sample.refuses(&format!("DELETE FROM {table}"), &because);
        let column: String = sample
            .connection
            .query_row("SELECT name FROM pragma_table_info(?1) LIMIT 1", [table], |row| row.get(0))
            .expect("a table has columns");
        sample.refuses(&format!("UPDATE {table} SET {column} = {column}"), &because);
        let replaced = format!("REPLACE INTO {table} SELECT * FROM {table}");
        // Lines of an older decision do not even come so far.
        let is_sealed = sample.lines_of(table, 2) > 0 && !UNSEALED.contains(&table);
        sample.refuses(&replaced, if is_sealed { SEALED } else { &because });
    }
}

#[test]
fn no_line_is_added_to_a_decision_once_another_follows() {
    let sample = Sample::new();
    let mut tried = 0;
    for table in tables_of_facts().into_iter().filter(|table| !UNSEALED.contains(table)) {
        let columns = sample.columns(table);
        if !columns.iter().any(|column| column == "decision") {
            continue;
        }
        tried += 1;
        let copied: Vec<&str> = columns
            .iter()
            .map(|column| match column.as_str() {
                "id" => "NULL",
                "decision" => "2",
                other => other,
            })
            .collect();
        let again = format!("INSERT INTO {table} SELECT {} FROM {table}", copied.join(", "));
        sample.refuses(&again, SEALED);
    }
    assert!(tried > 10, "{tried}");
}

#[test]
fn no_payment_gives_more_than_it_has() {
    let sample = Sample::new();
    let payment_is_spent = "exceed";
    sample.refuses("INSERT INTO settlement_line VALUES (NULL, 3, 1, 1, 1)", payment_is_spent);
    sample
        .refuses("INSERT INTO exclusion_line VALUES (NULL, 3, 1, 'not_fee', 1)", payment_is_spent);
    sample.refuses("INSERT INTO refund_line VALUES (NULL, 3, 1, NULL, 1)", payment_is_spent);
    sample.refuses("INSERT INTO settlement_line VALUES (NULL, 3, 1, 1, -301)", payment_is_spent);
    sample.refuses(
        "INSERT INTO exclusion_line VALUES (NULL, 3, 1, 'not_fee', -101)",
        payment_is_spent,
    );
    sample.refuses("INSERT INTO refund_line VALUES (NULL, 3, 1, NULL, -101)", payment_is_spent);
    let freed = "INSERT INTO settlement_line VALUES (NULL, 3, 1, 1, -300);
                 INSERT INTO settlement_line VALUES (NULL, 3, 1, 1, 300);";
    sample.connection.execute_batch(freed).expect("what was freed may be taken again");
}

#[test]
fn a_settlement_that_is_refused_takes_its_transaction_with_it() {
    let sample = Sample::new();
    let count = || -> i64 {
        let sql = "SELECT count(*) FROM settlement_line";
        sample.connection.query_row(sql, [], |row| row.get(0)).expect("a count")
    };
    let before = count();
    let freed = "BEGIN; INSERT INTO settlement_line VALUES (NULL, 3, 1, 1, -300);";
    for (unlawful, because) in [
        ("INSERT INTO settlement_line VALUES (NULL, 3, 1, 1, 401)", "exceed"),
        ("INSERT INTO settlement_line VALUES (NULL, 3, 2, 1, 1)", "a debit settles nothing"),
    ] {
        sample.connection.execute_batch(freed).expect("a transaction with a lawful line");
        sample.refuses(unlawful, because);
        assert!(sample.connection.is_autocommit(), "no transaction is left: {unlawful}");
        assert_eq!(count(), before, "{unlawful}");
    }
    sample.connection.execute_batch(freed).expect("a transaction with a lawful line");
    let dangling = "INSERT INTO settlement_line VALUES (NULL, 99, 1, 1, 1); COMMIT;";
    sample.refuses(dangling, "FOREIGN KEY");
    sample.connection.execute_batch("ROLLBACK").expect("what cannot be committed is still open");
    assert_eq!(count(), before);
}

#[test]
fn only_a_credit_settles_and_in_its_own_currency() {
    let sample = Sample::new();
    sample.refuses(
        "INSERT INTO settlement_line VALUES (NULL, 3, 2, 1, 1)",
        "a debit settles nothing",
    );
    let foreign = "INSERT INTO invoice_version VALUES (NULL, 1, 1, '', '', '', '', '', '',
                   '', '', NULL, NULL, NULL, NULL, '', '', '', 'open', 500, 'USD', '{}')";
    sample.connection.execute_batch(foreign).expect("another version");
    sample.refuses("INSERT INTO settlement_line VALUES (NULL, 3, 1, 1, -1)", "currencies differ");
}

#[test]
fn only_successful_money_that_stands_settles() {
    let freed = "INSERT INTO settlement_line VALUES (NULL, 3, 1, 1, -300);";
    let again = "INSERT INTO settlement_line VALUES (NULL, 3, 1, 1, 1)";
    for spoilt in [
        "INSERT INTO payment_status VALUES (NULL, 3, 1, 'success', 'failed')",
        "INSERT INTO withdrawal VALUES (NULL, 3, 1, 1, NULL, 1)",
    ] {
        let sample = Sample::new();
        sample.connection.execute_batch(freed).expect("money may always be freed");
        sample.connection.execute_batch(spoilt).expect("a fact");
        sample.refuses(again, "only successful money that stands settles");
    }
    let sample = Sample::new();
    sample.refuses("INSERT INTO write_off_line VALUES (NULL, 3, 1, -101)", "write-off below zero");
}

#[test]
fn a_free_credit_of_a_bank_pays_rows_of_a_gateway_out_once() {
    let sample = Sample::new();
    let tie = |payout: i64, payment: i64| {
        format!("INSERT INTO payout_line VALUES (NULL, 3, {payout}, {payment}, 1)")
    };
    // Settled, a debit, of the gateway itself.
    for payout in [1, 2, 4] {
        sample.refuses(&tie(payout, 5), "a payout is a free credit of a bank");
    }
    // Of a bank; of another currency.
    for payment in [1, 6] {
        sample.refuses(&tie(3, payment), "a payout pays out rows of a gateway");
    }
    sample.refuses(&tie(7, 4), "paid out by another credit");
    let failed = "INSERT INTO payment_status VALUES (NULL, 3, 4, 'success', 'failed')";
    let untied = "INSERT INTO payout_line VALUES (NULL, 3, 3, 4, 0)";
    sample.connection.execute_batch(untied).expect("a tie may be taken back");
    sample.connection.execute_batch(&tie(3, 4)).expect("and made again");
    sample.connection.execute_batch(&format!("{untied}; {failed}")).expect("facts");
    sample.refuses(&tie(3, 4), "a payout pays out rows of a gateway");
}

#[test]
fn a_closed_day_and_a_closed_month_take_no_decision() {
    let sample = Sample::new();
    let decide = |day: &str| {
        format!(
            "INSERT INTO decision VALUES (NULL, 'unmask', '2026-11-22T08:00:00+07:00', '{day}',
             'person', 'an', 'an', 'h', 'system', 'why', '', NULL, NULL, NULL, randomblob(32))"
        )
    };
    sample.refuses(&decide("2026-11-21"), "the book day is closed");
    sample.connection.execute_batch(&decide("2026-11-22")).expect("an open day");
    sample
        .connection
        .execute_batch("INSERT INTO period_closing VALUES (NULL, 4, '2026-10', 1)")
        .expect("a month may be closed");
    sample.refuses(&decide("2026-10-05"), "the book day is closed");
    sample
        .connection
        .execute_batch("INSERT INTO period_closing VALUES (NULL, 4, '2026-10', 0)")
        .expect("and opened again");
    sample.connection.execute_batch(&decide("2026-10-05")).expect("the newest row counts");
}

#[test]
fn nonsense_is_refused() {
    let sample = Sample::new();
    for (sql, because) in [
        ("INSERT INTO period_closing VALUES (NULL, 3, '2026-02-30', 1)", "CHECK"),
        ("INSERT INTO period_closing VALUES (NULL, 3, '2026-13', 1)", "CHECK"),
        ("INSERT INTO settlement_line VALUES (NULL, 3, 1, 1, 0)", "CHECK"),
        ("INSERT INTO settlement_line VALUES (NULL, 99, 1, 1, -1)", "FOREIGN KEY"),
        ("INSERT INTO resolution VALUES (NULL, 3, NULL, NULL, 'carry', 1)", "CHECK"),
        ("INSERT INTO resolution VALUES (NULL, 3, 1, 1, 'carry', 1)", "CHECK"),
        ("INSERT INTO file VALUES (NULL, 'a', printf('%064d', 1), 'l', 'payments', 't', 2, 1,
          0, 0, 0, zeroblob(32))", "CHECK"),
        ("INSERT INTO invoice VALUES (NULL, 'tax', '', '', 'HD1')", "UNIQUE"),
        ("INSERT INTO invoice VALUES (NULL, 'tax', '', '', '')", "CHECK"),
        ("INSERT INTO account VALUES (NULL, 'bank', 'vietcombank', '0011001')", "UNIQUE"),
        ("INSERT INTO decision VALUES (NULL, 'undo', 't', '2026-11-20', 'person', 'an', 'an', 'h',
          'system', '', '', NULL, NULL, NULL, randomblob(32))", "CHECK"),
        ("INSERT INTO decision VALUES (NULL, 'accept', 't', '2026-02-30', 'person', 'an', 'an', 'h',
          'system', '', '', NULL, NULL, NULL, randomblob(32))", "CHECK"),
    ] {
        sample.refuses(sql, because);
    }
}

/// Everything that a schema is made of, but for SQLite's own tables.
fn shape(connection: &Connection) -> Vec<(String, String)> {
    let sql = "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name";
    let mut statement = connection.prepare(sql).expect("a schema can be read");
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
    rows.expect("it has rows").map(|row| row.expect("text")).collect()
}

#[test]
fn a_new_store_is_what_schema_sql_says() {
    let folder = folder();
    let by_hand = Connection::open(folder.path().join("hand.db")).expect("a new file");
    by_hand.execute_batch(SCHEMA).expect("schema.sql runs by itself");
    let path = folder.path().join("program.db");
    drop(Store::open(&path).expect("a new store"));
    drop(Store::open(&path).expect("it opens again, and nothing is made twice"));
    let made = Connection::open(&path).expect("the file opens");
    assert_eq!(shape(&by_hand), shape(&made));
    for pragma in ["application_id", "user_version"] {
        let value = |connection: &Connection| -> i64 {
            connection.pragma_query_value(None, pragma, |row| row.get(0)).expect("a number")
        };
        assert_eq!(value(&by_hand), value(&made), "{pragma}");
    }
    let currencies: usize =
        made.query_row("SELECT count(*) FROM currency", [], |row| row.get(0)).expect("a count");
    assert_eq!(currencies, CURRENCIES.len());
    let journal: String =
        made.pragma_query_value(None, "journal_mode", |row| row.get(0)).expect("a mode");
    assert_eq!(journal, "wal");
}

#[cfg(unix)]
#[test]
fn only_its_owner_may_read_a_store() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    let path = folder.path().join("own.db");
    drop(Store::open(&path).expect("a new store"));
    let mode = std::fs::metadata(&path).expect("it is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

fn refusal_of(path: &Path) -> Option<FailureCode> {
    let writing = Store::open(path).err().map(|failure| failure.code);
    let reading = Store::open_read_only(path).err().map(|failure| failure.code);
    assert_eq!(writing, reading, "both ways refuse alike");
    writing
}

#[test]
fn what_is_no_store_is_refused_and_left_alone() {
    let folder = folder();
    let text = folder.path().join("text.db");
    std::fs::write(&text, "no database at all, but long enough to have a header\n".repeat(9))
        .expect("a file");
    assert_eq!(refusal_of(&text), Some(FailureCode::StoreForeign));

    let foreign = folder.path().join("foreign.db");
    Connection::open(&foreign)
        .and_then(|other| other.execute_batch("CREATE TABLE t (x)"))
        .expect("another program's database");
    let before = std::fs::read(&foreign).expect("bytes");
    assert_eq!(refusal_of(&foreign), Some(FailureCode::StoreForeign));
    assert_eq!(std::fs::read(&foreign).expect("bytes"), before);

    let absent = folder.path().join("absent.db");
    let reading = Store::open_read_only(&absent).err().map(|failure| failure.code);
    assert_eq!(reading, Some(FailureCode::StoreNotFound));
    assert!(!absent.exists(), "reading makes no file");
}

#[test]
fn a_newer_or_half_made_store_is_refused_by_name() {
    let sample = Sample::new();
    sample.connection.pragma_update(None, "user_version", 2).expect("a newer layout");
    assert_eq!(refusal_of(&sample.path), Some(FailureCode::StoreNewer));
    sample.connection.pragma_update(None, "user_version", 0).expect("an unfinished one");
    assert_eq!(refusal_of(&sample.path), Some(FailureCode::StoreDamaged));
}

#[test]
fn an_empty_file_becomes_a_store() {
    let folder = folder();
    let path = folder.path().join("empty.db");
    std::fs::write(&path, "").expect("a file");
    drop(Store::open(&path).expect("a kill right after the file was made leaves this"));
    assert_eq!(refusal_of(&path), None);
}

/// A link that leads nowhere in the place of SQLite's own file does what a read-only medium does.
#[cfg(unix)]
#[test]
fn a_store_at_rest_is_read_where_nothing_may_be_written_beside_it() {
    let folder = folder();
    let path = folder.path().join("kho 100% #1?.db");
    drop(Store::open(&path).expect("a new store"));
    let beside = |ending: &str| folder.path().join(format!("kho 100% #1?.db{ending}"));
    std::os::unix::fs::symlink(folder.path().join("no/where"), beside("-shm")).expect("a link");
    let store = Store::open_read_only(&path).expect("nothing is being written");
    assert!(store.closed_periods().expect("it can be read").is_empty());
    drop(store);
    std::fs::write(beside("-wal"), [0; 4096]).expect("a log is left");
    let refused = Store::open_read_only(&path).err().expect("the log may hold newer decisions");
    assert_eq!(refused.code, FailureCode::StoreUnreadable);
}
