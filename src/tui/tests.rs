//! Tests of the screens over a made-up book: what keys do, and that nothing breaks or slips
//! through.

use proptest::prelude::*;
use ratatui::crossterm::event::KeyCode;

use super::layers::Layer;
use super::model::{Effect, Msg};
use super::samples::{Book, Stage, vnd};
use super::screens::{SCREENS, ScreenId, exceptions, journal};
use super::theme::Theme;
use crate::app::Error;
use crate::app::desk::{Answer, Ask, Deed, Done, Job, JobDone, Reply};
use crate::lang::Lang;
use crate::model::view::{ChangeCard, Decided, ExceptionCard, Filter, Undone};
use crate::model::{
    Change, DecisionId, DecisionKind, InvoiceId, PaymentClass, PaymentId, Refusal, RefusalCode,
    ResolveAs,
};

fn stage() -> Stage {
    Stage::new(Book::plain(), (80, 24))
}

fn decided(kind: DecisionKind, undone: Option<Undone>) -> Msg {
    let decided = Decided {
        decisions: vec![DecisionId(7)],
        kind,
        payments: vec![PaymentId(1)],
        invoices: vec!["0042".to_owned()],
        changes: Vec::new(),
    };
    Msg::Reply(Box::new(Reply::Decided(Ok(Box::new(Done { decided, undone })), None)))
}

fn deeds(stage: &Stage) -> Vec<&Deed> {
    let deeds = stage.effects.iter().filter_map(|effect| match effect {
        Effect::Do(deed) => Some(deed),
        _ => None,
    });
    deeds.collect()
}

#[test]
fn enter_accepts_the_row_under_the_cursor_by_its_key_and_only_once() {
    let mut stage = stage();
    stage.press(KeyCode::Char('3'));
    stage.press(KeyCode::Down);
    stage.press(KeyCode::Enter);
    stage.press(KeyCode::Enter);
    let [Deed::Accept(names)] = deeds(&stage)[..] else { panic!("one deed") };
    assert_eq!(names[0].payment, PaymentId(2));
    assert_eq!(names[0].key.as_deref(), Some("000000000002"));
    stage.tell(decided(DecisionKind::Accept, None));
    assert!(!stage.model.is_deciding);
    assert!(stage.text().contains("Ctrl+Z"), "the toast says how to undo");
}

#[test]
fn marked_rows_are_accepted_after_a_question_with_no_in_focus() {
    let mut stage = stage();
    stage.press(KeyCode::Char('3'));
    stage.press(KeyCode::Char(' '));
    stage.press(KeyCode::Char(' '));
    stage.press(KeyCode::F(9));
    assert!(stage.text().contains("203.000"), "the sum of both: {}", stage.text());
    stage.press(KeyCode::Enter);
    assert!(deeds(&stage).is_empty(), "Enter alone is No");
    stage.press(KeyCode::F(9));
    stage.press(KeyCode::Tab);
    stage.press(KeyCode::Enter);
    let [Deed::Accept(names)] = deeds(&stage)[..] else { panic!("one deed") };
    assert_eq!(names.len(), 2);
}

#[test]
fn a_path_is_whole_or_a_name_in_the_open_folder() {
    for (text, path) in [("/tmp/x.csv", "/tmp/x.csv"), ("x.csv", "nowhere/x.csv")] {
        let mut stage = stage();
        stage.press(KeyCode::Char('2'));
        stage.press(KeyCode::F(4));
        stage.tell(Msg::Paste(text.to_owned()));
        stage.press(KeyCode::Enter);
        let job = Job::Preview { path: path.into(), layout: None, account: None };
        assert_eq!(stage.effects.last(), Some(&Effect::Start(job)));
    }
}

#[test]
fn what_an_over_paid_row_has_too_much_is_told_and_not_all_of_it() {
    let mut stage = stage();
    let mut payment = stage.book.payment(1);
    payment.class = PaymentClass::OverPaid;
    payment.proposals[0].lines[0].invoice_open = vnd(90_000);
    let payment = Box::new(payment);
    exceptions::take(&mut stage.model, vec![ExceptionCard::Payment { payment, age_days: 0 }]);
    stage.model.screen = ScreenId::Exceptions;
    assert!(stage.text().contains(" +11.000"), "101.000 against 90.000: {}", stage.text());
}

