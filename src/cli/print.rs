//! Receipts for people: what an import, a run of matching, a decision or a check did.

use super::context::Context;
use crate::lang::Lang;
use crate::model::view::{CheckOutcome, Decided, MatchSummary, PaymentCard, PayoutCard, Receipt};
use crate::model::{FileKind, Problem, Statement};
use crate::money::{Currency, Money};
use crate::text::safe;
use crate::words;

/// `1.500.000 ₫`, `12,50 EUR`.
pub fn money(amount: Money) -> String {
    match amount.currency() {
        Currency::VND => format!("{} ₫", amount.to_grouped()),
        other => format!("{} {}", amount.to_grouped(), other.code()),
    }
}

/// What was done with one file.
pub fn receipt(context: &mut Context, receipt: &Receipt) {
    let is_invoices = receipt.kind == FileKind::Invoices;
    let key = if is_invoices { "cli.receipt.invoices" } else { "cli.receipt.file" };
    let count = words::count;
    let facts = [
        ("path", &*receipt.path),
        ("layout", &*receipt.layout),
        ("rows", &*count(receipt.rows)),
        ("new", &*count(receipt.new)),
        ("known", &*count(receipt.known)),
        ("changed", &*count(receipt.changed)),
        ("refused", &*count(receipt.refused)),
        ("invoices", &*count(receipt.invoices)),
    ];
    context.say(key, &facts);
    receipt.statements.iter().for_each(|statement| self::statement(context, statement));
    problems(context, &receipt.problems);
    if let Some(decision) = receipt.decision {
        context.say_below(2, "cli.receipt.decision", &[("decision", &decision.to_string())]);
    }
}

/// Credits, debits and, where the file states balances, whether they tie.
pub fn statement(context: &mut Context, statement: &Statement) {
    let facts = [
        ("account", &*statement.source.label()),
        ("credits", &*money(statement.credits)),
        ("debits", &*money(statement.debits)),
    ];
    context.say_below(2, "cli.receipt.statement", &facts);
    let (Some(opening), Some(closing)) = (statement.opening, statement.closing) else { return };
    let key = match statement.is_tied {
        Some(false) => "cli.receipt.does_not_tie",
        _ => "cli.receipt.ties",
    };
    context.say_below(2, key, &[("opening", &money(opening)), ("closing", &money(closing))]);
}

/// So many problems of one file are printed; `list problems` has them all.
const PROBLEMS_SHOWN: usize = 20;

/// Each problem with its place, its raw text and what to do.
pub fn problems(context: &mut Context, problems: &[Problem]) {
    for problem in problems.iter().take(PROBLEMS_SHOWN) {
        let text = problem_text(context.lang, problem);
        context.out.line(&text);
    }
    if problems.len() > PROBLEMS_SHOWN {
        let rest = words::count((problems.len() - PROBLEMS_SHOWN) as u64);
        context.say_below(2, "cli.receipt.more_problems", &[("rest", &rest)]);
    }
}

fn problem_text(lang: Lang, problem: &Problem) -> String {
    let facts = words::problem_facts(problem);
    let code = problem.code.code();
    let place = match (problem.place.row, problem.place.column.is_empty()) {
        (0, _) => "file",
        (_, true) => "row",
        (_, false) => "cell",
    };
    let place = words::sentence(lang, "cli.place", place, &facts);
    let message = words::sentence(lang, "problem", code, &facts);
    let hint = words::hint(lang, "problem", code, &facts);
    let gap = if hint.is_empty() { "" } else { " " };
    format!("  {place} {message}{gap}{hint}")
}

/// What a run of matching did.
pub fn match_summary(context: &mut Context, summary: &MatchSummary) {
    let count = words::count;
    let facts = [
        ("payments", &*count(summary.payments_open)),
        ("invoices", &*count(summary.invoices_open)),
        ("automatic", &*count(summary.automatic)),
        ("proposed", &*count(summary.proposed)),
        ("ambiguous", &*count(summary.ambiguous)),
        ("unidentified", &*count(summary.unidentified)),
    ];
    context.say("cli.match.summary", &facts);
    if let Some(run) = summary.run {
        context.say("cli.match.run", &[("run", &run.to_string())]);
    }
}

/// What a decision did.
pub fn decided(context: &mut Context, decided: &Decided) {
    let ids: Vec<String> = decided.decisions.iter().map(ToString::to_string).collect();
    let kind = words::word(context.lang, "kind", decided.kind.code());
    context.say("cli.decided", &[("decision", &ids.join(", ")), ("kind", &kind)]);
    for change in &decided.changes {
        let text = words::change(context.lang, change, money);
        context.out.line(&format!("  {text}"));
    }
}

/// What a payout is made of, or which credit paid a gateway's row out.
pub fn payout(context: &mut Context, card: &PaymentCard) {
    match &card.payout {
        Some(PayoutCard::Of { payments, gross, fee, refunds, difference }) => {
            let facts = [
                ("count", &*words::count(payments.len() as u64)),
                ("gross", &*money(*gross)),
                ("fee", &*money(*fee)),
                ("refunds", &*money(*refunds)),
                ("difference", &*money(*difference)),
            ];
            context.say("cli.payout.of", &facts);
        }
        Some(PayoutCard::By(payout)) => {
            context.say("cli.payout.by", &[("payout", &payout.to_string())]);
        }
        None => {}
    }
}

/// What `check` found, and the sums that it proved.
pub fn check(context: &mut Context, outcome: &CheckOutcome) {
    for finding in &outcome.findings {
        let text = words::sentence(context.lang, "finding", &finding.code, &finding.facts);
        context.out.line(&text);
    }
    for identity in &outcome.identities {
        let facts = [
            ("currency", identity.currency.code()),
            ("credits", &*identity.credits.to_grouped()),
            ("settled", &*identity.settled.to_grouped()),
            ("refunded", &*identity.refunded.to_grouped()),
            ("excluded", &*identity.excluded.to_grouped()),
            ("open", &*identity.open.to_grouped()),
        ];
        context.say("cli.check.identity", &facts);
    }
    for (currency, kind, credits) in &outcome.credits_by_source {
        let kind = words::word(context.lang, "source_kind", kind.code());
        let credits = credits.to_grouped();
        let facts = [("kind", &*kind), ("credits", &*credits), ("currency", currency.code())];
        context.say_below(2, "cli.check.source", &facts);
    }
    let decisions = words::count(outcome.decisions);
    let head = safe(&outcome.chain_head).into_string();
    context.say("cli.check.chain", &[("decisions", &decisions), ("head", &head)]);
    let key = if outcome.findings.is_empty() { "cli.check.ok" } else { "cli.check.not_ok" };
    context.say(key, &[("findings", &words::count(outcome.findings.len() as u64))]);
}
