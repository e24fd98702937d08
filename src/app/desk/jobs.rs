//! Jobs: the long work that screens start, one at a time.

use std::path::PathBuf;

use super::talk::{Imported, Job, JobDone};
use crate::app::book::match_run;
use crate::app::intake::import::{FileOutcome, ImportOptions};
use crate::app::intake::{import, teach};
use crate::app::upkeep::backup;
use crate::app::{Error, Result, Session};
use crate::model::FailureCode;
use crate::model::view::Progress;

/// Does one job; `progress` answers whether to go on.
pub fn run(
    session: &mut Session,
    job: Job,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<JobDone> {
    Ok(match job {
        Job::Preview { path, layout, account } => {
            let options = ImportOptions { layout, ..import_options(account) };
            previewed(session, path, &options)?
        }
        Job::Import { paths, layout, account } => {
            let options = ImportOptions { layout, ..import_options(account) };
            imported(import::import(session, &paths, &options, progress)?)
        }
        Job::Sketch(path) => sketched(session, path)?,
        Job::Teach { path, lesson, name, account } => {
            let options = ImportOptions { layout: Some(name.clone()), ..import_options(account) };
            let context = session.read_context(options.account.as_deref())?;
            let surroundings = &session.surroundings;
            let taught = teach::try_lesson(surroundings, &path, &lesson, Some(&name), context)?;
            teach::save(surroundings, &taught)?;
            imported(import::import(session, &[path], &options, progress)?)
        }
        Job::Match => JobDone::Matched(match_run::run(session, false, progress)?),
        Job::Backup(folder) => {
            let to = backup::free_name(session, &folder);
            backup::backup(session, &to)?;
            JobDone::BackedUp(to)
        }
    })
}

/// What an import at the screen says: the account, for files that name none.
pub fn import_options(account: Option<String>) -> ImportOptions {
    ImportOptions { account, ..ImportOptions::default() }
}

/// A preview, or what a person must say before there is one.
fn previewed(session: &Session, path: PathBuf, options: &ImportOptions) -> Result<JobDone> {
    match import::preview(session, &path, options) {
        Ok(preview) => Ok(JobDone::Previewed(Box::new(preview))),
        Err(Error::Failed(failure)) => match failure.code {
            FailureCode::NoLayoutFits | FailureCode::LayoutNearlyFits => sketched(session, path),
            FailureCode::LayoutAmbiguous => Ok(JobDone::Ambiguous(path, failure)),
            _ => Err(Error::Failed(failure)),
        },
        Err(refused) => Err(refused),
    }
}

fn sketched(session: &Session, path: PathBuf) -> Result<JobDone> {
    let sheet = teach::sheet(&session.surroundings, &path)?;
    Ok(JobDone::Sketched(path, Box::new(sheet)))
}

fn imported(outcomes: Vec<FileOutcome>) -> JobDone {
    let outcomes = outcomes.into_iter();
    let outcomes = outcomes.map(|file| Imported { path: file.path, outcome: file.outcome });
    JobDone::Imported(outcomes.collect())
}
