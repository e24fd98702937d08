//! ISO 20022 bank-to-customer messages: camt.052 (interim report), camt.053 (statement), camt.054
//! (notification), in all versions: the names of elements decide, never name spaces.

use super::camt_entry::{Ntry, Parts, TxDtls};
use super::camt_fields as fields;
use super::camt_fields::{Balance, Head};
use super::entry::Out;
use super::pages::Pages;
use super::xml;
use super::xml::Step;
use crate::model::Fact;
use crate::model::Failure;
use crate::model::FailureCode;
use crate::model::ProblemCode;
use crate::money::Money;
use crate::read::files::ReadSeek;
use crate::read::files::encoding::{MAX_RECORD_BYTES, TextEncoding};
use crate::read::files::grid::Visit;
use crate::read::files::label::Label;

/// Texts of one entry with all its details; a batch of a hundred thousand takes less.
const MAX_ENTRY_BYTES: usize = 64 * MAX_RECORD_BYTES;

/// Whether a text begins a statement or an interim report.
pub fn is_statement(head: &str) -> bool {
    head.contains("BkToCstmrStmt") || head.contains("BkToCstmrAcctRpt")
}

/// Whether a text begins a notification.
pub fn is_notice(head: &str) -> bool {
    head.contains("BkToCstmrDbtCdtNtfctn")
}

pub fn rows(
    source: &mut dyn ReadSeek,
    encoding: TextEncoding,
    visit: Visit,
) -> Result<(), Failure> {
    let mut reader = Reader::new(visit);
    xml::walk(source, encoding, &mut |step| {
        match step {
            Step::Opens { name, currency } => reader.open(name, currency),
            Step::Closes(text) => reader.close(text)?,
            Step::IsCut => reader.cut()?,
        }
        Ok(reader.out.goes_on)
    })?;
    if reader.out.goes_on { reader.end() } else { Ok(()) }
}

/// What a message is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Statement,
    Interim,
    Notice,
}

struct Reader<'a> {
    out: Out<'a>,
    /// Names of the open elements, each led by a slash.
    path: String,
    /// Where in it each of them begins.
    starts: Vec<usize>,
    /// Where in it the statement, the entry, the detail begin.
    statement_at: Option<usize>,
    entry_at: Option<usize>,
    detail_at: Option<usize>,
    currency: String,
    kind: Kind,
    head: Head,
    entry: Ntry,
    entry_bytes: usize,
    detail: TxDtls,
    balance: Balance,
    pages: Pages,
    /// Entries without a booking day: how many, and the first.
    without_day: (u64, u64),
}

