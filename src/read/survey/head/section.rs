//! The sections of a file: one account's stretch each, with what the file states of it.
//!
//! Most files have one. A workbook of several accounts says the next one's number between the rows;
//! a message format says by a mark where the next statement begins.

use super::labels;
use super::labels::Stated;
use super::row_kind::RowKind;
use crate::money::Currency;
use crate::read::files::grid::{Mark, Row};
use crate::read::layout::format::Layout;

/// What is stated of one section, and the currency in which it is written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Section {
    pub stated: Stated,
    pub currency: Currency,
    /// Whether an earlier section of the file says the same to the letter.
    pub is_repeated: bool,
}

/// Goes through a file row by row and knows in which section each stands. Both passes over a file
/// walk alike, so that they count the same sections.
#[derive(Debug, Default)]
pub struct Walk {
    /// Of the section that the last row belongs to, from 0.
    pub index: usize,
    has_begun: bool,
    has_rows: bool,
    account: Option<String>,
}

impl Walk {
    /// A row above the header: it belongs to the first section whatever it says.
    pub fn pass_preamble(&mut self, row: &Row, layout: &Layout) {
        if self.account.is_none() {
            self.account = labels::account_of(row, layout);
        }
    }

    /// A row below the header.
    pub fn step(&mut self, row: &Row, kind: RowKind, layout: &Layout) {
        match (kind, &row.mark) {
            (RowKind::Data, _) => self.has_rows = true,
            (_, Some(Mark::Begin)) => {
                if self.has_begun {
                    self.begin(None);
                }
                self.has_begun = true;
            }
            (_, Some(_)) => {}
            (_, None) => self.look_for_account(row, layout),
        }
    }

    /// The account that is named above the last row.
    pub fn account(&self) -> Option<&str> {
        self.account.as_deref()
    }

    fn look_for_account(&mut self, row: &Row, layout: &Layout) {
        if self.has_rows && labels::begins_section(row, layout) {
            self.begin(None);
        }
        let Some(account) = labels::account_of(row, layout) else { return };
        match &self.account {
            Some(known) if *known != account => self.begin(Some(account)),
            Some(_) => {}
            None => self.account = Some(account),
        }
    }

    fn begin(&mut self, account: Option<String>) {
        self.index += 1;
        self.has_rows = false;
        self.account = account;
    }
}
