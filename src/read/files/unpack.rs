//! Packed files (.gz, .zip): what is in them, and each of them unpacked, bounded in size and ratio.

use std::io;
use std::io::{BufReader, Read, SeekFrom, Write};

use flate2::read::MultiGzDecoder;
use zip::ZipArchive;
use zip::result::ZipError;

use super::ReadSeek;
use super::archive;
use super::encoding::{rewind, unreadable};
use crate::model::Failure;
use crate::model::FailureCode;
use crate::text;

/// The longest file that comes out of a packed one, in bytes.
const MAX_UNPACKED_BYTES: u64 = 2 << 30;

/// Up to here any ratio is harmless, in bytes.
const HARMLESS_BYTES: u64 = 16 << 20;

/// Statements become 5 to 50 times smaller; a bomb a thousand times.
const MAX_RATIO: u64 = 250;

/// Files that a zip may hold.
const MAX_FILES: usize = 1_000;

/// Writes what a .gz holds.
///
/// # Errors
/// `archive_too_large` for a bomb, `format_damaged`.
pub fn unpack_gzip(source: &mut dyn ReadSeek, out: &mut dyn Write) -> Result<(), Failure> {
    let packed = source.seek(SeekFrom::End(0)).map_err(unreadable)?;
    rewind(source)?;
    copy(&mut MultiGzDecoder::new(BufReader::new(source)), packed, out)
}

/// Names of the files in a zip, in its order: safe to show, relative, each once. Folders and what
/// systems put beside files (`__MACOSX`, names that begin with a dot) are left out.
///
/// # Errors
/// `archive_too_large` for more than a thousand files, `file_is_empty` for none, `format_damaged`.
pub fn packed_files(source: &mut dyn ReadSeek) -> Result<Vec<String>, Failure> {
    let files: Vec<String> = files(source)?.into_iter().map(|(name, _)| name).collect();
    if files.is_empty() {
        return Err(Failure::new(FailureCode::FileIsEmpty));
    }
    Ok(files)
}

/// Writes one file of a zip, by the name that [`packed_files`] gave it; whether there is one.
///
/// # Errors
/// `archive_too_large` for a bomb, `file_is_encrypted`, `format_damaged`, `format_unknown` for a
/// link or a packing that is not read.
pub fn unpack_file(
    source: &mut dyn ReadSeek,
    name: &str,
    out: &mut dyn Write,
) -> Result<bool, Failure> {
    let Some((_, index)) = files(source)?.into_iter().find(|(known, _)| known == name) else {
        return Ok(false);
    };
    let size = source.seek(SeekFrom::End(0)).map_err(unreadable)?;
    let mut zip = open(source)?;
    let mut file = zip.by_index(index).map_err(failure)?;
    if file.is_symlink() {
        return Err(Failure::new(FailureCode::FormatUnknown).with("found", "LINK"));
    }
    let packed = file.compressed_size().min(size);
    copy(&mut file, packed, out)?;
    Ok(true)
}

/// Name and index of each file.
fn files(source: &mut dyn ReadSeek) -> Result<Vec<(String, usize)>, Failure> {
    // The package would hold any directory in memory; a sound one was measured before.
    if archive::directory(source)?.is_none_or(|entries| entries.len() > MAX_FILES) {
        return Err(too_large(MAX_UNPACKED_BYTES));
    }
    let mut zip = open(source)?;
    let mut found: Vec<(String, usize)> = Vec::new();
    for index in 0..zip.len() {
        let file = zip.by_index_raw(index).map_err(failure)?;
        let name = file.name().map_err(failure)?;
        let Some(name) = safe_name(&name).filter(|_| !file.is_dir()) else { continue };
        let is_known = |name: &str| found.iter().any(|(known, _)| known == name);
        let numbered = (2u32..).map(|n| format!("{n}-{name}"));
        let mut free = std::iter::once(name.clone()).chain(numbered);
        let name = free.find(|name| !is_known(name)).expect("numbers do not end");
        found.push((name, index));
    }
    Ok(found)
}

/// A name without ways up, roots and what could deceive; `None` for what is no file of a person.
fn safe_name(name: &str) -> Option<String> {
    let parts: Vec<String> = name
        .split(['/', '\\'])
        .map(|part| text::safe(part).into_string().replace(':', "·"))
        .filter(|part| !part.trim_matches(['.', ' ']).is_empty())
        .collect();
    let is_system =
        |part: &String| part == "__MACOSX" || part.starts_with('.') || part == "Thumbs.db";
    if parts.is_empty() || parts.iter().any(is_system) { None } else { Some(parts.join("/")) }
}

fn open(source: &mut dyn ReadSeek) -> Result<ZipArchive<BufReader<&mut dyn ReadSeek>>, Failure> {
    rewind(source)?;
    ZipArchive::new(BufReader::new(source)).map_err(failure)
}

fn failure(error: ZipError) -> Failure {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => {
            Failure::new(FailureCode::FileIsEncrypted)
        }
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
            Failure::new(FailureCode::FormatUnknown).with("found", "ZIP").caused_by(error)
        }
        other => damaged(other),
    }
}

fn damaged(error: impl std::fmt::Display) -> Failure {
    Failure::new(FailureCode::FormatDamaged).with("line", 0).caused_by(error)
}

fn too_large(limit: u64) -> Failure {
    Failure::new(FailureCode::ArchiveTooLarge).with("limit", limit)
}

/// Copies what comes out of `packed` bytes, and stops a bomb before it has grown.
fn copy(from: &mut dyn Read, packed: u64, out: &mut dyn Write) -> Result<(), Failure> {
    let limit = packed.saturating_mul(MAX_RATIO).clamp(HARMLESS_BYTES, MAX_UNPACKED_BYTES);
    let mut total = 0u64;
    let mut chunk = vec![0; 64 * 1024];
    loop {
        let length = match from.read(&mut chunk) {
            Ok(0) => return Ok(()),
            Ok(length) => length,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(damaged(error)),
        };
        total += length as u64;
        if total > limit {
            return Err(too_large(limit));
        }
        out.write_all(&chunk[..length]).map_err(unreadable)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_what_could_lead_elsewhere() {
        let safe = |name: &str| safe_name(name).unwrap_or_default();
        assert_eq!(safe("thang-11/vcb.csv"), "thang-11/vcb.csv");
        assert_eq!(safe("../../etc/passwd"), "etc/passwd");
        assert_eq!(safe("/C:\\Users\\..\\a.csv"), "C·/Users/a.csv");
        assert_eq!(safe("a\u{202E}vsc.\u{1B}[31m"), "a·vsc.·[31m");
        for nothing in ["", "/", "..", "__MACOSX/._a.csv", "a/.DS_Store", ".hidden"] {
            assert_eq!(safe_name(nothing), None, "{nothing}");
        }
    }
}
