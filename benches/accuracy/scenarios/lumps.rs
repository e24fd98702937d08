//! One payment for several invoices, with all codes, with some, with none.

use crate::book::Book;
use crate::dice::Dice;
use crate::letters::squeezed;
use crate::people::company;
use crate::truth::{Basis, Label, Payment};
use crate::world::{Agency, World, fee};

fn plan(dice: &mut Dice, world: &mut World, count: usize) -> Vec<usize> {
    let of: Vec<usize> = (0..count).map(|_| super::one_lettered(dice, world)[0]).collect();
    let mut payer = company(dice);
    // A serial number in the name: no other company bears it.
    payer.name += &format!(" {}", of[0]);
    for at in &of {
        world.invoices[*at].agency = Agency::Centre;
        world.invoices[*at].payer = payer.clone();
        world.invoices[*at].issued = 20 + dice.below(12);
    }
    of
}

pub fn plan_some(dice: &mut Dice, world: &mut World) -> Vec<usize> {
    let count = 2 + dice.index(3);
    plan(dice, world, count)
}

pub fn plan_twelve(dice: &mut Dice, world: &mut World) -> Vec<usize> {
    plan(dice, world, 12)
}

pub fn plan_strangers(dice: &mut Dice, world: &mut World) -> Vec<usize> {
    (0..2 + dice.index(3)).map(|_| super::one_lettered(dice, world)[0]).collect()
}

/// How many subsets of the amounts have this sum.
fn ways(amounts: &[u64], sum: u64) -> usize {
    let of = |set: usize| {
        amounts.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1).map(|(_, a)| a).sum::<u64>()
    };
    (1..1usize << amounts.len()).filter(|set| of(*set) == sum).count()
}

/// Six open invoices of which the first three are paid, in as many ways as wanted.
fn plan_solutions(dice: &mut Dice, world: &mut World, wanted: fn(usize) -> bool) -> Vec<usize> {
    let of = plan(dice, world, 6);
    loop {
        let amounts: Vec<u64> = of.iter().map(|_| fee(dice)).collect();
        if wanted(ways(&amounts, amounts[..3].iter().sum())) {
            for (at, amount) in of.iter().zip(amounts) {
                world.invoices[*at].amount = amount;
            }
            return of;
        }
    }
}

pub fn plan_one_solution(dice: &mut Dice, world: &mut World) -> Vec<usize> {
    plan_solutions(dice, world, |ways| ways == 1)
}

pub fn plan_two_solutions(dice: &mut Dice, world: &mut World) -> Vec<usize> {
    plan_solutions(dice, world, |ways| (2..=3).contains(&ways))
}

impl Book {
    /// Each of these invoices with its whole amount.
    pub fn whole(&self, of: &[usize]) -> Vec<(usize, u64)> {
        of.iter().map(|at| (*at, self.world.invoices[*at].amount)).collect()
    }
}

fn pay(book: &mut Book, of: &[usize], text: &str) -> Payment {
    let lines = book.whole(of);
    let holder = book.world.invoices[of[0]].payer.name.clone();
    let trip = book.trip(of[0], &holder);
    let sum = lines.iter().map(|(_, amount)| amount).sum();
    let mut payment = book.credit(&trip, sum, text);
    payment.truth.basis = Basis::Code;
    payment.truth.readings = vec![lines];
    payment.truth.label = Label::Ask;
    payment.truth.classes = &["to_review"];
    payment
}

fn numbers(book: &Book, of: &[usize]) -> Vec<String> {
    of.iter().map(|at| book.world.invoices[*at].number.clone()).collect()
}

fn has_all(book: &Book, payment: &Payment, of: &[usize]) -> bool {
    let memo = squeezed(&payment.memo);
    numbers(book, of).iter().all(|number| memo.contains(&squeezed(number)))
}

/// Several complete codes of one payer and exactly their sum: signed like one.
pub fn all_codes(book: &mut Book, of: &[usize]) {
    let between = book.dice.pick(&[", ", " ", "; ", " va "]);
    let text = format!("nop phi {}", numbers(book, of).join(between));
    let mut payment = pay(book, of, &text);
    if has_all(book, &payment, of) {
        payment.truth.label = Label::Sign;
        payment.truth.complete = true;
        payment.truth.classes = &["matched"];
    } else {
        // A narrow field lost the last ones.
        payment.truth.classes = &["to_review", "over_paid", "ambiguous"];
    }
    book.payments.push(payment);
}

pub fn all_codes_of_strangers(book: &mut Book, of: &[usize]) {
    let text = format!("nop phi {}", numbers(book, of).join(" "));
    let mut payment = pay(book, of, &text);
    if !has_all(book, &payment, of) {
        payment.truth.label = Label::Unknowable;
        payment.truth.classes = &["over_paid", "to_review", "ambiguous"];
    }
    book.payments.push(payment);
}

/// `HD2611-00000123, 131, 140`: the first in full, of the others only what differs.
pub fn shortened(book: &mut Book, of: &[usize]) {
    let all = numbers(book, of);
    let ends: Vec<String> = all[1..].iter().map(|n| n[n.len() - 4..].to_string()).collect();
    let text = format!("nop phi {}, {}", all[0], ends.join(", "));
    let mut payment = pay(book, of, &text);
    payment.truth.classes = &["to_review", "over_paid", "ambiguous"];
    book.payments.push(payment);
}

pub fn one_of_twelve(book: &mut Book, of: &[usize]) {
    let text = format!("nop phi {} va cac ho so khac", numbers(book, &of[..1])[0]);
    let mut payment = pay(book, of, &text);
    payment.truth.classes = &["to_review", "over_paid", "ambiguous"];
    book.payments.push(payment);
}

/// A short form of the sentence, so that the name arrives whole.
fn named(book: &Book, of: &[usize]) -> String {
    format!("{} nop phi", book.world.invoices[of[0]].payer.name)
}

pub fn no_codes(book: &mut Book, of: &[usize]) {
    let text = named(book, of);
    let mut payment = pay(book, &of[..3], &text);
    if !book.names_payer(&payment, of[0]) {
        payment.truth.label = Label::Unknowable;
        payment.truth.classes = crate::truth::REVIEW;
    }
    book.payments.push(payment);
}

pub fn no_codes_tie(book: &mut Book, of: &[usize]) {
    no_codes(book, of);
    let amounts = book.whole(of);
    let Some(payment) = book.payments.last_mut() else { return };
    let sum = payment.amount as u64;
    let sets = (1..1usize << of.len()).map(|set| -> Vec<(usize, u64)> {
        amounts.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1).map(|(_, l)| *l).collect()
    });
    payment.truth.readings =
        sets.filter(|lines| lines.iter().map(|(_, amount)| amount).sum::<u64>() == sum).collect();
    if payment.truth.label == Label::Ask {
        payment.truth.label = Label::Tie;
        payment.truth.classes = &["ambiguous"];
    }
}

/// The company paid for something that is not in the books; no part of it may be guessed.
pub fn no_solution(book: &mut Book, of: &[usize]) {
    let text = named(book, of);
    let mut payment = pay(book, &of[..3], &text);
    payment.amount += 1_001;
    payment.truth.label = Label::Never;
    payment.truth.basis = Basis::Nothing;
    payment.truth.readings = vec![];
    payment.truth.classes = &["unidentified", "to_review", "ambiguous"];
    book.payments.push(payment);
}
