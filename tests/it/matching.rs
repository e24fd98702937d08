//! Cases of matching: each says which invoices and payments there are, and what must be offered or taken.
//!
//! `tests/cases/matching/README.md` explains the form. Every case runs in twenty orders of its invoices and
//! payments, with other ids each time.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::cases::Suite;
use doisoat::calendar::{Day, Moment, parse_moment};
use doisoat::matching;
use doisoat::model::{
    BookInvoice, Direction, Finding, InvoiceId, InvoiceIdentity, InvoiceStatus, MatchSettings,
    Nature, OpenBook, OpenPayment, PaidBy, PaymentId, PaymentStatus, Policy, Proposal, Side,
    SourceKind, Strength,
};
use doisoat::money::{Currency, Money};

const ORDERS: u64 = 20;

/// A case as written: who there is, by name.
#[derive(Default)]
struct Case {
    settings: MatchSettings,
    invoices: Vec<(String, BookInvoice)>,
    payments: Vec<(String, OpenPayment)>,
    rejected: Vec<(String, String)>,
}

#[test]
fn every_case_says_what_it_expects() {
    Suite::new("tests/cases/matching", &["case"]).inside("expect ").run(|file| {
        let case = parse(&file.input());
        let found = run(&case, 0);
        for order in 1..ORDERS {
            assert_eq!(run(&case, order), found, "order {order} gives another answer");
        }
        found
    });
}

fn parse(given: &str) -> Case {
    let mut case = Case::default();
    for line in given.lines() {
        let words = split(line);
        let Some(first) = words.first().filter(|first| !first.starts_with('#')) else { continue };
        let (plain, named) = arguments(&words[1..]);
        match first.as_str() {
            "settings" => case.settings = settings(&named),
            "invoice" => case.invoices.push((plain[0].clone(), invoice(&plain, &named))),
            "payment" => {
                let row = case.payments.len() as u64 + 1;
                case.payments.push((plain[0].clone(), payment(&plain, &named, row)));
            }
            "rejected" => case.rejected.push((plain[0].clone(), plain[1].clone())),
            other => panic!("what is {other:?}?"),
        }
    }
    case
}

