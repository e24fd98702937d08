//! Hostile containers: what claims to be small and is not, what would take its package down. Each
//! is made here, and each must be refused in words with little memory.

use std::fs;

use tempfile::TempDir;

use crate::bad_input::{import, run, text};
use crate::cases::root;

#[test]
fn harmed_old_workbooks_never_end_the_program() {
    let home = TempDir::new().expect("a temporary folder can be made");
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
    let home = TempDir::new().expect("a temporary folder can be made");
    let output = run(home.path(), &["read-sheets"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(text(&output.stdout), "failure,format_unknown\n");
    assert!(!text(&run(home.path(), &["--help"]).stdout).contains("read-sheets"));
}
