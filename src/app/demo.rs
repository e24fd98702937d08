//! The demo: a store of its own, filled from sample files that are built into the program.

use std::fs;
use std::path::{Path, PathBuf};

use crate::app::book::match_run;
use crate::app::intake::import::{ImportOptions, import};
use crate::app::machine::config::{self, Config};
use crate::app::machine::files;
use crate::app::views::lists;
use crate::app::{Error, OpenOptions, Result, Session};
use crate::calendar::{Clock, Stamp};
use crate::model::view::Filter;
use crate::model::{DecisionKind, Failure, FailureCode, MadeBy};

/// The demo's clock, then its files in the order of their import.
const LIST: &str = include_str!("../../fixtures/demo/list.txt");

/// The invented agency's accounts, and what it tolerates.
const CONFIG: &str = include_str!("../../fixtures/demo/config.toml");

/// The files that `LIST` names.
const FILES: &[(&str, &[u8])] = &[
    ("hoa-don-11.2026.csv", include_bytes!("../../fixtures/demo/hoa-don-11.2026.csv")),
    (
        "vietcombank-20-23.11.2026.xlsx",
        include_bytes!("../../fixtures/demo/vietcombank-20-23.11.2026.xlsx"),
    ),
    ("mb-20-23.11.2026.csv", include_bytes!("../../fixtures/demo/mb-20-23.11.2026.csv")),
    (
        "vnpay-phi-20-23.11.2026.xlsx",
        include_bytes!("../../fixtures/demo/vnpay-phi-20-23.11.2026.xlsx"),
    ),
    (
        "vi-dien-tu-20-23.11.2026.csv",
        include_bytes!("../../fixtures/demo/vi-dien-tu-20-23.11.2026.csv"),
    ),
];

/// The configuration under which a store of the demo is worked on, whatever opens it: that of the
/// agency that it invents.
pub(in crate::app) fn config() -> Config {
    config::parse(CONFIG, Path::new("config.toml")).expect("the demo's configuration is sound")
}

/// How the demo's store is opened: at its own path, on the clock of its data, without the user's
/// configuration.
pub fn options(options: &OpenOptions, at: Option<&Path>) -> OpenOptions {
    let mut surroundings = options.surroundings.clone();
    surroundings.clock = Clock::pinned(now());
    surroundings.config_folder = surroundings.data_folder.join("demo");
    let db = at.map_or_else(|| options.surroundings.data_folder.join("demo.db"), Path::to_path_buf);
    OpenOptions { db: Some(db), surroundings, ..options.clone() }
}

/// Makes `demo.db` anew (or the absent file `at`), imports the samples and runs matching.
pub fn make(options: &OpenOptions, at: Option<&Path>) -> Result<Session> {
    let options = self::options(options, at);
    let path = options.db.clone().expect("the demo names its store");
    if at.is_some() && path.exists() {
        return Err(exists(&path));
    }
    require_demo(&options)?;
    remove_store(&path)?;
    let mut session = Session::open(&options)?;
    if let Err(error) = fill(&mut session) {
        drop(session);
        remove_store(&path)?;
        return Err(error.in_store(&path));
    }
    Ok(session)
}

/// Refuses where a real book lies in the demo's place: that is neither opened on the demo's clock
/// nor made anew.
pub fn require_demo(options: &OpenOptions) -> Result<()> {
    let path = options.db.as_ref().expect("the demo names its store");
    match Session::open_read_only(options) {
        Ok(session) if session.store.plays_at()?.is_none() => Err(exists(path)),
        // None there, or none that anybody could work on.
        _ => Ok(()),
    }
}

fn exists(path: &Path) -> Error {
    Failure::new(FailureCode::OutputExists).with("path", path.display()).into()
}

/// Whether the demo's store holds decisions of a person besides the imports that it is made with.
pub fn is_used(options: &OpenOptions, at: Option<&Path>) -> Result<bool> {
    let options = self::options(options, at);
    if !options.db.as_ref().is_some_and(|path| path.exists()) {
        return Ok(false);
    }
    let session = Session::open_read_only(&options)?;
    let decisions = lists::decisions(&session, &Filter::default())?;
    Ok(decisions.iter().any(|decision| {
        decision.made_by == MadeBy::Person && decision.kind != DecisionKind::Import
    }))
}

/// The instant at which the demo plays.
fn now() -> Stamp {
    let line = LIST.lines().find_map(|line| line.strip_prefix("now "));
    line.and_then(Stamp::parse).expect("the list of the demo names its instant")
}

fn fill(session: &mut Session) -> Result<()> {
    session.store.write(false, |gate| gate.mark_as_demo(now()))?;
    session.config = config();
    let folder = laid_out(&session.path)?;
    let paths: Vec<PathBuf> = FILES.iter().map(|(name, _)| folder.join(name)).collect();
    let outcomes = import(session, &paths, &ImportOptions::default(), &mut |_| true);
    // The store has what the files said; that they cannot be removed would change nothing.
    let _ = fs::remove_dir_all(&folder);
    for one in outcomes? {
        one.outcome?;
    }
    match_run::run(session, false, &mut |_| true)?;
    Ok(())
}

/// Importing works on files, so the built-in ones are written out beside the store for a moment.
fn laid_out(store: &Path) -> Result<PathBuf> {
    let folder = store.with_file_name(format!(".demo-{}", std::process::id()));
    files::create_folder(&folder)?;
    for (name, bytes) in FILES {
        files::write_whole(&folder.join(name), bytes)?;
    }
    Ok(folder)
}

/// The store with what SQLite keeps beside it.
fn remove_store(path: &Path) -> Result<()> {
    for end in ["", "-wal", "-shm", "-journal"] {
        let mut name = path.as_os_str().to_os_string();
        name.push(end);
        match fs::remove_file(&name) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(files::write_failure(Path::new(&name), &error).into());
            }
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_names_the_files_that_are_built_in() {
        let listed: Vec<&str> =
            LIST.lines().filter(|l| !l.starts_with('#') && !l.starts_with("now ")).collect();
        let built_in: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
        assert_eq!(listed, built_in);
        assert_eq!(now().day().to_string(), "2026-11-24");
    }
}
