//! `accept` and `reject`: a person's word on proposals, named by payment, rank and key.

use clap::{ArgMatches, Args};

use super::{CommandEntry, Exit, parsed, print_decided};
use crate::app::decide::{self, ProposalName};
use crate::app::{Result, Session};
use crate::cli::context::Context;
use crate::cli::usage;
use crate::lang::Lang;
use crate::model::view::Decided;
use crate::model::{Failure, PaymentId};

pub const ACCEPT: CommandEntry = CommandEntry {
    name: "accept",
    arguments: Judge::augment_args,
    run: |matches, context| run(matches, context, decide::accept),
    examples: &["doisoat accept 12", "doisoat accept 12#2 15 --reason \"đã gọi người nộp\""],
    is_hidden: false,
};

pub const REJECT: CommandEntry = CommandEntry {
    name: "reject",
    arguments: Judge::augment_args,
    run: |matches, context| run(matches, context, decide::reject),
    examples: &["doisoat reject 12", "doisoat reject 12#2 --reason \"khác người nộp\""],
    is_hidden: false,
};

#[derive(Args)]
struct Judge {
    #[arg(required = true, value_name = "ID[#RANK][@KEY]")]
    proposal: Vec<String>,
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
}

type Deed = fn(&mut Session, &[ProposalName], &str) -> Result<Decided>;

fn run(matches: &ArgMatches, context: &mut Context, deed: Deed) -> Result<Exit> {
    let judge: Judge = parsed(matches);
    let names = judge.proposal.iter().map(|text| proposal_name(context.lang, text));
    let names: Vec<ProposalName> = names.collect::<std::result::Result<_, Failure>>()?;
    let decided = deed(&mut context.open_existing()?, &names, &judge.reason)?;
    Ok(print_decided(context, &decided))
}

/// `ID[#RANK][@KEY]`.
fn proposal_name(lang: Lang, text: &str) -> std::result::Result<ProposalName, Failure> {
    let (rest, key) = match text.split_once('@') {
        Some((rest, key)) => (rest, Some(key)),
        None => (text, None),
    };
    let (id, rank) = rest.split_once('#').unwrap_or((rest, "1"));
    let payment = id.parse().ok().filter(|id| *id > 0);
    let rank = rank.parse().ok().filter(|rank| *rank > 0);
    match (payment, rank, key) {
        (Some(id), Some(rank), key) if key != Some("") => {
            Ok(ProposalName { payment: PaymentId(id), rank, key: key.map(str::to_owned) })
        }
        _ => Err(usage::wrong_value(lang, "ID[#RANK][@KEY]", text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proposal_is_named_by_payment_rank_and_key() {
        let name = |text| proposal_name(Lang::En, text);
        let of = |payment, rank, key: Option<&str>| {
            Ok(ProposalName { payment: PaymentId(payment), rank, key: key.map(str::to_owned) })
        };
        assert_eq!(name("12"), of(12, 1, None));
        assert_eq!(name("12#2"), of(12, 2, None));
        assert_eq!(name("12@0a1b"), of(12, 1, Some("0a1b")));
        assert_eq!(name("12#3@0a1b"), of(12, 3, Some("0a1b")));
        for wrong in ["", "x", "12#", "12#0", "12@", "-1", "0", "12#2x", "12 13"] {
            assert!(name(wrong).is_err(), "{wrong:?}");
        }
    }
}