#[test]
fn a_resolution_needs_its_note() {
    let mut stage = stage();
    stage.press(KeyCode::Char('4'));
    stage.press(KeyCode::Enter);
    stage.press(KeyCode::Down);
    stage.press(KeyCode::F(9));
    assert!(deeds(&stage).is_empty());
    stage.type_text("đã gọi");
    stage.press(KeyCode::Enter);
    let [Deed::ResolvePayments { payments, resolve_as, reason }] = deeds(&stage)[..] else {
        panic!("one deed")
    };
    assert_eq!((payments.len(), *resolve_as), (1, ResolveAs::Inquiry));
    assert_eq!(reason, "đã gọi");
}

#[test]
fn a_day_is_closed_only_when_its_date_is_typed() {
    let mut stage = stage();
    stage.press(KeyCode::Char('5'));
    stage.press(KeyCode::Enter);
    stage.press(KeyCode::Enter);
    assert!(deeds(&stage).is_empty() && stage.model.layers.is_empty(), "No has the focus");
    stage.press(KeyCode::Enter);
    stage.type_text("22/11");
    stage.press(KeyCode::Enter);
    assert!(stage.model.toast.is_some(), "and says so");
    stage.press(KeyCode::Tab);
    stage.press(KeyCode::Enter);
    assert!(deeds(&stage).is_empty(), "another date closes nothing");
    stage.press(KeyCode::Enter);
    stage.type_text("23/11");
    stage.press(KeyCode::Tab);
    stage.press(KeyCode::Enter);
    assert!(matches!(deeds(&stage)[..], [Deed::Close(_)]));
}

#[test]
fn undo_is_at_once_for_one_decision_and_asks_before_a_whole_import() {
    let mut stage = stage();
    stage.control('z');
    assert!(matches!(stage.model.layers.last(), Some(Layer::Confirm(_))), "an import is asked for");
    stage.press(KeyCode::Esc);
    let next = stage.model.next_undo.as_mut().expect("there is one");
    next.of.kind = DecisionKind::Accept;
    let of = next.of.clone();
    stage.control('z');
    assert!(matches!(deeds(&stage)[..], [Deed::Undo { .. }]));
    stage.tell(decided(DecisionKind::Undo, Some(Undone { of: of.clone(), stands: false })));
    assert!(stage.model.toast.as_ref().is_some_and(|toast| toast.text.contains("Ctrl+Y")));
    assert_eq!(stage.model.last_undo, Some(DecisionId(7)));
    stage.control('y');
    let undone = vec![DecisionId(7)];
    assert!(
        matches!(deeds(&stage).last(), Some(Deed::Undo { decisions, .. }) if *decisions == undone)
    );
    stage.tell(decided(DecisionKind::Undo, Some(Undone { of, stands: true })));
    assert_eq!(stage.model.last_undo, None, "what was brought back is not brought back again");
    assert!(stage.model.toast.as_ref().is_some_and(|toast| toast.text.contains("Ctrl+Z")));
}

#[test]
fn what_an_input_method_sends_into_a_list_is_harmless_and_said_once() {
    let mut stage = stage();
    stage.press(KeyCode::Char('3'));
    for code in [KeyCode::Char('ư'), KeyCode::Backspace, KeyCode::Char('đ'), KeyCode::Char('w')] {
        stage.press(code);
    }
    stage.control('h');
    assert!(stage.effects.is_empty());
    assert!(stage.model.toast.is_some(), "said, and still to be read after a burst of keys");
    stage.press(KeyCode::Down);
    stage.press(KeyCode::Char('ư'));
    assert!(stage.model.toast.is_none(), "not said twice");
}

