//! `tie-payout`: says by hand which rows of a gateway a bank's credit pays out.

use clap::{ArgMatches, Args};

use super::{CommandEntry, Exit, parsed, print_decided};
use crate::app::{Result, decide, lists};
use crate::cli::context::Context;
use crate::cli::print;
use crate::model::PaymentId;

pub const COMMAND: CommandEntry = CommandEntry {
    name: "tie-payout",
    arguments: TiePayout::augment_args,
    run,
    examples: &["doisoat tie-payout 30 12 13 --reason \"bảng quyết toán 23/11\""],
    is_hidden: false,
};

#[derive(Args)]
struct TiePayout {
    #[arg(value_name = "BANK_ID", value_parser = clap::value_parser!(i64).range(1..))]
    payout: i64,
    #[arg(value_name = "GATEWAY_ID", required = true)]
    #[arg(value_parser = clap::value_parser!(i64).range(1..))]
    payments: Vec<i64>,
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
}

fn run(matches: &ArgMatches, context: &mut Context) -> Result<Exit> {
    let arguments: TiePayout = parsed(matches);
    let payout = PaymentId(arguments.payout);
    let payments: Vec<PaymentId> = arguments.payments.into_iter().map(PaymentId).collect();
    let mut session = context.open_existing()?;
    let decided = decide::tie_payout(&mut session, payout, &payments, &arguments.reason)?;
    let exit = print_decided(context, &decided);
    if !context.is_json {
        for card in lists::payment_cards(&session, &[payout])? {
            print::payout(context, &card);
        }
    }
    Ok(exit)
}
