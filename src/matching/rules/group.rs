//! What speaks for or against several invoices paid at once, or one of several that are named.

use crate::model::{BookInvoice, Fact, OpenPayment, Reason, Side, Strength};
use crate::money::Money;
use crate::text::words;

/// What a payment names, and which of it a proposal pays.
pub(in crate::matching) struct Group<'a> {
    pub payment: &'a OpenPayment,
    /// Invoices that get something, with how much.
    pub paid: &'a [(&'a BookInvoice, Money)],
    /// All open invoices that the payment names.
    pub named: &'a [&'a BookInvoice],
    /// How many named invoices are closed: settled, cancelled or exempt.
    pub closed: usize,
    /// Whether the payment names them by a code that all of them share.
    pub by_shared_code: bool,
}

pub(in crate::matching) type GroupRule = fn(&Group) -> Option<Reason>;

/// All rules for a group; the order is the order in which reasons are shown.
pub(in crate::matching) const GROUP_RULES: &[(&str, GroupRule)] = &[
    ("sum_equal", sum_equal),
    ("one_payer", one_payer),
    ("one_dossier", one_dossier),
    ("sum_short", sum_short),
    ("sum_over", sum_over),
    ("several_payers", several_payers),
    ("other_named", other_named),
    ("closed_named", closed_named),
];

/// Codes of the reasons that are given where several readings or several invoices are compared.
pub(in crate::matching) const OF_SEVERAL: &[&str] =
    &["several_fit", "oldest_first", "sum_of_open", "sum_unique", "best_together"];

pub(in crate::matching) fn weigh(group: &Group) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = GROUP_RULES.iter().filter_map(|(_, rule)| rule(group)).collect();
    reasons.sort_by_key(|reason| reason.side == Side::Against);
    reasons
}

impl Group<'_> {
    fn is_lump(&self) -> bool {
        self.paid.len() > 1
    }

    fn asked(&self) -> Money {
        let open = self.paid.iter().map(|(invoice, _)| invoice.open);
        Money::sum(self.payment.open.currency(), open)
            .expect("a group is of one currency and within what files may hold")
    }

    fn difference(&self) -> Money {
        self.payment.open.minus(self.asked()).expect("a group is of one currency")
    }
}

/// Whether all have one name to speak of and no two different personal numbers.
pub(in crate::matching) fn have_one_payer<'a>(
    mut invoices: impl Iterator<Item = &'a BookInvoice>,
) -> bool {
    let Some(first) = invoices.next() else { return false };
    let name = words(&first.payer_name);
    !name.is_empty()
        && invoices
            .all(|other| other.payer_id == first.payer_id && words(&other.payer_name) == name)
}

pub(in crate::matching) fn have_one_dossier<'a>(
    mut invoices: impl Iterator<Item = &'a BookInvoice>,
) -> bool {
    let Some(first) = invoices.next() else { return false };
    !first.dossier_code.is_empty() && invoices.all(|other| other.dossier_code == first.dossier_code)
}

fn reason(rule: &'static str, side: Side, strength: Strength, facts: Vec<Fact>) -> Reason {
    Reason { rule: rule.into(), side, strength, facts, invoice: None, span: None }
}

fn sum_equal(group: &Group) -> Option<Reason> {
    if !group.is_lump() || !group.difference().is_zero() {
        return None;
    }
    let facts = vec![
        Fact::new("amount", group.payment.open.to_plain()),
        Fact::new("count", group.paid.len()),
    ];
    Some(reason("sum_equal", Side::For, Strength::Strong, facts))
}

fn sum_short(group: &Group) -> Option<Reason> {
    if !group.is_lump() || !group.difference().is_negative() {
        return None;
    }
    let facts = vec![Fact::new("difference", group.difference().abs().to_plain())];
    Some(reason("sum_short", Side::Against, Strength::Weak, facts))
}

fn sum_over(group: &Group) -> Option<Reason> {
    if !group.is_lump() || !group.difference().is_positive() {
        return None;
    }
    let facts = vec![Fact::new("difference", group.difference().to_plain())];
    Some(reason("sum_over", Side::Against, Strength::Weak, facts))
}

fn one_payer(group: &Group) -> Option<Reason> {
    let is_one = group.is_lump() && have_one_payer(group.paid.iter().map(|(invoice, _)| *invoice));
    let (first, _) = group.paid.first()?;
    let facts = vec![Fact::new("name", &first.payer_name)];
    is_one.then(|| reason("one_payer", Side::For, Strength::Fair, facts))
}

fn one_dossier(group: &Group) -> Option<Reason> {
    let is_one =
        group.is_lump() && have_one_dossier(group.paid.iter().map(|(invoice, _)| *invoice));
    let (first, _) = group.paid.first()?;
    let facts = vec![Fact::new("code", &first.dossier_code)];
    is_one.then(|| reason("one_dossier", Side::For, Strength::Fair, facts))
}

/// A service company pays for many; so does somebody who mistyped.
fn several_payers(group: &Group) -> Option<Reason> {
    let invoices = || group.paid.iter().map(|(invoice, _)| *invoice);
    if !group.is_lump() || have_one_payer(invoices()) || have_one_dossier(invoices()) {
        return None;
    }
    Some(reason("several_payers", Side::Against, Strength::Fair, Vec::new()))
}

/// Why was the other one named, if it is not paid? A code that all share names no other.
fn other_named(group: &Group) -> Option<Reason> {
    let others = group.named.len() - group.paid.len();
    let is_choice = group.by_shared_code && !group.is_lump();
    if others == 0 || is_choice {
        return None;
    }
    let facts = vec![Fact::new("count", others)];
    Some(reason("other_named", Side::Against, Strength::Fair, facts))
}

fn closed_named(group: &Group) -> Option<Reason> {
    if group.closed == 0 {
        return None;
    }
    let facts = vec![Fact::new("count", group.closed)];
    Some(reason("closed_named", Side::Against, Strength::Fair, facts))
}

/// Said of each of several readings that are equally good.
pub(in crate::matching) fn several_fit(count: u64) -> Reason {
    reason("several_fit", Side::Against, Strength::Strong, vec![Fact::new("count", count)])
}

/// Said where as many payments as invoices of one payer are alike: the oldest goes to the oldest.
pub(in crate::matching) fn oldest_first(count: usize) -> Reason {
    reason("oldest_first", Side::For, Strength::Fair, vec![Fact::new("count", count)])
}

/// Said where payments and invoices that fit one another are divided, and every division with the
/// most evidence in total gives the payment this one.
pub(in crate::matching) fn best_together(payments: usize) -> Reason {
    reason("best_together", Side::For, Strength::Fair, vec![Fact::new("payments", payments)])
}

/// Said of several open invoices of one payer that no code names.
pub(in crate::matching) fn sum_of_open(amount: Money, count: usize, open: usize) -> Reason {
    let facts = vec![
        Fact::new("amount", amount.to_plain()),
        Fact::new("count", count),
        Fact::new("open", open),
    ];
    reason("sum_of_open", Side::For, Strength::Weak, facts)
}

/// Said where no other amounts of the payer make the sum.
pub(in crate::matching) fn sum_unique(open: usize) -> Reason {
    reason("sum_unique", Side::For, Strength::Fair, vec![Fact::new("open", open)])
}
