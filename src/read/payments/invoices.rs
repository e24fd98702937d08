//! Fee invoices: lines of one number become one invoice, or none of them is taken.

use std::collections::BTreeMap;

use super::proof;
use crate::model::Fact;
use crate::model::FileTotals;
use crate::model::InvoiceFacts;
use crate::model::InvoiceIdentity;
use crate::model::InvoiceLine;
use crate::model::InvoiceRow;
use crate::model::InvoiceStatus;
use crate::model::LineKind;
use crate::model::Place;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::model::ReadRow;
use crate::money::Money;
use crate::read::files::grid::Row;
use crate::read::files::numbers;
use crate::read::layout::field::Field;
use crate::read::layout::format::Layout;
use crate::read::survey::cells::{Cells, identity_hash, limit};
use crate::read::survey::head::headings::Header;
use crate::read::survey::plan::Plan;
use crate::text;

/// What is carried from row to row of an invoices file.
///
/// The lines of most invoices stand together, and then an invoice is handed over as soon as the
/// next one begins; only those that the survey saw scattered over the file are held to its end. So
/// memory does not grow with the file.
pub struct Invoices<'a> {
    layout: &'a Layout,
    plan: &'a Plan,
    current: Option<(u64, Group)>,
    /// By number of the first line, so that they leave in file order.
    held: BTreeMap<u64, (u64, Group)>,
    held_at: BTreeMap<u64, u64>,
    rows: u64,
    refused: u64,
    /// Sums of the columns of amounts; `None` for a file in several currencies, which has none.
    sums: Option<BTreeMap<Field, Money>>,
    is_cut: bool,
    hidden: Vec<u64>,
}

/// The lines of one identity.
#[derive(Default)]
struct Group {
    lines: Vec<Line>,
    refused: Vec<Problem>,
}

struct Line {
    identity: InvoiceIdentity,
    facts: InvoiceFacts,
}

