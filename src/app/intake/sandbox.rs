//! A child of our own program that reads what may take a process down, under limits of memory and
//! time.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufWriter, Cursor, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::model::{Failure, FailureCode};
use crate::read;

/// The hidden word that makes the program such a child.
const WORD: &str = "read-sheets";

/// All memory of the child, in bytes; a whole sheet of the old format takes a tenth of it.
const MAX_MEMORY_BYTES: u64 = 1 << 30;

/// What the child may write, in bytes.
const MAX_OUTPUT_BYTES: u64 = 2 << 30;

const MAX_TIME: Duration = Duration::from_secs(60);

const LOOK_EVERY: Duration = Duration::from_millis(4);

/// Cells of a workbook as the text that `read` takes, made by a child.
///
/// # Errors
/// `format_damaged` where the child ends without having read the workbook: it met a limit or its
/// package gave up.
pub fn sheets_as_text(program: &Path, workbook: &mut File) -> Result<File, Failure> {
    let failed =
        |error: io::Error| Failure::new(FailureCode::FileUnreadable).caused_by_system(&error);
    workbook.seek(SeekFrom::Start(0)).map_err(failed)?;
    let mut text = tempfile::tempfile().map_err(failed)?;
    let mut child = Command::new(program)
        .arg(WORD)
        .env_clear()
        .stdin(workbook.try_clone().map_err(failed)?)
        .stdout(text.try_clone().map_err(failed)?)
        .stderr(Stdio::null())
        .spawn()
        .map_err(failed)?;
    let end = Instant::now() + MAX_TIME;
    let status = loop {
        match child.try_wait().map_err(failed)? {
            Some(status) => break Some(status),
            None if Instant::now() > end => break None,
            None => thread::sleep(LOOK_EVERY),
        }
    };
    match status {
        Some(status) if status.success() => {
            text.seek(SeekFrom::Start(0)).map_err(failed)?;
            Ok(text)
        }
        Some(status) => Err(damaged(&status.to_string())),
        None => {
            // That it has just ended by itself changes nothing.
            let _ = child.kill();
            child.wait().map_err(failed)?;
            Err(damaged("time is up"))
        }
    }
}

fn damaged(cause: &str) -> Failure {
    Failure::new(FailureCode::FormatDamaged).with("line", 0).caused_by(cause)
}

/// Whether the program was started as such a child.
pub fn is_child(args: &[OsString]) -> bool {
    args.len() == 2 && args[1] == WORD
}

/// What the child does: workbook in, text out.
pub fn serve() -> ExitCode {
    if limit().and_then(|()| answer()).is_ok() { ExitCode::SUCCESS } else { ExitCode::from(2) }
}

fn answer() -> io::Result<()> {
    let mut bytes = Vec::new();
    io::stdin().lock().take(read::MAX_SHEETS_BYTES + 1).read_to_end(&mut bytes)?;
    let mut out = BufWriter::new(io::stdout().lock());
    read::write_sheets(&mut Cursor::new(bytes), &mut out).map_err(io::Error::other)?;
    out.flush()
}

/// Limits that this process cannot leave again.
#[cfg(unix)]
fn limit() -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limits = [
        (Resource::As, MAX_MEMORY_BYTES),
        (Resource::Fsize, MAX_OUTPUT_BYTES),
        (Resource::Cpu, MAX_TIME.as_secs()),
        (Resource::Core, 0),
    ];
    for (resource, most) in limits {
        // Whoever started us may have set a lower one.
        let most = getrlimit(resource).maximum.map_or(most, |set| set.min(most));
        setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) })?;
    }
    Ok(())
}

/// Elsewhere the time alone is bounded.
#[cfg(not(unix))]
fn limit() -> io::Result<()> {
    Ok(())
}
