//! The summary of a period: what came in by channel and class, and what became of it.
//!
//! Last come movements of earlier days' payments that were booked in this period. With them the
//! summaries of all periods add up to the ledger: credited = settled + refunded + excluded + open,
//! per currency.

use super::frame::{SumsBy, count, counted_notes, currency, left, right, text, word};
use super::{Facts, Moved};
use crate::model::{Cell, PaymentClass, PaymentStanding, Table};
use crate::money::Money;

/// Credited, settled, refunded, excluded, open.
type Amounts = [Money; 5];

/// Channel and class; movements of earlier days (`None`) come last in their channel.
type Line<'a> = (&'a str, bool, Option<PaymentClass>);

pub fn report(facts: &Facts) -> Table {
    let mut lines: SumsBy<Line, 5> = SumsBy::new();
    let mut totals: SumsBy<(), 5> = SumsBy::new();
    for payment in &facts.payments {
        let standing = &payment.standing;
        let (currency, amounts) = (standing.amount.currency(), amounts(standing));
        lines.add((&payment.source, false, Some(standing.class)), currency, amounts);
        totals.add((), currency, amounts);
    }
    for moved in &facts.moved {
        let amounts = movement(moved);
        if amounts.iter().any(|amount| !amount.is_zero()) {
            let currency = moved.after.amount.currency();
            lines.add((&moved.source, true, None), currency, amounts);
            totals.add((), currency, amounts);
        }
    }
    Table {
        name: "day",
        notes: counted_notes(facts),
        columns: vec![
            left("source"),
            left("class"),
            right("payments"),
            left("currency"),
            right("credited"),
            right("settled"),
            right("refunded"),
            right("excluded"),
            right("open"),
        ],
        rows: lines
            .iter()
            .map(|((source, _, class), unit, sums)| {
                let class = class.map_or("earlier", PaymentClass::code);
                let head =
                    [text(source), word("class", class), count(sums.payments), currency(unit)];
                head.into_iter().chain(sums.money()).collect()
            })
            .collect(),
        totals: totals
            .iter()
            .map(|(_, unit, sums)| {
                let head =
                    [word("table", "total"), Cell::Empty, count(sums.payments), currency(unit)];
                head.into_iter().chain(sums.money()).collect()
            })
            .collect(),
    }
}

/// Only successful credits are money of the identity; other rows are counted, without amounts.
fn amounts(standing: &PaymentStanding) -> Amounts {
    if !standing.is_money() {
        return [Money::zero(standing.amount.currency()); 5];
    }
    [standing.amount, standing.settled, standing.refunded, standing.excluded, standing.open]
}

fn movement(moved: &Moved) -> Amounts {
    let (before, after) = (amounts(&moved.before), amounts(&moved.after));
    std::array::from_fn(|at| after[at].minus(before[at]).expect("a payment keeps its currency"))
}
