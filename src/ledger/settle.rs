//! Accepting a proposal and linking by hand: this much of a payment settles that invoice.

use std::collections::BTreeSet;

use super::{apply, require};
use crate::model::{Change, InvoiceId, LedgerView, PaymentId, ProposalLine, Refusal, RefusalCode};
use crate::money::Money;

/// All lines or none.
pub fn accept(view: &LedgerView, lines: &[ProposalLine]) -> Result<Vec<Change>, Refusal> {
    if lines.is_empty() {
        return Err(Refusal::new(RefusalCode::ProposalNotFound));
    }
    let wanted: Vec<Wanted> = lines
        .iter()
        .map(|line| Wanted {
            payment: line.payment,
            invoice: line.invoice,
            amount: Some(line.amount),
        })
        .collect();
    settle(view, &wanted)
}

/// By hand; no amount = as much as both sides have open. An invoice is named once: whether two
/// parts of it are a slip or a sum, only the person knows.
pub fn link(
    view: &LedgerView,
    payment: PaymentId,
    parts: &[(InvoiceId, Option<Money>)],
) -> Result<Vec<Change>, Refusal> {
    if parts.is_empty() {
        return Err(require::on_payment(RefusalCode::NothingIsOpen, payment));
    }
    require::payment(view, payment)?;
    let mut named = BTreeSet::new();
    if let Some((again, _)) = parts.iter().find(|(invoice, _)| !named.insert(*invoice)) {
        let again = require::invoice(view, *again)?;
        return Err(require::regarding(again, RefusalCode::InvoiceNamedTwice));
    }
    let wanted: Vec<Wanted> = parts
        .iter()
        .map(|(invoice, amount)| Wanted { payment, invoice: *invoice, amount: *amount })
        .collect();
    settle(view, &wanted)
}

struct Wanted {
    payment: PaymentId,
    invoice: InvoiceId,
    amount: Option<Money>,
}

/// Each line sees what those before it took. Who settles a rejected pair takes the rejection back:
/// matching offers no rejected pair, so it is a person who knows better now.
fn settle(view: &LedgerView, wanted: &[Wanted]) -> Result<Vec<Change>, Refusal> {
    let payments = wanted.iter().map(|line| line.payment);
    let invoices = wanted.iter().map(|line| line.invoice);
    let mut work = require::excerpt(view, payments, invoices)?;
    require::open_day(view)?;
    let mut changes = Vec::new();
    for &Wanted { payment, invoice, amount } in wanted {
        let own = require::payment(&work, payment)?;
        let amount = require::settles(own, require::invoice(&work, invoice)?, amount)?;
        let mut new = Vec::new();
        if own.rejected.contains(&invoice) {
            new.push(Change::PairRejected { payment, invoice, stands: false });
        }
        new.push(Change::Settled { payment, invoice, amount });
        apply(&mut work, &new);
        changes.append(&mut new);
    }
    Ok(changes)
}
