//! What `check` looks at: the chain as it is stored, what came with each import, and the derived
//! half.

use std::collections::BTreeMap;

use rusqlite::Row;

use super::chain::{GENESIS, Hash, Withdrawn, hex};
use super::{Result, Store, digest, values};
use crate::model::{
    Change, DecisionId, DecisionRecord, Direction, FileId, InvoiceId, InvoiceStanding,
    InvoiceState, InvoiceStatus, LedgerInvoice, LedgerPayment, Nature, PaymentClass, PaymentId,
    PaymentStanding, PaymentState, PaymentStatus, SourceKind, Subject,
};
use crate::money::{Currency, Money};

/// A decision with whether the chain holds for it.
pub struct Audited {
    pub id: DecisionId,
    pub record: DecisionRecord,
    pub changes: Vec<Change>,
    /// For an import: rows that it brought back.
    pub restored: Vec<Subject>,
    /// Its hash follows from its content and its predecessor.
    pub is_sealed: bool,
    /// For an import: the digest of its rows is the one that its file bears.
    pub are_rows_sealed: bool,
}

/// Walks the chain decision by decision.
pub struct ChainWalk<'a> {
    store: &'a Store,
    previous: Hash,
    /// What decisions up to `read_to` changed, those that were walked over taken out.
    changes: BTreeMap<DecisionId, Vec<Change>>,
    read_to: i64,
}

/// Decisions whose changes are read together.
const STRIDE: i64 = 256;

