//! The law of the book by example: a script of decisions, then what it is refused with or how
//! things stand.

mod made_up_book;
mod replay;

use std::collections::BTreeSet;

use made_up_book::MadeUpBook;

use crate::model::RefusalCode;

/// The last decision of the script is refused with this code; all before it stand.
#[track_caller]
fn refused(script: &str, code: &str) {
    let mut desk = MadeUpBook::default();
    let (before, last) = script.rsplit_once("; ").unwrap_or(("", script));
    desk.play(before);
    let refusal = desk.step(last).expect_err("the last decision must be refused");
    assert_eq!(refusal.code.code(), code, "{script}");
}

/// All decisions of the script stand, and afterwards things stand as said: `P1 settled matched 0`;
/// the record of it replays.
#[track_caller]
fn stands(script: &str, expected: &[&str]) {
    let mut desk = MadeUpBook::default();
    desk.play(script);
    for line in expected {
        let name = line.split(' ').next().expect("a name");
        assert_eq!(desk.standing(name), *line, "{script}");
    }
    desk.prove_money(script);
    replay::prove(&desk, script);
}

/// One case at least for each refusal that the law can give.
const REFUSED: &[(&str, &str)] = &[
    ("accept P99 I1 100", "payment_not_found"),
    ("resolve P99 carry", "payment_not_found"),
    ("link P1 I99", "invoice_not_found"),
    ("close 2026-10-05; close 2026-10-05", "period_is_closed"),
    ("close 2026-10-05; on 2026-10-05 accept P1 I1 100", "period_is_closed"),
    ("reopen 2026-10-05", "period_is_open"),
    ("close 2026-10-05; close 2026-10-06; close 2026-10; reopen 2026-10-05", "month_is_closed"),
    ("close 2026-10-05; close 2026-10", "month_has_open_days"),
    ("close 2026-11-25", "period_is_not_over"),
    ("close 2026-11", "period_is_not_over"),
    ("link P4 I1:40 I2:10 I1:60", "invoice_named_twice"),
    ("payout P1 V1 V1", "payment_named_twice"),
    ("accept", "proposal_not_found"),
    ("accept P1 I1 100; reject P1 I1", "proposal_not_found"),
    ("accept W1 I1 100", "payment_is_withdrawn"),
    ("accept P1 X1 100", "invoice_is_withdrawn"),
    ("accept D1 I1 40", "payment_is_debit"),
    ("resolve D1 write_off", "payment_is_debit"),
    ("tie R1 D1", "payment_is_debit"),
    ("accept N1 I1 100", "payment_is_not_success"),
    ("accept F1 I1 100", "payment_is_not_success"),
    ("accept B1 I1 100", "payment_is_refund"),
    ("tie P1 P2", "payment_is_not_refund"),
    ("payout V1 V2", "payment_is_not_of_bank"),
    ("payout P1 P2", "payment_is_not_of_gateway"),
    ("payout P1 V3", "payment_is_not_success"),
    ("payout D1 V1", "payment_is_debit"),
    ("payout W1 V1", "payment_is_withdrawn"),
    ("payout P1 V1; payout P1 V1", "payment_is_paid_out"),
    ("payout P1 V2 V1; payout G1 V1", "payment_is_paid_out"),
    ("accept G1 I1 100", "payment_is_excluded"),
    ("payout P1 V1; accept P1 I1 100", "payment_is_excluded"),
    ("accept P1 C1 100", "invoice_is_cancelled"),
    ("resolve C1 carry", "invoice_is_cancelled"),
    ("accept P1 E1 100", "invoice_is_exempt"),
    ("accept U1 I1 100", "currencies_differ"),
    ("accept P1 J1 100", "currencies_differ"),
    ("tie R1 U1", "currencies_of_payments_differ"),
    ("payout U1 V1", "currencies_of_payments_differ"),
    ("link P1 I1:0", "amount_is_not_positive"),
    ("link P1 I1:-5", "amount_is_not_positive"),
    ("accept P1 I1 100; payout P1 V1", "payment_is_decided"),
    ("resolve P1 not_fee; payout P1 V1", "payment_is_decided"),
    ("payout P1", "nothing_is_open"),
    ("accept P1 I1 100; link P1 I2", "nothing_is_open"),
    ("accept P1 I1 100; link P2 I1", "nothing_is_open"),
    ("accept P1 I1 100; resolve P1 not_fee", "nothing_is_open"),
    ("accept P1 I1 100; resolve I1 write_off", "nothing_is_open"),
    ("link P1 I1:60; link P1 I2:50", "amount_exceeds_payment"),
    ("accept P1 I1 60, P1 I2 50", "amount_exceeds_payment"),
    ("link P4 I1:101", "amount_exceeds_invoice"),
    ("accept P1 I1 60; accept P2 I1 41", "amount_exceeds_invoice"),
    ("tie R1 P3", "refund_exceeds_original"),
    ("resolve P1 not_fee; tie R1 P1", "refund_exceeds_original"),
    ("tie R1 P1; tie R1 P2", "refund_is_tied"),
    ("tie R1 P1; tie R1 P1", "refund_is_tied"),
    ("unlink P1", "nothing_is_linked"),
    ("accept P1 I1 100; unlink P1 I2", "pair_is_not_linked"),
    ("reject P1 I1; reject P1 I1", "pair_is_rejected"),
    ("resolve G1 refund", "resolution_does_not_fit"),
    ("resolve D1 carry", "resolution_does_not_fit"),
    ("resolve I1 write_off", "resolution_does_not_fit"),
    ("accept P3 I1 60; resolve I1 inquiry", "resolution_does_not_fit"),
    ("resolve P1 inquiry; resolve P1 inquiry", "already_resolved"),
    ("resolve P1 not_fee; resolve P1 not_fee", "already_resolved"),
    ("accept P3 I1 60; resolve I1 carry; resolve I1 carry", "already_resolved"),
    ("accept P1 I1 100; classify P1 payout", "already_resolved"),
    ("payout P1 V1; classify P1 fee", "already_resolved"),
    ("accept P1 I1 100; undo 1; undo 1", "already_undone"),
    ("close 2026-10-05; undo 1", "cannot_be_undone"),
    ("close 2026-10-05; reopen 2026-10-05; undo 2", "cannot_be_undone"),
    ("unmask; undo 1", "cannot_be_undone"),
    // Taken back by hand already: the inverse would make the link negative.
    ("accept P1 I1 100; unlink P1; undo 1", "later_decision_stands"),
    // The money that the undone unlinking set free is spent.
    ("accept P1 I1 100; unlink P1; accept P1 I2 100; undo 2", "later_decision_stands"),
    ("accept P1 I1 100; unlink P1; accept P2 I1 100; undo 2", "later_decision_stands"),
    // The refund row was tied anew: putting the first tie back would give its money back twice.
    ("tie D1 P4; undo 1; tie D1 P4; undo 2", "later_decision_stands"),
    // Rows that were tied later keep the credit a payout.
    ("payout P1 V1; payout P1 V2; undo 1", "later_decision_stands"),
    ("payout P1 V1; undo 1; payout P2 V1; undo 2", "later_decision_stands"),
    ("payout P1 V1; undo 1; accept P1 I1 100; undo 2", "later_decision_stands"),
    ("resolve P1 inquiry; resolve P1 refund; undo 1", "later_decision_stands"),
    ("accept P1 I1 100; undo 0", "later_decision_stands"),
    ("report N1 success; accept N1 I1 100; undo 1", "later_decision_stands"),
    ("revise I1 80; accept P1 I1 80; undo 1", "later_decision_stands"),
    ("revise I1 80; revise I1 90; undo 1", "later_decision_stands"),
    ("accept P1 I1 100; unlink P1; revise I1 cancelled; undo 2", "later_decision_stands"),
    // A rest that was written off is one only beside what was settled.
    ("accept P4 I1 100; resolve P4 write_off; undo 1", "later_decision_stands"),
    ("accept P4 I1 100; resolve P4 not_fee; undo 1", "later_decision_stands"),
    ("accept P3 I1 60; resolve I1 write_off; undo 1", "later_decision_stands"),
    ("accept P3 I1 60; resolve I1 write_off; undo 2; undo 3; undo 1", "later_decision_stands"),
];

