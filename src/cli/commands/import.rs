//! `import`: files become payments and invoices; each has its receipt.

use std::path::PathBuf;

use clap::{ArgMatches, Args};
use serde_json::{Value, json};

use super::{CommandEntry, Exit, parsed};
use crate::app::import::{FileOutcome, ImportOptions, import};
use crate::app::{Error, Result, Session};
use crate::cli::context::Context;
use crate::cli::mask::Mask;
use crate::cli::{failures, json as json_text, print};
use crate::lang::Lang;
use crate::model::view::Receipt;
use crate::model::{Failure, Problem, Statement};
use crate::money::{Currency, Money, NumberStyle};

pub const COMMAND: CommandEntry = CommandEntry {
    name: "import",
    arguments: Import::augment_args,
    run,
    examples: &[
        "doisoat import hoadon.csv saoke-vcb.xlsx",
        "doisoat import saoke.csv --account 0011001932418 --dry-run",
        "doisoat import saoke-moi.csv --layout ./nganhang-moi.toml --json",
    ],
    is_hidden: false,
};

/// How columns write their numbers, for those whose cells do not tell.
const NUMBER_STYLES: [&str; 3] = ["plain", "comma_groups", "dot_groups"];

#[derive(Args)]
struct Import {
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    reading: Reading,
    #[arg(long)]
    dry_run: bool,
    #[arg(long)]
    strict: bool,
}

/// What a person says of a file before it is read.
#[derive(Args)]
pub struct Reading {
    #[arg(long, value_name = "NAME|PATH")]
    layout: Option<String>,
    #[arg(long, value_name = "ACCOUNT")]
    account: Option<String>,
    #[arg(long, value_name = "STYLE", value_parser = NUMBER_STYLES)]
    number_style: Option<String>,
}

impl Reading {
    pub fn options(self, is_dry_run: bool) -> ImportOptions {
        ImportOptions {
            layout: self.layout,
            account: self.account,
            number_style: self.number_style.as_deref().and_then(NumberStyle::from_code),
            is_dry_run,
        }
    }
}

fn run(matches: &ArgMatches, context: &mut Context) -> Result<Exit> {
    let arguments: Import = parsed(matches);
    let options = arguments.reading.options(arguments.dry_run);
    let mut session = context.open_for(options.is_dry_run)?;
    let outcomes = import(&mut session, &arguments.files, &options, &mut context.progress())?;
    let outcomes = masked(outcomes, &session)?;
    if context.is_json {
        let files: Vec<Value> = outcomes.iter().map(|one| object(one, context.lang)).collect();
        context.print_json(&json!({ "files": files }));
    }
    print_outcomes(context, &outcomes);
    if options.is_dry_run && !context.is_json {
        context.say("cli.import.dry_run", &[]);
    }
    Ok(exit_of(&outcomes, arguments.strict))
}

/// Receipts to standard output, failures to standard error.
pub fn print_outcomes(context: &mut Context, outcomes: &[FileOutcome]) {
    for one in outcomes {
        match &one.outcome {
            Ok(receipt) if !context.is_json => print::receipt(context, receipt),
            Ok(_) => {}
            Err(failure) => {
                let error = Error::Failed(failure.clone());
                let path = one.path.display().to_string();
                failures::report_of(&path, &error, context.lang, false, context.out);
            }
        }
    }
}

/// 2 where a file could not be read, 1 where a person must look.
pub fn exit_of(outcomes: &[FileOutcome], is_strict: bool) -> Exit {
    if outcomes.iter().any(|one| one.outcome.is_err()) {
        return Exit::NotDone;
    }
    let mut receipts = outcomes.iter().filter_map(|one| one.outcome.as_ref().ok());
    Exit::look_if(receipts.any(|receipt| {
        needs_a_look(receipt.refused, &receipt.statements, &receipt.problems, is_strict)
    }))
}

/// Rows refused, balances that do not tie, a cut file, a second layout; under `--strict` any
/// problem.
pub fn needs_a_look(
    refused: u64,
    statements: &[Statement],
    problems: &[Problem],
    is_strict: bool,
) -> bool {
    refused > 0
        || statements.iter().any(|statement| statement.is_tied == Some(false))
        || problems.iter().any(|problem| is_strict || !problem.code.is_note())
}

