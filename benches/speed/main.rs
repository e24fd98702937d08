//! Measures the whole program on a large book, as a person would run it: one process a step.
//!
//! `cargo bench` (release build). `SIZE=1000000` for another number of invoices and payments,
//! `ROUNDS=5` for more rounds. Printed are the medians of seconds, on the wall and on the
//! processor, and the highest memory, beside parsing the same file with the csv package alone: on
//! another machine the ratios are what can be compared.

mod book;

use std::error::Error;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How often the memory of a running step is looked at.
const GLANCE: Duration = Duration::from_millis(2);

/// What each step costs, in rounds.
struct Step {
    name: &'static str,
    arguments: &'static [&'static str],
    /// Which file it reads, for the ratio; `None` where it reads none.
    file: Option<&'static str>,
    seconds: Vec<f64>,
    /// On a busy machine the time on the processor says more than the time on the wall.
    busy: Vec<f64>,
    peak_kib: u64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let size = setting("SIZE", 100_000);
    let rounds = setting("ROUNDS", 3);
    let folder = tempfile::tempdir()?;
    book::write_invoices(&folder.path().join("invoices.csv"), size)?;
    book::write_payments(&folder.path().join("payments.csv"), size)?;
    println!("{size} invoices, {size} payments, medians of {rounds} rounds");

    let mut steps = steps();
    let mut parse = Vec::new();
    for _ in 0..rounds {
        remove_store(folder.path());
        parse.push(parse_alone(&folder.path().join("payments.csv"))?);
        for step in &mut steps {
            run(step, folder.path())?;
        }
    }
    let parse = median(&mut parse);
    println!("{:<18} {parse:>8.3} s {:>12.0} rows/s", "csv package alone", size as f64 / parse);
    for step in &mut steps {
        let (seconds, busy) = (median(&mut step.seconds), median(&mut step.busy));
        let rows = step.file.map_or(String::new(), |_| {
            format!("{:>12.0} rows/s {:>6.1} × parsing", size as f64 / seconds, seconds / parse)
        });
        let peak = step.peak_kib / 1024;
        println!("{:<18} {seconds:>8.3} s {busy:>8.2} s busy {peak:>6} MiB{rows}", step.name);
    }
    let store = fs::metadata(folder.path().join("book.db"))?.len();
    println!("{:<18} {:>8} MiB", "store", store / 1024 / 1024);
    Ok(())
}

fn steps() -> Vec<Step> {
    let step = |name, arguments, file| Step {
        name,
        arguments,
        file,
        seconds: vec![],
        busy: vec![],
        peak_kib: 0,
    };
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

/// Runs the program once and adds what it cost.
fn run(step: &mut Step, folder: &Path) -> Result<(), Box<dyn Error>> {
    let printed = File::create(folder.join("printed"))?;
    let started = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_doisoat"))
        .args(step.arguments)
        .current_dir(folder)
        .env("DOISOAT_DB", "book.db")
        .env("DOISOAT_NOW", "2026-11-23T17:00:00+07:00")
        .env("DOISOAT_ACTOR", "bench")
        .env("DOISOAT_LANG", "en")
        .env("HOME", folder)
        .stdin(Stdio::null())
        .stdout(printed.try_clone()?)
        .stderr(printed)
        .spawn()?;
    let mut busy = 0.0;
    let status = loop {
        if let Some((peak, spent)) = peak_kib(child.id()).zip(busy_seconds(child.id())) {
            step.peak_kib = step.peak_kib.max(peak);
            busy = spent;
        }
        if let Some(status) = child.try_wait()? {
            break status;
        }
        sleep(GLANCE);
    };
    step.seconds.push(started.elapsed().as_secs_f64());
    step.busy.push(busy);
    // 1 means that a person must look, which is so with any real book.
    if !matches!(status.code(), Some(0 | 1)) {
        let printed = fs::read_to_string(folder.join("printed"))?;
        return Err(format!("{} ended with {status}: {printed}", step.name).into());
    }
    Ok(())
}

/// The highest resident memory of a running process so far; Linux only.
fn peak_kib(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Seconds on the processor so far; Linux counts them in hundredths.
fn busy_seconds(process: u32) -> Option<f64> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name in parentheses may hold blanks; user and system time are the 12th and 13th after it.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let user: f64 = fields.next()?.parse().ok()?;
    let system: f64 = fields.next()?.parse().ok()?;
    Some((user + system) / 100.0)
}

fn median(seconds: &mut [f64]) -> f64 {
    seconds.sort_by(f64::total_cmp);
    seconds[seconds.len() / 2]
}
