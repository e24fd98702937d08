//! `match`: proposes for everything that is open, and takes what the policy allows.

use clap::{ArgMatches, Args};

use super::{CommandEntry, Exit, parsed};
use crate::app::{Result, match_run};
use crate::cli::context::Context;
use crate::cli::{json, print};
use crate::model::view::MatchSummary;

pub const COMMAND: CommandEntry = CommandEntry {
    name: "match",
    arguments: Match::augment_args,
    run,
    examples: &["doisoat match", "doisoat match --dry-run", "doisoat match --strict --json"],
    is_hidden: false,
};

#[derive(Args)]
struct Match {
    #[arg(long)]
    dry_run: bool,
    #[arg(long)]
    strict: bool,
}

fn run(matches: &ArgMatches, context: &mut Context) -> Result<Exit> {
    let arguments: Match = parsed(matches);
    let mut session = context.open_existing()?;
    let summary = match_run::run(&mut session, arguments.dry_run, &mut context.progress())?;
    if context.is_json {
        context.print_json(&json::match_summary(&summary));
    } else {
        print::match_summary(context, &summary);
        if arguments.dry_run {
            context.say("cli.match.dry_run", &[]);
        }
    }
    Ok(Exit::look_if(arguments.strict && is_anything_open(&summary)))
}

/// Whether payments are left open: those that were open before the run and that it did not take.
pub fn is_anything_open(summary: &MatchSummary) -> bool {
    summary.payments_open > summary.automatic
}
