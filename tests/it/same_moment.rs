//! Reading while somebody writes: what is read is of one moment.

use std::collections::BTreeSet;
use std::fs;
use std::time::{Duration, Instant};

use doisoat::app::import::{self, ImportOptions};
use doisoat::app::{OpenOptions, Session, check};
use tempfile::TempDir;

use crate::screens::{demo_store, surroundings};

#[test]
fn work_done_while_a_store_is_checked_is_no_finding() {
    let folder = TempDir::new().expect("a temporary folder can be made");
    let path = folder.path().join("so.db");
    fs::copy(demo_store(), &path).expect("the demo can be copied");
    let options = OpenOptions {
        db: Some(path),
        config: None,
        actor: Some("lan".to_owned()),
        surroundings: surroundings(folder.path()),
    };
    let mut writer = Session::open(&options).expect("the store opens");
    let reader = Session::open_read_only(&options).expect("and once more");
    let mut stages = BTreeSet::new();
    let outcome = check::check(&reader, &mut |progress| {
        if stages.insert(progress.stage) {
            let started = Instant::now();
            let file = folder.path().join(format!("{}.csv", progress.stage));
            let row = format!("number,amount\nMOI-{},5000\n", stages.len());
            fs::write(&file, row).expect("the folder is ours");
            let outcomes =
                import::import(&mut writer, &[file], &ImportOptions::default(), &mut |_| true);
            let one = outcomes.expect("the store can be written").remove(0);
            assert_eq!(one.outcome.expect("the file is sound").new, 1);
            // Nor does the writer wait for who reads.
            assert!(started.elapsed() < Duration::from_secs(8), "{:?}", started.elapsed());
        }
        true
    });
    let outcome = outcome.expect("nobody stops it");
    assert!(stages.len() > 2, "{stages:?}");
    assert_eq!(outcome.findings, []);
    let later = check::check(&reader, &mut |_| true).expect("nobody stops it");
    assert_eq!(later.findings, []);
    // The first stage is told before anything is read.
    assert_eq!(later.decisions - outcome.decisions, stages.len() as u64 - 1);
}
