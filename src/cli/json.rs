//! What programs read: every object of the contract, with every key from the start, null or empty.

use serde_json::{Map, Value, json};

use crate::lang::Lang;
use crate::model::view::{
    ChangeCard, CheckOutcome, Decided, DecisionCard, DoctorPoint, ExceptionCard, FileCard,
    InvoiceCard, LinkCard, MatchSummary, PaymentCard, PayoutCard, PeriodCard, ProblemCard,
    ProposalCard,
};
use crate::model::{Change, InvoiceId, Problem, Subject};
use crate::money::Money;
use crate::text::json_escaped;
use crate::words;

/// So many characters of a refused row are printed; the store keeps all of it.
const RAW_SHOWN: usize = 1_000;

/// One line that steers no terminal.
pub fn text(value: &Value) -> String {
    json_escaped(value.to_string())
}

pub fn money(amount: Money) -> Value {
    Value::String(amount.to_plain())
}

pub fn maybe(amount: Option<Money>) -> Value {
    amount.map_or(Value::Null, money)
}

/// Milliseconds as seconds with three decimals.
pub fn seconds(milliseconds: u128) -> Value {
    let text = format!("{}.{:03}", milliseconds / 1000, milliseconds % 1000);
    serde_json::from_str(&text).expect("digits, a dot and three digits are a JSON number")
}

pub fn payment(card: &PaymentCard, lang: Lang) -> Value {
    json!({
        "id": card.id.0,
        "file": card.file_name,
        "row": card.row,
        "detail": card.detail,
        "source": card.source,
        "reference": card.reference,
        "booked_at": card.booked.to_iso(),
        "book_day": card.book_day.to_string(),
        "amount": money(card.amount),
        "fee": money(card.fee),
        "currency": card.amount.currency().code(),
        "direction": card.direction.code(),
        "memo": card.memo,
        "payer_name": card.payer_name,
        "payer_account": card.payer_account,
        "virtual_account": card.virtual_account,
        "code": card.code,
        "status": card.status.code(),
        "state": card.state.code(),
        "class": card.class.code(),
        "open": money(card.open),
        "refunded": money(card.refunded),
        "excluded": money(card.excluded),
        "refund_of": card.refund_of.map(|id| id.0),
        "gateway_state": card.gateway_state.map(|state| state.code()),
        "resolved_as": card.resolved_as.map(|resolved| resolved.code()),
        "why": text_or_null(&card.why),
        "links": card.links.iter().map(payment_link).collect::<Vec<_>>(),
        "payout": card.payout.as_ref().map(payout),
        "proposals": card.proposals.iter().map(|p| proposal(p, lang)).collect::<Vec<_>>(),
    })
}

pub fn payment_link(link: &LinkCard) -> Value {
    json!({
        "invoice": link.invoice_number,
        "amount": money(link.amount),
        "made_by": link.made_by.code(),
        "decision": link.decision.0,
        "rule": link.rule,
    })
}

/// On the bank's credit what it is made of, on the gateway's row the credit.
fn payout(card: &PayoutCard) -> Value {
    match card {
        PayoutCard::Of { payments, gross, fee, refunds, difference } => json!({
            "payments": payments.iter().map(|id| id.0).collect::<Vec<_>>(),
            "gross": money(*gross),
            "fee": money(*fee),
            "refunds": money(*refunds),
            "difference": money(*difference),
        }),
        PayoutCard::By(bank_payment) => json!({ "bank_payment": bank_payment.0 }),
    }
}

fn proposal(card: &ProposalCard, lang: Lang) -> Value {
    let mut payments: Vec<i64> = card.lines.iter().map(|line| line.payment.0).collect();
    payments.sort_unstable();
    payments.dedup();
    let lines = card.lines.iter().map(|line| {
        json!({
            "invoice": line.invoice_number,
            "amount": money(line.amount),
            "payment": line.payment.0,
        })
    });
    json!({
        "rank": card.rank,
        "key": card.key,
        "payments": payments,
        "lines": lines.collect::<Vec<_>>(),
        "automatic": card.is_automatic,
        "rule": card.rule,
        "reasons": card.reasons.iter().map(|r| words::reason(lang, r)).collect::<Vec<_>>(),
    })
}

pub fn invoice(card: &InvoiceCard) -> Value {
    let facts = &card.facts;
    let links = card.links.iter();
    let links = links.map(|l| json!({ "payment": l.payment.0, "amount": money(l.amount) }));
    json!({
        "number": card.number,
        "dossier_code": facts.dossier_code,
        "payment_code": facts.payment_codes.join(";"),
        "virtual_account": facts.virtual_account,
        "payer_name": facts.payer_name,
        "payer_id": facts.payer_id,
        "payer_account": facts.payer_account,
        "issued_on": facts.issued_on.map(|day| day.to_string()),
        "due_on": facts.due_on.map(|day| day.to_string()),
        "status": facts.status.code(),
        "amount": money(facts.amount),
        "currency": facts.amount.currency().code(),
        "paid": money(card.paid),
        "open": money(card.open),
        "written_off": money(card.written_off),
        "state": card.state.code(),
        "class": card.class.code(),
        "resolved_as": card.resolved_as.map(|resolved| resolved.code()),
        "links": links.collect::<Vec<_>>(),
    })
}

