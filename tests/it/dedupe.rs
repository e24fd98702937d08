//! No double, no loss: the same rows met again, in whatever files, order and encoding, are the same
//! payments.

#[path = "dedupe/rows.rs"]
mod rows;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use doisoat::app::import::{self, ImportOptions};
use doisoat::app::{OpenOptions, Session, Surroundings, lists, undo};
use doisoat::calendar::{Clock, Stamp};
use doisoat::model::view::{Filter, PaymentCard, Receipt};
use doisoat::model::{DecisionId, PaymentStatus, ProblemCode};
use doisoat::store::Store;
use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, Strategy, any};
use proptest::{prop_assert_eq, proptest};
use rows::{Export, Kind, hours, import_export, stored};
use tempfile::TempDir;

/// Equal rows of one day, by kind: how many of each the bank really booked.
fn a_day() -> impl Strategy<Value = Vec<Kind>> {
    vec(0..4u8, 0..7)
}

/// Which days an export covers, in what order it writes them.
fn exports(days: usize) -> impl Strategy<Value = Vec<(usize, usize, u64)>> {
    vec((0..days, 0..days, any::<u64>()), 1..6)
}

fn counted(rows: impl IntoIterator<Item = (usize, Kind)>) -> BTreeMap<(usize, Kind), u32> {
    let mut counts = BTreeMap::new();
    rows.into_iter().for_each(|row| *counts.entry(row).or_default() += 1);
    counts
}

