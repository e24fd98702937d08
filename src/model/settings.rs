//! Settings that affect results. They come from the configuration and are copied into each run.

use super::codes::coded;
use crate::calendar::Day;
use crate::money::Money;

coded! {
    /// What matching may take by itself.
    pub enum Policy {
        /// What a careful accountant would sign without opening the file.
        Careful = "careful",
        /// Nothing.
        Off = "off",
    }
}

/// How matching weighs and what it takes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MatchSettings {
    pub policy: Policy,
    /// Difference that is still offered as `small_difference`; in đồng, default 0.
    pub tolerance: Money,
    /// Days between issue and payment beyond which the date speaks against a pair. Wide by default.
    pub window_days: u32,
}

impl Default for MatchSettings {
    fn default() -> MatchSettings {
        MatchSettings {
            policy: Policy::Careful,
            tolerance: Money::zero(crate::money::Currency::VND),
            window_days: 180,
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
