//! A preview for people and programs: which layout read the file and why, the first rows, what is
//! refused, whether the balance ties.

use serde_json::{Value, json};

use super::commands::import::{Sums, statement};
use super::context::Context;
use super::{json as json_text, print as receipts};
use crate::lang::Lang;
use crate::model::view::Preview;
use crate::model::{Direction, FileKind, InvoiceRow, LayoutFit, PaymentRow};
use crate::words;

/// Layouts that are named beside the one that read the file.
const OTHERS: usize = 3;

/// Rows that are printed; JSON has all that the preview holds.
const ROWS: usize = 5;

pub fn print(context: &mut Context, preview: &Preview) {
    let count = words::count;
    let facts = [
        ("path", &*preview.path),
        ("layout", &*preview.layout),
        ("rows", &*count(preview.totals.rows)),
        ("payments", &*count(preview.payments)),
        ("invoices", &*count(preview.invoices)),
        ("refused", &*count(preview.totals.refused)),
    ];
    let is_invoices = preview.kind == FileKind::Invoices;
    context.say(if is_invoices { "cli.preview.invoices" } else { "cli.preview.file" }, &facts);
    place(context, preview);
    for (heading, field) in &preview.columns {
        let word = words::word(context.lang, "field", field);
        let facts = [("heading", &**heading), ("field", &*word), ("code", &**field)];
        context.say_below(2, "cli.preview.column", &facts);
    }
    for (heading, style, evidence) in &preview.number_styles {
        let style = words::word(context.lang, "number_style", style);
        let facts = [("heading", &**heading), ("style", &*style), ("raw", &**evidence)];
        // A column of bare digits has no cell that decides.
        let key = if evidence.is_empty() { "cli.preview.style_plain" } else { "cli.preview.style" };
        context.say_below(2, key, &facts);
    }
    others(preview).for_each(|fit| other(context, fit));
    preview.totals.statements.iter().for_each(|one| receipts::statement(context, one));
    preview.first_payments.iter().take(ROWS).for_each(|row| payment(context, row));
    preview.first_invoices.iter().take(ROWS).for_each(|row| invoice(context, row));
    receipts::problems(context, &preview.problems);
}

/// Where the headings stand, and the markers by which the layout was known besides.
fn place(context: &mut Context, preview: &Preview) {
    let row = preview.header_row.to_string();
    let sheet = preview.sheet.clone().unwrap_or_default();
    let facts = [("row", &*row), ("sheet", &*sheet)];
    match (preview.header_row, &preview.sheet) {
        (0, _) => {}
        (_, Some(_)) => context.say_below(2, "cli.preview.header_in_sheet", &facts),
        (_, None) => context.say_below(2, "cli.preview.header", &facts),
    }
    let own = preview.fits.iter().find(|fit| fit.layout == preview.layout);
    for marker in own.iter().flat_map(|fit| &fit.markers) {
        context.say_below(2, "cli.preview.marker", &[("marker", marker)]);
    }
}

/// Layouts that fit as well, or nearly.
fn others(preview: &Preview) -> impl Iterator<Item = &LayoutFit> {
    let near = preview.fits.iter().filter(|fit| fit.layout != preview.layout);
    near.filter(|fit| fit.is_near()).take(OTHERS)
}

fn other(context: &mut Context, fit: &LayoutFit) {
    let missing: Vec<String> = fit
        .missing
        .iter()
        .map(|(field, heading)| {
            format!("“{heading}” ({})", words::word(context.lang, "field", field))
        })
        .chain(fit.missing_markers.iter().map(|marker| format!("“{marker}”")))
        .collect();
    let found = fit.found.len().to_string();
    let missing = missing.join(", ");
    let facts = [("layout", &*fit.layout), ("found", &*found), ("missing", &*missing)];
    if let Some(bank) = fit.other_bank.filter(|_| missing.is_empty()) {
        let facts = [("layout", &*fit.layout), ("bank", bank)];
        return context.say_below(2, "cli.preview.other_bank", &facts);
    }
    let key = if fit.is_whole { "cli.preview.fits_too" } else { "cli.preview.nearly" };
    context.say_below(2, key, &facts);
}

