//! Builds a month: plans whose invoices there are, numbers them, lets everybody pay, and settles
//! the labels that depend on what the others did.

use std::collections::{HashMap, HashSet};

use crate::banks::Trip;
use crate::dice::Dice;
use crate::letters::squeezed;
use crate::people::{account, company, person_name};
use crate::scenarios::{SCENARIOS, Scenario};
use crate::truth::{Basis, Label, Payment, Truth};
use crate::world::{Agency, State, World};

/// First and last day of the measured month, in days since 1 October; before it lies history.
pub const FIRST_DAY: u64 = 32;
pub const LAST_DAY: u64 = 53;

/// The month with everything that is true of it.
pub struct Book {
    pub world: World,
    pub dice: Dice,
    /// What was paid before the month, without traps.
    pub history: Vec<Payment>,
    pub payments: Vec<Payment>,
    rows: u64,
}

impl Book {
    /// At least `size` payments; the same for the same size and seed.
    pub fn new(size: usize, seed: u64) -> Book {
        let mut dice = Dice::new(seed);
        let mut world = World::default();
        let choices: Vec<(u64, &Scenario)> = SCENARIOS.iter().map(|it| (it.weight, it)).collect();
        let mut cases = Vec::new();
        let mut planned = 0;
        while planned < size {
            let scenario = dice.weighted(&choices);
            let invoices = (scenario.plan)(&mut dice, &mut world);
            planned += scenario.payments;
            cases.push((scenario, invoices));
        }
        world.number_all(&mut dice);
        let mut book = Book { world, dice, history: vec![], payments: vec![], rows: 0 };
        book.pay_history();
        for (scenario, invoices) in cases {
            let first = book.payments.len();
            (scenario.pay)(&mut book, &invoices);
            for payment in &mut book.payments[first..] {
                payment.truth.scenario = scenario.name;
            }
        }
        book.pay_out();
        book.respect_the_deceived();
        book.judge_names();
        book.judge_amounts();
        book
    }

    /// When somebody pays this invoice, and through whom.
    pub fn trip(&mut self, invoice: usize, holder: &str) -> Trip {
        let issued = self.world.invoices[invoice].issued.max(FIRST_DAY);
        let day = (issued + self.dice.below(7)).min(LAST_DAY);
        Trip::new(&mut self.dice, day, holder)
    }

    /// Whose account the money comes from: mostly the payer's, else a relative's or an agent's.
    pub fn holder(&mut self, invoice: usize) -> String {
        match self.dice.below(100) {
            0..80 => self.world.invoices[invoice].payer.name.clone(),
            80..93 => person_name(&mut self.dice),
            _ => company(&mut self.dice).name,
        }
    }

    /// A credit at a bank, of which nothing is known yet.
    pub fn credit(&mut self, trip: &Trip, amount: u64, text: &str) -> Payment {
        let memo = trip.memo(&mut self.dice, text);
        let mut payment = self.row(trip.receiver, trip.day, trip.second, amount as i64);
        payment.memo = memo;
        if self.dice.chance(80) {
            payment.payer_account = account(&mut self.dice);
        }
        payment
    }

    /// A row of any account.
    pub fn row(&mut self, account: usize, day: u64, second: u64, amount: i64) -> Payment {
        self.rows += 1;
        Payment {
            account,
            day,
            second,
            reference: format!("T{}N{}", 26_000 + day, self.rows),
            amount,
            fee: 0,
            memo: String::new(),
            payer_name: String::new(),
            payer_account: String::new(),
            virtual_account: String::new(),
            code: String::new(),
            status: "success",
            original_reference: String::new(),
            truth: Truth {
                scenario: "",
                label: Label::Never,
                basis: Basis::Nothing,
                readings: vec![],
                complete: false,
                classes: &["unidentified"],
                says: None,
                wrote: String::new(),
                undoes: None,
            },
        }
    }

    /// Whether the memo or the payer's column names who owes this invoice.
    pub fn names_payer(&self, payment: &Payment, invoice: usize) -> bool {
        let name = squeezed(&self.world.invoices[invoice].payer.name);
        squeezed(&payment.memo).contains(&name) || squeezed(&payment.payer_name).contains(&name)
    }

    /// What the measured month finds settled, each by a payment that leaves nothing to ask.
    fn pay_history(&mut self) {
        for at in 0..self.world.invoices.len() {
            let invoice = &self.world.invoices[at];
            if invoice.state == State::Settled {
                let (day, amount) = ((invoice.issued + 1).min(FIRST_DAY - 1), invoice.amount);
                let code = match invoice.agency {
                    Agency::Ward => &invoice.dossier,
                    _ => &invoice.number,
                };
                let memo = format!("{code} {} nop le phi", invoice.payer.name);
                let mut payment = self.row(crate::banks::AT_VCB, day, 30_000, amount as i64);
                payment.memo = memo;
                self.history.push(payment);
            }
        }
    }

    /// Each day's sales at the gateway come to the bank on the next day, less fees and refunds.
    fn pay_out(&mut self) {
        let mut days = vec![0i64; LAST_DAY as usize + 2];
        for row in self.payments.iter().filter(|row| row.account == crate::banks::AT_GATEWAY) {
            match row.status {
                "success" => days[row.day as usize] += row.amount - row.fee as i64,
                "refund" => days[row.day as usize] -= row.amount.abs(),
                _ => {}
            }
        }
        for (day, net) in days.into_iter().enumerate().filter(|(_, net)| *net > 0) {
            let day = day as u64;
            let mut credit = self.row(crate::banks::AT_VCB, day + 1, 34_000, net);
            let date = crate::world::day_text(day);
            let date = format!("{}.{}.26", &date[8..], &date[5..7]);
            let trace = self.dice.digits(6);
            credit.memo = format!("{trace} CTCP TT VNPAY TT CHO TTHCC DV CTT NGAY {date}");
            credit.truth.scenario = "payout of a gateway";
            credit.truth.classes = &["payout"];
            self.payments.push(credit);
        }
    }

