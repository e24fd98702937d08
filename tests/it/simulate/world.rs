//! The world of a simulation: a store on disk, its mirror, the files so far, and the laws that hold
//! between.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use doisoat::app::import::{self, ImportOptions};
use doisoat::app::{self, OpenOptions, Session, Surroundings, check, lists, report, undo};
use doisoat::calendar::{Clock, Period, Stamp};
use doisoat::model::view::{DecisionCard, Filter, PaymentCard, PayoutCard, Receipt};
use doisoat::model::{
    Cell, Change, DecisionId, DecisionKind, Nature, PaymentId, RefusalCode, Table,
};
use doisoat::money::{Currency, Money};
use tempfile::TempDir;

use super::dice::Dice;
use super::mirror::{Did, Mirror, Standing};
use super::paper::{GATEWAY, InvoiceRow, Paper, PaymentRow};

const NOW: &str = "2026-11-24T08:00:00+07:00";

/// An imported file.
pub struct File {
    pub path: PathBuf,
    pub payments: Vec<PaymentRow>,
    pub invoices: Vec<InvoiceRow>,
    /// Whether it only told news of rows that were known.
    pub is_news: bool,
}

pub struct World {
    pub home: TempDir,
    pub session: Session,
    pub dice: Dice,
    pub paper: Paper,
    pub mirror: Mirror,
    pub files: Vec<File>,
    pub undone: BTreeSet<i64>,
    pub kinds: BTreeMap<i64, DecisionKind>,
    /// Which decision an undo reverses.
    pub undoes: BTreeMap<i64, i64>,
    pub runs: BTreeSet<i64>,
    pub last: i64,
    /// Reports of each closed period, as they were when it was closed.
    pub closed: BTreeMap<Period, Vec<String>>,
    /// How often each act was done, and how often refused.
    pub counts: BTreeMap<&'static str, [u32; 2]>,
}

impl World {
    pub fn new(seed: u64) -> World {
        let home = TempDir::new().expect("a temporary folder");
        let layouts = home.path().join("config/layouts");
        std::fs::create_dir_all(&layouts).expect("a folder for layouts");
        std::fs::write(layouts.join("gateway.toml"), GATEWAY).expect("a layout is written");
        let clock = Clock::pinned(Stamp::parse(NOW).expect("a time"));
        let session = Session::open(&OpenOptions {
            db: Some(home.path().join("book.db")),
            config: None,
            actor: Some("simulation".to_owned()),
            surroundings: Surroundings {
                clock,
                data_folder: home.path().to_owned(),
                config_folder: home.path().join("config"),
                os_user: "simulation".to_owned(),
                host: "here".to_owned(),
                program: env!("CARGO_BIN_EXE_doisoat").into(),
            },
        });
        World {
            session: session.unwrap_or_else(|error| panic!("{error:?}")),
            home,
            dice: Dice::new(seed),
            paper: Paper::default(),
            mirror: Mirror::default(),
            files: Vec::new(),
            undone: BTreeSet::new(),
            kinds: BTreeMap::new(),
            undoes: BTreeMap::new(),
            runs: BTreeSet::new(),
            last: 0,
            closed: BTreeMap::new(),
            counts: BTreeMap::new(),
        }
    }

    pub fn cards(&self) -> Vec<PaymentCard> {
        let ids = lists::payment_ids(&self.session, &Filter::default()).expect("it lists");
        lists::payment_cards(&self.session, &ids).expect("it lists")
    }

    pub fn id(&self, reference: &str) -> PaymentId {
        PaymentId(self.mirror.payments[reference].id)
    }

    pub fn import(&mut self, path: PathBuf) -> Receipt {
        let paths = [path];
        let options = ImportOptions::default();
        let outcomes = import::import(&mut self.session, &paths, &options, &mut |_| true);
        let mut outcomes = outcomes.expect("it imports");
        let receipt = outcomes.pop().expect("one file").outcome.expect("it is a good file");
        assert_eq!(receipt.refused, 0, "{:?}", receipt.problems);
        assert_eq!(receipt.rows, receipt.new + receipt.known + receipt.changed);
        receipt
    }

