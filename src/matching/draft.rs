//! A draft of a proposal, and what is found out about one payment before it is laid before a
//! person.

use std::borrow::Cow;

use super::assign::Evidence;
use super::find::Known;
use super::find::by_code::by_age;
use super::policy;
use crate::model::{Fact, OpenPayment, PaymentClass, Reason, Side, Strength};
use crate::money::Money;

/// How the payment's amount fits what the invoices of a draft ask for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Fit {
    Exact,
    /// Within the tolerance.
    Small,
    Short,
    Over,
}

/// A reading of a payment: who gets how much of it, and what speaks for and against.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Draft {
    /// Invoices by index in the book.
    pub lines: Vec<(usize, Money)>,
    pub reasons: Vec<Reason>,
    pub fit: Fit,
    /// What the payment's amount lacks or leaves, in minor units.
    pub rest: i64,
}

impl Draft {
    pub fn rule(&self) -> &'static str {
        policy::rule_of(&self.reasons)
    }

    /// Whether a careful accountant would sign it unseen, other payments aside.
    pub fn is_certain(&self) -> bool {
        self.fit == Fit::Exact && policy::is_certain(&self.reasons)
    }

    pub fn has(&self, rule: &str) -> bool {
        self.reasons.iter().any(|reason| reason.rule == rule)
    }

    pub fn pays(&self, invoice: usize) -> bool {
        self.lines.iter().any(|(line, _)| *line == invoice)
    }

    /// Adds a reason where it belongs: for before against.
    pub fn add(&mut self, reason: Reason) {
        self.reasons.push(reason);
        self.reasons.sort_by_key(|reason| reason.side == Side::Against);
    }

    pub fn remove(&mut self, rule: &str) {
        self.reasons.retain(|reason| reason.rule != rule);
    }

    /// Less is better: little against, much for, then exact figures. What is left equal is equally
    /// good.
    pub fn weight(&self) -> impl Ord + use<> {
        let count = |side, strength| {
            let is_it = |reason: &&Reason| reason.side == side && reason.strength == strength;
            i64::try_from(self.reasons.iter().filter(is_it).count()).unwrap_or(i64::MAX)
        };
        let against = [Strength::Strong, Strength::Fair, Strength::Weak]
            .map(|strength| count(Side::Against, strength));
        let in_favour = [Strength::Strong, Strength::Fair, Strength::Weak]
            .map(|strength| -count(Side::For, strength));
        (against, in_favour, self.rest.abs(), self.lines.len())
    }

    /// What weighs enough to tell two readings apart; weak reasons and exact figures do not.
    pub fn evidence(&self) -> Evidence {
        let count = |side, strength| {
            let is_it = |one: &&Reason| one.side == side && one.strength == strength;
            i64::try_from(self.reasons.iter().filter(is_it).count()).unwrap_or(i64::MAX)
        };
        [
            -count(Side::Against, Strength::Strong),
            -count(Side::Against, Strength::Fair),
            count(Side::For, Strength::Strong),
            count(Side::For, Strength::Fair),
        ]
    }

    /// Whether a slip is supposed anywhere in the code: what a bank cut at its end is likelier.
    pub fn is_guessed(&self) -> bool {
        self.has("near_code")
    }

    /// An order among equally good drafts that does not depend on ids: oldest invoice first.
    pub fn age<'a>(&self, known: &Known<'a>) -> Vec<impl Ord + use<'a>> {
        self.lines.iter().map(|(invoice, _)| by_age(known, *invoice)).collect()
    }
}

/// What has been found out about a payment so far.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Outcome {
    pub class: PaymentClass,
    pub why: Cow<'static, str>,
    pub facts: Vec<Fact>,
    /// The invoice that the class speaks of.
    pub invoice: Option<usize>,
    pub drafts: Vec<Draft>,
    /// Whether a code named an invoice, so that names and amounts are not asked.
    pub is_named: bool,
    /// Whether it claims the invoices of its one draft, and is first among those that do.
    pub is_first: bool,
    /// Whether it has one draft, of whose invoices no other payment is offered any; found out only
    /// for the policy that asks.
    pub is_alone: bool,
    /// Whether it is a bank's credit with a gateway's words in the memo.
    pub has_gateway: bool,
}

impl Outcome {
    pub fn of(class: PaymentClass, why: &'static str) -> Outcome {
        Outcome {
            class,
            why: why.into(),
            facts: Vec::new(),
            invoice: None,
            drafts: Vec::new(),
            is_named: false,
            is_first: false,
            is_alone: false,
            has_gateway: false,
        }
    }

    pub fn because(mut self, facts: Vec<Fact>) -> Outcome {
        self.facts = facts;
        self
    }

    pub fn about(mut self, invoice: usize) -> Outcome {
        self.invoice = Some(invoice);
        self
    }

    pub fn offering(mut self, drafts: Vec<Draft>) -> Outcome {
        self.drafts = drafts;
        self
    }

    /// Whether names and amounts still have to be asked.
    pub fn is_unnamed(&self) -> bool {
        !self.is_named && self.class == PaymentClass::Unidentified && self.why == NOTHING_FITS
    }
}

/// The `why` of a payment for which nothing was found yet.
pub(super) const NOTHING_FITS: &str = "nothing_fits";

/// The class of a payment whose kind or status alone decides it.
pub(super) fn class_by_itself(payment: &OpenPayment) -> Option<Outcome> {
    use crate::model::{Direction, Nature, PaymentStatus};
    let class = match (payment.status, payment.nature) {
        (PaymentStatus::Failed, _) => PaymentClass::Failed,
        (PaymentStatus::Pending, _) => PaymentClass::Pending,
        (PaymentStatus::Reversed, _) => PaymentClass::Reversed,
        (PaymentStatus::Refund, _) => PaymentClass::Refund,
        (PaymentStatus::Success, Nature::Payout) => PaymentClass::Payout,
        (PaymentStatus::Success, Nature::NotFee) => PaymentClass::NotFee,
        (PaymentStatus::Success, Nature::WrongAccount) => PaymentClass::WrongAccount,
        (PaymentStatus::Success, Nature::Fee) => {
            return match payment.direction {
                Direction::Debit => Some(Outcome::of(PaymentClass::NotFee, "money_out")),
                Direction::Credit if !payment.amount.is_positive() => {
                    Some(Outcome::of(PaymentClass::Unidentified, "no_amount"))
                }
                Direction::Credit if !payment.open.is_positive() => {
                    Some(Outcome::of(PaymentClass::Matched, ""))
                }
                Direction::Credit => None,
            };
        }
    };
    let why = match class {
        PaymentClass::Payout => "gateway_payout",
        PaymentClass::NotFee => "no_fee_payment",
        PaymentClass::WrongAccount => "wrong_account",
        _ => "never_settles",
    };
    Some(Outcome::of(class, why))
}
