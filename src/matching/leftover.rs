//! Payments that name nothing by a code: first by name and amount, then by the amount alone.

use std::collections::HashMap;

use super::draft::{Draft, Outcome};
use super::find::Known;
use super::find::by_amount::{Amounts, AtAmount};
use super::find::names::NameKey;
use super::find::{by_name_and_amount, learnt};
use super::near_misses;
use super::policy::PAYER;
use super::resolve::{self, Claims};
use super::shapes::{MISTYPED, tied};
use super::weigh::{Grounds, Look};
use crate::model::{Fact, MatchSettings, PaymentClass};
use crate::money::Money;

/// Candidates of one name and amount beyond this many are counted only.
const MOST_WEIGHED: usize = 20;

/// Offers the open invoices of the payer that is named, where the amount is theirs.
pub(super) fn by_names(
    known: &Known,
    settings: &MatchSettings,
    claims: &Claims,
    named: &[bool],
    outcomes: &mut [Outcome],
) {
    let mut tied_payments = exact_ties(outcomes);
    let mut near_payments = Vec::new();
    for (at, outcome) in outcomes.iter_mut().enumerate().filter(|(_, one)| one.is_unnamed()) {
        let look = Look::at(known, settings, &known.book.payments[at]);
        let drafts = drafts_by_name(&look, claims, named);
        let near = near_misses::drafts(&look, claims, named);
        if !near.is_empty() {
            *outcome = near_misses::outcome(&look, near, drafts);
            near_payments.push(at);
        } else if !drafts.is_empty() {
            *outcome = Outcome::of(PaymentClass::ToReview, "").offering(drafts);
            tied_payments.push(at);
        }
    }
    near_misses::contests(outcomes, &near_payments);
    tied_payments.sort_unstable();
    resolve::ties(known, outcomes, &tied_payments);
}

/// Of the payer that is named; where none of the amount is, of one whom the account is known for.
fn drafts_by_name(look: &Look, claims: &Claims, named: &[bool]) -> Vec<Draft> {
    let names = by_name_and_amount::names(look.known, look.payment, &look.memo);
    let of_named = drafts_of(look, claims, named, &names);
    if !of_named.is_empty() {
        return of_named;
    }
    let learnt = learnt::names(look.known, look.payment, look.settings);
    let mut of_learnt = drafts_of(look, claims, named, &learnt);
    // Of two payers of one name the account may be known for one only.
    of_learnt.retain(|draft| draft.has("learnt_account"));
    of_learnt
}

fn drafts_of(look: &Look, claims: &Claims, named: &[bool], names: &[NameKey]) -> Vec<Draft> {
    if names.is_empty() {
        return Vec::new();
    }
    let mut found = by_name_and_amount::candidates(look.known, look.payment, names);
    found.retain(|invoice| !claims.is_claimed(*invoice));
    found.sort_by_key(|invoice| super::find::by_code::by_age(look.known, *invoice));
    found.truncate(MOST_WEIGHED);
    found.iter().map(|invoice| look.draft(*invoice, &Grounds::fitting(named[*invoice]))).collect()
}

/// Invoices that some payment names by a code and pays at least in part.
pub(super) fn named_by_codes(known: &Known, outcomes: &[Outcome]) -> Vec<bool> {
    let mut named = vec![false; known.book.invoices.len()];
    let is_sure = |one: &&Outcome| one.is_named && one.why != MISTYPED;
    let drafts = outcomes.iter().filter(is_sure).flat_map(|one| &one.drafts);
    let drafts = drafts.filter(|draft| !draft.has("near_code"));
    drafts.flat_map(|draft| &draft.lines).for_each(|(invoice, _)| named[*invoice] = true);
    named
}

/// Payments whose code names several invoices, each of them alone of the right amount.
fn exact_ties(outcomes: &[Outcome]) -> Vec<usize> {
    let is_exact = |draft: &Draft| draft.lines.len() == 1 && draft.rest == 0;
    let is_tie = |outcome: &Outcome| {
        outcome.is_named
            && outcome.class == PaymentClass::Ambiguous
            && outcome.drafts.iter().all(is_exact)
    };
    (0..outcomes.len()).filter(|at| is_tie(&outcomes[*at])).collect()
}

/// Offers what has exactly the amount, as long as that is a handful.
pub(super) fn by_amounts(
    known: &Known,
    settings: &MatchSettings,
    claims: &Claims,
    named: &[bool],
    outcomes: &mut [Outcome],
) {
    let amounts = Amounts::of(known, |invoice| claims.is_claimed(invoice));
    let mut rivals: HashMap<Money, usize> = HashMap::new();
    let unnamed: Vec<usize> = (0..outcomes.len()).filter(|at| outcomes[*at].is_unnamed()).collect();
    for at in &unnamed {
        *rivals.entry(known.book.payments[*at].open).or_default() += 1;
    }
    for at in unnamed {
        let payment = &known.book.payments[at];
        outcomes[at] = match amounts.at(known, payment) {
            AtAmount::TooMany(count) => too_common(payment.open, count),
            AtAmount::Few(few) if few.is_empty() => continue,
            AtAmount::Few(few) => {
                let look = Look::at(known, settings, payment);
                few_fit(&look, &few, named, rivals[&payment.open])
            }
        };
    }
}

fn too_common(amount: Money, count: usize) -> Outcome {
    Outcome::of(PaymentClass::Unidentified, "amount_too_common")
        .because(vec![Fact::new("amount", amount.to_plain()), Fact::new("count", count)])
}

fn few_fit(look: &Look, few: &[usize], named: &[bool], rivals: usize) -> Outcome {
    let drafts: Vec<Draft> = few
        .iter()
        .map(|invoice| look.draft(*invoice, &Grounds::fitting(named[*invoice])))
        .collect();
    let has_payer = |draft: &&Draft| PAYER.iter().any(|rule| draft.has(rule));
    let of_payer = drafts.iter().filter(has_payer).count();
    if of_payer == 1 {
        return Outcome::of(PaymentClass::ToReview, "").offering(drafts);
    }
    if few.len() > 1 {
        return tied(drafts);
    }
    if rivals > 1 {
        let outcome = tied(drafts).because(vec![Fact::new("count", rivals)]);
        return Outcome { why: "several_payments_fit".into(), ..outcome };
    }
    Outcome::of(PaymentClass::ToReview, "only_the_amount").offering(drafts)
}
