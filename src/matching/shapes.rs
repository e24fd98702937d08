//! What a payment that names invoices pays: one of them, all of them, some, or none that is still
//! open.
//!
//! Two open invoices A and B are named: A + B pays both, A alone pays A (and a person is asked why
//! B was named), more than A + B pays both and leaves a rest, A + B/2 pays A whole and half of B.

use super::draft::{Draft, Fit, Outcome};
use super::find::by_code::{Named, NamedSet};
use super::order::{Rival, sort_rivals};
use super::rules::group::{self, Group, have_one_dossier, have_one_payer};
use super::weigh::{Grounds, Look};
use crate::model::{BookInvoice, Fact, InvoiceStatus, PaymentClass, Reason, Side};
use crate::money::Money;

/// Subsets of more named invoices than this are not tried: there the sum of all, or a person,
/// decides.
const MOST_TRIED: usize = 10;

/// The `why` of a payment whose code names one invoice and whose payer's name another.
pub(super) const MISTYPED: &str = "code_may_be_mistyped";

/// What the payment's codes say. `None` if it names nothing.
pub(super) fn by_codes(look: &Look, named: &Named) -> Option<Outcome> {
    if named.is_empty() {
        return None;
    }
    let mut outcome = match named.open.as_slice() {
        [] => closed(look, named),
        _ => open(look, named),
    };
    outcome.is_named = true;
    Some(outcome)
}

/// Nothing that is named is open: the class says why.
fn closed(look: &Look, named: &Named) -> Outcome {
    let invoices = || named.closed.iter().flat_map(|set| set.invoices.iter().copied());
    let class = invoices().map(|invoice| class_of_closed(look.known.invoice(invoice))).min();
    let class = class.expect("something closed is named");
    let is_it = |invoice: &usize| class_of_closed(look.known.invoice(*invoice)) == class;
    let about = invoices().find(is_it).expect("the class is one of theirs");
    let facts = look.known.invoice(about);
    let number = Fact::new("invoice", &facts.identity.number);
    match class {
        PaymentClass::CancelledButPaid => Outcome::of(class, "code_of_cancelled"),
        PaymentClass::ExemptButPaid => Outcome::of(class, "code_of_exempt"),
        _ if is_paid_by_itself(look, facts) => {
            Outcome::of(PaymentClass::OverPaid, "rest_of_overpayment")
        }
        _ if arrived_after_link(look, facts) => Outcome::of(class, "arrived_after_link"),
        _ => Outcome::of(class, "already_paid"),
    }
    .because(vec![number])
    .about(about)
    .offering(meant_instead(look, named))
}

/// Where one code names what is closed: what may have been meant by it.
fn meant_instead(look: &Look, named: &Named) -> Vec<Draft> {
    match (&named.open[..], &named.closed[..]) {
        ([], [NamedSet { naming, invoices }]) if invoices.len() == 1 => {
            look.meant_instead(invoices[0], naming)
        }
        _ => Vec::new(),
    }
}

fn class_of_closed(invoice: &BookInvoice) -> PaymentClass {
    match invoice.status {
        InvoiceStatus::Cancelled => PaymentClass::CancelledButPaid,
        InvoiceStatus::Exempt => PaymentClass::ExemptButPaid,
        InvoiceStatus::Open if !invoice.amount.is_positive() => PaymentClass::ExemptButPaid,
        InvoiceStatus::Open => PaymentClass::PaidTwice,
    }
}

/// Whether this payment settled the invoice and the rest of it is what is looked at.
fn is_paid_by_itself(look: &Look, invoice: &BookInvoice) -> bool {
    invoice.paid_by.iter().any(|paid| paid.payment == look.payment.id)
}

/// Whether the payment is the earlier one of the two: a standing link is never moved, but it is
/// said.
fn arrived_after_link(look: &Look, invoice: &BookInvoice) -> bool {
    let mut rivals: Vec<Rival> = invoice.paid_by.iter().map(Rival::linked).collect();
    rivals.push(Rival::of(look.payment));
    sort_rivals(&mut rivals);
    rivals.len() > 1 && rivals[0].payment == look.payment.id
}

/// Something that is named is open.
fn open(look: &Look, named: &Named) -> Outcome {
    let all: Vec<(usize, &NamedSet)> = unique_invoices(named);
    if let [(invoice, set)] = all[..] {
        let mut draft = look.draft(invoice, &grounds(set));
        group_reasons(look, named, &all, &mut draft);
        return with_closed(look, named, one(look, invoice, set, draft));
    }
    with_closed(look, named, several(look, named, &all))
}

