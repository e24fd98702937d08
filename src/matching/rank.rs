//! The order of proposals: least against, most for, by counts; then exact figures; then the oldest invoice.

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
    outcome: &Outcome,
) -> Finding {
    let is_automatic = is_taken(outcome, settings);
    let mut ranked: Vec<&Draft> = outcome.drafts.iter().collect();
    ranked.sort_by_cached_key(|draft| (draft.weight(), draft.age(known)));
    let proposals = ranked.iter().zip(1..).take(MOST_PROPOSALS);
    Finding {
        payment: payment.id,
        class: if is_automatic { PaymentClass::Matched } else { outcome.class },
        why: outcome.why.clone(),
        facts: outcome.facts.clone(),
        invoice: outcome.invoice.map(|invoice| known.invoice(invoice).id),
        proposals: proposals
            .map(|(draft, rank)| proposal(known, payment, draft, rank, is_automatic))
            .collect(),
    }
}

/// Whether the policy takes the payment's one draft: it is certain, and nobody else is first.
pub(super) fn is_taken(outcome: &Outcome, settings: &MatchSettings) -> bool {
    outcome.is_first && policy::takes(settings.policy) && outcome.drafts[0].is_certain()
}

fn proposal(
    known: &Known,
    payment: &OpenPayment,
    draft: &Draft,
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
        reasons: draft.reasons.clone(),
        rule: draft.rule().into(),
        is_automatic: is_automatic && rank == 1,
        lines,
    }
}

/// Digest of what a proposal would do, whatever the order of its lines.
fn key_of(lines: &[ProposalLine]) -> String {
    let mut texts: Vec<String> = lines
        .iter()
        .map(|line| {
            let amount = line.amount;
            let currency = amount.currency().code();
            format!("{}:{}:{}{currency}\n", line.payment, line.invoice, amount.to_plain())
        })
        .collect();
    texts.sort();
    let digest = Sha256::digest(texts.concat().as_bytes());
    let hex: String =
        digest.iter().take(KEY_DIGITS / 2).map(|byte| format!("{byte:02x}")).collect();
    hex
}
