//! Places an invoice with its fee lines: new, known, changed or refused, by what makes it the same
//! invoice.

use rusqlite::{OptionalExtension, params};

use super::{Importing, Met, Outcome, PlacedInvoice};
use crate::model::{
    Change, Fact, Failure, InvoiceFacts, InvoiceId, InvoiceIdentity, InvoiceRow, LedgerInvoice,
    Place, Problem, ProblemCode, Subject,
};
use crate::money::Money;
use crate::store::chain::Withdrawn;
use crate::store::gate::Gate;

impl Importing<'_> {
    pub fn put_invoice(
        &mut self,
        gate: &mut Gate,
        row: &InvoiceRow,
    ) -> Result<PlacedInvoice, Failure> {
        let Some(id) = find(gate, &row.identity)? else {
            return self.put_new_invoice(gate, row);
        };
        let known = gate.store().newest_facts(id)?;
        if is_number_reused(&row.identity, &known, &row.facts) {
            return self.refuse_number(gate, row, &known);
        }
        if known.amount.currency() != row.facts.amount.currency() && is_booked_on(gate, id)? {
            return self.refuse_currency(gate, row, &known);
        }
        self.invoices += 1;
        let is_withdrawn = gate.store().is_invoice_withdrawn(id)?;
        let is_changed = !says_the_same(&known, &row.facts);
        if is_changed {
            self.add_changes([Change::InvoiceChanged {
                invoice: id,
                from: Box::new(known),
                to: Box::new(row.facts.clone()),
            }]);
        }
        let (outcome, placed) = if is_withdrawn {
            let subject = Subject::Invoice(id);
            self.withdrawn.push(Withdrawn { file: self.file, subject, stands: false });
            (Outcome::New, PlacedInvoice::Restored(id))
        } else if is_changed {
            (Outcome::Changed, PlacedInvoice::Changed(id))
        } else {
            (Outcome::Known, PlacedInvoice::Known)
        };
        self.put_lines(row, outcome, Met::Invoice(id))?;
        Ok(placed)
    }

    /// Says that more has been settled than the invoice now asks for.
    pub fn note_settled_beyond(
        &mut self,
        gate: &mut Gate,
        row: &InvoiceRow,
        paid: Money,
    ) -> Result<(), Failure> {
        let problem = Problem {
            place: Place { row: first_row(row), column: String::new() },
            code: ProblemCode::SettledBeyondAmount,
            raw: row.facts.lines.first().map(|line| line.raw.clone()).unwrap_or_default(),
            facts: vec![
                Fact::new("number", &row.identity.number),
                Fact::new("paid", paid.to_plain()),
                Fact::new("amount", row.facts.amount.to_plain()),
            ],
        };
        self.note(gate, problem)
    }

    fn put_new_invoice(
        &mut self,
        gate: &mut Gate,
        row: &InvoiceRow,
    ) -> Result<PlacedInvoice, Failure> {
        self.invoices += 1;
        let connection = &gate.store().connection;
        let sql = "INSERT INTO invoice (collector, form, series, number) VALUES (?1, ?2, ?3, ?4)";
        let identity = &row.identity;
        connection.prepare_cached(sql)?.execute(params![
            identity.collector,
            identity.form,
            identity.series,
            identity.number
        ])?;
        let id = InvoiceId(connection.last_insert_rowid());
        gate.insert_invoice_version(self.decision, id, &row.facts)?;
        self.put_lines(row, Outcome::New, Met::Invoice(id))?;
        Ok(PlacedInvoice::New(LedgerInvoice {
            id,
            number: identity.number.clone(),
            status: row.facts.status,
            is_withdrawn: false,
            amount: row.facts.amount,
            links: Vec::new(),
            written_off: Money::zero(row.facts.amount.currency()),
            file: self.file,
            resolved_as: None,
        }))
    }

    fn refuse_number(
        &mut self,
        gate: &mut Gate,
        row: &InvoiceRow,
        known: &InvoiceFacts,
    ) -> Result<PlacedInvoice, Failure> {
        let year = |facts: &InvoiceFacts| facts.issued_on.map_or(0, |day| day.year());
        let problem = Problem {
            place: Place { row: first_row(row), column: String::new() },
            code: ProblemCode::NumberReused,
            raw: row.identity.number.clone(),
            facts: vec![
                Fact::new("number", &row.identity.number),
                Fact::new("year", year(&row.facts)),
                Fact::new("known_year", year(known)),
            ],
        };
        self.put_lines(row, Outcome::Refused, Met::Nothing)?;
        self.note(gate, problem)?;
        Ok(PlacedInvoice::Refused)
    }

    fn refuse_currency(
        &mut self,
        gate: &mut Gate,
        row: &InvoiceRow,
        known: &InvoiceFacts,
    ) -> Result<PlacedInvoice, Failure> {
        let problem = Problem {
            place: Place { row: first_row(row), column: String::new() },
            code: ProblemCode::CurrencyContradicts,
            raw: row.facts.lines.first().map(|line| line.raw.clone()).unwrap_or_default(),
            facts: vec![
                Fact::new("number", &row.identity.number),
                Fact::new("currency", row.facts.amount.currency().code()),
                Fact::new("known_currency", known.amount.currency().code()),
            ],
        };
        self.put_lines(row, Outcome::Refused, Met::Nothing)?;
        self.note(gate, problem)?;
        Ok(PlacedInvoice::Refused)
    }

    fn put_lines(&mut self, row: &InvoiceRow, outcome: Outcome, met: Met) -> Result<(), Failure> {
        // A row of the file may hold two lines, a fee and a charge.
        let lines = &row.facts.lines;
        let first_of_row = |at: &usize| *at == 0 || lines[at - 1].row != lines[*at].row;
        for line in (0..lines.len()).filter(first_of_row).map(|at| &lines[at]) {
            self.count(outcome, 1);
            self.writer.put_row(line.row, None, outcome, met, &line.raw)?;
        }
        Ok(())
    }
}

