//! Files: opened, measured and written with the rights and errors that people understand.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::model::{Failure, FailureCode};

/// Opens a file for reading and says how long it is. A folder is not a file.
pub fn open(path: &Path) -> Result<(File, u64), Failure> {
    let file = File::open(path).map_err(|error| read_failure(path, &error))?;
    let metadata = file.metadata().map_err(|error| read_failure(path, &error))?;
    if metadata.is_dir() {
        let error = io::Error::from(io::ErrorKind::IsADirectory);
        return Err(read_failure(path, &error));
    }
    Ok((file, metadata.len()))
}

/// SHA-256 of the whole file in hex; afterwards it stands at its beginning again.
pub fn sha256(path: &Path, file: &mut File) -> Result<String, Failure> {
    let mut digest = Sha256::new();
    let mut chunk = vec![0; 64 * 1024];
    let mut measure = || -> io::Result<()> {
        file.seek(SeekFrom::Start(0))?;
        loop {
            let length = match file.read(&mut chunk) {
                Ok(0) => break,
                Ok(length) => length,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            digest.update(&chunk[..length]);
        }
        file.seek(SeekFrom::Start(0)).map(|_| ())
    };
    measure().map_err(|error| read_failure(path, &error))?;
    Ok(digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Makes a file that only its owner may read; one that is there already is never touched.
pub fn create_new(path: &Path) -> Result<File, Failure> {
    let mut options = OpenOptions::new();
    options.write(true).read(true).create_new(true);
    for_owner_only(&mut options);
    options.open(path).map_err(|error| write_failure(path, &error))
}

/// Makes a folder with its parents, for its owner only.
pub fn create_folder(path: &Path) -> Result<(), Failure> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(path).map_err(|error| write_failure(path, &error))
}

/// Writes a whole file or nothing: beside it first, made durable, then put in its place. A pipe or
/// device is written to; a store is never written over.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let about = fs::metadata(path).ok();
    if about.as_ref().is_some_and(|about| !about.is_file() && !about.is_dir()) {
        let written = OpenOptions::new().write(true).open(path);
        let written = written.and_then(|mut file| file.write_all(bytes));
        return written.map_err(|error| write_failure(path, &error));
    }
    if about.is_some() && is_store(path) {
        return Err(Failure::new(FailureCode::OutputExists).with("path", path.display()));
    }
    let name = path
        .file_name()
        .ok_or_else(|| write_failure(path, &io::Error::from(io::ErrorKind::IsADirectory)))?;
    let mut beside_name = std::ffi::OsString::from(".");
    beside_name.push(name);
    beside_name.push(format!(".{}.part", std::process::id()));
    let beside = path.with_file_name(beside_name);
    let write = || -> io::Result<()> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        for_owner_only(&mut options);
        let mut file = options.open(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)?;
        sync_folder_of(path)
    };
    write().map_err(|error| {
        // What is left beside is of no use to anybody; that it cannot be removed changes nothing.
        let _ = fs::remove_file(&beside);
        write_failure(path, &error)
    })
}

/// Whether there is nothing at this place that somebody would miss: no file, an empty one, one that
/// begins with these words, as our own of last time does; or a pipe or device.
///
/// # Errors
/// `output_exists`.
pub fn require_own(path: &Path, first_words: &str) -> Result<(), Failure> {
    if !fs::metadata(path).is_ok_and(|about| about.is_file() && about.len() > 0) {
        return Ok(());
    }
    let mut head = vec![0; first_words.len()];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut head));
    if read.is_ok() && head == first_words.as_bytes() {
        return Ok(());
    }
    Err(Failure::new(FailureCode::OutputExists).with("path", path.display()))
}

/// Whether a file begins as those of SQLite do:
/// <https://sqlite.org/fileformat2.html#magic_header_string>.
fn is_store(path: &Path) -> bool {
    let mut head = [0; 16];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut head));
    read.is_ok() && head == *b"SQLite format 3\0"
}

/// The path itself if nothing is there yet, else the first free one of `name-2.csv`, `name-3.csv`,
/// …
pub fn free_path(path: &Path) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let extension = path.extension().map(|e| format!(".{}", e.to_string_lossy()));
    let extension = extension.unwrap_or_default();
    let numbered = (2u32..).map(|n| path.with_file_name(format!("{stem}-{n}{extension}")));
    let mut all = std::iter::once(path.to_path_buf()).chain(numbered);
    all.find(|path| !path.exists()).expect("there are more numbers than files")
}

/// Moves a file to a name that must be free, onto another disk if need be.
pub fn put_away(from: &Path, to: &Path) -> Result<(), Failure> {
    // A hard link never replaces what is there, as a rename would.
    if fs::hard_link(from, to).is_err() {
        let mut source = File::open(from).map_err(|error| read_failure(from, &error))?;
        let mut target = create_new(to)?;
        let copied = io::copy(&mut source, &mut target).and_then(|_| target.sync_all());
        copied.map_err(|error| {
            // Half a copy is of no use to anybody.
            let _ = fs::remove_file(to);
            write_failure(to, &error)
        })?;
    }
    fs::remove_file(from).map_err(|error| write_failure(from, &error))
}

/// A rename is durable only when its folder is.
pub fn sync_folder_of(path: &Path) -> io::Result<()> {
    if !cfg!(unix) {
        return Ok(());
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

fn for_owner_only(options: &mut OpenOptions) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let _ = options;
}

/// Why a file could not be read.
pub fn read_failure(path: &Path, error: &io::Error) -> Failure {
    let code = match error.kind() {
        io::ErrorKind::NotFound => FailureCode::FileNotFound,
        _ => FailureCode::FileUnreadable,
    };
    Failure::new(code).with("path", path.display()).caused_by_system(error)
}

/// Why a file could not be written.
pub fn write_failure(path: &Path, error: &io::Error) -> Failure {
    let code = match error.kind() {
        io::ErrorKind::AlreadyExists => FailureCode::OutputExists,
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => FailureCode::DiskFull,
        _ => FailureCode::OutputUnwritable,
    };
    Failure::new(code).with("path", path.display()).caused_by_system(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_whole_files_and_measures_them() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let path = folder.path().join("a.csv");
        write_whole(&path, b"first").expect("written");
        write_whole(&path, b"abc").expect("replaced");
        let (mut file, size) = open(&path).expect("it is there");
        assert_eq!(size, 3);
        // FIPS 180-2, example B.1: SHA-256 of "abc".
        assert_eq!(
            sha256(&path, &mut file).expect("readable"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(fs::read_dir(folder.path()).expect("readable").count(), 1, "nothing beside it");
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_is_written_to() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let pipe = folder.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.expect("every system has it").success());
        let reader = pipe.clone();
        let read = std::thread::spawn(move || fs::read(reader));
        write_whole(&pipe, b"abc").expect("somebody reads");
        assert_eq!(read.join().expect("it ends").expect("readable"), b"abc");
    }

    #[test]
    fn never_touches_what_is_there() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let path = folder.path().join("a.db");
        create_new(&path).expect("made");
        let failure = create_new(&path).expect_err("it is there");
        assert_eq!(failure.code, FailureCode::OutputExists);
        assert_eq!(open(folder.path()).expect_err("a folder").code, FailureCode::FileUnreadable);
        let missing = open(&folder.path().join("none")).expect_err("nothing there");
        assert_eq!(missing.code, FailureCode::FileNotFound);
    }
}
