//! Decisions of the record as cards, with what they changed.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Row;

use super::{days, json_ids};
use crate::model::view::{ChangeCard, DecisionCard, Filter};
use crate::model::{Change, DecisionId, DecisionKind, FileId, InvoiceId, MadeBy, Reason, RunId};
use crate::store::chain::hex;
use crate::store::reasons::reason_of;
use crate::store::values::{coded, day, stamp};
use crate::store::{Result, Store};

impl Store {
    /// Ids of decisions of a kind (the filter's class) and between book days, oldest first.
    pub fn decision_ids(&self, filter: &Filter) -> Result<Vec<DecisionId>> {
        let (from, to) = days(filter);
        let sql = "SELECT id FROM decision
                   WHERE (?1 IS NULL OR kind = ?1) AND (?2 IS NULL OR book_day >= ?2)
                     AND (?3 IS NULL OR book_day <= ?3) ORDER BY id";
        let mut statement = self.connection.prepare_cached(sql)?;
        let values = (&filter.class, from, to);
        let ids = statement.query_map(values, |row| row.get(0).map(DecisionId))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }

    /// Cards in the order of the ids; unknown ids are passed over.
    pub fn decision_cards(&self, ids: &[DecisionId]) -> Result<Vec<DecisionCard>> {
        let mut changes = self.changes_of(ids)?;
        let named = changes.values().flatten().filter_map(Change::invoice);
        let numbers = self.shown_numbers(named)?;
        let sql = include_str!("../queries/decision_cards.sql");
        let mut statement = self.connection.prepare_cached(sql)?;
        let cards = statement.query_map([json_ids(ids.iter().map(|id| id.0))], card)?;
        let mut cards: Vec<DecisionCard> = cards.collect::<rusqlite::Result<_>>()?;
        for card in &mut cards {
            let own = changes.remove(&card.id).unwrap_or_default();
            card.changes = own.into_iter().map(|change| named_change(change, &numbers)).collect();
        }
        Ok(cards)
    }

    /// The reasons that were stored with decisions, as they stood then.
    pub fn reasons_of(
        &self,
        decisions: &[DecisionId],
    ) -> Result<BTreeMap<DecisionId, Vec<Reason>>> {
        let sql = "SELECT r.decision, r.rule, r.side, r.strength, r.facts, r.invoice,
                     r.span_start, r.span_end
                   FROM json_each(?1) j CROSS JOIN decision_reason r ON r.decision = j.value
                   ORDER BY r.decision, r.ordinal";
        let unique: BTreeSet<i64> = decisions.iter().map(|id| id.0).collect();
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([json_ids(unique.into_iter())])?;
        let mut reasons: BTreeMap<DecisionId, Vec<Reason>> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let decision = DecisionId(row.get("decision")?);
            reasons.entry(decision).or_default().push(reason_of(row)?);
        }
        Ok(reasons)
    }
}

fn named_change(change: Change, numbers: &BTreeMap<InvoiceId, String>) -> ChangeCard {
    let invoice_number = change.invoice().and_then(|invoice| numbers.get(&invoice).cloned());
    ChangeCard { change, invoice_number }
}

fn card(row: &Row) -> rusqlite::Result<DecisionCard> {
    let id = |column| row.get::<_, Option<i64>>(column);
    let hash: Vec<u8> = row.get("hash")?;
    Ok(DecisionCard {
        id: DecisionId(row.get("id")?),
        kind: coded(row, "kind", DecisionKind::from_code)?,
        made_at: stamp(row, "made_at")?,
        book_day: day(row, "book_day")?,
        made_by: coded(row, "made_by", MadeBy::from_code)?,
        actor: row.get("actor")?,
        reason: row.get("reason")?,
        rule: row.get("rule")?,
        run: id("run")?.map(RunId),
        file: id("file")?.map(FileId),
        file_name: row.get("file_name")?,
        undoes: id("undoes")?.map(DecisionId),
        undone_by: id("undone_by")?.map(DecisionId),
        changes: Vec::new(),
        hash: hex(&hash),
    })
}
