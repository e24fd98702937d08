//! Cases of matching: each says which invoices and payments there are, and what must be offered or
//! taken.
//!
//! `tests/cases/matching/README.md` explains the form. Every case runs in twenty orders of its
//! invoices and payments, with other ids each time.

mod written;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use crate::cases::Suite;
use doisoat::lang::Lang;
use doisoat::matching;
use doisoat::model::{
    BookInvoice, Finding, InvoiceId, LookedCandidate, MatchSettings, OpenBook, OpenPayment,
    PaymentId, Policy, Proposal, Side, Strength,
};
use doisoat::money::Money;
use written::{Case, parse};

const ORDERS: u64 = 20;

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

/// What matching says of the case, in the order in which its payments are written.
fn run(case: &Case, order: u64) -> String {
    let Shuffled { book, invoice_names, payment_ids } = shuffled(case, order);
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

/// A case as a book, its rows in some order and with ids to match.
struct Shuffled {
    book: OpenBook,
    invoice_names: BTreeMap<InvoiceId, String>,
    payment_ids: BTreeMap<String, PaymentId>,
}

fn shuffled(case: &Case, order: u64) -> Shuffled {
    let mut random = Random(order);
    let mut book = OpenBook::default();
    let mut invoice_ids = BTreeMap::new();
    let mut payment_ids = BTreeMap::new();
    for (which, id) in random.order(case.invoices.len()).into_iter().zip(1..) {
        let (name, invoice) = &case.invoices[which];
        invoice_ids.insert(name.clone(), InvoiceId(id));
        book.invoices.push(BookInvoice { id: InvoiceId(id), ..invoice.clone() });
    }
    for (which, id) in random.order(case.payments.len()).into_iter().zip(1..) {
        let (name, payment) = &case.payments[which];
        payment_ids.insert(name.clone(), PaymentId(id));
        book.payments.push(OpenPayment { id: PaymentId(id), ..payment.clone() });
    }
    book.learnt = case.learnt.clone();
    for (payment, invoice) in &case.rejected {
        book.rejected.insert((payment_ids[payment], invoice_ids[invoice]));
    }
    for (invoice, payment) in &case.settled_by {
        let payment = book.payments.iter().find(|one| one.id == payment_ids[payment]);
        let paid_by = written::link_of(payment.expect("a payment of the case"));
        let invoice = book.invoices.iter_mut().find(|one| one.id == invoice_ids[invoice]);
        invoice.expect("an invoice of the case").paid_by.push(paid_by);
    }
    let invoice_names = invoice_ids.into_iter().map(|(name, id)| (id, name)).collect();
    Shuffled { book, invoice_names, payment_ids }
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
        assert!(!proposal.is_automatic || settings.policy != Policy::Off);
    }
    assert_words("why", &finding.why);
    let looked = matching::explain_payment(book, settings, finding.payment);
    for candidate in &looked.candidates {
        assert_words("test", &candidate.failed_test);
        let is_taken = finding
            .proposals
            .iter()
            .any(|proposal| proposal.is_automatic && Some(proposal.rank) == candidate.rank);
        assert_eq!(is_taken, candidate.failed_test.is_empty(), "a test fails unless it is taken");
    }
    for proposal in &finding.proposals {
        for line in &proposal.lines {
            let candidate = looked.candidates.iter().find(|one| one.invoice == line.invoice);
            assert!(candidate.is_some(), "explain leaves out what is proposed");
        }
    }
}

