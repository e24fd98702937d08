//! Fees, interest and tax that a bank writes in columns of their own, beside debit and credit:
//! whether those hold them already, only the running balance tells. Every reading is tried, and the
//! one under which the balances break least is kept and said.

use super::cells::Cells;
use super::chain::Chain;
use super::plan::{Charges, Plan, Reading};
use crate::model::Fact;
use crate::model::Failure;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::money::{Money, MoneyError};
use crate::read::files::ReadSeek;
use crate::read::files::grid::Cell;
use crate::read::layout::field::Field;
use crate::read::layout::format::Layout;

const COLUMNS: [Field; 2] = [Field::Charge, Field::ChargeTax];

/// Tries every reading; `None` where the file has no such column or no charge in it.
pub fn decide(
    source: &mut dyn ReadSeek,
    plan: &Plan,
    layout: &Layout,
) -> Result<Option<Charges>, Failure> {
    if COLUMNS.iter().all(|field| plan.header.column(*field).is_none()) {
        return Ok(None);
    }
    let readings = [Reading::Within, Reading::OnTop, Reading::OnTopUnsigned];
    let mut trials = readings.map(|reading| Trial::of(reading, plan));
    let mut rows = 0;
    plan.for_each_data_row(source, layout, &mut |row, section| {
        let said = Cells::new(row, plan, plan.sections[section].currency)
            .and_then(|cells| Ok((by_sides(&cells)?, sum(&cells)?, cells.money(Field::Balance)?)));
        let said = said.ok();
        trials.iter_mut().for_each(|trial| trial.step(row.number, section, said, plan));
        rows += u64::from(said.is_some_and(|(_, charges, _)| !charges.is_zero()));
        true
    })?;
    let breaks = trials.map(|trial| (trial.reading, trial.breaks(plan)));
    let least = breaks.iter().map(|(_, breaks)| *breaks).min();
    let mut best = breaks.iter().filter(|(_, breaks)| Some(*breaks) == least);
    let only = best.next().filter(|_| best.next().is_none());
    let charges = Charges { reading: only.map(|(reading, _)| *reading), rows };
    Ok(Some(charges).filter(|charges| charges.rows > 0))
}

/// A reading, and how often the balances broke under it.
struct Trial {
    reading: Reading,
    section: usize,
    chain: Chain,
    /// In the sections that are behind.
    breaks: usize,
}

impl Trial {
    fn of(reading: Reading, plan: &Plan) -> Trial {
        let chain = Chain::beginning_at(ends(plan, 0).0);
        Trial { reading, section: 0, chain, breaks: 0 }
    }

    /// Takes a row: what debit and credit moved, its charges, its balance; `None` where it cannot
    /// be read.
    fn step(
        &mut self,
        row: u64,
        section: usize,
        said: Option<(Money, Money, Option<Money>)>,
        plan: &Plan,
    ) {
        if self.section != section {
            self.breaks = self.breaks(plan);
            self.section = section;
            self.chain = Chain::beginning_at(ends(plan, section).0);
        }
        let moved = said.and_then(|(sides, charges, balance)| {
            Some((sides.plus(self.reading.on_top(charges).ok()?).ok()?, balance))
        });
        match moved {
            Some((moved, balance)) => self.chain.step(row, moved, balance),
            None => self.chain.pass_over(None),
        }
    }

    fn breaks(&self, plan: &Plan) -> usize {
        let (opening, closing) = ends(plan, self.section);
        self.breaks + self.chain.breaks(opening, closing)
    }
}

/// The balances that a section states.
fn ends(plan: &Plan, section: usize) -> (Option<Money>, Option<Money>) {
    let section = &plan.sections[section];
    let balance = |cell: &Option<Cell>| plan.stated_balance(section, cell.as_ref());
    (balance(&section.stated.opening), balance(&section.stated.closing))
}

/// What a row's charges move on top of debit and credit; a minus means money out.
pub fn on_top(cells: &Cells) -> Result<Money, Problem> {
    let reading = cells.plan.charges.as_ref().and_then(|charges| charges.reading);
    reading
        .unwrap_or(Reading::Within)
        .on_top(sum(cells)?)
        .map_err(|_| cells.problem(Field::Charge, ProblemCode::AmountTooLarge))
}

/// Says which reading was kept.
pub fn tell(plan: &Plan, problems: &mut Vec<Problem>) {
    let Some(charges) = &plan.charges else { return };
    let code = match charges.reading {
        Some(Reading::Within) => ProblemCode::ChargesWithin,
        Some(Reading::OnTop | Reading::OnTopUnsigned) => ProblemCode::ChargesOnTop,
        None => ProblemCode::ChargesUnproven,
    };
    let mut problem = Problem::of_file(code, vec![Fact::new("rows", charges.rows)]);
    let headings = COLUMNS.map(|field| plan.header.heading(field));
    problem.raw = headings.into_iter().filter(|h| !h.is_empty()).collect::<Vec<_>>().join(", ");
    problems.push(problem);
}

impl Reading {
    fn on_top(self, charges: Money) -> Result<Money, MoneyError> {
        let zero = Money::zero(charges.currency());
        match self {
            Reading::Within => Ok(zero),
            Reading::OnTop => Ok(charges),
            Reading::OnTopUnsigned => zero.minus(charges),
        }
    }
}

/// The row's charges together, as they are written.
fn sum(cells: &Cells) -> Result<Money, Problem> {
    let zero = Money::zero(cells.currency);
    let [charge, tax] = COLUMNS.map(|field| cells.money(field));
    let sum = charge?.unwrap_or(zero).plus(tax?.unwrap_or(zero));
    sum.map_err(|_| cells.problem(Field::Charge, ProblemCode::AmountTooLarge))
}

/// Credit less debit, whether or not debits bear a minus.
fn by_sides(cells: &Cells) -> Result<Money, Problem> {
    let zero = Money::zero(cells.currency);
    let side = |field| Ok(cells.money(field)?.unwrap_or(zero));
    let (debit, credit) = (side(Field::Debit)?, side(Field::Credit)?);
    let moved = if debit.is_negative() { credit.plus(debit) } else { credit.minus(debit) };
    moved.map_err(|_| cells.problem(Field::Debit, ProblemCode::AmountTooLarge))
}
