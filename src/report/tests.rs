//! Reports by example: small books whose sums anybody can check by head.

use super::{Facts, Moved, PaymentFact, REPORTS};
use crate::calendar::{Day, Moment, Period};
use crate::model::{
    Cell, Direction, Nature, PaymentClass, PaymentId, PaymentStanding, PaymentState, PaymentStatus,
    Table,
};
use crate::money::{Currency, Money};

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

/// Amount, settled, refunded, excluded; the rest is open.
fn standing(id: i64, class: &str, parts: [i64; 4]) -> PaymentStanding {
    let money = |minor| Money::from_minor(minor, Currency::VND);
    let [amount, settled, refunded, excluded] = parts;
    let open = amount - settled - refunded - excluded;
    PaymentStanding {
        payment: PaymentId(id),
        direction: Direction::Credit,
        status: PaymentStatus::Success,
        nature: Nature::Fee,
        is_withdrawn: false,
        amount: money(amount),
        settled: money(settled),
        refunded: money(refunded),
        excluded: money(excluded),
        open: money(open),
        state: match open {
            0 if settled > 0 => PaymentState::Settled,
            0 => PaymentState::Excluded,
            _ if open == amount => PaymentState::Open,
            _ => PaymentState::Part,
        },
        class: PaymentClass::from_code(class).expect("a class"),
        refund_of: None,
    }
}

fn payment(booked: &str, standing: PaymentStanding) -> PaymentFact {
    PaymentFact {
        id: standing.payment,
        source: "payments:1".to_owned(),
        booked: Moment::on(day(booked)),
        is_late: false,
        reference: String::new(),
        memo: String::new(),
        payer_name: String::new(),
        payer_account: String::new(),
        standing,
        links: Vec::new(),
        resolved_as: None,
    }
}

fn facts(payments: Vec<PaymentFact>, moved: Vec<Moved>) -> Facts {
    Facts {
        agency: String::new(),
        period: Period::Day(day("2026-10-06")),
        is_closed: false,
        as_of: day("2026-10-16"),
        payments,
        moved,
        files: Vec::new(),
    }
}

fn report(name: &str, facts: &Facts) -> Table {
    let (_, _, report) = REPORTS.iter().find(|(known, ..)| *known == name).expect("a report");
    report(facts)
}

/// Cells of a row as a person would read them aloud.
fn told(row: &[Cell]) -> String {
    let cell = |cell: &Cell| match cell {
        Cell::Empty => "-".to_owned(),
        Cell::Text(text) | Cell::Key(text) => text.clone(),
        Cell::Number(number) => number.to_string(),
        Cell::Money(amount) => amount.to_plain(),
        Cell::Day(day) => day.to_string(),
        Cell::Moment(moment) => moment.day.to_string(),
    };
    row.iter().map(cell).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_report_is_as_wide_as_its_columns() {
    let own = payment("2026-10-06", standing(1, "paid_twice", [100, 0, 0, 0]));
    let facts = facts(vec![own], Vec::new());
    for (name, _, report) in REPORTS {
        let table = report(&facts);
        assert_eq!(table.name, *name);
        for row in table.rows.iter().chain(&table.totals) {
            assert_eq!(row.len(), table.columns.len(), "{name}: {row:?}");
        }
    }
}

#[test]
fn the_day_adds_up_with_what_moved_from_earlier_days() {
    let mut failed = standing(4, "failed", [70, 0, 0, 70]);
    failed.status = PaymentStatus::Failed;
    let payments = vec![
        payment("2026-10-06", standing(1, "matched", [100, 100, 0, 0])),
        payment("2026-10-06", standing(2, "matched", [50, 50, 0, 0])),
        payment("2026-10-06", standing(3, "over_paid", [90, 60, 10, 0])),
        payment("2026-10-06", failed),
    ];
    let moved = vec![Moved {
        source: "payments:1".to_owned(),
        before: standing(5, "unmatched", [30, 0, 0, 0]),
        after: standing(5, "matched", [30, 30, 0, 0]),
    }];
    let table = report("day", &facts(payments, moved));
    let rows: Vec<String> = table.rows.iter().map(|row| told(row)).collect();
    assert_eq!(
        rows,
        [
            "payments:1 class.failed 1 VND 0 0 0 0 0",
            "payments:1 class.over_paid 1 VND 90 60 10 0 20",
            "payments:1 class.matched 2 VND 150 150 0 0 0",
            "payments:1 class.earlier 1 VND 0 30 0 0 -30",
        ]
    );
    let totals: Vec<String> = table.totals.iter().map(|row| told(row)).collect();
    assert_eq!(totals, ["table.total - 5 VND 240 240 10 0 -10"]);
}

#[test]
fn differences_come_by_class_then_age() {
    let payments = vec![
        payment("2026-10-06", standing(1, "matched", [100, 100, 0, 0])),
        payment("2026-10-06", standing(2, "over_paid", [100, 60, 0, 0])),
        payment("2026-10-06", standing(3, "paid_twice", [100, 0, 0, 0])),
        payment("2026-10-02", standing(4, "paid_twice", [100, 0, 0, 0])),
        payment("2026-10-06", standing(5, "to_review", [100, 0, 0, 0])),
    ];
    let facts = facts(payments, Vec::new());
    let of = |name, columns: &[usize]| -> Vec<String> {
        let table = report(name, &facts);
        let cells =
            |row: &Vec<Cell>| -> Vec<Cell> { columns.iter().map(|at| row[*at].clone()).collect() };
        table.rows.iter().map(|row| told(&cells(row))).collect()
    };
    assert_eq!(
        of("exceptions", &[0, 1, 3]),
        ["class.paid_twice 4 14", "class.paid_twice 3 10", "class.over_paid 2 10"]
    );
    assert_eq!(of("unidentified", &[0, 11]), ["3 100", "4 100", "5 100"]);
    let total = report("exceptions", &facts).totals;
    assert_eq!(told(&total[0][9..]), "VND 300 240");
}

#[test]
fn several_invoices_of_a_payment_show_their_parts() {
    let mut own = payment("2026-10-06", standing(1, "matched", [100, 100, 0, 0]));
    let money = |minor| Money::from_minor(minor, Currency::VND);
    own.links = vec![("HD1".to_owned(), money(60)), ("HD2".to_owned(), money(40))];
    let table = report("details", &facts(vec![own], Vec::new()));
    assert_eq!(told(&table.rows[0][10..11]), "HD1 (60); HD2 (40)");
}
