//! `nightly`: the scripted run. Everything in the inbox is imported, matched, reported and backed
//! up.

use std::path::{Path, PathBuf};

use clap::{ArgMatches, Args};
use serde_json::{Value, json};

use super::import::{exit_of, masked, object, print_outcomes};
use super::match_run::is_anything_open;
use super::{CommandEntry, Exit, parsed};
use crate::app::files::{self, create_folder};
use crate::app::import::{FileOutcome, ImportOptions, import};
use crate::app::{Result, Session, backup, folder, match_run, report};
use crate::cli::context::Context;
use crate::cli::mask::Mask;
use crate::cli::{json as json_text, print, table};

pub const COMMAND: CommandEntry = CommandEntry {
    name: "nightly",
    arguments: Nightly::augment_args,
    run,
    examples: &["doisoat nightly /data/den --archive /data/da-nhap --reports /data/bao-cao"],
    is_hidden: false,
};

#[derive(Args)]
struct Nightly {
    #[arg(value_name = "INBOX")]
    inbox: PathBuf,
    #[arg(long, value_name = "DIR")]
    archive: Option<PathBuf>,
    #[arg(long, value_name = "DIR")]
    reports: Option<PathBuf>,
    #[arg(long)]
    strict: bool,
}

fn run(matches: &ArgMatches, context: &mut Context) -> Result<Exit> {
    let arguments: Nightly = parsed(matches);
    let paths = files_of(&arguments.inbox)?;
    let mut session = context.open()?;
    let mut progress = context.progress();
    let outcomes = import(&mut session, &paths, &ImportOptions::default(), &mut progress)?;
    let mask = Mask::on(&session)?;
    let outcomes = masked(outcomes, &session)?;
    let summary = match_run::run(&mut session, false, &mut progress)?;
    if let Some(archive) = &arguments.archive {
        put_away(&outcomes, archive)?;
    }
    let written = match &arguments.reports {
        Some(folder) => write_reports(context, &session, &mask, folder)?,
        None => Vec::new(),
    };
    let copy = back_up(context, &mut session)?;
    if context.is_json {
        let read: Vec<Value> = outcomes.iter().map(|one| object(one, context.lang)).collect();
        context.print_json(&json!({
            "files": read,
            "match": json_text::match_summary(&summary),
            "reports": written,
            "backup": copy,
        }));
    }
    print_outcomes(context, &outcomes);
    if !context.is_json {
        print::match_summary(context, &summary);
        written.iter().for_each(|path| context.say("cli.nightly.report", &[("path", path)]));
        context.say("cli.backup.done", &[("path", &copy)]);
    }
    Ok(match exit_of(&outcomes, arguments.strict) {
        Exit::Done => Exit::look_if(arguments.strict && is_anything_open(&summary)),
        worse => worse,
    })
}

/// The files of the inbox by name; folders and hidden files are not for us.
fn files_of(inbox: &Path) -> Result<Vec<PathBuf>> {
    let entries = folder::list(inbox)?.into_iter().filter(|entry| !entry.is_folder);
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path).collect();
    paths.sort();
    Ok(paths)
}

/// Files that were read leave the inbox, a zip with all that is in it; one whose name is taken in
/// the archive gets a number.
fn put_away(outcomes: &[FileOutcome], archive: &Path) -> Result<()> {
    create_folder(archive)?;
    for of_one in outcomes.chunk_by(|one, next| one.given == next.given) {
        let given = &of_one[0].given;
        let name = given.file_name().filter(|_| of_one.iter().all(|one| one.outcome.is_ok()));
        if let Some(name) = name {
            files::put_away(given, &files::free_path(&archive.join(name)))?;
        }
    }
    Ok(())
}

/// Every report of the screen's day as text; the name says the report and the day of the run.
fn write_reports(
    context: &Context,
    session: &Session,
    mask: &Mask,
    folder: &Path,
) -> Result<Vec<String>> {
    create_folder(folder)?;
    let today = context.options.surroundings.clock.now().day();
    let mut written = Vec::new();
    for name in report::names() {
        let made = mask.table(report::report(session, name, None)?);
        let path = folder.join(format!("{today}-{name}.txt"));
        files::write_whole(&path, table::report(&made, context.lang).as_bytes())?;
        written.push(path.display().to_string());
    }
    Ok(written)
}

/// A copy beside the store, or in the folder that the configuration names.
fn back_up(context: &Context, session: &mut Session) -> Result<String> {
    let folder = match &session.config.backup_folder {
        Some(folder) => folder.clone(),
        None => session.path.with_file_name("backups"),
    };
    create_folder(&folder)?;
    let stamp = context.options.surroundings.clock.now().to_iso();
    let stamp: String = stamp.chars().take(19).filter(|c| *c != ':').collect();
    let stem = session.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let copy = files::free_path(&folder.join(format!("{stem}-{stamp}.db")));
    backup::backup(session, &copy)?;
    Ok(copy.display().to_string())
}
