//! Matching: open payments and invoices become proposals with reasons. Pure; never accepts
//! anything.
//!
//! Find, weigh, rank, resolve: what a payment names by a code is read first and claims its
//! invoices; then names with the right amount; last, where nothing else is known, the amount alone.
//! The order of the input changes nothing, and nothing passes over all pairs.

use std::convert::Infallible;

use crate::model::{
    Fact, Finding, Findings, InvoiceId, Looked, MatchSettings, OpenBook, OpenPayment, PaymentId,
    Policy, Reason,
};

mod assign;
mod draft;
mod explain;
mod find;
mod heads;
mod leftover;
mod near_misses;
mod order;
mod payer_sums;
mod policy;
mod rank;
mod resolve;
mod rules;
mod shapes;
mod sums;
mod weigh;

use draft::{NOTHING_FITS, Outcome, class_by_itself};
use find::{Known, by_code};
use resolve::Claims;
use weigh::Look;

/// Findings for every payment of the book, ordered by payment id. The order of input changes
/// nothing.
pub fn propose(book: &OpenBook, settings: &MatchSettings) -> Findings {
    let mut findings = Vec::with_capacity(book.payments.len());
    let collected = each_finding(book, settings, |finding| {
        findings.push(finding);
        Ok::<(), Infallible>(())
    });
    match collected {
        Ok(()) => Findings { findings },
    }
}

/// The same one by one, so that a large book's findings are never all held at once. Ends at the
/// first error of whoever takes them.
pub fn each_finding<E>(
    book: &OpenBook,
    settings: &MatchSettings,
    mut take: impl FnMut(Finding) -> Result<(), E>,
) -> Result<(), E> {
    let known = Known::of(book);
    let (outcomes, _) = outcomes(&known, settings);
    // Not sorted themselves: a second list of them would be the most that a run ever holds.
    let mut outcomes: Vec<Option<Outcome>> = outcomes.into_iter().map(Some).collect();
    let mut by_id: Vec<usize> = (0..outcomes.len()).collect();
    by_id.sort_unstable_by_key(|at| book.payments[*at].id);
    for at in by_id {
        let outcome = outcomes[at].take().expect("each payment comes once");
        take(rank::finding(&known, settings, &book.payments[at], outcome))?;
    }
    Ok(())
}

/// What is found out about each payment, in the order of the book, and who claims which invoice.
fn outcomes(known: &Known, settings: &MatchSettings) -> (Vec<Outcome>, Claims) {
    let mut outcomes: Vec<Outcome> = known
        .book
        .payments
        .iter()
        .map(|payment| {
            class_by_itself(payment)
                .unwrap_or_else(|| by_codes(&Look::at(known, settings, payment)))
        })
        .collect();
    let claims = resolve::claims(known, &mut outcomes);
    let named = leftover::named_by_codes(known, &outcomes);
    leftover::by_names(known, settings, &claims, &named, &mut outcomes);
    let unfound = payer_sums::by_names(known, settings, &claims, &named, &mut outcomes);
    leftover::by_amounts(known, settings, &claims, &named, &mut outcomes);
    payer_sums::by_codes(known, settings, &claims, &named, &mut outcomes);
    if settings.policy == Policy::Custom {
        mark_alone(known, &mut outcomes);
    }
    for (payment, outcome) in known.book.payments.iter().zip(&mut outcomes) {
        if outcome.is_unnamed() {
            tell_rejected(known.book, payment.id, outcome);
        }
    }
    for (at, outcome) in unfound {
        if outcomes[at].is_unnamed() {
            outcomes[at] = outcome;
        }
    }
    (outcomes, claims)
}

/// Marks payments whose one draft pays what is offered to nobody else.
fn mark_alone(known: &Known, outcomes: &mut [Outcome]) {
    let mut offers = vec![0_u32; known.book.invoices.len()];
    let drafts = |outcome: &Outcome| -> Vec<usize> {
        let lines = outcome.drafts.iter().flat_map(|draft| &draft.lines);
        lines.map(|(invoice, _)| *invoice).collect()
    };
    outcomes.iter().flat_map(drafts).for_each(|invoice| offers[invoice] += 1);
    for outcome in outcomes.iter_mut().filter(|outcome| outcome.drafts.len() == 1) {
        let mut lines = outcome.drafts[0].lines.iter();
        outcome.is_alone = lines.all(|(invoice, _)| offers[*invoice] == 1);
    }
}

/// Where a person turned down what would fit, that is the reason, not that nothing fits.
fn tell_rejected(book: &OpenBook, payment: PaymentId, outcome: &mut Outcome) {
    let pairs = (payment, InvoiceId(i64::MIN))..=(payment, InvoiceId(i64::MAX));
    let count = book.rejected.range(pairs).count();
    if count > 0 {
        outcome.why = "all_rejected".into();
        outcome.facts = vec![Fact::new("count", count)];
    }
}

/// What the codes of a payment say, other payments aside.
fn by_codes(look: &Look) -> Outcome {
    let named = by_code::named(look.known, look.payment, &look.memo);
    match shapes::by_codes(look, &named) {
        Some(mut outcome) => {
            let is_bank = look.payment.source_kind == crate::model::SourceKind::Bank;
            outcome.has_gateway = is_bank && heads::has_gateway(&look.memo.squeezed.text);
            outcome
        }
        None => Outcome::of(crate::model::PaymentClass::Unidentified, NOTHING_FITS),
    }
}

/// Every candidate that was looked at for a payment, best first.
pub fn explain_payment(book: &OpenBook, settings: &MatchSettings, payment: PaymentId) -> Looked {
    explain::payment(book, settings, payment)
}

/// The same, seen from an invoice.
pub fn explain_invoice(book: &OpenBook, settings: &MatchSettings, invoice: InvoiceId) -> Looked {
    explain::invoice(book, settings, invoice)
}

/// What speaks for and against one payment paying these invoices, whether or not anything would be
/// proposed: for a link by hand. The reasons of one invoice stand together; none where currencies
/// differ.
pub fn weigh_pairs(
    book: &OpenBook,
    settings: &MatchSettings,
    payment: &OpenPayment,
    invoices: &[InvoiceId],
) -> Vec<Reason> {
    explain::pairs(book, settings, payment, invoices)
}

/// Codes of all reasons that may be given, for the words and their test.
pub fn reason_codes() -> Vec<&'static str> {
    let pairs = rules::RULES.iter().map(|(code, _)| *code);
    let groups = rules::group::GROUP_RULES.iter().map(|(code, _)| *code);
    pairs.chain(groups).chain(rules::group::OF_SEVERAL.iter().copied()).collect()
}

/// Codes of the reasons that a combination of the policy `custom` may ask for.
pub fn combinable_reasons() -> &'static [&'static str] {
    policy::COMBINABLE
}

/// Codes of all rules that a proposal may bear.
pub fn rule_codes() -> Vec<&'static str> {
    policy::rules().collect()
}
