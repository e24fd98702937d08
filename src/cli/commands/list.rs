//! `list`: payments, invoices, files, problems, decisions, periods, exceptions; as a table, CSV or
//! JSON lines.

use std::collections::{BTreeMap, BTreeSet};

use clap::{ArgMatches, Args};
use serde_json::Value;

use super::listing::{Format, Listing};
use super::{CommandEntry, Exit, parsed};
use crate::app::{Result, Session, lists};
use crate::calendar::Day;
use crate::cli::context::Context;
use crate::cli::mask::Mask;
use crate::cli::{json, rows, usage};
use crate::lang::Lang;
use crate::model::view::{DecisionCard, ExceptionCard, FileCard, Filter};
use crate::model::{
    DecisionId, DecisionKind, Failure, FileId, InvoiceClass, InvoiceId, InvoiceState, PaymentClass,
    PaymentId, PaymentState,
};

pub const COMMAND: CommandEntry = CommandEntry {
    name: "list",
    arguments: List::augment_args,
    run,
    examples: &[
        "doisoat list payments --class paid_twice",
        "doisoat list invoices --state open --from 2026-11-01 --to 2026-11-30 --format csv",
        "doisoat list payments --decision 3 --format jsonl",
    ],
    is_hidden: false,
};

const KINDS: [&str; 7] =
    ["payments", "invoices", "files", "problems", "decisions", "periods", "exceptions"];

/// Cards are fetched in stretches of this many, so that a long list needs little memory.
const STRETCH: usize = 500;

#[derive(Args)]
struct List {
    #[arg(value_name = "WHAT", value_parser = KINDS)]
    what: String,
    #[arg(long, value_name = "STATE")]
    state: Option<String>,
    #[arg(long, value_name = "CLASS")]
    class: Option<String>,
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    #[arg(long, value_name = "DAY")]
    to: Option<String>,
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(1..))]
    decision: Option<i64>,
    #[arg(long, value_name = "table|csv|jsonl", default_value = "table")]
    #[arg(value_parser = ["table", "csv", "jsonl"])]
    format: String,
    #[arg(long, value_name = "REASON")]
    unmask: Option<String>,
}

fn run(matches: &ArgMatches, context: &mut Context) -> Result<Exit> {
    let arguments: List = parsed(matches);
    let asked = asked(&arguments, context.lang)?;
    let format = match arguments.format.as_str() {
        _ if context.is_json => Format::Json,
        "csv" => Format::Csv,
        "jsonl" => Format::Jsonl,
        _ => Format::Table,
    };
    let mut session = match arguments.unmask {
        Some(_) => context.open_existing()?,
        None => context.look()?,
    };
    let mask = Mask::of(&mut session, arguments.unmask.as_deref())?;
    let lang = context.lang;
    let shape = match arguments.what.as_str() {
        "payments" => &rows::PAYMENTS,
        "invoices" => &rows::INVOICES,
        "files" => &rows::FILES,
        "problems" => &rows::PROBLEMS,
        "decisions" => &rows::DECISIONS,
        "periods" => &rows::PERIODS,
        _ => &rows::EXCEPTIONS,
    };
    let mut listing = Listing::new(context.out, shape, format, lang);
    each(&asked, &session, &mask, lang, &mut |object| listing.add(object))?;
    listing.finish();
    Ok(Exit::Done)
}

/// Hands over the objects of a list one by one until nobody wants more.
fn each(
    asked: &Asked,
    session: &Session,
    mask: &Mask,
    lang: Lang,
    add: &mut dyn FnMut(Value) -> bool,
) -> Result<()> {
    let filter = &asked.filter;
    match asked.what.as_str() {
        "payments" => {
            for ids in payment_ids(asked, session)?.chunks(STRETCH) {
                let cards = lists::payment_cards(session, ids)?;
                let mut objects = cards.into_iter().map(|c| json::payment(&mask.payment(c), lang));
                if !objects.all(&mut *add) {
                    break;
                }
            }
        }
        "invoices" => {
            for ids in invoice_ids(asked, session)?.chunks(STRETCH) {
                let cards = lists::invoice_cards(session, ids)?;
                let mut objects = cards.into_iter().map(|c| json::invoice(&mask.invoice(c)));
                if !objects.all(&mut *add) {
                    break;
                }
            }
        }
        "files" => {
            lists::files(session, filter)?.iter().map(json::file).all(add);
        }
        "problems" => {
            let cards = lists::problems(session, None)?.into_iter();
            cards.map(|c| json::problem_card(&mask.problem_card(c), lang)).all(add);
        }
        "decisions" => {
            let cards = match asked.decision {
                Some(id) => vec![lists::decision(session, id)?],
                None => lists::decisions(session, filter)?,
            };
            let files: BTreeMap<FileId, FileCard> =
                lists::files(session, &Filter::default())?.into_iter().map(|f| (f.id, f)).collect();
            let file = |card: &DecisionCard| card.file.and_then(|id| files.get(&id));
            let cards = cards.into_iter().map(|card| mask.decision(card));
            cards.map(|card| json::decision(&card, file(&card))).all(add);
        }
        "periods" => {
            lists::periods(session, filter)?.iter().map(json::period).all(add);
        }
        _ => {
            let cards = lists::exceptions(session, filter)?.into_iter();
            cards.map(|c| json::exception(&masked(c, mask), lang)).all(add);
        }
    }
    Ok(())
}

