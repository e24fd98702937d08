//! The law's tests: a small made-up book, and a script of decisions played on it.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::{Day, Period};
use crate::ledger::{
    apply, decide, identities, invoice_standing, payment_standing, status_changes,
};
use crate::model::{
    Change, Decision, DecisionId, DecisionKind, Direction, FileId, InvoiceFacts, InvoiceId,
    InvoiceStatus, LedgerDecision, LedgerInvoice, LedgerPayment, LedgerView, Nature, PaymentClass,
    PaymentId, PaymentStatus, ProposalLine, Refusal, ResolveAs, SourceKind, Subject,
};
use crate::money::{Currency, Money};

/// Name, amount, currency, direction, status, nature, book day. `W1` is withdrawn besides; a name
/// with `V` is a gateway's row.
const PAYMENTS: &[(&str, i64, &str, &str, &str, &str, &str)] = &[
    ("P1", 100, "VND", "credit", "success", "fee", "2026-10-05"),
    ("P2", 100, "VND", "credit", "success", "fee", "2026-10-06"),
    ("P3", 60, "VND", "credit", "success", "fee", "2026-10-05"),
    ("P4", 150, "VND", "credit", "success", "fee", "2026-10-05"),
    ("U1", 100, "USD", "credit", "success", "fee", "2026-10-05"),
    ("D1", 40, "VND", "debit", "success", "fee", "2026-10-06"),
    ("R1", 100, "VND", "debit", "refund", "fee", "2026-10-06"),
    ("B1", 100, "VND", "credit", "refund", "fee", "2026-10-06"),
    ("N1", 100, "VND", "credit", "pending", "fee", "2026-10-05"),
    ("F1", 100, "VND", "credit", "failed", "fee", "2026-10-05"),
    ("G1", 100, "VND", "credit", "success", "payout", "2026-10-05"),
    ("W1", 100, "VND", "credit", "success", "fee", "2026-10-05"),
    ("W2", 100, "VND", "credit", "success", "wrong_account", "2026-10-05"),
    ("V1", 100, "VND", "credit", "success", "fee", "2026-10-05"),
    ("V2", 30, "VND", "debit", "refund", "fee", "2026-10-05"),
    ("V3", 100, "VND", "credit", "pending", "fee", "2026-10-05"),
];

/// Name, amount, currency, status. `X1` is withdrawn besides.
const INVOICES: &[(&str, i64, &str, &str)] = &[
    ("I1", 100, "VND", "open"),
    ("I2", 100, "VND", "open"),
    ("I0", 0, "VND", "open"),
    ("C1", 100, "VND", "cancelled"),
    ("E1", 100, "VND", "exempt"),
    ("J1", 100, "USD", "open"),
    ("X1", 100, "VND", "open"),
];

const TODAY: &str = "2026-11-24";

/// The book, and the decisions made on it: number 0 is the import that brought it.
pub struct MadeUpBook {
    pub view: LedgerView,
    pub decisions: Vec<LedgerDecision>,
    findings: BTreeMap<PaymentId, PaymentClass>,
}

impl Default for MadeUpBook {
    fn default() -> MadeUpBook {
        let mut view = LedgerView { today: Some(day(TODAY)), ..LedgerView::default() };
        view.payments = PAYMENTS.iter().map(payment).map(|own| (own.id, own)).collect();
        view.invoices = INVOICES.iter().map(invoice).map(|own| (own.id, own)).collect();
        let import = LedgerDecision {
            id: DecisionId(0),
            kind: DecisionKind::Import,
            file: Some(FileId(1)),
            book_day: day(TODAY),
            changes: Vec::new(),
            undone_by: None,
            later: Vec::new(),
            rests_decided: BTreeSet::new(),
        };
        MadeUpBook { view, decisions: vec![import], findings: BTreeMap::new() }
    }
}

impl MadeUpBook {
    /// Plays decisions that must all stand.
    #[track_caller]
    pub fn play(&mut self, script: &str) {
        for line in script.split("; ").filter(|line| !line.is_empty()) {
            if let Err(refusal) = self.step(line) {
                panic!("{line} of {script} is refused: {refusal:?}");
            }
        }
    }

