//! The architecture as a test: who may name whom, where a package may live, and what every file
//! keeps to.
//!
//! It is a search through text, so it can be fooled, but not by accident. Each message says what to
//! do. The lists below are the rules; a list of exceptions may only shrink.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use crate::cases::{files_below, root};

/// Who may name whom. A module may name itself; a module that is not listed may name nothing of
/// ours.
const FLOORS: &[(&str, &[&str])] = &[
    ("money", &[]),
    ("calendar", &[]),
    ("text", &[]),
    ("lang", &["money", "calendar"]),
    ("model", &["money", "calendar", "text"]),
    ("read", &["money", "calendar", "text", "model"]),
    ("matching", &["money", "calendar", "text", "model"]),
    ("ledger", &["money", "calendar", "text", "model"]),
    ("report", &["money", "calendar", "text", "model"]),
    ("store", &["money", "calendar", "model"]),
    (
        "app",
        &["money", "calendar", "text", "model", "read", "matching", "ledger", "report", "store"],
    ),
    ("words", &["money", "calendar", "text", "lang", "model"]),
    ("cli", &["money", "calendar", "text", "lang", "model", "app", "words"]),
    ("tui", &["money", "calendar", "text", "lang", "model", "app", "words"]),
    ("main", &["calendar", "app", "cli", "tui"]),
];

/// Files that may name one module more, and why.
const FLOOR_EXCEPTIONS: &[(&str, &str)] = &[
    // Which language is a setting; the file makes no sentence.
    ("src/app/machine/config.rs", "lang"),
];

/// The folders of reading in their order (`container` is a file): each may name those before it.
const READING: &[&str] =
    &["files", "messages", "container", "layouts", "layout", "survey", "payments", "teach"];

/// A word, the only places where it may stand (beginnings of paths), and what to do instead.
const FENCES: &[(&str, &[&str], &str)] = &[
    ("rust_decimal", &["src/money.rs"], "use money::Money"),
    ("rusqlite", &["src/store/"], "ask the store through app"),
    ("ratatui", &["src/tui/"], "draw in tui"),
    ("crossterm", &["src/tui/"], "speak to the terminal in tui"),
    ("f32", &["src/tui/"], "use money::Money or an integer"),
    ("f64", &["src/tui/", "src/read/files/xlsx"], "use money::Money or an integer"),
    ("calamine", &["src/read/"], "read workbooks in read"),
    ("clap", &["src/cli/"], "define arguments in cli"),
    ("comfy_table", &["src/cli/"], "make tables for people in cli"),
    ("Utc::now", &["src/main.rs"], "take the time from Surroundings"),
    ("Local::now", &[], "take the time from Surroundings"),
    ("SystemTime::now", &["src/main.rs"], "take the time from Surroundings"),
    ("Instant::now", &["src/app/", "src/cli/", "src/tui/"], "measure in app or a face"),
    ("std::fs", &["src/app/", "src/store/"], "take bytes or a reader; app opens files"),
    ("File::open", &["src/app/", "src/store/"], "take bytes or a reader; app opens files"),
    ("std::env", &["src/main.rs", "src/app/", "src/cli/"], "take a setting as an argument"),
    ("std::process::Command", &["src/app/"], "start programs in app"),
    (
        "os::unix",
        &["src/app/machine/files.rs", "src/app/upkeep/doctor.rs", "src/store/open.rs"],
        "ask app's files for rights",
    ),
    ("std::net", &[], "this program speaks to no network"),
    ("println!", &["src/cli/"], "return a value and let cli print it"),
    ("eprintln!", &["src/cli/"], "return a value and let cli print it"),
    ("print!", &["src/cli/"], "return a value and let cli print it"),
    ("dbg!", &[], "remove it"),
    (".unwrap()", &[], "handle it, or expect(\"why it cannot fail\")"),
    ("allow(dead_code)", &[], "remove what nobody calls"),
];

/// What a face may name of the deeds besides their types: the screens speak through the desk alone.
const DESK_ONLY: &[(&str, &str)] = &[("tui", "desk")];

