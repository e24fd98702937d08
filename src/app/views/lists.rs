//! Lists for faces: ids in file and row order first, then cards of a window of them.

use std::collections::BTreeSet;

use crate::app::{Result, Session};
use crate::model::view::{
    DecisionCard, ExceptionCard, FileCard, Filter, InvoiceCard, PaymentCard, PeriodCard,
    ProblemCard,
};
use crate::model::{DecisionId, FileId, InvoiceId, PaymentId, Refusal, RefusalCode, Subject};
use crate::money::Money;
use crate::text::fold;

/// Cards read at once; keeps the memory of a long list flat.
const WINDOW: usize = 2000;

/// Numbers of the accounts that files came from: the agency's own.
pub fn own_accounts(session: &Session) -> Result<BTreeSet<String>> {
    Ok(session.store.account_numbers()?)
}

/// Ids of the payments that pass, in file and row order.
pub fn payment_ids(session: &Session, filter: &Filter) -> Result<Vec<PaymentId>> {
    let mut ids = session.store.payment_ids(filter)?;
    if let Some(wanted) = Wanted::of(filter) {
        let mut found = BTreeSet::new();
        session.store.payment_texts(|id, texts, amount| {
            if wanted.is_in(texts, amount) {
                found.insert(id);
            }
        })?;
        ids.retain(|id| found.contains(id));
    }
    Ok(ids)
}

/// Cards in the order of the ids.
pub fn payment_cards(session: &Session, ids: &[PaymentId]) -> Result<Vec<PaymentCard>> {
    let mut cards = Vec::with_capacity(ids.len());
    for window in ids.chunks(WINDOW) {
        cards.extend(session.store.payment_cards(window)?);
    }
    Ok(cards)
}

/// Payments that a decision speaks of: those that an import brought or changed, else those of its
/// lines.
pub fn payments_of_decision(session: &Session, id: DecisionId) -> Result<Vec<PaymentId>> {
    let card = decision(session, id)?;
    let mut ids = BTreeSet::new();
    if let Some(file) = card.file {
        ids.extend(session.store.payments_of_file(file)?);
    }
    ids.extend(subjects(&card).filter_map(|subject| match subject {
        Subject::Payment(payment) => Some(payment),
        Subject::Invoice(_) => None,
    }));
    Ok(ids.into_iter().collect())
}

/// Invoices that a decision speaks of, in the same way.
pub fn invoices_of_decision(session: &Session, id: DecisionId) -> Result<Vec<InvoiceId>> {
    let card = decision(session, id)?;
    let mut ids = BTreeSet::new();
    if let Some(file) = card.file {
        ids.extend(session.store.invoices_of_file(file)?);
    }
    ids.extend(subjects(&card).filter_map(|subject| match subject {
        Subject::Invoice(invoice) => Some(invoice),
        Subject::Payment(_) => None,
    }));
    Ok(ids.into_iter().collect())
}

fn subjects(card: &DecisionCard) -> impl Iterator<Item = Subject> {
    card.changes.iter().flat_map(|card| card.change.subjects())
}

pub fn invoice_ids(session: &Session, filter: &Filter) -> Result<Vec<InvoiceId>> {
    let mut ids = session.store.invoice_ids(filter)?;
    if let Some(wanted) = Wanted::of(filter) {
        let mut found = BTreeSet::new();
        session.store.invoice_texts(|id, texts, amount| {
            if wanted.is_in(texts, amount) {
                found.insert(id);
            }
        })?;
        ids.retain(|id| found.contains(id));
    }
    Ok(ids)
}

pub fn invoice_cards(session: &Session, ids: &[InvoiceId]) -> Result<Vec<InvoiceCard>> {
    let mut cards = Vec::with_capacity(ids.len());
    for window in ids.chunks(WINDOW) {
        cards.extend(session.store.invoice_cards(window)?);
    }
    Ok(cards)
}

/// The invoice with this shown number; refused with the choices where several have it.
pub fn invoice_by_number(session: &Session, number: &str) -> Result<InvoiceId> {
    let found = session.store.invoices_by_number(number)?;
    match found.as_slice() {
        [(id, _)] => Ok(*id),
        [] => Err(Refusal::new(RefusalCode::InvoiceNotFound).with("invoice", number.trim()).into()),
        several => {
            let choices: Vec<&str> = several.iter().map(|(_, shown)| shown.as_str()).collect();
            Err(Refusal::new(RefusalCode::NumberIsAmbiguous)
                .with("invoice", number.trim())
                .with("choices", choices.join(", "))
                .into())
        }
    }
}

/// Oldest first. The filter's class is a kind of decision; its text is looked for in actor and
/// reason.
pub fn decisions(session: &Session, filter: &Filter) -> Result<Vec<DecisionCard>> {
    let ids = session.store.decision_ids(filter)?;
    let mut cards = Vec::with_capacity(ids.len());
    for window in ids.chunks(WINDOW) {
        cards.extend(session.store.decision_cards(window)?);
    }
    if let Some(wanted) = Wanted::of(filter) {
        cards.retain(|card| wanted.is_text_in(&[&card.actor, &card.reason]));
    }
    Ok(cards)
}

