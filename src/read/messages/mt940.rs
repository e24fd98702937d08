//! SWIFT MT940 (statement) and MT942 (interim report): fields that begin with `:tag:`, message by
//! message, with or without the envelope of blocks `{1:…}{2:…}{4:` around them.

use super::entry::{Entry, Out, reference};
use super::mt_line::{Amount, Line, WrittenDay, decimal_comma};
use super::mt_memo::Memo;
use super::pages::Pages;
use crate::model::Fact;
use crate::model::Failure;
use crate::model::FailureCode;
use crate::model::ProblemCode;
use crate::money::{Currency, Money, NumberStyle};
use crate::read::files::ReadSeek;
use crate::read::files::encoding;
use crate::read::files::encoding::{MAX_RECORD_BYTES, TextEncoding};
use crate::read::files::grid::CellKind;
use crate::read::files::grid::Visit;
use crate::read::files::label::Label;
use crate::read::files::numbers;

/// Whether a text holds the tags that begin a message.
pub fn is_one(head: &str) -> bool {
    let has = |wanted: &[&str]| {
        head.lines().filter_map(|line| tag_of(bare(line))).any(|(tag, _)| wanted.contains(&tag))
    };
    has(&["20"]) && has(&["25", "25P", "60F", "60M"])
}

pub fn rows(
    source: &mut dyn ReadSeek,
    encoding: TextEncoding,
    visit: Visit,
) -> Result<(), Failure> {
    let mut reader = Reader::new(visit);
    let is_ended = encoding::for_each_line(source, encoding, &mut |line, number| {
        reader.line(line, number)?;
        Ok(reader.out.goes_on)
    })?;
    if reader.out.goes_on { reader.end(is_ended) } else { Ok(()) }
}

/// Without the control characters that some systems put around messages.
fn bare(line: &str) -> &str {
    line.trim_matches(|c: char| c.is_control() && c != '\t')
}

/// `:28C:00004/001` is the tag `28C` and the rest; a text line may begin with a colon as well.
fn tag_of(line: &str) -> Option<(&str, &str)> {
    let (tag, rest) = line.strip_prefix(':')?.split_once(':')?;
    let (digits, letter) = tag.split_at_checked(2)?;
    let is_tag = digits.bytes().all(|b| b.is_ascii_digit())
        && (letter.is_empty() || (letter.len() == 1 && letter.as_bytes()[0].is_ascii_uppercase()));
    is_tag.then_some((tag, rest))
}

struct Reader<'a> {
    out: Out<'a>,
    /// The field that is being read: its tag and lines so far.
    tag: String,
    text: String,
    /// What the envelope says of the message that follows.
    envelope: Envelope,
    head: Head,
    /// The entry whose `:86:` may follow.
    entry: Option<(String, Vec<String>)>,
    pages: Pages,
    /// The balance with which the newest page ends.
    last_closing: Option<Amount>,
}

#[derive(Clone, Default)]
struct Envelope {
    bank: String,
    is_interim: bool,
}

/// What a message says before its entries.
#[derive(Default)]
struct Head {
    bank: String,
    account: String,
    /// Statement number, with the page where it has one.
    number: String,
    is_interim: bool,
    /// Whether its statement has begun in the rows.
    has_begun: bool,
    /// A balance opened it, so a balance must close it.
    is_opened: bool,
    is_closed: bool,
}

