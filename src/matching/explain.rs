//! Why a payment or an invoice stands as it does: every candidate with its reasons, and the test it
//! failed.
//!
//! The candidates are all that the finders look at, also where no proposal came of it: what is
//! named, or nearly; whoever has the payer's name; what asks for the amount if that is a handful.
//! Where nothing is found at all, it is what comes nearest by amount.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::draft::class_by_itself;
use super::find::by_amount::MOST_SHOWN;
use super::find::by_code::{self, Named, NamedSet, by_age};
use super::find::names::NameKey;
use super::find::{Known, by_name_and_amount, is_open, learnt};
use super::near_misses;
use super::policy;
use super::rank;
use super::resolve::Claims;
use super::rules::NearCode;
use super::weigh::{Grounds, Look};
use crate::model::{
    BookInvoice, Fact, Finding, InvoiceId, InvoiceStatus, Looked, LookedCandidate, MatchSettings,
    OpenBook, OpenPayment, PaymentId, Reason, Side, Strength,
};

/// Most candidates of one kind (of a name, say) that are shown; the nearest by amount.
const MOST_OF_A_KIND: usize = 20;

/// The test that a pair fails once a person turned it down.
const NOT_REJECTED: &str = "pair_not_rejected";

/// The book with everything that was found out about it.
struct Run<'a> {
    known: Known<'a>,
    claims: Claims,
    findings: Vec<Finding>,
}

