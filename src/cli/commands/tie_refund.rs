//! `tie-refund`: says by hand which payment a refund row gives back.

use clap::{ArgMatches, Args};

use super::{CommandEntry, Exit, parsed, print_decided};
use crate::app::{Result, decide};
use crate::cli::context::Context;
use crate::model::PaymentId;

pub const COMMAND: CommandEntry = CommandEntry {
    name: "tie-refund",
    arguments: TieRefund::augment_args,
    run,
    examples: &["doisoat tie-refund 41 12 --reason \"hoàn theo phiếu 07\""],
    is_hidden: false,
};

#[derive(Args)]
struct TieRefund {
    #[arg(value_name = "REFUND_ID", value_parser = clap::value_parser!(i64).range(1..))]
    refund: i64,
    #[arg(value_name = "ORIGINAL_ID", value_parser = clap::value_parser!(i64).range(1..))]
    original: i64,
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
}

fn run(matches: &ArgMatches, context: &mut Context) -> Result<Exit> {
    let arguments: TieRefund = parsed(matches);
    let (refund, original) = (PaymentId(arguments.refund), PaymentId(arguments.original));
    let mut session = context.open_existing()?;
    let decided = decide::tie_refund(&mut session, refund, original, &arguments.reason)?;
    Ok(print_decided(context, &decided))
}
