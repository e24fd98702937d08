//! The law of the book: a decision becomes changes or is refused. Pure.
//!
//! `decide` reads only what the decision names. Each kind of decision has a file of its own;
//! `book_day` says on which day a decision counts and `later` what stands against undoing it;
//! `apply` makes the changes true in a view, as the store does in its tables; `standing` says what
//! follows from the sums; `replay` puts a whole record to the law again.

mod apply;
mod book_day;
mod classify;
mod later;
mod payout;
mod period;
mod refund;
mod reject;
mod replay;
mod require;
mod resolve;
mod settle;
mod standing;
mod status;
#[cfg(test)]
mod tests;
mod undo;
mod unlink;

pub use apply::apply;
pub use book_day::{NotBefore, book_day, not_before};
pub use later::{bearing_subjects, standing_later};
pub use replay::{Doubt, Recorded, Replay};
pub use standing::{identities, invoice_standing, payment_standing};
pub use status::status_changes;

use crate::model::{Change, Decision, LedgerView, Refusal};

/// What a decision changes, or why it may not be made. Where several refusals apply, the first in
/// the order of `RefusalCode` is given.
pub fn decide(view: &LedgerView, decision: &Decision) -> Result<Vec<Change>, Refusal> {
    match decision {
        Decision::Accept { lines, .. } => settle::accept(view, lines),
        Decision::Link { payment, parts } => settle::link(view, *payment, parts),
        Decision::Unlink { payment, invoice } => unlink::unlink(view, *payment, *invoice),
        Decision::Reject { pairs } => reject::reject(view, pairs),
        Decision::ResolvePayment { payment, resolve_as } => {
            resolve::payment(view, *payment, *resolve_as)
        }
        Decision::ResolveInvoice { invoice, resolve_as } => {
            resolve::invoice(view, *invoice, *resolve_as)
        }
        Decision::TieRefund { refund, original } => refund::tie(view, *refund, *original),
        Decision::TiePayout { payout, payments } => payout::tie(view, *payout, payments),
        Decision::Classify { payment, nature } => classify::classify(view, *payment, *nature),
        Decision::ClosePeriod(period) => period::close(view, *period),
        Decision::ReopenPeriod(period) => period::reopen(view, *period),
        Decision::Unmask => require::open_day(view).map(|()| Vec::new()),
        Decision::Undo(undone) => undo::undo(view, undone),
    }
}
