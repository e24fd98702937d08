//! Whom standing links show as the payer behind the account that money comes from.

use super::Known;
use super::names::{NameKey, key_of_name};
use crate::calendar::Day;
use crate::model::{BookInvoice, LearntPayer, MatchSettings, OpenPayment};
use crate::text::squeeze;

/// An account that paid for more payers than this (a service, a bank's own) says nothing of one.
const MOST_PAYERS: usize = 3;

/// A payer whom the account paid for before.
#[derive(Clone, Copy)]
pub(in crate::matching) struct Learnt<'a> {
    /// As the first of its links writes it.
    pub payer: &'a LearntPayer,
    /// How many links say so, and the newest of their days.
    pub links: u32,
    pub last: Day,
    /// How many other payers the account paid for.
    pub others: usize,
    /// Between the newest such payment and the one at hand; never negative.
    pub days: i64,
}

/// Those that are not forgotten on the day of the payment.
fn remembered<'a>(
    known: &Known<'a>,
    payment: &OpenPayment,
    settings: &MatchSettings,
) -> Vec<Learnt<'a>> {
    let Some(payers) = known.book.learnt.get(&payment.payer_account) else { return Vec::new() };
    let mut found: Vec<Learnt> = Vec::new();
    for payer in payers {
        let days = payment.booked.day.days_since(payer.last).max(0);
        if settings.memory_days == 0 || days > i64::from(settings.memory_days) {
            continue;
        }
        match found.iter_mut().find(|one| is_same(one.payer, payer)) {
            Some(one) => {
                one.links += payer.links;
                one.last = one.last.max(payer.last);
                one.days = one.days.min(days);
            }
            None => {
                let (links, last) = (payer.links, payer.last);
                found.push(Learnt { payer, links, last, others: 0, days });
            }
        }
    }
    if found.len() > MOST_PAYERS {
        return Vec::new();
    }
    let others = found.len().saturating_sub(1);
    found.iter_mut().for_each(|one| one.others = others);
    found
}

fn is_same(one: &LearntPayer, other: &LearntPayer) -> bool {
    is_payer((&one.name, &one.id), (&other.name, &other.id))
}

/// What was learnt of the payment's account that speaks for this invoice.
pub(in crate::matching) fn of_invoice<'a>(
    known: &Known<'a>,
    payment: &OpenPayment,
    invoice: &BookInvoice,
    settings: &MatchSettings,
) -> Option<Learnt<'a>> {
    remembered(known, payment, settings).into_iter().find(|one| {
        let own = (invoice.payer_name.as_str(), invoice.payer_id.as_str());
        is_payer((&one.payer.name, &one.payer.id), own)
    })
}

/// The names that the payment's account is known to pay for.
pub(in crate::matching) fn names(
    known: &Known,
    payment: &OpenPayment,
    settings: &MatchSettings,
) -> Vec<NameKey> {
    let learnt = remembered(known, payment, settings);
    learnt.iter().filter_map(|one| key_of_name(&one.payer.name)).collect()
}

/// Whether name and number are of one payer: by the number where both have one, else by the name.
fn is_payer(one: (&str, &str), other: (&str, &str)) -> bool {
    if !one.1.is_empty() && !other.1.is_empty() {
        return squeeze(one.1).text == squeeze(other.1).text;
    }
    let key = key_of_name(one.0);
    key.is_some() && key == key_of_name(other.0)
}