fn payment(context: &mut Context, row: &PaymentRow) {
    let amount = match row.direction {
        Direction::Credit => row.amount,
        Direction::Debit => row.amount.negated(),
    };
    let (number, amount) = (row.row.to_string(), receipts::money(amount));
    let day = row.booked.day.to_local();
    let text = format!("{} {}", row.reference, row.memo);
    let what: Vec<&str> =
        [&*amount, text.trim()].into_iter().filter(|part| !part.is_empty()).collect();
    let what = what.join(", ");
    let facts = [("row", &*number), ("day", &*day), ("what", &*what)];
    context.say_below(2, "cli.preview.payment", &facts);
}

fn invoice(context: &mut Context, row: &InvoiceRow) {
    let amount = receipts::money(row.facts.amount);
    let facts =
        [("number", &*row.identity.number), ("amount", &*amount), ("name", &*row.facts.payer_name)];
    context.say_below(2, "cli.preview.invoice", &facts);
}

/// The object of `layouts try --json`; its keys are told by `--help`.
pub fn object(preview: &Preview, lang: Lang) -> Value {
    let sums = Sums::of(&preview.totals.statements);
    let problems = preview.problems.iter().map(|one| json_text::problem(one, lang));
    let columns = preview.columns.iter();
    let columns = columns.map(|(heading, field)| json!({ "heading": heading, "field": field }));
    let styles = preview.number_styles.iter().map(|(heading, style, evidence)| {
        json!({ "heading": heading, "style": style, "evidence": words::shortened(evidence, 80) })
    });
    json!({
        "file": preview.path,
        "sha256": preview.sha256,
        "layout": preview.layout,
        "kind": preview.kind.code(),
        "container": preview.container,
        "encoding": preview.encoding,
        "sheet": preview.sheet,
        "header_row": preview.header_row,
        "columns": columns.collect::<Vec<_>>(),
        "number_styles": styles.collect::<Vec<_>>(),
        "near": preview.fits.iter().filter(|fit| fit.is_near()).map(near).collect::<Vec<_>>(),
        "rows": preview.totals.rows,
        "refused": preview.totals.refused,
        "statements": preview.totals.statements.len(),
        "accounts": preview.totals.statements.iter().map(statement).collect::<Vec<_>>(),
        "payments": preview.payments,
        "invoices": preview.invoices,
        "details": preview.details,
        "credits": json_text::maybe(sums.credits),
        "debits": json_text::maybe(sums.debits),
        "opening": json_text::maybe(sums.opening),
        "closing": json_text::maybe(sums.closing),
        "ties": sums.is_tied,
        "first_payments": preview.first_payments.iter().map(first_payment).collect::<Vec<_>>(),
        "first_invoices": preview.first_invoices.iter().map(first_invoice).collect::<Vec<_>>(),
        "problems": problems.collect::<Vec<_>>(),
    })
}

fn near(fit: &LayoutFit) -> Value {
    let missing = fit.missing.iter();
    let missing = missing.map(|(field, heading)| json!({ "heading": heading, "field": field }));
    json!({
        "layout": fit.layout,
        "fits": fit.is_whole,
        "score": fit.score,
        "row": fit.row,
        "missing": missing.collect::<Vec<_>>(),
        "markers": fit.markers,
        "missing_markers": fit.missing_markers,
        "other_bank": fit.other_bank,
    })
}

fn first_payment(row: &PaymentRow) -> Value {
    json!({
        "row": row.row,
        "detail": row.detail,
        "source": row.source.label(),
        "booked_at": row.booked.to_iso(),
        "direction": row.direction.code(),
        "amount": json_text::money(row.amount),
        "currency": row.amount.currency().code(),
        "fee": json_text::money(row.fee),
        "reference": row.reference,
        "memo": row.memo,
        "status": row.status.code(),
    })
}

fn first_invoice(row: &InvoiceRow) -> Value {
    json!({
        "number": row.identity.number,
        "amount": json_text::money(row.facts.amount),
        "currency": row.facts.amount.currency().code(),
        "payer_name": row.facts.payer_name,
        "status": row.facts.status.code(),
    })
}