fn of_days(days: &[Vec<Kind>], from: usize, to: usize) -> Vec<(usize, Kind)> {
    (from..=to).flat_map(|day| days[day].iter().map(move |kind| (day, *kind))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    /// Exports of overlapping stretches, shuffled and repeated, give the union of their days.
    #[test]
    fn overlapping_exports_give_the_union(days in vec(a_day(), 4), exports in exports(4)) {
        let folder = TempDir::new().expect("a temporary folder");
        let mut store = Store::open(&folder.path().join("book.db")).expect("a new store");
        let mut covered = [false; 4];
        for (one, other, shuffle) in exports {
            let (from, to) = (one.min(other), one.max(other));
            covered[from..=to].fill(true);
            let export = Export { rows: of_days(&days, from, to), stated: None }.shuffled(shuffle);
            let first = import_export(&mut store, &export);
            prop_assert_eq!(first.new + first.known, export.rows.len() as u64);
            let again = import_export(&mut store, &export.shuffled(shuffle.wrapping_mul(7)));
            prop_assert_eq!((again.new, again.known), (0, export.rows.len() as u64));
        }
        let union = (0..4).filter(|day| covered[*day]).flat_map(|day| of_days(&days, day, day));
        prop_assert_eq!(stored(&store), counted(union));
    }

    /// Exports that state disjoint stretches of one day hold different rows, however equal; one of
    /// the whole day holds them all. In whatever order they come, nothing is lost and nothing is
    /// double.
    #[test]
    fn disjoint_stretches_add_up(
        morning in a_day(), evening in a_day(), order in 0..6usize, again in any::<bool>(),
    ) {
        let folder = TempDir::new().expect("a temporary folder");
        let mut store = Store::open(&folder.path().join("book.db")).expect("a new store");
        let rows = |kinds: &[Kind]| kinds.iter().map(|kind| (0, *kind)).collect::<Vec<_>>();
        let whole: Vec<Kind> = morning.iter().chain(&evening).copied().collect();
        let exports = [
            Export { rows: rows(&morning), stated: Some(hours(0, 12)) },
            Export { rows: rows(&evening), stated: Some(hours(13, 23)) },
            Export { rows: rows(&whole), stated: Some(hours(0, 23)) },
        ];
        let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
        for at in orders[order] {
            import_export(&mut store, &exports[at]);
            if again {
                let receipt = import_export(&mut store, &exports[at]);
                prop_assert_eq!(receipt.new, 0);
            }
        }
        prop_assert_eq!(stored(&store), counted(rows(&whole)));
    }
}

/// A session on a new store, with a folder for its files.
struct Desk {
    session: Session,
    home: TempDir,
    files: usize,
}

impl Desk {
    fn new() -> Desk {
        let home = TempDir::new().expect("a temporary folder");
        let now = Stamp::parse("2026-11-24T08:00:00+07:00").expect("a time");
        let session = Session::open(&OpenOptions {
            db: Some(home.path().join("book.db")),
            config: None,
            actor: None,
            surroundings: Surroundings {
                clock: Clock::pinned(now),
                data_folder: home.path().to_owned(),
                config_folder: home.path().join("none"),
                os_user: "lan".to_owned(),
                host: "here".to_owned(),
                program: env!("CARGO_BIN_EXE_doisoat").into(),
            },
        });
        Desk { session: session.expect("a new store"), home, files: 0 }
    }

    fn import(&mut self, bytes: &[u8]) -> Receipt {
        self.import_with(bytes, &ImportOptions::default())
    }

    fn import_with(&mut self, bytes: &[u8], options: &ImportOptions) -> Receipt {
        self.files += 1;
        let path: PathBuf = self.home.path().join(format!("{}.csv", self.files));
        fs::write(&path, bytes).expect("a file");
        let outcomes = import::import(&mut self.session, &[path], options, &mut |_| true);
        let outcome = outcomes.expect("the actor may import").remove(0).outcome;
        outcome.unwrap_or_else(|failure| panic!("{failure}"))
    }

    fn payments(&self) -> Vec<PaymentCard> {
        let ids = lists::payment_ids(&self.session, &Filter::default()).expect("it lists");
        lists::payment_cards(&self.session, &ids).expect("it lists")
    }
}

const BANK: &str = "account,booked_at,amount,memo\n\
    0011000000001,2026-11-05,150000,nộp lệ phí LP26110001\n\
    0011000000001,2026-11-05,30000,nop phi\n\
    0011000000001,2026-11-05,30000,nop phi\n\
    0011000000001,2026-11-06,30000,nop phi\n";

#[test]
fn another_encoding_or_line_end_is_the_same_file() {
    let mut desk = Desk::new();
    let receipt = desk.import(BANK.as_bytes());
    assert_eq!((receipt.rows, receipt.new, receipt.known), (4, 4, 0));
    let ids: Vec<_> = desk.payments().iter().map(|card| card.id).collect();
    let utf_16: Vec<u8> =
        std::iter::once(0xFEFF).chain(BANK.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let variants = [
        BANK.as_bytes().to_vec(),
        format!("\u{feff}{BANK}").into_bytes(),
        BANK.replace('\n', "\r\n").into_bytes(),
        BANK.replace(',', ";").into_bytes(),
        BANK.replace("2026-11-05", "05/11/2026").into_bytes(),
        BANK.replace("nop phi", " nop  phi ").into_bytes(),
        utf_16,
    ];
    for (at, variant) in variants.iter().enumerate() {
        let receipt = desk.import(variant);
        assert_eq!((receipt.new, receipt.known, receipt.changed), (0, 4, 0), "variant {at}");
        let now: Vec<_> = desk.payments().iter().map(|card| card.id).collect();
        assert_eq!(now, ids, "variant {at}");
    }
}

#[test]
fn a_dry_run_leaves_nothing() {
    let mut desk = Desk::new();
    let options = ImportOptions { is_dry_run: true, ..ImportOptions::default() };
    let receipt = desk.import_with(BANK.as_bytes(), &options);
    assert_eq!((receipt.new, receipt.decision), (4, None));
    assert!(desk.payments().is_empty());
    assert_eq!(desk.import(BANK.as_bytes()).new, 4);
}

#[test]
fn rows_that_were_withdrawn_come_back_under_their_ids() {
    let mut desk = Desk::new();
    let first = desk.import(BANK.as_bytes());
    let ids: Vec<_> = desk.payments().iter().map(|card| card.id).collect();
    let decision = first.decision.expect("an import is a decision");
    undo::undo(&mut desk.session, &[decision], "wrong file").expect("nothing stands on it");
    assert!(desk.payments().iter().all(|card| card.open.is_zero()));
    let again = desk.import(BANK.as_bytes());
    assert_eq!((again.new, again.known), (4, 0), "they count again");
    let back: Vec<_> = desk.payments().iter().map(|card| card.id).collect();
    assert_eq!(back, ids);
    let again = again.decision.expect("an import is a decision");
    let withdrawal = DecisionId(decision.0 + 1);
    let twice = undo::undo(&mut desk.session, &[withdrawal], "back by another way");
    assert!(twice.is_err(), "the rows have come back already");
    undo::undo(&mut desk.session, &[again], "wrong again").expect("nothing stands on it");
    assert!(desk.payments().iter().all(|card| card.open.is_zero()));
}

#[test]
fn an_import_that_another_file_confirms_is_not_undone_before_it() {
    let mut desk = Desk::new();
    let first = desk.import(BANK.as_bytes()).decision.expect("an import is a decision");
    let second = desk.import(BANK.as_bytes()).decision.expect("an import is a decision");
    assert!(undo::undo(&mut desk.session, &[first], "no").is_err());
    undo::undo(&mut desk.session, &[first, second], "both").expect("newest first");
    assert!(desk.payments().iter().all(|card| card.open.is_zero()));
}

const WALLET: &str = "account,booked_at,reference,amount,memo,status\n\
    VDTHCC01,2026-11-05T09:00:00+07:00,VD1,150000,LP26110001,pending\n\
    VDTHCC01,2026-11-05T09:05:00+07:00,VD2,30000,LP26110002,success\n";

#[test]
fn a_new_status_keeps_the_id_and_another_amount_is_refused() {
    let mut desk = Desk::new();
    assert_eq!(desk.import(WALLET.as_bytes()).new, 2);
    let before: Vec<_> = desk.payments().iter().map(|card| card.id).collect();
    let settled = WALLET.replace("pending", "success");
    let receipt = desk.import(settled.as_bytes());
    assert_eq!((receipt.new, receipt.known, receipt.changed), (0, 1, 1));
    let now = desk.payments();
    assert_eq!(now.iter().map(|card| card.id).collect::<Vec<_>>(), before);
    assert_eq!(now[0].status, PaymentStatus::Success);
    assert_eq!(now[0].open, now[0].amount, "it counts from now on");

    let receipt = desk.import(settled.replace("30000", "31000").as_bytes());
    assert_eq!((receipt.known, receipt.refused), (1, 1));
    assert_eq!(receipt.problems[0].code, ProblemCode::AmountContradicts);
    assert_eq!(desk.payments()[1].amount.to_plain(), "30000");
}

const INVOICES: &str = "number,amount,payer_name,issued_on\n\
    HD1,100000,An,2026-11-01\n\
    HD1,50000,An,2026-11-01\n\
    HD2,30000,Binh,2026-11-02\n";

#[test]
fn an_invoice_is_known_changed_or_refused() {
    let mut desk = Desk::new();
    let receipt = desk.import(INVOICES.as_bytes());
    assert_eq!((receipt.rows, receipt.new, receipt.invoices), (3, 3, 2));
    let receipt = desk.import(INVOICES.as_bytes());
    assert_eq!((receipt.new, receipt.known, receipt.changed), (0, 3, 0));
    let receipt = desk.import(INVOICES.replace("Binh", "Bình").as_bytes());
    assert_eq!((receipt.new, receipt.known, receipt.changed), (0, 2, 1));
    let receipt = desk.import(INVOICES.replace("2026-11-02", "2027-11-02").as_bytes());
    assert_eq!((receipt.known, receipt.refused), (2, 1));
    assert_eq!(receipt.problems[0].code, ProblemCode::NumberReused);
}