#[test]
fn the_law_refuses() {
    for (script, code) in REFUSED {
        refused(script, code);
    }
}

#[test]
fn every_refusal_of_the_law_has_a_case() {
    // Given by deeds, which see what the law does not: names, reasons, actors, runs, proposals on
    // offer.
    let by_deeds = [
        RefusalCode::DecisionNotFound,
        RefusalCode::RunNotFound,
        RefusalCode::NumberIsAmbiguous,
        RefusalCode::ReasonIsMissing,
        RefusalCode::ActorIsNotYours,
        RefusalCode::ProposalChanged,
    ];
    let tested: BTreeSet<&str> = REFUSED.iter().map(|case| case.1).collect();
    for code in RefusalCode::ALL.iter().filter(|code| !by_deeds.contains(code)) {
        assert!(tested.contains(code.code()), "add a case for {} to REFUSED", code.code());
    }
}

#[test]
fn payments_and_invoices_stand_by_their_sums() {
    stands("", &["P1 open unmatched 100", "I1 open unpaid 100", "I0 exempt exempt 0"]);
    stands("accept P1 I1 100", &["P1 settled matched 0", "I1 paid matched 0"]);
    // Short: settled, yet the invoice lacks something until another payment fills it.
    stands("accept P3 I1 60", &["P3 settled part_paid 0", "I1 part part_paid 40"]);
    stands(
        "accept P3 I1 60; link P1 I1",
        &["P3 settled matched 0", "P1 part over_paid 60", "I1 paid matched 0"],
    );
    stands("accept P4 I1 100", &["P4 part over_paid 50", "I1 paid matched 0"]);
    stands("accept P4 I1 100, P4 I2 50", &["P4 settled part_paid 0", "I2 part part_paid 50"]);
    stands(
        "accept P1 I1 100; revise I1 cancelled",
        &["P1 settled cancelled_but_paid 0", "I1 cancelled cancelled_but_paid 0"],
    );
    stands(
        "accept P1 I1 100; revise I1 exempt",
        &["P1 settled exempt_but_paid 0", "I1 exempt exempt_but_paid 0"],
    );
    stands(
        "accept P1 I1 100; revise I1 80",
        &["P1 settled over_paid 0", "I1 over_paid over_paid 0"],
    );
    stands(
        "",
        &[
            "F1 excluded failed 0",
            "N1 excluded pending 0",
            "G1 excluded payout 0",
            "R1 excluded refund 0",
            "D1 excluded not_fee 0",
            "W1 withdrawn withdrawn 0",
            "C1 cancelled unpaid 0",
            "E1 exempt exempt 0",
        ],
    );
}

