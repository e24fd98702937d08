//! Payments that claim the same invoice: who is first, who pays it twice, and who has to be asked
//! about.
//!
//! Two payments of 150,000 name an invoice of 150,000: the earlier one settles it, the other is
//! `paid_twice` and is never put on a neighbour. The order of files and rows of input changes
//! nothing.

use std::collections::BTreeMap;

use super::assign::{self, Fits};
use super::draft::{Draft, Fit, Outcome};
use super::find::Known;
use super::find::by_code::by_age;
use super::order::{Rival, sort_rivals};
use super::rules::group;
use super::rules::group::{have_one_dossier, have_one_payer};
use super::shapes::{MISTYPED, class_of_fit, tied};
use crate::model::{Fact, PaymentClass, PaymentId, SourceKind};

/// Which invoice is claimed by which payment (both by index in the book).
pub(super) struct Claims {
    by_invoice: Vec<Option<usize>>,
}

impl Claims {
    pub fn is_claimed(&self, invoice: usize) -> bool {
        self.by_invoice[invoice].is_some()
    }

    /// The payment that claims the invoice before this one.
    pub fn lost_to(&self, invoice: usize, payment: usize) -> Option<usize> {
        self.by_invoice[invoice].filter(|winner| *winner != payment)
    }

    fn is_lost(&self, invoice: usize, payment: usize) -> bool {
        self.lost_to(invoice, payment).is_some()
    }
}

/// Gives every invoice that payments name in full to the first of them, and tells the others.
pub(super) fn claims(known: &Known, outcomes: &mut [Outcome]) -> Claims {
    payouts(known, outcomes);
    let mut claims = Claims { by_invoice: vec![None; known.book.invoices.len()] };
    for component in components(known, outcomes).each() {
        for payment in in_order(known, outcomes, component) {
            let lines = &outcomes[payment].drafts[0].lines;
            if lines.iter().all(|(invoice, _)| claims.by_invoice[*invoice].is_none()) {
                lines.iter().for_each(|(invoice, _)| claims.by_invoice[*invoice] = Some(payment));
                outcomes[payment].is_first = true;
            }
        }
    }
    for (payment, outcome) in outcomes.iter_mut().enumerate().filter(|(_, one)| one.is_named) {
        without_lost(known, &claims, payment, outcome);
    }
    claims
}

/// Whether the payment claims what its first draft pays: in full, by a code that is not likely
/// mistyped.
fn is_claim(outcome: &Outcome) -> bool {
    let is_full = |draft: &Draft| {
        draft.fit == Fit::Exact && !draft.has("other_payer_named") && !draft.has("near_code")
    };
    outcome.is_named
        && outcome.class != PaymentClass::Ambiguous
        && outcome.drafts.first().is_some_and(is_full)
        && outcome.drafts.len() == 1
}

/// Claimants that share an invoice, directly or through others.
fn components(known: &Known, outcomes: &[Outcome]) -> Components {
    let mut groups = Groups::new(outcomes.len());
    let mut first: Vec<Option<usize>> = vec![None; known.book.invoices.len()];
    let claimants: Vec<usize> = (0..outcomes.len()).filter(|at| is_claim(&outcomes[*at])).collect();
    for payment in &claimants {
        for (invoice, _) in &outcomes[*payment].drafts[0].lines {
            match first[*invoice] {
                Some(other) => groups.join(other, *payment),
                None => first[*invoice] = Some(*payment),
            }
        }
    }
    groups.of(&claimants)
}

/// What is certain first; among equals by the order of rivals.
fn in_order(known: &Known, outcomes: &[Outcome], component: &[usize]) -> Vec<usize> {
    if component.len() < 2 {
        return component.to_vec();
    }
    let (certain, asked): (Vec<usize>, Vec<usize>) =
        component.iter().partition(|payment| outcomes[**payment].drafts[0].is_certain());
    let mut order = rivals_in_order(known, &certain);
    order.extend(rivals_in_order(known, &asked));
    order
}

fn rivals_in_order(known: &Known, payments: &[usize]) -> Vec<usize> {
    let by_id: BTreeMap<PaymentId, usize> =
        payments.iter().map(|at| (known.book.payments[*at].id, *at)).collect();
    let mut rivals: Vec<Rival> =
        payments.iter().map(|at| Rival::of(&known.book.payments[*at])).collect();
    sort_rivals(&mut rivals);
    rivals.iter().map(|rival| by_id[&rival.payment]).collect()
}

