//! Reasons: what speaks for or against a proposal, as facts and places, never as sentences or
//! scores.

use std::borrow::Cow;

use super::InvoiceId;
use super::codes::coded;

coded! {
    /// Whether a reason supports the proposal or speaks against it.
    pub enum Side {
        For = "for",
        Against = "against",
    }
}

coded! {
    /// How much a reason proves. Compared by counts, never added up.
    pub enum Strength {
        Strong = "strong",
        Fair = "fair",
        Weak = "weak",
    }
}

/// A named value that a reason, problem or refusal rests on. The words around it come from `lang/`.
///
/// Amounts are plain decimals (`1500000`), days ISO, counts plain integers: faces format them by
/// name.
#[derive(Clone, PartialEq, Eq, Debug, Hash)]
pub struct Fact {
    pub name: Cow<'static, str>,
    pub value: String,
}

impl Fact {
    pub fn new(name: &'static str, value: impl ToString) -> Fact {
        Fact { name: Cow::Borrowed(name), value: value.to_string() }
    }
}

/// Half-open range of char positions in a memo as received.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

/// One reason for or against a proposal.
#[derive(Clone, PartialEq, Eq, Debug, Hash)]
pub struct Reason {
    /// Code of the rule in `matching::RULES`; its sentence is `reason.<rule>` in `lang/`.
    pub rule: Cow<'static, str>,
    pub side: Side,
    pub strength: Strength,
    pub facts: Vec<Fact>,
    /// The invoice that it speaks about; `None` where it speaks about the payment or the whole
    /// proposal.
    pub invoice: Option<InvoiceId>,
    /// Where in the memo the evidence stands.
    pub span: Option<Span>,
}
