//! The agency's invoices, and the look-ups that the labels rest on.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::dice::Dice;
use crate::letters::squeezed;
use crate::people::{Payer, company, person};

/// 36 fixed fees on 95 % of the invoices, the commonest on 21 %.
const FEES: &[(u64, u64)] = &[
    (210, 50_000),
    (110, 200_000),
    (90, 135_000),
    (80, 8_000),
    (60, 100_000),
    (50, 25_000),
    (40, 80_000),
    (35, 20_000),
    (30, 30_000),
    (28, 70_000),
    (25, 150_000),
    (22, 130_000),
    (20, 10_000),
    (18, 15_000),
    (15, 28_000),
    (14, 60_000),
    (13, 350_000),
    (12, 125_000),
    (11, 14_000),
    (10, 16_000),
    (9, 24_000),
    (8, 170_000),
    (8, 140_000),
    (7, 250_000),
    (6, 630_000),
    (6, 780_000),
    (5, 400_000),
    (5, 115_000),
    (4, 40_000),
    (4, 1_560_000),
    (3, 3_000),
    (3, 500_000),
    (3, 2_500_000),
    (2, 3_000_000),
    (2, 1_000_000),
    (1, 14_000_000),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Open,
    /// Paid before the month that is measured.
    Settled,
    Cancelled,
    Exempt,
}

/// Which of the three agencies wrote the invoice; their numbers look alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agency {
    /// `HD2611-00012345`, dossiers `H99.01.02-…`.
    Centre,
    /// `PL2611-00012345`, dossiers `H99.01.12-…`.
    Department,
    /// Plain digits: `534503`; dossiers of the old form.
    Ward,
}

pub struct Invoice {
    pub number: String,
    pub dossier: String,
    /// Several attempts to pay make several codes.
    pub payment_codes: Vec<String>,
    pub virtual_account: String,
    pub payer: Payer,
    pub amount: u64,
    /// Days since 1 October 2026.
    pub issued: u64,
    pub state: State,
    pub agency: Agency,
}

#[derive(Default)]
pub struct World {
    pub invoices: Vec<Invoice>,
    /// Every code, squeezed, and whose it is; a dossier may be of several.
    codes: BTreeMap<String, Vec<usize>>,
    names: HashMap<String, Vec<usize>>,
    amounts: HashMap<u64, Vec<usize>>,
}

/// Stands for the number of an invoice that wants one of six plain digits.
pub const SIX_DIGITS: &str = "six";

pub fn fee(dice: &mut Dice) -> u64 {
    if dice.chance(50) { 28_000 + dice.below(6_000) * 500 } else { dice.weighted(FEES) }
}

impl World {
    /// A new open invoice of somebody; its codes follow when all are there.
    pub fn add(&mut self, dice: &mut Dice) -> usize {
        let payer = if dice.chance(100) { company(dice) } else { person(dice) };
        let agency =
            dice.weighted(&[(820, Agency::Centre), (160, Agency::Department), (20, Agency::Ward)]);
        self.invoices.push(Invoice {
            number: String::new(),
            dossier: String::new(),
            payment_codes: vec![],
            virtual_account: String::new(),
            payer,
            amount: fee(dice),
            issued: 20 + dice.below(30),
            state: State::Open,
            agency,
        });
        self.invoices.len() - 1
    }

