//! What checks of the store and of the machine found.

use std::borrow::Cow;

use crate::model::{Fact, MoneyIdentity, SourceKind};
use crate::money::{Currency, Money};

/// What `check` found.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CheckOutcome {
    pub findings: Vec<CheckFinding>,
    pub identities: Vec<MoneyIdentity>,
    /// Credits per currency and kind of source.
    pub credits_by_source: Vec<(Currency, SourceKind, Money)>,
    pub decisions: u64,
    /// Head of the chain, hex.
    pub chain_head: String,
}

/// One thing that is not as it must be; its sentence is `finding.<code>`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CheckFinding {
    pub code: Cow<'static, str>,
    pub facts: Vec<Fact>,
}

/// A check of the surroundings by `doctor`; words are `doctor.<code>`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DoctorPoint {
    pub code: &'static str,
    pub is_met: bool,
    pub facts: Vec<Fact>,
}