/// Masks the raw texts of problems; where there are none, the codes of the store need not be
/// gathered.
pub fn masked(mut outcomes: Vec<FileOutcome>, session: &Session) -> Result<Vec<FileOutcome>> {
    let has_problems =
        |one: &FileOutcome| one.outcome.as_ref().is_ok_and(|r| !r.problems.is_empty());
    if !outcomes.iter().any(has_problems) {
        return Ok(outcomes);
    }
    let mask = Mask::on(session)?;
    for receipt in outcomes.iter_mut().filter_map(|one| one.outcome.as_mut().ok()) {
        let problems = std::mem::take(&mut receipt.problems);
        receipt.problems = problems.into_iter().map(|problem| mask.problem(problem)).collect();
    }
    Ok(outcomes)
}

/// One of the contract's `files`; a file that was not read has `error` and null counts.
pub fn object(one: &FileOutcome, lang: Lang) -> Value {
    match &one.outcome {
        Ok(receipt) => receipt_object(receipt, lang),
        Err(failure) => failed_object(&one.path.display().to_string(), failure, lang),
    }
}

fn receipt_object(receipt: &Receipt, lang: Lang) -> Value {
    let sums = Sums::of(&receipt.statements);
    let problems = receipt.problems.iter().map(|problem| json_text::problem(problem, lang));
    json!({
        "file": receipt.path,
        "sha256": receipt.sha256,
        "layout": receipt.layout,
        "kind": receipt.kind.code(),
        "rows": receipt.rows,
        "new": receipt.new,
        "known": receipt.known,
        "changed": receipt.changed,
        "refused": receipt.refused,
        "invoices": receipt.invoices,
        "credits": json_text::maybe(sums.credits),
        "debits": json_text::maybe(sums.debits),
        "opening": json_text::maybe(sums.opening),
        "closing": json_text::maybe(sums.closing),
        "ties": sums.is_tied,
        "accounts": receipt.statements.iter().map(statement).collect::<Vec<_>>(),
        "problems": problems.collect::<Vec<_>>(),
        "decision": receipt.decision.map(|id| id.0),
        "error": null,
    })
}

fn failed_object(path: &str, failure: &Failure, lang: Lang) -> Value {
    json!({
        "file": path,
        "sha256": null, "layout": null, "kind": null,
        "rows": null, "new": null, "known": null, "changed": null, "refused": null,
        "invoices": null, "credits": null, "debits": null,
        "opening": null, "closing": null, "ties": null,
        "accounts": [],
        "problems": [],
        "decision": null,
        "error": failures::of_failure(failure, lang),
    })
}

pub fn statement(statement: &Statement) -> Value {
    json!({
        "account": statement.source.label(),
        "currency": statement.currency.code(),
        "from": statement.seen.map(|(from, _)| from.day.to_string()),
        "to": statement.seen.map(|(_, to)| to.day.to_string()),
        "credits": json_text::money(statement.credits),
        "debits": json_text::money(statement.debits),
        "opening": json_text::maybe(statement.opening),
        "closing": json_text::maybe(statement.closing),
        "ties": statement.is_tied,
    })
}

/// The sums of a file. Sums over several currencies do not exist; balances belong to one statement.
pub struct Sums {
    pub credits: Option<Money>,
    pub debits: Option<Money>,
    pub opening: Option<Money>,
    pub closing: Option<Money>,
    pub is_tied: Option<bool>,
}

impl Sums {
    pub fn of(statements: &[Statement]) -> Sums {
        let currency = statements.first().map_or(Currency::VND, |statement| statement.currency);
        let sum =
            |side: fn(&Statement) -> Money| Money::sum(currency, statements.iter().map(side)).ok();
        let only = if let [only] = statements { Some(only) } else { None };
        let ties: Vec<bool> = statements.iter().filter_map(|statement| statement.is_tied).collect();
        Sums {
            credits: sum(|statement| statement.credits),
            debits: sum(|statement| statement.debits),
            opening: only.and_then(|statement| statement.opening),
            closing: only.and_then(|statement| statement.closing),
            is_tied: if ties.is_empty() { None } else { Some(ties.iter().all(|ties| *ties)) },
        }
    }
}