impl<'a> Reader<'a> {
    fn new(visit: Visit<'a>) -> Reader<'a> {
        Reader {
            out: Out::new(visit),
            tag: String::new(),
            text: String::new(),
            envelope: Envelope::default(),
            head: Head::default(),
            entry: None,
            pages: Pages::default(),
            last_closing: None,
        }
    }

    fn line(&mut self, line: &str, number: u64) -> Result<(), Failure> {
        let line = bare(line);
        if let Some((tag, rest)) = tag_of(line) {
            self.end_field()?;
            self.tag = tag.to_owned();
            // A memo goes on over some lines.
            self.text = String::with_capacity(4 * rest.len());
            self.text.push_str(rest);
        } else if line.contains('{')
            && let Some(at) = line.find("{1:").or_else(|| line.find("{2:"))
        {
            self.end_field()?;
            self.tag.clear();
            self.envelope = Envelope::of(&line[at..]).or(&self.envelope);
        } else if matches!(line.trim_end(), "-" | "-}") || line.starts_with("-}{") {
            self.end_field()?;
            self.tag.clear();
        } else if !self.tag.is_empty() {
            self.text.push('\n');
            self.text.push_str(line);
            if self.text.len() > MAX_RECORD_BYTES {
                return Err(Failure::new(FailureCode::FormatDamaged).with("line", number));
            }
        }
        Ok(())
    }

    /// `is_ended`: whether the last line is.
    fn end(&mut self, is_ended: bool) -> Result<(), Failure> {
        let is_in_entry = matches!(self.tag.as_str(), "61" | "86");
        self.end_field()?;
        let is_open = self.head.is_opened && !self.head.is_closed;
        // The file breaks off in it: of its amount or its memo the end may be missing.
        if is_in_entry
            && (is_open || !is_ended)
            && let Some((line, memo)) = self.entry.take()
        {
            let raw = [vec![line], memo].concat().join("\n");
            self.out.refused(&raw, ProblemCode::LastLineUnended)?;
        }
        self.end_message()?;
        match self.pages.end() {
            Some(statement) => self.pages_missing(&statement),
            None => Ok(()),
        }
    }

    /// Takes a field that is whole.
    fn end_field(&mut self) -> Result<(), Failure> {
        let (tag, text) = (std::mem::take(&mut self.tag), std::mem::take(&mut self.text));
        if tag == "86" {
            // Below a balance it speaks of the statement.
            if let Some((_, memo)) = &mut self.entry {
                memo.push(text);
            }
            return Ok(());
        }
        if !tag.is_empty() {
            self.end_entry()?;
        }
        match tag.as_str() {
            "20" => self.begin_message()?,
            "25" | "25P" => self.take_account(&text)?,
            "28" | "28C" => self.head.number = first_line(&text).to_owned(),
            "13" | "13D" => self.head.is_interim |= !self.head.has_begun,
            "34F" => self.take_floor(first_line(&text))?,
            "60F" | "60M" => self.take_opening(tag == "60F", first_line(&text))?,
            "61" => {
                self.begin_statement(None)?;
                self.entry = Some((text, Vec::new()));
            }
            "62F" | "62M" => self.take_closing(tag == "62F", first_line(&text))?,
            "90C" | "90D" => self.take_sum(tag == "90C", first_line(&text))?,
            _ => {}
        }
        Ok(())
    }

    fn begin_message(&mut self) -> Result<(), Failure> {
        self.end_message()?;
        let Envelope { bank, is_interim } = std::mem::take(&mut self.envelope);
        self.head = Head { bank, is_interim, ..Head::default() };
        Ok(())
    }

    fn end_message(&mut self) -> Result<(), Failure> {
        self.end_entry()?;
        let head = &self.head;
        if head.is_opened && !head.is_closed {
            let facts = vec![Fact::new("last_row", self.out.entries)];
            let statement = head.statement();
            self.out.notes(ProblemCode::FileIsCut, 0, &statement, facts)?;
        }
        Ok(())
    }

    /// `:25:` holds an account, or a bank and an account; `:25P:` has a BIC on its second line.
    fn take_account(&mut self, text: &str) -> Result<(), Failure> {
        if self.head.has_begun {
            self.begin_message()?;
        }
        let (first, second) = text.split_once('\n').unwrap_or((text, ""));
        let (bank, account) = first.trim().rsplit_once('/').unwrap_or(("", first.trim()));
        self.head.account = account.to_owned();
        let named = [second.trim(), bank].into_iter().find(|bank| !bank.is_empty());
        if let Some(bank) = named {
            self.head.bank = bic(bank).unwrap_or(bank).to_owned();
        }
        Ok(())
    }

    fn take_floor(&mut self, text: &str) -> Result<(), Failure> {
        let amount = text.split_at_checked(3).map(|(currency, _)| currency.to_owned());
        self.head.is_interim |= !self.head.has_begun;
        self.begin_statement(None)?;
        self.out.says(Label::Currency, &amount.unwrap_or_default())
    }

    fn take_opening(&mut self, is_first: bool, text: &str) -> Result<(), Failure> {
        let Some(amount) = Amount::of_balance(text) else { return self.begin_statement(None) };
        self.head.is_interim = false;
        self.head.is_opened = true;
        let statement = self.head.statement();
        if is_first || !self.pages.go_on(&statement) {
            self.begin_statement(Some(&amount))?;
            self.out.says(Label::Opening, &amount.text)?;
            return if is_first { Ok(()) } else { self.pages_missing(&statement) };
        }
        self.head.has_begun = true;
        let ends = self.last_closing.as_ref().and_then(money).zip(money(&amount));
        if let Some((last, opening)) = ends.filter(|(last, opening)| last != opening) {
            let facts =
                [("expected", last), ("stated", opening)].map(|(n, m)| Fact::new(n, m.to_plain()));
            let difference = opening.minus(last).map_or_else(|_| String::new(), Money::to_plain);
            let facts = facts.into_iter().chain([Fact::new("difference", difference)]).collect();
            self.out.notes(ProblemCode::OpeningDoesNotFollow, 0, &statement, facts)?;
        }
        Ok(())
    }

    fn take_closing(&mut self, is_last: bool, text: &str) -> Result<(), Failure> {
        self.head.is_closed = true;
        let Some(amount) = Amount::of_balance(text) else { return Ok(()) };
        self.begin_statement(Some(&amount))?;
        self.pages.take(&self.head.statement(), is_last);
        self.out.says(Label::Closing, &amount.text)?;
        self.last_closing = Some(amount);
        Ok(())
    }

    /// `:90D:2VND150000,` counts and sums the debits of an interim report.
    fn take_sum(&mut self, is_credit: bool, text: &str) -> Result<(), Failure> {
        self.begin_statement(None)?;
        let at = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (count, sum) = text.split_at(at);
        let (count_label, sum_label) = match is_credit {
            true => (Label::CreditCount, Label::CreditSum),
            false => (Label::DebitCount, Label::DebitSum),
        };
        self.out.says(count_label, count)?;
        match Amount::of_sum(sum) {
            Some(amount) => self.out.says(sum_label, &amount.text),
            None => Ok(()),
        }
    }

    /// Says in the rows that a statement begins, once a message.
    fn begin_statement(&mut self, balance: Option<&Amount>) -> Result<(), Failure> {
        if self.head.has_begun {
            return Ok(());
        }
        self.head.has_begun = true;
        if let Some(statement) = self.pages.end() {
            self.pages_missing(&statement)?;
        }
        let currency = balance.map_or("", |balance| balance.currency.as_str());
        self.out.begin()?;
        if self.head.is_interim {
            self.out.be_interim()?;
        }
        self.out.says(Label::Number, &plain_number(&self.head.number))?;
        self.out.says(Label::Bank, &self.head.bank)?;
        self.out.says(Label::Account, without_currency(&self.head.account, currency))?;
        self.out.says(Label::Currency, currency)
    }

    fn pages_missing(&mut self, statement: &str) -> Result<(), Failure> {
        self.out.notes(ProblemCode::PagesMissing, 0, statement, Vec::new())
    }

    /// Hands over the entry that is being read.
    fn end_entry(&mut self) -> Result<(), Failure> {
        let Some((text, memo)) = self.entry.take() else { return Ok(()) };
        let Some(line) = Line::of(&text) else {
            return self.out.refused(&text, ProblemCode::EntryUnreadable);
        };
        let row = self.out.entries + 1;
        for WrittenDay { day, impossible } in [line.entry_day, line.value_day] {
            if let Some(written) = impossible {
                let facts = vec![Fact::new("day", day)];
                self.out.notes(ProblemCode::DayDoesNotExist, row, written, facts)?;
            }
        }
        let memo = Memo::of(&memo);
        let sign = if line.is_out { "-" } else { "" };
        self.out.entry(&Entry {
            entry_day: line.entry_day.day.to_string(),
            value_day: line.value_day.day.to_string(),
            amount: format!("{sign}{}", decimal_comma(line.amount)),
            amount_kind: CellKind::Text,
            status: if self.head.is_interim { "interim".to_owned() } else { String::new() },
            reference: reference(line.bank_reference).to_owned(),
            code: [memo.code.as_str(), reference(line.owner_reference)]
                .into_iter()
                .find(|code| !code.is_empty())
                .unwrap_or_default()
                .to_owned(),
            payer_name: memo.payer_name,
            payer_account: memo.payer_account,
            memo: memo.text,
            kind: line.kind.to_owned(),
            more: line.more,
            ..Entry::default()
        })
    }
}

impl Head {
    /// The statement of which the message is a page.
    fn statement(&self) -> String {
        let number = self.number.split('/').next().unwrap_or_default();
        format!("{} {number}", self.account).trim().to_owned()
    }
}

impl Envelope {
    /// `{1:F01BFTVVNVXA…}{2:I940…}`: the sender is in block 1 of what is sent and in block 2 of
    /// what is received (`{2:O940` + time, day, sender).
    fn of(text: &str) -> Envelope {
        let block = |mark: &str| text.split_once(mark).map(|(_, rest)| rest);
        let (first, second) = (block("{1:"), block("{2:"));
        let received = second.filter(|block| block.starts_with('O'));
        let bank = match received {
            Some(block) => block.get(14..),
            None => first.and_then(|block| block.get(3..)),
        };
        Envelope {
            bank: bank.and_then(bic).unwrap_or_default().to_owned(),
            is_interim: second.is_some_and(|block| block.get(1..4) == Some("942")),
        }
    }