const FILE_LINES: usize = 500;
const FUNCTION_LINES: usize = 70;
const COLUMNS: usize = 100;

/// Functions that may be longer, with their length; they may only become shorter.
const LONG_FUNCTIONS: &[(&str, usize)] = &[];

/// Words that say nothing about what a file holds.
const EMPTY_NAMES: &[&str] = &["util", "utils", "helper", "helpers", "common", "manager", "misc"];

/// Marks of work that is not done. Split here so that this file does not find itself.
const MARKS: &[&str] = &[
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X"),
    concat!("todo", "!"),
    concat!("unimple", "mented!"),
    concat!("(to be", " written)"),
];

/// Beginnings of paths that are not written yet; the list may only shrink.
const STILL_TO_WRITE: &[&str] = &[];

/// A Rust file of ours.
struct Source {
    /// From the project's root, with `/`.
    path: String,
    text: String,
}

impl Source {
    /// The part of it that runs: without comments, and without the tests at its end.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let is_test = |line: &str| line.starts_with("#[cfg(test)]");
        let lines = self.text.lines().enumerate().take_while(move |(_, line)| !is_test(line));
        lines.filter(|(_, line)| !line.trim_start().starts_with("//")).map(|(at, line)| {
            let end = line.find(" // ").unwrap_or(line.len());
            (at + 1, &line[..end])
        })
    }

    /// `src/read/csv.rs` → `read`, `src/money.rs` → `money`.
    fn module(&self) -> Option<&str> {
        let below = self.path.strip_prefix("src/")?;
        Some(below.split('/').next().unwrap_or(below).trim_end_matches(".rs"))
    }
}

fn sources(folders: &[&str]) -> Vec<Source> {
    let root = root();
    let mut found = Vec::new();
    for folder in folders {
        for path in files_below(&root.join(folder)) {
            if path.extension().is_some_and(|extension| extension == "rs") {
                let below = path.strip_prefix(&root).expect("found below the root");
                let text = fs::read_to_string(&path).expect("a source file is text");
                found.push(Source { path: below.to_string_lossy().replace('\\', "/"), text });
            }
        }
    }
    assert!(!found.is_empty(), "no Rust file below {folders:?}");
    found
}

/// Whether the word stands in the line and is not part of a longer name.
fn names(line: &str, word: &str) -> bool {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let starts_as_name = word.starts_with(is_name);
    let ends_as_name = word.ends_with(is_name);
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back().is_some_and(is_name);
        let after = line[at + word.len()..].chars().next().is_some_and(is_name);
        !(starts_as_name && before || ends_as_name && after)
    })
}

/// The modules of ours that a line names: what follows `crate::` or `doisoat::`.
fn named_modules(line: &str) -> impl Iterator<Item = &str> {
    ["crate::", "doisoat::"].into_iter().flat_map(move |root| named_in(line, root))
}

/// What a line names of this module.
fn named_in<'a>(line: &'a str, module: &'a str) -> impl Iterator<Item = &'a str> {
    line.match_indices(module).map(move |(at, _)| {
        let rest = &line[at + module.len()..];
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        &rest[..end]
    })
}

/// Functions with their first line and length, by the indentation that rustfmt gives.
fn functions(text: &str) -> Vec<(String, usize, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let body = line.trim_start();
        let indent = line.len() - body.len();
        let Some(name) = function_name(body) else { continue };
        let end = format!("{}}}", &line[..indent]);
        let is_end = |line: &&str| **line == end || line.starts_with(&end) && line.ends_with(';');
        if body.ends_with('}') || body.ends_with(';') {
            continue;
        }
        if let Some(length) = lines[at..].iter().position(is_end) {
            found.push((name.to_string(), at + 1, length + 1));
        }
    }
    found
}

fn function_name(line: &str) -> Option<&str> {
    let words = ["pub(crate) ", "pub(super) ", "pub ", "const ", "async ", "unsafe "];
    let mut rest = line;
    while let Some(word) = words.iter().find(|word| rest.starts_with(**word)) {
        rest = &rest[word.len()..];
    }
    if rest.starts_with("pub(in ") {
        rest = rest.split_once(") ")?.1;
    }
    rest.strip_prefix("fn ")?.split(['(', '<']).next()
}

