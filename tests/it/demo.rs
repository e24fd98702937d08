//! The demo: what the program makes of its files is what their maker knows about them.
//!
//! `fixtures/demo/truth.csv` is written by the script that invents the files, from the scenario of
//! each payment and without asking the program.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use doisoat::model::PaymentClass;
use serde_json::Value;
use tempfile::TempDir;

use crate::cases::root;

/// File and row in it.
type Place = (String, u64);

/// A line of the truth.
struct Truth {
    direction: String,
    amount: String,
    status: String,
    class: String,
    linked: BTreeSet<String>,
    offered: BTreeSet<String>,
}

fn folder() -> PathBuf {
    root().join("fixtures/demo")
}

/// The pinned clock and the files in the order of their import.
fn list() -> (String, Vec<String>) {
    let text = std::fs::read_to_string(folder().join("list.txt")).expect("the demo has its list");
    let mut lines = text.lines().filter(|line| !line.starts_with('#'));
    let now = lines.next().and_then(|line| line.strip_prefix("now ")).expect("its clock first");
    (now.to_string(), lines.map(str::to_string).collect())
}

fn truth() -> BTreeMap<Place, Truth> {
    let mut reader =
        csv::Reader::from_path(folder().join("truth.csv")).expect("the truth is there");
    let set = |text: &str| text.split(';').filter(|s| !s.is_empty()).map(str::to_string).collect();
    let line = |record: csv::StringRecord| {
        let place = (record[0].to_string(), record[1].parse().expect("a row number"));
        let truth = Truth {
            direction: record[3].to_string(),
            amount: record[4].to_string(),
            status: record[5].to_string(),
            class: record[6].to_string(),
            linked: set(&record[7]),
            offered: set(&record[8]),
        };
        (place, truth)
    };
    reader.records().map(|record| line(record.expect("a line of the truth"))).collect()
}