/// A failed test and the facts that show it.
type Failure = (&'static str, Vec<Fact>);

impl<'a> Run<'a> {
    /// Findings in the order of the book's payments.
    fn of(book: &'a OpenBook, settings: &MatchSettings) -> Run<'a> {
        let known = Known::of(book);
        let (outcomes, claims) = super::outcomes(&known, settings);
        let pairs = book.payments.iter().zip(outcomes);
        let findings = pairs
            .map(|(payment, outcome)| rank::finding(&known, settings, payment, outcome))
            .collect();
        Run { known, claims, findings }
    }
}

pub(super) fn payment(book: &OpenBook, settings: &MatchSettings, payment: PaymentId) -> Looked {
    let Some(at) = book.payments.iter().position(|one| one.id == payment) else {
        return Looked::default();
    };
    let run = Run::of(book, settings);
    let clues = Clues::of(Look::at(&run.known, settings, &book.payments[at]));
    let proposed = run.findings[at].proposals.iter().flat_map(|proposal| &proposal.lines);
    let mut invoices = clues.invoices();
    invoices.extend(proposed.filter_map(|line| index_of(book, line.invoice)));
    if invoices.is_empty() {
        invoices.extend(clues.nearest_by_amount());
    }
    invoices.sort_unstable();
    invoices.dedup();
    let candidates = invoices.into_iter().map(|invoice| candidate(&run, &clues, at, invoice));
    let finding = &run.findings[at];
    Looked {
        candidates: best_first(&run, candidates.collect()),
        why: finding.why.clone(),
        facts: finding.facts.clone(),
    }
}

pub(super) fn invoice(book: &OpenBook, settings: &MatchSettings, invoice: InvoiceId) -> Looked {
    let Some(wanted) = index_of(book, invoice) else { return Looked::default() };
    let run = Run::of(book, settings);
    let facts = &book.invoices[wanted];
    let has_amount = |at: &usize| is_open(facts) && book.payments[*at].open == facts.open;
    let is_rare = (0..book.payments.len()).filter(has_amount).count() <= MOST_SHOWN;
    let look_at = |at: usize| Clues::of(Look::at(&run.known, settings, &book.payments[at]));
    let (mut candidates, mut of_name) = (Vec::new(), Vec::new());
    for at in 0..book.payments.len() {
        let clues = look_at(at);
        let proposals = &run.findings[at].proposals;
        let is_proposed = || {
            proposals
                .iter()
                .flat_map(|proposal| &proposal.lines)
                .any(|line| line.invoice == invoice)
        };
        if clues.points_to(wanted) || is_proposed() || (is_rare && has_amount(&at)) {
            candidates.push(candidate(&run, &clues, at, wanted));
        } else if class_by_itself(&book.payments[at]).is_none()
            && is_of_name(&clues.look, &names_of(&clues.look), wanted)
        {
            of_name.push(at);
        }
    }
    of_name.sort_by_key(|at| nearness(&book.payments[*at], facts));
    of_name.truncate(MOST_OF_A_KIND);
    candidates.extend(of_name.into_iter().map(|at| candidate(&run, &look_at(at), at, wanted)));
    let is_unpaid = candidates.is_empty();
    if is_unpaid && let Some(at) = nearest_payment(book, facts) {
        candidates.push(candidate(&run, &look_at(at), at, wanted));
    }
    let is_waiting = candidates.iter().any(|candidate| candidate.rank.is_some());
    let is_rejected = |candidate: &LookedCandidate| candidate.failed_test == NOT_REJECTED;
    let mut told = Vec::new();
    let why = match facts.status {
        InvoiceStatus::Cancelled | InvoiceStatus::Exempt => "closed",
        InvoiceStatus::Open if !facts.open.is_positive() => "settled",
        InvoiceStatus::Open if is_waiting => "candidates_wait",
        InvoiceStatus::Open if is_unpaid => "unpaid",
        InvoiceStatus::Open if candidates.iter().all(is_rejected) => {
            told.push(Fact::new("count", candidates.len()));
            "candidates_rejected"
        }
        InvoiceStatus::Open => "candidates_fail",
    };
    Looked { candidates: best_first(&run, candidates), why: why.into(), facts: told }
}

fn index_of(book: &OpenBook, invoice: InvoiceId) -> Option<usize> {
    book.invoices.iter().position(|one| one.id == invoice)
}

fn sets(named: &Named) -> impl Iterator<Item = &NamedSet> {
    named.open.iter().chain(&named.closed).chain(&named.rejected)
}

fn named_invoices(named: &Named) -> Vec<usize> {
    let by_sets = sets(named).flat_map(|set| &set.invoices);
    by_sets.chain(&named.foreign).copied().collect()
}

/// A payment with what its texts say.
struct Clues<'a> {
    look: Look<'a>,
    named: Named,
    /// Asked only of what names nothing whole, as the finders do.
    near: BTreeMap<usize, NearCode>,
}

impl<'a> Clues<'a> {
    fn of(look: Look<'a>) -> Clues<'a> {
        let named = by_code::named(look.known, look.payment, &look.memo);
        let is_asked = named_invoices(&named).is_empty() && class_by_itself(look.payment).is_none();
        let near = if is_asked { near_misses::near_codes(&look) } else { BTreeMap::new() };
        Clues { look, named, near }
    }

    /// What is named, nearly named, of the payer's name or of the amount; of money that settles
    /// nothing only what is named.
    fn invoices(&self) -> Vec<usize> {
        let mut invoices = named_invoices(&self.named);
        if class_by_itself(self.look.payment).is_none() {
            invoices.extend(self.near.keys().take(MOST_OF_A_KIND));
            invoices.extend(of_name(&self.look));
            invoices.extend(of_amount(&self.look));
        }
        invoices
    }

    /// Whether the invoice is named or nearly named.
    fn points_to(&self, invoice: usize) -> bool {
        named_invoices(&self.named).contains(&invoice) || self.near.contains_key(&invoice)
    }

    /// The open invoice whose amount is nearest, the oldest of several.
    fn nearest_by_amount(&self) -> Option<usize> {
        let Look { known, payment, .. } = &self.look;
        let is_comparable = |invoice: &BookInvoice| {
            is_open(invoice) && invoice.open.currency() == payment.open.currency()
        };
        let open = (0..known.book.invoices.len()).filter(|at| is_comparable(known.invoice(*at)));
        let open = open.filter(|_| class_by_itself(payment).is_none());
        open.min_by_key(|at| (distance(payment, known.invoice(*at)), by_age(known, *at)))
    }
}

/// The open payment whose amount is nearest to what the invoice asks for, the oldest of several.
fn nearest_payment(book: &OpenBook, invoice: &BookInvoice) -> Option<usize> {
    let is_comparable = |payment: &OpenPayment| {
        is_open(invoice)
            && class_by_itself(payment).is_none()
            && payment.open.currency() == invoice.open.currency()
    };
    let open = (0..book.payments.len()).filter(|at| is_comparable(&book.payments[*at]));
    open.min_by_key(|at| nearness(&book.payments[*at], invoice))
}

/// By amount, then the oldest; the order of ids decides nothing.
fn nearness(payment: &OpenPayment, invoice: &BookInvoice) -> impl Ord + use<> {
    (distance(payment, invoice), payment.booked.day, payment.key)
}

fn distance(payment: &OpenPayment, invoice: &BookInvoice) -> u64 {
    invoice.open.minor().abs_diff(payment.open.minor())
}

/// Names that the payment bears, or that its account is known to pay for.
fn names_of(look: &Look) -> Vec<NameKey> {
    let mut names = by_name_and_amount::names(look.known, look.payment, &look.memo);
    names.extend(learnt::names(look.known, look.payment, look.settings));
    names
}

/// Whether the invoice is open and its payer has one of the names.
fn is_of_name(look: &Look, names: &[NameKey], invoice: usize) -> bool {
    let facts = look.known.invoice(invoice);
    is_open(facts)
        && facts.open.currency() == look.payment.open.currency()
        && look.known.names.key(invoice).is_some_and(|key| names.contains(&key))
}

/// Open invoices of its names, the nearest by amount.
fn of_name(look: &Look) -> Vec<usize> {
    let names = names_of(look);
    if names.is_empty() {
        return Vec::new();
    }
    let all = 0..look.known.book.invoices.len();
    let mut found: Vec<usize> = all.filter(|at| is_of_name(look, &names, *at)).collect();
    found.sort_by_key(|at| {
        (distance(look.payment, look.known.invoice(*at)), by_age(look.known, *at))
    });
    found.truncate(MOST_OF_A_KIND);
    found
}

fn of_amount(look: &Look) -> Vec<usize> {
    if look.known.open_with_amount(look.payment.open) as usize > MOST_SHOWN {
        return Vec::new();
    }
    let invoices = look.known.book.invoices.iter().enumerate();
    invoices
        .filter(|(_, invoice)| is_open(invoice) && invoice.open == look.payment.open)
        .map(|(at, _)| at)
        .collect()
}

/// One pair: the reasons of the proposal that it became, else what the rules say of it now.
fn candidate(run: &Run, clues: &Clues, payment: usize, invoice: usize) -> LookedCandidate {
    let look = &clues.look;
    let facts = run.known.invoice(invoice);
    let mut proposals = run.findings[payment].proposals.iter();
    let proposal =
        proposals.find(|proposal| proposal.lines.iter().any(|line| line.invoice == facts.id));
    let reasons: Vec<Reason> = match proposal {
        Some(proposal) => {
            let is_of_pair = |reason: &&Reason| reason.invoice.is_none_or(|own| own == facts.id);
            proposal.reasons.iter().filter(is_of_pair).cloned().collect()
        }
        None => weighed(clues, invoice, is_open(facts)),
    };
    let (failed_test, failed_facts) = match proposal {
        Some(proposal) if proposal.is_automatic => ("", Vec::new()),
        _ => failed(run, look, payment, invoice, &reasons).unwrap_or(("", Vec::new())),
    };
    LookedCandidate {
        payment: look.payment.id,
        invoice: facts.id,
        reasons,
        rank: proposal.map(|proposal| proposal.rank),
        failed_test: failed_test.into(),
        failed_facts,
    }
}

/// What speaks for and against laying the payment, alone or with others, on these invoices: why
/// somebody may have done it, or what they did it in spite of. Payments beside it are left out.
pub(super) fn pairs(
    book: &OpenBook,
    settings: &MatchSettings,
    payment: &OpenPayment,
    invoices: &[InvoiceId],
) -> Vec<Reason> {
    let known = Known::of(book);
    let clues = Clues::of(Look::at(&known, settings, payment));
    let linked = invoices.iter().filter_map(|id| index_of(book, *id));
    linked.flat_map(|at| weighed(&clues, at, invoices.len() == 1)).collect()
}

/// What the rules say of a pair, however it came to be looked at.
fn weighed(clues: &Clues, invoice: usize, is_alone: bool) -> Vec<Reason> {
    let look = &clues.look;
    if look.known.invoice(invoice).open.currency() != look.payment.open.currency() {
        return Vec::new();
    }
    let set = sets(&clues.named).find(|set| set.invoices.contains(&invoice));
    let naming = set.map(|set| &set.naming);
    let names_open = set.map_or(0, |set| set.invoices.len());
    let near = clues.near.get(&invoice).cloned();
    look.reasons(invoice, &Grounds { naming, names_open, near, ..Grounds::default() }, is_alone)
}

/// The first test that the pair failed on the way to being taken without a question.
fn failed(
    run: &Run,
    look: &Look,
    payment: usize,
    invoice: usize,
    reasons: &[Reason],
) -> Option<Failure> {
    let has = |rule: &str| reasons.iter().any(|reason| reason.rule == rule);
    closed_test(run, look, invoice).or_else(|| {
        if let Some(winner) = run.claims.lost_to(invoice, payment) {
            let id = run.known.book.payments[winner].id;
            return Some(("first_to_claim", vec![Fact::new("payment", id)]));
        }
        let rest = look.payment.open.minus(run.known.invoice(invoice).open);
        let rest = rest.expect("another currency has failed before");
        if !rest.is_zero() && !has("sum_equal") && !has("sum_of_open") {
            return Some(("amount_equal", vec![Fact::new("difference", rest.to_plain())]));
        }
        let is_named = ["virtual_account", "structured_reference", "code_in_memo"]
            .iter()
            .any(|rule| has(rule));
        let is_weighty =
            |reason: &Reason| reason.side == Side::Against && reason.strength != Strength::Weak;
        let test = match () {
            () if policy::NEAR.iter().any(|rule| has(rule)) => "code_complete",
            () if !is_named => "code_given",
            () if has("code_doubted") => "code_complete",
            () if has("several_fit") => "only_reading",
            () if reasons.iter().any(is_weighty) => "nothing_against",
            () if !policy::takes(look.settings.policy) => "policy_takes",
            () => "only_reading",
        };
        Some((test, Vec::new()))
    })
}

/// Tests that speak of the payment, the invoice or the pair as such.
fn closed_test(run: &Run, look: &Look, invoice: usize) -> Option<Failure> {
    let facts = run.known.invoice(invoice);
    let test = if facts.amount.currency() != look.payment.amount.currency() {
        "currency_equal"
    } else if class_by_itself(look.payment).is_some() {
        "payment_can_settle"
    } else if run.known.is_rejected(look.payment, invoice) {
        NOT_REJECTED
    } else if facts.status == InvoiceStatus::Cancelled {
        "invoice_not_cancelled"
    } else if facts.status == InvoiceStatus::Exempt || !facts.amount.is_positive() {
        "invoice_not_exempt"
    } else if !is_open(facts) {
        "invoice_is_open"
    } else {
        return None;
    };
    Some((test, Vec::new()))
}

/// Proposals by rank, then what has least against it and most for it; the order of ids decides
/// nothing.
fn best_first(run: &Run, mut candidates: Vec<LookedCandidate>) -> Vec<LookedCandidate> {
    let count = |candidate: &LookedCandidate, side, strength| {
        let is_it = |reason: &&Reason| reason.side == side && reason.strength == strength;
        candidate.reasons.iter().filter(is_it).count()
    };
    let strengths = [Strength::Strong, Strength::Fair, Strength::Weak];
    candidates.sort_by_cached_key(|one| {
        let invoice = index_of(run.known.book, one.invoice).expect("candidates are of the book");
        (
            one.rank.unwrap_or(u32::MAX),
            Reverse(strengths.map(|strength| count(one, Side::For, strength))),
            strengths.map(|strength| count(one, Side::Against, strength)),
            by_age(&run.known, invoice),
            one.payment,
        )
    });
    candidates
}
