//! Refuses a row against which something speaks that the first pass has found out.

use super::cells::Cells;
use super::continued;
use super::head::subtotals;
use crate::model::Direction;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::read::layout::format::Layout;

/// Refuses a row that is no payment, or whose columns stand elsewhere, or of which two columns of
/// one heading say two things.
pub fn check(cells: &Cells, layout: &Layout) -> Result<(), Problem> {
    let (row, plan) = (cells.row, cells.plan);
    if plan.doubts.turns.partition_point(|turn| *turn < row.number) % 2 == 1 {
        return Err(cells.row_problem(ProblemCode::HeadingsChanged));
    }
    if continued::is_memo_alone(row, &plan.header) {
        return Err(cells.row_problem(ProblemCode::MemoApart));
    }
    if subtotals::is_one(row, &plan.header) {
        return Err(cells.row_problem(ProblemCode::RowIsTotal));
    }
    match plan.doubts.checks.other_value(row, &plan.header, layout) {
        Some((column, raw)) => Err(at(cells, column, raw, ProblemCode::ColumnsContradict)),
        None => Ok(()),
    }
}

/// Refuses a row of which a column that the layout does not read says the other way.
pub fn check_side(cells: &Cells, direction: Direction) -> Result<(), Problem> {
    match cells.plan.doubts.checks.other_side(cells.row, direction) {
        Some((column, raw)) => Err(at(cells, column, raw, ProblemCode::SideContradicts)),
        None => Ok(()),
    }
}

/// A problem of a column that holds no field.
fn at(cells: &Cells, column: usize, raw: &str, code: ProblemCode) -> Problem {
    let mut problem = cells.row_problem(code);
    problem.place.column = cells.plan.header.headings[column].clone();
    problem.raw = raw.to_owned();
    problem
}