#[test]
fn the_terminals_cursor_stands_on_the_row_and_in_the_field() {
    let mut stage = stage();
    assert_eq!(stage.cursor(), (0, 2));
    stage.press(KeyCode::Char('3'));
    stage.press(KeyCode::Down);
    assert_eq!(stage.cursor(), (0, 3), "the second row below title and heading");
    stage.press(KeyCode::Char('/'));
    stage.type_text("hường");
    let (x, y) = stage.cursor();
    let line = stage.text().lines().nth(y.into()).expect("a line").to_owned();
    let before: String = line.chars().take(x.into()).collect();
    assert!(before.ends_with("hường"), "{before:?}");
}

#[test]
fn ctrl_c_twice_in_a_row_ends() {
    let mut stage = stage();
    stage.control('c');
    stage.press(KeyCode::Down);
    stage.control('c');
    assert_eq!(stage.model.is_over, None);
    stage.control('c');
    assert_eq!(stage.model.is_over, Some(0));
}

#[test]
fn while_a_job_runs_nothing_is_decided_and_leaving_asks() {
    let mut stage = stage();
    stage.press(KeyCode::F(9));
    assert!(matches!(stage.effects.pop(), Some(Effect::Start(Job::Match))));
    stage.press(KeyCode::Char('3'));
    stage.press(KeyCode::Enter);
    assert!(deeds(&stage).is_empty());
    stage.press(KeyCode::F(10));
    stage.press(KeyCode::Enter);
    assert_eq!(stage.model.is_over, None);
    stage.press(KeyCode::Esc);
    assert!(matches!(stage.effects.pop(), Some(Effect::CancelJob)));
    let done = JobDone::Matched(crate::model::view::MatchSummary::default());
    stage.tell(Msg::Reply(Box::new(Reply::JobDone(Ok(done)))));
    assert!(stage.model.job.is_none());
}

#[test]
fn a_refusal_is_shown_with_what_to_do_and_the_list_is_read_again() {
    let mut stage = stage();
    stage.press(KeyCode::Char('3'));
    stage.press(KeyCode::Enter);
    let refusal = Refusal::new(RefusalCode::ProposalChanged);
    let outcome = Err(Error::Refused(refusal));
    stage.tell(Msg::Reply(Box::new(Reply::Decided(outcome, None))));
    assert!(matches!(stage.model.layers.last(), Some(Layer::Message(_))));
    stage.press(KeyCode::Enter);
    assert!(stage.model.layers.is_empty() && !stage.model.screens.review.list.is_loading);
}

#[test]
fn older_answers_are_dropped() {
    let mut stage = stage();
    let card = stage.book.answer(&crate::app::desk::Ask::NextUndo).expect("an answer");
    stage.model.next_undo = None;
    let slot = crate::app::desk::Slot::NextUndo;
    let reply = Reply::Answer { ticket: 0, slot, outcome: Ok(card) };
    stage.tell(Msg::Reply(Box::new(reply)));
    assert!(stage.model.next_undo.is_none());
}

/// Opens every screen and every layer, at this size, and hands each picture over.
fn tour(stage: &mut Stage, mut look: impl FnMut(&Stage)) {
    for at in 0..SCREENS.len() {
        let number = char::from_digit(at as u32 + 1, 10).expect("few screens");
        stage.press(KeyCode::Char(number));
        look(stage);
        let opened = [
            KeyCode::F(1),
            KeyCode::F(2),
            KeyCode::F(4),
            KeyCode::F(6),
            KeyCode::F(7),
            KeyCode::F(8),
            KeyCode::Enter,
            KeyCode::Char('/'),
        ];
        for code in opened {
            if stage.model.screen == ScreenId::Overview && code == KeyCode::Enter {
                continue;
            }
            stage.press(code);
            look(stage);
            for step in [KeyCode::Down, KeyCode::Tab, KeyCode::PageDown, KeyCode::End] {
                stage.press(step);
                look(stage);
            }
            while !stage.model.layers.is_empty() {
                stage.press(KeyCode::Esc);
            }
            stage.effects.clear();
            (stage.model.is_deciding, stage.model.job) = (false, None);
        }
    }
    let jobs = [
        JobDone::Previewed(Box::new(stage.book.preview())),
        JobDone::Imported(stage.book.receipts()),
        JobDone::Sketched(stage.book.text.clone().into(), Box::new(stage.book.sheet())),
    ];
    for done in jobs {
        stage.press(KeyCode::Char('2'));
        stage.tell(Msg::Reply(Box::new(Reply::JobDone(Ok(done)))));
        look(stage);
        stage.press(KeyCode::End);
        look(stage);
        stage.press(KeyCode::Esc);
    }
    stage.press(KeyCode::F(7));
    stage.press(KeyCode::Enter);
    for code in [KeyCode::Right, KeyCode::PageDown, KeyCode::Esc, KeyCode::Esc] {
        look(stage);
        stage.press(code);
    }
}

