//! Gateways, money given back, and money that has nothing to do with fees.

use crate::banks::{AT_GATEWAY, AT_VCB};
use crate::book::{Book, FIRST_DAY, LAST_DAY};
use crate::people::person_name;
use crate::truth::{Basis, Label, Payment};
use crate::words::{only_name, sentence};
use crate::world::fee;

/// A row of the gateway: gross, its fee, and the code in a field of its own.
fn gateway_row(book: &mut Book, of: usize, status: &'static str) -> Payment {
    let trip = book.trip(of, "");
    let it = &book.world.invoices[of];
    let code = it.payment_codes.first().unwrap_or(&it.number).clone();
    let (amount, dossier) = (it.amount, it.dossier.clone());
    let mut payment = book.row(AT_GATEWAY, trip.day, trip.second, amount as i64);
    payment.fee = amount * 11 / 1000;
    payment.memo = format!("THANH TOAN HO SO {dossier}");
    payment.code = code;
    payment.status = status;
    payment
}

pub fn sale(book: &mut Book, of: &[usize]) {
    let payment = signed_sale(book, of[0]);
    book.payments.push(payment);
}

fn signed_sale(book: &mut Book, of: usize) -> Payment {
    let mut payment = gateway_row(book, of, "success");
    let truth = &mut payment.truth;
    truth.basis = Basis::Code;
    truth.label = Label::Sign;
    truth.complete = true;
    truth.classes = &["matched"];
    truth.readings = vec![vec![(of, payment.amount as u64)]];
    payment
}

pub fn failed(book: &mut Book, of: &[usize]) {
    let mut payment = gateway_row(book, of[0], "failed");
    payment.truth.classes = &["failed"];
    book.payments.push(payment);
}

pub fn pending(book: &mut Book, of: &[usize]) {
    let mut payment = gateway_row(book, of[0], "pending");
    payment.truth.classes = &["pending"];
    book.payments.push(payment);
}

/// What a given back payment is in the end: nothing owed, nothing left.
fn given_away(payment: &mut Payment) {
    payment.truth.label = Label::Unknowable;
    payment.truth.complete = false;
    payment.truth.classes =
        &["refund", "reversed", "matched", "unmatched", "to_review", "unidentified"];
}

pub fn sale_and_refund(book: &mut Book, of: &[usize]) {
    let mut one = signed_sale(book, of[0]);
    given_away(&mut one);
    let day = (one.day + 1 + book.dice.below(3)).min(LAST_DAY + 1);
    let mut back = book.row(AT_GATEWAY, day, 50_000, one.amount);
    back.memo = format!("Hoan tien {}", one.code);
    back.status = "refund";
    back.original_reference = one.reference.clone();
    back.truth.undoes = Some(one.reference.clone());
    back.truth.classes = &["refund"];
    book.payments.extend([one, back]);
}

/// The bank returns a credit of the days before; only its own memo says which.
pub fn given_back(book: &mut Book, of: &[usize]) {
    let it = &book.world.invoices[of[0]];
    let (code, name, amount) = (it.number.clone(), it.payer.name.clone(), it.amount);
    let text = sentence(&mut book.dice, &code, None);
    let trip = book.trip(of[0], &name);
    let mut one = book.credit(&trip, amount, &text);
    super::codes::judge(book, &mut one, of[0], &code);
    given_away(&mut one);
    let day = (one.day + 1 + book.dice.below(3)).min(LAST_DAY + 1);
    let mut back = book.row(one.account, day, 50_000, -(amount as i64));
    back.memo = format!("HOAN TRA GD {} NOI DUNG {code}", one.reference);
    back.truth.undoes = Some(one.reference.clone());
    back.truth.classes = &["refund", "reversed"];
    book.payments.extend([one, back]);
}

pub fn no_fee(book: &mut Book, _: &[usize]) {
    let memo = book.dice.pick(&["TRA LAI TIEN GUI", "LAI NHAP VON", "CTNB", "CHUYEN NOI BO"]);
    let day = FIRST_DAY + book.dice.below(LAST_DAY - FIRST_DAY);
    let amount = 1_000 + book.dice.below(9_000_000);
    let mut payment = book.row(AT_VCB, day, 60_000, amount as i64);
    payment.memo = memo.to_string();
    payment.truth.classes = &["not_fee"];
    book.payments.push(payment);
}

/// Half of them happen to send what a fee costs.
pub fn strangers(book: &mut Book, _: &[usize]) {
    let name = person_name(&mut book.dice);
    let text = match book.dice.below(4) {
        0 => only_name(&mut book.dice, &name),
        1 => "tien hang thang 11".to_string(),
        2 => format!("{name} tra tien sach don {}", book.dice.digits(8)),
        _ => format!("ung ho quy {} sdt {}", name, crate::people::phone(&mut book.dice)),
    };
    let amount = if book.dice.chance(500) {
        fee(&mut book.dice)
    } else {
        1_000 * (1 + book.dice.below(9_000))
    };
    let day = FIRST_DAY + book.dice.below(LAST_DAY - FIRST_DAY);
    let trip = crate::banks::Trip::new(&mut book.dice, day, &name);
    let mut payment = book.credit(&trip, amount, &text);
    payment.truth.label = Label::Never;
    payment.truth.wrote = name;
    payment.truth.classes = crate::truth::REVIEW;
    book.payments.push(payment);
}