/// Fails with all findings at once.
fn assert_none(findings: String) {
    assert!(findings.is_empty(), "\n{findings}");
}

#[test]
fn nobody_names_a_floor_that_is_not_below() {
    let mut findings = String::new();
    for source in sources(&["src"]) {
        let module = source.module().expect("found below src");
        let allowed = FLOORS.iter().find(|(name, _)| *name == module).map_or(&[][..], |f| f.1);
        for (line, code) in source.code() {
            for named in named_modules(code) {
                let is_module = FLOORS.iter().any(|(name, _)| *name == named);
                let is_excepted = FLOOR_EXCEPTIONS.contains(&(source.path.as_str(), named));
                let is_free = named == module || allowed.contains(&named) || is_excepted;
                if is_module && !is_free {
                    let _ = writeln!(
                        findings,
                        "{}:{line}: {module} may not name {named}, only {allowed:?}. Move what is \
                         needed to a floor that both may name, or pass it in as a value.",
                        source.path
                    );
                }
            }
        }
    }
    assert_none(findings);
}

#[test]
fn folders_of_reading_name_only_those_before_them() {
    let mut findings = String::new();
    for source in sources(&["src/read"]) {
        let below = source.path["src/read/".len()..].trim_end_matches(".rs");
        let folder = below.split('/').next().unwrap_or(below);
        if below == "mod" {
            continue;
        }
        let place = READING.iter().position(|known| *known == folder);
        let before = place.map_or(&[][..], |place| &READING[..=place]);
        for (line, code) in source.code() {
            let mut named = named_in(code, "crate::read::");
            if !named.all(|name| before.contains(&name)) || code.contains("super::super::") {
                let path = &source.path;
                let _ = writeln!(findings, "{path}:{line}: name only {before:?} of crate::read.");
            }
        }
    }
    assert_none(findings);
}

#[test]
fn screens_speak_to_the_deeds_through_the_desk() {
    let mut findings = String::new();
    for source in sources(&["src"]) {
        let Some((_, door)) = DESK_ONLY.iter().find(|(face, _)| source.module() == Some(face))
        else {
            continue;
        };
        for (line, code) in source.code() {
            let deeds = code.match_indices("app::").map(|(at, _)| &code[at + "app::".len()..]);
            for deed in deeds.filter(|deed| deed.starts_with(|c: char| c.is_lowercase())) {
                if !deed.starts_with(door) {
                    let _ = writeln!(
                        findings,
                        "{}:{line}: only app::{door} may be named here; send it a request.",
                        source.path
                    );
                }
            }
        }
    }
    assert_none(findings);
}

#[test]
fn packages_and_the_outer_world_stay_behind_their_fence() {
    let mut findings = String::new();
    for source in sources(&["src"]) {
        for (line, code) in source.code() {
            for (word, homes, instead) in FENCES {
                let is_home = homes.iter().any(|home| source.path.starts_with(home));
                if !is_home && names(code, word) {
                    let _ = writeln!(
                        findings,
                        "{}:{line}: `{word}` may stand in {homes:?} only; {instead}.",
                        source.path
                    );
                }
            }
        }
    }
    assert_none(findings);
}

#[test]
fn uses_of_ours_show_their_floor() {
    let mut findings = String::new();
    for source in sources(&["src", "tests", "benches"]) {
        for (line, code) in source.code() {
            if code.contains(concat!("crate::", "{")) || code.contains(concat!("doisoat::", "{")) {
                let _ = writeln!(findings, "{}:{line}: one `use` line a module.", source.path);
            }
        }
    }
    assert_none(findings);
}