impl<'a> Invoices<'a> {
    pub fn new(layout: &'a Layout, plan: &'a Plan) -> Invoices<'a> {
        Invoices {
            layout,
            plan,
            current: None,
            held: BTreeMap::new(),
            held_at: BTreeMap::new(),
            rows: 0,
            refused: 0,
            sums: Some(BTreeMap::new()),
            is_cut: false,
            hidden: Vec::new(),
        }
    }

    /// Takes a data row; hands over what is complete by then.
    pub fn row(&mut self, row: &Row, sink: &mut dyn FnMut(ReadRow) -> bool) -> bool {
        self.rows += 1;
        let no_object = [ProblemCode::RowIsNotJson, ProblemCode::RowIsNotQuery];
        let is_object = row.defect.is_none_or(|defect| !no_object.contains(&defect));
        let Some(hash) = identity_hash(row, &self.plan.header).filter(|_| is_object) else {
            self.refused += 1;
            let problem = match self.cells(row) {
                Ok(cells) => cells.problem(Field::Number, ProblemCode::NumberMissing),
                Err(problem) => problem,
            };
            return sink(ReadRow::Problem(problem));
        };
        let line = self.line(row);
        self.look_for_hidden(row);
        let group = if self.plan.scattered.contains(&hash) {
            let first = *self.held_at.entry(hash).or_insert(row.number);
            &mut self.held.entry(first).or_insert_with(|| (hash, Group::default())).1
        } else {
            let is_other = self.current.as_ref().is_some_and(|(current, _)| *current != hash);
            if is_other && !self.let_go(sink) {
                return false;
            }
            &mut self.current.get_or_insert_with(|| (hash, Group::default())).1
        };
        match line {
            Ok(line) => group.lines.push(line),
            Err(problem) => {
                let is_last = row.number == self.plan.last_data_row;
                self.is_cut |= is_last && problem.code == ProblemCode::RowTooShort;
                group.refused.push(problem);
            }
        }
        true
    }

    /// Takes what a container noted; that the file is cut is said at its end.
    pub fn noted(&mut self, problem: &Problem, sink: &mut dyn FnMut(ReadRow) -> bool) -> bool {
        self.is_cut |= problem.code == ProblemCode::FileIsCut;
        problem.code == ProblemCode::FileIsCut || sink(ReadRow::Problem(problem.clone()))
    }

    /// No agency writes several accounts into a file of invoices: it has one section.
    fn cells<'b>(&self, row: &'b Row) -> Result<Cells<'b>, Problem>
    where
        'a: 'b,
    {
        Cells::new(row, self.plan, self.plan.sections[0].currency)
    }

    fn let_go(&mut self, sink: &mut dyn FnMut(ReadRow) -> bool) -> bool {
        let Some((_, group)) = self.current.take() else { return true };
        self.hand_over(group, sink)
    }

    fn hand_over(&mut self, group: Group, sink: &mut dyn FnMut(ReadRow) -> bool) -> bool {
        match whole(group, &self.plan.header) {
            Ok(invoice) => sink(ReadRow::Invoice(Box::new(invoice))),
            Err(problems) => {
                self.refused += problems.len() as u64;
                problems.into_iter().all(|problem| sink(ReadRow::Problem(problem)))
            }
        }
    }

    /// Hands over what is left, then the totals and the problems of the file as a whole.
    pub fn finish(
        mut self,
        sink: &mut dyn FnMut(ReadRow) -> bool,
    ) -> Option<(FileTotals, Vec<Problem>)> {
        let held = std::mem::take(&mut self.held);
        let goes_on =
            self.let_go(sink) && held.into_values().all(|(_, group)| self.hand_over(group, sink));
        if !goes_on {
            return None;
        }
        let mut problems = Vec::new();
        let section = &self.plan.sections[0];
        self.prove_totals(&mut problems);
        proof::prove_count(&section.stated, self.rows, &mut problems);
        if self.is_cut || self.layout.complete_with.iter().any(|l| !section.stated.has(*l)) {
            let facts = vec![Fact::new("last_row", self.plan.last_data_row)];
            problems.push(Problem::of_file(ProblemCode::FileIsCut, facts));
        }
        problems.extend(self.plan.doubts.problems.iter().cloned());
        proof::hidden_characters(&self.hidden, &mut problems);
        proof::notes_of_the_file(self.plan, ProblemCode::SheetLeftOut, &mut problems);
        let totals = FileTotals { rows: self.rows, refused: self.refused, statements: Vec::new() };
        Some((totals, problems))
    }

    fn prove_totals(&self, problems: &mut Vec<Problem>) {
        let (Some(sums), section) = (&self.sums, &self.plan.sections[0]) else { return };
        for (field, cell) in &section.stated.totals {
            let style = self.plan.style(*field, section.currency);
            let stated = numbers::lone_amount(&cell.text, style, section.currency);
            let zero = Money::zero(section.currency);
            let expected = sums.get(field).copied().unwrap_or(zero);
            if let Some(stated) = stated.filter(|stated| *stated != expected) {
                problems.push(proof::total_problem(self.plan, *field, expected, stated));
            }
        }
    }

    /// The amounts of a row: a phí and a lệ phí, or one whose kind another column says.
    fn amounts(&mut self, cells: &Cells) -> Result<Vec<(Option<LineKind>, Money)>, Problem> {
        let mut columns =
            vec![(Field::Phi, Some(LineKind::Phi)), (Field::LePhi, Some(LineKind::LePhi))];
        columns.retain(|(field, _)| cells.plan.header.column(*field).is_some());
        let has_parts = !columns.is_empty();
        if !has_parts {
            columns.push((Field::Amount, None));
        }
        let mut amounts = Vec::new();
        for (field, kind) in &columns {
            let Some(amount) = cells.unsigned(*field)? else { continue };
            self.sums = self.sums.take().and_then(|mut sums| {
                let sum = sums.entry(*field).or_insert(Money::zero(cells.currency));
                *sum = sum.plus(amount).ok()?;
                Some(sums)
            });
            if !(has_parts && amount.is_zero()) {
                amounts.push((*kind, amount));
            }
        }
        if amounts.is_empty() {
            return Err(cells.problem(columns[0].0, ProblemCode::AmountMissing));
        }
        Ok(amounts)
    }

    fn line(&mut self, row: &Row) -> Result<Line, Problem> {
        let cells = self.cells(row)?;
        if let Some(field) = cells.unended() {
            return Err(cells.problem(field, ProblemCode::LastLineUnended));
        }
        let amounts = self.amounts(&cells)?;
        let amount = Money::sum(cells.currency, amounts.iter().map(|(_, amount)| *amount));
        let amount = amount
            .ok()
            .filter(|amount| is_within_limit(*amount))
            .ok_or_else(|| cells.row_problem(ProblemCode::AmountTooLarge))?;
        let string = |field| cells.string(field);
        let identity = identity(&cells);
        let codes = string(Field::PaymentCode);
        let codes = codes.split(';').map(str::trim);
        let own_kind = self.kind(&cells)?;
        let lines = amounts.into_iter().map(|(kind, amount)| InvoiceLine {
            row: row.number,
            raw: row.raw(),
            kind: kind.unwrap_or(own_kind),
            fee_code: string(Field::FeeCode),
            fee_name: string(Field::FeeName),
            amount,
        });
        let facts = InvoiceFacts {
            dossier_code: string(Field::DossierCode),
            payment_codes: codes.filter(|c| !c.is_empty()).map(str::to_owned).collect(),
            virtual_account: string(Field::VirtualAccount),
            payer_name: string(Field::PayerName),
            payer_id: string(Field::PayerId),
            payer_account: string(Field::PayerAccount),
            procedure_code: string(Field::ProcedureCode),
            agency_code: string(Field::AgencyCode),
            issued_on: cells.day(Field::IssuedOn)?,
            due_on: cells.day(Field::DueOn)?,
            accepted_on: cells.day(Field::AcceptedOn)?,
            agency_paid_on: cells.day(Field::AgencyPaidOn)?,
            agency_payment_reference: string(Field::AgencyPaymentReference),
            channel: string(Field::Channel),
            paid_online: string(Field::PaidOnline),
            status: self.status(&cells)?,
            amount,
            lines: lines.collect(),
            other_columns: other_columns(&cells, self.layout),
        };
        Ok(Line { identity, facts })
    }

    /// Notes a row with characters that no one sees in what people know an invoice by.
    fn look_for_hidden(&mut self, row: &Row) {
        let fields = [Field::Number, Field::Form, Field::Series, Field::PayerName];
        let columns = fields.iter().filter_map(|field| self.plan.header.column(*field));
        if columns.into_iter().any(|column| text::has_hidden_characters(row.text(column))) {
            self.hidden.push(row.number);
        }
    }

    fn status(&self, cells: &Cells) -> Result<InvoiceStatus, Problem> {
        let found = self.layout.statuses.invoice(cells.text(Field::Status));
        found.ok_or_else(|| cells.problem(Field::Status, ProblemCode::StatusUnknown))
    }

    fn kind(&self, cells: &Cells) -> Result<LineKind, Problem> {
        let word = text::fold(cells.text(Field::Kind));
        if word.is_empty() {
            return Ok(LineKind::Unstated);
        }
        let found = self.layout.kinds.iter().find(|(known, _)| *known == word);
        found
            .map(|(_, kind)| *kind)
            .ok_or_else(|| cells.problem(Field::Kind, ProblemCode::KindUnknown))
    }
}

