//! The day that a decision counts to.

use crate::calendar::{Day, first_open_day};
use crate::model::{Decision, LedgerView, PaymentId, Subject};

/// What a decision may not be booked before: the latest book day of some earlier ones.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotBefore {
    /// Of those that changed what kind of money the payment is.
    NatureChanged(PaymentId),
    /// Of those that moved money of the payment.
    MoneyMoved(PaymentId),
}

/// What kind of money a payment is decides how all of it stands, so such a change parts its
/// decisions: none before it is booked on a later day, none after it on an earlier one. Else the
/// reports of single days would not add up.
pub fn not_before(decision: &Decision) -> Vec<NotBefore> {
    let mut bounds: Vec<NotBefore> = payments(decision).map(NotBefore::NatureChanged).collect();
    if let Decision::TiePayout { payout: payment, .. } | Decision::Classify { payment, .. } =
        decision
    {
        bounds.push(NotBefore::MoneyMoved(*payment));
    }
    bounds
}

/// The latest book day among the payments that it names, or `today` where it names none, that of
/// the undone decision where it undoes one; not before `earliest`, the latest day of `not_before`;
/// if that is closed, the first open day after it.
pub fn book_day(view: &LedgerView, decision: &Decision, today: Day, earliest: Option<Day>) -> Day {
    let own = payments(decision).filter_map(|id| view.payments.get(&id)).map(|own| own.book_day);
    let day = match decision {
        Decision::Undo(undone) => undone.book_day,
        _ => own.max().unwrap_or(today),
    };
    first_open_day(&view.closed, day.max(earliest.unwrap_or(day)))
}

fn payments(decision: &Decision) -> impl Iterator<Item = PaymentId> {
    decision.subjects().into_iter().filter_map(|subject| match subject {
        Subject::Payment(payment) => Some(payment),
        Subject::Invoice(_) => None,
    })
}