#[test]
fn no_size_breaks_a_screen() {
    let sizes = [(1, 1), (1, 24), (80, 1), (2, 2), (3, 3), (10, 4), (20, 8), (40, 12), (79, 19)];
    for size in sizes.into_iter().chain([(80, 20), (200, 60)]) {
        let mut stage = Stage::new(Book { rows: 12, ..Book::plain() }, size);
        tour(&mut stage, |stage| {
            stage.draw();
        });
        stage.tell(Msg::Resize(1, 1));
        stage.draw();
    }
}

#[test]
fn plain_screens_have_letters_and_ascii_only() {
    for lang in Lang::ALL {
        let mut stage = Stage::new(Book { rows: 12, ..Book::plain() }, (100, 30));
        stage.model.look.theme = Theme::named("mono", true);
        stage.model.look.lang = *lang;
        tour(&mut stage, |stage| {
            for cell in stage.draw().content() {
                let odd = cell.symbol().chars().find(|c| !c.is_ascii() && !c.is_alphabetic());
                assert!(odd.is_none(), "{odd:?} on {:?}", stage.model.screen);
            }
        });
    }
}

#[test]
fn the_changes_of_a_decision_are_told_however_many() {
    let mut stage = stage();
    let Some(Answer::Decisions(mut cards)) = stage.book.answer(&Ask::Decisions(Filter::default()))
    else {
        panic!("decisions")
    };
    let change =
        |n| Change::Settled { payment: PaymentId(n), invoice: InvoiceId(1), amount: vnd(n) };
    let card = |n| ChangeCard { change: change(n), invoice_number: Some("0042".to_owned()) };
    cards[29].changes = (1..=40).map(card).collect();
    journal::take(&mut stage.model, cards);
    stage.model.screen = ScreenId::Journal;
    stage.press(KeyCode::Enter);
    assert!(stage.text().contains("Giao dịch 1 trả 1 cho hóa đơn 0042"), "{}", stage.text());
    stage.press(KeyCode::End);
    assert!(stage.text().contains("Giao dịch 40 trả 40 cho hóa đơn 0042"), "{}", stage.text());
    stage.press(KeyCode::Enter);
    assert!(stage.model.layers.is_empty());
}

/// Characters that steer a terminal or deceive an eye.
fn is_hostile(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
        || matches!(c, '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn nothing_hostile_reaches_the_screen(
        text in "[a-zA-Z0-9ế漢 \u{0}-\u{1f}\u{7f}-\u{9f}\u{ad}\u{61c}\u{200b}-\u{200f}\
                 \u{2028}-\u{202e}\u{2060}-\u{206f}\u{301}\u{fe0f}\u{feff}\u{fff9}\u{e0041}]{0,60}",
        wide in any::<bool>(),
    ) {
        let size = if wide { (120, 40) } else { (80, 24) };
        let mut stage = Stage::new(Book { text, rows: 4 }, size);
        tour(&mut stage, |stage| {
            let buffer = stage.draw();
            for cell in buffer.content() {
                let bad = cell.symbol().chars().find(|c| is_hostile(*c));
                assert!(bad.is_none(), "{bad:?} on {:?}", stage.model.screen);
            }
        });
    }
}