/// Columns that nobody knows, as a JSON object of heading to text.
fn other_columns(cells: &Cells, layout: &Layout) -> String {
    let header = &cells.plan.header;
    let mut others = serde_json::Map::new();
    for (column, heading) in header.headings.iter().enumerate() {
        let value = cells.row.text(column);
        let is_kept = !heading.is_empty() && !layout.ignored.contains(&text::fold(heading));
        if is_kept && !value.is_empty() && header.field_of(column).is_none() {
            others.insert(heading.clone(), text::nfc(value).into());
        }
    }
    serde_json::Value::Object(others).to_string()
}

/// What makes it the same invoice: characters that no one sees are no part of it.
fn identity(cells: &Cells) -> InvoiceIdentity {
    let string = |field| text::without_hidden(cells.text(field)).into_owned();
    let tax_id = string(Field::CollectorTaxId);
    let collector = if tax_id.is_empty() { string(Field::AgencyCode) } else { tax_id };
    InvoiceIdentity {
        collector,
        form: string(Field::Form),
        series: string(Field::Series),
        number: string(Field::Number),
    }
}

/// Joins the lines of one identity; or says why none of its rows can be taken.
fn whole(group: Group, header: &Header) -> Result<InvoiceRow, Vec<Problem>> {
    let Group { mut lines, refused } = group;
    if !refused.is_empty() {
        return Err(incomplete(&lines, refused));
    }
    let others = lines.split_off(1);
    let first = lines.pop().expect("a group has a line or a refused one");
    let mut invoice = InvoiceRow { identity: first.identity.clone(), facts: first.facts.clone() };
    for line in &others {
        if let Some(field) = join(&mut invoice.facts, &line.facts) {
            let all = std::iter::once(&first).chain(&others);
            if field == Field::Amount {
                let rest = all.filter(|other| !std::ptr::eq(*other, line));
                return Err(incomplete(rest, vec![too_large(line, header)]));
            }
            let facts = [
                Fact::new("number", &invoice.identity.number),
                Fact::new("field", header.heading(field)),
            ];
            return Err(all
                .map(|line| refusal(line, ProblemCode::InvoiceContradictsItself, &facts))
                .collect());
        }
    }
    Ok(invoice)
}

