//! The command line as people and scripts meet it: cases in `tests/cases/cli`, and what holds for
//! all commands.

use std::fs;
use std::process::{Command, Output, Stdio};

use doisoat::cli::command_names;
use serde_json::Value;

use crate::cases::{commands, root};

const PROGRAM: &str = env!("CARGO_BIN_EXE_doisoat");

#[test]
fn cases() {
    commands::run("tests/cases/cli", PROGRAM);
}

/// What is done stays done and says so where its receipt cannot be printed; what only prints fails.
#[test]
#[cfg(target_os = "linux")]
fn a_deed_stands_though_its_receipt_is_lost() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let bank = "account,booked_at,amount\n0011,2026-11-23,5000\n";
    fs::write(folder.path().join("bank.csv"), bank).expect("the test's folder is ours");
    let run = |args: &[&str], to: Stdio| {
        let mut command = Command::new(PROGRAM);
        command.env_clear().env("HOME", folder.path()).env("DOISOAT_LANG", "en");
        command.current_dir(folder.path()).args(["--db", "book.db"]).args(args);
        command.stdout(to).output().expect("the program runs")
    };
    let full = || fs::File::options().write(true).open("/dev/full").expect("Linux has it").into();
    let imported = run(&["--json", "import", "bank.csv"], full());
    assert_eq!(imported.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&imported.stderr).contains("stands in the book"));
    assert_eq!(run(&["list", "payments"], full()).status.code(), Some(2));
    let listed = run(&["list", "payments", "--format", "jsonl"], Stdio::piped());
    assert_eq!(String::from_utf8_lossy(&listed.stdout).lines().count(), 1);
}

#[test]
fn completions_are_an_object_where_json_is_asked_for() {
    let print = |args: &[&str]| {
        let output = Command::new(PROGRAM).args(args).output().expect("the program runs");
        String::from_utf8(output.stdout).expect("it writes UTF-8")
    };
    let object = print(&["--json", "completions", "bash"]);
    let object: Value = serde_json::from_str(&object).expect("one object");
    assert_eq!(object["shell"], "bash");
    assert_eq!(object["script"], print(&["completions", "bash"]));
}

#[test]
fn every_command_is_in_the_readme_with_an_example() {
    let readme = fs::read_to_string(root().join("README.md")).expect("the README is there");
    for name in command_names() {
        assert!(readme.contains(&format!("\n| `{name}` ")), "give {name} a row in README.md");
        assert!(readme.contains(&format!("doisoat {name}")), "give {name} an example in README.md");
    }
}

#[test]
fn every_shipped_layout_is_listed_with_its_title() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    for (lang, not_proven) in
        [("vi", "(chưa đối chiếu với tệp thật)"), ("en", "(not yet compared with a real file)")]
    {
        let mut command = Command::new(PROGRAM);
        command.env_clear().env("HOME", folder.path());
        command.args(["--lang", lang, "layouts", "list"]);
        let listed = command.output().expect("the program runs").stdout;
        let listed = String::from_utf8(listed).expect("it writes UTF-8");
        let mut lines = listed.lines();
        for layout in doisoat::read::shipped_layouts() {
            let (name, title) = lines.next().and_then(|line| line.split_once(' ')).expect("a line");
            let own = if lang == "vi" { &layout.title } else { &layout.title_en };
            let mark = if layout.is_seen { "" } else { not_proven };
            assert_eq!((name, title.trim()), (&*layout.name, format!("{own} {mark}").trim()));
        }
        assert_eq!(lines.next(), None);
    }
}

#[test]
fn the_screen_in_the_readme_is_a_real_one() {
    let readme = fs::read_to_string(root().join("README.md")).expect("the README is there");
    let shown = block(&readme, "text").next().expect("the README shows a screen");
    let path = root().join("tests/cases/screens/overview_en.screen");
    let real = fs::read_to_string(path).expect("the case is there");
    let real: Vec<&str> =
        real.lines().skip(1).take_while(|line| !line.starts_with("== ")).collect();
    let trimmed = |text: &str| text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    assert_eq!(trimmed(shown).trim_end(), trimmed(&real.join("\n")).trim_end());
}