    /// Gives every invoice its codes, dense in the order of issue, and builds the look-ups.
    pub fn number_all(&mut self, dice: &mut Dice) {
        let mut order: Vec<(u64, u64, usize)> = Vec::with_capacity(self.invoices.len());
        for (at, invoice) in self.invoices.iter().enumerate() {
            order.push((invoice.issued / 3, dice.roll(), at));
        }
        order.sort_unstable();
        let (mut centre, mut department, mut payment) = (0, 0, 0);
        let mut ward = HashSet::new();
        let mut of_day: HashMap<(u64, bool), u64> = HashMap::new();
        for (_, _, at) in order {
            let invoice = &mut self.invoices[at];
            let count = of_day.entry((invoice.issued, invoice.agency == Agency::Centre));
            let in_day = count.and_modify(|n| *n += 1).or_insert(1);
            let (year, seq) = (day_digits(invoice.issued), *in_day);
            invoice.number = match invoice.agency {
                Agency::Centre => format!("HD2611-{:08}", next(&mut centre)),
                Agency::Department => format!("PL2611-{:08}", next(&mut department)),
                // Six digits could be a trace number or a time of day; some plans ask for them.
                Agency::Ward => loop {
                    let clock = [8 + dice.below(12), dice.below(60), dice.below(60)];
                    let number = match (invoice.number.as_str(), dice.below(10)) {
                        (SIX_DIGITS, _) | (_, 0..3) => format!("{}{}", digit(dice), dice.digits(5)),
                        (_, 3) if ward.len() < 15_000 => {
                            format!("{:02}{:02}{:02}", clock[0], clock[1], clock[2])
                        }
                        _ => format!("{}{}", digit(dice), dice.digits(6)),
                    };
                    if ward.insert(number.clone()) {
                        break number;
                    }
                },
            };
            if invoice.dossier.is_empty() {
                invoice.dossier = match invoice.agency {
                    Agency::Centre => format!("H99.01.02-{year}-{seq:06}"),
                    Agency::Department => format!("H99.01.12-{year}-{seq:06}"),
                    Agency::Ward => format!("000.00.07.H99-{year}-{seq:04}"),
                };
            }
            let wants = invoice.payment_codes.len();
            if wants > 0 || dice.chance(150) {
                let code = |_| {
                    payment += 1 + dice.below(40);
                    format!("LP26{payment:08}")
                };
                invoice.payment_codes = (0..wants.max(1)).map(code).collect();
            }
            if invoice.virtual_account == "wanted" {
                invoice.virtual_account = format!("9704H99{:09}", at * 7 + 11);
            }
        }
        self.index();
    }

    fn index(&mut self) {
        for (at, invoice) in self.invoices.iter().enumerate() {
            let mut own = vec![squeezed(&invoice.number), squeezed(&invoice.dossier)];
            own.extend(invoice.payment_codes.iter().map(|code| squeezed(code)));
            for code in own {
                self.codes.entry(code).or_default().push(at);
            }
            self.names.entry(squeezed(&invoice.payer.name)).or_default().push(at);
            self.amounts.entry(invoice.amount).or_default().push(at);
        }
    }

    /// Whose code this is, to the sign.
    pub fn with_code(&self, squeezed_code: &str) -> &[usize] {
        self.codes.get(squeezed_code).map_or(&[], Vec::as_slice)
    }

    pub fn with_name(&self, name: &str) -> &[usize] {
        self.names.get(&squeezed(name)).map_or(&[], Vec::as_slice)
    }

    pub fn with_amount(&self, amount: u64) -> &[usize] {
        self.amounts.get(&amount).map_or(&[], Vec::as_slice)
    }

    /// Whose codes begin with this.
    pub fn beginning_with(&self, start: &str) -> Vec<usize> {
        let range = self.codes.range(start.to_string()..);
        let mut found: Vec<usize> = range
            .take_while(|(code, _)| code.starts_with(start))
            .flat_map(|(_, of)| of.iter().copied())
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Whose codes are one edit away from what was written, in any state, without exact hits.
    pub fn near(&self, written: &str) -> Vec<usize> {
        let mut found = Vec::new();
        for variant in edits(written) {
            if variant != written {
                found.extend_from_slice(self.with_code(&variant));
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

fn digit(dice: &mut Dice) -> u64 {
    1 + dice.below(9)
}

fn next(counter: &mut u64) -> u64 {
    *counter += 1;
    *counter
}

/// All texts one deletion, insertion, change or swap away.
fn edits(text: &str) -> Vec<String> {
    const SIGNS: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let text: Vec<u8> = text.bytes().collect();
    let mut all = Vec::new();
    for at in 0..=text.len() {
        let (head, tail) = text.split_at(at);
        for sign in SIGNS {
            all.push([head, &[*sign], tail].concat());
            if !tail.is_empty() {
                all.push([head, &[*sign], &tail[1..]].concat());
            }
        }
        if !tail.is_empty() {
            all.push([head, &tail[1..]].concat());
        }
        if tail.len() > 1 {
            all.push([head, &[tail[1], tail[0]], &tail[2..]].concat());
        }
    }
    all.into_iter().filter_map(|bytes| String::from_utf8(bytes).ok()).collect()
}

/// `2026-11-05` of days since 1 October.
pub fn day_text(day: u64) -> String {
    let (day, month) = if day < 31 { (day + 1, 10) } else { (day - 30, 11) };
    format!("2026-{month}-{day:02}")
}

/// `261105`, as dossier codes have it.
fn day_digits(day: u64) -> String {
    day_text(day)[2..].replace('-', "")
}
