//! Rows as a reader would hand them over, and their way into a store without a file.

use std::collections::BTreeMap;

use doisoat::calendar::{Day, Moment, Stamp};
use doisoat::ledger;
use doisoat::model::{
    DecisionKind, DecisionRecord, Direction, Failure, FileKind, MadeBy, Nature, PaymentKey,
    PaymentRow, PaymentStatus, Source, SourceKind, Statement,
};
use doisoat::money::{Currency, Money};
use doisoat::store::{Counts, Gate, Importing, NewFile, PlacedPayment, Store};

/// Rows of one kind and day are equal.
pub type Kind = u8;

/// What one export holds, and which stretch it states.
pub struct Export {
    pub rows: Vec<(usize, Kind)>,
    pub stated: Option<(Moment, Moment)>,
}

impl Export {
    /// The same rows in another order.
    pub fn shuffled(&self, seed: u64) -> Export {
        let mut rows = self.rows.clone();
        let mut state = seed | 1;
        for at in (1..rows.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let other = usize::try_from(state >> 33).unwrap_or(0) % (at + 1);
            rows.swap(at, other);
        }
        Export { rows, stated: self.stated }
    }
}

fn day(number: usize) -> Day {
    Day::new(2026, 11, 1).expect("a day").plus_days(number as u64)
}

/// From the beginning of one hour of the first day to the end of another.
pub fn hours(from: u32, to: u32) -> (Moment, Moment) {
    let at = |hour, minute| Moment::at(day(0), hour, minute, minute).expect("a time of the day");
    (at(from, 0), at(to, 59))
}

fn source() -> Source {
    Source {
        kind: SourceKind::Bank,
        institution: "vietcombank".to_owned(),
        account: "0011".to_owned(),
    }
}

fn row(number: u64, (on, kind): (usize, Kind), occurrence: u32) -> PaymentRow {
    let amount = Money::from_minor(1_000 * (i64::from(kind) + 1), Currency::VND);
    let mut base = [0; 16];
    base[0] = u8::try_from(on).expect("few days");
    base[1] = kind;
    PaymentRow {
        row: number,
        detail: None,
        entry: None,
        statement: 0,
        raw: format!("{on} {kind}"),
        source: source(),
        key: PaymentKey { base, occurrence, is_by_reference: false },
        booked: Moment::on(day(on)),
        value_day: None,
        reference: String::new(),
        direction: Direction::Credit,
        amount,
        fee: Money::zero(Currency::VND),
        net: amount,
        paid_by_payer: None,
        settled_base: None,
        balance: None,
        memo: "nop phi".to_owned(),
        payer_name: String::new(),
        payer_account: String::new(),
        virtual_account: String::new(),
        code: String::new(),
        original_reference: String::new(),
        channel: String::new(),
        status: PaymentStatus::Success,
        nature: Nature::Fee,
    }
}

fn settle(
    importing: &mut Importing,
    gate: &mut Gate,
    placed: PlacedPayment,
) -> Result<(), Failure> {
    let PlacedPayment::New(new) = placed else { return Ok(()) };
    let standing = ledger::payment_standing(&new.ledger, None, &BTreeMap::new());
    importing.put_new_standing(gate, &new, &standing)
}

/// Writes an export as an import does.
pub fn import_export(store: &mut Store, export: &Export) -> Counts {
    let at = Stamp::parse("2026-11-24T08:00:00+07:00").expect("a time");
    let file = NewFile {
        name: "export",
        sha256: &"0".repeat(64),
        layout: "test",
        kind: FileKind::Payments,
        imported_at: at,
        holds_events: false,
        letters_of: str::to_owned,
    };
    let written = store.write(false, |gate| -> Result<Counts, Failure> {
        let mut importing = Importing::begin(gate, &file)?;
        let mut met: BTreeMap<(usize, Kind), u32> = BTreeMap::new();
        for (at, own) in export.rows.iter().enumerate() {
            let occurrence = met.entry(*own).or_default();
            *occurrence += 1;
            let row = row(at as u64 + 1, *own, *occurrence);
            if let Some(placed) = importing.put_payment(gate, &row)? {
                settle(&mut importing, gate, placed)?;
            }
        }
        importing.put_statements(gate, &[statement(export)])?;
        importing.place_waiting(gate, settle)?;
        let counts = importing.counts();
        importing.finish(gate, record(at))?;
        Ok(counts)
    });
    written.expect("it is written")
}

fn statement(export: &Export) -> Statement {
    let zero = Money::zero(Currency::VND);
    Statement {
        source: source(),
        currency: Currency::VND,
        number: String::new(),
        rows: Some((1, export.rows.len() as u64)).filter(|_| !export.rows.is_empty()),
        stated: export.stated,
        seen: None,
        opening: None,
        closing: None,
        credits: zero,
        debits: zero,
        is_tied: None,
    }
}

fn record(at: Stamp) -> DecisionRecord {
    DecisionRecord {
        kind: DecisionKind::Import,
        made_at: at,
        book_day: at.day(),
        made_by: MadeBy::Person,
        actor: "lan".to_owned(),
        os_user: "lan".to_owned(),
        host: "here".to_owned(),
        clock: "pinned",
        reason: String::new(),
        run: None,
        file: None,
        undoes: None,
        rule: "".into(),
        reasons: Vec::new(),
    }
}

/// How many payments of each day and kind the store holds.
pub fn stored(store: &Store) -> BTreeMap<(usize, Kind), u32> {
    let mut counts = BTreeMap::new();
    for id in store.all_payment_ids().expect("it reads") {
        let payment = store.ledger_payment(id).expect("it reads").expect("it is there");
        let on = usize::try_from(payment.book_day.days_since(day(0))).expect("a day of the test");
        let kind = Kind::try_from(payment.amount.minor() / 1_000 - 1).expect("a kind of the test");
        *counts.entry((on, kind)).or_default() += 1;
    }
    counts
}