fn grounds(set: &NamedSet) -> Grounds<'_> {
    Grounds { naming: Some(&set.naming), names_open: set.invoices.len(), ..Grounds::default() }
}

fn unique_invoices(named: &Named) -> Vec<(usize, &NamedSet)> {
    let mut all: Vec<(usize, &NamedSet)> = Vec::new();
    for set in &named.open {
        for invoice in &set.invoices {
            if all.iter().all(|(known, _)| known != invoice) {
                all.push((*invoice, set));
            }
        }
    }
    all
}

/// One invoice is named. Where the code may be mistyped, the neighbour is offered first.
fn one(look: &Look, invoice: usize, set: &NamedSet, draft: Draft) -> Outcome {
    let class = class_of_fit(&draft);
    let mut drafts = match draft.fit {
        // A tolerance is there for the code that was written.
        Fit::Small => Vec::new(),
        _ => look.meant_instead(invoice, &set.naming),
    };
    let other = match drafts.first() {
        Some(first) => Some(look.known.invoice(first.lines[0].0).identity.number.clone()),
        None => other_payers(&draft),
    };
    let Some(other) = other else {
        return Outcome::of(class, why_of_fit(class)).about(invoice).offering(vec![draft]);
    };
    let class = drafts.first().map_or(class, class_of_fit);
    drafts.push(draft);
    Outcome::of(class, MISTYPED)
        .because(vec![Fact::new("other", other)])
        .about(invoice)
        .offering(drafts)
}

/// The invoice whose payer is named instead, where it is of the same amount but not offered.
fn other_payers(draft: &Draft) -> Option<String> {
    let reason = draft.reasons.iter().find(|reason| reason.rule == "other_payer_named")?;
    reason.facts.iter().find(|fact| fact.name == "other").map(|fact| fact.value.to_string())
}

/// Several invoices are named, by several codes or by one that they share.
fn several(look: &Look, named: &Named, all: &[(usize, &NamedSet)]) -> Outcome {
    let readings = exact_readings(look, all);
    let drafts = |readings: &[Vec<usize>]| -> Vec<Draft> {
        readings.iter().map(|chosen| whole(look, named, all, chosen)).collect()
    };
    match &readings[..] {
        [] => inexact(look, named, all),
        [_] => Outcome::of(PaymentClass::ToReview, "").offering(drafts(&readings)),
        _ => tied(drafts(&readings)),
    }
}

/// Every choice of the named invoices whose open amounts sum to the payment, as positions in `all`.
fn exact_readings(look: &Look, all: &[(usize, &NamedSet)]) -> Vec<Vec<usize>> {
    let target = look.payment.open.minor();
    let asks: Vec<i64> =
        all.iter().map(|(invoice, _)| look.known.invoice(*invoice).open.minor()).collect();
    let everything: Vec<usize> = (0..all.len()).collect();
    if sum(&asks, &everything) == Some(target) {
        return vec![everything];
    }
    if all.len() > MOST_TRIED {
        return Vec::new();
    }
    let chosen =
        |bits: u32| -> Vec<usize> { (0..all.len()).filter(|at| bits & (1 << at) != 0).collect() };
    let subsets = (1..1u32 << all.len()).map(chosen);
    subsets.filter(|chosen| sum(&asks, chosen) == Some(target)).collect()
}

fn sum(asks: &[i64], chosen: &[usize]) -> Option<i64> {
    chosen.iter().try_fold(0i64, |sum, at| sum.checked_add(asks[*at]))
}

/// A draft that pays the chosen invoices whole, with what is left or lacking as its rest.
fn whole(look: &Look, named: &Named, all: &[(usize, &NamedSet)], chosen: &[usize]) -> Draft {
    let lines = chosen.iter().map(|at| (all[*at].0, look.known.invoice(all[*at].0).open)).collect();
    lump(look, named, all, lines)
}

fn lump(
    look: &Look,
    named: &Named,
    all: &[(usize, &NamedSet)],
    lines: Vec<(usize, Money)>,
) -> Draft {
    let is_alone = lines.len() == 1;
    let set_of = |invoice: usize| {
        all.iter().find(|(known, _)| *known == invoice).expect("lines are of what is named").1
    };
    let mut reasons: Vec<Reason> = lines
        .iter()
        .flat_map(|(invoice, _)| look.reasons(*invoice, &grounds(set_of(*invoice)), is_alone))
        .collect();
    reasons.sort_by_key(|reason| reason.side == Side::Against);
    let asked = lines.iter().map(|(invoice, _)| look.known.invoice(*invoice).open);
    let asked = Money::sum(look.payment.open.currency(), asked)
        .expect("named invoices are of one currency and within what files may hold");
    let mut draft = look.finish(lines, reasons, asked);
    group_reasons(look, named, all, &mut draft);
    draft
}