/// The payment or invoice, and who has to do what about it. Nobody owns exceptions yet: `owner` is
/// null.
pub fn exception(card: &ExceptionCard, lang: Lang) -> Value {
    let (kind, object, age_days, note, class, is_resolved) = match card {
        ExceptionCard::Payment { payment: card, age_days } => {
            let is_resolved = card.resolved_as.is_some();
            ("payment", payment(card, lang), age_days, &card.note, card.class.code(), is_resolved)
        }
        ExceptionCard::Invoice { invoice: card, age_days } => {
            let is_resolved = card.resolved_as.is_some();
            ("invoice", invoice(card), age_days, &card.note, card.class.code(), is_resolved)
        }
    };
    let mut all = Map::new();
    all.insert("kind".to_owned(), kind.into());
    if let Value::Object(own) = object {
        all.extend(own);
    }
    let next_step = if is_resolved { None } else { super::rows::next_step(class) };
    all.insert("age_days".to_owned(), (*age_days).into());
    all.insert("owner".to_owned(), Value::Null);
    all.insert("next_step".to_owned(), next_step.into());
    all.insert("note".to_owned(), text_or_null(note));
    Value::Object(all)
}

/// `file` is what was imported by it: an import changes by bringing rows.
pub fn decision(card: &DecisionCard, file: Option<&FileCard>) -> Value {
    let mut changes = changes(&card.changes);
    if let (Some(file), Some(all)) = (file, changes.as_array_mut()) {
        all.insert(0, imported(file));
    }
    json!({
        "id": card.id.0,
        "made_at": card.made_at.to_iso(),
        "actor": card.actor,
        "made_by": card.made_by.code(),
        "run": card.run.map(|run| run.0),
        "kind": card.kind.code(),
        "book_day": card.book_day.to_string(),
        "reason": card.reason,
        "rule": card.rule,
        "file": card.file_name,
        "undoes": card.undoes.map(|id| id.0),
        "undone_by": card.undone_by.map(|id| id.0),
        "changes": changes,
        "hash": card.hash,
    })
}

fn imported(file: &FileCard) -> Value {
    json!({
        "change": "imported",
        "file": file.id.0,
        "rows": file.rows,
        "new": file.new,
        "known": file.known,
        "changed": file.changed,
        "refused": file.refused,
    })
}

pub fn file(card: &FileCard) -> Value {
    json!({
        "id": card.id.0,
        "name": card.name,
        "sha256": card.sha256,
        "layout": card.layout,
        "kind": card.kind.code(),
        "account": text_or_null(&card.accounts.join(";")),
        "from": card.from.map(|day| day.to_string()),
        "to": card.to.map(|day| day.to_string()),
        "rows": card.rows,
        "new": card.new,
        "known": card.known,
        "changed": card.changed,
        "refused": card.refused,
        "imported_at": card.imported_at.to_iso(),
        "actor": card.actor,
        "decision": card.decision.0,
        "withdrawn": card.is_withdrawn,
    })
}

pub fn problem_card(card: &ProblemCard, lang: Lang) -> Value {
    let mut all = Map::new();
    all.insert("file".to_owned(), card.file_name.clone().into());
    if let Value::Object(own) = problem(&card.problem, lang) {
        all.extend(own);
    }
    Value::Object(all)
}

pub fn problem(problem: &Problem, lang: Lang) -> Value {
    let code = problem.code.code();
    json!({
        "row": (problem.place.row > 0).then_some(problem.place.row),
        "column": text_or_null(&problem.place.column),
        "raw": words::shortened(&problem.raw, RAW_SHOWN),
        "code": code,
        "message": words::sentence(lang, "problem", code, &words::problem_facts(problem)),
        "hint": words::hint(lang, "problem", code, &words::problem_facts(problem)),
    })
}

pub fn period(card: &PeriodCard) -> Value {
    json!({
        "period": card.period.to_string(),
        "state": if card.is_closed { "closed" } else { "open" },
        "closed_at": card.closed_at.map(|at| at.to_iso()),
        "actor": card.actor,
        "payments": card.payments,
        "settled": card.settled,
        "carried": card.carried,
        "excluded": card.excluded(),
    })
}

pub fn decided(decided: &Decided) -> Value {
    json!({
        "decision": decided.decisions.last().map(|id| id.0),
        "decisions": decided.decisions.iter().map(|id| id.0).collect::<Vec<_>>(),
        "kind": decided.kind.code(),
        "payments": decided.payments.iter().map(|id| id.0).collect::<Vec<_>>(),
        "invoices": decided.invoices,
        "changes": changes(&decided.changes),
    })
}