    /// Blocks may stand on lines of their own: what one line does not say another may have said.
    fn or(self, before: &Envelope) -> Envelope {
        let bank = if self.bank.is_empty() { before.bank.clone() } else { self.bank };
        Envelope { bank, is_interim: self.is_interim || before.is_interim }
    }
}

/// The first eight signs of a BIC, which name the bank without its branch.
fn bic(text: &str) -> Option<&str> {
    let bic = text.get(..8)?;
    let is_bic = bic.bytes().all(|b| b.is_ascii_alphanumeric())
        && bic.bytes().take(6).all(|b| b.is_ascii_uppercase());
    is_bic.then_some(bic)
}

/// `1017.490.554EUR` is an account with its currency glued to it.
fn without_currency<'a>(account: &'a str, currency: &str) -> &'a str {
    let glued =
        account.strip_suffix(currency).filter(|rest| rest.ends_with(|c: char| c.is_ascii_digit()));
    if currency.is_empty() { account } else { glued.unwrap_or(account) }
}

/// `00004/001` is statement 4, page 1.
fn plain_number(number: &str) -> String {
    let parts: Vec<&str> =
        number.split('/').map(|part| part.trim().trim_start_matches('0')).collect();
    parts.join("/")
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default().trim()
}

fn money(amount: &Amount) -> Option<Money> {
    let currency = Currency::from_code(&amount.currency)?;
    numbers::lone_amount(&amount.text, NumberStyle::DotGroups, currency)
}
