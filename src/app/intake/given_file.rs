//! What a person gives, as the files that reading takes: a zip as the files in it, a .gz as
//! what it holds, an old workbook as its cells.
//!
//! A file in a zip has a path like any other, `a.zip/inner.csv`, and the SHA-256 that it has alone.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use super::sandbox;
use crate::app::Surroundings;
use crate::app::machine::files;
use crate::model::{Failure, FailureCode};
use crate::read::{self, Magic};

/// A file that is ready for reading.
pub struct GivenFile {
    /// What reading takes; for an old workbook its cells as text.
    pub file: File,
    /// Its own name, for a file in a zip with the zip's before it.
    pub name: String,
    /// Unpacked.
    pub size_bytes: u64,
    /// Of the unpacked file, in hex.
    pub sha256: String,
}

/// The files that a path stands for: itself, or each file of the zip that it names.
///
/// # Errors
/// A zip whose directory cannot be read; a path that cannot be opened stands for itself.
pub fn expand(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    let Ok((mut file, _)) = files::open(path) else { return Ok(vec![path.to_path_buf()]) };
    let at = |failure: Failure| failure.at(path);
    if Magic::of(&mut file).map_err(at)? != Magic::Zip {
        return Ok(vec![path.to_path_buf()]);
    }
    let names = read::packed_files(&mut file).map_err(at)?;
    Ok(names.iter().map(|name| path.join(name)).collect())
}

/// Opens a file, one in a zip or the only one of a zip, unpacks it and measures it.
///
/// # Errors
/// `archive_not_unpacked` for a zip of several files and for a packed file inside another.
pub fn open(surroundings: &Surroundings, path: &Path) -> Result<GivenFile, Failure> {
    let at = |failure: Failure| failure.at(path);
    let Found { mut file, name, is_unpacked } = found(path).map_err(at)?;
    if !is_unpacked && Magic::of(&mut file).map_err(at)? == Magic::Gzip {
        file = unpacked(|out| read::unpack_gzip(&mut file, out)).map_err(at)?;
    }
    let magic = Magic::of(&mut file).map_err(at)?;
    if let Magic::Gzip | Magic::Zip = magic {
        return Err(at(Failure::new(FailureCode::ArchiveNotUnpacked)));
    }
    let sha256 = files::sha256(path, &mut file)?;
    let size_bytes = file.metadata().map_err(|error| files::read_failure(path, &error))?.len();
    if let Magic::Sheets(_) = magic {
        file = sandbox::sheets_as_text(&surroundings.program, &mut file).map_err(at)?;
    }
    Ok(GivenFile { file, name, size_bytes, sha256 })
}

/// The file that a path means.
struct Found {
    file: File,
    name: String,
    /// It came out of a zip.
    is_unpacked: bool,
}

fn found(path: &Path) -> Result<Found, Failure> {
    let name_of = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let in_zip = |zip: &Path, file: &mut File, inner: &str| {
        let name = format!("{}/{inner}", name_of(zip));
        Ok(Found { file: out_of_zip(file, inner)?, name, is_unpacked: true })
    };
    match (files::open(path), zip_above(path)) {
        (Ok((mut file, _)), _) => {
            if Magic::of(&mut file)? == Magic::Zip
                && let [only] = &read::packed_files(&mut file)?[..]
            {
                return in_zip(path, &mut file, only);
            }
            Ok(Found { file, name: name_of(path), is_unpacked: false })
        }
        (Err(_), Some((zip, inner))) => in_zip(zip, &mut files::open(zip)?.0, &inner),
        (Err(failure), None) => Err(failure),
    }
}

/// The file above a path that goes on below it, and how it goes on.
fn zip_above(path: &Path) -> Option<(&Path, String)> {
    let zip = path.ancestors().skip(1).find(|above| above.is_file())?;
    let inner = path.strip_prefix(zip).ok()?;
    Some((zip, inner.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")))
}

fn out_of_zip(zip: &mut File, inner: &str) -> Result<File, Failure> {
    let mut is_there = false;
    if Magic::of(zip)? == Magic::Zip {
        let file = unpacked(|out| {
            is_there = read::unpack_file(zip, inner, out)?;
            Ok(())
        })?;
        if is_there {
            return Ok(file);
        }
    }
    Err(Failure::new(FailureCode::FileNotFound))
}

/// A file without a name that holds what was unpacked; it is gone when it is closed.
fn unpacked(
    mut unpack: impl FnMut(&mut BufWriter<&File>) -> Result<(), Failure>,
) -> Result<File, Failure> {
    let failed =
        |error: std::io::Error| Failure::new(FailureCode::FileUnreadable).caused_by_system(&error);
    let file = tempfile::tempfile().map_err(failed)?;
    let mut out = BufWriter::new(&file);
    unpack(&mut out)?;
    out.into_inner().map_err(|error| failed(error.into_error()))?;
    Ok(file)
}
