//! Unlinking: settled money is taken back, and the pair counts as rejected from then on.

use super::require;
use crate::model::{Change, InvoiceId, LedgerView, PaymentId, Refusal, RefusalCode};

/// The link with one invoice, or all links of the payment, newest first.
pub fn unlink(
    view: &LedgerView,
    payment: PaymentId,
    invoice: Option<InvoiceId>,
) -> Result<Vec<Change>, Refusal> {
    let own = require::payment(view, payment)?;
    let named = invoice.map(|id| require::invoice(view, id)).transpose()?;
    require::open_day(view)?;
    let mut changes = Vec::new();
    for (linked, amount) in own.links.iter().rev() {
        if invoice.is_some_and(|wanted| wanted != *linked) {
            continue;
        }
        changes.push(Change::Settled { payment, invoice: *linked, amount: amount.negated() });
        if !own.rejected.contains(linked) {
            changes.push(Change::PairRejected { payment, invoice: *linked, stands: true });
        }
    }
    if changes.is_empty() {
        return Err(match named {
            Some(invoice) => {
                require::about(own, RefusalCode::PairIsNotLinked).with("invoice", &invoice.number)
            }
            None => require::about(own, RefusalCode::NothingIsLinked),
        });
    }
    Ok(changes)
}
