//! OFX 1 and 2: SGML whose leaves are not closed, XML, and what lies between them. `<TAG>text` is a
//! leaf, a tag without text is open until its end tag.

use super::entry::{Entry, Out, is_ambiguous, reference};
use super::tags;
use super::tags::Tag;
use crate::model::Fact;
use crate::model::Failure;
use crate::model::FailureCode;
use crate::model::ProblemCode;
use crate::read::files::ReadSeek;
use crate::read::files::encoding::TextEncoding;
use crate::read::files::grid::CellKind;
use crate::read::files::grid::Visit;
use crate::read::files::label::Label;

/// Aggregates nest about ten deep; empty leaves that are not closed look like aggregates.
const MAX_DEPTH: usize = 256;

const STATEMENTS: [&str; 3] = ["STMTRS", "CCSTMTRS", "INVSTMTRS"];

/// The second is a pending one (OFX 2.2).
const TRANSACTIONS: [&str; 2] = ["STMTTRN", "STMTTRNP"];

/// Whether it is an aggregate, even where somebody has put a text into it.
fn is_known(name: &str) -> bool {
    STATEMENTS.contains(&name) || TRANSACTIONS.contains(&name)
}

/// Whether a text is OFX, with its header or without.
pub fn is_one(head: &str) -> bool {
    head.trim_start().starts_with("OFXHEADER") || head.contains("<OFX>")
}

pub fn rows(
    source: &mut dyn ReadSeek,
    encoding: TextEncoding,
    visit: Visit,
) -> Result<(), Failure> {
    let mut reader =
        Reader { out: Out::new(visit), open: Vec::new(), statement: None, entry: None };
    tags::walk(source, encoding, &mut |tag, text| {
        reader.take(tag, text)?;
        Ok(reader.out.goes_on)
    })?;
    if reader.out.goes_on { reader.end() } else { Ok(()) }
}

struct Reader<'a> {
    out: Out<'a>,
    /// Names of the open aggregates.
    open: Vec<String>,
    statement: Option<Statement>,
    entry: Option<Transaction>,
}

/// What a statement says of itself.
#[derive(Default)]
struct Statement {
    bank: String,
    account: String,
    currency: String,
    closing: String,
}

/// `STMTTRN`.
#[derive(Default)]
struct Transaction {
    is_pending: bool,
    kind: String,
    posted: String,
    available: String,
    amount: String,
    currency: String,
    id: String,
    /// `REPLACE` or `DELETE` of an earlier transaction.
    correction: String,
    name: String,
    account: String,
    memo: String,
    more: Vec<String>,
}

impl Reader<'_> {
    fn take(&mut self, tag: Tag, text: &str) -> Result<(), Failure> {
        match tag {
            Tag::Opens(name) if text.is_empty() || is_known(name) => self.begin(name),
            Tag::Opens(name) => {
                self.leaf(name, text);
                Ok(())
            }
            Tag::Closes(name) => match self.open.iter().rposition(|open| open == name) {
                Some(at) => self.end_down_to(at),
                None => Ok(()),
            },
        }
    }

    fn begin(&mut self, name: &str) -> Result<(), Failure> {
        if self.open.len() == MAX_DEPTH {
            let failure = Failure::new(FailureCode::FormatDamaged).with("line", 0);
            return Err(failure.caused_by("nested too deep".to_owned()));
        }
        if STATEMENTS.contains(&name) {
            self.end_statement()?;
            self.out.begin()?;
            self.statement = Some(Statement::default());
        } else if TRANSACTIONS.contains(&name) {
            self.end_entry()?;
            let is_pending = name == "STMTTRNP" || self.is_in("BANKTRANLISTP");
            self.entry = Some(Transaction { is_pending, ..Transaction::default() });
        }
        self.open.push(name.to_owned());
        Ok(())
    }

    /// Ends aggregates until so many are open.
    fn end_down_to(&mut self, length: usize) -> Result<(), Failure> {
        while self.open.len() > length {
            let name = self.open.pop().unwrap_or_default();
            if TRANSACTIONS.contains(&name.as_str()) {
                self.end_entry()?;
            } else if STATEMENTS.contains(&name.as_str()) {
                self.end_statement()?;
            }
        }
        Ok(())
    }

    fn is_in(&self, aggregate: &str) -> bool {
        self.open.iter().any(|open| open == aggregate)
    }

    fn leaf(&mut self, name: &str, text: &str) {
        let within = self.open.last().map_or("", String::as_str);
        if let Some(entry) = &mut self.entry {
            entry.put(name, text, within);
            return;
        }
        let is_account = matches!(within, "BANKACCTFROM" | "CCACCTFROM" | "INVACCTFROM");
        let is_balance = self.is_in("LEDGERBAL");
        let Some(statement) = &mut self.statement else { return };
        match name {
            "CURDEF" => statement.currency = text.to_owned(),
            "ACCTID" if is_account => statement.account = text.to_owned(),
            "BANKID" if is_account => statement.bank = text.to_owned(),
            "BALAMT" if is_balance => statement.closing = text.to_owned(),
            _ => {}
        }
    }

    fn end_entry(&mut self) -> Result<(), Failure> {
        match self.entry.take() {
            Some(entry) if entry.posted.is_empty() && entry.amount.is_empty() => {
                self.out.refused(&entry.told(), ProblemCode::EntryUnreadable)
            }
            Some(entry) if !entry.correction.is_empty() => {
                self.out.refused(&entry.told(), ProblemCode::EntryIsCorrection)
            }
            Some(entry) => {
                let statement = self.statement.as_ref().map_or("", |one| one.currency.as_str());
                self.out.entry(&entry.into_entry(statement))
            }
            None => Ok(()),
        }
    }

    fn end_statement(&mut self) -> Result<(), Failure> {
        self.end_entry()?;
        let Some(statement) = self.statement.take() else { return Ok(()) };
        self.out.says(Label::Bank, &statement.bank)?;
        self.out.says(Label::Account, &statement.account)?;
        self.out.says(Label::Currency, &statement.currency)?;
        self.out.says(Label::Closing, &statement.closing)
    }

    fn end(&mut self) -> Result<(), Failure> {
        let is_cut = self.is_in("OFX");
        if let Some(entry) = self.entry.take() {
            self.out.refused(&entry.told(), ProblemCode::LastLineUnended)?;
        }
        self.end_down_to(0)?;
        if is_cut {
            let facts = vec![Fact::new("last_row", self.out.entries)];
            self.out.notes(ProblemCode::FileIsCut, 0, "", facts)?;
        }
        Ok(())
    }
}

