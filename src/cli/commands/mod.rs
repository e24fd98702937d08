//! The commands: one file each, and this list. `--help`, completions and the README's test follow
//! it.

mod accept;
mod backup;
mod check;
mod close;
mod completions;
mod demo;
mod doctor;
mod explain;
pub mod import;
mod layouts;
mod link;
mod list;
mod listing;
mod match_run;
mod nightly;
mod not_yet;
mod report;
mod resolve;
pub mod screens;
mod tie_payout;
mod tie_refund;
mod undo;

use clap::{ArgMatches, Command};

use super::context::Context;
use crate::app::{OpenOptions, Result};
use crate::model::view::Decided;

/// How a command ended, when it was done at all.
#[derive(Debug)]
pub enum Exit {
    /// Nothing needs a person.
    Done,
    /// A person must look.
    LookNeeded,
    /// At least a part of it was not done; it has said so.
    NotDone,
    /// The terminal screens take over.
    Screens(Box<OpenOptions>),
}

impl Exit {
    /// Done, but with something to look at if so.
    pub fn look_if(is_needed: bool) -> Exit {
        if is_needed { Exit::LookNeeded } else { Exit::Done }
    }
}

/// A command as the list knows it.
pub struct CommandEntry {
    pub name: &'static str,
    /// Adds its arguments; their words come from `lang/`.
    pub arguments: fn(Command) -> Command,
    pub run: fn(&ArgMatches, &mut Context) -> Result<Exit>,
    /// Calls as somebody would type them; at least one, but for a hidden command.
    pub examples: &'static [&'static str],
    /// Not in `--help`: it comes with a later version and says so.
    pub is_hidden: bool,
}

pub const COMMANDS: &[CommandEntry] = &[
    demo::COMMAND,
    import::COMMAND,
    match_run::COMMAND,
    nightly::COMMAND,
    list::COMMAND,
    explain::COMMAND,
    accept::ACCEPT,
    accept::REJECT,
    link::LINK,
    link::UNLINK,
    resolve::COMMAND,
    undo::COMMAND,
    close::CLOSE,
    close::REOPEN,
    report::COMMAND,
    check::COMMAND,
    backup::COMMAND,
    layouts::COMMAND,
    tie_payout::COMMAND,
    tie_refund::COMMAND,
    doctor::COMMAND,
    completions::COMMAND,
    not_yet::RESTORE,
    not_yet::MAN,
];

/// The arguments of a command out of what clap matched.
fn parsed<A: clap::FromArgMatches>(matches: &ArgMatches) -> A {
    A::from_arg_matches(matches).expect("the matches come from the same arguments")
}

/// Prints what a deciding command did.
fn print_decided(context: &mut Context, decided: &Decided) -> Exit {
    if context.is_json {
        context.print_json(&super::json::decided(decided));
    } else {
        super::print::decided(context, decided);
    }
    Exit::Done
}
