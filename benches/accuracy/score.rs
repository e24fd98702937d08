//! Holds what the program answered against what is true.

use std::collections::{BTreeMap, HashMap};

use crate::book::Book;
use crate::program::{Line, Owed, Row};
use crate::truth::{Label, Payment, Reading, Truth};

/// Counts of one scenario, or of all.
#[derive(Clone, Default)]
pub struct Counts {
    pub payments: u64,
    /// Links made, and of them those that are right; a link onto what a slip named is neither.
    pub links: u64,
    pub right: u64,
    pub deceived: u64,
    /// Payments a careful accountant would sign, and those of them that were taken rightly.
    pub sign: u64,
    pub taken: u64,
    /// The same of complete codes with the exact amount.
    pub complete: u64,
    pub complete_taken: u64,
    /// Taken, though she would have asked.
    pub unasked: u64,
    /// Not taken, with a right answer that can be known: it stands first, it stands in five.
    pub asked: u64,
    pub first: u64,
    pub five: u64,
    pub ties: u64,
    pub ties_marked: u64,
    pub class_right: u64,
    /// Rows that give money back, and those whose original was found.
    pub returns: u64,
    pub returns_found: u64,
}

/// What kind of fault, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    WrongLink,
    TakenInATie,
    CompleteNotTaken,
    NotTaken,
    TieNotMarked,
    NotInFive,
    NotFirst,
    TakenUnasked,
    ReturnNotFound,
    Class,
}

pub struct Finding {
    pub fault: Fault,
    pub scenario: &'static str,
    pub text: String,
}

pub struct Score<'a> {
    book: &'a Book,
    places: HashMap<&'a str, usize>,
    numbers: HashMap<&'a str, usize>,
    pub scenarios: BTreeMap<&'static str, Counts>,
    /// (expected, answered) → how many, where the answer is not among the right ones.
    pub confusion: BTreeMap<(&'static str, String), u64>,
    pub findings: Vec<Finding>,
    ids: HashMap<String, u64>,
    refund_of: Vec<(usize, Option<u64>)>,
    /// Per invoice what the links of all payments lay on it.
    laid: Vec<u64>,
    pub money: Money,
}

/// The identity of money, computed again from the list.
#[derive(Default)]
pub struct Money {
    pub credits: u64,
    pub linked: u64,
    pub refunded: u64,
    pub excluded: u64,
    pub open: u64,
    /// What the invented files hold, to see that nothing was lost on the way in.
    pub written: u64,
    pub rows: u64,
    /// Payments and invoices that do not add up by themselves.
    pub broken: u64,
    pub history_settled: u64,
}

fn number(text: &str) -> u64 {
    text.parse().unwrap_or(u64::MAX / 4096)
}

