//! Public statements of other people's banks, read as imports would read them and compared with
//! what independent readers made of them (`truth.csv`).
//!
//! A small choice of the files lies in `fixtures/corpora`, with sources and licences beside it. The
//! whole collection is read where `DOISOAT_CORPORA` names its folder:
//! `DOISOAT_CORPORA=… cargo test --test it corpora -- --ignored`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use doisoat::model::{Direction, Failure, ReadRow};
use doisoat::money::Money;
use doisoat::read;

use super::as_text;

/// Formats that are compared.
const FORMATS: [&str; 3] = ["mt940", "camt", "ofx"];

#[test]
fn the_chosen_files_read_as_others_read_them() {
    compare(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/corpora"));
}

#[test]
#[ignore = "reads the folder that DOISOAT_CORPORA names"]
fn all_files_read_as_others_read_them() {
    let folder = std::env::var_os("DOISOAT_CORPORA").expect("DOISOAT_CORPORA names a folder");
    compare(&PathBuf::from(folder));
}

/// One line of `truth.csv`, by the names of its columns.
type Truth = BTreeMap<String, String>;

fn compare(folder: &Path) {
    let exceptions = exceptions();
    let (mut agree, mut excused, mut differ) = (0, 0, String::new());
    for truth in truths(folder) {
        let path = &truth["path"];
        let bytes = fs::read(folder.join(path)).expect("a readable file");
        let difference = difference(&truth, &bytes);
        match (difference.is_empty(), exceptions.contains_key(path)) {
            (true, false) => agree += 1,
            (false, true) => excused += 1,
            (true, true) => writeln!(differ, "{path}: agrees, so it is no exception").unwrap(),
            (false, false) => writeln!(differ, "{path}: {difference}").unwrap(),
        }
    }
    println!("{agree} files agree, {excused} are excused");
    assert!(differ.is_empty(), "\n{differ}");
    assert!(agree > 0, "no file was compared");
}

/// Files that are not read to their truth, each with the reason.
fn exceptions() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/corpora/exceptions.txt");
    let text = fs::read_to_string(root).expect("the list of exceptions");
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let (path, reason) = line.split_once(": ").expect("`path: reason`");
            (path.to_owned(), reason.to_owned())
        })
        .collect()
}

fn truths(folder: &Path) -> Vec<Truth> {
    let mut table = csv::Reader::from_path(folder.join("truth.csv")).expect("truth.csv");
    let names = table.headers().expect("headings").clone();
    let rows = table.records().map(|row| row.expect("a row"));
    let rows = rows.map(|row| {
        let cells = names.iter().zip(row.iter());
        cells.map(|(name, cell)| (name.to_owned(), cell.to_owned())).collect::<Truth>()
    });
    rows.filter(|row| FORMATS.contains(&row["format"].as_str())).collect()
}

/// What was read of a file, in the measures of the truth.
#[derive(Default)]
struct Read {
    entries: BTreeMap<u64, Decimal>,
    opening: Option<Money>,
    closing: Option<Money>,
    refused: u64,
}

/// What is read otherwise than the truth says; empty where all agrees.
fn difference(truth: &Truth, bytes: &[u8]) -> String {
    let read = match read_all(bytes) {
        Ok(read) => read,
        Err(failure) => return failure.to_string(),
    };
    let sum = |is_out: bool| {
        let side = read.entries.values().filter(|amount| amount.0.is_negative() == is_out);
        side.map(|amount| amount.0.abs()).sum::<i128>()
    };
    let mut difference = String::new();
    let mut expect = |what: &str, read: String, told: String| {
        if read != told {
            write!(difference, "{what} {read} for {told}; ").unwrap();
        }
    };
    expect("entries", read.entries.len().to_string(), truth["transactions"].clone());
    expect("refused", read.refused.to_string(), "0".to_owned());
    let plain = |text: &str| Decimal::of(text).0.to_string();
    expect("credits", sum(false).to_string(), plain(&truth["sum_credit"]));
    expect("debits", sum(true).to_string(), plain(&truth["sum_debit"]));
    for (what, read) in [("opening", read.opening), ("closing", read.closing)] {
        let read = read.map(|money| Decimal::of(&money.to_plain()).0.to_string());
        let told = truth[what].as_str();
        let told = if told.is_empty() { None } else { Some(plain(told)) };
        expect(what, format!("{read:?}"), format!("{told:?}"));
    }
    difference
}

/// An amount in hundred-thousandths, whatever its currency.
#[derive(Clone, Copy, Default)]
struct Decimal(i128);

impl Decimal {
    fn of(text: &str) -> Decimal {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
        let digits = format!("{whole}{decimals:0<5}");
        Decimal(digits.parse().unwrap_or_else(|_| panic!("{text} is no amount of the truth")))
    }
}

fn read_all(bytes: &[u8]) -> Result<Read, Failure> {
    let mut source = Cursor::new(bytes);
    let fits = read::detect(&mut source, read::shipped_layouts())?;
    let Some(best) = fits.first() else { return Ok(Read::default()) };
    let survey = read::survey(&mut source, &best.layout, &as_text::context())?;
    let mut all = Read::default();
    let totals = read::read(&mut source, &best.layout, &survey, &as_text::context(), &mut |row| {
        if let ReadRow::Payment(row) = row {
            let amount = Decimal::of(&row.amount.to_plain()).0;
            let sign = if row.direction == Direction::Debit { -1 } else { 1 };
            all.entries.entry(row.row).or_default().0 += sign * amount;
        }
        true
    })?;
    all.refused = totals.refused;
    all.opening = totals.statements.iter().find_map(|statement| statement.opening);
    all.closing = totals.statements.iter().rev().find_map(|statement| statement.closing);
    Ok(all)
}