    /// Decisions made since the last look, remembered by kind.
    pub fn new_decisions(&mut self) -> Vec<DecisionCard> {
        let mut new = Vec::new();
        while let Ok(card) = lists::decision(&self.session, DecisionId(self.last + 1)) {
            self.last += 1;
            self.kinds.insert(self.last, card.kind);
            self.runs.extend(card.run.map(|run| run.0));
            new.push(card);
        }
        new
    }

    /// The one decision that an act made, with what the mirror knows that it must have done.
    pub fn decided(&mut self, did: Vec<Did>) -> i64 {
        let new = self.new_decisions();
        assert_eq!(new.len(), 1, "one act is one decision");
        self.mirror.did(self.last, did);
        self.last
    }

    /// Decisions that reverse others.
    pub fn absorb_undone(&mut self) -> usize {
        let new = self.new_decisions();
        for card in &new {
            let undone = card.undoes.expect("an undo names what it reverses").0;
            assert!(self.undone.insert(undone), "{undone} is undone once");
            self.undoes.insert(card.id.0, undone);
            self.mirror.undid(card.id.0, undone);
        }
        new.len()
    }

    /// What decisions of a run changed, in the mirror's words.
    pub fn changes(&self, card: &DecisionCard) -> Vec<Did> {
        let reference = |id: PaymentId| -> String {
            let found = self.mirror.payments.iter().find(|(_, own)| own.id == id.0);
            found.map(|(reference, _)| reference.clone()).expect("a payment of the book")
        };
        let number = |shown: &Option<String>| shown.clone().expect("an invoice has its number");
        card.changes
            .iter()
            .filter_map(|one| match &one.change {
                Change::Settled { payment, amount, .. } => {
                    let invoice = number(&one.invoice_number);
                    Some(Did::Linked(reference(*payment), invoice, amount.minor()))
                }
                Change::Refunded { original, refund, amount } => {
                    let refund = refund.map(reference);
                    Some(Did::Refunded(reference(*original), refund, amount.minor()))
                }
                Change::NatureChanged { payment, to, .. } => {
                    Some(Did::Payout(reference(*payment), *to == Nature::Payout))
                }
                Change::PairRejected { .. } => None,
                other => panic!("matching does not decide so: {other:?}"),
            })
            .collect()
    }

    /// The tables are what the mirror says.
    pub fn prove_tables(&self) {
        self.mirror.prove();
        let cards = self.cards();
        assert_eq!(cards.len(), self.mirror.payments.len());
        for card in &cards {
            let links = card.links.iter();
            let links = links.map(|link| (link.invoice_number.clone(), link.amount.minor()));
            let standing: Standing = (
                card.state.code().to_owned(),
                card.open.minor(),
                card.settled.minor(),
                card.refunded.minor(),
                card.excluded.minor(),
                links.collect(),
            );
            assert_eq!(standing, self.mirror.standing(&card.reference), "{}", card.reference);
            let own = &self.mirror.payments[&card.reference];
            let original = own.refund_of.as_ref().map(|original| self.id(original));
            assert_eq!(card.refund_of, original, "{}", card.reference);
            assert_eq!(card.id.0, own.id, "{} keeps its id", card.reference);
            assert_eq!(card.fee.minor(), own.fee, "{}", card.reference);
            assert_eq!(card.payout, self.payout(&card.reference), "{}", card.reference);
        }
        self.prove_invoices();
    }