/// Takes away the drafts whose invoices went to somebody else.
fn without_lost(known: &Known, claims: &Claims, payment: usize, outcome: &mut Outcome) {
    let lost = |draft: &Draft| {
        draft.lines.iter().map(|(at, _)| *at).find(|at| claims.is_lost(*at, payment))
    };
    if outcome.drafts.iter().all(|draft| draft.has("near_code")) {
        // What the payment names is said already; these only might have been meant.
        let kept = outcome.drafts.drain(..).filter(|draft| lost(draft).is_none());
        outcome.drafts = kept.collect();
        return;
    }
    // What is named comes last, after what may have been meant instead.
    let Some(invoice) = outcome.drafts.iter().rev().find_map(lost) else { return };
    let winner = claims.by_invoice[invoice].expect("a lost invoice has a winner");
    let kept: Vec<Draft> =
        outcome.drafts.iter().filter(|draft| lost(draft).is_none()).cloned().collect();
    if kept.is_empty() {
        let facts = vec![
            Fact::new("invoice", &known.invoice(invoice).identity.number),
            Fact::new("payment", known.book.payments[winner].id),
        ];
        outcome.class = outcome.class.min(PaymentClass::PaidTwice);
        outcome.why = "paid_by_other_payment".into();
        outcome.facts = facts;
        outcome.invoice = Some(invoice);
        outcome.drafts = rest_of(known, claims, payment, outcome);
        return;
    }
    let was_tied = outcome.class == PaymentClass::Ambiguous;
    if outcome.why == MISTYPED {
        outcome.class = class_of_fit(&kept[0]);
    }
    outcome.drafts = kept;
    if was_tied {
        retie(outcome);
    }
}

/// Of a lump the part that nobody else pays, for a person to judge.
fn rest_of(known: &Known, claims: &Claims, payment: usize, outcome: &Outcome) -> Vec<Draft> {
    let Some(draft) = outcome.drafts.first().filter(|draft| draft.lines.len() > 1) else {
        return Vec::new();
    };
    let mut rest = draft.clone();
    rest.lines.retain(|(invoice, _)| !claims.is_lost(*invoice, payment));
    if rest.lines.is_empty() {
        return Vec::new();
    }
    let dropped =
        draft.lines.iter().filter(|(at, _)| !rest.pays(*at)).map(|(_, much)| much.minor());
    rest.rest = draft.rest.saturating_add(dropped.fold(0i64, i64::saturating_add));
    rest.fit = Fit::Over;
    let is_paid = |id| rest.lines.iter().any(|(at, _)| known.invoice(*at).id == id);
    rest.reasons.retain(|reason| reason.invoice.is_none_or(is_paid));
    for rule in ["sum_equal", "one_payer", "one_dossier", "several_payers", "sum_short", "sum_over"]
    {
        rest.remove(rule);
    }
    vec![rest]
}

/// Readings that were equally good among more. Exact ones stay in question until all ties are
/// looked at.
fn retie(outcome: &mut Outcome) {
    outcome.drafts.iter_mut().for_each(|draft| draft.remove("several_fit"));
    match &outcome.drafts[..] {
        [only] if only.fit != Fit::Exact => {
            outcome.class = class_of_fit(only);
            outcome.why = "only_one_left".into();
        }
        [_] => {}
        _ => outcome.drafts = tied(std::mem::take(&mut outcome.drafts)).drafts,
    }
}

/// A bank credit with a gateway's words, and the code and amount of a sale of that gateway, is its
/// payout.
fn payouts(known: &Known, outcomes: &mut [Outcome]) {
    let mut sold = vec![false; known.book.invoices.len()];
    for (at, outcome) in outcomes.iter().enumerate().filter(|(_, outcome)| is_claim(outcome)) {
        if known.book.payments[at].source_kind == SourceKind::Gateway {
            outcome.drafts[0].lines.iter().for_each(|(invoice, _)| sold[*invoice] = true);
        }
    }
    for (at, outcome) in outcomes.iter_mut().enumerate().filter(|(_, outcome)| outcome.has_gateway)
    {
        let amount = known.book.payments[at].open;
        let is_in_book =
            is_claim(outcome) && outcome.drafts[0].lines.iter().any(|(at, _)| sold[*at]);
        let is_settled = outcome.invoice.is_some_and(|invoice| {
            let paid_by = &known.invoice(invoice).paid_by;
            paid_by.iter().any(|paid| {
                paid.source_kind == SourceKind::Gateway
                    && paid.amount == amount
                    && paid.payment != known.book.payments[at].id
            })
        });
        if is_in_book || is_settled {
            let invoice = outcome.invoice;
            *outcome = Outcome::of(PaymentClass::Payout, "gateway_payout_of_one");
            outcome.invoice = invoice;
            outcome.is_named = true;
        }
    }
}

/// Payments that fit equally good invoices: twins of one payer go oldest to oldest, all else is
/// asked.
pub(super) fn ties(known: &Known, outcomes: &mut [Outcome], payments: &[usize]) {
    let mut groups = Groups::new(outcomes.len());
    let mut first: Vec<Option<usize>> = vec![None; known.book.invoices.len()];
    for payment in payments {
        for draft in &outcomes[*payment].drafts {
            let (invoice, _) = draft.lines[0];
            match first[invoice] {
                Some(other) => groups.join(other, *payment),
                None => first[invoice] = Some(*payment),
            }
        }
    }
    for component in groups.of(payments).each() {
        tie(known, outcomes, component);
    }
}

