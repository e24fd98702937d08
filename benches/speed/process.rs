//! Runs a process and measures it: seconds on the wall and on the processor, highest memory.

use std::error::Error;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How often the memory of a running process is looked at.
const GLANCE: Duration = Duration::from_millis(2);

/// What runs of the same process cost.
#[derive(Default)]
pub struct Cost {
    pub seconds: Vec<f64>,
    /// On a busy machine the time on the processor says more than the time on the wall.
    pub busy: Vec<f64>,
    pub peak_kib: u64,
}

/// This program on the store `book.db` of a folder.
pub fn doisoat(arguments: &[&str], folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_doisoat"));
    command
        .args(arguments)
        .current_dir(folder)
        .env("DOISOAT_DB", "book.db")
        .env("DOISOAT_NOW", "2026-11-23T17:00:00+07:00")
        .env("DOISOAT_ACTOR", "bench")
        .env("DOISOAT_LANG", "en")
        .env("HOME", folder);
    command
}

impl Cost {
    /// Runs once more and adds what it cost. What is printed goes to a file of the folder.
    pub fn add(&mut self, command: &mut Command, folder: &Path) -> Result<(), Box<dyn Error>> {
        let printed = File::create(folder.join("printed"))?;
        let started = Instant::now();
        let mut child =
            command.stdin(Stdio::null()).stdout(printed.try_clone()?).stderr(printed).spawn()?;
        let mut busy = 0.0;
        let status = loop {
            if let Some((peak, spent)) = peak_kib(child.id()).zip(busy_seconds(child.id())) {
                self.peak_kib = self.peak_kib.max(peak);
                busy = spent;
            }
            if let Some(status) = child.try_wait()? {
                break status;
            }
            sleep(GLANCE);
        };
        self.seconds.push(started.elapsed().as_secs_f64());
        self.busy.push(busy);
        // 1 means that a person must look, which is so with any real book.
        if !matches!(status.code(), Some(0 | 1)) {
            let printed = fs::read_to_string(folder.join("printed"))?;
            return Err(format!("{command:?} ended with {status}: {printed}").into());
        }
        Ok(())
    }
}

/// The highest resident memory of a running process so far; Linux only.
fn peak_kib(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Seconds on the processor so far; Linux counts them in hundredths.
fn busy_seconds(process: u32) -> Option<f64> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name in parentheses may hold blanks; user and system time are the 12th and 13th after it.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let user: f64 = fields.next()?.parse().ok()?;
    let system: f64 = fields.next()?.parse().ok()?;
    Some((user + system) / 100.0)
}

/// Median, least and most.
pub fn spread(values: &[f64]) -> (f64, f64, f64) {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    (sorted[sorted.len() / 2], sorted[0], sorted[sorted.len() - 1])
}