    pub fn step(&mut self, line: &str) -> Result<(), Refusal> {
        let (forced, line) = match line.strip_prefix("on ") {
            Some(rest) => {
                let (on, rest) = rest.split_once(' ').expect("on DAY DECISION");
                (Some(day(on)), rest)
            }
            None => (None, line),
        };
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        if let "report" | "revise" = verb {
            self.import(verb, rest);
            return Ok(());
        }
        let decision = self.decision(verb, rest);
        let book_day = forced.unwrap_or_else(|| self.first_open(self.own_day(&decision)));
        self.view.book_day = Some(book_day);
        self.view.open_days = match decision {
            Decision::ClosePeriod(period) => self.open_days(period),
            _ => Vec::new(),
        };
        let changes = decide(&self.view, &decision)?;
        if let Decision::Undo(undone) = &decision {
            let by = DecisionId(self.decisions.len() as i64);
            let at = self.decisions.iter_mut().find(|own| own.id == undone.id);
            at.expect("it was found").undone_by = Some(by);
        }
        self.record(decision.kind(), None, book_day, changes);
        Ok(())
    }

    /// `P1 settled matched 0`: state, class and what is open.
    pub fn standing(&self, name: &str) -> String {
        if let Some(own) = self.view.payments.get(&payment_id(name)) {
            let finding = self.findings.get(&own.id).copied();
            let now = payment_standing(own, finding, &self.view.invoices);
            let open = now.open.to_plain();
            return format!("{name} {} {} {open}", now.state.code(), now.class.code());
        }
        let now = invoice_standing(&self.view.invoices[&invoice_id(name)], false);
        format!("{name} {} {} {}", now.state.code(), now.class.code(), now.open.to_plain())
    }

    /// What matching says of a payment.
    pub fn find(&mut self, name: &str, class: &str) {
        let class = PaymentClass::from_code(class).expect("a class");
        self.findings.insert(payment_id(name), class);
    }

    /// No money appears or is lost, whatever was decided.
    #[track_caller]
    pub fn prove_money(&self, script: &str) {
        let standings: Vec<_> = self
            .view
            .payments
            .values()
            .map(|own| payment_standing(own, None, &self.view.invoices))
            .collect();
        for sums in identities(&standings) {
            let parts = [sums.settled, sums.refunded, sums.excluded, sums.open];
            let total = Money::sum(sums.currency, parts).expect("one currency");
            assert_eq!(total, sums.credits, "{script}");
            assert!(parts.iter().all(|part| !part.is_negative()), "{script}: {sums:?}");
        }
        let paid = |own: &LedgerInvoice| own.paid().minor();
        let paid: i64 = self.view.invoices.values().map(paid).sum();
        let settled: i64 = self.view.payments.values().map(|own| own.settled().minor()).sum();
        assert_eq!(paid, settled, "{script}: both ends of each link agree");
    }

    fn decision(&self, verb: &str, rest: &str) -> Decision {
        let words: Vec<&str> = rest.split(' ').filter(|word| !word.is_empty()).collect();
        let invoices = |words: &[&str]| words.first().map(|name| invoice_id(name));
        match verb {
            "accept" => Decision::Accept {
                lines: rest.split(", ").filter(|part| !part.is_empty()).map(line).collect(),
                rule: "code_and_amount".into(),
                reasons: Vec::new(),
            },
            "link" => Decision::Link {
                payment: payment_id(words[0]),
                parts: words[1..].iter().map(|part| self.part(part)).collect(),
            },
            "unlink" => {
                Decision::Unlink { payment: payment_id(words[0]), invoice: invoices(&words[1..]) }
            }
            "reject" => {
                Decision::Reject { pairs: vec![(payment_id(words[0]), invoice_id(words[1]))] }
            }
            "resolve" => {
                let resolve_as = ResolveAs::from_code(words[1]).expect("a resolution");
                if is_invoice(words[0]) {
                    Decision::ResolveInvoice { invoice: invoice_id(words[0]), resolve_as }
                } else {
                    Decision::ResolvePayment { payment: payment_id(words[0]), resolve_as }
                }
            }
            "tie" => {
                Decision::TieRefund { refund: payment_id(words[0]), original: payment_id(words[1]) }
            }
            "payout" => Decision::TiePayout {
                payout: payment_id(words[0]),
                payments: words[1..].iter().map(|name| payment_id(name)).collect(),
            },
            "classify" => Decision::Classify {
                payment: payment_id(words[0]),
                nature: Nature::from_code(words[1]).expect("a nature"),
            },
            "close" => Decision::ClosePeriod(Period::parse(rest).expect("a period")),
            "reopen" => Decision::ReopenPeriod(Period::parse(rest).expect("a period")),
            "unmask" => Decision::Unmask,
            "undo" => Decision::Undo(Box::new(self.recorded(rest.parse().expect("a number")))),
            other => panic!("no such decision: {other}"),
        }
    }

    fn part(&self, text: &str) -> (InvoiceId, Option<Money>) {
        let (name, amount) = text.split_once(':').map_or((text, None), |(n, a)| (n, Some(a)));
        (invoice_id(name), amount.map(|text| vnd(text.parse().expect("an amount"))))
    }

