//! Proving a file: do the balances, control totals and row counts that it states agree with its
//! rows?

use std::collections::HashMap;

use super::stretch::Stretch;
use crate::calendar::{Day, Moment};
use crate::model::Fact;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::model::Source;
use crate::model::Statement;
use crate::money::{Currency, Money};
use crate::read::files::encoding::TextEncoding;
use crate::read::files::grid::Cell;
use crate::read::files::label::Label;
use crate::read::files::numbers;
use crate::read::layout::field::Field;
use crate::read::layout::format::Layout;
use crate::read::layout::sign_rule::SignRule;
use crate::read::survey::chain::Order;
use crate::read::survey::head::labels::Stated;
use crate::read::survey::plan::Plan;

/// That what stands beside the label of a balance is none: it proves nothing.
fn unreadable(cell: &Cell) -> Option<Problem> {
    let problem = Problem::of_file(ProblemCode::BalanceUnreadable, Vec::new());
    (!cell.is_blank()).then(|| Problem { raw: cell.text.clone(), ..problem })
}

/// Whether a row that moved so much ends the section as balances say: its own, after and before it,
/// or the stated closing.
pub fn ends(
    stretch: &Stretch,
    plan: &Plan,
    statements: &[Statement],
    own: (Option<Money>, Option<Money>),
    moved: Money,
) -> bool {
    let (section, stated) = (stretch.section, &stretch.section.stated);
    let opening = plan.stated_balance(section, stated.opening.as_ref());
    let so_far = match statements {
        [] => opening,
        [one] => opening.and_then(|opening| {
            let sum = opening.plus(one.credits).ok()?.minus(one.debits).ok()?;
            sum.minus(stretch.sums.kept_back).ok()
        }),
        _ => return false,
    };
    let closing = plan.stated_balance(section, stated.closing.as_ref());
    [own, (closing, so_far)].into_iter().any(|(after, before)| {
        after.is_some() && after == before.and_then(|before| before.plus(moved).ok())
    })
}

/// Adds what does not agree in a section. What it states belongs to the only account of its
/// currency that it speaks of; the running balance belongs to each.
pub fn prove(
    stretch: &Stretch,
    plan: &Plan,
    layout: &Layout,
    statements: &mut [Statement],
    problems: &mut Vec<Problem>,
) {
    let (section, stated) = (stretch.section, &stretch.section.stated);
    let is_one = statements.iter().all(|one| one.source == statements[0].source);
    for (statement, chain) in statements.iter_mut().zip(&stretch.chains) {
        if is_one && statement.currency == section.currency {
            statement.opening = plan.stated_balance(section, stated.opening.as_ref());
            statement.closing = plan.stated_balance(section, stated.closing.as_ref());
            let balances =
                [(&stated.opening, statement.opening), (&stated.closing, statement.closing)];
            for (cell, balance) in balances {
                problems.extend(cell.as_ref().filter(|_| balance.is_none()).and_then(unreadable));
            }
            statement.number = stated.number.clone().unwrap_or_default();
            statement.stated =
                stated.from.zip(stated.to).map(|(f, t)| (Moment::on(f), Moment::on(t)));
            prove_balances(stretch, statement, problems);
        }
        prove_chain(&chain.order(), statement, problems);
        prove_period(stated, statement, problems);
    }
    prove_entries(stretch, plan, problems);
    prove_totals(stretch, plan, layout, problems);
    prove_count(&stretch.section.stated, stretch.rows, problems);
    prove_end(stretch, plan, layout, problems);
}

/// That nobody has seen a file of this layout yet.
pub fn not_proven(layout: &Layout, problems: &mut Vec<Problem>) {
    if !layout.is_seen {
        let facts = vec![Fact::new("layout", &layout.name)];
        problems.push(Problem::of_file(ProblemCode::LayoutNotProven, facts));
    }
}

/// That all rows of the file stand in it so many times.
pub fn rows_repeated(times: u32, problems: &mut Vec<Problem>) {
    if times > 1 {
        let facts = vec![Fact::new("times", times)];
        problems.push(Problem::of_file(ProblemCode::RowsRepeated, facts));
    }
}

/// Characters that nobody sees, in so many rows.
pub fn hidden_characters(rows: &[u64], problems: &mut Vec<Problem>) {
    if let Some(first) = rows.first() {
        let facts = vec![Fact::new("rows", rows.len()), Fact::new("first", first)];
        problems.push(Problem::of_file(ProblemCode::HiddenCharacters, facts));
    }
}