/// Words, or texts in quotation marks (whole, or after `key=`). `\u{301}` in a text is that character.
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
    "tolerance",
    "window",
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
    if let Some(tolerance) = named.get("tolerance") {
        settings.tolerance = money(tolerance, Currency::VND);
    }
    if let Some(window) = named.get("window") {
        settings.window_days = window.parse().expect("days");
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
    let is_paid = paid_by.is_some() || status != InvoiceStatus::Open;
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

/// `2026-11-03` or `2026-11-03/gateway`: the day, and the kind of source, of the payment that settled it.
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

/// What matching says of the case, in the order in which its payments are written.
fn run(case: &Case, order: u64) -> String {
    let mut random = Random(order);
    let invoices = random.order(case.invoices.len());
    let payments = random.order(case.payments.len());
    let mut book = OpenBook::default();
    let mut invoice_names = BTreeMap::new();
    let mut payment_ids = BTreeMap::new();
    for (at, which) in invoices.iter().enumerate() {
        let (name, mut invoice) = case.invoices[*which].clone();
        invoice.id = InvoiceId(at as i64 + 1);
        invoice_names.insert(invoice.id, name);
        book.invoices.push(invoice);
    }
    for (at, which) in payments.iter().enumerate() {
        let (name, mut payment) = case.payments[*which].clone();
        payment.id = PaymentId(at as i64 + 1);
        payment_ids.insert(name, payment.id);
        book.payments.push(payment);
    }
    let invoice_id =
        |name: &str| *invoice_names.iter().find(|(_, own)| *own == name).expect("an invoice").0;
    for (payment, invoice) in &case.rejected {
        book.rejected.insert((payment_ids[payment], invoice_id(invoice)));
    }
    let findings = matching::propose(&book, &case.settings).findings;
    assert_eq!(findings.len(), book.payments.len(), "one finding a payment");
    let mut text = String::new();
    for (name, _) in &case.payments {
        let id = payment_ids[name];
        let finding = findings.iter().find(|finding| finding.payment == id).expect("a finding");
        check(&book, &case.settings, finding);
        show(&mut text, name, finding, &invoice_names);
    }
    text
}

/// What holds of every finding whatever the case says.
fn check(book: &OpenBook, settings: &MatchSettings, finding: &Finding) {
    let payment = book.payments.iter().find(|one| one.id == finding.payment).expect("a payment");
    assert!(finding.proposals.len() <= 5, "at most five");
    for (proposal, rank) in finding.proposals.iter().zip(1..) {
        assert_eq!(proposal.rank, rank);
        let sum =
            Money::sum(payment.amount.currency(), proposal.lines.iter().map(|line| line.amount));
        assert!(sum.expect("one currency").cmp_same(payment.open).is_le(), "more than is open");
        for line in &proposal.lines {
            let invoice = book.invoices.iter().find(|one| one.id == line.invoice).expect("known");
            assert!(line.amount.is_positive() && line.amount.cmp_same(invoice.open).is_le());
            assert!(!book.rejected.contains(&(line.payment, line.invoice)), "rejected");
        }
        assert!(!proposal.is_automatic || settings.policy == Policy::Careful);
    }
    let looked = matching::explain_payment(book, settings, finding.payment);
    for proposal in &finding.proposals {
        for line in &proposal.lines {
            let candidate = looked.candidates.iter().find(|one| one.invoice == line.invoice);
            assert!(candidate.is_some(), "explain leaves out what is proposed");
        }
    }
}

fn show(text: &mut String, name: &str, finding: &Finding, names: &BTreeMap<InvoiceId, String>) {
    let about = finding.invoice.map_or("", |invoice| names[&invoice].as_str());
    let line = format!("expect {name} {} {} {about}", finding.class.code(), finding.why);
    writeln!(text, "{}", line.split_whitespace().collect::<Vec<_>>().join(" ")).expect("a string");
    for proposal in &finding.proposals {
        writeln!(text, "    {}", shown(proposal, names)).expect("writing to a string");
    }
}

/// `2 code_and_part I1:70000 +code_in_memo! -amount_short?`: `!` is strong, `?` weak.
fn shown(proposal: &Proposal, names: &BTreeMap<InvoiceId, String>) -> String {
    let lines: Vec<String> = proposal
        .lines
        .iter()
        .map(|line| format!("{}:{}", names[&line.invoice], line.amount.to_plain()))
        .collect();
    let reasons: Vec<String> = proposal
        .reasons
        .iter()
        .map(|reason| {
            let side = if reason.side == Side::For { "+" } else { "-" };
            let strength = match reason.strength {
                Strength::Strong => "!",
                Strength::Fair => "",
                Strength::Weak => "?",
            };
            format!("{side}{}{strength}", reason.rule)
        })
        .collect();
    let taken = if proposal.is_automatic { "taken " } else { "" };
    let lines = lines.join(" ");
    format!("{} {taken}{} {lines} {}", proposal.rank, proposal.rule, reasons.join(" "))
}

/// A small generator of orders; 0 keeps the order.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    fn order(&mut self, count: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..count).collect();
        if self.0 != 0 {
            for at in (1..count).rev() {
                order.swap(at, self.next() as usize % (at + 1));
            }
        }
        order
    }
}

#[test]
fn every_reason_and_rule_has_its_words() {
    use doisoat::lang::Lang;
    for lang in Lang::ALL {
        for code in matching::reason_codes() {
            assert!(lang.find(&format!("reason.{code}")).is_some(), "{lang:?}: reason.{code}");
        }
        for code in matching::rule_codes() {
            assert!(lang.find(&format!("rule.{code}")).is_some(), "{lang:?}: rule.{code}");
        }
    }
}