/// What a newcomer is told: one data file, and a bank is read. As a shipped layout it would need a
/// line in the list besides, and a fixture; that it rivals no other is part of it.
#[test]
fn the_bank_of_the_readme_is_read() {
    let readme = fs::read_to_string(root().join("README.md")).expect("the README is there");
    let layout = block(&readme, "toml").find(|text| text.contains("columns.booked"));
    let layout = layout.expect("the README shows a bank's layout");
    assert_eq!(layout.lines().count(), 10, "the README says ten lines");
    let folder = tempfile::tempdir().expect("a folder for the test");
    let own = folder.path().join(".config/doisoat/layouts");
    fs::create_dir_all(&own).expect("the folder is ours");
    fs::write(own.join("mau.toml"), layout).expect("the folder is ours");
    let statement = "Ngân hàng Mẫu\n\
                     Ngày giao dịch,Nội dung,Ghi nợ,Ghi có\n\
                     05/11/2026,HD2611-00000123,,150.000\n\
                     06/11/2026,Thu phí,11.000,\n\
                     Người lập,,,\n";
    fs::write(folder.path().join("a.csv"), statement).expect("the folder is ours");
    let mut command = Command::new(PROGRAM);
    command.env_clear().env("HOME", folder.path()).current_dir(folder.path());
    command.args(["import", "a.csv", "--account", "123", "--json"]);
    let output = command.output().expect("the program runs");
    let receipt: Value = serde_json::from_slice(&output.stdout).expect("one object");
    let file = &receipt["files"][0];
    assert_eq!(output.status.code(), Some(0), "{receipt}");
    let told = [&file["layout"], &file["new"], &file["credits"], &file["debits"]];
    assert_eq!(told.map(Value::to_string), ["\"mau\"", "2", "\"150000\"", "\"11000\""]);
}

#[test]
fn the_two_files_of_the_readme_are_matched() {
    let readme = fs::read_to_string(root().join("README.md")).expect("the README is there");
    let folder = tempfile::tempdir().expect("a folder for the test");
    let files: Vec<&str> = block(&readme, "csv").collect();
    let [invoices, payments] = files[..] else { panic!("invoices and payments, not {files:?}") };
    fs::write(folder.path().join("a.csv"), invoices).expect("the folder is ours");
    fs::write(folder.path().join("b.csv"), payments).expect("the folder is ours");
    let run = |args: &[&str]| {
        let mut command = Command::new(PROGRAM);
        command.env_clear().env("HOME", folder.path()).current_dir(folder.path());
        command.args(args).output().expect("the program runs")
    };
    assert_eq!(run(&["import", "a.csv", "b.csv"]).status.code(), Some(0));
    assert_eq!(run(&["match", "--strict"]).status.code(), Some(0), "nothing is left open");
    let listed = run(&["list", "payments", "--format", "jsonl"]).stdout;
    let payment: Value = serde_json::from_slice(&listed).expect("one payment");
    assert_eq!((&payment["state"], &payment["class"]), (&"settled".into(), &"matched".into()));
}

/// What stands between the fences of this language.
fn block<'a>(text: &'a str, language: &str) -> impl Iterator<Item = &'a str> {
    let fence = format!("```{language}\n");
    text.split(&fence)
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .collect::<Vec<_>>()
        .into_iter()
}

