//! Sudden death and crowding: a killed import leaves the whole file or nothing, two at once leave
//! no half.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

const ROWS: usize = 400;
const KILLS: u32 = 20;

fn command(home: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_doisoat"));
    command.args(arguments).current_dir(home).env_clear().env("HOME", home);
    command.env("DOISOAT_DB", "book.db").env("DOISOAT_ACTOR", "lan").env("DOISOAT_LANG", "en");
    command.env("DOISOAT_NOW", "2026-11-23T17:00:00+07:00");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn start(home: &Path, arguments: &[&str]) -> Child {
    command(home, arguments).spawn().expect("the program was built with the tests")
}

fn run(home: &Path, arguments: &[&str]) -> Output {
    command(home, arguments).output().expect("the program was built with the tests")
}

fn printed(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    format!("{}{}", text(&output.stdout), text(&output.stderr))
}

/// A payments file of one account; `first` tells its rows from those of another file.
fn write_payments(path: &Path, first: usize) {
    let mut text = "account,booked_at,reference,amount,memo\n".to_string();
    for row in first..first + ROWS {
        text += &format!("0011000000099,2026-11-23,FT{row:07},{},nop phi {row}\n", 1000 + row);
    }
    fs::write(path, text).expect("the test's folder is ours");
}

/// New rows of each file that the store knows. The store must be sound.
fn sound_files(home: &Path) -> Vec<u64> {
    let check = run(home, &["check"]);
    assert_eq!(check.status.code(), Some(0), "{}", printed(&check));
    let list = run(home, &["list", "files", "--format", "jsonl"]);
    assert_eq!(list.status.code(), Some(0), "{}", printed(&list));
    let text = String::from_utf8(list.stdout).expect("it prints UTF-8");
    let row = |line: &str| serde_json::from_str::<Value>(line).expect("a JSON object a line");
    text.lines().map(|line| row(line)["new"].as_u64().expect("a count")).collect()
}

/// Goal: whenever the machine stops, the store is as before the import or as after it. Method: the
/// import is killed at moments spread over the time that a whole one takes.
#[test]
fn a_killed_import_leaves_all_or_nothing() {
    let home = TempDir::new().expect("a temporary folder can be made");
    let home = home.path();
    write_payments(&home.join("known.csv"), 0);
    assert_eq!(run(home, &["import", "known.csv"]).status.code(), Some(0));
    fs::copy(home.join("book.db"), home.join("before.db")).expect("a file of ours");
    write_payments(&home.join("new.csv"), ROWS);
    let started = Instant::now();
    assert_eq!(run(home, &["import", "new.csv"]).status.code(), Some(0));
    let whole = started.elapsed();

    for kill in 0..KILLS {
        for name in ["book.db", "book.db-wal", "book.db-shm"] {
            // Absent where the last one to close the store tidied up.
            let _ = fs::remove_file(home.join(name));
        }
        fs::copy(home.join("before.db"), home.join("book.db")).expect("a file of ours");
        let mut import = start(home, &["import", "new.csv"]);
        sleep(whole * kill / KILLS);
        import.kill().expect("a child of ours");
        import.wait().expect("a child of ours");
        let files = sound_files(home);
        assert!(files == [ROWS as u64] || files == [ROWS as u64; 2], "kill {kill}: {files:?}");
        assert_eq!(run(home, &["import", "new.csv"]).status.code(), Some(0), "kill {kill}");
        let rows = ROWS as u64;
        let again = sound_files(home);
        assert!(again == [rows, rows] || again == [rows, rows, 0], "kill {kill}: {again:?}");
    }
}

/// Whoever comes second waits a little and then succeeds, or is told that the store is busy.
#[test]
fn two_imports_at_once_leave_no_half() {
    let home = TempDir::new().expect("a temporary folder can be made");
    let home = home.path();
    let names = ["a.csv", "b.csv", "c.csv"];
    for (at, name) in names.iter().enumerate() {
        write_payments(&home.join(name), at * ROWS);
    }
    let imports: Vec<Child> = names.iter().map(|name| start(home, &["import", name])).collect();
    let mut done = 0;
    for import in imports {
        let output = import.wait_with_output().expect("a child of ours");
        match output.status.code() {
            Some(0) => done += 1,
            Some(2) => {
                let said = printed(&output);
                assert!(said.contains("is writing to the store book.db"), "{said}");
            }
            other => panic!("{other:?}: {}", printed(&output)),
        }
    }
    assert!(done > 0, "somebody must be served");
    assert_eq!(sound_files(home), vec![ROWS as u64; done]);
}

/// A person who looks while another imports sees the store as it was.
#[test]
fn a_reader_is_not_kept_waiting_by_a_writer() {
    let home = TempDir::new().expect("a temporary folder can be made");
    let home = home.path();
    write_payments(&home.join("a.csv"), 0);
    assert_eq!(run(home, &["import", "a.csv"]).status.code(), Some(0));
    write_payments(&home.join("b.csv"), ROWS);
    let mut import = start(home, &["import", "b.csv"]);
    let mut looks = 0;
    while import.try_wait().expect("a child of ours").is_none() {
        let list = run(home, &["list", "payments", "--format", "jsonl"]);
        assert_eq!(list.status.code(), Some(0), "{}", printed(&list));
        let rows = String::from_utf8_lossy(&list.stdout).lines().count();
        assert!(rows == ROWS || rows == 2 * ROWS, "a half import is seen: {rows} rows");
        looks += 1;
        sleep(Duration::from_millis(20));
    }
    assert!(looks > 0, "the import was over before anybody looked");
}