    /// A decision with the later ones that stand and touch what it touched, as the store finds
    /// them.
    fn recorded(&self, number: usize) -> LedgerDecision {
        let mut own = self.decisions[number].clone();
        let touched = subjects(&own.changes);
        let is_on_it = |later: &LedgerDecision| {
            let stands = later.undone_by.is_none() && later.kind != DecisionKind::Undo;
            let subjects = subjects(&later.changes);
            stands && (number == 0 && !subjects.is_empty() || !subjects.is_disjoint(&touched))
        };
        own.later = self.decisions[number + 1..]
            .iter()
            .filter(|later| is_on_it(later))
            .map(|later| later.id)
            .collect();
        own.rests_decided = self.rests_decided_since(number);
        own
    }

    /// Whose rest was put outside or written off after a decision, and not taken back.
    fn rests_decided_since(&self, number: usize) -> BTreeSet<Subject> {
        let mut sums: BTreeMap<Subject, i64> = BTreeMap::new();
        for change in self.decisions[number + 1..].iter().flat_map(|later| &later.changes) {
            let (subject, amount) = match *change {
                Change::Excluded { payment, amount, .. } => (Subject::Payment(payment), amount),
                Change::WrittenOff { invoice, amount } => (Subject::Invoice(invoice), amount),
                _ => continue,
            };
            *sums.entry(subject).or_default() += amount.minor();
        }
        sums.into_iter().filter(|(_, sum)| *sum > 0).map(|(subject, _)| subject).collect()
    }

    /// Another file says something new of a known row: `report P1 reversed`, `revise I1 80`.
    fn import(&mut self, verb: &str, rest: &str) {
        let (name, what) = rest.split_once(' ').expect("a name and what is new");
        let changes = if verb == "report" {
            let to = PaymentStatus::from_code(what).expect("a status");
            status_changes(&self.view.payments[&payment_id(name)], to)
        } else {
            let own = &self.view.invoices[&invoice_id(name)];
            let from = facts(own.status, own.amount);
            let to = match InvoiceStatus::from_code(what) {
                Some(status) => facts(status, own.amount),
                None => facts(own.status, vnd(what.parse().expect("an amount"))),
            };
            let (from, to) = (Box::new(from), Box::new(to));
            vec![Change::InvoiceChanged { invoice: own.id, from, to }]
        };
        self.record(DecisionKind::Import, Some(FileId(2)), day(TODAY), changes);
    }

    fn record(
        &mut self,
        kind: DecisionKind,
        file: Option<FileId>,
        book_day: Day,
        mut changes: Vec<Change>,
    ) {
        apply(&mut self.view, &changes);
        changes.sort_by_key(table);
        let id = DecisionId(self.decisions.len() as i64);
        self.decisions.push(LedgerDecision {
            id,
            kind,
            file,
            book_day,
            changes,
            undone_by: None,
            later: Vec::new(),
            rests_decided: BTreeSet::new(),
        });
    }

    /// The day that a decision counts to, were no day closed.
    fn own_day(&self, decision: &Decision) -> Day {
        match decision {
            Decision::Undo(undone) => undone.book_day,
            Decision::ClosePeriod(period) => period.last_day(),
            Decision::ReopenPeriod(period) => period.last_day().next(),
            Decision::Accept { lines, .. } => lines
                .iter()
                .filter_map(|line| self.view.payments.get(&line.payment))
                .map(|own| own.book_day)
                .max()
                .unwrap_or(day(TODAY)),
            Decision::Link { payment, .. } | Decision::Unlink { payment, .. } => {
                self.view.payments.get(payment).map_or(day(TODAY), |own| own.book_day)
            }
            _ => day(TODAY),
        }
    }

    fn first_open(&self, day: Day) -> Day {
        let is_closed = |day: &Day| {
            self.view.closed.contains(&Period::Day(*day))
                || self.view.closed.contains(&Period::month_of(*day))
        };
        std::iter::successors(Some(day), |day| Some(day.next()))
            .find(|day| !is_closed(day))
            .expect("some day is open")
    }

    fn open_days(&self, period: Period) -> Vec<Day> {
        let days: BTreeSet<Day> = self.view.payments.values().map(|own| own.book_day).collect();
        let is_open = |day: &Day| !self.view.closed.contains(&Period::Day(*day));
        days.into_iter().filter(|day| period.contains(*day)).filter(is_open).collect()
    }
}

/// `P1 I1 100`.
fn line(text: &str) -> ProposalLine {
    let words: Vec<&str> = text.split(' ').collect();
    let amount = vnd(words[2].parse().expect("an amount"));
    // A foreign payment offers its own currency.
    let amount = match words[0] {
        "U1" => Money::from_minor(amount.minor(), usd()),
        _ => amount,
    };
    ProposalLine { payment: payment_id(words[0]), invoice: invoice_id(words[1]), amount }
}

