//! Import: a file's rows become payments or invoices; each file is one transaction and one decision.

use std::path::{Path, PathBuf};

use super::{Result, Session};
use crate::model::Failure;
use crate::model::view::{Preview, Progress, Receipt};

#[derive(Clone, Debug, Default)]
pub struct ImportOptions {
    /// Name of a shipped layout, or path of a TOML file; `None` = recognised by content.
    pub layout: Option<String>,
    /// For files that do not name their account.
    pub account: Option<String>,
    /// Everything is done and then rolled back.
    pub is_dry_run: bool,
}

/// One file's outcome: its receipt, or why it could not be read at all.
pub struct FileOutcome {
    pub path: PathBuf,
    pub outcome: std::result::Result<Receipt, Failure>,
}

/// Imports the files one after the other. A file that fails keeps no other out.
///
/// `progress` is told how far it is and answers whether to go on; `false` leaves the store as it was before
/// the file at hand.
pub fn import(
    session: &mut Session,
    paths: &[PathBuf],
    options: &ImportOptions,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<Vec<FileOutcome>> {
    let _ = (session, paths, options, progress);
    unimplemented!()
}

/// Reads a file as an import would, and writes nothing.
pub fn preview(session: &Session, path: &Path, options: &ImportOptions) -> Result<Preview> {
    let _ = (session, path, options);
    unimplemented!()
}
