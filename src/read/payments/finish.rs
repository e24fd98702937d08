//! The finish step: the one place where a payment is built, keyed, counted and its statement
//! proved.

use std::collections::HashMap;

use super::accounts;
use super::context::ReadContext;
use super::draft;
use super::draft::Draft;
use super::key::Keys;
use super::nature::{given_back, nature};
use super::proof;
use super::stretch::{Stretch, Whose, moved};
use crate::calendar::{Day, Moment};
use crate::model::Direction;
use crate::model::Fact;
use crate::model::Failure;
use crate::model::FileTotals;
use crate::model::PaymentKey;
use crate::model::PaymentRow;
use crate::model::PaymentStatus;
use crate::model::Place;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::model::ReadRow;
use crate::model::Source;
use crate::model::Statement;
use crate::money::{Currency, Money};
use crate::read::files::grid::Row;
use crate::read::layout::field::Field;
use crate::read::layout::format::Layout;
use crate::read::layout::row_rules::TotalsOf;
use crate::read::survey::cells::Cells;
use crate::read::survey::chain::Chain;
use crate::read::survey::charges;
use crate::read::survey::plan::Plan;
use crate::read::survey::row_check;
use crate::text::{has_broken_letters, has_hidden_characters};

/// What is carried from row to row of a payments file.
pub struct Payments<'a> {
    layout: &'a Layout,
    plan: &'a Plan,
    context: &'a ReadContext,
    keys: Keys,
    statements: Vec<Statement>,
    stretch: Stretch<'a>,
    /// Of the sections that are behind.
    problems: Vec<Problem>,
    /// Opening and closing of the newest statement of each account and currency; looked up only,
    /// never iterated.
    ends: HashMap<(Source, Currency), (Money, Money)>,
    rows: u64,
    refused: u64,
    hidden: Vec<u64>,
    /// Memos with broken letters: how many, the first one's row and text.
    broken: Option<(u64, u64, String)>,
    /// Rows after today: how many, the first one's row and day.
    ahead: Option<(u64, u64, Day)>,
}

