//! Payments that name nothing whole: the invoices whose codes are one slip away, where the amount
//! or the payer agrees.

use std::collections::BTreeMap;

use super::draft::{Draft, Outcome};
use super::find::by_code::by_age;
use super::find::is_open;
use super::find::near::{self, NearHit};
use super::resolve::Claims;
use super::rules::NearCode;
use super::shapes::{class_of_fit, tied};
use super::weigh::{Grounds, Look, as_written};
use crate::model::{Fact, PaymentClass};

/// Where more are as near, a person could not compare them, and nothing is said.
const MOST_NEAR: usize = 20;

/// Invoices, open or not, whose code is one slip from what stands in the memo.
pub(super) fn near_codes(look: &Look) -> BTreeMap<usize, NearCode> {
    let mut hits = near::hits(&look.known.dictionary, &look.memo);
    hits.extend(look.known.ends_in(&look.memo));
    let mut by_invoice: BTreeMap<usize, NearHit> = BTreeMap::new();
    for hit in hits {
        for owner in look.known.dictionary.owners(hit.code) {
            let best = by_invoice.entry(owner.invoice).or_insert(hit);
            if hit.slip < best.slip {
                *best = hit;
            }
        }
    }
    let others = by_invoice.len().saturating_sub(1);
    let near_of = |invoice: usize, hit: NearHit| {
        let code = as_written(look.known.invoice(invoice), look.known.dictionary.text(hit.code));
        NearCode { code, span: Some(hit.span), slip: hit.slip, others }
    };
    by_invoice.into_iter().map(|(invoice, hit)| (invoice, near_of(invoice, hit))).collect()
}

/// One draft for each open invoice that is near, and of the payment's amount or its payer named.
pub(super) fn drafts(look: &Look, claims: &Claims, named: &[bool]) -> Vec<Draft> {
    let by_invoice = near_codes(look);
    let is_offered = |invoice: usize| {
        let facts = look.known.invoice(invoice);
        is_open(facts)
            && facts.open.currency() == look.payment.open.currency()
            && !claims.is_claimed(invoice)
            && !look.known.is_rejected(look.payment, invoice)
            && (facts.open == look.payment.open || look.is_payer_named(invoice))
    };
    let mut drafts: Vec<Draft> = by_invoice
        .into_iter()
        .filter(|(invoice, _)| is_offered(*invoice))
        .map(|(invoice, near)| {
            let (near, is_named_by_other) = (Some(near), named[invoice]);
            look.draft(invoice, &Grounds { near, is_named_by_other, ..Grounds::default() })
        })
        .collect();
    if drafts.len() > MOST_NEAR {
        drafts.retain(|draft| draft.has("payer_named"));
    }
    if drafts.len() > MOST_NEAR {
        drafts.clear();
    }
    drafts
}

/// Near misses before what only bears the name. Where two are equally good, a person is asked.
pub(super) fn outcome(look: &Look, near: Vec<Draft>, by_name: Vec<Draft>) -> Outcome {
    let is_new = |draft: &Draft| near.iter().all(|own| !own.pays(draft.lines[0].0));
    let by_name: Vec<Draft> = by_name.into_iter().filter(is_new).collect();
    let mut drafts = near;
    drafts.extend(by_name);
    drafts.sort_by_cached_key(|draft| {
        (draft.weight(), draft.is_guessed(), by_age(look.known, draft.lines[0].0))
    });
    if let [first, second, ..] = &drafts[..]
        && first.weight() == second.weight()
    {
        return tied(drafts);
    }
    Outcome::of(class_of_fit(&drafts[0]), "near_code").offering(drafts)
}

/// Payments whose best near miss is one and the same invoice: nobody knows whose it is.
pub(super) fn contests(outcomes: &mut [Outcome], payments: &[usize]) {
    let best = |outcome: &Outcome| outcome.drafts[0].lines[0].0;
    let mut rivals: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    // Parts of an invoice may well be several people's; its whole amount is not.
    let is_rival = |outcome: &Outcome| outcome.class == PaymentClass::ToReview;
    let exact = payments.iter().filter(|at| is_rival(&outcomes[**at]));
    exact.for_each(|at| rivals.entry(best(&outcomes[*at])).or_default().push(*at));
    for rivals in rivals.values().filter(|rivals| rivals.len() > 1) {
        for at in rivals {
            let drafts = std::mem::take(&mut outcomes[*at].drafts);
            let asked = tied(drafts).because(vec![Fact::new("count", rivals.len())]);
            outcomes[*at] = Outcome { why: "several_payments_fit".into(), ..asked };
        }
    }
}
