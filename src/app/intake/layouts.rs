//! Layouts: which there are, what one says, what one would read from a file, without a store.

use std::fs;
use std::path::Path;

use super::import::ImportOptions;
use super::reading;
use crate::app::machine::files;
use crate::app::{OpenOptions, Result, Surroundings};
use crate::model::view::Preview;
use crate::model::{Failure, FailureCode};
use crate::read::{self, Layout};

/// A layout in a list.
pub struct LayoutLine {
    pub name: String,
    /// One line of description, in Vietnamese and English.
    pub title: String,
    pub title_en: String,
    /// `false` where it was built on belief.
    pub is_seen: bool,
}

/// Every layout, shipped and the user's own.
pub fn list(surroundings: &Surroundings) -> Result<Vec<LayoutLine>> {
    let all = reading::layouts(surroundings)?;
    let line = |layout: Layout| LayoutLine {
        name: layout.name,
        title: layout.title,
        title_en: layout.title_en,
        is_seen: layout.is_seen,
    };
    Ok(all.into_iter().map(line).collect())
}

/// The text of a layout; the user's own goes before a shipped one of its name, as it does in
/// reading.
pub fn show(surroundings: &Surroundings, name: &str) -> Result<String> {
    for path in reading::own_layout_files(surroundings)? {
        if path.file_stem().is_some_and(|stem| stem == name) {
            let text = fs::read_to_string(&path);
            return Ok(text.map_err(|error| files::read_failure(&path, &error))?);
        }
    }
    if let Some(text) = read::layout_text(name) {
        return Ok(text.to_owned());
    }
    Err(Failure::new(FailureCode::LayoutUnknown).with("layout", name).into())
}

/// What would be read from the file.
pub fn try_file(outside: &OpenOptions, path: &Path, options: &ImportOptions) -> Result<Preview> {
    let context = outside.read_config()?.read_context(options.account.as_deref());
    let surroundings = &outside.surroundings;
    let opened = reading::open(surroundings, path, options, context)?;
    Ok(reading::preview(surroundings, path, opened)?)
}
