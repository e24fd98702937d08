//! Runs the real program, one process a step, and reads what it lists.

use std::error::Error;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Of `list payments --format jsonl` what is judged.
#[derive(Deserialize)]
pub struct Row {
    pub id: u64,
    pub reference: Option<String>,
    pub amount: String,
    pub direction: String,
    pub class: String,
    pub open: String,
    pub refunded: String,
    pub excluded: String,
    pub refund_of: Option<u64>,
    pub links: Vec<Line>,
    pub proposals: Vec<Proposal>,
}

#[derive(Deserialize)]
pub struct Line {
    pub invoice: String,
    pub amount: String,
}

#[derive(Deserialize)]
pub struct Proposal {
    pub lines: Vec<Line>,
}

/// Of `list invoices --format jsonl` what is judged.
#[derive(Deserialize)]
pub struct Owed {
    pub number: String,
    pub amount: String,
    pub paid: String,
    pub open: String,
}

/// Runs one command; what it prints is in the file `printed`.
pub fn run(folder: &Path, arguments: &[&str]) -> Result<(), Box<dyn Error>> {
    let status = Command::new(env!("CARGO_BIN_EXE_doisoat"))
        .args(arguments)
        .current_dir(folder)
        .env("DOISOAT_DB", "book.db")
        .env("DOISOAT_NOW", "2026-11-25T17:00:00+07:00")
        .env("DOISOAT_ACTOR", "bench")
        .env("DOISOAT_LANG", "en")
        .env("HOME", folder)
        .stdin(Stdio::null())
        .stdout(File::create(folder.join("printed"))?)
        .stderr(File::create(folder.join("said"))?)
        .status()?;
    // 1 means that a person must look, which is so with any real month.
    if !matches!(status.code(), Some(0 | 1)) {
        let said = fs::read_to_string(folder.join("said"))?;
        return Err(format!("doisoat {arguments:?} ended with {status}: {said}").into());
    }
    Ok(())
}

/// Hands every row of a list over, one at a time: a million of them need no memory.
pub fn list<T: DeserializeOwned>(
    folder: &Path,
    what: &str,
    mut each: impl FnMut(T),
) -> Result<(), Box<dyn Error>> {
    run(folder, &["list", what, "--format", "jsonl"])?;
    for line in BufReader::new(File::open(folder.join("printed"))?).lines() {
        each(serde_json::from_str(&line?)?);
    }
    Ok(())
}
