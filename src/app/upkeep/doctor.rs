//! Doctor: whether paths, rights, disk, clock, locale and font are as the program needs them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::app::machine::config::Config;
use crate::app::machine::files;
use crate::app::{Error, OpenOptions, Session};
use crate::calendar::Day;
use crate::model::view::DoctorPoint;
use crate::model::{Fact, FailureCode};

/// What is written to see that there is room; a day's work needs less.
const PROBE_BYTES: usize = 8 * 1024 * 1024;

/// Looks at everything and changes nothing that stays.
pub fn doctor(options: &OpenOptions) -> Vec<DoctorPoint> {
    let config = options.read_config();
    let settled = config.as_ref().cloned().unwrap_or_default();
    let store = options.store_path(&settled);
    let folder = existing_folder(&store);
    let mut points = vec![config_point(options, config)];
    points.push(store_point(options, &store));
    points.extend(rights_point(&store));
    points.push(disk_point(&folder));
    points.push(clock_point(options));
    points.push(locale_point());
    points.push(point("font", true));
    points
}

fn point(code: &'static str, is_met: bool) -> DoctorPoint {
    DoctorPoint { code, is_met, facts: Vec::new() }
}

impl DoctorPoint {
    fn with(mut self, name: &'static str, value: impl ToString) -> DoctorPoint {
        self.facts.push(Fact::new(name, value));
        self
    }
}

fn config_point(
    options: &OpenOptions,
    config: Result<Config, crate::model::Failure>,
) -> DoctorPoint {
    let path = options.config.clone().unwrap_or_else(|| options.surroundings.config_path());
    match config {
        Ok(_) if path.exists() => point("config", true).with("path", path.display()),
        Ok(_) => point("config_absent", true).with("path", path.display()),
        Err(failure) => point("config", false)
            .with("path", path.display())
            .with("cause", failure.causes.join(": ")),
    }
}

fn store_point(options: &OpenOptions, path: &Path) -> DoctorPoint {
    match Session::open_read_only(options) {
        Ok(_) => point("store", true).with("path", path.display()),
        Err(Error::Failed(failure)) if failure.code == FailureCode::StoreNotFound => {
            point("store_absent", true).with("path", path.display())
        }
        Err(error) => {
            point("store", false).with("path", path.display()).with("cause", code_of(&error))
        }
    }
}

fn code_of(error: &Error) -> &'static str {
    match error {
        Error::Refused(refusal) => refusal.code.code(),
        Error::Failed(failure) => failure.code.code(),
    }
}

/// Nobody but the owner needs the book. Where there is none yet, there is nothing to say.
fn rights_point(store: &Path) -> Option<DoctorPoint> {
    let is_private = is_private(store).ok()?;
    Some(point("rights", is_private).with("path", store.display()))
}

#[cfg(unix)]
fn is_private(path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt;
    Ok(fs::metadata(path)?.permissions().mode() & 0o077 == 0)
}

#[cfg(not(unix))]
fn is_private(_: &Path) -> io::Result<bool> {
    Ok(true)
}

/// The folder that the store lies in, or the nearest above it that is there already.
fn existing_folder(store: &Path) -> PathBuf {
    let above = store.ancestors().skip(1).find(|folder| folder.is_dir());
    above.map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

fn disk_point(folder: &Path) -> DoctorPoint {
    let probe = folder.join(format!(".doisoat-{}.probe", std::process::id()));
    let written = files::write_whole(&probe, &vec![0; PROBE_BYTES]);
    // It may not be there; nothing depends on it.
    let _ = fs::remove_file(&probe);
    point("disk", written.is_ok()).with("path", folder.display())
}

/// A clock that stands before this program was written is wrong.
fn clock_point(options: &OpenOptions) -> DoctorPoint {
    let clock = options.surroundings.clock;
    let earliest = Day::new(2026, 1, 1).expect("a real day");
    let code = if clock.is_pinned() { "clock_pinned" } else { "clock" };
    point(code, clock.now().day() >= earliest).with("now", clock.now().to_local())
}

/// Vietnamese letters need UTF-8.
fn locale_point() -> DoctorPoint {
    let names = ["LC_ALL", "LC_CTYPE", "LANG"].iter();
    let locale = names.filter_map(|name| std::env::var(name).ok()).find(|value| !value.is_empty());
    let locale = locale.unwrap_or_else(|| "C".to_owned());
    let plain = locale.to_ascii_lowercase().replace('-', "");
    point("locale", plain.ends_with("utf8")).with("locale", locale)
}