fn payment(row: &(&str, i64, &str, &str, &str, &str, &str)) -> LedgerPayment {
    let (name, minor, currency, direction, status, nature, on) = *row;
    let currency = Currency::from_code(currency).expect("a currency");
    LedgerPayment {
        id: payment_id(name),
        file: FileId(1),
        source_kind: if name.starts_with('V') { SourceKind::Gateway } else { SourceKind::Bank },
        direction: Direction::from_code(direction).expect("a direction"),
        status: PaymentStatus::from_code(status).expect("a status"),
        nature: Nature::from_code(nature).expect("a nature"),
        is_withdrawn: name == "W1",
        book_day: day(on),
        amount: Money::from_minor(minor, currency),
        links: Vec::new(),
        refunded: Money::zero(currency),
        excluded: Money::zero(currency),
        refund_of: None,
        paid_out_by: None,
        pays_out: BTreeSet::new(),
        resolved_as: None,
        rejected: BTreeSet::new(),
    }
}

fn invoice(row: &(&str, i64, &str, &str)) -> LedgerInvoice {
    let (name, minor, currency, status) = *row;
    let currency = Currency::from_code(currency).expect("a currency");
    LedgerInvoice {
        id: invoice_id(name),
        file: FileId(1),
        number: name.to_owned(),
        status: InvoiceStatus::from_code(status).expect("a status"),
        is_withdrawn: name == "X1",
        amount: Money::from_minor(minor, currency),
        links: Vec::new(),
        written_off: Money::zero(currency),
        resolved_as: None,
    }
}

fn facts(status: InvoiceStatus, amount: Money) -> InvoiceFacts {
    InvoiceFacts {
        dossier_code: String::new(),
        payment_codes: Vec::new(),
        virtual_account: String::new(),
        payer_name: String::new(),
        payer_id: String::new(),
        payer_account: String::new(),
        procedure_code: String::new(),
        agency_code: String::new(),
        issued_on: None,
        due_on: None,
        accepted_on: None,
        agency_paid_on: None,
        agency_payment_reference: String::new(),
        channel: String::new(),
        paid_online: String::new(),
        status,
        amount,
        lines: Vec::new(),
        other_columns: "{}".to_owned(),
    }
}

/// Payments and invoices that changes touch, as numbers that do not meet.
fn subjects(changes: &[Change]) -> BTreeSet<i64> {
    let mut found = BTreeSet::new();
    for change in changes {
        match change {
            Change::Settled { payment, invoice, .. }
            | Change::PairRejected { payment, invoice, .. } => {
                found.extend([payment.0, -invoice.0]);
            }
            Change::Refunded { original, refund, .. } => {
                found.insert(original.0);
                found.extend(refund.map(|id| id.0));
            }
            Change::PaidOut { payout, payment, .. } => {
                found.extend([payout.0, payment.0]);
            }
            Change::Excluded { payment, .. }
            | Change::StatusChanged { payment, .. }
            | Change::NatureChanged { payment, .. }
            | Change::Resolved { subject: Subject::Payment(payment), .. } => {
                found.insert(payment.0);
            }
            Change::WrittenOff { invoice, .. }
            | Change::InvoiceChanged { invoice, .. }
            | Change::Resolved { subject: Subject::Invoice(invoice), .. } => {
                found.insert(-invoice.0);
            }
            Change::RowsWithdrawn { .. } | Change::PeriodClosed { .. } => {}
        }
    }
    found
}

/// The store keeps the order of changes within one table only.
fn table(change: &Change) -> usize {
    let tables =
        ["settled", "excluded", "refunded", "written_off", "pair_rejected", "resolved", "paid_out"];
    tables.iter().position(|code| *code == change.code()).unwrap_or(tables.len())
}

fn is_invoice(name: &str) -> bool {
    INVOICES.iter().any(|row| row.0 == name)
}

/// 1 and up in the order of the table; 0 for a name that is not there.
fn payment_id(name: &str) -> PaymentId {
    PaymentId(PAYMENTS.iter().position(|row| row.0 == name).map_or(0, |at| at as i64 + 1))
}

fn invoice_id(name: &str) -> InvoiceId {
    InvoiceId(INVOICES.iter().position(|row| row.0 == name).map_or(0, |at| at as i64 + 1))
}

fn vnd(minor: i64) -> Money {
    Money::from_minor(minor, Currency::VND)
}

fn usd() -> Currency {
    Currency::from_code("USD").expect("a currency")
}

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}
