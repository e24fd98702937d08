//! `backup`: an online copy of the store, verified before it is called good.

use std::path::PathBuf;

use clap::{ArgMatches, Args};
use serde_json::json;

use super::{CommandEntry, Exit, parsed};
use crate::app::{Result, backup};
use crate::cli::context::Context;

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
    backup::backup(&mut context.open_existing()?, &arguments.copy)?;
    let path = arguments.copy.display().to_string();
    if context.is_json {
        context.print_json(&json!({ "backup": path, "verified": true }));
    } else {
        context.say("cli.backup.done", &[("path", &path)]);
    }
    Ok(Exit::Done)
}
