//! Packed files and hostile ones: what claims to be small and is not, what would take its package
//! down. Each is made here; what is refused is refused in words and with little memory.

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use tempfile::TempDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::bad_input::{import, run, text};
use crate::cases::root;

const CSV: &str = "account,booked_at,reference,amount,memo\n\
                   0011000000021,2026-11-23,FT01,150000,HD2611-00000021\n";

fn home() -> TempDir {
    TempDir::new().expect("a temporary folder can be made")
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a file can be begun");
        zip.write_all(bytes).expect("a vector takes all");
    }
    zip.finish().expect("a vector takes all").into_inner()
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(bytes).expect("a vector takes all");
    gzip.finish().expect("a vector takes all")
}

/// Imports a file and gives what the program says of each file in it.
fn receipts(home: &Path, name: &str, bytes: &[u8]) -> Vec<Value> {
    fs::write(home.join(name), bytes).expect("the test's folder is ours");
    told(home, name)
}

fn told(home: &Path, name: &str) -> Vec<Value> {
    let output = run(home, &["import", "--json", name]);
    let told: Value = serde_json::from_slice(&output.stdout).expect("it prints JSON");
    told["files"].as_array().expect("the contract says so").clone()
}

fn error_of(home: &Path, name: &str, bytes: &[u8]) -> String {
    let receipts = receipts(home, name, bytes);
    assert_eq!(receipts.len(), 1, "{receipts:?}");
    receipts[0]["error"]["code"].as_str().unwrap_or("none").to_owned()
}

#[test]
fn each_file_in_a_zip_is_a_file_of_its_own() {
    let home = home();
    let old = fs::read(root().join("fixtures/banks/vietcombank/old_workbook.xls"));
    let other = CSV.replace("FT01", "FT02");
    let bytes = zipped(&[
        ("sao-ke.csv", CSV.as_bytes()),
        ("__MACOSX/._sao-ke.csv", b"x"),
        ("../../thang 11/cu.xls", &old.expect("the fixture")),
        ("/sao-ke.csv", other.as_bytes()),
    ]);
    let seen = receipts(home.path(), "thang.zip", &bytes);
    let names: Vec<&str> = seen.iter().filter_map(|one| one["file"].as_str()).collect();
    let expected = ["thang.zip/sao-ke.csv", "thang.zip/thang 11/cu.xls", "thang.zip/2-sao-ke.csv"];
    assert_eq!(names, expected);
    let new: Vec<u64> = seen.iter().filter_map(|one| one["new"].as_u64()).collect();
    assert_eq!(new, [1, 3, 1]);

    let alone = receipts(home.path(), "alone.csv", CSV.as_bytes());
    assert_eq!((&alone[0]["sha256"], &alone[0]["known"]), (&seen[0]["sha256"], &1.into()));
    let by_path = told(home.path(), "thang.zip/thang 11/cu.xls");
    assert_eq!((&by_path[0]["sha256"], &by_path[0]["known"]), (&seen[1]["sha256"], &3.into()));
    let files = text(&run(home.path(), &["list", "files", "--format", "jsonl"]).stdout);
    assert!(files.contains("\"thang.zip/2-sao-ke.csv\""), "{files}");

    let absent = told(home.path(), "thang.zip/none.csv");
    assert_eq!(absent[0]["error"]["code"], "file_not_found");
    let tried = run(home.path(), &["layouts", "try", "thang.zip/sao-ke.csv"]);
    assert_eq!(tried.status.code(), Some(0), "{}", text(&tried.stderr));
}

#[test]
fn a_gz_is_one_file() {
    let home = home();
    let packed = receipts(home.path(), "sao-ke.csv.gz", &gzipped(CSV.as_bytes()));
    assert_eq!((&packed[0]["file"], &packed[0]["new"]), (&"sao-ke.csv.gz".into(), &1.into()));
    let alone = receipts(home.path(), "alone.csv", CSV.as_bytes());
    assert_eq!((&alone[0]["sha256"], &alone[0]["known"]), (&packed[0]["sha256"], &1.into()));
    let whole = gzipped(CSV.repeat(50).as_bytes());
    let cut = error_of(home.path(), "cut.csv.gz", &whole[..whole.len() - 9]);
    assert_eq!(cut, "format_damaged");
}

