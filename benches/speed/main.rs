//! Measures the whole program on a large book, as a person would run it: one process a step.
//!
//! `cargo bench --bench speed` (release build); with `-- import` the import beside the shell of
//! SQLite, with `-- reading` reading alone, format by format. `SIZE=1000000` for another number
//! of invoices and payments, `ROUNDS=5` for more rounds. Printed are the medians of seconds, on the
//! wall and on the processor, and the highest memory, beside parsing the same file with the csv
//! package alone: on another machine the ratios are what can be compared.

mod book;
mod formats;
mod import;
mod process;
mod reading;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use process::{Cost, doisoat, spread};

/// What each step costs, in rounds.
struct Step {
    name: &'static str,
    arguments: &'static [&'static str],
    /// Which file it reads, for the ratio; `None` where it reads none.
    file: Option<&'static str>,
    cost: Cost,
}

fn main() -> Result<(), Box<dyn Error>> {
    let size = setting("SIZE", 100_000);
    let rounds = setting("ROUNDS", 3);
    let folder = tempfile::tempdir()?;
    if std::env::args().any(|argument| argument == "import") {
        return import::beside_sqlite(folder.path(), size, rounds);
    }
    if std::env::args().any(|argument| argument == "reading") {
        return reading::by_format(folder.path(), size, rounds);
    }
    book::write_invoices(&folder.path().join("invoices.csv"), size)?;
    book::write_payments(&folder.path().join("payments.csv"), size)?;
    println!("{size} invoices, {size} payments, medians of {rounds} rounds");

    let mut steps = steps();
    let mut parse = Vec::new();
    for _ in 0..rounds {
        remove_store(folder.path());
        parse.push(parse_alone(&folder.path().join("payments.csv"))?);
        for step in &mut steps {
            step.cost.add(&mut doisoat(step.arguments, folder.path()), folder.path())?;
        }
    }
    let (parse, ..) = spread(&parse);
    println!("{:<18} {parse:>8.3} s {:>12.0} rows/s", "csv package alone", size as f64 / parse);
    for step in &steps {
        let ((seconds, ..), (busy, ..)) = (spread(&step.cost.seconds), spread(&step.cost.busy));
        let rows = step.file.map_or(String::new(), |_| {
            format!("{:>12.0} rows/s {:>6.1} × parsing", size as f64 / seconds, seconds / parse)
        });
        let peak = step.cost.peak_kib / 1024;
        println!("{:<18} {seconds:>8.3} s {busy:>8.2} s busy {peak:>6} MiB{rows}", step.name);
    }
    let store = fs::metadata(folder.path().join("book.db"))?.len();
    println!("{:<18} {:>8} MiB", "store", store / 1024 / 1024);
    Ok(())
}

fn steps() -> Vec<Step> {
    let step = |name, arguments, file| Step { name, arguments, file, cost: Cost::default() };
    vec![
        step("import invoices", &["import", "invoices.csv"], Some("invoices.csv")),
        step("import payments", &["import", "payments.csv"], Some("payments.csv")),
        step("match", &["match"], None),
        step("status", &[], None),
        step("list one day", &["list", "payments", "--from", "2026-11-23"], None),
        step("list all as jsonl", &["list", "payments", "--format", "jsonl"], None),
        step("match again", &["match"], None),
        step("import known file", &["import", "payments.csv"], Some("payments.csv")),
        step("check", &["check"], None),
    ]
}

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

fn remove_store(folder: &Path) {
    for name in ["book.db", "book.db-wal", "book.db-shm"] {
        // Absent in the first round.
        let _ = fs::remove_file(folder.join(name));
    }
}

/// Seconds that the csv package takes to split the file into fields.
fn parse_alone(path: &PathBuf) -> Result<f64, Box<dyn Error>> {
    let started = Instant::now();
    let mut reader = csv::Reader::from_path(path)?;
    let mut record = csv::ByteRecord::new();
    let mut fields = 0;
    while reader.read_byte_record(&mut record)? {
        fields += record.len();
    }
    assert!(fields > 0, "the invented file has rows");
    Ok(started.elapsed().as_secs_f64())
}