#[test]
fn files_begin_with_their_purpose_and_stay_short() {
    let mut findings = String::new();
    for source in sources(&["src", "tests", "benches"]) {
        let path = &source.path;
        let first = source.text.lines().next().unwrap_or_default();
        if !first.starts_with("//! ") {
            let _ = writeln!(findings, "{path}: begin with `//!` and what the file is for.");
        }
        let lines = source.text.lines().count();
        if lines > FILE_LINES {
            let _ = writeln!(
                findings,
                "{path}: {lines} lines, {FILE_LINES} allowed. A noun is hiding in it: give it a \
                 file of its own."
            );
        }
        let is_comment = |line: &str| line.trim_start().starts_with("//");
        let lines = source.text.lines().enumerate().map(|(at, line)| (at + 1, line));
        let comments = lines.filter(|(_, line)| is_comment(line));
        for (at, line) in source.code().chain(comments) {
            let columns = line.chars().count();
            if columns > COLUMNS {
                let _ = writeln!(findings, "{path}:{at}: {columns} columns, wrap at {COLUMNS}.");
            }
        }
    }
    assert_none(findings);
}

#[test]
fn functions_fit_on_a_page() {
    let mut findings = String::new();
    for source in sources(&["src", "tests", "benches"]) {
        for (name, line, length) in functions(&source.text) {
            let key = format!("{}::{name}", source.path);
            let listed = LONG_FUNCTIONS.iter().find(|(long, _)| *long == key);
            let allowed = listed.map_or(FUNCTION_LINES, |(_, allowed)| *allowed);
            if length > allowed {
                let _ = writeln!(
                    findings,
                    "{}:{line}: {name} has {length} lines, {allowed} allowed: name its steps.",
                    source.path
                );
            }
        }
    }
    assert_none(findings);
}

#[test]
fn nothing_is_left_unfinished() {
    let mut findings = String::new();
    for source in sources(&["src", "tests", "benches"]) {
        if STILL_TO_WRITE.iter().any(|start| source.path.starts_with(start)) {
            continue;
        }
        for (at, line) in source.text.lines().enumerate() {
            if let Some(mark) = MARKS.iter().find(|mark| line.contains(**mark)) {
                let at = at + 1;
                let _ = writeln!(findings, "{}:{at}: `{mark}`: do it, or file it.", source.path);
            }
        }
    }
    assert_none(findings);
}

#[test]
fn names_of_files_say_what_they_hold() {
    let mut findings = String::new();
    for source in sources(&["src", "tests", "benches"]) {
        let parts = source.path.trim_end_matches(".rs").split(['/', '_']);
        for part in parts.filter(|part| EMPTY_NAMES.contains(part)) {
            let _ = writeln!(findings, "{}: `{part}` says nothing; name the noun.", source.path);
        }
    }
    assert_none(findings);
}

#[test]
fn the_map_of_the_floors_names_every_module() {
    let map = fs::read_to_string(root().join("src/lib.rs")).expect("a source file is text");
    let modules = map.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    let missing: Vec<&str> =
        modules.filter(|module| !map.contains(&format!("//! - [`{module}`]: "))).collect();
    assert!(missing.is_empty(), "src/lib.rs: one line each for {missing:?}");
}

#[test]
fn every_query_file_is_used() {
    let folder = root().join("src/store/queries");
    let mut findings = String::new();
    let store: String = sources(&["src/store"]).into_iter().map(|source| source.text).collect();
    for path in files_below(&folder) {
        let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
        if !store.contains(&name) {
            let _ = writeln!(findings, "src/store/queries/{name} is not used: delete it.");
        }
    }
    assert_none(findings);
}

/// Names that the entries of a list of the program begin with: what stands between `open` and
/// `close`.
fn listed(path: &str, open: &str, close: &str) -> BTreeSet<String> {
    let text = fs::read_to_string(root().join(path)).expect("a source file is text");
    let entries = text.lines().filter_map(|line| line.trim().strip_prefix(open)?.split_once(close));
    entries.map(|(name, _)| name.to_string()).collect()
}

/// The texts of all files of a folder of cases, as one.
fn cases_as_text(folder: &str) -> String {
    let files = files_below(&root().join(folder));
    files.iter().map(|path| fs::read_to_string(path).expect("a case is text")).collect()
}

