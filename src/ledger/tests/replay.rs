//! The record of a played script, replayed from nothing, doubts nothing and comes to the same book.

use super::made_up_book::MadeUpBook;
use crate::calendar::Stamp;
use crate::ledger::{Doubt, Recorded, Replay};
use crate::model::{DecisionRecord, LedgerDecision, LedgerView, MadeBy, RefusalCode};

/// The first doubt with the number of its decision, and the book that the record comes to.
fn replay(decisions: &[LedgerDecision]) -> (Option<(usize, Doubt)>, LedgerView) {
    let start = MadeUpBook::default().view;
    let mut replay = Replay::default();
    replay.bring(start.payments.into_values().collect(), start.invoices.into_values().collect());
    let mut first = None;
    for (number, decision) in decisions.iter().enumerate() {
        let undone = decisions.iter().find(|own| own.undone_by == Some(decision.id));
        let record = DecisionRecord {
            kind: decision.kind,
            made_at: Stamp::parse("2026-11-24T09:00:00+07:00").expect("an instant"),
            book_day: decision.book_day,
            made_by: MadeBy::Person,
            actor: "lan".to_owned(),
            os_user: String::new(),
            host: String::new(),
            clock: "pinned",
            reason: String::new(),
            run: None,
            file: decision.file,
            undoes: undone.map(|own| own.id),
            rule: "".into(),
            reasons: Vec::new(),
        };
        let changes = &decision.changes;
        let doubt =
            replay.step(Recorded { id: decision.id, record: &record, changes, restored: &[] });
        first = first.or(doubt.map(|doubt| (number, doubt)));
    }
    (first, replay.book)
}

/// No decision of the desk is doubted, and the book is the same again.
#[track_caller]
pub fn prove(desk: &MadeUpBook, script: &str) {
    let (doubt, book) = replay(&desk.decisions);
    assert_eq!(doubt, None, "{script}");
    assert_eq!(book.payments, desk.view.payments, "{script}");
    assert_eq!(book.invoices, desk.view.invoices, "{script}");
    assert_eq!(book.closed, desk.view.closed, "{script}");
}

#[test]
fn a_record_that_the_law_did_not_make_is_doubted_once() {
    let mut desk = MadeUpBook::default();
    desk.play("accept P1 I1 100; reject P2 I2; undo 1; resolve P3 not_fee");
    // The rejection that undoing brings with it is gone.
    let mut differs = desk.decisions.clone();
    differs[3].changes.pop();
    assert_eq!(replay(&differs).0, Some((3, Doubt::Differs)));
    // The day of the first decision was closed by then.
    let mut unlawful = desk.decisions.clone();
    desk.play("close 2026-10-05");
    let close = desk.decisions.pop().expect("it was closed");
    unlawful.insert(1, close);
    let Some((2, Doubt::Refused(refusal))) = replay(&unlawful).0 else {
        panic!("a decision on a closed day is lawful");
    };
    assert_eq!(refusal.code, RefusalCode::PeriodIsClosed);
}
