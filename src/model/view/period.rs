//! Days and months, and the checklist before one is closed.

use crate::calendar::{Period, Stamp};
use crate::model::Fact;
use crate::money::Money;

/// A day or month that has payments or was closed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PeriodCard {
    pub period: Period,
    pub is_closed: bool,
    pub closed_at: Option<Stamp>,
    pub actor: Option<String>,
    /// Successful credits.
    pub payments: u64,
    pub settled: u64,
    /// Payments with something open.
    pub carried: u64,
}

impl PeriodCard {
    /// Payments outside matching: payouts, money that is no fee, money that went back.
    pub fn excluded(&self) -> u64 {
        self.payments.saturating_sub(self.settled + self.carried)
    }
}

/// One point of the checklist before closing; its words are `close_check.<code>`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClosePoint {
    pub code: &'static str,
    pub is_met: bool,
    /// Whether closing is refused while it is not met.
    pub is_required: bool,
    pub facts: Vec<Fact>,
}

/// What closing a period means before it is done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Checklist {
    pub period: Period,
    pub points: Vec<ClosePoint>,
    pub credited: Money,
    /// Successful credits, and those of them settled, with something open and outside matching.
    pub payments: u64,
    pub settled: u64,
    pub carried: u64,
    pub carried_amount: Money,
    pub is_closed: bool,
}