/// Memos with broken letters: how many, and the first one's row and text.
pub fn letters_broken((count, first, memo): (u64, u64, String)) -> Problem {
    let facts = vec![Fact::new("count", count), Fact::new("first", first)];
    Problem { raw: memo, ..Problem::of_file(ProblemCode::LettersBroken, facts) }
}

/// Rows booked after today: how many, and the first one's row and day.
pub fn days_ahead(today: Day, (count, first, day): (u64, u64, Day)) -> Problem {
    let facts = vec![
        Fact::new("count", count),
        Fact::new("first", first),
        Fact::new("day", day),
        Fact::new("today", today),
    ];
    Problem::of_file(ProblemCode::DaysAhead, facts)
}

/// Opening + credits − debits = closing, or the difference.
fn prove_balances(stretch: &Stretch, statement: &mut Statement, problems: &mut Vec<Problem>) {
    let Some((opening, closing)) = statement.opening.zip(statement.closing) else { return };
    // Nothing in an interim report is final, yet its balances speak of it.
    let (credits, debits) = match stretch.section.stated.is_interim {
        true => (stretch.entries.credit.1, stretch.entries.debit.1),
        false => (statement.credits, statement.debits),
    };
    let sum = opening.plus(credits).and_then(|sum| sum.minus(debits));
    let expected = sum.and_then(|sum| sum.minus(stretch.sums.kept_back)).ok();
    statement.is_tied = Some(expected == Some(closing));
    if let Some(expected) = expected.filter(|expected| *expected != closing) {
        problems
            .push(Problem::of_file(ProblemCode::BalanceDoesNotTie, difference(expected, closing)));
    }
}

/// That the days of the rows lie in the period that the file states.
fn prove_period(stated: &Stated, statement: &Statement, problems: &mut Vec<Problem>) {
    let Some(((from, to), (first, last))) = stated.from.zip(stated.to).zip(statement.seen) else {
        return;
    };
    if first.day < from || to < last.day {
        let days = [("from", from), ("to", to), ("first", first.day), ("last", last.day)];
        let facts = days.map(|(name, day)| Fact::new(name, day)).to_vec();
        problems.push(Problem::of_file(ProblemCode::OutsidePeriod, facts));
    }
}

/// The balances on the rows: where they break, and that they prove the signs wrong. Where only one
/// end is stated they tell the other: rows that are missing at that end are found all the same.
fn prove_chain(order: &Order, statement: &mut Statement, problems: &mut Vec<Problem>) {
    let mut breaks = |row: u64, difference: Option<Money>, count: usize| {
        let code = match order.is_turned {
            true => ProblemCode::SignsTurned,
            false => ProblemCode::BalanceBreaks,
        };
        let difference = difference.map_or_else(String::new, Money::to_plain);
        let facts = [
            Fact::new("break_row", row),
            Fact::new("difference", difference),
            Fact::new("breaks", count),
        ];
        problems.push(Problem::of_file(code, facts.into()));
    };
    if let Some(found) = order.first_break {
        return breaks(found.row, found.difference, order.breaks);
    }
    let Some((start, end)) = order.ends.filter(|_| statement.is_tied.is_none()) else { return };
    let is_other = |stated: Option<Money>, found| stated.filter(|stated| *stated != found);
    if let Some(opening) = is_other(statement.opening, start) {
        breaks(order.oldest, start.minus(opening).ok(), 1);
        statement.is_tied = Some(false);
    }
    if let Some(closing) = is_other(statement.closing, end) {
        problems.push(Problem::of_file(ProblemCode::BalanceDoesNotTie, difference(end, closing)));
        statement.is_tied = Some(false);
    }
}

/// A statement of an account begins where the one before it in the file ends; newest first is as
/// good an order.
pub fn prove_order(
    statement: &Statement,
    ends: &mut HashMap<(Source, Currency), (Money, Money)>,
    problems: &mut Vec<Problem>,
) {
    let Some((opening, closing)) = statement.opening.zip(statement.closing) else { return };
    let key = (statement.source.clone(), statement.currency);
    let before = ends.insert(key, (opening, closing));
    if let Some((first, last)) = before
        && last != opening
        && first != closing
    {
        let facts = difference(last, opening);
        problems.push(Problem::of_file(ProblemCode::OpeningDoesNotFollow, facts));
    }
}

