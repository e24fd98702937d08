//! Layouts: which there are, what one says, what one would read from a file, without a store.

use std::path::Path;

use super::import::ImportOptions;
use super::{Result, Surroundings};
use crate::model::view::Preview;

/// Name and one-line description of every layout, shipped and the user's own.
pub fn list(surroundings: &Surroundings) -> Result<Vec<(String, String)>> {
    let _ = surroundings;
    unimplemented!()
}

/// The text of a layout.
pub fn show(surroundings: &Surroundings, name: &str) -> Result<String> {
    let _ = (surroundings, name);
    unimplemented!()
}

/// What would be read from the file.
pub fn try_file(
    surroundings: &Surroundings,
    path: &Path,
    options: &ImportOptions,
) -> Result<Preview> {
    let _ = (surroundings, path, options);
    unimplemented!()
}