fn first_row(row: &InvoiceRow) -> u64 {
    row.facts.lines.first().map_or(0, |line| line.row)
}

fn find(gate: &Gate, identity: &InvoiceIdentity) -> Result<Option<InvoiceId>, Failure> {
    let sql =
        "SELECT id FROM invoice WHERE number = ?1 AND series = ?2 AND form = ?3 AND collector = ?4";
    let connection = &gate.store().connection;
    let found = connection
        .prepare_cached(sql)?
        .query_row(
            params![identity.number, identity.series, identity.form, identity.collector],
            |row| row.get(0).map(InvoiceId),
        )
        .optional()?;
    Ok(found)
}

/// Numbers without a series start anew each year; the same one of another year is another invoice.
fn is_number_reused(identity: &InvoiceIdentity, known: &InvoiceFacts, read: &InvoiceFacts) -> bool {
    let years = known.issued_on.zip(read.issued_on);
    identity.series.is_empty() && years.is_some_and(|(known, read)| known.year() != read.year())
}

/// Whether money was ever laid on it or forgiven. Lines that cancel out count: an undo may put them
/// back.
fn is_booked_on(gate: &Gate, invoice: InvoiceId) -> Result<bool, Failure> {
    let sql = "SELECT EXISTS (SELECT 1 FROM settlement_line WHERE invoice = ?1)
                   OR EXISTS (SELECT 1 FROM write_off_line WHERE invoice = ?1)";
    let connection = &gate.store().connection;
    Ok(connection.prepare_cached(sql)?.query_row([invoice.0], |row| row.get(0))?)
}

/// Whether nothing changed but the place in the file.
fn says_the_same(known: &InvoiceFacts, read: &InvoiceFacts) -> bool {
    let without_place = |facts: &InvoiceFacts| {
        let mut facts = facts.clone();
        for line in &mut facts.lines {
            line.row = 0;
            line.raw = String::new();
        }
        facts
    };
    without_place(known) == without_place(read)
}