#[test]
fn a_finding_is_the_class_while_nothing_is_decided() {
    let mut desk = MadeUpBook::default();
    desk.find("P1", "paid_twice");
    assert_eq!(desk.standing("P1"), "P1 open paid_twice 100");
    desk.play("accept P1 I1 100");
    assert_eq!(desk.standing("P1"), "P1 settled matched 0");
}

#[test]
fn resolving_moves_what_it_says() {
    stands("resolve P1 not_fee", &["P1 excluded not_fee 0"]);
    stands("accept P4 I1 100; resolve P4 write_off", &["P4 settled over_paid 0"]);
    stands("resolve P1 refunded_elsewhere", &["P1 excluded reversed 0"]);
    for mark in ["refund", "carry", "inquiry"] {
        stands(&format!("resolve P1 {mark}"), &["P1 open unmatched 100"]);
    }
    stands("resolve N1 inquiry; resolve W2 inquiry", &["W2 excluded wrong_account 0"]);
    stands("accept P3 I1 60; resolve I1 write_off", &["I1 paid matched 0", "P3 settled matched 0"]);
    stands("accept P3 I1 60; resolve I1 carry", &["I1 part part_paid 40"]);
    // Written off before the undone link, the rest has nothing to do with it.
    stands(
        "link P4 I1:50; resolve P4 write_off; unlink P4; link P4 I2:40; undo 4",
        &["P4 part unmatched 50"],
    );
    stands("accept P3 I1 60; resolve I1 write_off; undo 2; undo 1", &["I1 open unpaid 100"]);
    // Another mark replaces the first; undoing it brings the first back, which is then there to be
    // undone.
    stands("resolve P1 inquiry; resolve P1 refund; undo 2; undo 1", &["P1 open unmatched 100"]);
}

#[test]
fn a_refund_takes_the_open_part_first_and_then_links_newest_first() {
    stands("tie R1 P1", &["P1 excluded reversed 0", "R1 excluded refund 0"]);
    stands("accept P1 I1 100; tie R1 P1", &["P1 excluded reversed 0", "I1 open unpaid 100"]);
    // P4 150: I1 took 80, I2 took 40, 30 is open. The refund of 100 leaves 50 with I1.
    stands(
        "link P4 I1:80 I2:40; tie R1 P4",
        &["P4 settled part_paid 0", "I1 part part_paid 50", "I2 open unpaid 100"],
    );
    stands(
        "link P4 I1:80 I2:40; tie R1 P4; undo 2",
        &["P4 part part_paid 30", "I1 part part_paid 20", "I2 part part_paid 60"],
    );
    stands(
        "link P4 I1:80 I2:40; tie R1 P4; undo 2; undo 3",
        &["P4 settled part_paid 0", "I1 part part_paid 50", "I2 open unpaid 100"],
    );
    stands("tie D1 P1", &["P1 part unmatched 60", "D1 excluded refund 0"]);
}

