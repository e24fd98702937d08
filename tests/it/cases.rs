//! The one runner of text cases: a case is a file, what it must yield stands beside or inside it as
//! text.
//!
//! ```ignore
//! // tests/cases/matching/*.case; what must come out begins at the first line "expect".
//! Suite::new("tests/cases/matching", &["case"]).inside("expect").run(|case| {
//!     propose_as_text(&case.input())
//! });
//! // fixtures/banks/**: every file is a case, its text stands in "<file>.expected".
//! Suite::new("fixtures/banks", &[]).run(|case| read_as_text(&case.bytes()));
//! // tests/cases/screens/*.keys with the screen in *.screen.
//! Suite::new("tests/cases/screens", &["keys"]).in_place_of_extension("screen").run(|case| …);
//! // tests/cases/cli/*.test: commands with their output; the form is told in `cases/commands.rs`.
//! commands::run("tests/cases/cli", env!("CARGO_BIN_EXE_doisoat"));
//! ```
//!
//! Every case is run, whatever the others did, and all that differ are shown with both texts.
//! `CASE=name` runs only the cases whose path contains `name`; `UPDATE=1` writes what came out as
//! what must come out (read the difference before you commit it). In an expected line `[..]` stands
//! for any text. A suite without a case, and an expected text without its case, fail.

pub mod commands;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// A case that takes longer is named in the test's output.
const SLOW: Duration = Duration::from_millis(500);

