//! Files harmed in some places, and the long runs that give them to one reader after another.

use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};

use super::{as_text, fixtures};
use crate::hostile;

/// A change to the bytes of a file.
#[derive(Clone, Debug)]
pub enum Harm {
    Cut(Index),
    Drop(Index, u8),
    Put(Index, Vec<u8>),
    Flip(Index, u8),
    Repeat(Index, u8),
}

/// What message formats are made of.
const MARKS: &[&str] = &[
    "\n:20:",
    "\n:25:",
    "\n:61:",
    "\n:86:",
    "\n:60M:",
    "\n:62M:",
    "\n-}{1:",
    "2602300230",
    "<Ntry>",
    "</Ntry>",
    "<TxDtls>",
    "</Stmt>",
    "<Bal/>",
    "<!--",
    "<![CDATA[",
    "&#7879;",
    "&x;",
    "<STMTTRN>",
    "</STMTTRN>",
    "<STMTRS>",
    "<A",
];

pub fn harm() -> impl Strategy<Value = Harm> {
    let bytes = prop_oneof![
        proptest::collection::vec(any::<u8>(), 1..6),
        Just(b"\"".to_vec()),
        Just("ế\u{202e}".as_bytes().to_vec()),
        Just(b"99999999999999999999".to_vec()),
        Just(b",;\t|\r\n".to_vec()),
        proptest::sample::select(MARKS).prop_map(|mark| mark.as_bytes().to_vec()),
    ];
    prop_oneof![
        1 => any::<Index>().prop_map(Harm::Cut),
        2 => (any::<Index>(), any::<u8>()).prop_map(|(at, length)| Harm::Drop(at, length)),
        4 => (any::<Index>(), bytes).prop_map(|(at, bytes)| Harm::Put(at, bytes)),
        4 => (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Harm::Flip(at, byte)),
        1 => (any::<Index>(), any::<u8>()).prop_map(|(at, length)| Harm::Repeat(at, length)),
    ]
}

pub fn harmed(mut bytes: Vec<u8>, harms: &[Harm]) -> Vec<u8> {
    for harm in harms {
        if bytes.is_empty() {
            return bytes;
        }
        let stretch = |at: &Index, length: &u8, bytes: &[u8]| {
            let start = at.index(bytes.len());
            start..bytes.len().min(start + usize::from(*length))
        };
        match harm {
            Harm::Cut(at) => bytes.truncate(at.index(bytes.len())),
            Harm::Drop(at, length) => {
                bytes.drain(stretch(at, length, &bytes));
            }
            Harm::Put(at, put) => {
                let at = at.index(bytes.len());
                bytes.splice(at..at, put.iter().copied());
            }
            Harm::Flip(at, byte) => {
                let at = at.index(bytes.len());
                bytes[at] ^= *byte;
            }
            Harm::Repeat(at, length) => {
                let part = bytes[stretch(at, length, &bytes)].to_vec();
                bytes.extend(part);
            }
        }
    }
    bytes
}

/// Gives harmed forms of `files` to `try_one` until so many seconds are over
/// (`DOISOAT_FUZZ_SECONDS`, else 600). The harms of a seed (`DOISOAT_FUZZ_SEED`, else 7) are the
/// same each time.
fn survives(reader: &str, files: &[Vec<u8>], try_one: impl Fn(&[u8])) {
    let number = |name: &str, or: u64| {
        std::env::var(name).map_or(or, |text| text.parse().expect("a whole number"))
    };
    let end = Instant::now() + Duration::from_secs(number("DOISOAT_FUZZ_SECONDS", 600));
    let mut seed = [0; 32];
    seed[..8].copy_from_slice(&number("DOISOAT_FUZZ_SEED", 7).to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let mut runner = TestRunner::new_with_rng(ProptestConfig::default(), rng);
    let harms = proptest::collection::vec(harm(), 1..12);
    let mut runs = 0u64;
    while Instant::now() < end {
        let tree = (any::<Index>(), &harms).new_tree(&mut runner).expect("a strategy");
        let (which, harms) = tree.current();
        let bytes = harmed(files[which.index(files.len())].clone(), &harms);
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| try_one(&bytes)));
        if outcome.is_err() {
            let kept = std::env::temp_dir().join(format!("doisoat-{reader}-{runs}"));
            std::fs::write(&kept, &bytes).expect("the temporary folder is ours");
            panic!("{reader}: run {runs} fails, the file is {}", kept.display());
        }
        runs += 1;
    }
    println!("{reader}: {runs} harmed files of {}", files.len());
}

