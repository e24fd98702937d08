//! Files: imported ones, receipts, and what a layout would make of one.

use crate::calendar::{Day, Stamp};
use crate::model::{
    DecisionId, FileId, FileKind, FileTotals, InvoiceRow, LayoutFit, PaymentRow, Problem, Statement,
};
use crate::money::Money;

/// An imported file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileCard {
    pub id: FileId,
    pub name: String,
    pub sha256: String,
    pub layout: String,
    pub kind: FileKind,
    /// Labels of its sources.
    pub accounts: Vec<String>,
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub rows: u64,
    pub new: u64,
    pub known: u64,
    pub changed: u64,
    pub refused: u64,
    pub imported_at: Stamp,
    pub actor: String,
    pub decision: DecisionId,
    pub is_withdrawn: bool,
}

/// What one statement of a file adds up to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ControlTotal {
    /// Label of its account.
    pub source: String,
    pub credits: Money,
    pub debits: Money,
    pub opening: Option<Money>,
    pub closing: Option<Money>,
    /// `None` where the file states no balances.
    pub is_tied: Option<bool>,
}

/// A problem with the file it stands in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProblemCard {
    pub file: FileId,
    pub file_name: String,
    pub problem: Problem,
}

/// What an import did with one file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Receipt {
    /// As named by the caller.
    pub path: String,
    pub sha256: String,
    pub layout: String,
    pub kind: FileKind,
    pub rows: u64,
    pub new: u64,
    pub known: u64,
    pub changed: u64,
    pub refused: u64,
    /// For invoices: how many invoices the rows make.
    pub invoices: u64,
    pub statements: Vec<Statement>,
    pub problems: Vec<Problem>,
    /// `None` on a dry run, and where the file brought nothing to decide.
    pub decision: Option<DecisionId>,
}

/// What a layout made of a file, without a store.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Preview {
    pub path: String,
    pub sha256: String,
    pub size_bytes: u64,
    pub layout: String,
    pub kind: FileKind,
    /// `csv`, `json_lines`, `xlsx` or the code of a message format.
    pub container: &'static str,
    /// Of text files.
    pub encoding: Option<&'static str>,
    /// The sheet of a workbook that is read.
    pub sheet: Option<String>,
    /// As a person counts it; 0 = keys of JSON objects.
    pub header_row: u64,
    /// How near each layout comes to the file, the best first.
    pub fits: Vec<LayoutFit>,
    /// Heading in the file → field it was taken for, in file order.
    pub columns: Vec<(String, String)>,
    /// Number style per money column, with a cell that decided it.
    pub number_styles: Vec<(String, &'static str, String)>,
    pub totals: FileTotals,
    pub payments: u64,
    /// Payments among them that are parts of batch entries.
    pub details: u64,
    pub invoices: u64,
    /// The first rows, as they would be imported.
    pub first_payments: Vec<PaymentRow>,
    pub first_invoices: Vec<InvoiceRow>,
    pub problems: Vec<Problem>,
    /// Imported before, under this id.
    pub known_file: Option<FileId>,
}
