//! `explain`: every candidate that was looked at, and the one test that the nearest miss failed.

use clap::{ArgMatches, Args, Subcommand};
use serde_json::{Value, json};

use super::{CommandEntry, Exit, parsed};
use crate::app::{Result, explain};
use crate::cli::context::Context;
use crate::cli::mask::Mask;
use crate::cli::{json, print};
use crate::lang::Lang;
use crate::model::view::{Candidate, Explanation, Original, PaymentCard};
use crate::model::{PaymentClass, PaymentId, Reason, Side};
use crate::text::safe;
use crate::words;

pub const COMMAND: CommandEntry = CommandEntry {
    name: "explain",
    arguments: Explain::augment_args,
    run,
    examples: &["doisoat explain payment 12", "doisoat explain invoice HD2611-00000123"],
    is_hidden: false,
};

#[derive(Args)]
struct Explain {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    Payment {
        #[arg(value_name = "ID", value_parser = clap::value_parser!(i64).range(1..))]
        id: i64,
        #[arg(long, value_name = "REASON")]
        unmask: Option<String>,
    },
    Invoice {
        #[arg(value_name = "NUMBER")]
        number: String,
        #[arg(long, value_name = "REASON")]
        unmask: Option<String>,
    },
}

fn run(matches: &ArgMatches, context: &mut Context) -> Result<Exit> {
    let arguments: Explain = parsed(matches);
    let (What::Payment { unmask, .. } | What::Invoice { unmask, .. }) = &arguments.what;
    let mut session = match unmask {
        Some(_) => context.open_existing()?,
        None => context.look()?,
    };
    let explanation = match &arguments.what {
        What::Payment { id, .. } => explain::payment(&session, PaymentId(*id))?,
        What::Invoice { number, .. } => explain::invoice(&session, number)?,
    };
    let mask = Mask::of(&mut session, unmask.as_deref())?;
    let explanation = masked(explanation, &mask);
    if context.is_json {
        context.print_json(&object(&explanation, context.lang));
    } else {
        print(context, &explanation);
    }
    Ok(Exit::Done)
}

fn masked(mut explanation: Explanation, mask: &Mask) -> Explanation {
    explanation.payment = explanation.payment.map(|card| Box::new(mask.payment(*card)));
    explanation.invoice = explanation.invoice.map(|card| Box::new(mask.invoice(*card)));
    explanation.candidates =
        explanation.candidates.into_iter().map(|candidate| mask.candidate(candidate)).collect();
    for original in &mut explanation.originals {
        original.memo = mask.memo(&original.memo);
    }
    explanation
}

fn object(explanation: &Explanation, lang: Lang) -> Value {
    let candidates = explanation.candidates.iter().map(|one| candidate_object(one, lang));
    json!({
        "payment": explanation.payment.as_ref().map(|card| json::payment(card, lang)),
        "invoice": explanation.invoice.as_ref().map(|card| json::invoice(card)),
        "originals": explanation.originals.iter().map(original_object).collect::<Vec<_>>(),
        "why": json::text_or_null(&explanation.why),
        "why_text": json::text_or_null(&why_text(explanation, lang)),
        "candidates": candidates.collect::<Vec<_>>(),
    })
}

fn original_object(original: &Original) -> Value {
    json!({
        "payment": original.payment.0,
        "booked_at": original.booked.to_iso(),
        "amount": json::money(original.amount),
        "memo": original.memo,
        "reasons": original.reasons,
    })
}

fn candidate_object(candidate: &Candidate, lang: Lang) -> Value {
    let reasons = candidate.reasons.iter().map(|reason| {
        json!({
            "rule": reason.rule,
            "side": reason.side.code(),
            "strength": reason.strength.code(),
            "text": words::reason(lang, reason),
            "start": reason.span.map(|span| span.start),
            "end": reason.span.map(|span| span.end),
        })
    });
    json!({
        "payment": candidate.payment.0,
        "invoice": candidate.invoice_number,
        "payer_name": candidate.payer_name,
        "payment_amount": json::money(candidate.payment_amount),
        "invoice_open": json::money(candidate.invoice_open),
        "booked_at": candidate.booked.to_iso(),
        "memo": candidate.memo,
        "reasons": reasons.collect::<Vec<_>>(),
        "link": candidate.link.as_ref().map(json::payment_link),
        "rank": candidate.rank,
        "failed_test": json::text_or_null(&candidate.failed_test),
        "failed_text": json::text_or_null(&failed_text(candidate, lang)),
    })
}

fn why_text(explanation: &Explanation, lang: Lang) -> String {
    match explanation.why.as_ref() {
        "" => String::new(),
        why => words::sentence(lang, "why", why, &explanation.why_facts),
    }
}

