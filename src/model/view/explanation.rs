//! Why a payment or an invoice stands as it does.

use std::borrow::Cow;

use super::payment::{InvoiceCard, LinkCard, PaymentCard};
use crate::calendar::Moment;
use crate::model::{Fact, InvoiceId, PaymentId, Reason};
use crate::money::Money;

/// One candidate that was looked at for a payment (or, seen from it, for an invoice).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Candidate {
    pub payment: PaymentId,
    pub invoice: InvoiceId,
    pub invoice_number: String,
    pub payer_name: String,
    pub payment_amount: Money,
    pub invoice_open: Money,
    pub booked: Moment,
    pub memo: String,
    pub reasons: Vec<Reason>,
    /// The link that stands between the two; `None` if none.
    pub link: Option<LinkCard>,
    /// Rank of the proposal it became; `None` if none.
    pub rank: Option<u32>,
    /// The one test that it failed: code of `test.<code>`; empty if it failed none.
    pub failed_test: Cow<'static, str>,
    pub failed_facts: Vec<Fact>,
}

/// A payment that a row of money out, tied to none, may give back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Original {
    pub payment: PaymentId,
    pub booked: Moment,
    pub amount: Money,
    pub memo: String,
    /// Codes of `original.<code>` in `lang/`, the weightiest first.
    pub reasons: Vec<&'static str>,
}

/// Why a payment (or an invoice) stands as it does.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Explanation {
    pub payment: Option<Box<PaymentCard>>,
    pub invoice: Option<Box<InvoiceCard>>,
    /// Best first.
    pub candidates: Vec<Candidate>,
    /// For a refund that is tied to no payment: which it may give back, best first.
    pub originals: Vec<Original>,
    pub why: Cow<'static, str>,
    pub why_facts: Vec<Fact>,
}
