//! Measures how right the program's answers are on an invented month whose truth is known.
//!
//! `cargo bench --bench accuracy`; `SIZE=1000000` for another number of payments, `SEED=12` for
//! another month, `FINDINGS=file` writes examples of every fault. The month is made without a look
//! at how matching works, and its labels are what a careful accountant would do: sign, ask, show
//! as a tie, or leave. Numbers of one seed are the same on every machine.
//!
//! Seeds 1 to 9 are for working on the program; what is published comes from 11 to 13.

mod banks;
mod book;
mod dice;
mod files;
mod letters;
mod people;
mod program;
mod scenarios;
mod score;
mod table;
mod truth;
mod words;
mod world;

use std::env;
use std::error::Error;
use std::path::Path;

use book::Book;
use program::{Owed, Row};
use score::Score;

fn main() -> Result<(), Box<dyn Error>> {
    let size = setting("SIZE", 20_000);
    let seed = setting("SEED", 11);
    let book = Book::new(size as usize, seed);
    let (history, month) = (book.history.len(), book.payments.len());
    println!("seed {seed}: {month} payments, {} invoices", book.world.invoices.len());
    let folder = tempfile::tempdir()?;
    answer(folder.path(), &book)?;

    let mut score = Score::new(&book);
    program::list(folder.path(), "payments", |row: Row| score.payment(&row))?;
    program::list(folder.path(), "invoices", |owed: Owed| score.invoice(&owed))?;
    score.finish();
    table::print(&score);
    println!("settled before the month: {} of {history}", score.money.history_settled);
    table::print_wrong(&score, 10);
    if let Ok(path) = env::var("FINDINGS") {
        table::write_findings(&path, &score, 6)?;
    }
    Ok(())
}

/// Imports the history and settles it, then the month, as an office does it.
fn answer(folder: &Path, book: &Book) -> Result<(), Box<dyn Error>> {
    files::write_invoices(&folder.join("invoices.csv"), &book.world)?;
    let old = files::write_payments(folder, "history", &book.history)?;
    let new = files::write_payments(folder, "month", &book.payments)?;
    program::run(folder, &["import", "invoices.csv"])?;
    for files in [old, new] {
        for file in &files {
            program::run(folder, &["import", file])?;
        }
        program::run(folder, &["match"])?;
    }
    Ok(())
}

fn setting(name: &str, default: u64) -> u64 {
    env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}
