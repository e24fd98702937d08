//! Payers who give a code that is complete, in every way that banks and thumbs write it.

use crate::book::{Book, FIRST_DAY};
use crate::dice::Dice;
use crate::letters::squeezed;
use crate::truth::{Basis, Label, Payment, REVIEW};
use crate::words::{Form, sentence, written};
use crate::world::{Agency, SIX_DIGITS, State, World};

pub fn printed(book: &mut Book, of: &[usize]) {
    let code = book.world.invoices[of[0]].number.clone();
    with_code(book, of[0], &code, Form::Printed);
}

pub fn without_dash(book: &mut Book, of: &[usize]) {
    let code = book.world.invoices[of[0]].number.clone();
    with_code(book, of[0], &code, Form::NoDash);
}

pub fn with_blanks(book: &mut Book, of: &[usize]) {
    let code = book.world.invoices[of[0]].number.clone();
    with_code(book, of[0], &code, Form::Spaces);
}

pub fn split(book: &mut Book, of: &[usize]) {
    let code = book.world.invoices[of[0]].number.clone();
    with_code(book, of[0], &code, Form::Split);
}

pub fn small(book: &mut Book, of: &[usize]) {
    let code = book.world.invoices[of[0]].number.clone();
    with_code(book, of[0], &code, Form::Small);
}

pub fn dossier(book: &mut Book, of: &[usize]) {
    let code = book.world.invoices[of[0]].dossier.clone();
    let form = book.dice.pick(&[Form::Printed, Form::Printed, Form::NoDash, Form::Spaces]);
    with_code(book, of[0], &code, form);
}

pub fn payment_code(book: &mut Book, of: &[usize]) {
    let codes = &book.world.invoices[of[0]].payment_codes;
    let code = codes[book.dice.index(codes.len())].clone();
    let form = book.dice.pick(&[Form::Printed, Form::Printed, Form::Small]);
    with_code(book, of[0], &code, form);
}

pub fn number_and_dossier(book: &mut Book, of: &[usize]) {
    let it = &book.world.invoices[of[0]];
    let text = format!("{} ho so {}", it.number, it.dossier);
    let code = it.number.clone();
    let mut payment = pay(book, of[0], &text);
    judge(book, &mut payment, of[0], &code);
    book.payments.push(payment);
}

/// One credit of the whole amount, with or without the payer's name in the text.
fn with_code(book: &mut Book, of: usize, code: &str, form: Form) {
    let text = written(&mut book.dice, code, form);
    let name = book.world.invoices[of].payer.name.clone();
    let named = book.dice.chance(550).then_some(name.as_str());
    let text = sentence(&mut book.dice, &text, named);
    let mut payment = pay(book, of, &text);
    judge(book, &mut payment, of, code);
    book.payments.push(payment);
}

fn pay(book: &mut Book, of: usize, text: &str) -> Payment {
    let holder = book.holder(of);
    let trip = book.trip(of, &holder);
    let amount = book.world.invoices[of].amount;
    book.credit(&trip, amount, text)
}

/// The label of a payment that was meant to hold a complete code and pays the whole amount.
pub fn judge(book: &Book, payment: &mut Payment, of: usize, code: &str) {
    let it = &book.world.invoices[of];
    let arrived = squeezed(&payment.memo).contains(&squeezed(code));
    let named = book.names_payer(payment, of);
    let truth = &mut payment.truth;
    truth.basis = Basis::Code;
    truth.readings = vec![vec![(of, it.amount)]];
    truth.label = Label::Sign;
    truth.complete = true;
    truth.classes = &["matched"];
    // Six plain digits may be a day, a time or a trace.
    let could_be_else = code.len() < 7 && code.chars().all(|sign| sign.is_ascii_digit());
    if !arrived || could_be_else {
        truth.label = if named || arrived { Label::Ask } else { Label::Unknowable };
        truth.classes = &["to_review", "ambiguous", "unidentified", "matched"];
    } else if !named && names_a_neighbour(book, payment, code) {
        payment.truth.label = Label::Ask;
        payment.truth.classes = &["to_review", "ambiguous"];
    }
    payment.truth.complete = payment.truth.label == Label::Sign;
}

/// Whether the memo names the payer of an invoice of this amount that is one slip away.
fn names_a_neighbour(book: &Book, payment: &Payment, code: &str) -> bool {
    book.world.near(&squeezed(code)).into_iter().any(|at| {
        book.world.invoices[at].amount as i64 == payment.amount && book.names_payer(payment, at)
    })
}

pub fn relative(book: &mut Book, of: &[usize]) {
    let code = book.world.invoices[of[0]].number.clone();
    let other = crate::people::person_name(&mut book.dice);
    let text = sentence(&mut book.dice, &code, Some(&other));
    let trip = book.trip(of[0], &other);
    let amount = book.world.invoices[of[0]].amount;
    let mut payment = book.credit(&trip, amount, &text);
    judge(book, &mut payment, of[0], &code);
    book.payments.push(payment);
}

