//! Folder: what lies in a folder, for the list from which a person picks files to import.

use std::path::{Path, PathBuf};

use super::{Result, files};
use crate::calendar::Stamp;

/// One entry of a folder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FolderEntry {
    pub path: PathBuf,
    /// As the system names it; raw.
    pub name: String,
    pub is_folder: bool,
    pub size_bytes: u64,
    pub modified: Option<Stamp>,
}

/// Folders first, then files, the newest first; hidden entries are left out.
///
/// An entry whose size or time cannot be read is listed all the same.
pub fn list(folder: &Path) -> Result<Vec<FolderEntry>> {
    let failed = |error: std::io::Error| files::read_failure(folder, &error);
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        // Follows links: a linked folder is a folder.
        let about = std::fs::metadata(entry.path()).ok();
        entries.push(FolderEntry {
            path: entry.path(),
            name,
            is_folder: about.as_ref().is_some_and(std::fs::Metadata::is_dir),
            size_bytes: about.as_ref().map_or(0, std::fs::Metadata::len),
            modified: about.as_ref().and_then(modified),
        });
    }
    entries.sort_by(|a, b| {
        (!a.is_folder, std::cmp::Reverse(a.modified.filter(|_| !a.is_folder)), &a.name).cmp(&(
            !b.is_folder,
            std::cmp::Reverse(b.modified.filter(|_| !b.is_folder)),
            &b.name,
        ))
    });
    Ok(entries)
}

fn modified(about: &std::fs::Metadata) -> Option<Stamp> {
    let since = about.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
    Stamp::from_unix(i64::try_from(since.as_secs()).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_come_first_and_hidden_entries_stay_away() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::write(folder.path().join("sao-ke.csv"), "abc").expect("written");
        std::fs::write(folder.path().join(".hidden"), "").expect("written");
        std::fs::create_dir(folder.path().join("thang-11")).expect("made");
        let entries = list(folder.path()).expect("listed");
        let seen: Vec<(&str, bool, u64)> =
            entries.iter().map(|e| (e.name.as_str(), e.is_folder, e.size_bytes)).collect();
        assert_eq!(seen.len(), 2);
        assert_eq!((seen[0].0, seen[0].1), ("thang-11", true));
        assert_eq!(seen[1], ("sao-ke.csv", false, 3));
        assert!(list(&folder.path().join("none")).is_err());
    }
}