    /// Where a slip named somebody else's invoice and nothing speaks against it, nobody can tell
    /// which of the two payments is the true one.
    fn respect_the_deceived(&mut self) {
        let said: HashSet<usize> = self.payments.iter().filter_map(|p| p.truth.says).collect();
        for payment in &mut self.payments {
            let truth = &mut payment.truth;
            let hit = truth.readings.iter().flatten().any(|(invoice, _)| said.contains(invoice));
            if hit && truth.label != Label::Never {
                truth.label = Label::Unknowable;
                truth.basis = Basis::Code;
                truth.complete = false;
                truth.classes = &[
                    "matched",
                    "paid_twice",
                    "to_review",
                    "ambiguous",
                    "part_paid",
                    "over_paid",
                    "unidentified",
                ];
            }
        }
    }

    /// Which open invoices somebody names by code, and which of them leave no question.
    fn claims(&self, basis: &[Basis]) -> (Vec<bool>, Vec<bool>) {
        let mut claimed = vec![false; self.world.invoices.len()];
        let mut signed = claimed.clone();
        for payment in self.payments.iter().filter(|p| basis.contains(&p.truth.basis)) {
            let truth = &payment.truth;
            // Whoever reads the memo sees named what a slip says: the papers leave no more to a
            // name.
            if let Some(said) = truth.says {
                claimed[said] = true;
            }
            for (invoice, _) in truth.readings.iter().flatten() {
                claimed[*invoice] = true;
                signed[*invoice] |= truth.label == Label::Sign;
            }
        }
        (claimed, signed)
    }

    /// A name decides where it is the only one; homonyms with equal fees are a tie.
    fn judge_names(&mut self) {
        let (claimed, signed) = self.claims(&[Basis::Code]);
        let mut waiting: HashMap<(String, i64), usize> = HashMap::new();
        let by_name = |p: &Payment| p.truth.basis == Basis::Name && !p.truth.readings.is_empty();
        // Strangers and relatives of the same name are rivals, too.
        for payment in self.payments.iter().filter(|p| !p.truth.wrote.is_empty()) {
            *waiting.entry((squeezed(&payment.truth.wrote), payment.amount)).or_default() += 1;
        }
        for payment in self.payments.iter_mut().filter(|p| by_name(p)) {
            let truth = &mut payment.truth;
            let (name, amount) = key_of(&self.world, truth, payment.amount);
            let of_name = self.world.with_name(&name);
            let open = |at: &&usize| {
                let it = &self.world.invoices[**at];
                it.state == State::Open && it.amount == amount && !signed[**at]
            };
            let candidates: Vec<usize> = of_name.iter().filter(open).copied().collect();
            let free: Vec<usize> = candidates
                .iter()
                .filter(|at| !claimed[**at] && self.world.invoices[**at].issued <= payment.day)
                .copied()
                .collect();
            let rivals = waiting.get(&(name.clone(), payment.amount)).map_or(1, |all| *all);
            let rare = self.world.with_amount(amount).len() == 1;
            if candidates.len() == 1 && rivals == 1 {
                let sure = of_name.len() == 1 && rare && truth.label == Label::Sign;
                truth.label = if sure { Label::Sign } else { Label::Ask };
                truth.classes = if sure { &["matched"] } else { &["to_review"] };
            } else if free.len() > rivals {
                truth.label = Label::Tie;
                truth.classes = &["ambiguous"];
                truth.readings = free.iter().map(|at| vec![(*at, amount)]).collect();
            } else {
                truth.label = Label::Unknowable;
                truth.classes = &["to_review", "ambiguous"];
            }
        }
    }

    /// An amount alone proves something only where it is nearly the only one.
    fn judge_amounts(&mut self) {
        let (claimed, signed) = self.claims(&[Basis::Code, Basis::Name]);
        let mut rivals: HashMap<i64, usize> = HashMap::new();
        for payment in self.payments.iter().filter(|p| p.truth.basis == Basis::Amount) {
            *rivals.entry(payment.amount).or_default() += 1;
        }
        for payment in self.payments.iter_mut().filter(|p| p.truth.basis == Basis::Amount) {
            let amount = payment.amount as u64;
            let open =
                |at: &&usize| self.world.invoices[**at].state == State::Open && !signed[**at];
            let all: Vec<usize> =
                self.world.with_amount(amount).iter().filter(open).copied().collect();
            let is_free =
                |at: &&usize| !claimed[**at] && self.world.invoices[**at].issued <= payment.day;
            let free: Vec<usize> = all.iter().filter(is_free).copied().collect();
            let truth = &mut payment.truth;
            let rivals = rivals[&payment.amount];
            let true_one = truth.readings.len() == 1;
            truth.label = Label::Unknowable;
            match (free.len(), all.len()) {
                (1, 1) if rivals == 1 && true_one => {
                    truth.label = Label::Ask;
                    truth.classes = &["to_review"];
                }
                (free_now, all) if free_now >= 2 && all <= 5 && free_now > rivals => {
                    truth.label = Label::Tie;
                    truth.classes = &["ambiguous"];
                    truth.readings = free.iter().map(|at| vec![(*at, amount)]).collect();
                }
                (free_now, _) if free_now > 5 => truth.classes = &["unidentified"],
                _ => truth.classes = crate::truth::REVIEW,
            }
        }
    }
}

fn key_of(world: &World, truth: &Truth, amount: i64) -> (String, u64) {
    let invoice = truth.readings[0][0].0;
    (squeezed(&world.invoices[invoice].payer.name), amount as u64)
}
