//! What matching offers: proposals with reasons, and for every payment looked at, what was found.

use std::borrow::Cow;

use super::{Fact, InvoiceId, PaymentClass, PaymentId, Reason};
use crate::money::Money;

/// This much of that payment on that invoice.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct ProposalLine {
    pub payment: PaymentId,
    pub invoice: InvoiceId,
    pub amount: Money,
}

/// One offer, complete in itself. Where several payments take part it is accepted as one decision.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Proposal {
    /// Digest of its content (hex, 12 digits): a key that no longer stands is refused on accepting.
    pub key: String,
    /// 1 is the best of its payment.
    pub rank: u32,
    pub lines: Vec<ProposalLine>,
    /// For first, then against, each in the order of `matching::RULES`.
    pub reasons: Vec<Reason>,
    /// The reasons that decide, as one code: `code_and_amount`, `name_and_amount`.
    pub rule: Cow<'static, str>,
    /// Whether the policy takes it without asking.
    pub is_automatic: bool,
}

/// What matching says of one payment that it looked at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    pub payment: PaymentId,
    /// The class while nothing is decided.
    pub class: PaymentClass,
    /// Why nothing (or nothing certain) fits: code of a sentence `why.<code>` in `lang/`; empty if
    /// none.
    pub why: Cow<'static, str>,
    pub facts: Vec<Fact>,
    /// The invoice that the class speaks of (the one paid twice, cancelled, …), if one is meant.
    pub invoice: Option<InvoiceId>,
    /// Best first; at most five.
    pub proposals: Vec<Proposal>,
}

/// The outcome of one run over an open book, ordered by payment id.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Findings {
    pub findings: Vec<Finding>,
}

/// A candidate that was looked at, whether or not it became a proposal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LookedCandidate {
    pub payment: PaymentId,
    pub invoice: InvoiceId,
    pub reasons: Vec<Reason>,
    /// Rank of the proposal it became; `None` if none.
    pub rank: Option<u32>,
    /// The one test that it failed: code of `test.<code>` in `lang/`; empty if it failed none.
    pub failed_test: Cow<'static, str>,
    pub failed_facts: Vec<Fact>,
}

/// Everything looked at for one payment or invoice, best first.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Looked {
    pub candidates: Vec<LookedCandidate>,
    pub why: Cow<'static, str>,
    pub facts: Vec<Fact>,
}
