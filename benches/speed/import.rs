//! The import of payments beside `.import` of SQLite's shell: the same rows, already decoded, into
//! tables of the same columns and indexes.
//!
//! The reference does less: it decodes nothing, looks nothing up, and has no check, no foreign key
//! and no trigger. It takes three things otherwise, none of which makes it slower: tables without
//! STRICT, because `.import` brings an empty text where a value is absent; indexes of absent
//! values that ask for an empty text instead; and the 16 bytes of a key as 16 letters.

use std::error::Error;
use std::path::Path;
use std::process::{Command, Stdio};

use rusqlite::Connection;
use rusqlite::types::ValueRef;

use super::process::{Cost, doisoat, spread};
use super::{book, remove_store};

/// The tables that get a row of each payment.
const TABLES: [&str; 3] = ["source_row", "payment", "payment_now"];

/// Prints both and their ratio, round by round in turn.
pub fn beside_sqlite(folder: &Path, size: u64, rounds: u64) -> Result<(), Box<dyn Error>> {
    let tried = Command::new("sqlite3").arg("-version").stdout(Stdio::null()).status();
    if tried.is_err() {
        println!(
            "The shell of SQLite is not there (Debian: apt-get install sqlite3): nothing run."
        );
        return Ok(());
    }
    book::write_payments(&folder.join("payments.csv"), size)?;
    let (mut own, mut shell) = (Cost::default(), Cost::default());
    // The first run is not counted: it makes what the shell reads.
    Cost::default().add(&mut doisoat(&["import", "payments.csv"], folder), folder)?;
    let schema = write_decoded(folder)?;
    for round in 0..rounds {
        for turn in 0..2 {
            if (round + turn) % 2 == 0 {
                remove_store(folder);
                own.add(&mut doisoat(&["import", "payments.csv"], folder), folder)?;
            } else {
                shell.add(&mut import_by_shell(folder, &schema)?, folder)?;
            }
        }
        require_same(folder, size)?;
    }
    println!("import of {size} payments, medians of {rounds} rounds (least to most)");
    for (name, cost) in [("doisoat import", &own), ("sqlite3 .import", &shell)] {
        let (seconds, least, most) = spread(&cost.seconds);
        let (busy, ..) = spread(&cost.busy);
        let peak = cost.peak_kib / 1024;
        println!(
            "{name:<16}{seconds:>8.2} s ({least:.2} to {most:.2}){busy:>8.2} s busy{peak:>6} MiB"
        );
    }
    for (name, own, shell) in
        [("ratio", &own.seconds, &shell.seconds), ("ratio, busy", &own.busy, &shell.busy)]
    {
        let ratios: Vec<f64> = own.iter().zip(shell).map(|(own, shell)| own / shell).collect();
        let (ratio, least, most) = spread(&ratios);
        println!("{name:<16}{ratio:>8.2}   ({least:.2} to {most:.2})");
    }
    Ok(())
}

/// Writes the rows of our tables as CSV and gives the statements that make such tables.
fn write_decoded(folder: &Path) -> Result<String, Box<dyn Error>> {
    let store = Connection::open(folder.join("book.db"))?;
    let mut schema = String::new();
    for table in TABLES {
        let mut statement = store.prepare(&format!("SELECT * FROM {table}"))?;
        let mut out = csv::Writer::from_path(folder.join(format!("{table}.csv")))?;
        let columns = statement.column_count();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            for column in 0..columns {
                match row.get_ref(column)? {
                    ValueRef::Null => out.write_field("")?,
                    ValueRef::Integer(number) => out.write_field(number.to_string())?,
                    ValueRef::Text(text) => out.write_field(text)?,
                    ValueRef::Blob(key) => out.write_field(letters(key))?,
                    ValueRef::Real(_) => return Err("no table has such a column".into()),
                }
            }
            out.write_record(None::<&[u8]>)?;
        }
        out.flush()?;
        schema += &like(&store, table)?;
    }
    Ok(schema)
}

/// As many letters as there are bytes, in the same order.
fn letters(key: &[u8]) -> String {
    key[..key.len() / 2].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The table with its columns and indexes and nothing else.
fn like(store: &Connection, table: &str) -> rusqlite::Result<String> {
    let mut names = store.prepare("SELECT name, type, pk FROM pragma_table_info(?1)")?;
    let columns = names.query_map([table], |row| {
        let key = if row.get::<_, i64>("pk")? > 0 { " PRIMARY KEY" } else { "" };
        Ok(format!("{} {}{key}", row.get::<_, String>("name")?, row.get::<_, String>("type")?))
    })?;
    let mut columns: Vec<String> = columns.collect::<rusqlite::Result<_>>()?;
    let mut unique = store.prepare(
        "SELECT group_concat(c.name, ', ') FROM pragma_index_list(?1) i, pragma_index_info(i.name) c
         WHERE i.origin = 'u' GROUP BY i.name",
    )?;
    for of in unique.query_map([table], |row| row.get::<_, String>(0))? {
        columns.push(format!("UNIQUE ({})", of?));
    }
    let mut schema = format!("CREATE TABLE {table} ({});\n", columns.join(", "));
    let mut indexes = store.prepare(
        "SELECT sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ?1 AND sql IS NOT NULL",
    )?;
    for index in indexes.query_map([table], |row| row.get::<_, String>(0))? {
        schema += &index?.replace("IS NOT NULL", "<> ''").replace("IS NULL", "= ''");
        schema += ";\n";
    }
    Ok(schema)
}

fn import_by_shell(folder: &Path, schema: &str) -> Result<Command, Box<dyn Error>> {
    let path = folder.join("shell.db");
    if path.exists() {
        std::fs::remove_file(&path)?;
    }
    Connection::open(&path)?.execute_batch(schema)?;
    let mut command = Command::new("sqlite3");
    command.arg("shell.db").arg(".mode csv").current_dir(folder);
    for table in TABLES {
        command.arg(format!(".import {table}.csv {table}"));
    }
    Ok(command)
}

/// Both hold every payment with the same amounts, and all indexes are whole.
fn require_same(folder: &Path, size: u64) -> Result<(), Box<dyn Error>> {
    let told = |name: &str| -> rusqlite::Result<Vec<(u64, i64)>> {
        let store = Connection::open(folder.join(name))?;
        let sums =
            ["count(*), sum(row) FROM source_row", "count(*), sum(amount_minor) FROM payment"];
        let sums = sums.iter().chain(&["count(*), sum(open_minor) FROM payment_now"]);
        sums.map(|sum| {
            store.query_row(&format!("SELECT {sum}"), [], |row| Ok((row.get(0)?, row.get(1)?)))
        })
        .collect()
    };
    let (own, shell) = (told("book.db")?, told("shell.db")?);
    if own != shell || own.iter().any(|(count, _)| *count != size) {
        return Err(format!("not the same: {own:?}, {shell:?}").into());
    }
    Ok(())
}