#[test]
fn undo_puts_back_and_rejects_the_pair() {
    stands("accept P1 I1 100; undo 1", &["P1 open unmatched 100", "I1 open unpaid 100"]);
    refused("accept P1 I1 100; undo 1; reject P1 I1", "pair_is_rejected");
    refused("accept P1 I1 100; unlink P1; reject P1 I1", "pair_is_rejected");
    // Undoing the undo puts the link back and takes the rejection back.
    stands("accept P1 I1 100; undo 1; undo 2", &["P1 settled matched 0", "I1 paid matched 0"]);
    stands("accept P1 I1 100; undo 1; undo 2; undo 3; undo 4", &["P1 settled matched 0"]);
    // Accepting a rejected pair lifts the rejection; undoing that says it again.
    stands("reject P1 I1; accept P1 I1 100", &["P1 settled matched 0"]);
    refused("reject P1 I1; accept P1 I1 100; undo 2; reject P1 I1", "pair_is_rejected");
    stands("reject P1 I1; undo 1; reject P1 I1", &["P1 open unmatched 100"]);
    stands("accept P1 I1 100; unlink P1; undo 2", &["P1 settled matched 0"]);
    // A link with an invoice that was cancelled after it was paid comes back while nothing later
    // stands.
    stands(
        "accept P1 I1 100; revise I1 cancelled; unlink P1; undo 3",
        &["P1 settled cancelled_but_paid 0"],
    );
    stands(
        "accept P1 I1 100; revise I1 80; unlink P1; undo 3",
        &["P1 settled over_paid 0", "I1 over_paid over_paid 0"],
    );
    stands(
        "link P3 I1; resolve I1 write_off; revise I1 80; undo 2; undo 4; undo 3",
        &["I1 paid matched 0"],
    );
    // A link beside it does not stand on it.
    stands("link P1 I1:40; link P1 I2:60; undo 1", &["P1 part part_paid 40"]);
}

#[test]
fn a_new_status_moves_what_rested_on_the_old_one() {
    stands("report N1 success", &["N1 open unmatched 100"]);
    stands(
        "accept P1 I1 100; report P1 reversed",
        &["P1 excluded reversed 0", "I1 open unpaid 100"],
    );
    stands(
        "accept P1 I1 100; report P1 reversed; undo 2",
        &["P1 settled matched 0", "I1 paid matched 0"],
    );
    stands("tie R1 P1; report R1 failed", &["P1 open unmatched 100", "R1 excluded failed 0"]);
}

#[test]
fn undoing_an_import_withdraws_its_rows_and_undoing_that_restores_them() {
    stands("undo 0", &["P1 withdrawn withdrawn 0", "I1 cancelled unpaid 0"]);
    stands("undo 0; undo 1", &["P1 open unmatched 100", "I1 open unpaid 100"]);
    refused("undo 0; accept P1 I1 100", "payment_is_withdrawn");
}

#[test]
fn a_closed_day_moves_decisions_to_the_next_open_one() {
    stands("close 2026-10-05; accept P1 I1 100", &["P1 settled matched 0"]);
    stands("accept P1 I1 100; close 2026-10-05; undo 1", &["P1 open unmatched 100"]);
    stands(
        "close 2026-10-05; close 2026-10-06; close 2026-10; reopen 2026-10; reopen 2026-10-05",
        &[],
    );
}

#[test]
fn several_lines_are_taken_whole_or_not_at_all() {
    let mut desk = MadeUpBook::default();
    desk.step("accept P4 I1 100, P4 C1 50").expect_err("one line is refused");
    assert_eq!(desk.standing("P4"), "P4 open unmatched 150");
    // Several payments on one invoice, as one decision.
    stands("accept P3 I1 60, P2 I1 40", &["I1 paid matched 0", "P2 part over_paid 60"]);
}

#[test]
fn a_tied_credit_is_a_payout_and_its_rows_go_their_own_way() {
    stands("payout P1 V1 V2", &["P1 excluded payout 0", "V1 open unmatched 100"]);
    stands("payout P1 V1; undo 1", &["P1 open unmatched 100"]);
    stands("payout P1 V1; undo 1; undo 2", &["P1 excluded payout 0"]);
    refused("payout P1 V1; undo 1; undo 2; payout P2 V1", "payment_is_paid_out");
    stands("payout P1 V1; payout P1 V2; undo 2; undo 1", &["P1 open unmatched 100"]);
    // What was recognised as a payout before stays one.
    stands("payout G1 V1; undo 1", &["G1 excluded payout 0"]);
    stands("payout P1 V1; tie D1 P1; undo 1; undo 3", &["P1 excluded payout 0"]);
    // What a sale settles does not rest on where its money is.
    stands(
        "payout P1 V1; accept V1 I1 100; undo 1",
        &["P1 open unmatched 100", "V1 settled matched 0"],
    );
}

#[test]
fn a_row_that_failed_was_not_paid_out() {
    stands("payout P1 V1; report V1 reversed; report V1 success; payout P2 V1", &[]);
    refused("payout P1 V1; report V1 reversed; undo 2; payout P2 V1", "payment_is_paid_out");
    stands("payout P1 V1; report P1 reversed; payout P2 V1", &["P1 excluded reversed 0"]);
}
