//! Reading alone, format by format, with nothing kept: the whole program trying a file
//! (`layouts try`: digest, which layouts fit, number styles, then payments with proof of the
//! balance), and beside it the one pass that makes payments of the bytes, on one core in this
//! process. A workbook is read beside calamine, which hands over the same cells and no more.
//!
//! Text files are read at two sizes: the highest memory must not grow with the file.

use std::error::Error;
use std::fs::{self, File};
use std::io::BufReader;
use std::path::Path;
use std::time::Instant;

use calamine::{Data, DataRef, Reader, Xlsx};
use doisoat::model::ReadRow;
use doisoat::read::{self, ReadContext};
use serde_json::Value;

use super::formats::{self, AMOUNT_COLUMN, Writer};
use super::process::{Cost, doisoat, spread};

/// How many times as long the longer text file is.
const LONGER: u64 = 3;

/// How many payments a file holds, and how much money.
type Truth = (u64, u64);

/// Prints what each format costs, and fails where anything else is read than was written.
pub fn by_format(folder: &Path, size: u64, rounds: u64) -> Result<(), Box<dyn Error>> {
    println!("reading {size} and {} payments, medians of {rounds} rounds", size * LONGER);
    let formats: [(&str, Writer); 3] =
        [("csv", formats::csv), ("mt940", formats::mt940), ("camt", formats::camt053)];
    for (layout, write) in formats {
        let mut peaks = Vec::new();
        for size in [size, size * LONGER] {
            write(&folder.join("statement"), size)?;
            peaks.push(text(folder, layout, (size, formats::sum(size)), rounds)?);
        }
        println!("{layout:<9}memory {:.2} times as high", peaks[1] as f64 / peaks[0] as f64);
    }
    workbook(folder, (size, formats::sum(size)), rounds)
}

/// Prints one text file; answers the highest memory in KiB.
fn text(folder: &Path, name: &str, truth: Truth, rounds: u64) -> Result<u64, Box<dyn Error>> {
    let path = folder.join("statement");
    let megabytes = fs::metadata(&path)?.len() as f64 / 1e6;
    let layout = if name == "csv" { "payments" } else { name };
    let (mut whole, mut passes) = (Cost::default(), Vec::new());
    for _ in 0..rounds {
        whole.add(&mut doisoat(&["layouts", "try", "statement", "--json"], folder), folder)?;
        require_told(folder, truth)?;
        passes.push(one_pass(&path, layout, truth)?);
    }
    let (seconds, least, most) = spread(&whole.seconds);
    let (pass, ..) = spread(&passes);
    println!(
        "{name:<9}{megabytes:>6.1} MB  whole {seconds:.2} s ({least:.2} to {most:.2}) \
         {:>4.0} MB/s {:>4} MiB   pass {pass:.2} s {:>4.0} MB/s",
        megabytes / seconds,
        whole.peak_kib / 1024,
        megabytes / pass
    );
    Ok(whole.peak_kib)
}

/// Seconds that the pass over all rows takes, after the survey.
fn one_pass(path: &Path, layout: &str, truth: Truth) -> Result<f64, Box<dyn Error>> {
    let failed = |failure| format!("{failure:?}");
    let layouts = read::shipped_layouts();
    let layout = layouts.iter().find(|one| one.name == layout).ok_or("no such layout")?;
    let mut file = File::open(path)?;
    let context = ReadContext::default();
    let survey = read::survey(&mut file, layout, &context).map_err(failed)?;
    let mut told: (u64, i64) = (0, 0);
    let mut others = 0;
    let started = Instant::now();
    read::read(&mut file, layout, &survey, &context, &mut |row| {
        match row {
            ReadRow::Payment(row) => told = (told.0 + 1, told.1 + row.amount.minor()),
            _ => others += 1,
        }
        true
    })
    .map_err(failed)?;
    let seconds = started.elapsed().as_secs_f64();
    require((told.0, told.1.try_into()?), truth)?;
    if others == 0 { Ok(seconds) } else { Err(format!("{others} rows refused").into()) }
}

/// What the program said of the file is what was written, and its balance, if it has one, ties.
fn require_told(folder: &Path, truth: Truth) -> Result<(), Box<dyn Error>> {
    let told: Value = serde_json::from_reader(File::open(folder.join("printed"))?)?;
    let credits = told["credits"].as_str().ok_or("no sum")?.parse()?;
    require((told["payments"].as_u64().ok_or("no count")?, credits), truth)?;
    match (&told["refused"], &told["ties"], &told["closing"]) {
        (refused, Value::Bool(true), _) | (refused, Value::Null, Value::Null) if *refused == 0 => {
            Ok(())
        }
        others => Err(format!("refused, ties, closing: {others:?}").into()),
    }
}

fn require(told: Truth, truth: Truth) -> Result<(), Box<dyn Error>> {
    if told == truth { Ok(()) } else { Err(format!("{told:?} instead of {truth:?}").into()) }
}

/// The whole program and calamine in turn.
fn workbook(folder: &Path, truth: Truth, rounds: u64) -> Result<(), Box<dyn Error>> {
    let path = folder.join("statement.xlsx");
    formats::xlsx(&path, truth.0)?;
    let (mut own, mut cells) = (Cost::default(), Vec::new());
    let mut passes = Vec::new();
    for round in 0..rounds {
        for turn in 0..2 {
            if (round + turn) % 2 == 0 {
                let mut command = doisoat(&["layouts", "try", "statement.xlsx", "--json"], folder);
                own.add(&mut command, folder)?;
                require_told(folder, truth)?;
                passes.push(one_pass(&path, "payments", truth)?);
            } else {
                cells.push(cells_alone(&path, truth)?);
            }
        }
    }
    for (name, seconds) in [("whole", &own.seconds), ("pass", &passes), ("calamine", &cells)] {
        let (middle, least, most) = spread(seconds);
        let ratios: Vec<f64> = seconds.iter().zip(&cells).map(|(own, cells)| own / cells).collect();
        let (ratio, lowest, highest) = spread(&ratios);
        println!(
            "xlsx     {name:<9}{middle:>6.2} s ({least:.2} to {most:.2})   \
             {ratio:.2} × calamine ({lowest:.2} to {highest:.2})"
        );
    }
    println!("xlsx     highest memory {} MiB", own.peak_kib / 1024);
    Ok(())
}

/// Seconds that calamine takes to hand over every cell of the file.
fn cells_alone(path: &Path, truth: Truth) -> Result<f64, Box<dyn Error>> {
    let started = Instant::now();
    let mut workbook = Xlsx::new(BufReader::new(File::open(path)?))?;
    let sheet = workbook.sheet_names().into_iter().next().ok_or("no sheet")?;
    let mut cells = workbook.worksheet_cells_reader(&sheet)?;
    let mut told: Truth = (0, 0);
    while let Some(cell) = cells.next_cell()? {
        if cell.get_position().1 != AMOUNT_COLUMN || cell.get_position().0 == 0 {
            continue;
        }
        let amount = match cell.get_value() {
            DataRef::Float(amount) => amount.to_string(),
            other => Data::from(other.clone()).to_string(),
        };
        told = (told.0 + 1, told.1 + amount.parse::<u64>()?);
    }
    let seconds = started.elapsed().as_secs_f64();
    require(told, truth)?;
    Ok(seconds)
}
