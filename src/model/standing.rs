//! How a payment or an invoice stands now: sums of its lines, its state and its class. Derived,
//! rebuildable.

use super::codes::coded;
use super::{Direction, InvoiceId, InvoiceStatus, Nature, PaymentId, PaymentStatus};
use crate::money::Money;

coded! {
    pub enum PaymentState {
        Open = "open",
        Part = "part",
        Settled = "settled",
        Excluded = "excluded",
        Withdrawn = "withdrawn",
    }
}

coded! {
    /// One class each; the first that applies, in this order.
    pub enum PaymentClass {
        Withdrawn = "withdrawn",
        Failed = "failed",
        Pending = "pending",
        Reversed = "reversed",
        Refund = "refund",
        Payout = "payout",
        NotFee = "not_fee",
        WrongAccount = "wrong_account",
        CancelledButPaid = "cancelled_but_paid",
        ExemptButPaid = "exempt_but_paid",
        PaidTwice = "paid_twice",
        Ambiguous = "ambiguous",
        PartPaid = "part_paid",
        OverPaid = "over_paid",
        SmallDifference = "small_difference",
        Matched = "matched",
        ToReview = "to_review",
        Unidentified = "unidentified",
        Unmatched = "unmatched",
    }
}

coded! {
    pub enum InvoiceState {
        Open = "open",
        Part = "part",
        Paid = "paid",
        OverPaid = "over_paid",
        Cancelled = "cancelled",
        Exempt = "exempt",
    }
}

coded! {
    /// One class each. A cancelled invoice without money is `unpaid`; that nobody has to pay it is
    /// said by its state.
    pub enum InvoiceClass {
        Matched = "matched",
        Unpaid = "unpaid",
        PartPaid = "part_paid",
        OverPaid = "over_paid",
        PaidTwice = "paid_twice",
        CancelledButPaid = "cancelled_but_paid",
        Exempt = "exempt",
        ExemptButPaid = "exempt_but_paid",
        Suspect = "suspect",
    }
}

coded! {
    /// Where a gateway payment's money is; for gateway rows only (issue of the three-way view).
    pub enum GatewayState {
        AtGateway = "at_gateway",
        DueAtGateway = "due_at_gateway",
        PaidOut = "paid_out",
        FeeDifference = "fee_difference",
        Suspect = "suspect",
    }
}

/// A row of `payment_now`. Always: amount = settled + refunded + excluded + open for a successful
/// credit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PaymentStanding {
    pub payment: PaymentId,
    pub direction: Direction,
    pub status: PaymentStatus,
    pub nature: Nature,
    pub is_withdrawn: bool,
    pub amount: Money,
    pub settled: Money,
    pub refunded: Money,
    pub excluded: Money,
    pub open: Money,
    pub state: PaymentState,
    pub class: PaymentClass,
    /// The original that a refund row gives back, where it is known.
    pub refund_of: Option<PaymentId>,
}

impl PaymentStanding {
    /// Whether it is money of the identity, a payment that figures count: a successful credit.
    pub fn is_money(&self) -> bool {
        self.direction == Direction::Credit
            && self.status == PaymentStatus::Success
            && !self.is_withdrawn
    }
}

/// A row of `invoice_now`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct InvoiceStanding {
    pub invoice: InvoiceId,
    pub status: InvoiceStatus,
    pub amount: Money,
    pub paid: Money,
    /// What the invoice still lacks; 0 if paid, over-paid, cancelled or exempt.
    pub open: Money,
    /// Written off or carried by a decision on the invoice.
    pub written_off: Money,
    pub state: InvoiceState,
    pub class: InvoiceClass,
}
