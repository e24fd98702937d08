//! Payments that name a payer and are the sum of several of that payer's open invoices. Offered,
//! never certain; invoices of two payers are never put together.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::draft::{Draft, Fit, Outcome};
use super::find::by_code::{self, by_age};
use super::find::names::NameKey;
use super::find::{Known, by_name_and_amount, is_open};
use super::resolve::Claims;
use super::rules::group::{self, have_one_payer};
use super::rules::is_id_in_memo;
use super::shapes::{tied, tied_among};
use super::sums::{MOST_TOLD, Sums, alike, sums};
use super::weigh::{Grounds, Look};
use crate::model::{Fact, MatchSettings, PaymentClass, Side, Strength};

/// What is said of a payment in the end, if nothing else is found: why no sum is offered.
pub(super) type Unfound = Vec<(usize, Outcome)>;

/// Offers sums to payments for which nothing was found, and beside the one exact invoice of a name.
pub(super) fn by_names(
    known: &Known,
    settings: &MatchSettings,
    claims: &Claims,
    named: &[bool],
    outcomes: &mut [Outcome],
) -> Unfound {
    let asking: Vec<(usize, Vec<NameKey>)> = (0..outcomes.len())
        .filter(|at| outcomes[*at].is_unnamed() || is_one_of_name(&outcomes[*at]))
        .map(|at| {
            let look = Look::at(known, settings, &known.book.payments[at]);
            (at, by_name_and_amount::names(known, look.payment, &look.memo))
        })
        .filter(|(_, names)| !names.is_empty())
        .collect();
    let wanted = asking.iter().flat_map(|(_, names)| names).copied().collect();
    let by_name = invoices_of(known, &wanted);
    let (mut summed, mut unfound) = (Vec::new(), Vec::new());
    for (at, names) in asking {
        let look = Look::at(known, settings, &known.book.payments[at]);
        let payers: Vec<Payer> = names
            .iter()
            .filter_map(|name| by_name.get(name))
            .flat_map(|all| payers(&look, claims, all, |id| is_id_in_memo(id, &look.memo)))
            .filter(|payer| payer.open.len() > 1)
            .collect();
        let found = Found::of(&look, named, &payers);
        if !outcomes[at].is_unnamed() {
            found.beside(&mut outcomes[at]);
        } else if let Some(outcome) = found.outcome(&payers) {
            if outcome.drafts.is_empty() {
                unfound.push((at, outcome));
            } else {
                outcomes[at] = outcome;
                summed.push(at);
            }
        }
    }
    contests(outcomes, &summed);
    unfound
}

/// Whether one open invoice of the name is exactly paid, and nothing was asked about it.
fn is_one_of_name(outcome: &Outcome) -> bool {
    let is_exact = |draft: &Draft| draft.fit == Fit::Exact && draft.has("payer_named");
    !outcome.is_named
        && outcome.class == PaymentClass::ToReview
        && outcome.why.is_empty()
        && matches!(&outcome.drafts[..], [only] if is_exact(only))
}

/// All invoices of these names, open or not.
fn invoices_of(known: &Known, wanted: &HashSet<NameKey>) -> HashMap<NameKey, Vec<usize>> {
    let mut by_name: HashMap<NameKey, Vec<usize>> = HashMap::new();
    if wanted.is_empty() {
        return by_name;
    }
    for at in 0..known.book.invoices.len() {
        if let Some(name) = known.names.key(at).filter(|name| wanted.contains(name)) {
            by_name.entry(name).or_default().push(at);
        }
    }
    by_name
}

/// What one payer still has to pay and nobody else claims, oldest first.
struct Payer {
    open: Vec<usize>,
}

/// The payer of the name; where several people bear it, those whose number the payment gives.
fn payers(
    look: &Look,
    claims: &Claims,
    all_of_name: &[usize],
    is_meant: impl Fn(&str) -> bool,
) -> Vec<Payer> {
    let invoice = |at: &usize| look.known.invoice(*at);
    let mut by_id: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for at in all_of_name {
        by_id.entry(invoice(at).payer_id.as_str()).or_default().push(*at);
    }
    let is_one = have_one_payer(all_of_name.iter().map(invoice));
    let is_one_id = by_id.len() == 1 && !by_id.contains_key("");
    let sets =
        by_id.into_iter().filter(|(id, _)| is_one || is_one_id || (!id.is_empty() && is_meant(id)));
    sets.map(|(_, all)| Payer { open: still_open(look, claims, all) }).collect()
}

