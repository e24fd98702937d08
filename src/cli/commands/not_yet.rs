//! Commands that the contract names and that come with a later version: they say so and do nothing.

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::{CommandEntry, Exit};
use crate::app::Result;
use crate::cli::context::Context;
use crate::model::{Failure, FailureCode};

pub const RESTORE: CommandEntry = entry("restore");
pub const MAN: CommandEntry = entry("man");

/// Without examples: none would work.
const fn entry(name: &'static str) -> CommandEntry {
    CommandEntry { name, arguments: anything, run, examples: &[], is_hidden: true }
}

fn anything(command: Command) -> Command {
    command.arg(Arg::new("anything").action(ArgAction::Append).hide(true))
}

fn run(_: &ArgMatches, _: &mut Context) -> Result<Exit> {
    Err(Failure::new(FailureCode::NotYetBuilt).into())
}