/// Counts and sums that a message states of its entries on either side.
fn prove_entries(stretch: &Stretch, plan: &Plan, problems: &mut Vec<Problem>) {
    let (stated, entries) = (&stretch.section.stated, &stretch.entries);
    let sides = [
        ("credit", entries.credit, stated.credit_count, &stated.credit_sum),
        ("debit", entries.debit, stated.debit_count, &stated.debit_sum),
    ];
    for (side, (count, sum), stated_count, stated_sum) in sides {
        let mut found = Vec::new();
        if let Some(stated) = stated_count.filter(|stated| *stated != count) {
            let facts = vec![Fact::new("expected", count), Fact::new("stated", stated)];
            found.push(Problem::of_file(ProblemCode::CountDoesNotTie, facts));
        }
        let stated_sum = plan.stated_balance(stretch.section, stated_sum.as_ref());
        if let Some(stated) = stated_sum.filter(|stated| *stated != sum && entries.is_exact) {
            found.push(Problem::of_file(ProblemCode::TotalDoesNotTie, difference(sum, stated)));
        }
        found.iter_mut().for_each(|problem| problem.place.column = side.to_owned());
        problems.append(&mut found);
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

fn prove_totals(stretch: &Stretch, plan: &Plan, layout: &Layout, problems: &mut Vec<Problem>) {
    let (section, sums) = (stretch.section, &stretch.sums);
    if !sums.is_exact {
        return;
    }
    for (field, cell) in section.stated.totals.iter().chain(&section.stated.totals_above) {
        let expected = match field {
            Field::Balance => None,
            // Beside an amount of its own they only say which way it went.
            Field::Credit | Field::Debit if layout.sign == SignRule::Unsigned => None,
            Field::Credit => Some(sums.credit),
            Field::Debit => Some(sums.debit),
            // Without its sign column nobody knows what the sum of unsigned amounts is meant to be.
            Field::Amount if plan.header.column(Field::Sign).is_some() => None,
            other => sums.by_field.get(other).copied(),
        };
        let stated = numbers::lone_amount(
            &cell.text,
            plan.style(*field, section.currency),
            section.currency,
        );
        // A bank that writes debits with a minus does so below them too.
        let stated = stated.map(|sum| if *field == Field::Debit { sum.abs() } else { sum });
        if let Some((expected, stated)) = expected.zip(stated)
            && expected != stated
        {
            problems.push(total_problem(plan, *field, expected, stated));
        }
    }
}

pub fn total_problem(plan: &Plan, field: Field, expected: Money, stated: Money) -> Problem {
    let facts = difference(expected, stated);
    let mut problem = Problem::of_file(ProblemCode::TotalDoesNotTie, facts);
    problem.place.column = plan.header.heading(field).to_owned();
    problem
}

pub fn prove_count(stated: &Stated, rows: u64, problems: &mut Vec<Problem>) {
    if let Some(stated) = stated.rows.filter(|stated| *stated != rows) {
        let facts = vec![Fact::new("expected", rows), Fact::new("stated", stated)];
        problems.push(Problem::of_file(ProblemCode::CountDoesNotTie, facts));
    }
}

/// A section that ends before what its kind always ends with.
fn prove_end(stretch: &Stretch, plan: &Plan, layout: &Layout, problems: &mut Vec<Problem>) {
    let stated = &stretch.section.stated;
    let is_missing = |label: &Label| !stated.has(*label);
    let is_open = layout.rows.closes_what_opens
        && stated.opening.is_some()
        && stated.closing.is_none()
        && stated.totals.is_empty();
    let is_cut = stretch.is_cut || is_open || layout.complete_with.iter().any(is_missing);
    if is_cut && !stretch.is_told_cut {
        let facts = vec![Fact::new("last_row", plan.last_data_row)];
        problems.push(Problem::of_file(ProblemCode::FileIsCut, facts));
    }
}

/// What a person should know of the file as a whole; `other_sheet` is what becomes of a workbook's
/// other sheets that could be read.
pub fn notes_of_the_file(plan: &Plan, other_sheet: ProblemCode, problems: &mut Vec<Problem>) {
    if let Some(name) = plan.container.encoding().and_then(TextEncoding::guessed) {
        let facts = vec![Fact::new("encoding", name)];
        problems.push(Problem::of_file(ProblemCode::TextConverted, facts));
    }
    for sheet in plan.sheets.iter().filter(|sheet| Some(*sheet) != plan.sheet.as_ref()) {
        let mut problem = Problem::of_file(other_sheet, Vec::new());
        problem.raw = sheet.clone();
        problems.push(problem);
    }
}
