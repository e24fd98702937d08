//! What is carried from row to row of one section: its running balance, its sums, its statements.

use std::collections::{BTreeMap, HashMap};

use super::accounts;
use super::context::ReadContext;
use super::draft::Draft;
use super::entries::Entries;
use crate::model::Direction;
use crate::model::Failure;
use crate::model::PaymentRow;
use crate::model::PaymentStatus;
use crate::model::Source;
use crate::money::{Currency, Money};
use crate::read::files::grid::Row;
use crate::read::files::numbers;
use crate::read::layout::field::Field;
use crate::read::layout::format::Layout;
use crate::read::survey::cells::Cells;
use crate::read::survey::chain::Chain;
use crate::read::survey::head::section::Section;
use crate::read::survey::plan::Plan;

/// Columns whose sums may stand below them, besides debit and credit.
const SUMMED: [Field; 7] = [
    Field::Amount,
    Field::Fee,
    Field::Charge,
    Field::ChargeTax,
    Field::Net,
    Field::PaidByPayer,
    Field::SettledBase,
];

/// What is carried from row to row of one section.
pub struct Stretch<'a> {
    pub index: usize,
    pub section: &'a Section,
    /// The account of rows that do not name theirs.
    pub home: Option<String>,
    /// Whose the newest payment is: nearly all rows of a section say the same of it.
    pub whose: Option<Whose>,
    /// Its statements, by account and currency; looked up only, never iterated.
    pub places: HashMap<(Source, Currency), usize>,
    /// Where its statements begin among those of the file.
    pub first_statement: usize,
    /// The running balance of each of its statements.
    pub chains: Vec<Chain>,
    /// The running balance before the first of them has a row.
    pub start: Chain,
    pub sums: Sums,
    pub entries: Entries,
    /// Rows, the parts of an entry taken together.
    pub rows: u64,
    pub is_cut: bool,
    /// Its reader has said so already.
    pub is_told_cut: bool,
}

/// The account of a payment and the statement in which it stands.
pub struct Whose {
    /// What the row says of its account and its bank.
    said: (String, String),
    currency: Currency,
    pub source: Source,
    pub statement: usize,
}

impl Whose {
    pub fn of(draft: &Draft, source: Source, statement: usize) -> Whose {
        let said = (draft.account.clone(), draft.bank.clone());
        Whose { said, currency: draft.amount.currency(), source, statement }
    }

    /// Whether a row of the same section says the same.
    pub fn is_of(&self, draft: &Draft) -> bool {
        let (account, bank) = &self.said;
        *account == draft.account && *bank == draft.bank && self.currency == draft.amount.currency()
    }
}

/// Sums of all rows that could be read, whatever their status, for comparison with the file's own
/// totals.
pub struct Sums {
    pub credit: Money,
    pub debit: Money,
    /// Charges on top of credits.
    pub kept_back: Money,
    pub by_field: BTreeMap<Field, Money>,
    pub is_exact: bool,
}

impl<'a> Stretch<'a> {
    pub fn begin(
        index: usize,
        first_statement: usize,
        layout: &Layout,
        plan: &'a Plan,
        context: &ReadContext,
    ) -> Result<Stretch<'a>, Failure> {
        let section = &plan.sections[index];
        let zero = Money::zero(section.currency);
        // Rows that name their account may be of several, and then no balance is of them all.
        let opening = section.stated.opening.as_ref();
        let opening = opening.filter(|_| plan.header.column(Field::Account).is_none());
        let opening = plan.stated_balance(section, opening);
        Ok(Stretch {
            index,
            section,
            home: accounts::home(layout, plan, section, context)?,
            whose: None,
            places: HashMap::new(),
            first_statement,
            chains: Vec::new(),
            start: Chain::beginning_at(opening),
            sums: Sums {
                credit: zero,
                debit: zero,
                kept_back: zero,
                by_field: BTreeMap::new(),
                is_exact: true,
            },
            entries: Entries::new(section.currency),
            rows: 0,
            is_cut: false,
            is_told_cut: false,
        })
    }
}

impl Stretch<'_> {
    /// The balance before the next row.
    pub fn last_balance(&self) -> Option<Money> {
        match &self.chains[..] {
            [] => self.start.last(),
            [chain] => chain.last(),
            _ => None,
        }
    }

    /// Takes what a row moved into the running balance of its account. Notices of single payments
    /// come in any order and may come again: theirs proves nothing.
    pub fn step(&mut self, payment: &PaymentRow, moved: Option<Money>, layout: &Layout) {
        if layout.is_keyed_by_reference {
            return;
        }
        let chain = &mut self.chains[payment.statement - self.first_statement];
        match moved {
            Some(moved) => chain.step(payment.row, moved, payment.balance),
            None => chain.pass_over(payment.balance),
        }
        chain.see(payment.booked);
    }

    /// A refused row moves the balance all the same, if it states one.
    pub fn pass_over(&mut self, row: &Row, plan: &Plan) {
        let (cell, currency) = (plan.header.column(Field::Balance), self.section.currency);
        let cell = cell.and_then(|column| row.cell(column));
        let style = plan.style(Field::Balance, currency);
        let balance = cell.and_then(|c| numbers::amount(c, style, currency).ok());
        // Of several accounts nobody knows whose it is.
        let balance = balance.filter(|_| self.chains.len() < 2);
        self.start.pass_over(balance);
        self.chains.iter_mut().for_each(|chain| chain.pass_over(balance));
    }
}

/// What a row moved its account's balance by; `None` where nobody knows yet.
pub fn moved(draft: &Draft) -> Option<Money> {
    match (draft.status, draft.direction) {
        (PaymentStatus::Failed, _) => Some(Money::zero(draft.amount.currency())),
        (PaymentStatus::Pending | PaymentStatus::Reversed, _) => None,
        (_, Direction::Credit) => draft.amount.minus(draft.kept_back).ok(),
        (_, Direction::Debit) => Some(draft.amount.negated()),
    }
}

impl Sums {
    pub fn add(&mut self, draft: &Draft, cells: &Cells) {
        if draft.amount.currency() != self.credit.currency() {
            self.is_exact = false;
            return;
        }
        let sum = match draft.direction {
            Direction::Credit => &mut self.credit,
            Direction::Debit => &mut self.debit,
        };
        match (sum.plus(draft.in_column), self.kept_back.plus(draft.kept_back)) {
            (Ok(total), Ok(kept_back)) => (*sum, self.kept_back) = (total, kept_back),
            _ => self.is_exact = false,
        }
        for field in SUMMED {
            if let Ok(Some(money)) = cells.money(field) {
                let sum = self.by_field.entry(field).or_insert(Money::zero(money.currency()));
                match if draft.is_turned { sum.minus(money) } else { sum.plus(money) } {
                    Ok(total) => *sum = total,
                    Err(_) => self.is_exact = false,
                }
            }
        }
    }
}
