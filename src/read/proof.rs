//! Proving a file: do the balances, control totals and row counts that it states agree with its
//! rows?

use super::field::Field;
use super::finish::Payments;
use super::grid::Cell;
use super::layout::Label;
use super::numbers;
use super::survey::Plan;
use crate::model::Fact;
use crate::model::Place;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::money::{Money, NumberStyle};

/// A defect of the file as a whole.
pub fn file_problem(code: ProblemCode, facts: Vec<Fact>) -> Problem {
    Problem { place: Place::default(), code, raw: String::new(), facts }
}

/// A balance that stands beside its label.
pub fn stated_balance(plan: &Plan, cell: Option<&Cell>) -> Option<Money> {
    let cell = cell?;
    let style = [Field::Balance, Field::Credit, Field::Amount]
        .into_iter()
        .find(|field| plan.header.column(*field).is_some())
        .map_or(NumberStyle::Plain, |field| plan.style(field));
    numbers::lone_amount(&cell.text, style, plan.currency)
}

/// Adds what does not agree.
pub fn prove(payments: &mut Payments, problems: &mut Vec<Problem>) {
    prove_balances(payments, problems);
    prove_totals(payments, problems);
    prove_count(payments.plan(), payments.rows, problems);
    prove_end(payments, problems);
    if let Some(first) = payments.hidden.first() {
        let facts = vec![Fact::new("rows", payments.hidden.len()), Fact::new("first", first)];
        problems.push(file_problem(ProblemCode::HiddenCharacters, facts));
    }
    left_out_sheets(payments.plan(), problems);
}

/// Opening + credits − debits = closing, or the difference and the row at which the balances break.
fn prove_balances(payments: &mut Payments, problems: &mut Vec<Problem>) {
    let break_row = {
        let chain = &payments.chain;
        let (down, up) = (&chain.breaks_down, &chain.breaks_up);
        // Newest first is as good an order: the one that breaks less is the file's.
        if up.len() < down.len() { up.first().copied() } else { down.first().copied() }
    };
    let Some(statement) = payments.only_statement() else { return };
    let stated = statement.opening.zip(statement.closing);
    let expected = stated.and_then(|(opening, _)| {
        opening.plus(statement.credits).and_then(|sum| sum.minus(statement.debits)).ok()
    });
    if let Some(((_, closing), expected)) = stated.zip(expected) {
        statement.is_tied = Some(expected == closing);
        if expected == closing {
            return;
        }
        problems.push(file_problem(ProblemCode::BalanceDoesNotTie, difference(expected, closing)));
    } else if stated.is_some() {
        statement.is_tied = Some(false);
    } else if !payments.layout().has_balance_on_every_row {
        return;
    }
    if let Some(row) = break_row {
        problems.push(file_problem(ProblemCode::BalanceBreaks, vec![Fact::new("break_row", row)]));
    }
}

fn difference(expected: Money, stated: Money) -> Vec<Fact> {
    let difference = stated.minus(expected).map_or_else(|_| String::new(), Money::to_plain);
    vec![
        Fact::new("expected", expected.to_plain()),
        Fact::new("stated", stated.to_plain()),
        Fact::new("difference", difference),
    ]
}

fn prove_totals(payments: &Payments, problems: &mut Vec<Problem>) {
    let (plan, sums) = (payments.plan(), &payments.sums);
    if !sums.is_exact {
        return;
    }
    for (field, cell) in &plan.stated.totals {
        let expected = match field {
            Field::Credit => Some(sums.credit),
            Field::Debit => Some(sums.debit),
            Field::Balance => None,
            // Without its sign column nobody knows what the sum of unsigned amounts is meant to be.
            Field::Amount if plan.header.column(Field::Sign).is_some() => None,
            other => sums.by_field.get(other).copied(),
        };
        let stated = numbers::lone_amount(&cell.text, plan.style(*field), plan.currency);
        if let Some((expected, stated)) = expected.zip(stated)
            && expected != stated
        {
            problems.push(total_problem(plan, *field, expected, stated));
        }
    }
}

pub fn total_problem(plan: &Plan, field: Field, expected: Money, stated: Money) -> Problem {
    let facts = difference(expected, stated);
    let mut problem = file_problem(ProblemCode::TotalDoesNotTie, facts);
    problem.place.column = plan.header.heading(field).to_owned();
    problem
}

pub fn prove_count(plan: &Plan, rows: u64, problems: &mut Vec<Problem>) {
    if let Some(stated) = plan.stated.rows.filter(|stated| *stated != rows) {
        let facts = vec![Fact::new("expected", rows), Fact::new("stated", stated)];
        problems.push(file_problem(ProblemCode::CountDoesNotTie, facts));
    }
}

/// A file that ends before what its kind always ends with.
fn prove_end(payments: &Payments, problems: &mut Vec<Problem>) {
    let plan = payments.plan();
    let is_missing = |label: &&Label| !plan.stated.has(**label);
    if payments.is_cut || payments.layout().complete_with.iter().any(|label| is_missing(&label)) {
        let facts = vec![Fact::new("last_row", plan.last_data_row)];
        problems.push(file_problem(ProblemCode::FileIsCut, facts));
    }
}

pub fn left_out_sheets(plan: &Plan, problems: &mut Vec<Problem>) {
    for sheet in &plan.sheets_left_out {
        let mut problem = file_problem(ProblemCode::SheetLeftOut, Vec::new());
        problem.raw = sheet.clone();
        problems.push(problem);
    }
}