impl Transaction {
    /// Takes a leaf that stands within an aggregate.
    fn put(&mut self, name: &str, text: &str, within: &str) {
        match name {
            "TRNTYPE" => self.kind = text.to_owned(),
            // What is pending has no day of posting.
            "DTPOSTED" | "DTTRAN" => self.posted = day(text),
            "DTAVAIL" => self.available = day(text),
            "TRNAMT" => self.amount = pointed(text.trim_end_matches(['.', ','])),
            "FITID" => self.id = text.to_owned(),
            "CORRECTACTION" => self.correction = text.to_owned(),
            "NAME" | "EXTDNAME" => self.name = text.to_owned(),
            "MEMO" if self.memo.is_empty() => self.memo = text.to_owned(),
            "MEMO" => {
                self.memo.push('\n');
                self.memo.push_str(text);
            }
            // `ORIGCURRENCY` only tells what it was before the bank changed it.
            "CURSYM" if within == "CURRENCY" => self.currency = text.to_owned(),
            "ACCTID" if matches!(within, "BANKACCTTO" | "CCACCTTO") => {
                self.account = text.to_owned();
            }
            "CHECKNUM" | "REFNUM" | "CORRECTFITID" => self.more.push(text.to_owned()),
            _ => {}
        }
    }

    /// As far as it is read, for a person who looks for it.
    fn told(&self) -> String {
        let parts = [&self.correction, &self.posted, &self.amount, &self.id, &self.name];
        let more = self.more.iter().map(String::as_str);
        let parts = parts.into_iter().map(String::as_str).chain(more);
        let told = parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        if told.is_empty() { "<STMTTRN>".to_owned() } else { told }
    }

    /// As an entry of a statement in this currency.
    fn into_entry(self, currency: &str) -> Entry {
        let currency = if self.currency.is_empty() { currency } else { &self.currency };
        let is_ambiguous = is_ambiguous(&self.amount, currency);
        let status = if self.is_pending { "pending" } else { "" }.to_owned();
        let memo = if self.memo.is_empty() { self.name.clone() } else { self.memo };
        Entry {
            entry_day: self.posted,
            value_day: self.available,
            amount: self.amount,
            amount_kind: CellKind::Text,
            is_ambiguous,
            currency: self.currency,
            status,
            reference: reference(&self.id).to_owned(),
            payer_name: self.name,
            payer_account: self.account,
            memo,
            kind: self.kind,
            more: self.more.join("\n"),
            ..Entry::default()
        }
    }
}

/// A comma alone stands before decimals like a dot: OFX has no groups.
fn pointed(amount: &str) -> String {
    let is_alone = amount.matches([',', '.']).count() == 1;
    if is_alone { amount.replace(',', ".") } else { amount.to_owned() }
}

/// `20261105091244.000[+7:ICT]`: the local day as printed; a zone behind it does not move it.
fn day(text: &str) -> String {
    text.get(..8).unwrap_or(text).to_owned()
}