/// A code of another system stands beside it; nobody here knows it.
pub fn beside_unknown(book: &mut Book, of: &[usize]) {
    let code = book.world.invoices[of[0]].number.clone();
    let other = format!("G22.99.05-261102-{}", book.dice.digits(6));
    let text = format!("{other} {code}");
    let mut payment = pay(book, of[0], &text);
    judge(book, &mut payment, of[0], &code);
    book.payments.push(payment);
}

pub fn plan_ward(dice: &mut Dice, world: &mut World) -> Vec<usize> {
    let at = world.add(dice);
    world.invoices[at].agency = Agency::Ward;
    vec![at]
}

pub fn plain_digits(book: &mut Book, of: &[usize]) {
    printed(book, of);
}

pub fn plan_department(dice: &mut Dice, world: &mut World) -> Vec<usize> {
    let at = world.add(dice);
    world.invoices[at].agency = Agency::Department;
    vec![at]
}

fn plan_dossier(dice: &mut Dice, world: &mut World, equal: bool) -> Vec<usize> {
    let (first, second) = (world.add(dice), world.add(dice));
    let payer = world.invoices[first].payer.clone();
    let dossier = format!("H99.01.02-2610{:02}-9{:07}", 1 + first % 30, first);
    for at in [first, second] {
        world.invoices[at].agency = Agency::Centre;
        world.invoices[at].payer = payer.clone();
        world.invoices[at].dossier = dossier.clone();
        world.invoices[at].issued = 25;
    }
    let amount = world.invoices[first].amount;
    let other = if amount == 50_000 { 100_000 } else { 50_000 };
    world.invoices[second].amount = if equal { amount } else { other };
    vec![first, second]
}

pub fn plan_dossier_apart(dice: &mut Dice, world: &mut World) -> Vec<usize> {
    plan_dossier(dice, world, false)
}

pub fn plan_dossier_equal(dice: &mut Dice, world: &mut World) -> Vec<usize> {
    plan_dossier(dice, world, true)
}

/// The dossier names both, the amount decides.
pub fn dossier_one(book: &mut Book, of: &[usize]) {
    let at = of[book.dice.index(2)];
    dossier(book, &[at]);
}

pub fn dossier_both(book: &mut Book, of: &[usize]) {
    let code = book.world.invoices[of[0]].dossier.clone();
    let text = sentence(&mut book.dice, &code, None);
    let holder = book.holder(of[0]);
    let trip = book.trip(of[0], &holder);
    let lines = book.whole(of);
    let sum = lines.iter().map(|(_, amount)| amount).sum();
    let mut payment = book.credit(&trip, sum, &text);
    judge(book, &mut payment, of[0], &code);
    payment.truth.readings = vec![lines];
    book.payments.push(payment);
}

pub fn dossier_tie(book: &mut Book, of: &[usize]) {
    dossier(book, &of[..1]);
    let lines = book.whole(of);
    let Some(payment) = book.payments.last_mut() else { return };
    payment.truth.label = Label::Tie;
    payment.truth.complete = false;
    payment.truth.classes = &["ambiguous"];
    payment.truth.readings = lines.into_iter().map(|line| vec![line]).collect();
}

pub fn plan_payment_code(dice: &mut Dice, world: &mut World) -> Vec<usize> {
    let at = world.add(dice);
    world.invoices[at].payment_codes = vec![String::new(); 1 + dice.index(2)];
    vec![at]
}

/// The code stands in a field of its own; the memo says nothing.
pub fn structured(book: &mut Book, of: &[usize]) {
    let it = &book.world.invoices[of[0]];
    let (code, dossier) = (it.number.clone(), it.dossier.clone());
    let code = if code.len() < 8 || book.dice.chance(300) { dossier } else { code };
    let mut payment = pay(book, of[0], "thanh toan phi");
    payment.memo += &format!(" {code}");
    judge(book, &mut payment, of[0], &code);
    payment.memo.truncate(payment.memo.len() - code.len() - 1);
    payment.code = code;
    book.payments.push(payment);
}

pub fn plan_virtual(dice: &mut Dice, world: &mut World) -> Vec<usize> {
    let at = world.add(dice);
    world.invoices[at].virtual_account = "wanted".to_string();
    vec![at]
}

pub fn virtual_account(book: &mut Book, of: &[usize]) {
    let it = &book.world.invoices[of[0]];
    let (amount, account) = (it.amount, it.virtual_account.clone());
    let mut payment = pay(book, of[0], "nop le phi");
    payment.virtual_account = account;
    let truth = &mut payment.truth;
    truth.basis = Basis::Code;
    truth.label = Label::Sign;
    truth.complete = true;
    truth.classes = &["matched"];
    truth.readings = vec![vec![(of[0], amount)]];
    book.payments.push(payment);
}

pub fn plan_virtual_two(dice: &mut Dice, world: &mut World) -> Vec<usize> {
    let first = plan_virtual(dice, world)[0];
    let second = super::one_lettered(dice, world)[0];
    world.invoices[second].amount = world.invoices[first].amount;
    vec![first, second]
}

