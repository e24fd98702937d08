//! Codes that are not quite right: slips, cut tails, signs that look alike.

use crate::banks::{ACB, AT_VCB, HDBANK, VIB, VIETINBANK};
use crate::book::Book;
use crate::letters::squeezed;
use crate::truth::{Basis, Label, Payment, REVIEW};
use crate::words::{confused, sentence, slip};
use crate::world::State;

/// A slip may hit nothing, another open invoice, or one that is settled.
const SLIPPED: &[&str] = &[
    "to_review",
    "ambiguous",
    "unidentified",
    "paid_twice",
    "part_paid",
    "over_paid",
    "matched",
    "cancelled_but_paid",
    "exempt_but_paid",
];

pub fn slip_as_it_comes(book: &mut Book, of: &[usize]) {
    let code = book.world.invoices[of[0]].number.clone();
    let wrong = slipped(book, &code);
    pay_slipped(book, of[0], &wrong);
}

pub fn slip_onto_equal(book: &mut Book, of: &[usize]) {
    slip_onto(book, of[0], |book, hit| {
        let (hit, own) = (&book.world.invoices[hit], &book.world.invoices[of[0]]);
        hit.state == State::Open && hit.amount == own.amount
    });
}

pub fn slip_onto_settled(book: &mut Book, of: &[usize]) {
    slip_onto(book, of[0], |book, hit| book.world.invoices[hit].state == State::Settled);
}

/// A slip that hits an invoice of the wanted kind, if one of a hundred does.
fn slip_onto(book: &mut Book, of: usize, wanted: impl Fn(&Book, usize) -> bool) {
    let code = book.world.invoices[of].number.clone();
    let mut wrong = slipped(book, &code);
    for _ in 0..100 {
        if book.world.with_code(&squeezed(&wrong)).first().is_some_and(|hit| wanted(book, *hit)) {
            break;
        }
        wrong = slipped(book, &code);
    }
    pay_slipped(book, of, &wrong);
}

fn slipped(book: &mut Book, code: &str) -> String {
    loop {
        let wrong = slip(&mut book.dice, code);
        if wrong != code {
            return wrong;
        }
    }
}

fn pay_slipped(book: &mut Book, of: usize, wrong: &str) {
    let it = &book.world.invoices[of];
    let (name, amount) = (it.payer.name.clone(), it.amount);
    let named = book.dice.chance(600).then_some(name.as_str());
    let text = sentence(&mut book.dice, wrong, named);
    let holder = book.holder(of);
    let trip = book.trip(of, &holder);
    let mut payment = book.credit(&trip, amount, &text);
    judge(book, &mut payment, of, wrong);
    book.payments.push(payment);
}

/// The label of a payment of the whole amount whose code is not that of its invoice.
fn judge(book: &Book, payment: &mut Payment, of: usize, wrong: &str) {
    let wrong = squeezed(wrong);
    let named = book.names_payer(payment, of);
    let hits = book.world.with_code(&wrong);
    let near = book.world.near(&wrong);
    let fits = |at: &&usize| {
        let it = &book.world.invoices[**at];
        it.state == State::Open && it.amount as i64 == payment.amount
    };
    let fitting: Vec<usize> = near.iter().filter(fits).copied().collect();
    let payer = &book.world.invoices[of].payer.name;
    let own = fitting.iter().filter(|at| book.world.invoices[**at].payer.name == *payer).count();
    let of_name = book.world.with_name(payer).iter().filter(fits).count();
    let truth = &mut payment.truth;
    truth.basis = Basis::Code;
    truth.readings = vec![vec![(of, payment.amount as u64)]];
    truth.classes = if hits.is_empty() { REVIEW } else { SLIPPED };
    truth.label = match hits.first() {
        None if named && near == [of] && of_name == 1 => Label::Sign,
        None if named && own == 1 || !named && fitting == [of] => Label::Ask,
        Some(_) if named && own == 1 => Label::Ask,
        Some(hit) => {
            // Whoever reads the memo alone would take the one that it names.
            truth.says = fits(&hit).then_some(*hit);
            Label::Unknowable
        }
        None => Label::Unknowable,
    };
    if truth.label == Label::Sign {
        truth.classes = &["matched"];
    }
}

pub fn look_alike_signs(book: &mut Book, of: &[usize]) {
    let code = book.world.invoices[of[0]].number.clone();
    let wrong = confused(&mut book.dice, &code).unwrap_or(code);
    pay_slipped(book, of[0], &wrong);
}

/// A bank with a narrow field loses the last one to three signs.
pub fn cut_tail(book: &mut Book, of: &[usize]) {
    let it = &book.world.invoices[of[0]];
    let (code, name, amount) = (it.number.clone(), it.payer.name.clone(), it.amount);
    let lost = 1 + book.dice.index(3);
    let holder = book.holder(of[0]);
    let mut trip = book.trip(of[0], &holder);
    trip.receiver = AT_VCB;
    trip.sender = book.dice.pick(&[ACB, ACB, VIETINBANK, VIB, HDBANK]);
    let begins = if book.dice.chance(700) { format!("{name} nop ") } else { "nop ".to_string() };
    let fill = "le phi cap doi giay phep va cac giay to kem theo cua ho so tai trung tam \
                hanh chinh cong cua tinh theo thong bao so ";
    // The field ends inside the code; VietinBank and others keep the dash, all keep the letters.
    let taken = code.len() - lost + begins.chars().count();
    let room = trip.sender.limit.saturating_sub(taken);
    let fill: String =
        fill.chars().rev().take(room).collect::<Vec<_>>().into_iter().rev().collect();
    let text = format!("{begins}{fill}{code}");
    let mut payment = book.credit(&trip, amount, &text);
    let left = squeezed(&code[..code.len() - lost]);
    let all = book.world.beginning_with(&left);
    let named = book.names_payer(&payment, of[0]);
    let payer = &book.world.invoices[of[0]].payer.name;
    let same = all.iter().filter(|at| {
        let it = &book.world.invoices[**at];
        it.state == State::Open && it.amount == amount && (!named || it.payer.name == *payer)
    });
    let alone = same.count() == 1;
    let arrived = squeezed(&payment.memo).contains(&left);
    let truth = &mut payment.truth;
    truth.basis = Basis::Code;
    truth.readings = vec![vec![(of[0], amount)]];
    truth.label = if alone && arrived { Label::Ask } else { Label::Unknowable };
    truth.classes = REVIEW;
    if all == [of[0]] && named && arrived {
        truth.label = Label::Sign;
        truth.classes = &["matched"];
    }
    book.payments.push(payment);
}