pub fn decision(session: &Session, id: DecisionId) -> Result<DecisionCard> {
    let card = session.store.decision_cards(&[id])?.pop();
    card.ok_or_else(|| Refusal::new(RefusalCode::DecisionNotFound).with("decision", id).into())
}

/// By the day of import.
pub fn files(session: &Session, filter: &Filter) -> Result<Vec<FileCard>> {
    let mut cards = session.store.file_cards(filter)?;
    if let Some(wanted) = Wanted::of(filter) {
        cards.retain(|card| wanted.is_text_in(&[&card.name, &card.layout]));
    }
    Ok(cards)
}

/// Problems of one file, or of all.
pub fn problems(session: &Session, file: Option<FileId>) -> Result<Vec<ProblemCard>> {
    Ok(session.store.problem_cards(file)?)
}

pub fn periods(session: &Session, filter: &Filter) -> Result<Vec<PeriodCard>> {
    let mut cards = session.store.period_cards(filter)?;
    if let Some(state) = &filter.state {
        cards.retain(|card| (state == "closed") == card.is_closed);
    }
    Ok(cards)
}

/// Payments and invoices that need somebody, oldest first.
pub fn exceptions(session: &Session, filter: &Filter) -> Result<Vec<ExceptionCard>> {
    let today = session.surroundings.clock.now().day();
    let payments = session.store.exception_payment_ids(filter)?;
    let invoices = session.store.exception_invoice_ids(filter)?;
    let payments = payment_cards(session, &payments)?.into_iter().map(|payment| {
        let age_days = today.days_since(payment.booked.day);
        ExceptionCard::Payment { payment: Box::new(payment), age_days }
    });
    let invoices = invoice_cards(session, &invoices)?.into_iter().map(|invoice| {
        let age_days = invoice.facts.issued_on.map_or(0, |day| today.days_since(day));
        ExceptionCard::Invoice { invoice: Box::new(invoice), age_days }
    });
    let mut cards: Vec<ExceptionCard> = payments.chain(invoices).collect();
    if let Some(wanted) = Wanted::of(filter) {
        cards.retain(|card| wanted.is_in_exception(card));
    }
    cards.sort_by_key(|card| std::cmp::Reverse(age_of(card)));
    Ok(cards)
}

/// Payments with a proposal waiting, in the order in which they are best reviewed: by book day, the
/// surest offers first, then file and row order.
pub fn review_ids(session: &Session, filter: &Filter) -> Result<Vec<PaymentId>> {
    let mut ids = session.store.review_ids(filter)?;
    if filter.text.is_some() {
        let found: BTreeSet<PaymentId> = payment_ids(session, filter)?.into_iter().collect();
        ids.retain(|id| found.contains(id));
    }
    Ok(ids)
}

fn age_of(card: &ExceptionCard) -> i64 {
    match card {
        ExceptionCard::Payment { age_days, .. } | ExceptionCard::Invoice { age_days, .. } => {
            *age_days
        }
    }
}

/// A text to look for, without diacritics or case, and the amount that it may be.
struct Wanted {
    text: String,
    amount: String,
}

impl Wanted {
    fn of(filter: &Filter) -> Option<Wanted> {
        let text = fold(filter.text.as_deref()?);
        if text.is_empty() {
            return None;
        }
        // `1.500.000`, `1 500 000` and `1500000` are looked for alike.
        let is_amount = text.chars().all(|c| c.is_ascii_digit() || ". ,".contains(c));
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        Some(Wanted { text, amount: if is_amount { digits } else { String::new() } })
    }

    fn is_in(&self, texts: &[&str], amount: Money) -> bool {
        let plain = amount.to_plain();
        let is_amount = !self.amount.is_empty() && plain.replace('.', "") == self.amount;
        is_amount || self.is_text_in(texts)
    }

    fn is_text_in(&self, texts: &[&str]) -> bool {
        texts.iter().any(|text| fold(text).contains(&self.text))
    }

    fn is_in_exception(&self, card: &ExceptionCard) -> bool {
        match card {
            ExceptionCard::Payment { payment, .. } => {
                let texts: [&str; 6] = [
                    &payment.memo,
                    &payment.payer_name,
                    &payment.payer_account,
                    &payment.reference,
                    &payment.code,
                    &payment.virtual_account,
                ];
                self.is_in(&texts, payment.amount)
            }
            ExceptionCard::Invoice { invoice, .. } => {
                let texts: [&str; 3] =
                    [&invoice.number, &invoice.facts.dossier_code, &invoice.facts.payer_name];
                self.is_in(&texts, invoice.facts.amount)
            }
        }
    }
}
