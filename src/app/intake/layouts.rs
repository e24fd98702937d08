//! Layouts: which there are, shipped and the user's own, and what one says.

use std::fs;
use std::path::{Path, PathBuf};

use crate::app::machine::files;
use crate::app::{Result, Surroundings};
use crate::model::{Fact, Failure, FailureCode};
use crate::read::{self, Layout};

/// Name of a layout that is not saved.
pub(in crate::app) const UNSAVED: &str = "taught";

/// A layout in a list.
pub struct LayoutLine {
    pub name: String,
    /// One line of description, in Vietnamese and English.
    pub title: String,
    pub title_en: String,
    /// `false` where it was built on belief.
    pub is_seen: bool,
}

/// Every layout, shipped and the user's own, and why others of the user's own cannot be used.
pub fn list(surroundings: &Surroundings) -> Result<(Vec<LayoutLine>, Vec<Failure>)> {
    let all = all(surroundings)?;
    let line = |layout: Layout| LayoutLine {
        name: layout.name,
        title: layout.title,
        title_en: layout.title_en,
        is_seen: layout.is_seen,
    };
    Ok((all.sound.into_iter().map(line).collect(), all.broken))
}

/// The text of a layout; the user's own goes before a shipped one of its name, as it does in
/// reading.
pub fn show(surroundings: &Surroundings, name: &str) -> Result<String> {
    for path in own_files(surroundings)? {
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

/// The layouts that there are, and those of the user's own that are wrong somewhere.
pub(in crate::app) struct Layouts {
    /// The shipped ones and the user's own; an own one replaces a shipped one of its name.
    pub sound: Vec<Layout>,
    /// `layout_broken` each, with name, path and line.
    pub broken: Vec<Failure>,
}

impl Layouts {
    /// Why the layout of this name cannot be used, if so. The shipped one of that name is not what
    /// the user wants.
    pub fn broken(&self, name: &str) -> Option<&Failure> {
        let is_named = |fact: &Fact| fact.name == "layout" && fact.value == name;
        self.broken.iter().find(|failure| failure.facts.iter().any(is_named))
    }
}

/// The shipped layouts and the user's own.
pub(in crate::app) fn all(surroundings: &Surroundings) -> std::result::Result<Layouts, Failure> {
    let (mut own, mut broken) = (Vec::new(), Vec::new());
    for path in own_files(surroundings)? {
        match in_file(&path) {
            Ok(layout) => own.push(layout),
            Err(failure) if failure.code == FailureCode::LayoutBroken => broken.push(failure),
            Err(unreadable) => return Err(unreadable),
        }
    }
    let is_replaced = |name: &str| own.iter().any(|layout: &Layout| layout.name == name);
    let mut sound: Vec<Layout> = read::shipped_layouts()
        .iter()
        .filter(|layout| !is_replaced(&layout.name))
        .cloned()
        .collect();
    sound.extend(own);
    Ok(Layouts { sound, broken })
}

/// Where the user's own layouts lie.
pub(in crate::app) fn own_folder(surroundings: &Surroundings) -> PathBuf {
    surroundings.config_folder.join("layouts")
}

/// Files of the user's own layouts, in the order of their names.
pub(in crate::app) fn own_files(
    surroundings: &Surroundings,
) -> std::result::Result<Vec<PathBuf>, Failure> {
    let folder = own_folder(surroundings);
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let unreadable = |error: std::io::Error| files::read_failure(&folder, &error);
    let mut paths = Vec::new();
    for entry in fs::read_dir(&folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// The layout that a TOML file says, under the name of the file.
pub(in crate::app) fn in_file(path: &Path) -> std::result::Result<Layout, Failure> {
    let bytes = fs::read(path).map_err(|error| files::read_failure(path, &error))?;
    let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let name = name.unwrap_or_default();
    let layout = match std::str::from_utf8(&bytes) {
        Ok(text) => read::parse_layout(&name, text.strip_prefix('\u{feff}').unwrap_or(text)),
        Err(error) => {
            let sound = &bytes[..error.valid_up_to()];
            let line = sound.iter().filter(|byte| **byte == b'\n').count() + 1;
            let failure = Failure::new(FailureCode::LayoutBroken).with("layout", &name);
            Err(failure.with("line", line).with("message", error))
        }
    };
    layout.map_err(|failure| failure.at(path))
}
