//! Why a payment or an invoice stands as it does: every candidate, and the test that the nearest
//! miss failed.

use std::collections::{BTreeMap, BTreeSet};

use super::lists;
use crate::app::{Result, Session};
use crate::matching;
use crate::model::view::{Candidate, Explanation, InvoiceCard, LinkCard, Original, PaymentCard};
use crate::model::{
    DecisionId, Direction, InvoiceId, Looked, Nature, OpenPayment, PaymentId, PaymentState,
    PaymentStatus, Reason, Refusal, RefusalCode,
};

/// What is open is looked at anew; what is decided shows its links with the reasons that were
/// stored; what never settles an invoice is told why, with the invoices that it names.
pub fn payment(session: &Session, id: PaymentId) -> Result<Explanation> {
    let Some(card) = session.store.payment_cards(&[id])?.pop() else {
        return Err(Refusal::new(RefusalCode::PaymentNotFound).with("payment", id).into());
    };
    let mut looked = Looked::default();
    if card.open.is_positive() {
        let book = session.store.open_book()?;
        looked = matching::explain_payment(&book, &session.config.matching, id);
    } else if let Some(payment) = session.store.payment_to_match(id)?.filter(never_settles) {
        // Weighed by its amount: nothing of it is open.
        let payment = OpenPayment { open: payment.amount, ..payment };
        let book = session.store.book_of(vec![payment])?;
        looked = matching::explain_payment(&book, &session.config.matching, id);
    }
    let mut candidates = linked(session, &card.links)?;
    candidates.extend(looked_at(session, &looked)?);
    let originals = originals_of(session, &card)?;
    Ok(Explanation {
        payment: Some(Box::new(card)),
        invoice: None,
        candidates,
        originals,
        why: looked.why,
        why_facts: looked.facts,
    })
}

/// What a refund that is tied to nothing may give back. Of money out that does not say that it is
/// a refund, the amount says nothing.
fn originals_of(session: &Session, card: &PaymentCard) -> Result<Vec<Original>> {
    let is_loose = card.direction == Direction::Debit
        && card.refund_of.is_none()
        && card.state != PaymentState::Withdrawn
        && matches!(card.status, PaymentStatus::Success | PaymentStatus::Refund);
    if !is_loose {
        return Ok(Vec::new());
    }
    let days = session.config.matching.window_days;
    let mut originals = session.store.possible_originals(card.id, days)?;
    let says_refund = card.status == PaymentStatus::Refund
        || !card.original_reference.is_empty() && card.original_reference != card.reference;
    originals.retain(|one| says_refund || one.reasons.contains(&"reference_named"));
    Ok(originals)
}

/// Whether what it is, not what became of it, keeps it from settling anything.
fn never_settles(payment: &OpenPayment) -> bool {
    payment.status != PaymentStatus::Success
        || payment.nature != Nature::Fee
        || payment.direction == Direction::Debit
}

/// By shown number.
pub fn invoice(session: &Session, number: &str) -> Result<Explanation> {
    let id = lists::invoice_by_number(session, number)?;
    let Some(card) = session.store.invoice_cards(&[id])?.pop() else {
        return Err(Refusal::new(RefusalCode::InvoiceNotFound).with("invoice", number).into());
    };
    let book = session.store.open_book()?;
    let looked = matching::explain_invoice(&book, &session.config.matching, id);
    let mut candidates = linked(session, &card.links)?;
    candidates.extend(looked_at(session, &looked)?);
    Ok(Explanation {
        payment: None,
        invoice: Some(Box::new(card)),
        candidates,
        originals: Vec::new(),
        why: looked.why,
        why_facts: looked.facts,
    })
}

/// Cards of both sides of candidates, by id.
struct Sides {
    payments: BTreeMap<PaymentId, PaymentCard>,
    invoices: BTreeMap<InvoiceId, InvoiceCard>,
}

impl Sides {
    fn of(
        session: &Session,
        pairs: impl Iterator<Item = (PaymentId, InvoiceId)> + Clone,
    ) -> Result<Sides> {
        let payments: BTreeSet<PaymentId> = pairs.clone().map(|pair| pair.0).collect();
        let invoices: BTreeSet<InvoiceId> = pairs.map(|pair| pair.1).collect();
        let payments: Vec<PaymentId> = payments.into_iter().collect();
        let invoices: Vec<InvoiceId> = invoices.into_iter().collect();
        let payments = lists::payment_cards(session, &payments)?.into_iter();
        let invoices = lists::invoice_cards(session, &invoices)?.into_iter();
        Ok(Sides {
            payments: payments.map(|card| (card.id, card)).collect(),
            invoices: invoices.map(|card| (card.id, card)).collect(),
        })
    }

    /// A candidate with nothing but its two sides; `None` for a row that is in no list.
    fn candidate(&self, payment: PaymentId, invoice: InvoiceId) -> Option<Candidate> {
        let (from, to) = (self.payments.get(&payment)?, self.invoices.get(&invoice)?);
        Some(Candidate {
            payment,
            invoice,
            invoice_number: to.number.clone(),
            payer_name: to.facts.payer_name.clone(),
            payment_amount: from.amount,
            invoice_open: to.open,
            booked: from.booked,
            memo: from.memo.clone(),
            reasons: Vec::new(),
            link: None,
            rank: None,
            failed_test: "".into(),
            failed_facts: Vec::new(),
        })
    }
}

fn looked_at(session: &Session, looked: &Looked) -> Result<Vec<Candidate>> {
    let pairs = looked.candidates.iter().map(|one| (one.payment, one.invoice));
    let sides = Sides::of(session, pairs)?;
    let candidates = looked.candidates.iter().filter_map(|one| {
        let bare = sides.candidate(one.payment, one.invoice)?;
        Some(Candidate {
            reasons: one.reasons.clone(),
            rank: one.rank,
            failed_test: one.failed_test.clone(),
            failed_facts: one.failed_facts.clone(),
            ..bare
        })
    });
    Ok(candidates.collect())
}

/// Links as candidates that were taken, with the reasons that stood then.
fn linked(session: &Session, links: &[LinkCard]) -> Result<Vec<Candidate>> {
    let sides = Sides::of(session, links.iter().map(|link| (link.payment, link.invoice)))?;
    let decisions: Vec<DecisionId> = links.iter().map(|link| link.decision).collect();
    let stored = session.store.reasons_of(&decisions)?;
    let candidates = links.iter().filter_map(|link| {
        let reasons = stored.get(&link.decision).map(Vec::as_slice).unwrap_or_default();
        let is_of_link = |reason: &&Reason| reason.invoice.is_none_or(|id| id == link.invoice);
        let bare = sides.candidate(link.payment, link.invoice)?;
        Some(Candidate {
            reasons: reasons.iter().filter(is_of_link).cloned().collect(),
            link: Some(link.clone()),
            ..bare
        })
    });
    Ok(candidates.collect())
}