/// Where the expected text of a case stands.
#[derive(Clone, Copy)]
enum Expected {
    /// In a file named like the case with this at its end: `a.csv` → `a.csv.expected`.
    Added(&'static str),
    /// In a file with this extension instead of the case's own: `a.keys` → `a.screen`.
    Swapped(&'static str),
    /// In the case itself, from the first line that begins so to the end.
    Inside(&'static str),
}

/// A folder of cases.
pub struct Suite {
    folder: PathBuf,
    extensions: &'static [&'static str],
    expected: Expected,
}

/// One case as the test's closure sees it.
pub struct Case {
    /// Its path below the folder of the suite, with `/`.
    pub name: String,
    pub path: PathBuf,
    expected: Expected,
    temp: TempDir,
}

impl Case {
    /// The text of the case without what must come out.
    pub fn input(&self) -> String {
        let text = read_text(&self.path);
        match self.expected {
            Expected::Inside(marker) => split_at_marker(&text, marker).0.to_string(),
            _ => text,
        }
    }

    pub fn bytes(&self) -> Vec<u8> {
        fs::read(&self.path).unwrap_or_else(|error| panic!("{}: {error}", self.path.display()))
    }

    /// A fresh folder of its own, gone when the case is over.
    pub fn temp(&self) -> &Path {
        self.temp.path()
    }

    /// What must come out; empty where nobody has written it yet.
    fn expected_text(&self) -> String {
        match self.expected {
            Expected::Inside(marker) => {
                split_at_marker(&read_text(&self.path), marker).1.to_string()
            }
            other => fs::read_to_string(expected_path(&self.path, other)).unwrap_or_default(),
        }
    }

    fn rewrite(&self, actual: &str) {
        let (path, text) = match self.expected {
            Expected::Inside(_) => (self.path.clone(), format!("{}{actual}", self.input())),
            other => (expected_path(&self.path, other), actual.to_string()),
        };
        fs::write(&path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
}

impl Suite {
    /// The files below `folder` (a path from the project's root) that have one of these extensions,
    /// or all of them where none is named. What must come out stands in `<file>.expected`.
    pub fn new(folder: &str, extensions: &'static [&'static str]) -> Suite {
        Suite { folder: root().join(folder), extensions, expected: Expected::Added("expected") }
    }

    /// What must come out stands in the case, from the first line that begins with `marker` to the
    /// end; the closure's text begins with that line too.
    pub fn inside(mut self, marker: &'static str) -> Suite {
        self.expected = Expected::Inside(marker);
        self
    }

    /// What must come out stands in the file with this extension instead of the case's.
    pub fn in_place_of_extension(mut self, extension: &'static str) -> Suite {
        self.expected = Expected::Swapped(extension);
        self
    }

    /// Runs every case and fails with all that differ.
    pub fn run(&self, act: impl Fn(&Case) -> String) {
        let wanted = std::env::var("CASE").ok();
        let update = std::env::var("UPDATE").is_ok_and(|value| value == "1");
        let report = self.report(wanted.as_deref(), update, act);
        assert!(report.is_empty(), "\n{report}");
    }

    /// Names of the cases without their extension, for checks that a list is covered.
    pub fn stems(&self) -> BTreeSet<String> {
        let stem = |path: &PathBuf| {
            path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
        };
        self.files().0.iter().map(stem).collect()
    }

    /// What is wrong, as text; empty if nothing is.
    fn report(&self, wanted: Option<&str>, update: bool, act: impl Fn(&Case) -> String) -> String {
        let (files, orphans) = self.files();
        let mut report = String::new();
        if files.is_empty() {
            let _ = writeln!(report, "{} holds no case.", self.folder.display());
        }
        for orphan in orphans {
            let _ = writeln!(report, "{} has no case: delete or rename it.", orphan.display());
        }
        let (mut run, mut differ) = (0, 0);
        for path in files {
            let name = self.name_of(&path);
            if wanted.is_some_and(|wanted| !name.contains(wanted)) {
                continue;
            }
            run += 1;
            let temp = TempDir::new().expect("a temporary folder can be made");
            let case = Case { name, path, expected: self.expected, temp };
            if let Some(difference) = run_case(&case, update, &act) {
                differ += 1;
                report.push_str(&difference);
            }
        }
        if differ > 0 {
            let _ = writeln!(
                report,
                "{differ} of {run} cases differ. CASE=name runs one; UPDATE=1 takes what came out."
            );
        }
        report
    }

    fn name_of(&self, path: &Path) -> String {
        let below = path.strip_prefix(&self.folder).expect("cases are found below their folder");
        below.to_string_lossy().replace('\\', "/")
    }

    /// The cases, and the expected texts that belong to none; both in order of their paths.
    fn files(&self) -> (Vec<PathBuf>, Vec<PathBuf>) {
        let all = files_below(&self.folder);
        let has = |path: &Path, extension: &str| path.extension().is_some_and(|e| e == extension);
        let holds_expected = |path: &Path| match self.expected {
            Expected::Added(extension) | Expected::Swapped(extension) => has(path, extension),
            Expected::Inside(_) => false,
        };
        let is_case = |path: &Path| {
            !holds_expected(path)
                && (self.extensions.is_empty() || self.extensions.iter().any(|e| has(path, e)))
        };
        let cases: Vec<PathBuf> = all.iter().filter(|path| is_case(path)).cloned().collect();
        let owned: BTreeSet<PathBuf> =
            cases.iter().map(|path| expected_path(path, self.expected)).collect();
        let is_orphan = |path: &&PathBuf| holds_expected(path) && !owned.contains(*path);
        let orphans = all.iter().filter(is_orphan).cloned().collect();
        (cases, orphans)
    }
}

/// Fails unless what is listed in the program and what has a case are the same, naming each gap.
pub fn assert_covered(
    what: &str,
    listed: impl IntoIterator<Item = impl Into<String>>,
    covered: &BTreeSet<String>,
    fix: &str,
) {
    let listed: BTreeSet<String> = listed.into_iter().map(Into::into).collect();
    let missing: Vec<&String> = listed.difference(covered).collect();
    let unknown: Vec<&String> = covered.difference(&listed).collect();
    assert!(missing.is_empty(), "{what} without a case: {missing:?}. {fix}");
    assert!(unknown.is_empty(), "cases of a {what} that does not exist: {unknown:?}.");
}

/// The project's folder.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below a folder, in order of path; none where the folder does not exist.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

/// Runs one case; what differs as text, `None` if nothing does.
fn run_case(case: &Case, update: bool, act: &impl Fn(&Case) -> String) -> Option<String> {
    let started = Instant::now();
    let actual = match catch_unwind(AssertUnwindSafe(|| act(case))) {
        Ok(text) => text,
        Err(_) => return Some(format!("{}\n(panicked, see above)\n", rule(&case.name))),
    };
    if started.elapsed() > SLOW {
        println!("{}: {} ms", case.name, started.elapsed().as_millis());
    }
    let expected = case.expected_text();
    let actual = keep_wildcards(&expected, &with_newline(&actual));
    if expected == actual {
        return None;
    }
    if update {
        case.rewrite(&actual);
        return None;
    }
    Some(difference(&case.name, &expected, &actual))
}

fn difference(name: &str, expected: &str, actual: &str) -> String {
    let same = expected.lines().zip(actual.lines()).take_while(|(a, b)| a == b).count();
    let first = same + 1;
    format!(
        "{}\n{expected}{}\n{actual}{}\n",
        rule(&format!("{name}: expected (first difference in line {first})")),
        rule("came out"),
        rule("end")
    )
}

fn rule(title: &str) -> String {
    let dashes = 98usize.saturating_sub(title.chars().count());
    format!("── {title} {}", "─".repeat(dashes))
}

/// What came out, with each line that an expected line with `[..]` describes replaced by that line.
fn keep_wildcards(expected: &str, actual: &str) -> String {
    let mut patterns = expected.lines();
    let mut text = String::with_capacity(actual.len());
    for line in actual.lines() {
        let kept = match patterns.next() {
            Some(pattern) if pattern.contains("[..]") && is_like(pattern, line) => pattern,
            _ => line,
        };
        text.push_str(kept);
        text.push('\n');
    }
    text
}

/// Whether a line is what a pattern describes; `[..]` stands for any text, also none.
fn is_like(pattern: &str, line: &str) -> bool {
    let Some((head, rest)) = pattern.split_once("[..]") else {
        return pattern == line;
    };
    let Some(tail) = line.strip_prefix(head) else {
        return false;
    };
    tail.char_indices().map(|(at, _)| at).chain([tail.len()]).any(|at| is_like(rest, &tail[at..]))
}

fn split_at_marker<'a>(text: &'a str, marker: &str) -> (&'a str, &'a str) {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with(marker) {
            return text.split_at(at);
        }
        at += line.len();
    }
    (text, "")
}

fn expected_path(path: &Path, expected: Expected) -> PathBuf {
    match expected {
        Expected::Added(extension) => {
            let mut name = path.as_os_str().to_os_string();
            name.push(format!(".{extension}"));
            PathBuf::from(name)
        }
        Expected::Swapped(extension) => path.with_extension(extension),
        Expected::Inside(_) => path.to_path_buf(),
    }
}

fn with_newline(text: &str) -> String {
    if text.is_empty() || text.ends_with('\n') { text.to_string() } else { format!("{text}\n") }
}

fn read_text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suite(files: &[(&str, &str)]) -> (TempDir, Suite) {
        let temp = TempDir::new().unwrap();
        for (name, text) in files {
            fs::write(temp.path().join(name), text).unwrap();
        }
        let expected = Expected::Added("expected");
        let suite = Suite { folder: temp.path().to_path_buf(), extensions: &[], expected };
        (temp, suite)
    }

