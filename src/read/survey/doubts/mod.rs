//! What speaks against a reading in which each row alone looks sound; gathered in the first pass.

mod mixtures;
mod remarks;
mod unread;

use crate::model::Failure;
use crate::model::FileKind;
use crate::model::Problem;
use crate::read::files::grid::Row;
use crate::read::layout::format::Layout;
use crate::read::survey::head::headings::Header;
use crate::read::survey::head::row_kind::RowKind;
use mixtures::Mixtures;
use remarks::Remarks;
use unread::{Checks, Unread};

/// What is gathered row by row.
pub struct Gathered {
    unread: Unread,
    mixtures: Mixtures,
    remarks: Remarks,
}

/// What is known after the first pass.
#[derive(Clone, Debug, Default)]
pub struct Doubts {
    pub(super) checks: Checks,
    /// Rows of headings at which the columns take other places, and their own again, in turn.
    pub(super) turns: Vec<u64>,
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

    /// Fails where the amounts are not what they seem. `is_dong`: whether all of them are dong.
    pub fn judge(self, header: &Header, layout: &Layout, is_dong: bool) -> Result<Doubts, Failure> {
        let (checks, mut problems) = match layout.kind {
            FileKind::Payments => self.unread.judge(header, layout),
            FileKind::Invoices => Default::default(),
        };
        self.mixtures.tell(header, is_dong, &mut problems);
        let turns = self.remarks.tell(header, &mut problems)?;
        Ok(Doubts { checks, turns, problems })
    }
}