pub fn match_summary(summary: &MatchSummary) -> Value {
    json!({
        "run": summary.run.map(|run| run.0),
        "payments_open": summary.payments_open,
        "invoices_open": summary.invoices_open,
        "automatic": summary.automatic,
        "proposed": summary.proposed,
        "ambiguous": summary.ambiguous,
        "unidentified": summary.unidentified,
        "seconds": seconds(summary.milliseconds),
    })
}

pub fn check(outcome: &CheckOutcome, lang: Lang) -> Value {
    let findings = outcome.findings.iter().map(|finding| {
        let message = words::sentence(lang, "finding", &finding.code, &finding.facts);
        json!({ "code": finding.code, "message": message })
    });
    let mut currencies = Map::new();
    for identity in &outcome.identities {
        let sums = json!({
            "credits": money(identity.credits),
            "settled": money(identity.settled),
            "refunded": money(identity.refunded),
            "open": money(identity.open),
            "excluded": money(identity.excluded),
        });
        currencies.insert(identity.currency.code().to_owned(), sums);
    }
    let by_source = outcome.credits_by_source.iter().map(|(currency, kind, credits)| {
        json!({ "currency": currency.code(), "kind": kind.code(), "credits": money(*credits) })
    });
    json!({
        "ok": outcome.findings.is_empty(),
        "findings": findings.collect::<Vec<_>>(),
        "currencies": currencies,
        "credits_by_source": by_source.collect::<Vec<_>>(),
        "decisions": outcome.decisions,
        "chain_head": outcome.chain_head,
    })
}

pub fn doctor(points: &[DoctorPoint], lang: Lang) -> Value {
    let all = points.iter().map(|point| {
        json!({
            "code": point.code,
            "ok": point.is_met,
            "message": words::doctor(lang, point),
        })
    });
    json!({
        "ok": points.iter().all(|point| point.is_met),
        "points": all.collect::<Vec<_>>(),
    })
}

pub fn changes(changes: &[ChangeCard]) -> Value {
    changes.iter().map(change).collect()
}

fn change(card: &ChangeCard) -> Value {
    let number = |id: &InvoiceId| {
        card.invoice_number.clone().map_or_else(|| Value::from(id.0), Value::String)
    };
    let mut object = match &card.change {
        Change::Settled { payment, invoice, amount } => {
            json!({ "payment": payment.0, "invoice": number(invoice), "amount": money(*amount) })
        }
        Change::Excluded { payment, amount, resolve_as } => {
            json!({ "payment": payment.0, "amount": money(*amount), "as": resolve_as.code() })
        }
        Change::Refunded { original, refund, amount } => json!({
            "payment": original.0,
            "refund": refund.map(|id| id.0),
            "amount": money(*amount),
        }),
        Change::PaidOut { payout, payment, stands } => {
            json!({ "payment": payment.0, "payout": payout.0, "stands": stands })
        }
        Change::WrittenOff { invoice, amount } => {
            json!({ "invoice": number(invoice), "amount": money(*amount) })
        }
        Change::PairRejected { payment, invoice, stands } => {
            json!({ "payment": payment.0, "invoice": number(invoice), "stands": stands })
        }
        Change::Resolved { subject, resolve_as, stands } => match subject {
            Subject::Payment(payment) => {
                json!({ "payment": payment.0, "as": resolve_as.code(), "stands": stands })
            }
            Subject::Invoice(invoice) => {
                json!({ "invoice": number(invoice), "as": resolve_as.code(), "stands": stands })
            }
        },
        Change::StatusChanged { payment, from, to } => {
            json!({ "payment": payment.0, "from": from.code(), "to": to.code() })
        }
        Change::NatureChanged { payment, from, to } => {
            json!({ "payment": payment.0, "from": from.code(), "to": to.code() })
        }
        Change::InvoiceChanged { invoice, from, to } => json!({
            "invoice": number(invoice),
            "from": { "amount": money(from.amount), "status": from.status.code() },
            "to": { "amount": money(to.amount), "status": to.status.code() },
        }),
        Change::RowsWithdrawn { file, stands } => json!({ "file": file.0, "stands": stands }),
        Change::PeriodClosed { period, stands } => {
            json!({ "period": period.to_string(), "stands": stands })
        }
    };
    let kind = Value::from(card.change.code());
    let own = object.as_object_mut().expect("every change is an object").clone();
    let mut all = Map::new();
    all.insert("change".to_owned(), kind);
    all.extend(own);
    Value::Object(all)
}

/// A text that may be missing.
pub fn text_or_null(text: &str) -> Value {
    if text.is_empty() { Value::Null } else { text.into() }
}