impl<'a> Payments<'a> {
    pub fn new(
        layout: &'a Layout,
        plan: &'a Plan,
        context: &'a ReadContext,
    ) -> Result<Payments<'a>, Failure> {
        Ok(Payments {
            layout,
            plan,
            context,
            keys: Keys::new(plan.is_in_day_order),
            statements: Vec::new(),
            stretch: Stretch::begin(0, 0, layout, plan, context)?,
            problems: Vec::new(),
            ends: HashMap::new(),
            rows: 0,
            refused: 0,
            hidden: Vec::new(),
            broken: None,
            ahead: None,
        })
    }

    /// Reads a data row of the section with this index.
    pub fn row(&mut self, row: &Row, section: usize) -> ReadRow {
        self.enter(section);
        self.rows += 1;
        if self.plan.is_repeated(row) {
            self.refused += 1;
            let place = Place { row: row.number, column: String::new() };
            let (code, raw) = (ProblemCode::StatementRepeated, row.raw());
            return ReadRow::Problem(Problem { place, code, raw, facts: Vec::new() });
        }
        self.stretch.rows += u64::from(row.detail.is_none_or(|detail| detail == 1));
        match self.payment(row) {
            Ok(payment) => ReadRow::Payment(Box::new(payment)),
            Err(problem) => {
                self.refused += 1;
                let is_last = row.number == self.plan.last_data_row;
                let raw = problem.raw.trim();
                let is_stump = match problem.code {
                    ProblemCode::RowTooShort => true,
                    ProblemCode::RowIsNotJson => raw.starts_with('{') && !raw.ends_with('}'),
                    _ => false,
                };
                self.stretch.is_cut |= is_last && is_stump;
                ReadRow::Problem(problem)
            }
        }
    }

    /// Hands on what a reader noted in the section with this index.
    pub fn noted(&mut self, problem: &Problem, section: usize) -> ReadRow {
        self.enter(section);
        self.stretch.is_told_cut |= problem.code == ProblemCode::FileIsCut;
        ReadRow::Problem(problem.clone())
    }

    /// Ends sections until the given one is the current one.
    fn enter(&mut self, section: usize) {
        while self.stretch.index < section {
            self.end_section();
            let (next, first) = (self.stretch.index + 1, self.statements.len());
            self.stretch = Stretch::begin(next, first, self.layout, self.plan, self.context)
                .expect("the survey found its account");
        }
    }

    fn payment(&mut self, row: &Row) -> Result<PaymentRow, Problem> {
        let (before, currency) = (self.stretch.last_balance(), self.stretch.section.currency);
        let is_repeated = self.stretch.section.is_repeated;
        let read = Cells::new(row, self.plan, currency).and_then(|cells| {
            if is_repeated {
                return Err(cells.row_problem(ProblemCode::StatementRepeated));
            }
            row_check::check(&cells, self.layout)?;
            let draft = draft::draft(&cells, self.layout, before)?;
            row_check::check_side(&cells, draft.direction)?;
            if let Some(field) =
                cells.unended().filter(|field| !self.proves(*field, &draft, before))
            {
                return Err(cells.problem(field, ProblemCode::LastLineUnended));
            }
            Ok((cells, draft))
        });
        let (cells, draft) = match read {
            Ok(read) => read,
            Err(problem) => {
                self.stretch.pass_over(row, self.plan);
                return Err(problem);
            }
        };
        let whose = match self.whose(&draft) {
            Ok(whose) => whose,
            Err((code, facts)) => {
                self.stretch.pass_over(row, self.plan);
                return Err(Problem { facts, ..cells.problem(Field::Account, code) });
            }
        };
        let is_final = matches!(draft.status, PaymentStatus::Success | PaymentStatus::Refund);
        if is_final || self.layout.rows.totals_are_of == TotalsOf::All {
            self.stretch.sums.add(&draft, &cells);
        }
        self.stretch.entries.add(row.number, &draft);
        let moved = moved(&draft);
        let payment = self.build(&cells, draft, whose);
        self.stretch.step(&payment, moved, self.layout);
        if !self.count(&payment) {
            let field = draft::moved_field(&cells, payment.direction);
            let mut problem = cells.problem(field, ProblemCode::AmountTooLarge);
            problem.facts = vec![Fact::new("limit", i64::MAX)];
            return Err(problem);
        }
        Ok(payment)
    }

    /// Whether the balances prove that the amount with which the file ends is whole.
    fn proves(&self, field: Field, draft: &Draft, before: Option<Money>) -> bool {
        let statements = &self.statements[self.stretch.first_statement..];
        let is_final = field.is_money() && draft.status == PaymentStatus::Success;
        let (own, moved) = ((draft.balance, before), moved(draft).filter(|_| is_final));
        moved.is_some_and(|moved| proof::ends(&self.stretch, self.plan, statements, own, moved))
    }

    /// Whose the payment is and the place of its statement, or why nobody knows.
    fn whose(&mut self, draft: &Draft) -> Result<(Source, usize), (ProblemCode, Vec<Fact>)> {
        if let Some(known) = self.stretch.whose.as_ref().filter(|known| known.is_of(draft)) {
            return Ok((known.source.clone(), known.statement));
        }
        let (layout, home) = (self.layout, self.stretch.home.as_deref());
        let account = accounts::of_row(&draft.account, home, layout, self.context)?;
        let section = self.stretch.section;
        let source = accounts::source(account, &draft.bank, layout, section, self.context);
        let statement = self.statement_of(source.clone(), draft.amount.currency());
        self.stretch.whose = Some(Whose::of(draft, source.clone(), statement));
        Ok((source, statement))
    }

    fn build(
        &mut self,
        cells: &Cells,
        draft: Draft,
        (source, statement): (Source, usize),
    ) -> PaymentRow {
        let layout = self.layout;
        let text = |field| draft::text_of(cells, layout, field);
        let memo = match cells.cell(Field::Memo) {
            Some(cell) if !layout.is_filler(cell.text.trim()) => cell.text.clone(),
            _ => String::new(),
        };
        let nature = nature(&source, draft.direction, &memo, self.context);
        let original_reference = match draft.original_reference {
            told if told.is_empty() => {
                let named = given_back(&source, draft.direction, &memo);
                let is_shared =
                    draft.direction == Direction::Debit && layout.rows.reversal_bears_reference;
                if named.is_empty() && is_shared { draft.reference.clone() } else { named }
            }
            told => told,
        };
        let mut payment = PaymentRow {
            row: cells.row.number,
            statement,
            detail: cells.row.detail,
            entry: None,
            raw: cells.row.raw(),
            source,
            key: PaymentKey { base: [0; 16], occurrence: 0, is_by_reference: false },
            booked: draft.booked,
            value_day: draft.value_day,
            reference: draft.reference,
            direction: draft.direction,
            amount: draft.amount,
            fee: draft.fee,
            net: draft.net,
            paid_by_payer: draft.paid_by_payer,
            settled_base: draft.settled_base,
            balance: draft.balance,
            memo,
            payer_name: text(Field::PayerName),
            payer_account: text(Field::PayerAccount),
            virtual_account: text(Field::VirtualAccount),
            code: text(Field::Code),
            original_reference,
            channel: text(Field::Channel),
            status: draft.status,
            nature,
        };
        payment.key = self.keys.key(&payment, draft.is_refund, layout);
        payment.entry = self.keys.entry(&payment, &cells.row.entry);
        if has_hidden_characters(&payment.memo) || has_hidden_characters(&payment.payer_name) {
            self.hidden.push(payment.row);
        }
        if has_broken_letters(&payment.memo) {
            let first = || (0, payment.row, payment.memo.clone());
            self.broken.get_or_insert_with(first).0 += 1;
        }
        if self.context.today.is_some_and(|today| today < payment.booked.day) {
            self.ahead.get_or_insert((0, payment.row, payment.booked.day)).0 += 1;
        }
        payment
    }

    /// The place of the section's statement of an account and currency, made where it is new.
    fn statement_of(&mut self, source: Source, currency: Currency) -> usize {
        let key = (source, currency);
        if let Some(place) = self.stretch.places.get(&key) {
            return *place;
        }
        let place = self.statements.len();
        self.statements.push(empty_statement(key.0.clone(), currency));
        self.stretch.places.insert(key, place);
        let is_its_currency = currency == self.stretch.section.currency;
        let start = Some(&self.stretch.start).filter(|_| is_its_currency);
        self.stretch.chains.push(start.cloned().unwrap_or(Chain::beginning_at(None)));
        place
    }

    /// Adds a payment to its statement; `false` where the sum would not fit.
    fn count(&mut self, payment: &PaymentRow) -> bool {
        let statement = &mut self.statements[payment.statement];
        statement.seen = Some(widened(statement.seen, payment.booked));
        let first = statement.rows.map_or(payment.row, |(first, _)| first);
        statement.rows = Some((first, payment.row));
        if payment.status != PaymentStatus::Success {
            return true;
        }
        let sum = match payment.direction {
            Direction::Credit => &mut statement.credits,
            Direction::Debit => &mut statement.debits,
        };
        let total = sum.plus(payment.amount);
        if let Ok(total) = total {
            *sum = total;
        }
        total.is_ok()
    }

    /// What the file adds up to, and the problems of the file as a whole.
    pub fn finish(mut self) -> (FileTotals, Vec<Problem>) {
        self.enter(self.plan.sections.len() - 1);
        self.end_section();
        let mut problems = self.problems;
        proof::not_proven(self.layout, &mut problems);
        charges::tell(self.plan, &mut problems);
        problems.extend(self.plan.doubts.problems.iter().cloned());
        proof::hidden_characters(&self.hidden, &mut problems);
        problems.extend(self.broken.map(proof::letters_broken));
        let today = self.context.today;
        problems
            .extend(today.zip(self.ahead).map(|(today, ahead)| proof::days_ahead(today, ahead)));
        if self.layout.container.is_none() {
            proof::rows_repeated(self.keys.times_all_stand(), &mut problems);
        }
        proof::notes_of_the_file(self.plan, ProblemCode::SheetReadApart, &mut problems);
        let totals =
            FileTotals { rows: self.rows, refused: self.refused, statements: self.statements };
        (totals, problems)
    }

    /// Proves the section by what it states of itself.
    fn end_section(&mut self) {
        let Stretch { section, first_statement, .. } = self.stretch;
        if section.is_repeated {
            return;
        }
        let stated = &section.stated;
        let is_empty = self.statements.len() == first_statement;
        // An account named between the rows without a word of its money is a remark.
        let is_remark = self.stretch.index > 0
            && self.stretch.rows == 0
            && stated.opening.is_none()
            && stated.closing.is_none();
        if is_remark {
            return;
        }
        if is_empty && let Some(account) = self.stretch.home.clone() {
            let source = accounts::source(account, "", self.layout, section, self.context);
            self.statement_of(source, section.currency);
        }
        let from = self.problems.len();
        self.stretch.entries.end();
        let all = &mut self.statements[first_statement..];
        proof::prove(&self.stretch, self.plan, self.layout, all, &mut self.problems);
        if let Some(only) = all.iter().find(|one| one.is_tied.is_some()) {
            proof::prove_order(only, &mut self.ends, &mut self.problems);
        }
        if self.plan.sections.len() > 1
            && let Some(statement) = self.statements.get(first_statement)
        {
            let account = statement.source.label();
            self.problems[from..].iter_mut().for_each(|problem| problem.raw = account.clone());
        }
    }
}

fn empty_statement(source: Source, currency: Currency) -> Statement {
    let zero = Money::zero(currency);
    Statement {
        source,
        currency,
        number: String::new(),
        rows: None,
        stated: None,
        seen: None,
        opening: None,
        closing: None,
        credits: zero,
        debits: zero,
        is_tied: None,
    }
}

fn widened(seen: Option<(Moment, Moment)>, moment: Moment) -> (Moment, Moment) {
    let order = |moment: Moment| (moment.day, moment.second);
    match seen {
        None => (moment, moment),
        Some((first, last)) => (
            if order(moment) < order(first) { moment } else { first },
            if order(moment) > order(last) { moment } else { last },
        ),
    }
}
