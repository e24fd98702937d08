//! `backup`: an online copy of the store, verified before it is called good.

use std::path::PathBuf;

use clap::{ArgMatches, Args};
use serde_json::json;

use super::{CommandEntry, Exit, parsed};
use crate::app::{Error, Result, backup};
use crate::cli::context::Context;
use crate::model::FailureCode;

pub const COMMAND: CommandEntry = CommandEntry {
    name: "backup",
    arguments: Backup::augment_args,
    run,
    examples: &["doisoat backup /media/usb/doisoat-2026-11-23.db"],
    is_hidden: false,
};

#[derive(Args)]
struct Backup {
    #[arg(value_name = "FILE")]
    copy: PathBuf,
}

fn run(matches: &ArgMatches, context: &mut Context) -> Result<Exit> {
    let arguments: Backup = parsed(matches);
    let is_noted = match context.open_existing() {
        Ok(mut session) => {
            backup::backup(&mut session, &arguments.copy)?;
            true
        }
        Err(error) if is_shut(&error) => {
            backup::copy(&context.look()?, &arguments.copy)?;
            false
        }
        Err(error) => return Err(error),
    };
    let path = arguments.copy.display().to_string();
    if context.is_json {
        context.print_json(&json!({ "backup": path, "verified": true, "noted": is_noted }));
        return Ok(Exit::Done);
    }
    context.say("cli.backup.done", &[("path", &path)]);
    if !is_noted {
        context.say("cli.backup.not_noted", &[]);
    }
    Ok(Exit::Done)
}

/// Whether the store lies where nobody can write: SQLite says so either way, by what it needs to
/// make beside the file.
fn is_shut(error: &Error) -> bool {
    let codes = [FailureCode::StoreReadOnly, FailureCode::StoreUnreadable];
    matches!(error, Error::Failed(failure) if codes.contains(&failure.code))
}