impl<'a> Reader<'a> {
    fn new(visit: Visit<'a>) -> Reader<'a> {
        Reader {
            out: Out::new(visit),
            path: String::new(),
            starts: Vec::new(),
            statement_at: None,
            entry_at: None,
            detail_at: None,
            currency: String::new(),
            kind: Kind::Statement,
            head: Head::default(),
            entry: Ntry::default(),
            entry_bytes: 0,
            detail: TxDtls::default(),
            balance: Balance::default(),
            pages: Pages::default(),
            without_day: (0, 0),
        }
    }

    fn open(&mut self, name: &str, currency: &str) {
        let at = self.path.len();
        self.starts.push(at);
        self.path.push('/');
        self.path.push_str(name);
        self.currency.clear();
        self.currency.push_str(currency);
        match name {
            "Stmt" | "Rpt" | "Ntfctn" if self.statement_at.is_none() => {
                self.statement_at = Some(self.path.len());
                self.kind = match name {
                    "Rpt" => Kind::Interim,
                    "Ntfctn" => Kind::Notice,
                    _ => Kind::Statement,
                };
                self.head.begin();
            }
            "Bal" if self.statement_at == Some(at) => self.balance = Balance::default(),
            "Ntry" if self.statement_at == Some(at) => {
                self.entry_at = Some(self.path.len());
                self.entry = Ntry::default();
                self.entry_bytes = 0;
            }
            "TxDtls" if self.entry_at.is_some() && self.detail_at.is_none() => {
                self.detail_at = Some(self.path.len());
                self.detail = TxDtls::default();
            }
            _ => {}
        }
    }

    fn close(&mut self, text: &str) -> Result<(), Failure> {
        let end = Some(self.path.len());
        if end == self.detail_at {
            self.detail_at = None;
            self.entry.details.push(std::mem::take(&mut self.detail));
        } else if end == self.entry_at {
            self.entry_at = None;
            self.end_entry()?;
        } else if end == self.statement_at {
            self.statement_at = None;
            self.end_statement()?;
        } else if let Some(at) = self.detail_at {
            self.entry_bytes += text.len();
            fields::put_detail(&mut self.detail, &self.path[at..], text, &self.currency);
        } else if let Some(at) = self.entry_at {
            self.entry_bytes += text.len();
            fields::put_entry(&mut self.entry, &self.path[at..], text, &self.currency);
        } else if let Some(at) = self.statement_at {
            self.put_statement(at, text)?;
        } else {
            self.head.put_message(&self.path, text);
        }
        if self.entry_bytes > MAX_ENTRY_BYTES {
            let failure = Failure::new(FailureCode::FormatDamaged).with("line", 0);
            return Err(failure.caused_by("entry too long".to_owned()));
        }
        self.path.truncate(self.starts.pop().unwrap_or_default());
        Ok(())
    }

    fn put_statement(&mut self, at: usize, text: &str) -> Result<(), Failure> {
        let path = &self.path[at..];
        if path == "/Bal" {
            let balance = std::mem::take(&mut self.balance);
            if balance.is_unsigned() {
                let raw = &balance.amount.text;
                self.out.notes(ProblemCode::BalanceWithoutSign, 0, raw, Vec::new())?;
            }
            self.head.put_balance(balance);
        } else if let Some(path) = path.strip_prefix("/Bal") {
            self.balance.put(path, text, &self.currency);
        } else {
            self.head.put(path, text);
        }
        Ok(())
    }

    /// Says in the rows that a statement begins, once a statement; a further page of one goes on.
    fn begin_statement(&mut self) -> Result<(), Failure> {
        if self.head.has_begun {
            return Ok(());
        }
        self.head.has_begun = true;
        let statement = self.head.statement();
        if self.head.is_further_page() && self.pages.go_on(&statement) {
            return Ok(());
        }
        self.end_pages()?;
        self.out.begin()?;
        if self.kind == Kind::Interim {
            self.out.be_interim()?;
        }
        if self.head.is_further_page() {
            self.out.notes(ProblemCode::PagesMissing, 0, &statement, Vec::new())?;
        }
        if !self.head.copy.is_empty() {
            let facts = vec![Fact::new("kind", &self.head.copy)];
            self.out.notes(ProblemCode::StatementIsCopy, 0, &self.head.id, facts)?;
        }
        Ok(())
    }

    fn end_pages(&mut self) -> Result<(), Failure> {
        match self.pages.end() {
            Some(statement) => self.out.notes(ProblemCode::PagesMissing, 0, &statement, Vec::new()),
            None => Ok(()),
        }
    }

    fn end_entry(&mut self) -> Result<(), Failure> {
        self.begin_statement()?;
        let mut entry = std::mem::take(&mut self.entry);
        if entry.amount.currency.is_empty() {
            entry.amount.currency = self.head.currency.clone();
        }
        if entry.booked.is_empty() {
            self.without_day.0 += 1;
            if self.without_day.0 == 1 {
                self.without_day.1 = self.out.entries + 1;
            }
            let days = [&entry.value_day, &self.head.day, &self.head.created];
            entry.booked =
                days.into_iter().find(|day| !day.is_empty()).cloned().unwrap_or_default();
        }
        self.head.has_open_entries |= !matches!(entry.status.as_str(), "" | "BOOK");
        let status = self.status(&entry).to_owned();
        let parts = entry.parts();
        match parts {
            Parts::Contradicted(sum) => self.contradicted(&entry, sum)?,
            Parts::Unreadable(at) => {
                let (row, raw) = (self.out.entries + 1, entry.details[at].told());
                let facts = vec![Fact::new("detail", at + 1)];
                self.out.notes(ProblemCode::DetailUnreadable, row, &raw, facts)?;
            }
            Parts::Whole | Parts::Each => {}
        }
        let Some(whole) = entry.whole(&status) else {
            let raw = [&entry.sign, &entry.amount.text, &entry.amount.currency, &entry.more];
            let raw = raw.map(String::as_str).join(" ");
            return self.out.refused(&raw, ProblemCode::EntryUnreadable);
        };
        let parts = if matches!(parts, Parts::Each) { entry.each(&status) } else { Vec::new() };
        if parts.is_empty() {
            return self.out.entry(&whole);
        }
        self.out.entries += 1;
        parts.iter().try_for_each(|part| self.out.part(part))
    }

    /// Only what a statement books is final. A notification speaks of what a statement brings as
    /// well: without a reference nothing would tell that both mean the same money.
    fn status<'e>(&self, entry: &'e Ntry) -> &'e str {
        match (entry.status.as_str(), self.kind) {
            ("" | "BOOK", Kind::Statement) => "",
            ("" | "BOOK", Kind::Interim) => "interim",
            ("" | "BOOK", Kind::Notice) if entry.identity().is_empty() => "notice",
            ("" | "BOOK", Kind::Notice) => "",
            (other, _) => other,
        }
    }

    fn contradicted(&mut self, entry: &Ntry, sum: Money) -> Result<(), Failure> {
        // An entry without a readable amount of its own is refused.
        let Some(whole) = entry.money() else { return Ok(()) };
        let difference = sum.minus(whole).map_or_else(|_| String::new(), Money::to_plain);
        let facts = vec![
            Fact::new("expected", whole.to_plain()),
            Fact::new("stated", sum.to_plain()),
            Fact::new("difference", difference),
        ];
        let row = self.out.entries + 1;
        self.out.notes(ProblemCode::DetailsDoNotSum, row, entry.reference(), facts)
    }

    fn end_statement(&mut self) -> Result<(), Failure> {
        self.begin_statement()?;
        let head = &self.head;
        self.out.says(Label::Number, &head.number())?;
        self.out.says(Label::Bank, &head.bank.to_lowercase())?;
        self.out.says(Label::Account, &head.account)?;
        self.out.says(Label::Currency, head.currency())?;
        // What stated it covers can tell two statements apart; a report or notice repeats others.
        if self.kind == Kind::Statement {
            self.out.says(Label::From, &head.from)?;
            self.out.says(Label::To, &head.to)?;
        }
        // The balances of a report do not say whether they hold what is not booked yet.
        if self.kind != Kind::Interim || !head.has_open_entries {
            for (label, balance) in
                [(Label::Opening, &head.opening), (Label::Closing, &head.closing)]
            {
                if let Some(balance) = balance {
                    self.out.says(label, &balance.signed())?;
                }
            }
        }
        for (label, value) in &head.totals {
            self.out.says(*label, value)?;
        }
        if let Some(is_last) = head.is_last_page {
            self.pages.take(&head.statement(), is_last);
        }
        Ok(())
    }

    fn cut(&mut self) -> Result<(), Failure> {
        let facts = vec![Fact::new("last_row", self.out.entries)];
        if self.statement_at.take().is_some() {
            self.end_statement()?;
        }
        self.out.notes(ProblemCode::FileIsCut, 0, &self.head.id, facts)
    }

    fn end(&mut self) -> Result<(), Failure> {
        self.end_pages()?;
        if self.head.is_message_in_pages() {
            self.out.notes(ProblemCode::PagesMissing, 0, &self.head.message, Vec::new())?;
        }
        let (count, first) = self.without_day;
        if count > 0 {
            let facts = vec![Fact::new("count", count), Fact::new("first", first)];
            self.out.notes(ProblemCode::BookingDayMissing, 0, "", facts)?;
        }
        Ok(())
    }
}