fn failed_text(candidate: &Candidate, lang: Lang) -> String {
    match candidate.failed_test.as_ref() {
        "" => String::new(),
        test => words::sentence(lang, "test", test, &candidate.failed_facts),
    }
}

fn print(context: &mut Context, explanation: &Explanation) {
    let lang = context.lang;
    if let Some(card) = &explanation.payment {
        let facts = [
            ("id", &*card.id.to_string()),
            ("amount", &*print::money(card.amount)),
            ("day", &*card.booked.day.to_local()),
            ("source", &*card.source),
            ("memo", &*card.memo),
            ("state", &*words::word(lang, "state", card.state.code())),
            ("class", &*words::word(lang, "class", card.class.code())),
            ("open", &*print::money(card.open)),
        ];
        context.say("cli.explain.payment", &facts);
        print::payout(context, card);
        print_refund(context, card, !explanation.originals.is_empty());
        explanation.originals.iter().for_each(|one| print_original(context, one));
    }
    if let Some(card) = &explanation.invoice {
        let facts = [
            ("number", &*card.number),
            ("amount", &*print::money(card.facts.amount)),
            ("payer", &*card.facts.payer_name),
            ("state", &*words::word(lang, "state", card.state.code())),
            ("class", &*words::word(lang, "class", card.class.code())),
            ("open", &*print::money(card.open)),
        ];
        context.say("cli.explain.invoice", &facts);
    }
    let why = why_text(explanation, lang);
    if !why.is_empty() {
        context.out.line(&why);
    }
    if explanation.candidates.is_empty() {
        context.say("cli.explain.none", &[]);
    }
    for candidate in &explanation.candidates {
        print_candidate(context, candidate, explanation.payment.is_some());
    }
}

/// A payment that the row may give back, with what speaks for it.
fn print_original(context: &mut Context, original: &Original) {
    let lang = context.lang;
    let reasons = original.reasons.iter().map(|code| words::word(lang, "original", code));
    let facts = [
        ("payment", &*original.payment.to_string()),
        ("day", &*original.booked.day.to_local()),
        ("amount", &*print::money(original.amount)),
        ("memo", &*original.memo),
        ("reasons", &*reasons.collect::<Vec<_>>().join(", ")),
    ];
    context.say_below(2, "cli.explain.original", &facts);
}

/// What a refund row gives back, and how much of a payment went back.
fn print_refund(context: &mut Context, card: &PaymentCard, has_originals: bool) {
    let id = card.id.to_string();
    match card.refund_of {
        Some(original) => {
            context.say("cli.explain.refund_of", &[("original", &original.to_string())]);
        }
        None if card.class == PaymentClass::Refund || has_originals => {
            context.say("cli.explain.refund_of_none", &[("id", &id)]);
        }
        None => {}
    }
    if !card.refunded.is_zero() {
        context.say("cli.explain.refunded", &[("amount", &*print::money(card.refunded))]);
    }
}

fn print_candidate(context: &mut Context, candidate: &Candidate, is_of_payment: bool) {
    let lang = context.lang;
    let rank = candidate.rank.map_or("–".to_owned(), |rank| rank.to_string());
    let day = candidate.booked.day.to_local();
    let id = candidate.payment.to_string();
    let (key, amount) = match is_of_payment {
        true => ("cli.explain.candidate_invoice", candidate.invoice_open),
        false => ("cli.explain.candidate_payment", candidate.payment_amount),
    };
    let facts = [
        ("rank", &*rank),
        ("invoice", &*candidate.invoice_number),
        ("payer", &*candidate.payer_name),
        ("payment", &*id),
        ("day", &*day),
        ("memo", &*candidate.memo),
        ("amount", &*print::money(amount)),
    ];
    context.say_below(2, key, &facts);
    for reason in &candidate.reasons {
        let line = reason_line(lang, reason);
        context.out.line(&line);
    }
    if let Some(link) = &candidate.link {
        let made_by = words::word(lang, "made_by", link.made_by.code());
        let facts = [
            ("amount", &*print::money(link.amount)),
            ("made_by", &*made_by),
            ("decision", &*link.decision.to_string()),
        ];
        context.say_below(4, "cli.explain.linked", &facts);
    }
    let failed = failed_text(candidate, lang);
    if !failed.is_empty() {
        context.say_below(4, "cli.explain.failed", &[("test", &failed)]);
    }
}

fn reason_line(lang: Lang, reason: &Reason) -> String {
    let sign = if reason.side == Side::For { '+' } else { '−' };
    let strength = words::word(lang, "strength", reason.strength.code());
    format!("    {sign} {} ({})", words::reason(lang, reason), safe(&strength))
}