/// Runs the program on a store in `home` and gives its stdout and exit code.
fn run(home: &Path, now: &str, arguments: &[&str]) -> (String, i32) {
    let output = Command::new(env!("CARGO_BIN_EXE_doisoat"))
        .args(arguments)
        .current_dir(folder())
        .env_clear()
        .env("HOME", home)
        .env("DOISOAT_DB", home.join("book.db"))
        .env("DOISOAT_NOW", now)
        .env("DOISOAT_ACTOR", "lan")
        .env("DOISOAT_LANG", "en")
        .stdin(Stdio::null())
        .output()
        .expect("the program was built with the tests");
    let exit = output.status.code().expect("it was not killed");
    assert!(exit < 2, "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    (String::from_utf8(output.stdout).expect("it prints UTF-8"), exit)
}

/// The demo in the place of the book.
fn make(home: &Path, now: &str) {
    let book = home.join("book.db");
    let book = book.to_str().expect("a path of letters");
    assert_eq!(run(home, now, &["--db", book, "demo"]).1, 0);
}

fn rows(home: &Path, now: &str, what: &str) -> Vec<Value> {
    let (printed, _) = run(home, now, &["list", what, "--format", "jsonl"]);
    printed.lines().map(|line| serde_json::from_str(line).expect("a JSON object a line")).collect()
}

fn place(row: &Value) -> Place {
    let file = row["file"].as_str().expect("the file's name").to_string();
    // A problem of the file as a whole has no row.
    (file, row["row"].as_u64().unwrap_or(0))
}

fn invoices_of(lines: &Value) -> BTreeSet<String> {
    let lines = lines.as_array().into_iter().flatten();
    lines.map(|line| line["invoice"].as_str().expect("a number").to_string()).collect()
}

/// The invoices on offer: of the best proposal, or of all where they are equally good.
fn offered(row: &Value) -> BTreeSet<String> {
    let proposals = row["proposals"].as_array().expect("proposals are a list");
    let count = if row["class"] == "ambiguous" { proposals.len() } else { 1 };
    proposals.iter().take(count).flat_map(|proposal| invoices_of(&proposal["lines"])).collect()
}

/// Fails with every payment that is not what the truth says.
fn assert_true(home: &Path, now: &str) {
    let mut wrong = String::new();
    let mut expected = truth();
    for row in rows(home, now, "payments") {
        let place = place(&row);
        let Some(truth) = expected.remove(&place) else {
            let _ = writeln!(wrong, "{place:?}: not in the truth: {row}");
            continue;
        };
        let linked = invoices_of(&row["links"]);
        let is_same = row["class"] == truth.class.as_str()
            && row["amount"] == truth.amount.as_str()
            && row["direction"] == truth.direction.as_str()
            && linked == truth.linked
            && (truth.offered.is_empty() || offered(&row) == truth.offered);
        if !is_same {
            let _ = writeln!(
                wrong,
                "{place:?}: {} {}, linked {:?}, offered {:?}, but is {row}",
                truth.class, truth.amount, truth.linked, truth.offered
            );
        }
    }
    let problems: BTreeSet<Place> = rows(home, now, "problems").iter().map(place).collect();
    for (place, truth) in expected {
        if truth.class != "refused" || !problems.contains(&place) {
            let _ = writeln!(wrong, "{place:?}: {} is missing", truth.class);
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn the_demo_ends_as_its_maker_knows() {
    let home = TempDir::new().expect("a temporary folder can be made");
    let (now, _) = list();
    make(home.path(), &now);
    assert_true(home.path(), &now);
    assert_eq!(run(home.path(), &now, &["check"]).1, 0);
}

#[test]
fn it_shows_every_class_that_a_file_can_come_to() {
    let shown: BTreeSet<String> = truth().into_values().map(|line| line.class).collect();
    // Withdrawn is what an undone import leaves, unmatched what no run has looked at.
    let elsewhere = [PaymentClass::Withdrawn, PaymentClass::Unmatched];
    for class in PaymentClass::ALL.iter().filter(|class| !elsewhere.contains(class)) {
        assert!(shown.contains(class.code()), "{}", class.code());
    }
}

#[test]
fn its_store_is_known_as_the_demo_whatever_opens_it() {
    let home = TempDir::new().expect("a temporary folder can be made");
    let (now, _) = list();
    make(home.path(), &now);
    // As nothing is pinned, the store's own clock holds.
    let (printed, _) = run(home.path(), "", &["--json"]);
    let status: Value = serde_json::from_str(&printed).expect("one JSON object");
    assert_eq!((&status["store"], &status["demo"]), (&"book.db".into(), &true.into()));
    run(home.path(), "", &["resolve", "1", "--as", "inquiry", "--reason", "asked"]);
    let decisions = rows(home.path(), "", "decisions");
    let newest = decisions.iter().max_by_key(|row| row["decision"].as_i64());
    let newest = newest.expect("at least that one");
    assert_eq!((&newest["kind"], &newest["made_at"]), (&"resolve".into(), &now.as_str().into()));

    // A book is a book, whatever it is called.
    let book = home.path().join("demo.db");
    let book = book.to_str().expect("a path of letters");
    run(home.path(), &now, &["--db", book, "import", "mb-20-23.11.2026.csv"]);
    let (printed, _) = run(home.path(), &now, &["--db", book, "--json"]);
    let status: Value = serde_json::from_str(&printed).expect("one JSON object");
    assert_eq!((&status["store"], &status["demo"]), (&"demo.db".into(), &false.into()));
}

#[test]
fn its_files_may_come_in_any_order() {
    let home = TempDir::new().expect("a temporary folder can be made");
    let (now, files) = list();
    for file in files.iter().rev() {
        run(home.path(), &now, &["--config", "config.toml", "import", file]);
    }
    run(home.path(), &now, &["--config", "config.toml", "match"]);
    assert_true(home.path(), &now);
}

#[test]
fn its_statements_add_up_to_the_truth() {
    let home = TempDir::new().expect("a temporary folder can be made");
    let (now, files) = list();
    for file in &files[1..] {
        let (printed, _) = run(home.path(), &now, &["import", "--json", file]);
        let receipt: Value = serde_json::from_str(&printed).expect("one JSON object");
        let receipt = &receipt["files"][0];
        let mut sums = BTreeMap::from([("credit", 0u64), ("debit", 0)]);
        let truth = truth();
        let lines = truth.iter().filter(|((name, _), _)| name == file).map(|(_, line)| line);
        for line in lines.filter(|line| line.status == "success" && line.class != "refused") {
            let amount: u64 = line.amount.parse().expect("a whole amount");
            *sums.get_mut(line.direction.as_str()).expect("credit or debit") += amount;
        }
        assert_eq!(receipt["credits"], sums["credit"].to_string(), "{file}");
        assert_eq!(receipt["debits"], sums["debit"].to_string(), "{file}");
        let has_balances = file.starts_with("vietcombank") || file.starts_with("mb");
        let ties = if has_balances { Value::Bool(true) } else { Value::Null };
        assert_eq!(receipt["ties"], ties, "{file}");
    }
}

#[test]
fn a_figure_of_the_day_is_the_same_wherever_it_stands() {
    let home = TempDir::new().expect("a folder of its own");
    let (now, files) = list();
    let mut import = vec!["import"];
    import.extend(files.iter().map(String::as_str));
    run(home.path(), &now, &import);
    run(home.path(), &now, &["match"]);

    let json = |arguments: &[&str]| -> Value {
        let printed = run(home.path(), &now, &[&["--json"], arguments].concat()).0;
        serde_json::from_str(&printed).expect("one JSON object")
    };
    let status = json(&[]);
    let day = status["day"].as_str().expect("the day").to_owned();
    let bounds = ["--from", &day, "--to", &day];
    let number = |value: &Value| value.as_u64().expect("a count");
    let channels = status["channels"].as_array().expect("its channels");

    let periods = json(&[&["list", "periods"], bounds.as_slice()].concat());
    let period = periods["rows"].as_array().expect("rows").iter().find(|row| row["period"] == day);
    let period = period.expect("the day is a period");
    let payments = number(&status["payments"]);
    assert_eq!(payments, channels.iter().map(|own| number(&own["payments"])).sum::<u64>());
    for name in ["payments", "settled", "carried", "excluded"] {
        assert_eq!(period[name], status[name], "{name}");
    }
    for name in ["day", "details"] {
        let report = json(&["report", name, "--period", &day]);
        assert_eq!(number(&report["notes"]["counted"]), payments, "{name}");
    }
    let details = json(&["report", "details", "--period", &day]);
    let listed = details["rows"].as_array().expect("rows").len() as u64;
    assert_eq!(listed, payments + number(&details["notes"]["outside"]));

    let exceptions = number(&status["exceptions_of_day"]);
    assert!(exceptions > 0);
    let list = [&["list", "exceptions"], bounds.as_slice()].concat();
    let report = vec!["report", "exceptions", "--period", &day];
    for arguments in [list, report] {
        let rows = json(&arguments)["rows"].as_array().expect("rows").len() as u64;
        assert_eq!(rows, exceptions, "{arguments:?}");
    }
}
