//! The catalogue of errors: for each code the smallest case that provokes it, with its full text.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use doisoat::app::check::check;
use doisoat::app::import::{ImportOptions, import};
use doisoat::app::{OpenOptions, Session, Surroundings, backup};
use doisoat::calendar::{Clock, Stamp};
use doisoat::model::{Failure, FailureCode, ProblemCode, RefusalCode};

use crate::cases::{Suite, assert_covered, commands, root};

/// Refusals that a command cannot reach, because something else is said before; the law has them
/// all the same, and `src/ledger` tests it.
const REFUSED_EARLIER: &[(&str, &str)] =
    &[("pair_is_rejected", "a rejected pair is on offer no more: proposal_not_found")];

/// Failures that no file and no command line alone can provoke, and where they are tested instead.
const NOT_PROVOKED: &[(&str, &str)] = &[
    ("archive_too_large", "a bomb is not kept, it is made: tests/it/containers.rs"),
    ("file_too_large", "needs a file of gigabytes"),
    ("store_busy", "needs a second program that writes: tests/it/crash.rs"),
    ("store_guard", "the law lets nothing through that the schema refuses: tests/it/schema.rs"),
    ("store_read_only", "who runs the tests as root may write everywhere: see below"),
    ("disk_full", "needs a full disk"),
    ("sums_too_large", "needs a hundred thousand of the largest amounts: see below"),
    ("terminal_unusable", "needs a terminal: tests/it/pty.rs"),
    ("cancelled", "needs somebody at the keyboard"),
];

#[test]
fn catalogue() {
    commands::run("tests/cases/errors", env!("CARGO_BIN_EXE_doisoat"));
}

#[test]
fn every_problem_has_a_case() {
    let codes = ProblemCode::ALL.iter().map(|code| code.code());
    assert_covered("problem", codes, &cases_of("problem"), "Write tests/cases/errors/problem/.");
}

#[test]
fn every_refusal_has_a_case_or_a_reason_why_not() {
    let codes = RefusalCode::ALL.iter().map(|code| code.code());
    let covered = with_exemptions("refusal", REFUSED_EARLIER);
    assert_covered("refusal", codes, &covered, "Write tests/cases/errors/refusal/.");
}

#[test]
fn every_failure_has_a_case_or_a_reason_why_not() {
    let covered = with_exemptions("failure", NOT_PROVOKED);
    let codes = FailureCode::ALL.iter().map(|code| code.code());
    assert_covered("failure", codes, &covered, "Write tests/cases/errors/failure/.");
}

/// What goes wrong in an open store says which store it was.
#[test]
fn a_store_that_can_only_be_read_is_named() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path = folder.path().join("book.db");
    let options = options(&path);
    drop(Session::open(&options).expect("a new store"));
    let mut session = Session::open_read_only(&options).expect("it is there");
    let file = folder.path().join("invoices.csv");
    fs::write(&file, "number,amount\nHD1,5000\n").expect("the test's folder is ours");
    let outcomes = import(&mut session, &[file], &ImportOptions::default(), &mut |_| true);
    let outcome = outcomes.expect("an outcome a file").pop().expect("of the one file").outcome;
    let failure = outcome.expect_err("the store is open for looking only");
    let expected = Failure::new(FailureCode::StoreReadOnly).with("path", path.display());
    assert_eq!(failure, expected);

    // A copy can be made of it all the same; it is whole, and the store does not know of it.
    let copy = folder.path().join("copy.db");
    backup::copy(&session, &copy).expect("nothing is written into the store");
    let copied = OpenOptions { db: Some(copy), ..options };
    let copied = Session::open_read_only(&copied).expect("a store");
    assert!(check(&copied, &mut |_| true).expect("it is checked").findings.is_empty());
}

/// Whatever is imported, all sums of a book can be counted.
#[test]
fn money_beyond_all_counting_is_not_let_in() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path = folder.path().join("book.db");
    let options = options(&path);
    let mut session = Session::open(&options).expect("a new store");
    let file = folder.path().join("bank.csv");
    let mut import_row = |row: &str| {
        fs::write(&file, format!("account,booked_at,amount\n{row}\n")).expect("our folder");
        let files = [file.clone()];
        let outcomes = import(&mut session, &files, &ImportOptions::default(), &mut |_| true);
        outcomes.expect("an outcome a file").pop().expect("of the one file").outcome.err()
    };
    assert_eq!(import_row("1,2026-11-20,5000"), None);
    // As if a hundred thousand rows had come before.
    let other = rusqlite::Connection::open(&path).expect("the store");
    let sql = "UPDATE day_total SET amount_minor = ?1";
    other.execute(sql, [i64::MAX - 4_000]).expect("it may be written");
    let expected = Failure::new(FailureCode::SumsTooLarge).with("currency", "VND");
    assert_eq!(import_row("1,2026-11-21,4001"), Some(expected));
    assert_eq!(import_row("1,2026-11-21,4000"), None);
}

/// A store that opens but has a page that cannot be read is checked to a finding, not given up.
#[test]
fn a_page_that_cannot_be_read_is_a_finding() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path = folder.path().join("book.db");
    let options = options(&path);
    let mut session = Session::open(&options).expect("a new store");
    let file = folder.path().join("bank.csv");
    let rows: String = (1..300).map(|n| format!("1,2026-11-20,{n}\n")).collect();
    fs::write(&file, format!("account,booked_at,amount\n{rows}")).expect("our folder");
    let outcomes = import(&mut session, &[file], &ImportOptions::default(), &mut |_| true);
    assert!(outcomes.expect("an outcome a file").iter().all(|outcome| outcome.outcome.is_ok()));
    drop(session);
    let whole = fs::read(&path).expect("the store is one file");
    // <https://sqlite.org/fileformat.html#page_size>
    let page_bytes = usize::from(u16::from_be_bytes([whole[16], whole[17]]));
    let mut checked = 0;
    for page in (2..whole.len() / page_bytes).step_by(5) {
        let mut harmed = whole.clone();
        harmed[page * page_bytes..][..100].fill(0xFF);
        fs::write(&path, harmed).expect("our folder");
        let Ok(session) = Session::open_read_only(&options) else { continue };
        let outcome = check(&session, &mut |_| true).unwrap_or_else(|e| panic!("{page}: {e:?}"));
        assert!(!outcome.findings.is_empty(), "page {page} is harmed");
        checked += 1;
    }
    assert!(checked > 5, "{checked} harmed stores opened");
}

fn options(store: &Path) -> OpenOptions {
    let now = Stamp::parse("2026-11-23T17:00:00+07:00").expect("an instant");
    OpenOptions {
        db: Some(store.to_owned()),
        config: None,
        actor: Some("lan".to_owned()),
        surroundings: Surroundings::of_system(Clock::pinned(now)),
    }
}

fn with_exemptions(area: &str, exempt: &[(&str, &str)]) -> BTreeSet<String> {
    let mut covered = cases_of(area);
    for (code, why) in exempt {
        assert!(covered.insert((*code).to_owned()), "{code} has a case, so this is wrong: {why}");
    }
    covered
}

/// Names of the cases of an area, each of which must show its own code.
fn cases_of(area: &str) -> BTreeSet<String> {
    let folder = format!("tests/cases/errors/{area}");
    let names = Suite::new(&folder, &["test"]).stems();
    for name in &names {
        let path = root().join(&folder).join(format!("{name}.test"));
        let text = fs::read_to_string(&path).expect("the case was just listed");
        let code = format!("\"code\":\"{name}\"");
        assert!(text.contains(&code), "{} does not provoke its code", path.display());
    }
    names
}