/// Paid into the account of one invoice, with the number of another: which was meant?
pub fn virtual_against(book: &mut Book, of: &[usize]) {
    virtual_account(book, &of[..1]);
    let other = book.world.invoices[of[1]].number.clone();
    let lines = book.whole(of);
    let Some(payment) = book.payments.last_mut() else { return };
    payment.memo = format!("nop phi {other}");
    payment.truth.label = Label::Ask;
    payment.truth.complete = false;
    payment.truth.classes = &["ambiguous", "to_review"];
    payment.truth.readings = lines.into_iter().map(|line| vec![line]).collect();
}

/// `00012345` may be of two agencies; a name decides what to propose, but is no signature.
pub fn without_letters(book: &mut Book, of: &[usize]) {
    let it = &book.world.invoices[of[0]];
    let (digits, amount) = (it.number[7..].to_string(), it.amount);
    let name = it.payer.name.clone();
    let named = book.dice.chance(550).then_some(name.as_str());
    let text = sentence(&mut book.dice, &digits, named);
    let mut payment = pay(book, of[0], &text);
    let alike = ["HD2611", "PL2611"].map(|head| book.world.with_code(&format!("{head}{digits}")));
    let fits = |at: &&usize| {
        let it = &book.world.invoices[**at];
        it.state == State::Open && it.amount == amount
    };
    let fitting = alike.into_iter().flatten().filter(fits).count();
    let named = book.names_payer(&payment, of[0]);
    let truth = &mut payment.truth;
    truth.basis = Basis::Code;
    truth.readings = vec![vec![(of[0], amount)]];
    truth.label = if named { Label::Ask } else { Label::Unknowable };
    truth.classes = if fitting > 1 && !named { &["ambiguous", "unidentified"] } else { REVIEW };
    book.payments.push(payment);
}

pub fn plan_late(dice: &mut Dice, world: &mut World) -> Vec<usize> {
    let at = super::one_lettered(dice, world)[0];
    world.invoices[at].issued = FIRST_DAY + 12 + dice.below(5);
    vec![at]
}

pub fn issued_after(book: &mut Book, of: &[usize]) {
    printed(book, of);
    let issued = book.world.invoices[of[0]].issued;
    let early = FIRST_DAY + book.dice.below(issued - FIRST_DAY - 1);
    let Some(payment) = book.payments.last_mut() else { return };
    payment.day = early;
    payment.truth.label = Label::Ask;
    payment.truth.complete = false;
    payment.truth.classes = &["to_review"];
}

/// One who pays by his own code, and one whose plain number a bank happens to print as a trace.
pub fn plan_trace(dice: &mut Dice, world: &mut World) -> Vec<usize> {
    let first = super::one_lettered(dice, world)[0];
    let second = plan_ward(dice, world)[0];
    world.invoices[second].number = SIX_DIGITS.to_string();
    world.invoices[second].amount = world.invoices[first].amount;
    vec![first, second]
}

pub fn trace_and_code(book: &mut Book, of: &[usize]) {
    let code = book.world.invoices[of[0]].number.clone();
    let text = sentence(&mut book.dice, &code, None);
    let mut payment = traced(book, of, &text);
    judge(book, &mut payment, of[0], &code);
    book.payments.push(payment);
}

pub fn trace_alone(book: &mut Book, of: &[usize]) {
    let amount = book.world.invoices[of[0]].amount;
    let text = book.dice.pick(&["nop le phi", "chuyen tien", "nop phi lam giay to"]);
    let mut payment = traced(book, of, text);
    payment.truth.basis = Basis::Amount;
    payment.truth.label = Label::Unknowable;
    payment.truth.readings = vec![vec![(of[0], amount)]];
    book.payments.push(payment);
}

fn traced(book: &mut Book, of: &[usize], text: &str) -> Payment {
    let amount = book.world.invoices[of[0]].amount;
    let holder = crate::people::person_name(&mut book.dice);
    let number = book.world.invoices[of[1]].number.clone();
    loop {
        let mut trip = book.trip(of[0], &holder);
        trip.trace = number.clone();
        let payment = book.credit(&trip, amount, text);
        if payment.memo.contains(&number) {
            return payment;
        }
    }
}

pub fn plan_two_of_one(dice: &mut Dice, world: &mut World) -> Vec<usize> {
    let of = [super::one_lettered(dice, world)[0], super::one_lettered(dice, world)[0]];
    world.invoices[of[1]].payer = world.invoices[of[0]].payer.clone();
    let first = world.invoices[of[0]].amount;
    world.invoices[of[1]].amount = if first == 80_000 { 135_000 } else { 80_000 };
    of.to_vec()
}

/// Why was the other one named?
pub fn two_named_one_paid(book: &mut Book, of: &[usize]) {
    let numbers: Vec<String> =
        of.iter().map(|at| book.world.invoices[*at].number.clone()).collect();
    let text = numbers.join(" ");
    let amount = book.world.invoices[of[0]].amount;
    let mut payment = pay(book, of[0], &text);
    payment.truth.basis = Basis::Code;
    payment.truth.label = Label::Ask;
    payment.truth.classes = &["to_review"];
    payment.truth.readings = vec![vec![(of[0], amount)]];
    book.payments.push(payment);
}
