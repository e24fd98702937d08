//! Which combinations of reasons make which rule, and which of them the `careful` policy takes by
//! itself.

use crate::model::{MatchSettings, Policy, Reason, Side, Strength, TakenReason};

/// A rule of a proposal: the reasons that decide it.
struct Combination {
    rule: &'static str,
    /// At least one of these, where there are any.
    any: &'static [&'static str],
    all: &'static [&'static str],
    /// Whether a careful accountant would sign it without opening the file.
    is_careful: bool,
}

/// Reasons that tell one payer's invoice from others of the same amount.
pub(super) const PAYER: &[&str] = &["payer_named", "payer_id_in_memo", "payer_account", LEARNT];
/// What was learnt from earlier links; it never decides by itself, whatever the configuration says.
const LEARNT: &str = "learnt_account";
pub(super) const NEAR: &[&str] = &["near_code", "end_of_code", "cut_code"];
const CODES: &[&str] = &["virtual_account", "structured_reference", "code_in_memo"];

const fn asked(
    rule: &'static str,
    any: &'static [&'static str],
    all: &'static [&'static str],
) -> Combination {
    Combination { rule, any, all, is_careful: false }
}

const fn taken(
    rule: &'static str,
    any: &'static [&'static str],
    all: &'static [&'static str],
) -> Combination {
    Combination { rule, any, all, is_careful: true }
}

/// The first that applies names the rule. The last applies to everything.
const COMBINATIONS: &[Combination] = &[
    taken("codes_and_sum", CODES, &["sum_equal"]),
    asked("code_and_payer_sum", CODES, &["sum_of_open"]),
    asked("name_and_sum", &[], &["sum_of_open"]),
    asked("codes_and_part", CODES, &["sum_short"]),
    asked("codes_and_more", CODES, &["sum_over"]),
    taken("virtual_account_and_amount", &[], &["virtual_account", "amount_equal"]),
    taken("reference_and_amount", &[], &["structured_reference", "amount_equal"]),
    taken("code_and_amount", &[], &["code_in_memo", "amount_equal"]),
    asked("code_and_near_amount", CODES, &["amount_within_tolerance"]),
    asked("code_and_part", CODES, &["amount_short"]),
    asked("code_and_more", CODES, &["amount_over"]),
    asked("codes", CODES, &[]),
    asked("near_code_and_amount", NEAR, &["amount_equal"]),
    asked("oldest_first", &[], &["oldest_first"]),
    asked("name_and_amount", &[], &["payer_named", "amount_equal"]),
    asked("account_and_amount", &["payer_account", LEARNT], &["amount_equal"]),
    asked("near_code_and_name", NEAR, &["payer_named"]),
    asked("amount_only", &[], &[]),
];

fn combination(reasons: &[Reason]) -> &'static Combination {
    let is_given = |rule: &&str| reasons.iter().any(|reason| reason.rule == **rule);
    let applies = |combination: &&Combination| {
        combination.all.iter().all(&is_given)
            && (combination.any.is_empty() || combination.any.iter().any(&is_given))
    };
    COMBINATIONS.iter().find(applies).expect("the last combination asks for nothing")
}

/// The reasons that decide, as one code.
pub(super) fn rule_of(reasons: &[Reason]) -> &'static str {
    combination(reasons).rule
}

/// Whether nothing is left to ask: a combination that is signed unseen, and nothing of weight
/// against it.
pub(super) fn is_certain(reasons: &[Reason]) -> bool {
    let speaks_against =
        |reason: &Reason| reason.side == Side::Against && reason.strength != Strength::Weak;
    combination(reasons).is_careful && !reasons.iter().any(speaks_against)
}

/// Whether the policy takes what is certain.
pub(super) fn takes(policy: Policy) -> bool {
    match policy {
        Policy::Careful | Policy::Custom => true,
        Policy::Off => false,
    }
}

/// Whether `custom` takes what `careful` would ask: a combination of the configuration is given
/// whole, nothing at all speaks against it, and a near code is the payer's and the only one so near
/// (open or settled).
pub(super) fn is_in_custom(reasons: &[Reason], settings: &MatchSettings) -> bool {
    let has = |rule: &str| reasons.iter().any(|reason| reason.rule == rule);
    let is_given = |asked: &TakenReason| {
        reasons.iter().any(|reason| {
            reason.rule == asked.rule && (!asked.is_strong || reason.strength == Strength::Strong)
        })
    };
    let is_rivalled = |reason: &Reason| {
        NEAR.contains(&&*reason.rule)
            && reason.facts.iter().any(|fact| fact.name == "others" && fact.value != "0")
    };
    let decides = |asked: &TakenReason| asked.rule != LEARNT && asked.rule != "amount_equal";
    let is_near = NEAR.iter().any(|rule| has(rule));
    settings.policy == Policy::Custom
        && settings.take.iter().any(|all| all.iter().any(decides) && all.iter().all(is_given))
        && has("amount_equal")
        && reasons.iter().all(|reason| reason.side == Side::For && !is_rivalled(reason))
        && (!is_near || PAYER.iter().any(|rule| *rule != LEARNT && has(rule)))
}

/// Reasons that a combination of `custom` may ask for: those that speak for a single invoice.
pub(super) const COMBINABLE: &[&str] = &[
    "virtual_account",
    "structured_reference",
    "code_in_memo",
    "near_code",
    "cut_code",
    "amount_equal",
    "payer_named",
    "payer_id_in_memo",
    "payer_account",
    LEARNT,
];

/// All rules that a proposal may bear, for the words and their test.
pub(super) fn rules() -> impl Iterator<Item = &'static str> {
    COMBINATIONS.iter().map(|combination| combination.rule)
}
