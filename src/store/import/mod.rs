//! Writes one file: its rows, what is new of them, what is known, and the receipt that adds up.
//!
//! The file's row and its decision come last, because their counts and digest are known last; the
//! rows before them name them by the ids that they will get, which `schema.sql` lets them.

mod entries;
mod gaps;
mod invoices;
mod memory;
mod overlap;
mod payments;
mod statements;
mod writer;

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::params;

use writer::Writer;

use super::chain::Withdrawn;
use super::gate::Gate;
use crate::calendar::{Day, Period, Stamp};
use crate::model::{
    AccountId, Change, DecisionId, DecisionRecord, Failure, FileId, FileKind, InvoiceId,
    LedgerInvoice, LedgerPayment, PaymentId, PaymentStatus, Problem, Source,
};
use crate::money::Money;

/// What is known of a file before its rows are read.
pub struct NewFile<'a> {
    pub name: &'a str,
    pub sha256: &'a str,
    pub layout: &'a str,
    pub kind: FileKind,
    pub imported_at: Stamp,
    /// Whether its rows are notices, which are delivered at least once, and not rows of a table.
    pub holds_events: bool,
    /// Letters and digits of a memo: what must differ for it to be another one.
    pub letters_of: fn(&str) -> String,
}

/// The receipt's counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    pub rows: u64,
    pub new: u64,
    pub known: u64,
    pub changed: u64,
    pub refused: u64,
}

/// What became of a payment's row.
pub enum PlacedPayment {
    New(Box<NewPayment>),
    /// Its import was undone before; it counts again under its old id.
    Restored {
        payment: PaymentId,
        to: PaymentStatus,
    },
    Known,
    /// The source reports another status. Its changes are for `Importing::add_changes`.
    Changed {
        payment: PaymentId,
        to: PaymentStatus,
    },
    Refused,
}

/// A payment that has just come, with what its standing needs.
pub struct NewPayment {
    pub ledger: LedgerPayment,
    account: AccountId,
}

/// What became of an invoice's rows.
pub enum PlacedInvoice {
    New(LedgerInvoice),
    Restored(InvoiceId),
    Known,
    Changed(InvoiceId),
    Refused,
}

/// A file being written.
pub struct Importing<'s> {
    file: FileId,
    decision: DecisionId,
    name: String,
    sha256: String,
    layout: String,
    kind: FileKind,
    imported_at: Stamp,
    holds_events: bool,
    letters_of: fn(&str) -> String,
    counts: Counts,
    invoices: u64,
    /// Payments with a higher id came with this file.
    newest_before: PaymentId,
    closed: BTreeSet<Period>,
    writer: Writer<'s>,
    accounts: BTreeMap<Source, memory::Account>,
    changes: Vec<Change>,
    withdrawn: Vec<Withdrawn>,
    problems: Vec<Problem>,
    refused_rows: BTreeSet<u64>,
    /// Credits and debits of rows that reading let through and the store refused, by the place of
    /// their statement.
    refused_sums: BTreeMap<usize, (Money, Money)>,
    /// Entries that are held in another shape.
    held_otherwise: BTreeSet<u64>,
    /// Payments of interim reports that this file brings in another shape, for good.
    superseded: BTreeSet<PaymentId>,
    /// Rows of known payments that say more of fees than is kept.
    facts_not_kept: BTreeSet<u64>,
    /// Known payments that rows of this file are.
    met: BTreeSet<PaymentId>,
    /// Rows with the payments that they are taken for, and may not be.
    unclear: Vec<(u64, PaymentId)>,
    /// Rows of closed days, by their day.
    late: BTreeMap<Day, u64>,
    /// (account, day) pairs that were looked up for another layout.
    seen_days: BTreeSet<(AccountId, Day)>,
}

