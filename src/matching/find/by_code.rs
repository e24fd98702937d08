//! The invoices that a payment names: by virtual account, structured reference or a code in its
//! memo.

use super::codes::{CodeKind, Doubt};
use super::memo::Memo;
use super::{Known, is_open};
use crate::model::{OpenPayment, Span};

/// A code that more invoices bear is none of theirs: a procedure's, perhaps, in the dossier's
/// column.
const MOST_OWNERS: usize = 20;

/// Where a code was found.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(in crate::matching) enum NamedIn {
    VirtualAccount,
    Reference,
    Memo,
}

/// How a code names invoices.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::matching) struct Naming {
    pub named_in: NamedIn,
    /// Index in the dictionary.
    pub code: usize,
    pub kind: CodeKind,
    pub span: Option<Span>,
    pub doubt: Option<Doubt>,
}

/// One code and the invoices that it names, all open or all closed, in their own order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::matching) struct NamedSet {
    pub naming: Naming,
    pub invoices: Vec<usize>,
}

/// What a payment names, in the order of its memo; two codes of one invoice are one.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(in crate::matching) struct Named {
    pub open: Vec<NamedSet>,
    /// Cancelled, exempt or settled.
    pub closed: Vec<NamedSet>,
    /// Named, but in another currency.
    pub foreign: Vec<usize>,
    /// Named, but rejected for this payment.
    pub rejected: Vec<NamedSet>,
}

impl Named {
    pub fn is_empty(&self) -> bool {
        self.open.is_empty() && self.closed.is_empty()
    }
}

/// Finds what the payment names.
pub(in crate::matching) fn named(known: &Known, payment: &OpenPayment, memo: &Memo) -> Named {
    let mut named = Named::default();
    let mut sets: Vec<(Naming, Vec<usize>)> = Vec::new();
    for naming in namings(known, payment, memo) {
        let (mut invoices, mut rejected) = (Vec::new(), Vec::new());
        for owner in known.dictionary.owners(naming.code) {
            let invoice = known.invoice(owner.invoice);
            if invoice.amount.currency() != payment.amount.currency() {
                named.foreign.push(owner.invoice);
            } else if known.is_rejected(payment, owner.invoice) {
                rejected.push(owner.invoice);
            } else {
                invoices.push(owner.invoice);
            }
        }
        if !rejected.is_empty() {
            named.rejected.push(NamedSet { naming: naming.clone(), invoices: rejected });
        }
        if !invoices.is_empty() {
            sets.push((naming, invoices));
        }
    }
    for (naming, mut invoices) in without_wider(sets) {
        let is_any_open = invoices.iter().any(|invoice| is_open(known.invoice(*invoice)));
        invoices.retain(|invoice| is_open(known.invoice(*invoice)) == is_any_open);
        invoices.sort_by_key(|invoice| by_age(known, *invoice));
        let into = if is_any_open { &mut named.open } else { &mut named.closed };
        into.push(NamedSet { naming, invoices });
    }
    named
}

/// Oldest first; the identity decides among those of one day.
pub(in crate::matching) fn by_age<'a>(known: &Known<'a>, invoice: usize) -> impl Ord + use<'a> {
    let invoice = known.invoice(invoice);
    (invoice.issued_on, &invoice.identity)
}

fn namings(known: &Known, payment: &OpenPayment, memo: &Memo) -> Vec<Naming> {
    let mut namings = Vec::new();
    let whole = |named_in, code: usize| Naming {
        named_in,
        code,
        kind: kind_of(known, code),
        span: None,
        doubt: None,
    };
    if let Some(code) = known.dictionary.find(&payment.virtual_account) {
        let owners = known.dictionary.owners(code);
        if owners.iter().any(|owner| owner.kind == CodeKind::VirtualAccount) {
            namings.push(whole(NamedIn::VirtualAccount, code));
        }
    }
    match known.dictionary.find(&payment.code) {
        Some(code) => namings.push(whole(NamedIn::Reference, code)),
        None if payment.code.is_empty() => {}
        // A reference that holds a code among other signs is read like a memo.
        None => namings.extend(
            known
                .dictionary
                .hits(&Memo::plain(&payment.code))
                .iter()
                .map(|hit| Naming { doubt: hit.doubt, ..whole(NamedIn::Reference, hit.code) }),
        ),
    }
    namings.extend(known.dictionary.hits(memo).iter().map(|hit| Naming {
        span: Some(hit.span),
        doubt: hit.doubt,
        ..whole(NamedIn::Memo, hit.code)
    }));
    namings.retain(|naming| known.dictionary.owners(naming.code).len() <= MOST_OWNERS);
    namings
}

fn kind_of(known: &Known, code: usize) -> CodeKind {
    let kinds = known.dictionary.owners(code).iter().map(|owner| owner.kind);
    kinds.min().expect("a code has an owner")
}

/// Drops every set that only repeats, more widely or again, what another one says.
fn without_wider(sets: Vec<(Naming, Vec<usize>)>) -> Vec<(Naming, Vec<usize>)> {
    if sets.len() < 2 {
        return sets;
    }
    let is_certain = |naming: &Naming| naming.doubt.is_none();
    let says_more = |at: usize, other: usize| {
        let (mine, theirs) = (&sets[at].1, &sets[other].1);
        let is_within = theirs.iter().all(|invoice| mine.contains(invoice));
        if !is_within || mine.len() < theirs.len() {
            return false;
        }
        if mine.len() > theirs.len() {
            return true;
        }
        let rank = |index: usize| (!is_certain(&sets[index].0), sets[index].0.named_in, index);
        rank(other) < rank(at)
    };
    let keep: Vec<bool> = (0..sets.len())
        .map(|at| (0..sets.len()).all(|other| other == at || !says_more(at, other)))
        .collect();
    sets.into_iter().zip(keep).filter(|(_, is_kept)| *is_kept).map(|(set, _)| set).collect()
}