    /// What the payment must say of payouts.
    fn payout(&self, reference: &str) -> Option<PayoutCard> {
        let own = &self.mirror.payments[reference];
        if let Some(by) = &own.paid_out_by {
            return Some(PayoutCard::By(self.id(by)));
        }
        let mut payments: Vec<PaymentId> =
            self.mirror.tied_to(reference).iter().map(|row| self.id(row)).collect();
        payments.sort();
        let currency = Currency::from_code(own.currency).expect("a currency");
        let [gross, fee, refunds, difference] =
            self.mirror.payout(reference).map(|minor| Money::from_minor(minor, currency));
        let card = PayoutCard::Of { payments, gross, fee, refunds, difference };
        (!self.mirror.tied_to(reference).is_empty()).then_some(card)
    }

    fn prove_invoices(&self) {
        let ids = lists::invoice_ids(&self.session, &Filter::default()).expect("it lists");
        let cards = lists::invoice_cards(&self.session, &ids).expect("it lists");
        let standing = self.mirror.invoices.values().filter(|own| !own.is_withdrawn).count();
        assert_eq!(cards.len(), standing);
        for card in cards {
            let (paid, lacks) = (self.mirror.paid(&card.number), self.mirror.lacks(&card.number));
            assert_eq!((card.paid.minor(), card.open.minor()), (paid, lacks), "{}", card.number);
        }
    }

    pub fn prove_step(&self, step: usize) {
        self.prove_tables();
        if step % 10 == 9 {
            self.prove_closed();
        }
        if step % 40 == 39 {
            self.prove_replay();
        }
    }

    pub fn prove_all(&self) {
        self.prove_tables();
        self.prove_closed();
        self.prove_replay();
        self.prove_days();
    }

    pub fn reports(&self, period: Period) -> Vec<String> {
        report::names().into_iter().map(|name| self.report(name, period)).collect()
    }

    fn report(&self, name: &str, period: Period) -> String {
        let table = report::report(&self.session, name, Some(period)).expect("it reports");
        report::write_plain(&table, "json").expect("it writes")
    }

    fn prove_closed(&self) {
        for (period, before) in &self.closed {
            for (name, before) in report::names().into_iter().zip(before) {
                let now = self.report(name, *period);
                assert_eq!(*before, now, "{name} of {period} was closed");
            }
        }
    }

    /// Every decision replayed gives the tables, and the program's sums are the mirror's.
    fn prove_replay(&self) {
        let outcome = check::check(&self.session, &mut |_| true).expect("it checks");
        assert_eq!(outcome.findings, []);
        let own: BTreeMap<&str, [i64; 5]> = self.mirror.sums();
        let sums: BTreeMap<&str, [i64; 5]> = outcome
            .identities
            .iter()
            .map(|sums| {
                let parts = [sums.credits, sums.settled, sums.refunded, sums.excluded, sums.open];
                (sums.currency.code(), parts.map(|part| part.minor()))
            })
            .filter(|(_, parts)| parts[0] != 0)
            .collect();
        assert_eq!(sums, own);
    }

    /// The summaries of all days add up to the ledger.
    fn prove_days(&self) {
        let cards = lists::decisions(&self.session, &Filter::default()).expect("it lists");
        let mut days: BTreeSet<_> = cards.iter().map(|card| card.book_day).collect();
        days.extend(self.cards().iter().map(|card| card.book_day));
        let mut sums: BTreeMap<String, [i64; 5]> = BTreeMap::new();
        for day in days {
            let period = Some(Period::Day(day));
            let table = report::report(&self.session, "day", period).expect("it reports");
            add_totals(&mut sums, &table);
        }
        sums.retain(|_, parts| *parts != [0; 5]);
        let own = self.mirror.sums();
        let own: BTreeMap<String, [i64; 5]> =
            own.into_iter().map(|(code, parts)| (code.to_owned(), parts)).collect();
        assert_eq!(sums, own, "the days add up to the ledger");
    }