impl<'s> Importing<'s> {
    pub fn begin(gate: &mut Gate<'s>, file: &NewFile) -> Result<Importing<'s>, Failure> {
        gate.expect_much()?;
        let store = gate.store();
        let file_id = FileId(store.next_id("file")?);
        let newest_before = PaymentId(store.next_id("payment")? - 1);
        let closed = store.closed_periods()?;
        Ok(Importing {
            file: file_id,
            decision: gate.next_decision_id()?,
            name: file.name.to_owned(),
            sha256: file.sha256.to_owned(),
            layout: file.layout.to_owned(),
            kind: file.kind,
            imported_at: file.imported_at,
            holds_events: file.holds_events,
            letters_of: file.letters_of,
            counts: Counts::default(),
            invoices: 0,
            newest_before,
            closed,
            writer: Writer::new(store, file_id)?,
            accounts: BTreeMap::new(),
            changes: Vec::new(),
            withdrawn: Vec::new(),
            problems: Vec::new(),
            refused_rows: BTreeSet::new(),
            refused_sums: BTreeMap::new(),
            held_otherwise: BTreeSet::new(),
            superseded: BTreeSet::new(),
            facts_not_kept: BTreeSet::new(),
            met: BTreeSet::new(),
            unclear: Vec::new(),
            late: BTreeMap::new(),
            seen_days: BTreeSet::new(),
        })
    }

    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// Invoices that the rows make, refused ones not counted.
    pub fn invoices(&self) -> u64 {
        self.invoices
    }

    /// All problems so far, in the order in which they were met.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Adds changes to known payments or invoices; they are written with the decision.
    pub fn add_changes(&mut self, changes: impl IntoIterator<Item = Change>) {
        self.changes.extend(changes);
    }

    /// Keeps a problem; a code that refuses its row counts and keeps the row too.
    pub fn put_problem(&mut self, gate: &mut Gate, problem: Problem) -> Result<(), Failure> {
        let row = problem.place.row;
        if row > 0 && problem.code.refuses_row() && self.refused_rows.insert(row) {
            self.count(Outcome::Refused, 1);
            self.writer.put_row(row, None, Outcome::Refused, Met::Nothing, &problem.raw)?;
        }
        self.note(gate, problem)
    }

    /// Writes the file with its counts and the decision. `record` needs neither kind nor file of
    /// its own.
    pub fn finish(
        mut self,
        gate: &mut Gate,
        record: DecisionRecord,
    ) -> Result<(FileId, DecisionId), Failure> {
        let counts = self.counts;
        assert_eq!(
            counts.rows,
            counts.new + counts.known + counts.changed + counts.refused,
            "every row has one outcome"
        );
        let digest = self.writer.digest.finish(gate.store(), self.file, self.decision)?;
        let sql = include_str!("../queries/insert_file.sql");
        gate.store().connection.execute(
            sql,
            params![
                self.file.0,
                self.name,
                self.sha256,
                self.layout,
                self.kind.code(),
                self.imported_at.to_iso(),
                counts.rows,
                counts.new,
                counts.known,
                counts.changed,
                counts.refused,
                digest,
            ],
        )?;
        let record = DecisionRecord { file: Some(self.file), ..record };
        let changes = std::mem::take(&mut self.changes);
        let decision =
            gate.put_sealed_decision(&record, &changes, std::mem::take(&mut self.withdrawn))?;
        assert_eq!(decision, self.decision, "an import makes one decision");
        Ok((self.file, decision))
    }

    fn note(&mut self, gate: &mut Gate, problem: Problem) -> Result<(), Failure> {
        let sql = "INSERT INTO problem (file, row, column_name, code, raw, facts)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        gate.store().connection.prepare_cached(sql)?.execute(params![
            self.file.0,
            problem.place.row,
            problem.place.column,
            problem.code.code(),
            problem.raw,
            super::values::facts_json(&problem.facts),
        ])?;
        self.problems.push(problem);
        Ok(())
    }

    fn count(&mut self, outcome: Outcome, rows: u64) {
        self.counts.rows += rows;
        let counter = match outcome {
            Outcome::New => &mut self.counts.new,
            Outcome::Known => &mut self.counts.known,
            Outcome::Changed => &mut self.counts.changed,
            Outcome::Refused => &mut self.counts.refused,
        };
        *counter += rows;
    }

    /// The first open day that is not before `day`.
    fn first_open_day(&self, day: Day) -> Day {
        crate::calendar::first_open_day(&self.closed, day)
    }
}

/// What a row met in the store.
#[derive(Clone, Copy)]
enum Met {
    Nothing,
    Payment(PaymentId),
    Invoice(InvoiceId),
}

#[derive(Clone, Copy)]
enum Outcome {
    New,
    Known,
    Changed,
    Refused,
}

impl Outcome {
    fn code(self) -> &'static str {
        match self {
            Outcome::New => "new",
            Outcome::Known => "known",
            Outcome::Changed => "changed",
            Outcome::Refused => "refused",
        }
    }
}