/// The fixtures and corpora that `is_one` says are of a reader, by path and first bytes.
fn files(is_one: impl Fn(&Path, &[u8]) -> bool) -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let all = ["banks", "corpora"].map(|folder| fixtures(&root.join(folder))).into_iter().flatten();
    let of_reader = all.filter(|(path, bytes)| is_one(path, bytes));
    let files: Vec<Vec<u8>> = of_reader.map(|(_, bytes)| bytes).collect();
    assert!(!files.is_empty(), "a reader without a file");
    files
}

fn ends_with(endings: &[&str]) -> Vec<Vec<u8>> {
    files(|path, _| path.extension().is_some_and(|end| endings.iter().any(|one| end == *one)))
}

fn of_folder(name: &str) -> Vec<Vec<u8>> {
    files(|path, _| path.components().any(|part| part.as_os_str() == name))
}

fn in_process(layout: &str) -> impl Fn(&[u8]) + '_ {
    move |bytes| assert!(!as_text::without_child(bytes, layout).is_empty())
}

/// A dry import by the whole program: what a child reads or unpacks may fail in words only.
fn by_program(bytes: &[u8]) {
    hostile::read("harmed", bytes);
}

#[test]
#[ignore = "takes ten minutes"]
fn mt940_survives() {
    survives("mt940", &of_folder("mt940"), in_process("mt940"));
}

#[test]
#[ignore = "takes ten minutes"]
fn camt_survives() {
    survives("camt", &ends_with(&["xml"]), in_process("camt"));
}

#[test]
#[ignore = "takes ten minutes"]
fn ofx_survives() {
    survives("ofx", &ends_with(&["ofx"]), in_process("ofx"));
}

#[test]
#[ignore = "takes ten minutes"]
fn delimited_survives() {
    survives("delimited", &ends_with(&["csv", "tsv", "txt"]), in_process("none"));
}

#[test]
#[ignore = "takes ten minutes"]
fn objects_survive() {
    survives("objects", &ends_with(&["json", "jsonl"]), in_process("none"));
}

#[test]
#[ignore = "takes ten minutes"]
fn napas_survives() {
    survives("napas", &ends_with(&["dat"]), in_process("none"));
}

#[test]
#[ignore = "takes ten minutes"]
fn pages_survive() {
    survives("pages", &files(|_, bytes| bytes.starts_with(b"<html")), in_process("none"));
}

#[test]
#[ignore = "takes ten minutes"]
fn sylk_survives() {
    survives("sylk", &files(|_, bytes| bytes.starts_with(b"ID;")), in_process("none"));
}

#[test]
#[ignore = "takes ten minutes"]
fn sheets_survive() {
    let sheets = files(|_, bytes| bytes.starts_with(b"PK") || bytes.starts_with(b"\xd0\xcf"));
    survives("sheets", &sheets, by_program);
}

#[test]
#[ignore = "takes ten minutes"]
fn packed_files_survive() {
    let packed = of_folder("payments").into_iter().map(|bytes| {
        let mut packed = GzEncoder::new(Vec::new(), Compression::default());
        packed.write_all(&bytes).expect("a vector takes all");
        packed.finish().expect("a vector takes all")
    });
    let zipped = of_folder("payments").into_iter().map(|bytes| hostile::zipped(&[("a", &bytes)]));
    survives("packed", &packed.chain(zipped).collect::<Vec<_>>(), by_program);
}
