//! Classifying: patterns or accounts of the configuration say that a payment is another kind of
//! money.

use super::require;
use crate::model::{Change, LedgerView, Nature, PaymentId, Refusal, RefusalCode};

/// Only while nothing was decided about the payment: no link is moved by the program.
pub fn classify(
    view: &LedgerView,
    payment: PaymentId,
    nature: Nature,
) -> Result<Vec<Change>, Refusal> {
    let own = require::payment(view, payment)?;
    require::open_day(view)?;
    require::not_withdrawn(own)?;
    let is_decided = own.is_decided() || !own.pays_out.is_empty();
    if is_decided || own.nature == nature {
        return Err(require::on_payment(RefusalCode::AlreadyResolved, payment)
            .with("resolve_as", own.nature.code()));
    }
    Ok(vec![Change::NatureChanged { payment, from: own.nature, to: nature }])
}