impl Store {
    pub fn walk_chain(&self) -> ChainWalk<'_> {
        ChainWalk { store: self, previous: GENESIS, changes: BTreeMap::new(), read_to: 0 }
    }

    /// Rows of tables that point to nothing: table and what it should point to.
    pub fn broken_references(&self) -> Result<Vec<(String, String)>> {
        let mut statement = self.connection.prepare("PRAGMA foreign_key_check")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(2)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Payments as they came with a file, before any decision.
    pub fn payments_as_came(&self, file: FileId) -> Result<Vec<LedgerPayment>> {
        let sql = "SELECT p.*, a.kind AS source_kind
                   FROM source_row r JOIN payment p ON p.source_row = r.id
                   JOIN account a ON a.id = p.account
                   WHERE r.file = ?1 ORDER BY p.id";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([file.0], |row| as_came(row, file))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Invoices as they came with an import, before any other decision.
    pub fn invoices_as_came(
        &self,
        file: FileId,
        decision: DecisionId,
    ) -> Result<Vec<LedgerInvoice>> {
        let sql = include_str!("queries/invoices_as_came.sql");
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([decision.0], |row| {
            let currency = values::currency(row, "currency")?;
            Ok(LedgerInvoice {
                id: InvoiceId(row.get("invoice")?),
                number: row.get("number")?,
                status: values::coded(row, "status", InvoiceStatus::from_code)?,
                is_withdrawn: false,
                amount: values::money(row, "amount_minor", currency)?,
                links: Vec::new(),
                written_off: Money::zero(currency),
                file,
                resolved_as: None,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// All of `payment_now`.
    pub fn payment_standings(&self) -> Result<BTreeMap<PaymentId, PaymentStanding>> {
        let mut statement = self.connection.prepare("SELECT * FROM payment_now")?;
        let rows = statement.query_map([], payment_standing_of)?;
        rows.map(|row| row.map(|own| (own.payment, own)).map_err(Into::into)).collect()
    }

    /// All of `invoice_now`.
    pub fn invoice_standings(&self) -> Result<BTreeMap<InvoiceId, InvoiceStanding>> {
        let mut statement = self.connection.prepare("SELECT * FROM invoice_now")?;
        let rows = statement.query_map([], invoice_standing_of)?;
        rows.map(|row| row.map(|own| (own.invoice, own)).map_err(Into::into)).collect()
    }

    /// Counters that do not say what `payment_now` adds up to: their book days.
    pub fn wrong_day_totals(&self) -> Result<Vec<String>> {
        let mut statement =
            self.connection.prepare(include_str!("queries/wrong_day_totals.sql"))?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Rejections that name another version of the invoice than was the newest when they were made.
    pub fn misdated_rejections(&self) -> Result<Vec<DecisionId>> {
        let sql = include_str!("queries/misdated_rejections.sql");
        let mut statement = self.connection.prepare(sql)?;
        let rows = statement.query_map([], |row| row.get(0).map(DecisionId))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Successful credits per currency and kind of source.
    pub fn credits_by_source(&self) -> Result<Vec<(Currency, SourceKind, Money)>> {
        let sql = include_str!("queries/credits_by_source.sql");
        let mut statement = self.connection.prepare(sql)?;
        let rows = statement.query_map([], |row| {
            let currency = values::currency(row, "currency")?;
            let kind = values::coded(row, "kind", SourceKind::from_code)?;
            Ok((currency, kind, values::money(row, "credits", currency)?))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl ChainWalk<'_> {
    /// The decision of this id; `None` where it is missing. Ids are walked from 1 upwards.
    pub fn step(&mut self, id: DecisionId) -> Result<Option<Audited>> {
        let changes = self.changes(id)?;
        let Some(recorded) = self.store.recorded(id, changes)? else { return Ok(None) };
        let is_sealed = self.store.reseal(id, &recorded, &self.previous)? == recorded.hash;
        self.previous = recorded.hash;
        let are_rows_sealed = match recorded.record.file {
            Some(file) => {
                let digest = digest::of_rows(self.store, file, id)?;
                digest == self.store.file_seal(file)?.rows_digest
            }
            None => true,
        };
        let restored = match recorded.record.file {
            Some(_) => recorded.withdrawn.iter().map(subject_of).collect(),
            None => Vec::new(),
        };
        Ok(Some(Audited {
            id,
            record: recorded.record,
            changes: recorded.changes,
            restored,
            is_sealed,
            are_rows_sealed,
        }))
    }

    fn changes(&mut self, id: DecisionId) -> Result<Vec<Change>> {
        if id.0 > self.read_to {
            self.read_to = id.0 + STRIDE - 1;
            let ids: Vec<DecisionId> = (id.0..=self.read_to).map(DecisionId).collect();
            self.changes = self.store.changes_of(&ids)?;
        }
        Ok(self.changes.remove(&id).unwrap_or_default())
    }

    /// Hash of the last decision walked over, hex.
    pub fn head(&self) -> String {
        hex(&self.previous)
    }
}

fn subject_of(row: &Withdrawn) -> Subject {
    row.subject
}

fn as_came(row: &Row, file: FileId) -> rusqlite::Result<LedgerPayment> {
    let currency = values::currency(row, "currency")?;
    let zero = Money::zero(currency);
    Ok(LedgerPayment {
        id: PaymentId(row.get("id")?),
        source_kind: values::coded(row, "source_kind", SourceKind::from_code)?,
        direction: values::coded(row, "direction", Direction::from_code)?,
        status: values::coded(row, "first_status", PaymentStatus::from_code)?,
        nature: values::coded(row, "first_nature", Nature::from_code)?,
        is_withdrawn: false,
        book_day: values::day(row, "book_day")?,
        amount: values::money(row, "amount_minor", currency)?,
        links: Vec::new(),
        refunded: zero,
        excluded: zero,
        refund_of: None,
        paid_out_by: None,
        pays_out: Default::default(),
        file,
        resolved_as: None,
        rejected: Default::default(),
    })
}

fn payment_standing_of(row: &Row) -> rusqlite::Result<PaymentStanding> {
    let currency = values::currency(row, "currency")?;
    let money = |column| values::money(row, column, currency);
    Ok(PaymentStanding {
        payment: PaymentId(row.get("payment")?),
        direction: values::coded(row, "direction", Direction::from_code)?,
        status: values::coded(row, "status", PaymentStatus::from_code)?,
        nature: values::coded(row, "nature", Nature::from_code)?,
        is_withdrawn: row.get("is_withdrawn")?,
        amount: money("amount_minor")?,
        settled: money("settled_minor")?,
        refunded: money("refunded_minor")?,
        excluded: money("excluded_minor")?,
        open: money("open_minor")?,
        state: values::coded(row, "state", PaymentState::from_code)?,
        class: values::coded(row, "class", PaymentClass::from_code)?,
        refund_of: row.get::<_, Option<i64>>("refund_of")?.map(PaymentId),
    })
}

fn invoice_standing_of(row: &Row) -> rusqlite::Result<InvoiceStanding> {
    let currency = values::currency(row, "currency")?;
    let money = |column| values::money(row, column, currency);
    Ok(InvoiceStanding {
        invoice: InvoiceId(row.get("invoice")?),
        status: values::coded(row, "status", InvoiceStatus::from_code)?,
        amount: money("amount_minor")?,
        paid: money("paid_minor")?,
        open: money("open_minor")?,
        written_off: money("written_off_minor")?,
        state: values::coded(row, "state", InvoiceState::from_code)?,
        class: values::coded(row, "class", crate::model::InvoiceClass::from_code)?,
    })
}
