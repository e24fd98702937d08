//! The command line as people and scripts meet it: cases in `tests/cases/cli`, and what holds for all commands.

use std::fs;
use std::process::{Command, Output};

use doisoat::cli::command_names;
use serde_json::Value;

use crate::cases::{commands, root};

const PROGRAM: &str = env!("CARGO_BIN_EXE_doisoat");

#[test]
fn cases() {
    commands::run("tests/cases/cli", PROGRAM);
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
