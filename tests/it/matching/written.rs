//! The written form of a case of matching: lines of invoices and payments, read into values.

use std::collections::BTreeMap;

use doisoat::calendar::{Day, Moment, parse_moment};
use doisoat::model::{
    BookInvoice, Direction, InvoiceId, InvoiceIdentity, InvoiceStatus, LearntPayer, MatchSettings,
    Nature, OpenPayment, PaidBy, PaymentId, PaymentStatus, Policy, SourceKind, TakenReason,
};
use doisoat::money::{Currency, Money};

/// A case as written: who there is, by name.
#[derive(Default)]
pub struct Case {
    pub settings: MatchSettings,
    pub invoices: Vec<(String, BookInvoice)>,
    pub payments: Vec<(String, OpenPayment)>,
    pub rejected: Vec<(String, String)>,
    /// What standing links say of accounts.
    pub learnt: BTreeMap<String, Vec<LearntPayer>>,
    /// Invoices settled by a payment of the case itself, of which something is left.
    pub settled_by: Vec<(String, String)>,
}

/// Reads what is given; what is expected is no part of it.
pub fn parse(given: &str) -> Case {
    let mut case = Case::default();
    for line in given.lines() {
        let words = split(line);
        let Some(first) = words.first().filter(|first| !first.starts_with('#')) else { continue };
        let (plain, named) = arguments(&words[1..]);
        match first.as_str() {
            "settings" => case.settings = settings(&named),
            "invoice" => {
                if let Some(payment) = named.get("settled_by") {
                    case.settled_by.push((plain[0].clone(), (*payment).to_owned()));
                }
                case.invoices.push((plain[0].clone(), invoice(&plain, &named)));
            }
            "payment" => {
                let row = case.payments.len() as u64 + 1;
                case.payments.push((plain[0].clone(), payment(&plain, &named, row)));
            }
            "learnt" => case.learnt.entry(plain[0].clone()).or_default().push(learnt(&named)),
            "rejected" => case.rejected.push((plain[0].clone(), plain[1].clone())),
            other => panic!("what is {other:?}?"),
        }
    }
    case
}

/// Words, or texts in quotation marks (whole, or after `key=`). `\u{301}` in a text is that
/// character.
fn split(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let (mut is_quoted, mut is_word) = (false, false);
    for c in line.chars() {
        match c {
            '"' => (is_quoted, is_word) = (!is_quoted, true),
            ' ' if !is_quoted => {
                if is_word {
                    words.push(std::mem::take(&mut word));
                }
                is_word = false;
            }
            c => {
                word.push(c);
                is_word = true;
            }
        }
    }
    if is_word {
        words.push(word);
    }
    assert!(!is_quoted, "a quotation mark is open: {line}");
    words
}

const KEYS: &[&str] = &[
    "policy",
    "take",
    "tolerance",
    "window",
    "memory",
    "links",
    "dossier",
    "code",
    "va",
    "payer",
    "id",
    "account",
    "issued",
    "status",
    "open",
    "currency",
    "paid_by",
    "settled_by",
    "number",
    "collector",
    "on",
    "time",
    "reference",
    "row",
    "source",
    "nature",
    "direction",
    "bank",
    "digest",
];

fn arguments(words: &[String]) -> (Vec<String>, BTreeMap<&str, &str>) {
    let mut plain = Vec::new();
    let mut named = BTreeMap::new();
    for word in words {
        match word.split_once('=').filter(|(key, _)| KEYS.contains(key)) {
            Some((key, value)) => {
                named.insert(key, value);
            }
            None => plain.push(word.clone()),
        }
    }
    (plain, named)
}

fn settings(named: &BTreeMap<&str, &str>) -> MatchSettings {
    let mut settings = MatchSettings::default();
    if let Some(policy) = named.get("policy") {
        settings.policy = Policy::from_code(policy).expect("a policy");
    }
    if let Some(take) = named.get("take") {
        let all = |text: &str| text.split('+').map(TakenReason::parse).collect();
        settings.take = take.split(';').map(all).collect();
    }
    if let Some(tolerance) = named.get("tolerance") {
        settings.tolerance = money(tolerance, Currency::VND);
    }
    if let Some(window) = named.get("window") {
        settings.window_days = window.parse().expect("days");
    }
    if let Some(memory) = named.get("memory") {
        settings.memory_days = memory.parse().expect("days");
    }
    settings
}

fn money(text: &str, currency: Currency) -> Money {
    Money::parse_plain(text, currency).expect("an amount")
}

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

fn currency(named: &BTreeMap<&str, &str>) -> Currency {
    named
        .get("currency")
        .map_or(Currency::VND, |code| Currency::from_code(code).expect("a currency"))
}