fn payment_ids(asked: &Asked, session: &Session) -> Result<Vec<PaymentId>> {
    let mut ids = lists::payment_ids(session, &asked.filter)?;
    if let Some(decision) = asked.decision {
        let touched: BTreeSet<PaymentId> =
            lists::payments_of_decision(session, decision)?.into_iter().collect();
        ids.retain(|id| touched.contains(id));
    }
    Ok(ids)
}

fn invoice_ids(asked: &Asked, session: &Session) -> Result<Vec<InvoiceId>> {
    let mut ids = lists::invoice_ids(session, &asked.filter)?;
    if let Some(decision) = asked.decision {
        let touched: BTreeSet<InvoiceId> =
            lists::invoices_of_decision(session, decision)?.into_iter().collect();
        ids.retain(|id| touched.contains(id));
    }
    Ok(ids)
}

fn masked(card: ExceptionCard, mask: &Mask) -> ExceptionCard {
    match card {
        ExceptionCard::Payment { payment, age_days } => {
            ExceptionCard::Payment { payment: Box::new(mask.payment(*payment)), age_days }
        }
        ExceptionCard::Invoice { invoice, age_days } => {
            ExceptionCard::Invoice { invoice: Box::new(mask.invoice(*invoice)), age_days }
        }
    }
}

/// Which list, and which rows of it.
struct Asked {
    what: String,
    filter: Filter,
    decision: Option<DecisionId>,
}

/// Understands the arguments; what a list cannot be asked for is refused, not ignored.
fn asked(arguments: &List, lang: Lang) -> std::result::Result<Asked, Failure> {
    let day = |name: &str, text: &Option<String>| match text {
        None => Ok(None),
        Some(text) => Day::parse(text)
            .map(Some)
            .ok_or_else(|| usage::wrong_day(lang, "usage.no_day", name, text)),
    };
    let code = |name: &str, text: &Option<String>, known: Vec<&'static str>| match text {
        Some(text) if !known.contains(&text.as_str()) => {
            let facts = [("argument", name), ("value", text), ("choices", &known.join(", "))];
            let key = if known.is_empty() { "usage.no_codes" } else { "usage.code" };
            Err(usage::wrong(lang, key, &facts))
        }
        _ => Ok(text.clone()),
    };
    let what = arguments.what.as_str();
    if arguments.decision.is_some() && !["payments", "invoices", "decisions"].contains(&what) {
        return Err(usage::wrong(lang, "usage.no_codes", &[("argument", "--decision")]));
    }
    let day_named = arguments.from.as_ref().map(|_| "--from");
    let day_named = day_named.or(arguments.to.as_ref().map(|_| "--to"));
    if let (Some(argument), "problems") = (day_named, what) {
        return Err(usage::wrong(lang, "usage.no_codes", &[("argument", argument)]));
    }
    let filter = Filter {
        state: code("--state", &arguments.state, states(what))?,
        class: code("--class", &arguments.class, classes(what))?,
        from: day("--from", &arguments.from)?,
        to: day("--to", &arguments.to)?,
        text: None,
    };
    let decision = arguments.decision.map(DecisionId);
    Ok(Asked { what: arguments.what.clone(), filter, decision })
}

/// The states that a list can be asked for.
fn states(what: &str) -> Vec<&'static str> {
    let payment = PaymentState::ALL.iter().map(|state| state.code());
    let invoice = InvoiceState::ALL.iter().map(|state| state.code());
    match what {
        "payments" => payment.collect(),
        "invoices" => invoice.collect(),
        "periods" => vec!["open", "closed"],
        "exceptions" => payment.chain(invoice).collect(),
        _ => Vec::new(),
    }
}

/// The classes that a list can be asked for; of decisions, their kinds.
fn classes(what: &str) -> Vec<&'static str> {
    let payment = PaymentClass::ALL.iter().map(|class| class.code());
    let invoice = InvoiceClass::ALL.iter().map(|class| class.code());
    match what {
        "payments" => payment.collect(),
        "invoices" => invoice.collect(),
        "decisions" => DecisionKind::ALL.iter().map(|kind| kind.code()).collect(),
        "exceptions" => payment.chain(invoice).collect(),
        _ => Vec::new(),
    }
}