fn tie(known: &Known, outcomes: &mut [Outcome], component: &[usize]) {
    let mut invoices: Vec<usize> =
        component.iter().flat_map(|payment| invoices_of(&outcomes[*payment])).collect();
    invoices.sort_by_key(|invoice| by_age(known, *invoice));
    invoices.dedup();
    if let ([payment], [_]) = (component, &invoices[..]) {
        let outcome = &mut outcomes[*payment];
        outcome.drafts[0].remove("several_fit");
        outcome.class = class_of_fit(&outcome.drafts[0]);
        outcome.why = if outcome.is_named { "only_one_left".into() } else { "".into() };
        outcome.facts = Vec::new();
        return;
    }
    let is_complete = component.iter().all(|at| outcomes[*at].drafts.len() == invoices.len());
    let is_alike =
        component.windows(2).all(|pair| outcomes[pair[0]].is_named == outcomes[pair[1]].is_named);
    let are_as_many = component.len() == invoices.len();
    if are_as_many && is_alike && is_complete && are_twins(known, &invoices) {
        let order = rivals_in_order(known, component);
        for (payment, invoice) in order.into_iter().zip(&invoices) {
            oldest_first(&mut outcomes[payment], *invoice, invoices.len());
        }
        return;
    }
    let place = |invoice: usize| invoices.iter().position(|one| *one == invoice);
    let fits: Vec<Fits> = component
        .iter()
        .map(|payment| {
            let drafts = outcomes[*payment].drafts.iter();
            drafts.filter_map(|one| Some((place(one.lines[0].0)?, one.evidence()))).collect()
        })
        .collect();
    let divided = assign::divided(&fits, invoices.len());
    for (payment, place) in component.iter().zip(divided) {
        let outcome = &mut outcomes[*payment];
        match place {
            Some(place) => best_together(outcome, invoices[place], component.len()),
            None => ask(outcome, component.len()),
        }
    }
}

/// Of several invoices that fit, the one that every best division gives to the payment.
fn best_together(outcome: &mut Outcome, invoice: usize, payments: usize) {
    let count = outcome.drafts.len();
    outcome.class = PaymentClass::ToReview;
    outcome.why = "best_together".into();
    outcome.facts = vec![Fact::new("count", count)];
    for draft in &mut outcome.drafts {
        draft.remove("several_fit");
        if draft.pays(invoice) {
            draft.add(group::best_together(payments));
        }
    }
}

fn invoices_of(outcome: &Outcome) -> impl Iterator<Item = usize> + '_ {
    outcome.drafts.iter().map(|draft| draft.lines[0].0)
}

/// Whether the invoices are one payer's (or one dossier's) and ask for the same.
fn are_twins(known: &Known, invoices: &[usize]) -> bool {
    let all = || invoices.iter().map(|invoice| known.invoice(*invoice));
    let open = known.invoice(invoices[0]).open;
    (have_one_payer(all()) || have_one_dossier(all())) && all().all(|invoice| invoice.open == open)
}

fn oldest_first(outcome: &mut Outcome, invoice: usize, count: usize) {
    outcome.class = PaymentClass::ToReview;
    outcome.why = "oldest_first".into();
    outcome.facts = vec![Fact::new("count", count)];
    for draft in &mut outcome.drafts {
        draft.remove("several_fit");
        if draft.pays(invoice) {
            draft.add(group::oldest_first(count));
        }
    }
}

fn ask(outcome: &mut Outcome, rivals: usize) {
    let mut drafts = std::mem::take(&mut outcome.drafts);
    drafts.iter_mut().for_each(|draft| draft.remove("several_fit"));
    let is_contested = drafts.len() == 1;
    let asked = tied(drafts);
    outcome.class = asked.class;
    outcome.why = if is_contested { "several_payments_fit".into() } else { asked.why };
    outcome.facts = if is_contested { vec![Fact::new("count", rivals)] } else { asked.facts };
    outcome.drafts = asked.drafts;
}

/// Sets of payments that hang together.
struct Groups {
    parent: Vec<usize>,
}

impl Groups {
    fn new(count: usize) -> Groups {
        Groups { parent: (0..count).collect() }
    }

    fn root(&mut self, mut at: usize) -> usize {
        while self.parent[at] != at {
            self.parent[at] = self.parent[self.parent[at]];
            at = self.parent[at];
        }
        at
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.parent[one.max(other)] = one.min(other);
    }

    fn of(mut self, members: &[usize]) -> Components {
        let mut by_root: Vec<(usize, usize)> =
            members.iter().map(|member| (self.root(*member), *member)).collect();
        by_root.sort_unstable();
        let lengths = by_root.chunk_by(|one, other| one.0 == other.0).map(<[_]>::len);
        Components {
            lengths: lengths.collect(),
            members: by_root.iter().map(|(_, member)| *member).collect(),
        }
    }
}

/// Members, those that hang together next to each other.
struct Components {
    lengths: Vec<usize>,
    members: Vec<usize>,
}

impl Components {
    fn each(&self) -> impl Iterator<Item = &[usize]> {
        let mut rest = self.members.as_slice();
        self.lengths.iter().map(move |length| {
            let (component, after) = rest.split_at(*length);
            rest = after;
            component
        })
    }
}
