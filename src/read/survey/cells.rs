//! One row seen through the header: texts, days and amounts by field, or the problem that keeps it
//! out.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::head::headings::Header;
use super::plan::Plan;
use crate::calendar::{Day, Moment};
use crate::model::Fact;
use crate::model::Place;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::money::{AmountError, Currency, Money};
use crate::read::files::grid::{Cell, CellKind, Row};
use crate::read::files::numbers;
use crate::read::layout::field::Field;
use crate::text;

/// What a payment or an invoice is known by.
const CODES: [Field; 8] = [
    Field::Account,
    Field::Reference,
    Field::OriginalReference,
    Field::VirtualAccount,
    Field::Code,
    Field::Number,
    Field::DossierCode,
    Field::PaymentCode,
];

pub struct Cells<'a> {
    pub row: &'a Row,
    pub plan: &'a Plan,
    pub currency: Currency,
}

impl<'a> Cells<'a> {
    /// Looks at a data row of a section in this currency; what the container could not vouch for,
    /// and formula errors, keep it out.
    pub fn new(row: &'a Row, plan: &'a Plan, currency: Currency) -> Result<Cells<'a>, Problem> {
        let mut cells = Cells { row, plan, currency };
        if let Some(code) = row.defect {
            return Err(cells.row_problem(code));
        }
        if row.cells().iter().any(|cell| cell.text.contains('\0')) {
            return Err(cells.row_problem(ProblemCode::ZeroByte));
        }
        let width = plan.header.headings.len();
        let is_text_file = plan.container.encoding().is_some();
        if is_text_file && row.cells().iter().skip(width).any(|cell| !cell.is_blank()) {
            return Err(cells.row_problem(ProblemCode::RowTooLong));
        }
        // Cells are parted by a sign: where the last ones are missing, so is the proof of the
        // others' places.
        if plan.container.delimiter().is_some() && row.cells().len() <= plan.header.last_column() {
            return Err(cells.row_problem(ProblemCode::RowTooShort));
        }
        if row.cells().iter().any(|cell| cell.kind == CellKind::Error) {
            let is_error = |field: &&Field| {
                cells.cell(**field).is_some_and(|cell| cell.kind == CellKind::Error)
            };
            if let Some(field) = Field::ALL.iter().find(is_error) {
                return Err(cells.problem(*field, ProblemCode::CellIsFormulaError));
            }
        }
        for field in CODES {
            if cells.cell(field).is_some_and(Cell::has_lost_digits) {
                return Err(cells.problem(field, ProblemCode::DigitsLost));
            }
        }
        let code = cells.text(Field::Currency);
        if !code.is_empty() {
            cells.currency = Currency::from_code(code)
                .ok_or_else(|| cells.problem(Field::Currency, ProblemCode::CurrencyUnknown))?;
        }
        Ok(cells)
    }

    /// The field with which the file ends, without the end of its line: whether it is cut off,
    /// nobody can tell.
    pub fn unended(&self) -> Option<Field> {
        self.plan.header.last_field(self.row).filter(|_| self.row.is_unended)
    }

    pub fn cell(&self, field: Field) -> Option<&'a Cell> {
        self.plan.header.column(field).and_then(|column| self.row.cell(column))
    }

    /// Trimmed text of a field; empty where the file has no such column.
    pub fn text(&self, field: Field) -> &'a str {
        self.cell(field).map_or("", |cell| cell.text.trim())
    }

    /// Trimmed and composed, so that the same text of another program is the same.
    pub fn string(&self, field: Field) -> String {
        text::nfc(self.text(field)).into_owned()
    }

    pub fn problem(&self, field: Field, code: ProblemCode) -> Problem {
        let column = self.plan.header.heading(field).to_owned();
        let raw = self.cell(field).map_or_else(String::new, |cell| cell.text.clone());
        let place = Place { row: self.row.number, column };
        Problem { place, code, raw, facts: limit(code, self.currency) }
    }

    pub fn row_problem(&self, code: ProblemCode) -> Problem {
        let place = Place { row: self.row.number, column: String::new() };
        Problem { place, code, raw: self.row.raw(), facts: limit(code, self.currency) }
    }

    /// The amount of a field; `None` where the cell is empty, or holds the lone dash that stands
    /// for nothing in accounts, or the file has no such column.
    pub fn money(&self, field: Field) -> Result<Option<Money>, Problem> {
        let is_empty = |cell: &Cell| cell.is_blank() || is_dash(&cell.text);
        let Some(cell) = self.cell(field).filter(|cell| !is_empty(cell)) else {
            return Ok(None);
        };
        match numbers::amount(cell, self.plan.style(field, self.currency), self.currency) {
            Ok(money) => Ok(Some(money)),
            Err(AmountError::Empty) => Ok(None),
            Err(error) => {
                let code = match error {
                    AmountError::TooPrecise => ProblemCode::AmountTooPrecise,
                    AmountError::TooLarge => ProblemCode::AmountTooLarge,
                    AmountError::NotANumber | AmountError::Empty => ProblemCode::AmountUnreadable,
                };
                let mut problem = self.problem(field, code);
                problem
                    .facts
                    .push(Fact::new("style", self.plan.style(field, self.currency).as_str()));
                problem.facts.push(Fact::new("currency", self.currency.code()));
                Err(problem)
            }
        }
    }

    /// The size of an amount that may not be positive.
    pub fn negative(&self, field: Field) -> Result<Option<Money>, Problem> {
        let money = self.money(field)?;
        match money {
            Some(money) if !money.is_negative() && !money.is_zero() => {
                Err(self.problem(field, ProblemCode::AmountNotNegative))
            }
            money => Ok(money.map(Money::abs)),
        }
    }

    /// An amount that may not be negative.
    pub fn unsigned(&self, field: Field) -> Result<Option<Money>, Problem> {
        let money = self.money(field)?;
        if money.is_some_and(Money::is_negative) {
            return Err(self.problem(field, ProblemCode::AmountNegative));
        }
        Ok(money)
    }

    /// Day and time of a field; `None` where the cell is empty.
    pub fn moment(&self, field: Field) -> Result<Option<Moment>, Problem> {
        let Some(cell) = self.cell(field).filter(|cell| !cell.is_blank()) else {
            return Ok(None);
        };
        let moment = self
            .plan
            .dates
            .moment_of(cell)
            .ok_or_else(|| self.problem(field, ProblemCode::DateUnreadable))?;
        Ok(Some(moment))
    }

    pub fn day(&self, field: Field) -> Result<Option<Day>, Problem> {
        Ok(self.moment(field)?.map(|moment| moment.day))
    }
}

/// A dash alone, as accountants and their number formats write nothing.
pub fn is_dash(text: &str) -> bool {
    matches!(text.trim(), "-" | "–" | "—" | "−")
}

/// Where an amount is too large: the most that is read.
pub fn limit(code: ProblemCode, currency: Currency) -> Vec<Fact> {
    match code {
        ProblemCode::AmountTooLarge => {
            vec![Fact::new("limit", Money::most(currency).to_plain())]
        }
        _ => Vec::new(),
    }
}

/// A number for the identity of the invoice that a row speaks of; `None` where it has no number.
pub fn identity_hash(row: &Row, header: &Header) -> Option<u64> {
    let text = |field| header.column(field).map_or("", |column| row.text(column));
    if text::without_hidden(text(Field::Number)).is_empty() {
        return None;
    }
    let mut hasher = DefaultHasher::new();
    let parts =
        [Field::CollectorTaxId, Field::AgencyCode, Field::Form, Field::Series, Field::Number];
    parts.map(|field| text::without_hidden(text(field)).into_owned()).hash(&mut hasher);
    Some(hasher.finish())
}