fn still_open(look: &Look, claims: &Claims, mut invoices: Vec<usize>) -> Vec<usize> {
    let currency = look.payment.open.currency();
    invoices.retain(|at| {
        let invoice = look.known.invoice(*at);
        is_open(invoice)
            && invoice.open.currency() == currency
            && !claims.is_claimed(*at)
            && !look.known.is_rejected(look.payment, *at)
    });
    invoices.sort_by_key(|at| by_age(look.known, *at));
    invoices
}

/// What the sums of the payers say of a payment.
struct Found {
    drafts: Vec<Draft>,
    /// Readings in all, equal invoices of one payer taken for one another.
    count: u64,
    /// More readings than a person could compare.
    is_many: bool,
    is_unproven: bool,
    name: String,
}

impl Found {
    fn of(look: &Look, named: &[bool], payers: &[Payer]) -> Found {
        let name = payers.first().map(|payer| &look.known.invoice(payer.open[0]).payer_name);
        let mut found = Found {
            drafts: Vec::new(),
            count: 0,
            is_many: false,
            is_unproven: false,
            name: name.cloned().unwrap_or_default(),
        };
        for payer in payers {
            let asks: Vec<i64> =
                payer.open.iter().map(|at| look.known.invoice(*at).open.minor()).collect();
            let (sets, is_unique) = match sums(&asks, look.payment.open.minor()) {
                Sums::None => (Vec::new(), false),
                Sums::Unique(set) => (vec![set], true),
                Sums::Several { ways, first } => {
                    found.is_many |= ways > MOST_TOLD as u64;
                    (first, false)
                }
                Sums::NotProven => {
                    found.is_unproven = true;
                    (Vec::new(), false)
                }
            };
            let sets: Vec<Vec<usize>> = sets.into_iter().filter(|set| set.len() > 1).collect();
            found.is_many |= sets.len() > MOST_TOLD;
            for set in sets {
                let (count, readings) = alike(&asks, &set);
                found.count = found.count.saturating_add(count);
                for reading in readings {
                    let chosen: Vec<usize> = reading.iter().map(|at| payer.open[*at]).collect();
                    let grounds = |invoice: usize| Grounds::fitting(named[invoice]);
                    found.drafts.push(draft(look, payer, &chosen, is_unique, grounds));
                }
            }
        }
        found
    }

    /// The outcome for a payment that has none yet; without drafts where it only says why.
    fn outcome(self, payers: &[Payer]) -> Option<Outcome> {
        let why = match () {
            () if self.is_many => "sums_too_many",
            () if self.is_unproven => "sum_not_proven",
            () if self.drafts.is_empty() && payers.len() == 1 => "no_sum_of_payer",
            () if self.drafts.is_empty() => return None,
            () if self.drafts.len() > 1 => return Some(tied_among(self.drafts, self.count)),
            () => {
                let facts = vec![
                    Fact::new("name", &self.name),
                    Fact::new("count", self.drafts[0].lines.len()),
                ];
                let outcome = Outcome::of(PaymentClass::ToReview, "sum_of_payer").because(facts);
                return Some(outcome.offering(self.drafts));
            }
        };
        let open: usize = payers.iter().map(|payer| payer.open.len()).sum();
        let facts = vec![Fact::new("name", &self.name), Fact::new("count", open)];
        Some(Outcome::of(PaymentClass::Unidentified, why).because(facts))
    }

    /// One invoice of the payer is exactly paid; so are some others together: a person is asked.
    fn beside(self, outcome: &mut Outcome) {
        if self.is_many || self.drafts.is_empty() {
            return;
        }
        let mut drafts = std::mem::take(&mut outcome.drafts);
        let count = self.count.saturating_add(drafts.len() as u64);
        drafts.extend(self.drafts);
        *outcome = tied_among(drafts, count);
    }
}