fn group_reasons(look: &Look, named: &Named, all: &[(usize, &NamedSet)], draft: &mut Draft) {
    let paid: Vec<(&BookInvoice, Money)> =
        draft.lines.iter().map(|(at, amount)| (look.known.invoice(*at), *amount)).collect();
    let others: Vec<&BookInvoice> = all.iter().map(|(at, _)| look.known.invoice(*at)).collect();
    let group = Group {
        payment: look.payment,
        paid: &paid,
        named: &others,
        closed: named.closed.len(),
        by_shared_code: named.open.len() == 1,
    };
    group::weigh(&group).into_iter().for_each(|reason| draft.add(reason));
}

/// No choice of the named invoices is exactly paid.
fn inexact(look: &Look, named: &Named, all: &[(usize, &NamedSet)]) -> Outcome {
    let everything: Vec<usize> = (0..all.len()).collect();
    let in_full = whole(look, named, all, &everything);
    let invoices = || all.iter().map(|(invoice, _)| look.known.invoice(*invoice));
    let is_one_party = have_one_payer(invoices()) || have_one_dossier(invoices());
    let class = |class| if is_one_party { class } else { PaymentClass::ToReview };
    if in_full.fit == Fit::Over {
        return Outcome::of(class(PaymentClass::OverPaid), "sum_over").offering(vec![in_full]);
    }
    if named.open.len() > 1
        && let Some(lines) = filled(look, all)
    {
        let draft = lump(look, named, all, lines);
        return Outcome::of(class(PaymentClass::PartPaid), "sum_short").offering(vec![draft]);
    }
    let alone = |at: usize| {
        let (invoice, _) = all[at];
        let amount = look.payment.open.min_same(look.known.invoice(invoice).open);
        lump(look, named, all, vec![(invoice, amount)])
    };
    tied((0..all.len()).map(alone).collect())
}

/// Pays the named invoices in the order of the memo, the last of them in part; at least one whole.
fn filled(look: &Look, all: &[(usize, &NamedSet)]) -> Option<Vec<(usize, Money)>> {
    let mut left = look.payment.open;
    let mut lines = Vec::new();
    for (invoice, _) in all {
        let amount = look.known.invoice(*invoice).open.min_same(left);
        if amount.is_positive() {
            lines.push((*invoice, amount));
            left = left.minus(amount).expect("one currency");
        }
    }
    (lines.len() > 1).then_some(lines)
}

/// Several readings are equally good: all are shown, none is taken.
pub(super) fn tied(drafts: Vec<Draft>) -> Outcome {
    let count = drafts.len() as u64;
    tied_among(drafts, count)
}

/// The same where there are more readings than drafts.
pub(super) fn tied_among(mut drafts: Vec<Draft>, count: u64) -> Outcome {
    drafts.iter_mut().for_each(|draft| draft.add(group::several_fit(count)));
    Outcome::of(PaymentClass::Ambiguous, "several_fit")
        .because(vec![Fact::new("count", count)])
        .offering(drafts)
}

/// Named invoices that are closed: a payment of exactly the open ones merely mentions them, else it
/// may be theirs.
fn with_closed(look: &Look, named: &Named, outcome: Outcome) -> Outcome {
    let is_exact = outcome.drafts.iter().any(|draft| draft.fit == Fit::Exact);
    if named.closed.is_empty() || is_exact {
        return outcome;
    }
    let closed = closed(look, named);
    Outcome { drafts: outcome.drafts, ..closed }
}

pub(super) fn class_of_fit(draft: &Draft) -> PaymentClass {
    match draft.fit {
        Fit::Exact => PaymentClass::ToReview,
        Fit::Small => PaymentClass::SmallDifference,
        Fit::Short => PaymentClass::PartPaid,
        Fit::Over => PaymentClass::OverPaid,
    }
}

fn why_of_fit(class: PaymentClass) -> &'static str {
    match class {
        PaymentClass::SmallDifference => "amount_within_tolerance",
        PaymentClass::PartPaid => "amount_short",
        PaymentClass::OverPaid => "amount_over",
        _ => "",
    }
}