impl<'a> Score<'a> {
    pub fn new(book: &'a Book) -> Score<'a> {
        let places = book.payments.iter().enumerate().map(|(at, p)| (p.reference.as_str(), at));
        let invoices = &book.world.invoices;
        let is_credit = |p: &&Payment| p.amount > 0 && p.status == "success";
        let all = book.history.iter().chain(&book.payments).filter(is_credit);
        let written = all.map(|p| p.amount as u64).sum();
        Score {
            book,
            places: places.collect(),
            numbers: invoices.iter().enumerate().map(|(at, i)| (i.number.as_str(), at)).collect(),
            scenarios: BTreeMap::new(),
            confusion: BTreeMap::new(),
            findings: vec![],
            ids: HashMap::new(),
            refund_of: vec![],
            laid: vec![0; invoices.len()],
            money: Money { written, ..Money::default() },
        }
    }

    fn lines(&self, lines: &[Line]) -> Reading {
        let place = |line: &Line| {
            let at = self.numbers.get(line.invoice.as_str()).copied().unwrap_or(usize::MAX);
            (at, number(&line.amount))
        };
        let mut lines: Reading = lines.iter().map(place).collect();
        lines.sort_unstable();
        lines
    }

    /// Takes one listed payment in.
    pub fn payment(&mut self, row: &Row) {
        let reference = row.reference.clone().unwrap_or_default();
        let links = self.lines(&row.links);
        let place = self.places.get(reference.as_str()).copied();
        let sum: u64 = links.iter().map(|(_, amount)| amount).sum();
        for (invoice, amount) in &links {
            if let Some(laid) = self.laid.get_mut(*invoice) {
                *laid += amount;
            }
        }
        let stands_in_the_sum = match place {
            Some(at) => self.book.payments[at].status == "success",
            None => true,
        };
        if row.direction == "credit" && stands_in_the_sum {
            let money = &mut self.money;
            let parts = [sum, number(&row.refunded), number(&row.excluded), number(&row.open)];
            money.rows += 1;
            money.credits += number(&row.amount);
            money.linked += parts[0];
            money.refunded += parts[1];
            money.excluded += parts[2];
            money.open += parts[3];
            money.broken += u64::from(number(&row.amount) != parts.iter().sum::<u64>());
        }
        self.ids.insert(reference, row.id);
        match place {
            Some(at) => self.judge(at, row, links),
            None => self.money.history_settled += u64::from(row.class == "matched"),
        }
    }

    /// Takes one listed invoice in; the payments must have been taken in before.
    pub fn invoice(&mut self, owed: &Owed) {
        let Some(at) = self.numbers.get(owed.number.as_str()).copied() else { return };
        let (paid, amount, open) = (number(&owed.paid), number(&owed.amount), number(&owed.open));
        let is_payable = self.book.world.invoices[at].state != crate::world::State::Cancelled
            && self.book.world.invoices[at].state != crate::world::State::Exempt;
        let adds_up = paid == self.laid[at] && (!is_payable || paid + open == amount);
        self.money.broken += u64::from(!adds_up);
    }

    fn judge(&mut self, at: usize, row: &Row, links: Reading) {
        let book = self.book;
        let payment = &book.payments[at];
        let truth = &payment.truth;
        let readings: Vec<Reading> = truth.readings.iter().map(sorted).collect();
        let is_right = |link: &(usize, u64)| readings.iter().any(|lines| lines.contains(link));
        let right = links.iter().filter(|link| is_right(link)).count() as u64;
        let told =
            links.iter().filter(|link| !is_right(link) && truth.says == Some(link.0)).count();
        let offered: Vec<Reading> =
            row.proposals.iter().map(|proposal| self.lines(&proposal.lines)).collect();
        let taken = readings.contains(&links);
        let rank = offered.iter().position(|lines| readings.contains(lines));

        let mut counts =
            Counts { payments: 1, links: links.len() as u64, right, ..Counts::default() };
        counts.deceived = told as u64;
        let mut faults = Vec::new();
        if right + counts.deceived < counts.links {
            faults.push(Fault::WrongLink);
        }
        let is_marked = row.class == "ambiguous";
        faults.extend(judge_label(truth, &mut counts, taken, links.is_empty(), is_marked));
        if links.is_empty() && matches!(truth.label, Label::Sign | Label::Ask) {
            counts.asked = 1;
            counts.first = u64::from(rank == Some(0));
            counts.five = u64::from(rank.is_some_and(|rank| rank < 5));
            match rank {
                Some(0) => {}
                Some(1..5) => faults.push(Fault::NotFirst),
                _ => faults.push(Fault::NotInFive),
            }
        }
        let has_class = truth.classes.contains(&row.class.as_str());
        counts.class_right = u64::from(has_class);
        if !has_class {
            faults.push(Fault::Class);
            *self.confusion.entry((truth.classes[0], row.class.clone())).or_default() += 1;
        }
        if truth.undoes.is_some() {
            counts.returns = 1;
            self.refund_of.push((at, row.refund_of));
        }
        for fault in faults {
            let text = self.told(payment, row, &links, &offered);
            self.findings.push(Finding { fault, scenario: truth.scenario, text });
        }
        self.scenarios.entry(truth.scenario).or_default().add(&counts);
    }

    /// Judges what needs all rows: whether what was given back was given back of the right one.
    pub fn finish(&mut self) {
        for (at, of) in std::mem::take(&mut self.refund_of) {
            let truth = &self.book.payments[at].truth;
            let wanted = truth.undoes.as_ref().and_then(|reference| self.ids.get(reference));
            if of.is_some() && of == wanted.copied() {
                self.scenarios.entry(truth.scenario).or_default().returns_found += 1;
            } else {
                let memo = &self.book.payments[at].memo;
                let text = format!("{memo:?}: refund_of {of:?}, expected {wanted:?}");
                let (fault, scenario) = (Fault::ReturnNotFound, truth.scenario);
                self.findings.push(Finding { fault, scenario, text });
            }
        }
        self.findings.sort_by_key(|finding| finding.fault);
    }

    pub fn total(&self) -> Counts {
        let mut total = Counts::default();
        for counts in self.scenarios.values() {
            total.add(counts);
        }
        total
    }

    /// One finding in words: memo, truth, answer.
    fn told(&self, payment: &Payment, row: &Row, links: &Reading, offered: &[Reading]) -> String {
        let truth = &payment.truth;
        let true_ones: Vec<String> =
            truth.readings.iter().take(3).map(|lines| self.shown(lines)).collect();
        let offers: Vec<String> = offered.iter().map(|lines| self.shown(lines)).collect();
        let extra = [&payment.code, &payment.virtual_account, &payment.payer_name];
        format!(
            "#{} {} {} {:?} {}\n    true {:?} ({:?}) {}\n    got  {} taken [{}] offered {}",
            row.id,
            crate::world::day_text(payment.day),
            payment.amount,
            payment.memo,
            extra.map(String::as_str).join(" ").trim(),
            truth.classes,
            truth.label,
            true_ones.join(" or "),
            row.class,
            self.shown(links),
            offers.join(" | "),
        )
    }

    fn shown(&self, lines: &Reading) -> String {
        let all = lines.iter().map(|(at, amount)| match self.book.world.invoices.get(*at) {
            Some(it) => {
                let day = &crate::world::day_text(it.issued)[5..];
                let (number, owed, name) = (&it.number, it.amount, &it.payer.name);
                format!("{number}:{amount} of {owed} {name} {:?} {day}", it.state)
            }
            None => format!("?:{amount}"),
        });
        all.collect::<Vec<_>>().join(" + ")
    }
}

fn sorted(lines: &Reading) -> Reading {
    let mut lines = lines.clone();
    lines.sort_unstable();
    lines
}

/// Counts what was taken and what was asked against what should have been, and names the fault.
fn judge_label(
    truth: &Truth,
    counts: &mut Counts,
    taken: bool,
    is_open: bool,
    is_marked: bool,
) -> Option<Fault> {
    match truth.label {
        Label::Sign => {
            counts.sign = 1;
            counts.taken = u64::from(taken);
            counts.complete = u64::from(truth.complete);
            counts.complete_taken = u64::from(truth.complete && taken);
            let fault = if truth.complete { Fault::CompleteNotTaken } else { Fault::NotTaken };
            (!taken).then_some(fault)
        }
        Label::Tie => {
            counts.ties = 1;
            counts.ties_marked = u64::from(is_marked && is_open);
            let fault = if is_open { Fault::TieNotMarked } else { Fault::TakenInATie };
            (counts.ties_marked == 0).then_some(fault)
        }
        Label::Ask => {
            counts.unasked = u64::from(!is_open);
            (!is_open).then_some(Fault::TakenUnasked)
        }
        Label::Unknowable | Label::Never => None,
    }
}

impl Counts {
    fn add(&mut self, other: &Counts) {
        self.payments += other.payments;
        self.links += other.links;
        self.right += other.right;
        self.deceived += other.deceived;
        self.sign += other.sign;
        self.taken += other.taken;
        self.complete += other.complete;
        self.complete_taken += other.complete_taken;
        self.unasked += other.unasked;
        self.asked += other.asked;
        self.first += other.first;
        self.five += other.five;
        self.ties += other.ties;
        self.ties_marked += other.ties_marked;
        self.class_right += other.class_right;
        self.returns += other.returns;
        self.returns_found += other.returns_found;
    }

    pub fn wrong(&self) -> u64 {
        self.links - self.right - self.deceived
    }
}