    /// Newest first, every decision that has an effect: what is left is nothing.
    pub fn undo_everything(&mut self) {
        for id in (1..=self.last).rev() {
            let is_closing = matches!(
                self.kinds[&id],
                DecisionKind::ClosePeriod | DecisionKind::ReopenPeriod | DecisionKind::Unmask
            );
            if is_closing || self.undoes.contains_key(&id) {
                continue;
            }
            if let Some(target) = self.effect_of(id) {
                self.undo_surely(target);
            }
        }
        self.prove_all();
        for (reference, own) in &self.mirror.payments {
            assert!(own.is_withdrawn, "{reference}");
            assert!(self.mirror.links_of(reference).is_empty(), "{reference}");
        }
    }

    /// What must be undone to take a decision's effect away: itself, or what last put it back.
    fn effect_of(&self, id: i64) -> Option<i64> {
        let undone_by = |id| self.undoes.iter().find(|(_, undone)| **undone == id);
        let (mut last, mut has_effect) = (id, true);
        while let Some((by, _)) = undone_by(last) {
            (last, has_effect) = (*by, !has_effect);
        }
        has_effect.then_some(last)
    }

    /// What came later and stands on it goes first; where that was an undo, what it took away is
    /// back then.
    fn undo_surely(&mut self, id: i64) {
        let outcome = undo::undo(&mut self.session, &[DecisionId(id)], "all of it");
        if let Err(app::Error::Refused(refusal)) = &outcome
            && refusal.code == RefusalCode::LaterDecisionStands
        {
            let later = refusal.facts.iter().find(|fact| fact.name == "later");
            let later = later.expect("it names them").value.clone();
            for by in later.split(", ").map(|id| id.parse().expect("an id")) {
                assert!(by > id, "{by} is no later than {id}");
                self.undo_surely(by);
            }
            return self.undo_surely(id);
        }
        outcome.unwrap_or_else(|error| panic!("undo {id}, {:?}: {error:?}", self.kinds[&id]));
        assert_eq!(self.absorb_undone(), 1);
    }

    /// The files come again: every row has its old id, and nothing is decided.
    pub fn import_everything_again(&mut self) {
        let files = 0..self.files.len();
        for at in files.filter(|at| !self.files[*at].is_news).collect::<Vec<_>>() {
            self.import_again(at);
        }
        for (reference, own) in &self.mirror.payments {
            assert!(!own.is_withdrawn, "{reference} is back");
            let is_money = own.is_credit && own.status == "success";
            let open = if is_money { own.amount } else { 0 };
            assert_eq!(self.mirror.open(reference), open, "{reference}");
        }
    }

    /// The run did what it is for: each act was done, and refusals came too.
    pub fn prove_that_much_happened(&self) {
        println!("{:?}", self.counts);
        let done = |act| self.counts.get(act).map_or(0, |count: &[u32; 2]| count[0]);
        for act in ["match", "accept", "link", "undo", "resolve", "close", "news", "tie_payout"] {
            assert!(done(act) > 0, "no {act} was done: {:?}", self.counts);
        }
        assert!(self.counts.values().any(|count| count[1] > 0));
    }

    pub fn count(&mut self, act: &'static str, is_done: bool) {
        self.counts.entry(act).or_default()[usize::from(!is_done)] += 1;
    }
}

fn add_totals(sums: &mut BTreeMap<String, [i64; 5]>, table: &Table) {
    for row in &table.totals {
        let Cell::Text(currency) = &row[3] else { panic!("a currency") };
        let sum = sums.entry(currency.clone()).or_default();
        for (sum, cell) in sum.iter_mut().zip(&row[4..]) {
            let Cell::Money(amount) = cell else { panic!("an amount") };
            *sum += amount.minor();
        }
    }
}

/// What is refused is a refusal of the law, never a failure.
pub fn is_done<T>(outcome: app::Result<T>) -> bool {
    match outcome {
        Ok(_) => true,
        Err(app::Error::Refused(refusal)) => {
            println!("  refused: {}", refusal.code.code());
            false
        }
        Err(app::Error::Failed(failure)) => panic!("{failure}"),
    }
}
