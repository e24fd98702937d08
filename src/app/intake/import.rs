//! Import: a file's rows become payments or invoices; each file is one transaction and one
//! decision.

use std::collections::VecDeque;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use super::choice::Choice;
use super::opening::{self, Opened};
use super::{given_file, preview};
use crate::app::book::named::Named;
use crate::app::book::record::{Act, Who};
use crate::app::book::refresh;
use crate::app::{Error, Result, Session};
use crate::calendar::first_open_day;
use crate::ledger;
use crate::model::view::{Preview, Progress, Receipt};
use crate::model::{
    DecisionKind, Failure, FailureCode, FileKind, FileTotals, InvoiceRow, PaymentId, PaymentRow,
    PaymentStatus, ReadRow,
};
use crate::money::NumberStyle;
use crate::read::ReadContext;
use crate::store::{Gate, Importing, NewFile, PlacedInvoice, PlacedPayment};
use crate::text::account_key;

/// Rows between two reports of progress.
const ROWS_A_REPORT: u64 = 2_000;

/// Rows that reading hands over together, and how many such batches may wait to be written.
const ROWS_A_BATCH: usize = 500;
const BATCHES_WAITING: usize = 8;

#[derive(Clone, Debug, Default)]
pub struct ImportOptions {
    /// Name of a shipped layout, or path of a TOML file; `None` = recognised by content.
    pub layout: Option<String>,
    /// For files that do not name their account.
    pub account: Option<String>,
    /// How its columns write their numbers, where their cells do not tell.
    pub number_style: Option<NumberStyle>,
    /// Everything is done and then rolled back.
    pub is_dry_run: bool,
}

impl ImportOptions {
    /// What they say of the layout.
    pub fn choice(&self) -> Choice<'_> {
        Choice { layout: self.layout.as_deref(), number_style: self.number_style }
    }
}

/// One file's outcome: its receipt, or why it could not be read at all.
pub struct FileOutcome {
    pub path: PathBuf,
    /// What was given to import: the same, or the zip that the file is in.
    pub given: PathBuf,
    pub outcome: std::result::Result<Receipt, Failure>,
}

