//! The detailed list (bảng kê) of a period: each payment, the invoices it pays and what is left of
//! it.

use super::frame::{SumsBy, counted_notes, currency, left, right, text, word};
use super::{Facts, PaymentFact};
use crate::model::{Cell, Table};

pub fn report(facts: &Facts) -> Table {
    let mut totals: SumsBy<(), 3> = SumsBy::new();
    for payment in &facts.payments {
        let standing = &payment.standing;
        if standing.is_money() {
            let amounts = [standing.amount, standing.settled, standing.open];
            totals.add((), standing.amount.currency(), amounts);
        }
    }
    Table {
        name: "details",
        notes: counted_notes(facts),
        columns: vec![
            right("payment"),
            left("booked"),
            left("source"),
            left("reference"),
            left("payer_name"),
            left("payer_account"),
            left("memo"),
            left("direction"),
            left("status"),
            left("class"),
            left("invoices"),
            left("currency"),
            right("amount"),
            right("settled"),
            right("open"),
        ],
        rows: facts.payments.iter().map(row).collect(),
        totals: totals
            .iter()
            .map(|(_, unit, sums)| {
                let mut row = vec![word("table", "total")];
                row.resize(11, Cell::Empty);
                row.push(currency(unit));
                row.extend(sums.money());
                row
            })
            .collect(),
    }
}

fn row(payment: &PaymentFact) -> Vec<Cell> {
    let standing = &payment.standing;
    vec![
        Cell::Number(payment.id.0),
        Cell::Moment(payment.booked),
        text(&payment.source),
        text(&payment.reference),
        text(&payment.payer_name),
        text(&payment.payer_account),
        text(&payment.memo),
        word("direction", standing.direction.code()),
        word("status", standing.status.code()),
        word("class", standing.class.code()),
        text(&invoices(payment)),
        currency(standing.amount.currency()),
        Cell::Money(standing.amount),
        Cell::Money(standing.settled),
        Cell::Money(standing.open),
    ]
}

/// One number alone; several each with its part.
pub fn invoices(payment: &PaymentFact) -> String {
    match payment.links.as_slice() {
        [(number, _)] => number.clone(),
        several => {
            let parts = several.iter();
            let parts = parts.map(|(number, amount)| format!("{number} ({})", amount.to_plain()));
            parts.collect::<Vec<_>>().join("; ")
        }
    }
}
