//! Folder: what lies in a folder, for the list from which a person picks files to import.

use std::cmp::Reverse;
use std::path::{Path, PathBuf};

use super::given_file;
use crate::app::Result;
use crate::app::machine::files;
use crate::calendar::Stamp;
use crate::read;

/// One entry of a folder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FolderEntry {
    pub path: PathBuf,
    /// As the system names it; raw.
    pub name: String,
    pub is_folder: bool,
    /// A folder, or a file whose name ends as files that can be read do.
    pub may_be_read: bool,
    pub size_bytes: u64,
    pub modified: Option<Stamp>,
}

/// Folders first, then files that may be read, the newest first, then others; hidden entries are
/// left out.
///
/// An entry whose size or time cannot be read is listed all the same. A zip is listed as the folder
/// of the files in it.
pub fn list(folder: &Path) -> Result<Vec<FolderEntry>> {
    if folder.is_file() {
        return Ok(given_file::expand(folder)?
            .into_iter()
            .map(|path| in_zip(folder, path))
            .collect());
    }
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
        let is_folder = about.as_ref().is_some_and(std::fs::Metadata::is_dir);
        entries.push(FolderEntry {
            path: entry.path(),
            may_be_read: is_folder || read::may_be_read(&name),
            name,
            is_folder,
            size_bytes: about.as_ref().map_or(0, std::fs::Metadata::len),
            modified: about.as_ref().and_then(modified),
        });
    }
    entries.sort_by_cached_key(|entry| {
        let modified = entry.modified.filter(|_| !entry.is_folder);
        (!entry.is_folder, !entry.may_be_read, Reverse(modified), entry.name.clone())
    });
    Ok(entries)
}

fn in_zip(zip: &Path, path: PathBuf) -> FolderEntry {
    let inner = path.strip_prefix(zip).unwrap_or(&path);
    let name = inner.to_string_lossy().into_owned();
    let may_be_read = read::may_be_read(&name);
    FolderEntry { path, name, is_folder: false, may_be_read, size_bytes: 0, modified: None }
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
        std::fs::write(folder.path().join("book.db"), "x").expect("written");
        std::fs::write(folder.path().join("SAO-KE.XLSX"), "PK").expect("written");
        std::fs::create_dir(folder.path().join("thang-11")).expect("made");
        let entries = list(folder.path()).expect("listed");
        assert_eq!(entries.len(), 4);
        assert_eq!((entries[0].name.as_str(), entries[0].is_folder), ("thang-11", true));
        let csv = entries.iter().find(|entry| entry.name == "sao-ke.csv").expect("it is listed");
        assert_eq!((csv.is_folder, csv.may_be_read, csv.size_bytes), (false, true, 3));
        assert!(entries.iter().any(|entry| entry.name == "SAO-KE.XLSX" && entry.may_be_read));
        assert_eq!((entries[3].name.as_str(), entries[3].may_be_read), ("book.db", false));
        assert!(list(&folder.path().join("none")).is_err());
    }
    #[test]
    fn a_zip_is_a_folder_of_its_files() {
        let files = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/errors/files");
        let zip = files.join("nested.zip");
        let entries = list(&zip).expect("listed");
        let seen: Vec<(&Path, &str)> =
            entries.iter().map(|entry| (entry.path.as_path(), entry.name.as_str())).collect();
        assert_eq!(seen, [(zip.join("thang-11.zip").as_path(), "thang-11.zip")]);
        assert!(list(&files.join("long_cell.csv")).is_ok_and(|entries| entries.len() == 1));
    }
}