    fn shout(case: &Case) -> String {
        case.input().to_uppercase()
    }

    #[test]
    fn all_that_differ_are_reported_with_both_texts() {
        let (_temp, suite) = suite(&[("a", "x\n"), ("b", "y\n"), ("b.expected", "Y\n")]);
        let report = suite.report(None, false, shout);
        assert!(report.contains("a: expected") && report.contains("\nX\n"), "{report}");
        assert!(!report.contains("b: expected"), "{report}");
        assert!(report.contains("1 of 2 cases differ"), "{report}");
        assert_eq!(suite.report(Some("b"), false, shout), "");
    }

    #[test]
    fn an_expected_text_without_its_case_and_an_empty_suite_are_wrong() {
        let (_temp, suite) = suite(&[("gone.expected", "")]);
        let report = suite.report(None, false, shout);
        assert!(report.contains("holds no case") && report.contains("gone.expected"), "{report}");
    }

    #[test]
    fn update_writes_what_came_out_but_keeps_wildcards_that_still_fit() {
        let (temp, mut suite) = suite(&[("a", "id 7 of 9\nnew\n")]);
        let expected = temp.path().join("a.expected");
        fs::write(&expected, "ID [..] OF 9\nOLD\n").unwrap();
        assert_eq!(suite.report(None, true, shout), "");
        assert_eq!(read_text(&expected), "ID [..] OF 9\nNEW\n");
        fs::remove_file(&expected).unwrap();
        fs::write(temp.path().join("a"), "say\nexpect\nold\n").unwrap();
        suite = suite.inside("expect");
        let answer = |case: &Case| format!("expect\n{}", case.input().trim());
        assert_eq!(suite.report(None, true, answer), "");
        assert_eq!(read_text(&temp.path().join("a")), "say\nexpect\nsay\n");
    }

    #[test]
    fn a_panic_is_a_difference_of_its_case_only() {
        let (_temp, suite) = suite(&[("a", ""), ("b", "")]);
        let report = suite.report(None, false, |case| {
            assert!(case.name != "a", "this panic is part of the test");
            String::new()
        });
        assert!(report.contains("panicked") && report.contains("1 of 2"), "{report}");
    }

    #[test]
    fn texts_with_another_extension_are_found() {
        let (_temp, suite) = suite(&[("a.keys", "x"), ("a.screen", "X\n"), ("b.screen", "")]);
        let suite = Suite { extensions: &["keys"], ..suite }.in_place_of_extension("screen");
        assert_eq!(suite.stems(), BTreeSet::from(["a".to_string()]));
        let report = suite.report(None, false, |case| {
            assert!(case.temp().is_dir());
            String::from_utf8(case.bytes()).unwrap().to_uppercase()
        });
        assert!(report.contains("b.screen has no case") && !report.contains("differ"), "{report}");
    }

    #[test]
    #[should_panic(expected = "rule without a case: [\"b\"]")]
    fn a_listed_thing_without_a_case_is_named() {
        assert_covered("rule", ["a", "b"], &BTreeSet::from(["a".to_string()]), "Write one.");
    }
}
