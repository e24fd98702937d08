//! Payers who give no code: a name, a part of it, somebody else's, or nothing but the money.

use crate::book::Book;
use crate::dice::Dice;
use crate::letters::{cut, plain};
use crate::people::person_name;
use crate::truth::{Basis, Label, Payment};
use crate::words::{only_name, permuted};
use crate::world::World;

/// The account holder is the payer: the default text of the apps names him.
fn pay(book: &mut Book, of: usize, name: &str) -> Payment {
    let text = only_name(&mut book.dice, name);
    let holder = book.world.invoices[of].payer.name.clone();
    let trip = book.trip(of, &holder);
    let amount = book.world.invoices[of].amount;
    let mut payment = book.credit(&trip, amount, &text);
    payment.truth.basis = Basis::Name;
    payment.truth.wrote = holder;
    payment.truth.readings = vec![vec![(of, amount)]];
    payment.truth.label = Label::Ask;
    payment
}

pub fn plain_name(book: &mut Book, of: &[usize]) {
    let name = book.world.invoices[of[0]].payer.name.clone();
    let mut payment = pay(book, of[0], &name);
    // Whether it is rare enough to sign is judged when all invoices are known.
    if book.names_payer(&payment, of[0]) {
        payment.truth.label = Label::Sign;
    }
    book.payments.push(payment);
}

pub fn turned(book: &mut Book, of: &[usize]) {
    let name = permuted(&plain(&book.world.invoices[of[0]].payer.name));
    let payment = pay(book, of[0], &name);
    book.payments.push(payment);
}

/// The middle name as a letter, or the last sign lost; who it is can still be guessed at best.
pub fn cut_short(book: &mut Book, of: &[usize]) {
    let name = plain(&book.world.invoices[of[0]].payer.name);
    let words: Vec<&str> = name.split(' ').collect();
    let short = match book.dice.below(2) {
        0 => format!("{} {}", words[0], words[1..].join(" ").trim_end_matches(char::is_alphabetic)),
        _ => cut(&name, name.chars().count() - 1),
    };
    let mut payment = pay(book, of[0], short.trim());
    payment.truth.basis = Basis::Nothing;
    payment.truth.label = Label::Unknowable;
    payment.truth.classes = crate::truth::REVIEW;
    book.payments.push(payment);
}

/// A mother pays for her son and writes her own name.
pub fn relative(book: &mut Book, of: &[usize]) {
    let name = person_name(&mut book.dice);
    let text = only_name(&mut book.dice, &name);
    let trip = book.trip(of[0], &name);
    let amount = book.world.invoices[of[0]].amount;
    let mut payment = book.credit(&trip, amount, &text);
    payment.truth.basis = Basis::Nothing;
    payment.truth.wrote = name;
    payment.truth.readings = vec![vec![(of[0], amount)]];
    payment.truth.label = Label::Unknowable;
    payment.truth.classes = crate::truth::REVIEW;
    book.payments.push(payment);
}

pub fn amount_only(book: &mut Book, of: &[usize]) {
    let text = book.dice.pick(&["nop le phi", "chuyen tien", "thanh toan", "nop phi ho so", "ck"]);
    let holder = String::new();
    let trip = book.trip(of[0], &holder);
    let amount = book.world.invoices[of[0]].amount;
    let mut payment = book.credit(&trip, amount, text);
    payment.truth.basis = Basis::Amount;
    payment.truth.readings = vec![vec![(of[0], amount)]];
    payment.truth.label = Label::Unknowable;
    book.payments.push(payment);
}

fn plan_twins(dice: &mut Dice, world: &mut World, count: usize) -> Vec<usize> {
    let of: Vec<usize> = (0..count).map(|_| super::one_lettered(dice, world)[0]).collect();
    let amount = world.invoices[of[0]].amount;
    let mut payer = world.invoices[of[0]].payer.clone();
    // A second given name makes him the only one of his name.
    payer.name += &format!(" Tuệ {}", dice.pick(&["Lâm", "Nhiên", "Đăng", "Viên", "Sam", "Vy"]));
    for (place, at) in of.iter().enumerate() {
        world.invoices[*at].payer = payer.clone();
        world.invoices[*at].amount = amount;
        world.invoices[*at].issued = 24 + place as u64;
    }
    of
}

pub fn plan_two_twins(dice: &mut Dice, world: &mut World) -> Vec<usize> {
    plan_twins(dice, world, 2)
}

pub fn plan_three_twins(dice: &mut Dice, world: &mut World) -> Vec<usize> {
    plan_twins(dice, world, 3)
}

/// Two payments, two equal invoices of one payer: any pairing is right, but it is to be asked.
pub fn twins_even(book: &mut Book, of: &[usize]) {
    pay_twins(book, of, Label::Ask, &["to_review", "ambiguous"]);
}

pub fn twins_odd(book: &mut Book, of: &[usize]) {
    pay_twins(book, of, Label::Tie, &["ambiguous"]);
}

fn pay_twins(book: &mut Book, of: &[usize], label: Label, classes: &'static [&'static str]) {
    let name = book.world.invoices[of[0]].payer.name.clone();
    let only_one = book.world.with_name(&name).len() == of.len();
    let lines = book.whole(of);
    for _ in 0..2 {
        let mut payment = pay(book, of[0], &name);
        payment.truth.basis = Basis::Code;
        payment.truth.readings = lines.iter().map(|line| vec![*line]).collect();
        let known = only_one && book.names_payer(&payment, of[0]);
        payment.truth.label = if known { label } else { Label::Unknowable };
        payment.truth.classes = classes;
        book.payments.push(payment);
    }
}
