//! The order of proposals: least against, most for, by counts; then exact figures; then the oldest
//! invoice.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::draft::{Draft, Outcome};
use super::find::Known;
use super::policy;
use crate::model::{Finding, MatchSettings, OpenPayment, PaymentClass, Proposal, ProposalLine};

/// Most proposals that are laid before a person for one payment.
const MOST_PROPOSALS: usize = 5;
/// Hex digits of a proposal's key.
const KEY_DIGITS: usize = 12;

/// What matching says of the payment, its drafts ranked.
pub(super) fn finding(
    known: &Known,
    settings: &MatchSettings,
    payment: &OpenPayment,
    outcome: Outcome,
) -> Finding {
    let is_automatic = is_taken(&outcome, settings);
    let mut drafts = outcome.drafts;
    if drafts.len() > 1 {
        drafts.sort_by_cached_key(|draft| (draft.weight(), draft.is_guessed(), draft.age(known)));
    }
    let ranked = drafts.into_iter().zip(1..).take(MOST_PROPOSALS);
    Finding {
        payment: payment.id,
        class: if is_automatic { PaymentClass::Matched } else { outcome.class },
        why: outcome.why,
        facts: outcome.facts,
        invoice: outcome.invoice.map(|invoice| known.invoice(invoice).id),
        proposals: ranked
            .map(|(draft, rank)| proposal(known, payment, draft, rank, is_automatic))
            .collect(),
    }
}

/// Whether the policy takes the payment's one draft: it is certain, and nobody else is
/// first; or the configuration lists it, and it is nobody else's in any reading.
pub(super) fn is_taken(outcome: &Outcome, settings: &MatchSettings) -> bool {
    let is_careful =
        || outcome.is_first && policy::takes(settings.policy) && outcome.drafts[0].is_certain();
    let is_custom = || {
        outcome.is_alone
            && outcome.class == PaymentClass::ToReview
            && policy::is_in_custom(&outcome.drafts[0].reasons, settings)
    };
    is_careful() || is_custom()
}

fn proposal(
    known: &Known,
    payment: &OpenPayment,
    draft: Draft,
    rank: u32,
    is_automatic: bool,
) -> Proposal {
    let lines: Vec<ProposalLine> = draft
        .lines
        .iter()
        .map(|(invoice, amount)| ProposalLine {
            payment: payment.id,
            invoice: known.invoice(*invoice).id,
            amount: *amount,
        })
        .collect();
    Proposal {
        key: key_of(&lines),
        rank,
        rule: draft.rule().into(),
        reasons: draft.reasons,
        is_automatic: is_automatic && rank == 1,
        lines,
    }
}

/// Digest of what a proposal would do, whatever the order of its lines.
fn key_of(lines: &[ProposalLine]) -> String {
    let mut lines: Vec<&ProposalLine> = lines.iter().collect();
    lines.sort_by_key(|line| (line.payment, line.invoice, line.amount.minor()));
    let mut content = String::new();
    for line in lines {
        let (minor, currency) = (line.amount.minor(), line.amount.currency().code());
        writeln!(content, "{}:{}:{minor}{currency}", line.payment, line.invoice)
            .expect("writing to a string");
    }
    let digest = Sha256::digest(content.as_bytes());
    digest.iter().take(KEY_DIGITS / 2).fold(String::with_capacity(KEY_DIGITS), |mut key, byte| {
        write!(key, "{byte:02x}").expect("writing to a string");
        key
    })
}
