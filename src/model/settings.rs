//! Settings that affect results. They come from the configuration and are copied into each run.

use std::fmt;

use super::codes::coded;
use crate::calendar::Day;
use crate::money::Money;

coded! {
    /// What matching may take by itself.
    pub enum Policy {
        /// What a careful accountant would sign without opening the file.
        Careful = "careful",
        /// That, and what the configuration lists as combinations of reasons.
        Custom = "custom",
        /// Nothing.
        Off = "off",
    }
}

/// A reason that a combination of the `custom` policy asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TakenReason {
    /// Code of the rule that gives it.
    pub rule: String,
    /// Whether it counts only where it is strong; written with `!` after the code.
    pub is_strong: bool,
}

impl TakenReason {
    /// From `payer_named` or `payer_named!`.
    pub fn parse(text: &str) -> TakenReason {
        let rule = text.strip_suffix('!');
        TakenReason { rule: rule.unwrap_or(text).to_owned(), is_strong: rule.is_some() }
    }
}

impl fmt::Display for TakenReason {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.rule)?;
        f.write_str(if self.is_strong { "!" } else { "" })
    }
}

/// How matching weighs and what it takes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MatchSettings {
    pub policy: Policy,
    /// Combinations of reasons that `custom` takes besides; of a combination all must be given.
    pub take: Vec<Vec<TakenReason>>,
    /// Difference that is still offered as `small_difference`; in đồng, default 0.
    pub tolerance: Money,
    /// Days between issue and payment beyond which the date speaks against a pair. Wide by default.
    pub window_days: u32,
    /// Days for which a link is remembered as teaching whose account paid; after half of them it
    /// counts for less, 0 remembers nothing. Wide by default: people come back after years.
    pub memory_days: u32,
}

impl Default for MatchSettings {
    fn default() -> MatchSettings {
        MatchSettings {
            policy: Policy::Careful,
            take: Vec::new(),
            tolerance: Money::zero(crate::money::Currency::VND),
            window_days: 180,
            memory_days: 730,
        }
    }
}

/// The agency, for headings of screens and reports. Empty fields print as a dotted line.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Agency {
    pub name: String,
    pub code: String,
    pub tax_id: String,
    pub address: String,
}

/// An account of the agency.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OwnAccount {
    pub bank: String,
    pub number: String,
    pub name: String,
    pub valid_from: Option<Day>,
    pub valid_to: Option<Day>,
}

/// A payment gateway or wallet with which the agency has a contract.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Partner {
    pub name: String,
    pub layout: String,
    /// Texts (folded) whose presence in a bank credit's memo marks this partner's payout.
    pub patterns: Vec<String>,
    pub due_days: Option<u32>,
}
