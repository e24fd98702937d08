//! Differences of a period by class and age: what needs somebody, the oldest of each class first.

use std::cmp::Reverse;

use super::details::invoices;
use super::frame::{SumsBy, currency, left, notes, right, text, word};
use super::{Facts, PaymentFact};
use crate::model::{Cell, PaymentClass, PaymentState, Table};

pub fn report(facts: &Facts) -> Table {
    let mut found: Vec<(&PaymentFact, i64)> = facts
        .payments
        .iter()
        .filter(|payment| needs_somebody(payment))
        .map(|payment| (payment, facts.as_of.days_since(payment.booked.day)))
        .collect();
    found.sort_by_key(|(payment, age)| (payment.standing.class, Reverse(*age), payment.id));
    let mut totals: SumsBy<(), 2> = SumsBy::new();
    for (payment, _) in &found {
        let standing = &payment.standing;
        totals.add((), standing.amount.currency(), [standing.amount, standing.open]);
    }
    Table {
        name: "exceptions",
        notes: notes(facts),
        columns: vec![
            left("class"),
            right("payment"),
            left("booked"),
            right("age_days"),
            left("source"),
            left("payer_name"),
            left("memo"),
            left("invoices"),
            left("resolved_as"),
            left("currency"),
            right("amount"),
            right("open"),
        ],
        rows: found.into_iter().map(|(payment, age)| row(payment, age)).collect(),
        totals: totals
            .iter()
            .map(|(_, unit, sums)| {
                let mut row = vec![word("table", "total")];
                row.resize(9, Cell::Empty);
                row.push(currency(unit));
                row.extend(sums.money());
                row
            })
            .collect(),
    }
}

fn row(payment: &PaymentFact, age_days: i64) -> Vec<Cell> {
    let standing = &payment.standing;
    vec![
        word("class", standing.class.code()),
        Cell::Number(payment.id.0),
        Cell::Moment(payment.booked),
        Cell::Number(age_days),
        text(&payment.source),
        text(&payment.payer_name),
        text(&payment.memo),
        text(&invoices(payment)),
        payment.resolved_as.map_or(Cell::Empty, |resolved| word("resolve", resolved.code())),
        currency(standing.amount.currency()),
        Cell::Money(standing.amount),
        Cell::Money(standing.open),
    ]
}

/// Money with something open that is neither certain nor merely to be reviewed or not looked at;
/// money paid for nothing; money that is late or in the wrong place: the same payments as the list
/// of exceptions has for the days. Its invoices stand here as the payment that left them short.
fn needs_somebody(payment: &PaymentFact) -> bool {
    let standing = &payment.standing;
    let is_open = matches!(standing.state, PaymentState::Open | PaymentState::Part);
    match standing.class {
        PaymentClass::Pending
        | PaymentClass::WrongAccount
        | PaymentClass::CancelledButPaid
        | PaymentClass::ExemptButPaid => true,
        PaymentClass::Matched | PaymentClass::ToReview | PaymentClass::Unmatched => false,
        PaymentClass::PartPaid => true,
        _ => is_open,
    }
}