/// Imports the files one after the other. A file that fails keeps no other out.
///
/// `progress` is told how far it is and answers whether to go on; `false` leaves the store as it
/// was before the file at hand.
pub fn import(
    session: &mut Session,
    paths: &[PathBuf],
    options: &ImportOptions,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<Vec<FileOutcome>> {
    let mut outcomes = Vec::with_capacity(paths.len());
    for given in paths {
        let files = match given_file::expand(given) {
            Ok(files) => files,
            Err(failure) => {
                let (path, given) = (given.clone(), given.clone());
                outcomes.push(FileOutcome { path, given, outcome: Err(failure) });
                continue;
            }
        };
        for path in files {
            let mut sheets = VecDeque::from([None]);
            while let Some(sheet) = sheets.pop_front() {
                let shown = sheet.as_ref().map_or(path.clone(), |sheet| path.join(sheet));
                let outcome = match import_file(session, &path, sheet, options, progress) {
                    Ok(Imported::Receipt(receipt)) => Ok(*receipt),
                    Ok(Imported::Sheets(all)) => {
                        sheets.extend(all.into_iter().map(Some));
                        continue;
                    }
                    Err(Error::Failed(failure)) => Err(failure.in_store(&session.path)),
                    Err(refused) => return Err(refused),
                };
                let is_cancelled =
                    outcome.as_ref().is_err_and(|failure| failure.code == FailureCode::Cancelled);
                outcomes.push(FileOutcome { path: shown, given: given.clone(), outcome });
                if is_cancelled {
                    return Ok(outcomes);
                }
            }
        }
    }
    Ok(outcomes)
}

/// Reads a file as an import would, and writes nothing.
pub fn preview(session: &Session, path: &Path, options: &ImportOptions) -> Result<Preview> {
    let context = session.read_context(options.account.as_deref())?;
    let opened = opening::open(&session.surroundings, path, options.choice(), context)?;
    let mut preview = preview::preview(&session.surroundings, path, opened)?;
    preview.known_file = session.store.file_with_sha256(&preview.sha256)?;
    Ok(preview)
}

/// What importing a file came to.
enum Imported {
    Receipt(Box<Receipt>),
    /// Nothing yet: a workbook of payments with several sheets, each of which is taken for itself,
    /// as banks give each account one.
    Sheets(Vec<String>),
}

fn import_file(
    session: &mut Session,
    path: &Path,
    sheet: Option<String>,
    options: &ImportOptions,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<Imported> {
    let who = session.who()?;
    let shown = sheet.as_ref().map_or(path.to_path_buf(), |sheet| path.join(sheet));
    let account = options.account.as_deref();
    let context = ReadContext { sheet, ..session.read_context(account)? };
    let mut opened = opening::open(&session.surroundings, path, options.choice(), context)?;
    let sheets = opened.survey.sheets();
    if opened.layout.kind == FileKind::Payments && sheets.len() > 1 {
        return Ok(Imported::Sheets(sheets.to_vec()));
    }
    let mut receipt = session.store.write(options.is_dry_run, |gate| -> Result<Receipt> {
        write_file(gate, who, &shown, &mut opened, progress)
    })?;
    if options.is_dry_run {
        receipt.decision = None;
    }
    Ok(Imported::Receipt(Box::new(receipt)))
}

fn write_file(
    gate: &mut Gate,
    who: Who,
    path: &Path,
    opened: &mut Opened,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<Receipt> {
    let act = Act::begin(who, gate.store(), "")?;
    let (name, sha256) = (opened.name.clone(), opened.sha256.clone());
    let layout = opened.layout.name.clone();
    let file = NewFile {
        name: &name,
        sha256: &sha256,
        layout: &layout,
        kind: opened.layout.kind,
        imported_at: act.at,
        holds_events: opened.survey.holds_events(),
        letters_of: account_key,
    };
    let mut work = Work { importing: Importing::begin(gate, &file)?, touched: Named::default() };
    for problem in std::mem::take(&mut opened.notes) {
        work.importing.put_problem(gate, problem)?;
    }
    let mut totals = work.read_rows(gate, path, opened, progress)?;
    work.importing.take_refused_out(&mut totals.statements);
    work.importing.put_statements(gate, &totals.statements)?;
    work.importing.note_gaps(gate, &totals.statements)?;
    let touched = &mut work.touched;
    work.importing.place_waiting(gate, |importing, gate, placed| {
        settle_payment(importing, gate, touched, placed)
    })?;
    for payment in work.importing.note_superseded(gate)? {
        let (importing, touched) = (&mut work.importing, &mut work.touched);
        change_status(importing, gate, touched, payment, PaymentStatus::Failed)?;
    }
    work.importing.note_facts_not_kept(gate)?;
    work.importing.note_late_rows(gate)?;
    work.importing.note_held_entries(gate)?;
    work.importing.note_unclear_rows(gate)?;
    let receipt = Receipt {
        path: path.display().to_string(),
        sha256: sha256.clone(),
        layout: layout.clone(),
        kind: file.kind,
        rows: work.importing.counts().rows,
        new: work.importing.counts().new,
        known: work.importing.counts().known,
        changed: work.importing.counts().changed,
        refused: work.importing.counts().refused,
        invoices: work.importing.invoices(),
        statements: totals.statements,
        problems: preview::in_row_order(work.importing.problems().to_vec()),
        decision: None,
    };
    let book_day = first_open_day(&gate.store().closed_periods()?, act.today());
    let record = act.record(DecisionKind::Import, book_day);
    let (_, decision) = work.importing.finish(gate, record)?;
    refresh::unmatch(gate, &work.touched)?;
    Ok(Receipt { decision: Some(decision), ..receipt })
}

/// A file at work: what is written of it, and which known payments and invoices it touched.
struct Work<'s> {
    importing: Importing<'s>,
    touched: Named,
}

impl Work<'_> {
    /// Reads on a thread of its own, so that the next rows are read while these are written. What
    /// goes wrong in writing stops the reading and is told in its stead.
    fn read_rows(
        &mut self,
        gate: &mut Gate,
        path: &Path,
        opened: &mut Opened,
        progress: &mut dyn FnMut(Progress) -> bool,
    ) -> Result<FileTotals> {
        let stage = stage(opened.layout.kind);
        let (sender, batches) = sync_channel(BATCHES_WAITING);
        thread::scope(|scope| {
            let reader = scope.spawn(move || {
                opened.read_batches(path, ROWS_A_BATCH, &mut |rows| sender.send(rows).is_ok())
            });
            let written = self.put_batches(gate, batches, &mut |done| {
                progress(Progress { stage, done, total: None })
            });
            let totals = reader.join().unwrap_or_else(|panic| resume_unwind(panic));
            written?;
            Ok(totals?)
        })
    }

    /// Takes the batches until there are no more; an end before that lets the reader end too.
    fn put_batches(
        &mut self,
        gate: &mut Gate,
        batches: Receiver<Vec<ReadRow>>,
        go_on: &mut dyn FnMut(u64) -> bool,
    ) -> Result<()> {
        for (row, done) in batches.into_iter().flatten().zip(1u64..) {
            if done.is_multiple_of(ROWS_A_REPORT) && !go_on(done) {
                return Err(Failure::new(FailureCode::Cancelled).into());
            }
            self.put_row(gate, row)?;
        }
        Ok(())
    }

    fn put_row(&mut self, gate: &mut Gate, row: ReadRow) -> Result<()> {
        match row {
            ReadRow::Payment(row) => self.put_payment(gate, &row),
            ReadRow::Invoice(row) => self.put_invoice(gate, &row),
            ReadRow::Problem(problem) => Ok(self.importing.put_problem(gate, problem)?),
        }
    }

    fn put_payment(&mut self, gate: &mut Gate, row: &PaymentRow) -> Result<()> {
        match self.importing.put_payment(gate, row)? {
            Some(placed) => settle_payment(&mut self.importing, gate, &mut self.touched, placed),
            None => Ok(()),
        }
    }

    fn put_invoice(&mut self, gate: &mut Gate, row: &InvoiceRow) -> Result<()> {
        match self.importing.put_invoice(gate, row)? {
            PlacedInvoice::New(invoice) => {
                gate.put_invoice_standing(&ledger::invoice_standing(&invoice, false))?;
            }
            PlacedInvoice::Restored(invoice) | PlacedInvoice::Changed(invoice) => {
                self.touched.invoices.insert(invoice);
                let known = gate.store().ledger_invoice(invoice)?;
                let paid = known.map(|known| known.paid());
                if let Some(paid) = paid.filter(|paid| {
                    paid.currency() == row.facts.amount.currency()
                        && paid.cmp_same(row.facts.amount).is_gt()
                }) {
                    self.importing.note_settled_beyond(gate, row, paid)?;
                }
            }
            PlacedInvoice::Known | PlacedInvoice::Refused => {}
        }
        Ok(())
    }
}

/// Writes how a payment that has just come stands, or keeps what a known one's new status changes.
fn settle_payment(
    importing: &mut Importing,
    gate: &mut Gate,
    touched: &mut Named,
    placed: PlacedPayment,
) -> Result<()> {
    match placed {
        PlacedPayment::New(new) => {
            let standing = ledger::payment_standing(&new.ledger, None, &Default::default());
            importing.put_new_standing(gate, &new, &standing)?;
        }
        PlacedPayment::Restored { payment, to } | PlacedPayment::Changed { payment, to } => {
            change_status(importing, gate, touched, payment, to)?;
        }
        PlacedPayment::Known | PlacedPayment::Refused => {}
    }
    Ok(())
}

fn change_status(
    importing: &mut Importing,
    gate: &mut Gate,
    touched: &mut Named,
    payment: PaymentId,
    to: PaymentStatus,
) -> Result<()> {
    touched.payments.insert(payment);
    if let Some(known) = gate.store().ledger_payment(payment)? {
        let changes = ledger::status_changes(&known, to);
        touched.add_changes(&changes);
        importing.add_changes(changes);
    }
    Ok(())
}

/// `payments` or `invoices`, as progress tells it.
fn stage(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Payments => "import_payments",
        FileKind::Invoices => "import_invoices",
    }
}
