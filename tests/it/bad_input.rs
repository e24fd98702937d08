//! Damaged files: cut, garbled, of another kind. Never a panic, never half an import, never a
//! silent loss.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use crate::cases::root;

pub fn run(home: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_doisoat"))
        .args(arguments)
        .current_dir(home)
        .env_clear()
        .env("HOME", home)
        .env("DOISOAT_DB", "book.db")
        .env("DOISOAT_ACTOR", "lan")
        .env("DOISOAT_LANG", "en")
        .env("DOISOAT_NOW", "2026-11-23T17:00:00+07:00")
        .stdin(Stdio::null())
        .output()
        .expect("the program was built with the tests")
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The good files that are damaged here: the demo's, one of each layout.
fn good_files() -> Vec<PathBuf> {
    let folder = root().join("fixtures/demo");
    let list = fs::read_to_string(folder.join("list.txt")).expect("the demo has its list");
    let names = list.lines().filter(|line| !line.starts_with('#') && !line.starts_with("now "));
    names.map(|name| folder.join(name)).collect()
}

/// Imports a damaged file and checks what must hold whatever was damaged; gives the exit code.
pub fn import(home: &Path, name: &str, bytes: &[u8]) -> i32 {
    fs::write(home.join(name), bytes).expect("the test's folder is ours");
    let output = run(home, &["import", "--json", name]);
    let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
    let exit = output.status.code();
    assert!(!stderr.contains("panicked"), "{name}: {stderr}");
    assert!(matches!(exit, Some(0..=2)), "{name}: {exit:?} {stderr}");
    let receipt: serde_json::Value = serde_json::from_str(&stdout)
        .unwrap_or_else(|error| panic!("{name}: no JSON ({error}): {stdout}{stderr}"));
    let file = &receipt["files"][0];
    if exit == Some(2) {
        let code = file["error"]["code"].as_str().unwrap_or_default();
        assert!(!code.is_empty(), "{name}: not done, but no reason: {receipt}");
        let files = run(home, &["list", "files", "--format", "jsonl"]);
        assert!(!text(&files.stdout).contains(name), "{name}: not done, but in the store");
    } else {
        let count = |key: &str| file[key].as_u64().unwrap_or_else(|| panic!("{key}: {receipt}"));
        let parts = count("new") + count("known") + count("changed") + count("refused");
        assert_eq!(count("rows"), parts, "{name}: the receipt does not add up");
    }
    exit.expect("it was not killed")
}

#[test]
fn cut_files_are_told_from_whole_ones() {
    let home = TempDir::new().expect("a temporary folder can be made");
    for path in good_files() {
        let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
        let whole = fs::read(&path).expect("the demo has its files");
        for tenths in 0..10 {
            let cut = &whole[..whole.len() * tenths / 10];
            let exit = import(home.path(), &format!("{tenths}-{name}"), cut);
            let is_statement = name.contains("mb-") || name.ends_with(".xlsx");
            assert!(!(is_statement && exit == 0), "{tenths}-{name}: taken for whole");
        }
    }
}

#[test]
fn garbled_files_never_break_the_program() {
    let home = TempDir::new().expect("a temporary folder can be made");
    let mut state: u64 = 20_261_123;
    let mut below = |limit: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % limit
    };
    for path in good_files() {
        let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
        let whole = fs::read(&path).expect("the demo has its files");
        for round in 0..6 {
            let mut garbled = whole.clone();
            for _ in 0..=round * 8 {
                let at = below(garbled.len());
                garbled[at] = below(256) as u8;
            }
            import(home.path(), &format!("g{round}-{name}"), &garbled);
        }
    }
}

#[test]
fn files_of_another_kind_are_refused_by_name() {
    let home = TempDir::new().expect("a temporary folder can be made");
    let picture = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01";
    let strange: &[(&str, &[u8])] = &[
        ("empty.csv", b""),
        ("blank.csv", b"\n\n   \n"),
        ("picture.csv", picture),
        ("picture.xlsx", picture),
        ("letter.csv", "Kính gửi ông bà,\nxin báo tin.\n".as_bytes()),
        ("letter.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"),
        ("page.xls", b"<html><body><p>Not a statement.</p></body></html>"),
        ("zeros.csv", &[0; 4096]),
        ("broken.xlsx", b"PK\x03\x04\x14\x00\x00\x00"),
        ("object.json", b"{\"a\": 1}"),
    ];
    for (name, bytes) in strange {
        assert_eq!(import(home.path(), name, bytes), 2, "{name}");
    }
    let absent = run(home.path(), &["import", "nowhere.csv"]);
    assert_eq!(absent.status.code(), Some(2));
    assert!(text(&absent.stderr).contains("nowhere.csv"), "{}", text(&absent.stderr));
    let folder = run(home.path(), &["import", "."]);
    assert_eq!(folder.status.code(), Some(2), "{}", text(&folder.stderr));
}