/// Commands have their check in `cli.rs`; problems, refusals and failures in `errors.rs`.
#[test]
fn every_rule_report_and_screen_has_a_case() {
    let mut findings = String::new();
    let rules = listed("src/matching/rules/mod.rs", "(\"", "\", ");
    assert!(rules.len() > 10 && rules.contains("code_in_memo"), "{rules:?}");
    let cases = cases_as_text("tests/cases/matching");
    for rule in rules.iter().filter(|rule| !cases.lines().any(|line| names(line, rule))) {
        let _ = writeln!(findings, "no case in tests/cases/matching shows the rule {rule}.");
    }
    let cases = cases_as_text("tests/cases/cli");
    for report in doisoat::app::report::names() {
        let command = format!("report {report}");
        if !cases.lines().any(|line| line.starts_with('$') && names(line, &command)) {
            let _ = writeln!(findings, "no case in tests/cases/cli prints the report {report}.");
        }
    }
    let screens = sources(&["src/tui/screens"]);
    let lines = screens.iter().flat_map(|source| source.text.lines());
    let codes = lines.filter_map(|line| line.trim().strip_prefix("code: \"")?.split('"').next());
    let screens: BTreeSet<&str> = codes.collect();
    assert!(screens.len() > 4 && screens.contains("overview"), "{screens:?}");
    let cases = files_below(&root().join("tests/cases/screens"));
    let stems: Vec<_> = cases.iter().filter_map(|path| path.file_stem()?.to_str()).collect();
    for screen in screens {
        let begins = format!("{screen}_");
        if !stems.iter().any(|stem| *stem == screen || stem.starts_with(&begins)) {
            let _ = writeln!(findings, "no case in tests/cases/screens shows {screen}.");
        }
    }
    assert_none(findings);
}

#[test]
fn every_layout_is_listed_and_has_a_fixture_with_its_text() {
    let mut findings = String::new();
    let folder = root().join("src/read/layouts");
    let shipped = listed("src/read/layouts/list.rs", "(\"", "\", ");
    let files = files_below(&folder);
    for path in files.iter().filter(|path| path.extension().is_some_and(|e| e == "toml")) {
        let name = path.file_stem().expect("a file has a name").to_string_lossy().into_owned();
        if !shipped.contains(&name) {
            let _ = writeln!(findings, "src/read/layouts/{name}.toml: list it in list.rs.");
        }
        let fixtures = files_below(&root().join("fixtures/banks").join(&name));
        let is_text = |path: &PathBuf| path.extension().is_some_and(|e| e == "expected");
        if !fixtures.iter().any(|path| is_text(path) && path.with_extension("").exists()) {
            let _ = writeln!(findings, "fixtures/banks/{name} holds no file with its text.");
        }
    }
    assert_eq!(shipped.len(), files.len() - 2, "list.rs and mod.rs aside, all are layouts");
    assert_none(findings);
}

#[test]
fn the_search_finds_what_it_must_and_nothing_else() {
    assert!(names("use rusqlite::Connection;", "rusqlite"));
    assert!(!names("let my_rusqlite2 = 1;", "rusqlite"));
    assert!(names("x.unwrap();", ".unwrap()") && !names("x.unwrap_or(1)", ".unwrap()"));
    assert!(names("print!(\"\")", "print!") && !names("println!()", "print!"));
    let found: Vec<&str> = named_modules("use crate::store::X; fn a(b: crate::app::C)").collect();
    assert_eq!(found, ["store", "app"]);
    let text = "impl A {\n    pub(crate) fn b<T>(\n        c: T,\n    ) {\n        d\n    }\n}\n";
    assert_eq!(functions(text), [("b".to_string(), 2, 5)]);
    let comment = "// crate::store\nlet a = 1; // crate::app\n#[cfg(test)]\ncrate::tui\n";
    let source = Source { path: "src/model/a.rs".to_string(), text: comment.to_string() };
    assert_eq!(source.module(), Some("model"));
    assert_eq!(source.code().collect::<Vec<_>>(), [(2, "let a = 1;")]);
}
