//! Backup: an online copy, verified before it is called good.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::app::book::record::Act;
use crate::app::machine::files;
use crate::app::{Result, Session};
use crate::model::{Failure, FailureCode};
use crate::store::Store;

/// A file of the folder that is not there yet: the store's name with the date and time, and a
/// number where two are made in one minute.
pub fn free_name(session: &Session, folder: &Path) -> PathBuf {
    let store = session.path.file_stem().unwrap_or_default().to_string_lossy();
    let now = session.surroundings.clock.now().for_names();
    let name = |nth: u32| match nth {
        1 => folder.join(format!("{store}-{now}.backup.db")),
        _ => folder.join(format!("{store}-{now}-{nth}.backup.db")),
    };
    (1..).map(name).find(|path| !path.exists()).expect("numbers do not run out before names do")
}

/// Makes a copy as [`copy`] does and records in the store that it was made.
pub fn backup(session: &mut Session, to: &Path) -> Result<()> {
    let who = session.who()?;
    copy(session, to)?;
    let name = to.file_name().map(|name| name.to_string_lossy().into_owned());
    session.store.write(false, |gate| -> Result<()> {
        let act = Act::begin(who, gate.store(), "")?;
        Ok(gate.record_backup(act.at, &name.unwrap_or_default())?)
    })
}

/// Writes a copy to a file that must not exist, opens it, checks it and counts its rows. Writes
/// nothing into the store, which may lie where nobody can write.
///
/// The copy is made beside its place and put there only when it has been found whole.
pub fn copy(session: &Session, to: &Path) -> Result<()> {
    if to.exists() {
        return Err(Failure::new(FailureCode::OutputExists).with("path", to.display()).into());
    }
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty());
    if folder.is_some_and(|folder| !folder.is_dir()) {
        let error = io::Error::from(io::ErrorKind::NotFound);
        return Err(files::write_failure(to, &error).into());
    }
    let unfinished = beside(to);
    let copied = make(&session.store, &unfinished).and_then(|()| put_in_place(&unfinished, to));
    if copied.is_err() {
        // Only the half-made copy is left, and the failure is already being told.
        let _ = fs::remove_file(&unfinished);
    }
    Ok(copied?)
}

fn make(store: &Store, to: &Path) -> std::result::Result<(), Failure> {
    let before = store.row_counts()?;
    files::create_new(to)?;
    store.copy_into(to)?;
    let copy = Store::open_read_only(to)?;
    copy.require_whole()?;
    let (counts, after) = (copy.row_counts()?, store.row_counts()?);
    // Somebody may have written in the meantime; facts only grow, so the copy lies in between.
    let is_counted = counts.len() == before.len()
        && counts.iter().zip(before.iter().zip(&after)).all(|(copied, (before, after))| {
            let most = before.1.max(after.1);
            copied.0 == before.0 && copied.1 >= before.1.min(after.1) && copied.1 <= most
        });
    if !is_counted {
        return Err(Failure::new(FailureCode::StoreDamaged).with("path", to.display()));
    }
    Ok(())
}

fn put_in_place(unfinished: &Path, to: &Path) -> std::result::Result<(), Failure> {
    let written = fs::File::open(unfinished).and_then(|file| file.sync_all());
    written.map_err(|error| files::write_failure(to, &error))?;
    // A hard link never replaces a file that came in the meantime; where links are unknown,
    // renaming does.
    let placed = match fs::hard_link(unfinished, to) {
        Ok(()) => fs::remove_file(unfinished),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Err(error),
        Err(_) => fs::rename(unfinished, to),
    };
    placed
        .and_then(|()| files::sync_folder_of(to))
        .map_err(|error| files::write_failure(to, &error))
}

fn beside(to: &Path) -> PathBuf {
    let mut name = to.file_name().map(ToOwned::to_owned).unwrap_or_default();
    name.push(".unfinished");
    to.with_file_name(name)
}