#[test]
fn completions_are_made_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let output = run(&["completions", shell]);
        assert_eq!(output.status.code(), Some(0), "{shell}");
        let script = String::from_utf8(output.stdout).expect("a script is text");
        assert!(script.contains("doisoat") && script.contains("nightly"), "{shell}:\n{script}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let mut command = Command::new(PROGRAM);
    command.env_clear().env("HOME", "/nowhere").args(["completions", "bash"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
    // Closed before the program has begun to print.
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn every_command_has_a_case() {
    let folder = root().join("tests/cases/cli");
    let cases = fs::read_dir(folder).expect("the cases are there");
    let texts = cases.map(|case| fs::read_to_string(case.expect("readable").path()).expect("text"));
    let all: String = texts.collect();
    for name in command_names() {
        assert!(all.contains(&format!("doisoat {name}")), "give {name} a case in tests/cases/cli");
    }
}

#[test]
fn help_speaks_each_language_and_shows_an_example() {
    for (lang, usage, examples) in [("vi", "Cách dùng:", "Ví dụ:"), ("en", "Usage:", "Examples:")]
    {
        for name in command_names() {
            let output = run(&["--lang", lang, name, "--help"]);
            let text = String::from_utf8(output.stdout).expect("help is text");
            assert_eq!(output.status.code(), Some(0), "{name} --help");
            assert!(text.contains(usage), "{lang} {name}:\n{text}");
            let shown = text.split_once(examples).map(|(_, shown)| shown).unwrap_or_default();
            assert!(shown.contains(&format!("doisoat {name}")), "{lang} {name}:\n{text}");
            let is_key = |word: &str| word.starts_with("cmd.") || word.starts_with("arg.");
            assert!(!text.split_whitespace().any(is_key), "a text is missing:\n{text}");
        }
    }
}

/// What the help of `match` shows of the configuration is what the case of it runs with.
#[test]
fn the_policy_in_the_help_is_the_one_of_its_case() {
    let output = run(&["match", "--help"]);
    let text = String::from_utf8(output.stdout).expect("help is text");
    let shown = text.split_once("  [match]").map(|(_, shown)| shown).unwrap_or_default();
    let shown: Vec<&str> = shown.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let case = fs::read_to_string(root().join("tests/cases/cli/policy_custom.test"));
    let case = case.expect("the case is there");
    let (_, file) = case.split_once("--- custom.toml\n[match]\n").expect("it has the file");
    assert!(file.starts_with(&shown.join("\n")), "{text}");
}

#[test]
fn wrong_usage_is_told_on_stderr_and_as_json() {
    let output = run(&["--json", "list", "everything"]);
    assert_eq!(output.status.code(), Some(2));
    let told: Value = serde_json::from_slice(&output.stdout).expect("one JSON object");
    assert_eq!(told["error"]["code"], "usage_wrong");
    assert!(told["error"]["message"].as_str().is_some_and(|text| text.contains("everything")));
    assert!(!output.stderr.is_empty());
}

#[test]
fn the_language_follows_option_variable_and_locale() {
    let first_word = |settings: &[(&str, &str)], args: &[&str]| {
        let mut command = Command::new(PROGRAM);
        command.env_clear().env("HOME", "/nowhere").envs(settings.iter().copied());
        let output = command.args(args).arg("frob").output().expect("the program runs");
        String::from_utf8(output.stderr).expect("text").split(' ').next().unwrap_or("").to_owned()
    };
    let (vi, en) = ("Không", "There");
    assert_eq!(first_word(&[], &[]), vi, "nothing said");
    assert_eq!(first_word(&[("LANG", "C")], &[]), vi);
    assert_eq!(first_word(&[("LC_ALL", "POSIX"), ("LANG", "en_US.UTF-8")], &[]), vi);
    assert_eq!(first_word(&[("LANG", "en_US.UTF-8")], &[]), en);
    assert_eq!(first_word(&[("LANG", "vi_VN"), ("LC_MESSAGES", "en_GB.UTF-8")], &[]), en);
    assert_eq!(first_word(&[("LANG", "vi_VN"), ("DOISOAT_LANG", "en")], &[]), en);
    assert_eq!(first_word(&[("DOISOAT_LANG", "en")], &["--lang", "vi"]), vi);
    assert_eq!(first_word(&[("DOISOAT_LANG", "en")], &["--lang=vi"]), vi);
}

fn run(args: &[&str]) -> Output {
    let home = tempfile::tempdir().expect("a folder for the test");
    let mut command = Command::new(PROGRAM);
    command.env_clear().env("HOME", home.path()).env("DOISOAT_LANG", "en");
    command.args(args).output().expect("the program was built with the tests")
}