fn assert_words(area: &str, code: &str) {
    for lang in Lang::ALL {
        let key = format!("{area}.{code}");
        assert!(code.is_empty() || lang.find(&key).is_some(), "{lang:?} has no {key}");
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

/// Few amounts, names and numbers, so that everything collides with everything.
fn dense_case(seed: u64) -> String {
    let mut random = Random(seed);
    let mut pick = |from: &[&str]| from[random.next() as usize % from.len()].to_owned();
    let numbers = ["HD2611-00000123", "HD2611-00000124", "HD2611-00000132", "HD2611-00000999"];
    let names = ["Nguyễn Văn An", "Trần Thị Bình", "Lê Đình Khoa"];
    let memos = [
        "NGUYEN VAN AN",
        "TRAN THI BINH nop ho",
        "H26122611050001",
        "",
        "VNPAY TT",
        "HD2611-00000142",
        "LE DINH KHOA HD2611-0000099",
    ];
    let mut text = String::new();
    for (at, number) in numbers.iter().enumerate() {
        let (amount, payer) = (pick(&["100", "100", "200", "0"]), pick(&names));
        let dossier = pick(&["", "H26.12-261105-0001"]);
        let state =
            pick(&["", "", "", "status=cancelled", "paid_by=2026-11-04", "issued=2026-11-05"]);
        writeln!(
            text,
            "invoice I{at} {number} {amount} payer=\"{payer}\" dossier={dossier} {state}"
        )
        .expect("writing to a string");
    }
    for at in 0..6 {
        let (amount, on) =
            (pick(&["100", "200", "300", "150"]), pick(&["2026-11-04", "2026-11-05"]));
        let (first, second) = (pick(&numbers), pick(&["", "", numbers[1], numbers[2]]));
        let memo = format!("{} {} {second}", pick(&memos), pick(&["", &first, &first]));
        let source = pick(&["bank", "bank", "gateway"]);
        writeln!(text, "payment P{at} {amount} \"{memo}\" on={on} source={source}")
            .expect("writing to a string");
    }
    text
}

/// What must hold of any book: the order of the input changes nothing, and what is taken fits
/// together.
#[test]
fn dense_books_are_matched_alike_in_any_order() {
    for seed in 1..=120 {
        let text = dense_case(seed);
        let case = parse(&text);
        let found = run(&case, 0);
        for order in 1..6 {
            assert_eq!(run(&case, order), found, "seed {seed}, order {order}:\n{text}");
        }
        let taken =
            found.lines().filter_map(|line| line.split_once(" taken ")).map(|(_, rest)| rest);
        let mut invoices = BTreeSet::new();
        for line in taken.flat_map(str::split_whitespace).filter(|word| word.contains(':')) {
            let (invoice, _) = line.split_once(':').expect("it holds a colon");
            assert!(invoices.insert(invoice.to_owned()), "seed {seed}: {invoice} is settled twice");
        }
    }
}

#[test]
fn every_reason_and_rule_has_its_words() {
    for lang in Lang::ALL {
        for code in matching::reason_codes() {
            assert!(lang.find(&format!("reason.{code}")).is_some(), "{lang:?}: reason.{code}");
        }
        for code in matching::rule_codes() {
            assert!(lang.find(&format!("rule.{code}")).is_some(), "{lang:?}: rule.{code}");
        }
    }
}

/// Every candidate as `payment invoice rank test`.
fn looked(candidates: &[LookedCandidate]) -> Vec<String> {
    let rank = |one: &LookedCandidate| one.rank.map_or("-".to_owned(), |rank| rank.to_string());
    let line = |one: &LookedCandidate| {
        let facts: Vec<String> = one.failed_facts.iter().map(|fact| fact.value.clone()).collect();
        let text = format!(
            "P{} I{} {} {} {}",
            one.payment,
            one.invoice,
            rank(one),
            one.failed_test,
            facts.join(" ")
        );
        text.trim_end().to_owned()
    };
    candidates.iter().map(line).collect()
}

#[test]
fn explains_why_and_why_not() {
    let case = parse(
        "invoice I1 HD2611-00000123 150000 payer=\"Nguyễn Văn Thành\"\n\
         invoice I2 HD2611-00000999 160000 payer=\"Nguyễn Văn Thành\"\n\
         invoice I3 HD2611-00000777 80000 status=cancelled\n\
         invoice I4 HD2611-00000888 90.00 currency=USD\n\
         payment P1 150000 \"HD2611-00000123\"\n\
         payment P2 155000 \"NGUYEN VAN THANH\"\n\
         payment P3 150000 \"HD2611-00000123\"\n\
         payment P4 160000 \"HD2611-00000999\"\n\
         payment P5 80000 \"HD2611-00000777 HD2611-00000888\"\n\
         invoice I5 HD2611-00000555 70000 payer=\"Lê Thị Hoa\"\n\
         invoice I6 HD2611-00000444 33000\n\
         payment P6 60000 \"LE THI HOA HD2611-00000555\"\n\
         rejected P4 I2\n\
         rejected P6 I5\n",
    );
    let book = shuffled(&case, 0).book;
    let payment = |id| {
        let explained = matching::explain_payment(&book, &case.settings, PaymentId(id));
        looked(&explained.candidates)
    };
    assert_eq!(payment(1), ["P1 I1 1"]);
    assert_eq!(payment(2), ["P2 I1 - first_to_claim 1", "P2 I2 - amount_equal -5000"]);
    assert_eq!(payment(3), ["P3 I1 - first_to_claim 1"]);
    assert_eq!(payment(4), ["P4 I2 - pair_not_rejected"]);
    assert_eq!(payment(5), ["P5 I3 - invoice_not_cancelled", "P5 I4 - currency_equal"]);
    let invoice = |id| matching::explain_invoice(&book, &case.settings, InvoiceId(id));
    assert_eq!(
        looked(&invoice(1).candidates),
        ["P1 I1 1", "P3 I1 - first_to_claim 1", "P2 I1 - first_to_claim 1"]
    );
    assert_eq!(invoice(1).why, "candidates_wait");
    assert_eq!(invoice(3).why, "closed");
    assert_eq!(invoice(2).why, "candidates_fail");
    assert_eq!(invoice(5).why, "candidates_rejected");
    assert_eq!(invoice(6).why, "unpaid");
    // What stands against a rejected pair is the rejection, not that it lacks a code.
    let rejected = &invoice(5).candidates[0];
    let rules: Vec<&str> = rejected.reasons.iter().map(|reason| &*reason.rule).collect();
    assert_eq!(rules, ["code_in_memo", "payer_named", "amount_short"]);
    assert_eq!(rejected.failed_test, "pair_not_rejected");
}
