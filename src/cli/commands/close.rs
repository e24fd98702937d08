//! `close` and `reopen`: a day or a month takes no more decisions, or takes them again.

use clap::{ArgMatches, Args};

use super::{CommandEntry, Exit, parsed, print_decided};
use crate::app::{Result, period};
use crate::calendar::Period;
use crate::cli::context::Context;
use crate::cli::usage;
use crate::model::Failure;

pub const CLOSE: CommandEntry = CommandEntry {
    name: "close",
    arguments: Close::augment_args,
    run: run_close,
    examples: &["doisoat close 2026-11-23", "doisoat close 2026-11"],
    is_hidden: false,
};

pub const REOPEN: CommandEntry = CommandEntry {
    name: "reopen",
    arguments: Reopen::augment_args,
    run: run_reopen,
    examples: &["doisoat reopen 2026-11-23 --reason \"sao kê bổ sung của ngân hàng\""],
    is_hidden: false,
};

#[derive(Args)]
struct Close {
    #[arg(value_name = "PERIOD")]
    period: String,
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
}

#[derive(Args)]
struct Reopen {
    #[arg(value_name = "PERIOD")]
    period: String,
    #[arg(long, value_name = "TEXT", required = true)]
    reason: String,
}

fn run_close(matches: &ArgMatches, context: &mut Context) -> Result<Exit> {
    let arguments: Close = parsed(matches);
    let period = read(context, &arguments.period)?;
    let decided = period::close(&mut context.open_existing()?, period, &arguments.reason)?;
    Ok(print_decided(context, &decided))
}

fn run_reopen(matches: &ArgMatches, context: &mut Context) -> Result<Exit> {
    let arguments: Reopen = parsed(matches);
    let period = read(context, &arguments.period)?;
    let decided = period::reopen(&mut context.open_existing()?, period, &arguments.reason)?;
    Ok(print_decided(context, &decided))
}

/// `2026-11-23` or `2026-11`.
pub fn read(context: &Context, text: &str) -> std::result::Result<Period, Failure> {
    Period::parse(text)
        .ok_or_else(|| usage::wrong_day(context.lang, "usage.no_period", "PERIOD", text))
}