fn draft<'a>(
    look: &Look,
    payer: &Payer,
    chosen: &[usize],
    is_unique: bool,
    grounds: impl Fn(usize) -> Grounds<'a>,
) -> Draft {
    let mut reasons = Vec::new();
    for invoice in chosen {
        for mut reason in look.reasons(*invoice, &grounds(*invoice), false) {
            // One of several may be somebody else's and the rest still theirs.
            if reason.rule == "named_by_other" {
                reason.strength = Strength::Weak;
            }
            // The name is said once, of all of them.
            if reason.rule == "payer_named" {
                reason.invoice = None;
                if reasons.contains(&reason) {
                    continue;
                }
            }
            reasons.push(reason);
        }
    }
    let open = |at: &usize| look.known.invoice(*at).open;
    let (count, of) = (chosen.len(), payer.open.len());
    reasons.push(group::sum_of_open(look.payment.open, count, of));
    if is_unique {
        reasons.push(group::sum_unique(of));
    }
    reasons.sort_by_key(|reason| reason.side == Side::Against);
    let lines = chosen.iter().map(|at| (*at, open(at))).collect();
    look.finish(lines, reasons, look.payment.open)
}

/// Payments that fit what other payments without a code fit as well.
fn contests(outcomes: &mut [Outcome], summed: &[usize]) {
    if summed.is_empty() {
        return;
    }
    let mut offers: HashMap<usize, HashSet<usize>> = HashMap::new();
    for (at, outcome) in outcomes.iter().enumerate().filter(|(_, one)| !one.is_named) {
        for (invoice, _) in outcome.drafts.iter().flat_map(|draft| &draft.lines) {
            offers.entry(*invoice).or_default().insert(at);
        }
    }
    for at in summed {
        let drafts = outcomes[*at].drafts.iter();
        let lines = drafts.flat_map(|draft| &draft.lines);
        let rivals = lines.map(|(invoice, _)| offers[invoice].len()).max().unwrap_or(0);
        let outcome = &mut outcomes[*at];
        if rivals > 1 && outcome.class != PaymentClass::Ambiguous {
            let asked = tied(std::mem::take(&mut outcome.drafts));
            *outcome = asked.because(vec![Fact::new("count", rivals)]);
            outcome.why = "several_payments_fit".into();
        }
    }
}

/// Beside an overpaid invoice: all that its payer has open, where that is the payment's amount.
pub(super) fn by_codes(
    known: &Known,
    settings: &MatchSettings,
    claims: &Claims,
    named: &[bool],
    outcomes: &mut [Outcome],
) {
    let asking: Vec<(usize, usize, NameKey)> = (0..outcomes.len())
        .filter_map(|at| {
            let invoice = overpaid_alone(&outcomes[at])?;
            Some((at, invoice, known.names.key(invoice)?))
        })
        .collect();
    let by_name = invoices_of(known, &asking.iter().map(|(_, _, name)| *name).collect());
    for (at, invoice, name) in asking {
        let look = Look::at(known, settings, &known.book.payments[at]);
        let own = &known.invoice(invoice).payer_id;
        let payers = payers(&look, claims, &by_name[&name], |id| id == own);
        let Some(payer) = payers.iter().find(|payer| payer.open.contains(&invoice)) else {
            continue;
        };
        let asked: i128 =
            payer.open.iter().map(|one| i128::from(known.invoice(*one).open.minor())).sum();
        if payer.open.len() < 2 || asked != i128::from(look.payment.open.minor()) {
            continue;
        }
        let codes = by_code::named(known, look.payment, &look.memo);
        let set = codes.open.iter().find(|set| set.invoices.contains(&invoice));
        let grounds = |one: usize| match set {
            Some(set) if one == invoice => Grounds {
                naming: Some(&set.naming),
                names_open: set.invoices.len(),
                ..Grounds::default()
            },
            _ => Grounds::fitting(named[one]),
        };
        let draft = draft(&look, payer, &payer.open, true, grounds);
        let outcome = &mut outcomes[at];
        outcome.drafts.push(draft);
        outcome.class = PaymentClass::ToReview;
        outcome.why = "all_of_payer".into();
        outcome.facts = vec![
            Fact::new("name", &known.invoice(invoice).payer_name),
            Fact::new("count", payer.open.len()),
        ];
    }
}

/// The one invoice that the payment names by one code and pays more than whole.
fn overpaid_alone(outcome: &Outcome) -> Option<usize> {
    let is_over =
        outcome.is_named && outcome.class == PaymentClass::OverPaid && outcome.why == "amount_over";
    match &outcome.drafts[..] {
        [only] if is_over && only.fit == Fit::Over && only.lines.len() == 1 => {
            Some(only.lines[0].0)
        }
        _ => None,
    }
}
