//! What a clerk does, one act at a time: done by the program, foretold by the mirror.

use doisoat::app::decide::{self, ProposalName};
use doisoat::app::{match_run, period, undo};
use doisoat::calendar::Period;
use doisoat::model::view::PaymentCard;
use doisoat::model::{DecisionId, DecisionKind, ResolveAs, RunId};
use doisoat::money::{Currency, Money};

use super::deliveries;
use super::mirror::Did;
use super::world::{World, is_done};

type Act = (&'static str, u64, fn(&mut World) -> bool);

/// Name, weight, act; an act says whether it was done or refused.
const ACTS: &[Act] = &[
    ("invoices", 5, deliveries::invoices),
    ("payments", 8, deliveries::payments),
    ("news", 4, deliveries::news),
    ("again", 3, deliveries::again),
    ("match", 8, run_matching),
    ("accept", 14, accept),
    ("reject", 4, reject),
    ("link", 14, link),
    ("unlink", 5, unlink),
    ("resolve", 7, resolve),
    ("resolve_invoice", 3, resolve_invoice),
    ("tie_refund", 5, tie_refund),
    ("tie_payout", 8, tie_payout),
    ("undo", 14, undo_one),
    ("undo_run", 1, undo_run),
    ("close", 4, close),
    ("reopen", 2, reopen),
];

impl World {
    pub fn act(&mut self, step: usize) {
        let all: u64 = ACTS.iter().map(|act| act.1).sum();
        let mut at = self.dice.next() % all;
        // A book without rows has nothing to decide about.
        let chosen = match step {
            0 => ACTS[0],
            1 => ACTS[1],
            _ => *ACTS
                .iter()
                .find(|act| {
                    let is_it = at < act.1;
                    at = at.saturating_sub(act.1);
                    is_it
                })
                .expect("below the sum of all weights"),
        };
        println!("{step}: {}", chosen.0);
        let is_done = chosen.2(self);
        self.count(chosen.0, is_done);
    }

    pub fn book(&self) -> Vec<String> {
        self.mirror.payments.keys().cloned().collect()
    }

    fn with_proposals(&self) -> Vec<PaymentCard> {
        let cards = self.cards().into_iter();
        cards.filter(|card| !card.proposals.is_empty()).collect()
    }
}

fn run_matching(world: &mut World) -> bool {
    match_run::run(&mut world.session, false, &mut |_| true).expect("it matches");
    for card in world.new_decisions() {
        let did = world.changes(&card);
        match card.kind {
            DecisionKind::Accept => assert_fits(world, &did),
            DecisionKind::TieRefund => {
                let Some(Did::Refunded(original, Some(refund), _)) = did.last() else {
                    panic!("{did:?}")
                };
                assert_eq!(did, world.mirror.refund(refund, original));
            }
            // What is tied to nothing any more is no payout by its memo.
            DecisionKind::Classify => {
                let [Did::Payout(payment, false)] = &did[..] else { panic!("{did:?}") };
                assert_eq!(world.mirror.tied_to(payment), Vec::<String>::new());
            }
            other => panic!("matching does not decide {other:?}"),
        }
        world.mirror.did(card.id.0, did);
    }
    true
}

fn assert_fits(world: &World, did: &[Did]) {
    for one in did {
        let Did::Linked(payment, invoice, amount) = one else { panic!("{one:?}") };
        assert!(*amount > 0 && *amount <= world.mirror.open(payment), "{one:?}");
        assert!(*amount <= world.mirror.lacks(invoice), "{one:?}");
    }
}

fn accept(world: &mut World) -> bool {
    let cards = world.with_proposals();
    let Some(card) = world.dice.pick(&cards) else { return false };
    let offer = world.dice.pick(&card.proposals).expect("it has some");
    let name = ProposalName { payment: card.id, rank: offer.rank, key: Some(offer.key.clone()) };
    let reference = |id: i64| {
        let found = world.mirror.payments.iter().find(|(_, own)| own.id == id);
        found.map(|(reference, _)| reference.clone()).expect("a payment of the book")
    };
    let lines = offer.lines.iter().map(|line| {
        let payment = reference(line.payment.0);
        Did::Linked(payment, line.invoice_number.clone(), line.amount.minor())
    });
    let did: Vec<Did> = lines.collect();
    let outcome = decide::accept(&mut world.session, &[name], "");
    // What is on offer stands: it can be accepted.
    assert!(is_done(outcome), "{did:?}");
    assert_fits(world, &did);
    world.decided(did);
    true
}

fn reject(world: &mut World) -> bool {
    let cards = world.with_proposals();
    let Some(card) = world.dice.pick(&cards) else { return false };
    let name = ProposalName { payment: card.id, rank: 1, key: None };
    if !is_done(decide::reject(&mut world.session, &[name], "other people")) {
        return false;
    }
    world.decided(Vec::new());
    true
}

/// By hand, sensibly or not: what must be refused is refused, all else is done.
fn link(world: &mut World) -> bool {
    let payments = world.book();
    let numbers: Vec<String> = world.mirror.invoices.keys().cloned().collect();
    let open: Vec<String> =
        payments.iter().filter(|own| world.mirror.open(own) > 0).cloned().collect();
    let from = if world.dice.percent(80) { &open } else { &payments };
    let Some(payment) = world.dice.pick(from).cloned() else { return false };
    let mut tried = world.mirror.clone();
    let (mut parts, mut did, mut is_legal) = (Vec::new(), Vec::new(), true);
    for _ in 0..=world.dice.below(2) {
        let own = &tried.payments[&payment];
        let fits = |number: &&String| {
            tried.lacks(number) > 0 && tried.invoices[*number].currency == own.currency
        };
        let fitting: Vec<String> = numbers.iter().filter(fits).cloned().collect();
        let to = if world.dice.percent(75) { &fitting } else { &numbers };
        let Some(number) = world.dice.pick(to).cloned() else { return false };
        let invoice = &tried.invoices[&number];
        if invoice.is_withdrawn {
            return false;
        }
        let (open, lacks) = (tried.open(&payment), tried.lacks(&number));
        let wanted = world.dice.percent(40).then(|| world.dice.between(0, 20) * 10_000);
        let amount = wanted.unwrap_or(open.min(lacks));
        is_legal &= own.currency == invoice.currency && amount > 0;
        is_legal &= amount <= open && amount <= lacks;
        is_legal &= parts.iter().all(|(other, _)| *other != number);
        let currency = Currency::from_code(own.currency).expect("a currency");
        parts.push((number.clone(), wanted.map(|minor| Money::from_minor(minor, currency))));
        let one = Did::Linked(payment.clone(), number, amount);
        tried.did(0, vec![one.clone()]);
        did.push(one);
    }
    let id = world.id(&payment);
    let outcome = decide::link(&mut world.session, id, &parts, "by hand");
    let is_done = is_done(outcome);
    assert_eq!(is_done, is_legal, "{parts:?} for {payment}");
    if is_done {
        world.decided(did);
    }
    is_done
}

fn unlink(world: &mut World) -> bool {
    let payments = world.book();
    let Some(payment) = world.dice.pick(&payments).cloned() else { return false };
    let links = world.mirror.links_of(&payment);
    let one = if world.dice.percent(50) { world.dice.pick(&links).cloned() } else { None };
    let id = world.id(&payment);
    let number = one.as_ref().map(|link| link.0.as_str());
    let is_done = is_done(decide::unlink(&mut world.session, id, number, "wrong"));
    assert_eq!(is_done, !links.is_empty(), "{payment}");
    if is_done {
        let taken = one.map_or_else(|| links.into_iter().rev().collect(), |link| vec![link]);
        let back = taken.into_iter();
        let back = back.map(|(invoice, sum)| Did::Linked(payment.clone(), invoice, -sum));
        world.decided(back.collect());
    }
    is_done
}

fn resolve(world: &mut World) -> bool {
    let payments = world.book();
    let Some(payment) = world.dice.pick(&payments).cloned() else { return false };
    let resolve_as = *world.dice.pick(ResolveAs::ALL).expect("resolutions");
    let open = world.mirror.open(&payment);
    let ids = [world.id(&payment)];
    let outcome = decide::resolve_payments(&mut world.session, &ids, resolve_as, "as agreed");
    if !is_done(outcome) {
        return false;
    }
    let did = match resolve_as {
        ResolveAs::NotFee | ResolveAs::WriteOff => vec![Did::Excluded(payment, open)],
        ResolveAs::RefundedElsewhere => vec![Did::Refunded(payment, None, open)],
        ResolveAs::Refund | ResolveAs::Carry | ResolveAs::Inquiry => Vec::new(),
    };
    world.decided(did);
    true
}

fn resolve_invoice(world: &mut World) -> bool {
    let numbers: Vec<String> = world.mirror.invoices.keys().cloned().collect();
    let short: Vec<String> = numbers
        .into_iter()
        .filter(|own| world.mirror.lacks(own) > 0 && world.mirror.paid(own) > 0)
        .collect();
    let Some(number) = world.dice.pick(&short).cloned() else { return false };
    let lacks = world.mirror.lacks(&number);
    let outcome =
        decide::resolve_invoice(&mut world.session, &number, ResolveAs::WriteOff, "too small");
    assert!(is_done(outcome), "{number} lacks {lacks}");
    world.decided(vec![Did::WrittenOff(number, lacks)]);
    true
}

fn tie_refund(world: &mut World) -> bool {
    let mirror = &world.mirror;
    let of = |is_credit: bool| -> Vec<String> {
        let own = mirror.payments.iter().filter(|(_, own)| own.is_credit == is_credit);
        own.map(|(reference, _)| reference.clone()).collect()
    };
    let (debits, credits) = (of(false), of(true));
    let Some(refund) = world.dice.pick(&debits).cloned() else { return false };
    let Some(original) = world.dice.pick(&credits).cloned() else { return false };
    let (row, own) = (&mirror.payments[&refund], &mirror.payments[&original]);
    let is_legal = row.refund_of.is_none()
        && !row.is_withdrawn
        && matches!(row.status.as_str(), "refund" | "success")
        && !own.is_withdrawn
        && own.status == "success"
        && own.currency == row.currency
        && row.amount <= own.amount - own.refunded - own.excluded;
    let (row, own) = (world.id(&refund), world.id(&original));
    let is_done = is_done(decide::tie_refund(&mut world.session, row, own, "it names it"));
    assert_eq!(is_done, is_legal, "{refund} for {original}");
    if is_done {
        let did = world.mirror.refund(&refund, &original);
        world.decided(did);
    }
    is_done
}

/// By hand, mostly sensibly: what must be refused is refused, all else is done.
fn tie_payout(world: &mut World) -> bool {
    let (mirror, all) = (&world.mirror, world.book());
    let is_free_credit = |reference: &&String| {
        let own = &mirror.payments[*reference];
        let is_free = own.refunded == 0 && own.excluded == 0 && mirror.settled(reference) == 0;
        let is_money = own.is_credit && own.status == "success" && !own.is_withdrawn;
        !own.is_gateway && is_free && is_money
    };
    let free: Vec<String> = all.iter().filter(is_free_credit).cloned().collect();
    let from = if world.dice.percent(85) { &free } else { &all };
    let Some(payout) = world.dice.pick(from).cloned() else { return false };
    let own = &mirror.payments[&payout];
    let fits = |reference: &&String| {
        let row = &mirror.payments[*reference];
        let is_owed = matches!(row.status.as_str(), "success" | "refund") && !row.is_withdrawn;
        row.is_gateway && is_owed && row.paid_out_by.is_none() && row.currency == own.currency
    };
    let fitting: Vec<String> = all.iter().filter(fits).cloned().collect();
    let (mut rows, mut is_legal) = (Vec::new(), free.contains(&payout));
    for _ in 0..=world.dice.below(2) {
        let from = if world.dice.percent(85) { &fitting } else { &all };
        let Some(row) = world.dice.pick(from).cloned() else { return false };
        is_legal &= fitting.contains(&row) && !rows.contains(&row);
        rows.push(row);
    }
    let tied = rows.iter().map(|row| Did::PaidOut(payout.clone(), row.clone(), true));
    let becomes = (!own.is_payout).then(|| Did::Payout(payout.clone(), true));
    let did: Vec<Did> = tied.chain(becomes).collect();
    let ids: Vec<_> = rows.iter().map(|row| world.id(row)).collect();
    let credit = world.id(&payout);
    let is_done = is_done(decide::tie_payout(&mut world.session, credit, &ids, "as it states"));
    assert_eq!(is_done, is_legal, "{payout} for {rows:?}");
    if is_done {
        world.decided(did);
    }
    is_done
}

/// Any decision, mostly a late one. The last of all can always be undone.
fn undo_one(world: &mut World) -> bool {
    let known: Vec<i64> = world.mirror.decisions.keys().copied().collect();
    let late = &known[known.len().saturating_sub(12)..];
    let from = if world.dice.percent(80) { late } else { &known[..] };
    let Some(id) = world.dice.pick(from).copied() else { return false };
    let is_undone_import =
        world.undoes.get(&id).is_some_and(|undone| world.kinds[undone] == DecisionKind::Import);
    // Undoing the undoing of an import while its rows came back with another file is left to other
    // tests.
    if is_undone_import {
        return false;
    }
    let is_undone = world.undone.contains(&id);
    let is_last = id == world.last && !is_undone;
    let bears_a_rest = world.mirror.bears_a_rest(id);
    println!("  {id}, {:?}: {:?}", world.kinds[&id], world.mirror.decisions[&id]);
    let is_done = is_done(undo::undo(&mut world.session, &[DecisionId(id)], "mistake"));
    assert!(is_done || !is_last, "the last decision, {id}, can be undone");
    assert!(!is_done || !is_undone, "{id} is undone twice");
    assert!(!is_done || !bears_a_rest, "a rest that was decided stands on {id}");
    assert_eq!(world.absorb_undone(), usize::from(is_done));
    is_done
}

fn undo_run(world: &mut World) -> bool {
    let runs: Vec<i64> = world.runs.iter().copied().collect();
    let Some(run) = world.dice.pick(&runs).copied() else { return false };
    let is_done = is_done(undo::undo_run(&mut world.session, RunId(run), "all of the run"));
    let undone = world.absorb_undone();
    assert!(is_done || undone == 0, "all or none");
    is_done
}

fn close(world: &mut World) -> bool {
    let period = some_period(world);
    if !is_done(period::close(&mut world.session, period, "")) {
        return false;
    }
    world.new_decisions();
    let reports = world.reports(period);
    world.closed.insert(period, reports);
    true
}

fn reopen(world: &mut World) -> bool {
    let closed: Vec<Period> = world.closed.keys().copied().collect();
    let Some(period) = world.dice.pick(&closed).copied() else { return false };
    if !is_done(period::reopen(&mut world.session, period, "a late file")) {
        return false;
    }
    world.new_decisions();
    world.closed.remove(&period);
    true
}

fn some_period(world: &mut World) -> Period {
    let text = match world.dice.below(12) {
        0 => "2026-10".to_owned(),
        day => format!("2026-10-{:02}", day.min(8)),
    };
    Period::parse(&text).expect("a period")
}