#[test]
fn bombs_are_refused_before_they_have_grown() {
    let home = home();
    let zeros = vec![b'0'; 40 << 20];
    let bomb = gzipped(&zeros);
    assert!(bomb.len() < 60_000);
    assert_eq!(error_of(home.path(), "bomb.csv.gz", &bomb), "archive_too_large");
    let bytes = zipped(&[("bomb.csv", &zeros), ("good.csv", CSV.as_bytes())]);
    let seen = receipts(home.path(), "bomb.zip", &bytes);
    assert_eq!(seen[0]["file"], "bomb.zip/bomb.csv");
    assert_eq!(seen[0]["error"]["code"], "archive_too_large");
    assert_eq!(seen[1]["new"], 1, "the other file is not kept out");

    // A workbook whose one part becomes gigabytes, by its own word.
    let mut lying = fs::read(root().join("fixtures/banks/vietcombank/whole.xlsx")).expect("there");
    let at = lying.windows(4).rposition(|four| four == b"PK\x01\x02").expect("a directory");
    lying[at + 24..at + 28].copy_from_slice(&0xF000_0000u32.to_le_bytes());
    assert_eq!(error_of(home.path(), "lying.xlsx", &lying), "file_too_large");

    let many: Vec<String> = (0..1_001).map(|n| format!("{n}.csv")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert_eq!(error_of(home.path(), "many.zip", &zipped(&many)), "archive_too_large");
}

#[test]
fn packed_files_that_are_no_plain_files_are_refused_by_name() {
    let home = home();
    let nested = gzipped(&gzipped(CSV.as_bytes()));
    assert_eq!(error_of(home.path(), "nested.gz", &nested), "archive_not_unpacked");
    let inner = zipped(&[("a.csv", CSV.as_bytes())]);
    for (name, bytes) in [("in.zip", &inner), ("in.gz", &gzipped(CSV.as_bytes()))] {
        let seen = error_of(home.path(), "outer.zip", &zipped(&[(name, bytes)]));
        assert_eq!(seen, "archive_not_unpacked", "{name}");
    }
    let mut link = ZipWriter::new(Cursor::new(Vec::new()));
    link.add_symlink("a.csv", "/etc/passwd", SimpleFileOptions::default()).expect("made");
    let link = link.finish().expect("a vector takes all").into_inner();
    assert_eq!(error_of(home.path(), "link.zip", &link), "format_unknown");

    let mut encrypted = inner.clone();
    for (mark, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let at = encrypted.windows(4).position(|four| four == mark).expect("it is a zip");
        encrypted[at + flags] |= 1;
    }
    assert_eq!(error_of(home.path(), "locked.zip", &encrypted), "file_is_encrypted");
    assert_eq!(error_of(home.path(), "empty.zip", &zipped(&[])), "file_is_empty");
    for cut in [inner.len() / 2, inner.len() - 3] {
        import(home.path(), &format!("cut-{cut}.zip"), &inner[..cut]);
    }
    let mut lying = inner.clone();
    let at = lying.windows(4).position(|four| four == b"PK\x01\x02").expect("it is a zip");
    lying[at + 24..at + 28].copy_from_slice(&3u32.to_le_bytes());
    import(home.path(), "lying.zip", &lying);
}

#[test]
fn harmed_old_workbooks_never_end_the_program() {
    let home = home();
    let path = root().join("fixtures/banks/vietcombank/old_workbook.xls");
    let whole = fs::read(path).expect("the fixture");
    let mut refused = 0;
    for round in 0..40usize {
        let mut harmed = whole.clone();
        // Lengths, offsets and counts of sectors stand in the first half kilobyte and at the
        // beginnings of the others.
        let at = if round % 2 == 0 { 24 + round * 12 } else { 512 * (1 + round % 18) + round };
        harmed[at..at + 4].copy_from_slice(&[0xF0, 0xFF, 0xFF, 0x7F]);
        refused += u32::from(import(home.path(), &format!("harmed-{round}.xls"), &harmed) == 2);
    }
    assert!(refused > 3, "only {refused} were harmed at all");
    for tenths in 1..10 {
        let cut = &whole[..whole.len() * tenths / 10];
        assert_eq!(import(home.path(), &format!("cut-{tenths}.xls"), cut), 2, "{tenths}");
    }
}

#[test]
fn the_child_has_a_word_that_nobody_needs_to_know() {
    let home = home();
    let output = run(home.path(), &["read-sheets"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(text(&output.stdout), "failure,format_unknown\n");
    assert!(!text(&run(home.path(), &["--help"]).stdout).contains("read-sheets"));
}
