//! `resolve`: what becomes of an exception, a payment's or a short invoice's.

use clap::{ArgMatches, Args};

use super::{CommandEntry, Exit, parsed, print_decided};
use crate::app::{Result, decide};
use crate::cli::context::Context;
use crate::model::{PaymentId, ResolveAs};

pub const COMMAND: CommandEntry = CommandEntry {
    name: "resolve",
    arguments: Resolve::augment_args,
    run,
    examples: &[
        "doisoat resolve 12 --as refund --reason \"nộp trùng, đã có đơn\"",
        "doisoat resolve 15 16 --as not_fee --reason \"lãi tiền gửi\"",
        "doisoat resolve --invoice HD2611-00000123 --as write_off --reason \"thiếu phí chuyển\"",
    ],
    is_hidden: false,
};

const WAYS: [&str; 6] =
    ["refund", "refunded_elsewhere", "carry", "inquiry", "write_off", "not_fee"];

#[derive(Args)]
struct Resolve {
    #[arg(value_name = "ID", value_parser = clap::value_parser!(i64).range(1..))]
    #[arg(required_unless_present = "invoice", conflicts_with = "invoice")]
    payments: Vec<i64>,
    #[arg(long, value_name = "NUMBER")]
    invoice: Option<String>,
    #[arg(long = "as", value_name = "WAY", required = true, value_parser = WAYS)]
    way: String,
    #[arg(long, value_name = "TEXT", required = true)]
    reason: String,
}

fn run(matches: &ArgMatches, context: &mut Context) -> Result<Exit> {
    let arguments: Resolve = parsed(matches);
    let way = ResolveAs::from_code(&arguments.way).expect("clap lets only known ways pass");
    let mut session = context.open_existing()?;
    let reason = &arguments.reason;
    let decided = match &arguments.invoice {
        Some(number) => decide::resolve_invoice(&mut session, number, way, reason)?,
        None => {
            let ids: Vec<PaymentId> = arguments.payments.into_iter().map(PaymentId).collect();
            decide::resolve_payments(&mut session, &ids, way, reason)?
        }
    };
    Ok(print_decided(context, &decided))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_is_offered() {
        let codes: Vec<&str> = ResolveAs::ALL.iter().map(|way| way.code()).collect();
        assert_eq!(codes, WAYS);
    }
}
