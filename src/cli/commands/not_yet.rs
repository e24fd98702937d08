//! Commands that the contract names and that come with a later version: they say so and do nothing.

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::{CommandEntry, Exit};
use crate::app::Result;
use crate::cli::context::Context;
use crate::model::{Failure, FailureCode};

pub const TIE_PAYOUT: CommandEntry = entry("tie-payout", &["doisoat tie-payout 30 12 13"]);
pub const RESTORE: CommandEntry = entry("restore", &["doisoat restore doisoat-2026-11-23.db"]);
pub const MAN: CommandEntry = entry("man", &["doisoat man"]);

const fn entry(name: &'static str, examples: &'static [&'static str]) -> CommandEntry {
    CommandEntry { name, arguments: anything, run, examples, is_hidden: true }
}

fn anything(command: Command) -> Command {
    command.arg(Arg::new("anything").action(ArgAction::Append).hide(true))
}

fn run(_: &ArgMatches, _: &mut Context) -> Result<Exit> {
    Err(Failure::new(FailureCode::NotYetBuilt).into())
}