fn text(named: &BTreeMap<&str, &str>, key: &str) -> String {
    named.get(key).copied().unwrap_or_default().to_owned()
}

/// `invoice NAME NUMBER AMOUNT key=…`
fn invoice(plain: &[String], named: &BTreeMap<&str, &str>) -> BookInvoice {
    let currency = currency(named);
    let amount = money(&plain[2], currency);
    let status = named.get("status").map_or(InvoiceStatus::Open, |code| {
        InvoiceStatus::from_code(code).expect("a status of invoices")
    });
    let paid_by = named.get("paid_by").map(|text| paid_by(text, amount));
    let is_paid =
        paid_by.is_some() || named.contains_key("settled_by") || status != InvoiceStatus::Open;
    let open = if is_paid { Money::zero(currency) } else { amount };
    let codes = text(named, "code");
    BookInvoice {
        id: InvoiceId(0),
        identity: InvoiceIdentity {
            collector: text(named, "collector"),
            number: plain[1].clone(),
            ..InvoiceIdentity::default()
        },
        dossier_code: text(named, "dossier"),
        payment_codes: codes
            .split(';')
            .filter(|code| !code.is_empty())
            .map(str::to_owned)
            .collect(),
        virtual_account: text(named, "va"),
        payer_name: text(named, "payer"),
        payer_id: text(named, "id"),
        payer_account: text(named, "account"),
        issued_on: named.get("issued").map(|text| day(text)),
        due_on: None,
        status,
        amount,
        open: named.get("open").map_or(open, |text| money(text, currency)),
        paid_by: paid_by.into_iter().collect(),
    }
}

/// `learnt ACCOUNT payer= id= links= on=`
fn learnt(named: &BTreeMap<&str, &str>) -> LearntPayer {
    LearntPayer {
        name: text(named, "payer"),
        id: text(named, "id"),
        links: named.get("links").map_or(1, |links| links.parse().expect("a count")),
        last: day(named["on"]),
    }
}

/// `2026-11-03` or `2026-11-03/gateway`: the day, and the kind of source, of the payment that
/// settled it.
fn paid_by(text: &str, amount: Money) -> PaidBy {
    let (on, source) = text.split_once('/').unwrap_or((text, "bank"));
    PaidBy {
        payment: PaymentId(1_000_000),
        source_kind: SourceKind::from_code(source).expect("a kind of source"),
        amount,
        booked: Moment::on(day(on)),
        reference: String::new(),
        row: 1,
        key: [0; 16],
    }
}

/// `payment NAME AMOUNT "memo" key=…`
fn payment(plain: &[String], named: &BTreeMap<&str, &str>, row: u64) -> OpenPayment {
    let currency = currency(named);
    let amount = money(&plain[1], currency);
    let on = named.get("on").copied().unwrap_or("2026-11-05");
    let booked = match named.get("time") {
        Some(time) => parse_moment(&format!("{on} {time}")).expect("a moment"),
        None => Moment::on(day(on)),
    };
    let known = |key: &str, code: &'static str| named.get(key).copied().unwrap_or(code).to_owned();
    let digest =
        named.get("digest").map_or(row as u8, |text| text.parse().expect("a small number"));
    OpenPayment {
        id: PaymentId(0),
        source_kind: SourceKind::from_code(&known("source", "bank")).expect("a kind of source"),
        institution: known("bank", "vietcombank"),
        booked,
        reference: text(named, "reference"),
        row: named.get("row").map_or(row, |row| row.parse().expect("a row")),
        key: [digest; 16],
        direction: Direction::from_code(&known("direction", "credit")).expect("a direction"),
        status: PaymentStatus::from_code(&known("status", "success")).expect("a status"),
        nature: Nature::from_code(&known("nature", "fee")).expect("a nature"),
        amount,
        open: named.get("open").map_or(amount, |text| money(text, currency)),
        memo: plain.get(2).map_or_else(String::new, |memo| unescaped(memo)),
        payer_name: text(named, "payer"),
        payer_account: text(named, "account"),
        virtual_account: text(named, "va"),
        code: text(named, "code"),
    }
}

/// Combining marks, which an editor would hide: `\u0301`, `\u0302`, `\u0323`.
fn unescaped(memo: &str) -> String {
    let marks = [("\\u0301", "\u{301}"), ("\\u0302", "\u{302}"), ("\\u0323", "\u{323}")];
    marks.iter().fold(memo.to_owned(), |memo, (written, mark)| memo.replace(written, mark))
}

/// The link of an invoice that this payment settled.
pub fn link_of(payment: &OpenPayment) -> PaidBy {
    PaidBy {
        payment: payment.id,
        source_kind: payment.source_kind,
        amount: payment.amount,
        booked: payment.booked,
        reference: payment.reference.clone(),
        row: payment.row,
        key: payment.key,
    }
}
