//! Money that was assigned to nothing at the end of a period: no invoice, no refund, no decision.

use super::frame::{SumsBy, currency, left, notes, right, text, word};
use super::{Facts, PaymentFact};
use crate::model::{Cell, PaymentState, Table};

pub fn report(facts: &Facts) -> Table {
    let found: Vec<&PaymentFact> = facts
        .payments
        .iter()
        .filter(|payment| payment.standing.state == PaymentState::Open)
        .collect();
    let mut totals: SumsBy<(), 1> = SumsBy::new();
    for payment in &found {
        let open = payment.standing.open;
        totals.add((), open.currency(), [open]);
    }
    Table {
        name: "unidentified",
        notes: notes(facts),
        columns: vec![
            right("payment"),
            left("booked"),
            right("age_days"),
            left("source"),
            left("reference"),
            left("payer_name"),
            left("payer_account"),
            left("memo"),
            left("class"),
            left("resolved_as"),
            left("currency"),
            right("open"),
        ],
        rows: found.into_iter().map(|payment| row(facts, payment)).collect(),
        totals: totals
            .iter()
            .map(|(_, unit, sums)| {
                let mut row = vec![word("table", "total")];
                row.resize(10, Cell::Empty);
                row.push(currency(unit));
                row.extend(sums.money());
                row
            })
            .collect(),
    }
}

fn row(facts: &Facts, payment: &PaymentFact) -> Vec<Cell> {
    let open = payment.standing.open;
    vec![
        Cell::Number(payment.id.0),
        Cell::Moment(payment.booked),
        Cell::Number(facts.as_of.days_since(payment.booked.day)),
        text(&payment.source),
        text(&payment.reference),
        text(&payment.payer_name),
        text(&payment.payer_account),
        text(&payment.memo),
        word("class", payment.standing.class.code()),
        payment.resolved_as.map_or(Cell::Empty, |resolved| word("resolve", resolved.code())),
        currency(open.currency()),
        Cell::Money(open),
    ]
}
