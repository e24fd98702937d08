//! `check`: every decision replayed, every sum recomputed, the chain and the file verified.

use clap::{ArgMatches, Args};

use super::{CommandEntry, Exit, parsed};
use crate::app::{Result, check};
use crate::cli::context::Context;
use crate::cli::{json, print};

pub const COMMAND: CommandEntry = CommandEntry {
    name: "check",
    arguments: Check::augment_args,
    run,
    examples: &["doisoat check", "doisoat check --rebuild", "doisoat --json check"],
    is_hidden: false,
};

#[derive(Args)]
struct Check {
    #[arg(long)]
    rebuild: bool,
}

fn run(matches: &ArgMatches, context: &mut Context) -> Result<Exit> {
    let arguments: Check = parsed(matches);
    let session = if arguments.rebuild {
        let mut session = context.open_existing()?;
        check::rebuild(&mut session)?;
        context.tell("cli.check.rebuilt", &[]);
        session
    } else {
        context.look()?
    };
    let outcome = check::check(&session, &mut context.progress())?;
    if context.is_json {
        context.print_json(&json::check(&outcome, context.lang));
    } else {
        print::check(context, &outcome);
    }
    Ok(Exit::look_if(!outcome.findings.is_empty()))
}
