//! `undo`: decisions, or all of a run, are reversed by new ones.

use clap::{ArgMatches, Args};

use super::{CommandEntry, Exit, parsed, print_decided};
use crate::app::{Result, undo};
use crate::cli::context::Context;
use crate::model::{DecisionId, RunId};

pub const COMMAND: CommandEntry = CommandEntry {
    name: "undo",
    arguments: Undo::augment_args,
    run,
    examples: &["doisoat undo 41", "doisoat undo 41 42 43", "doisoat undo --run 2"],
    is_hidden: false,
};

#[derive(Args)]
struct Undo {
    #[arg(value_name = "DECISION", value_parser = clap::value_parser!(i64).range(1..))]
    #[arg(required_unless_present = "run", conflicts_with = "run")]
    decisions: Vec<i64>,
    #[arg(long, value_name = "RUN", value_parser = clap::value_parser!(i64).range(1..))]
    run: Option<i64>,
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
}

fn run(matches: &ArgMatches, context: &mut Context) -> Result<Exit> {
    let arguments: Undo = parsed(matches);
    let mut session = context.open_existing()?;
    let decided = match arguments.run {
        Some(run) => undo::undo_run(&mut session, RunId(run), &arguments.reason)?,
        None => {
            let ids: Vec<DecisionId> = arguments.decisions.into_iter().map(DecisionId).collect();
            undo::undo(&mut session, &ids, &arguments.reason)?
        }
    };
    Ok(print_decided(context, &decided))
}