/// The refused rows of an invoice, and its sound ones that are left out because of them.
fn incomplete<'a>(
    sound: impl IntoIterator<Item = &'a Line>,
    mut refused: Vec<Problem>,
) -> Vec<Problem> {
    let refused_row = refused[0].place.row;
    refused.extend(sound.into_iter().map(|line| {
        let facts =
            [Fact::new("number", &line.identity.number), Fact::new("refused_row", refused_row)];
        refusal(line, ProblemCode::InvoiceIncomplete, &facts)
    }));
    refused.sort_by_key(|problem| problem.place.row);
    refused
}

/// The line with which an invoice's sum no longer fits.
fn too_large(line: &Line, header: &Header) -> Problem {
    let own = &line.facts.lines[0];
    let column = header.heading(Field::Amount).to_owned();
    Problem {
        place: Place { row: own.row, column },
        code: ProblemCode::AmountTooLarge,
        raw: own.amount.to_plain(),
        facts: limit(ProblemCode::AmountTooLarge, own.amount.currency()),
    }
}

/// Lines that can be counted one by one may make an invoice that cannot.
fn is_within_limit(amount: Money) -> bool {
    amount.minor() <= Money::MOST_MINOR
}

fn refusal(line: &Line, code: ProblemCode, facts: &[Fact]) -> Problem {
    let line = &line.facts.lines[0];
    let place = Place { row: line.row, column: String::new() };
    Problem { place, code, raw: line.raw.clone(), facts: facts.to_vec() }
}

/// Adds a line to an invoice; the field in which they contradict each other, if any. An empty cell
/// says nothing and contradicts nothing.
fn join(invoice: &mut InvoiceFacts, line: &InvoiceFacts) -> Option<Field> {
    let decisive: [(Field, &mut String, &String); 4] = [
        (Field::PayerName, &mut invoice.payer_name, &line.payer_name),
        (Field::PayerId, &mut invoice.payer_id, &line.payer_id),
        (Field::PayerAccount, &mut invoice.payer_account, &line.payer_account),
        (Field::DossierCode, &mut invoice.dossier_code, &line.dossier_code),
    ];
    for (field, own, other) in decisive {
        if own.is_empty() {
            own.clone_from(other);
        } else if !other.is_empty() && own != other {
            return Some(field);
        }
    }
    if invoice.status != line.status {
        return Some(Field::Status);
    }
    match invoice.amount.plus(line.amount) {
        Ok(amount) if is_within_limit(amount) => invoice.amount = amount,
        Err(_) if invoice.amount.currency() != line.amount.currency() => {
            return Some(Field::Currency);
        }
        _ => return Some(Field::Amount),
    }
    for code in &line.payment_codes {
        if !invoice.payment_codes.contains(code) {
            invoice.payment_codes.push(code.clone());
        }
    }
    let texts: [(&mut String, &String); 5] = [
        (&mut invoice.virtual_account, &line.virtual_account),
        (&mut invoice.procedure_code, &line.procedure_code),
        (&mut invoice.agency_payment_reference, &line.agency_payment_reference),
        (&mut invoice.channel, &line.channel),
        (&mut invoice.paid_online, &line.paid_online),
    ];
    for (own, other) in texts {
        if own.is_empty() {
            own.clone_from(other);
        }
    }
    let days = [
        (&mut invoice.issued_on, line.issued_on),
        (&mut invoice.due_on, line.due_on),
        (&mut invoice.accepted_on, line.accepted_on),
        (&mut invoice.agency_paid_on, line.agency_paid_on),
    ];
    for (own, other) in days {
        *own = own.or(other);
    }
    invoice.lines.extend(line.lines.iter().cloned());
    None
}
