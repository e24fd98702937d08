//! Proposals with their reasons, and what a run of matching made of them.

use crate::calendar::Day;
use crate::model::{InvoiceId, PaymentId, Reason, RunId};
use crate::money::Money;

/// A line of a proposal with what a person needs to judge it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProposalLineCard {
    pub payment: PaymentId,
    pub invoice: InvoiceId,
    pub invoice_number: String,
    pub payer_name: String,
    pub issued_on: Option<Day>,
    pub invoice_open: Money,
    pub amount: Money,
}

/// A proposal on offer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProposalCard {
    pub rank: u32,
    pub key: String,
    pub is_automatic: bool,
    pub rule: String,
    pub lines: Vec<ProposalLineCard>,
    pub reasons: Vec<Reason>,
}

/// What a run of matching did.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MatchSummary {
    pub run: Option<RunId>,
    pub payments_open: u64,
    pub invoices_open: u64,
    pub automatic: u64,
    pub proposed: u64,
    pub ambiguous: u64,
    pub unidentified: u64,
    pub milliseconds: u128,
}
