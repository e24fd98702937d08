//! What speaks against a reading in which each row alone looks sound; gathered in the first pass.

use super::cells::Cells;
use super::headings::Header;
use super::mixtures::Mixtures;
use super::remarks::Remarks;
use super::row_kind::RowKind;
use super::subtotals;
use super::unread::{Checks, Unread};
use crate::model::Direction;
use crate::model::Failure;
use crate::model::FileKind;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::read::files::grid::Row;
use crate::read::layout::format::Layout;

/// What is gathered row by row.
pub struct Gathered {
    unread: Unread,
    mixtures: Mixtures,
    remarks: Remarks,
}

/// What is known after the first pass.
#[derive(Clone, Debug, Default)]
pub struct Doubts {
    checks: Checks,
    /// Rows of headings at which the columns take other places, and their own again, in turn.
    turns: Vec<u64>,
    /// Of the file as a whole.
    pub problems: Vec<Problem>,
}

impl Gathered {
    pub fn new(header: &Header, layout: &Layout) -> Gathered {
        let unread = Unread::new(header, layout);
        Gathered { unread, mixtures: Mixtures::default(), remarks: Remarks::default() }
    }

    /// A row above the header.
    pub fn take_above(&mut self, row: &Row) {
        self.remarks.take(row);
    }

    /// A row below it. A cut row proves nothing.
    pub fn take(&mut self, row: &Row, kind: RowKind, header: &Header, layout: &Layout) {
        match kind {
            RowKind::Mark => {}
            RowKind::Data if row.defect.is_some() => {}
            RowKind::Data => {
                self.unread.count(row, header, layout);
                self.mixtures.count(row, header, layout.rows.dates);
            }
            _ => self.remarks.take_below(row, kind, header, layout),
        }
    }

    /// Fails where the amounts are not what they seem.
    pub fn judge(self, header: &Header, layout: &Layout) -> Result<Doubts, Failure> {
        let (checks, mut problems) = match layout.kind {
            FileKind::Payments => self.unread.judge(header, layout),
            FileKind::Invoices => Default::default(),
        };
        self.mixtures.tell(header, &mut problems);
        let turns = self.remarks.tell(header, &mut problems)?;
        Ok(Doubts { checks, turns, problems })
    }
}

impl Doubts {
    /// Refuses a row that is no payment, or whose columns stand elsewhere, or of which two columns
    /// of one heading say two things.
    pub fn check(&self, cells: &Cells, layout: &Layout) -> Result<(), Problem> {
        let row = cells.row;
        if self.turns.partition_point(|turn| *turn < row.number) % 2 == 1 {
            return Err(cells.row_problem(ProblemCode::HeadingsChanged));
        }
        if subtotals::is_one(row, &cells.plan.header) {
            return Err(cells.row_problem(ProblemCode::RowIsTotal));
        }
        let other = self.checks.other_value(row, &cells.plan.header, layout);
        let twin =
            other.map(|(column, raw)| at(cells, column, raw, ProblemCode::ColumnsContradict));
        twin.map_or(Ok(()), Err)
    }

    /// Refuses a row of which a column that the layout does not read says the other way.
    pub fn check_side(&self, cells: &Cells, direction: Direction) -> Result<(), Problem> {
        let other = self.checks.other_side(cells.row, direction);
        let side = other.map(|(column, raw)| at(cells, column, raw, ProblemCode::SideContradicts));
        side.map_or(Ok(()), Err)
    }
}

/// A problem of a column that holds no field.
fn at(cells: &Cells, column: usize, raw: &str, code: ProblemCode) -> Problem {
    let mut problem = cells.row_problem(code);
    problem.place.column = cells.plan.header.headings[column].clone();
    problem.raw = raw.to_owned();
    problem
}
