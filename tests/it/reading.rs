//! Reading, told by files: every file under `fixtures/banks` must yield exactly the text beside it.

mod as_text;
mod workbooks;

use std::collections::BTreeSet;
use std::io::Cursor;

use doisoat::read;

use crate::cases::Suite;

#[test]
fn every_fixture_reads_as_expected() {
    Suite::new("fixtures/banks", &[]).run(|case| as_text::of(&case.bytes()));
}

#[test]
fn every_shipped_layout_has_a_fixture_that_is_recognised_as_it() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/banks");
    let mut recognised = BTreeSet::new();
    for (_, bytes) in fixtures(&root) {
        let fits = read::detect(&mut Cursor::new(bytes), read::shipped_layouts());
        if let Some(best) = fits.ok().and_then(|fits| fits.into_iter().next()) {
            recognised.insert(best.layout.name);
        }
    }
    let shipped: BTreeSet<String> =
        read::shipped_layouts().iter().map(|layout| layout.name.clone()).collect();
    assert_eq!(recognised, shipped, "add a fixture pair for each layout");
}

/// Path and bytes of every fixture, sorted.
fn fixtures(folder: &std::path::Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder of fixtures")
        .map(|entry| entry.expect("a readable entry").path())
        .collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            found.extend(fixtures(&path));
        } else if path.extension().is_none_or(|extension| extension != "expected") {
            let bytes = std::fs::read(&path).expect("a readable fixture");
            found.push((path, bytes));
        }
    }
    found
}
