//! Other amounts and second payments: parts, rests, twice, settled, cancelled, exempt.

use crate::banks::AT_GATEWAY;
use crate::book::{Book, LAST_DAY};
use crate::dice::Dice;
use crate::letters::squeezed;
use crate::truth::{Basis, Label, Payment};
use crate::words::sentence;
use crate::world::{State, World};

/// A payment that names the invoice in full, of any amount.
fn pay(book: &mut Book, of: usize, amount: u64) -> Payment {
    let it = &book.world.invoices[of];
    let (code, name) = (it.number.clone(), it.payer.name.clone());
    let named = book.dice.chance(550).then_some(name.as_str());
    let text = sentence(&mut book.dice, &code, named);
    let trip = book.trip(of, &name);
    let mut payment = book.credit(&trip, amount, &text);
    payment.truth.basis = Basis::Code;
    payment
}

fn arrived(book: &Book, payment: &Payment, of: usize) -> bool {
    squeezed(&payment.memo).contains(&squeezed(&book.world.invoices[of].number))
}

/// Label and class where the code arrived; else nobody can know.
fn part(book: &Book, payment: &mut Payment, of: usize, class: &'static [&'static str]) {
    let due = book.world.invoices[of].amount;
    payment.truth.readings = vec![vec![(of, due.min(payment.amount as u64))]];
    payment.truth.label = Label::Ask;
    payment.truth.classes = class;
    if !arrived(book, payment, of) {
        payment.truth.label = Label::Unknowable;
        payment.truth.classes = crate::truth::REVIEW;
    }
}

pub fn another_amount(book: &mut Book, of: &[usize]) {
    let due = book.world.invoices[of[0]].amount;
    let less = book.dice.chance(600);
    let amount = if less { due * (5 + book.dice.below(5)) / 10 } else { due + 10_000 };
    let mut payment = pay(book, of[0], amount);
    part(book, &mut payment, of[0], if less { &["part_paid"] } else { &["over_paid"] });
    book.payments.push(payment);
}

pub fn one_dong(book: &mut Book, of: &[usize]) {
    let due = book.world.invoices[of[0]].amount;
    let short = book.dice.chance(500);
    let mut payment = pay(book, of[0], if short { due - 1 } else { due + 1 });
    part(book, &mut payment, of[0], if short { &["part_paid"] } else { &["over_paid"] });
    book.payments.push(payment);
}

/// Two payments that make up the amount; the books cannot say before that the second will come.
pub fn instalments(book: &mut Book, of: &[usize]) {
    let due = book.world.invoices[of[0]].amount;
    let first = (due * (3 + book.dice.below(5)) / 10).max(1);
    for amount in [first, due - first] {
        let mut payment = pay(book, of[0], amount);
        part(book, &mut payment, of[0], &["part_paid", "to_review"]);
        book.payments.push(payment);
    }
}

/// The first one settles it.
fn first(book: &mut Book, of: usize) -> Payment {
    let amount = book.world.invoices[of].amount;
    let code = book.world.invoices[of].number.clone();
    let mut payment = pay(book, of, amount);
    super::codes::judge(book, &mut payment, of, &code);
    payment
}

/// The second one waits for its refund.
fn second(book: &Book, payment: &mut Payment, of: usize, class: &'static [&'static str]) {
    payment.truth.label = Label::Never;
    payment.truth.complete = false;
    payment.truth.basis = Basis::Nothing;
    payment.truth.readings = vec![];
    payment.truth.classes = class;
    if !arrived(book, payment, of) && payment.code.is_empty() {
        payment.truth.classes = crate::truth::REVIEW;
    }
}

pub fn twice_two_days(book: &mut Book, of: &[usize]) {
    let one = first(book, of[0]);
    let mut two = first(book, of[0]);
    two.day = (one.day + 1 + book.dice.below(4)).min(LAST_DAY + 1);
    second(book, &mut two, of[0], &["paid_twice"]);
    if !arrived(book, &one, of[0]) {
        two.truth.label = Label::Unknowable;
        two.truth.classes = &["matched", "paid_twice", "to_review", "ambiguous"];
    }
    book.payments.extend([one, two]);
}

pub fn twice_two_channels(book: &mut Book, of: &[usize]) {
    let one = first(book, of[0]);
    let it = &book.world.invoices[of[0]];
    let (code, amount) = (it.number.clone(), it.amount);
    let day = (one.day + 1 + book.dice.below(4)).min(LAST_DAY + 1);
    let second_of_day = 30_000 + book.dice.below(40_000);
    let mut two = book.row(AT_GATEWAY, day, second_of_day, amount as i64);
    two.fee = amount * 11 / 1000;
    two.memo = format!("Nop le phi {code}");
    two.code = code;
    second(book, &mut two, of[0], &["paid_twice"]);
    if !arrived(book, &one, of[0]) {
        two.truth.label = Label::Unknowable;
        two.truth.classes = &["matched", "paid_twice", "to_review", "ambiguous"];
    }
    book.payments.extend([one, two]);
}

pub fn settled_again(book: &mut Book, of: &[usize]) {
    closed(book, of[0], &["paid_twice"]);
}

pub fn plan_cancelled(dice: &mut Dice, world: &mut World) -> Vec<usize> {
    plan_in(dice, world, State::Cancelled)
}

pub fn cancelled(book: &mut Book, of: &[usize]) {
    closed(book, of[0], &["cancelled_but_paid"]);
}

pub fn plan_exempt(dice: &mut Dice, world: &mut World) -> Vec<usize> {
    plan_in(dice, world, State::Exempt)
}

pub fn exempt(book: &mut Book, of: &[usize]) {
    closed(book, of[0], &["exempt_but_paid"]);
}

fn plan_in(dice: &mut Dice, world: &mut World, state: State) -> Vec<usize> {
    let of = super::one_lettered(dice, world);
    world.invoices[of[0]].state = state;
    of
}

fn closed(book: &mut Book, of: usize, class: &'static [&'static str]) {
    let mut payment = if book.world.invoices[of].number.len() > 8 {
        first(book, of)
    } else {
        let (amount, code) =
            (book.world.invoices[of].amount, book.world.invoices[of].dossier.clone());
        let trip = book.trip(of, "");
        book.credit(&trip, amount, &code)
    };
    let number = payment.memo.clone();
    second(book, &mut payment, of, class);
    if squeezed(&number).contains(&squeezed(&book.world.invoices[of].dossier)) {
        payment.truth.classes = class;
    }
    book.payments.push(payment);
}
