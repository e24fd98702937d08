//! The record: decisions with their reasons and changes, as undo, check and the chain read them.

use std::borrow::Cow;
use std::collections::BTreeSet;

use rusqlite::{OptionalExtension, Row, params};

use super::chain::{Hash, Sealed, Withdrawn};
use super::closing::ClassThen;
use super::reasons::reason_of;
use super::{Result, Store, values};
use crate::calendar::Stamp;
use crate::model::{
    Change, DecisionId, DecisionKind, DecisionRecord, FileId, InvoiceId, LaterDecision,
    LedgerDecision, MadeBy, PaymentId, Reason, RunId, Subject,
};

/// A decision as the chain sees it.
pub(in crate::store) struct Recorded {
    pub record: DecisionRecord,
    pub hash: Hash,
    /// JSON of each reason's facts, as stored.
    pub reason_facts: Vec<String>,
    pub changes: Vec<Change>,
    pub withdrawn: Vec<Withdrawn>,
    pub classes: Vec<ClassThen>,
}

impl Store {
    /// A decision with what it changed; later ones are asked for with `later_on`.
    pub fn ledger_decision(&self, id: DecisionId) -> Result<Option<LedgerDecision>> {
        let sql = "SELECT kind, book_day, file FROM decision WHERE id = ?1";
        let head = self
            .connection
            .prepare_cached(sql)?
            .query_row([id.0], |row| {
                Ok(LedgerDecision {
                    id,
                    kind: values::coded(row, "kind", DecisionKind::from_code)?,
                    book_day: values::day(row, "book_day")?,
                    changes: Vec::new(),
                    undone_by: None,
                    later: Vec::new(),
                    rests_decided: BTreeSet::new(),
                    file: row.get::<_, Option<i64>>("file")?.map(FileId),
                })
            })
            .optional()?;
        let Some(mut decision) = head else { return Ok(None) };
        decision.changes = self.changes_of(&[id])?.remove(&id).unwrap_or_default();
        decision.undone_by = self.undone_by(id)?;
        Ok(Some(decision))
    }

    pub fn undone_by(&self, id: DecisionId) -> Result<Option<DecisionId>> {
        let sql = "SELECT id FROM decision WHERE undoes = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row([id.0], |row| row.get(0).map(DecisionId)).optional()?)
    }

    /// All decisions of a run, newest first; `None` where there is no such run.
    pub fn decisions_of_run(&self, run: RunId) -> Result<Option<Vec<DecisionId>>> {
        let sql = "SELECT EXISTS (SELECT 1 FROM run WHERE id = ?1)";
        if !self.connection.query_row(sql, [run.0], |row| row.get::<_, bool>(0))? {
            return Ok(None);
        }
        let sql = "SELECT id FROM decision WHERE run = ?1 ORDER BY id DESC";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([run.0], |row| row.get(0).map(DecisionId))?;
        Ok(Some(rows.collect::<rusqlite::Result<_>>()?))
    }

    /// The last of a decision's undoings (undo, undo of the undo, …; itself if there is none), and
    /// how many they are: while that is even, what was decided stands.
    pub fn last_undoing(&self, id: DecisionId) -> Result<(DecisionId, usize)> {
        let (mut last, mut steps) = (id, 0);
        while let Some(next) = self.undone_by(last)? {
            last = next;
            steps += 1;
        }
        Ok((last, steps))
    }

    /// The decision that a chain of undoings began with, and how many they are.
    pub fn first_undone(&self, id: DecisionId) -> Result<(DecisionId, usize)> {
        let (mut first, mut steps) = (id, 0);
        let mut statement =
            self.connection.prepare_cached("SELECT undoes FROM decision WHERE id = ?1")?;
        while let Some(undone) =
            statement.query_row([first.0], |row| row.get::<_, Option<i64>>(0))?
        {
            first = DecisionId(undone);
            steps += 1;
        }
        Ok((first, steps))
    }

    /// What an actor decided in person and nobody has undone, newest first: at most `count`.
    pub fn newest_of_actor(&self, actor: &str, count: u32) -> Result<Vec<DecisionId>> {
        let sql = include_str!("queries/newest_of_actor.sql");
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map(params![actor, count], |row| row.get(0).map(DecisionId))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Whether undoing this one gives something back that was taken: it is no undo, or the undo of
    /// an undo.
    pub fn is_in_effect(&self, id: DecisionId) -> Result<bool> {
        Ok(self.undone_by(id)?.is_none() && self.first_undone(id)?.1.is_multiple_of(2))
    }

    /// Payments and invoices that came new with the file.
    pub fn subjects_of_file(&self, file: FileId) -> Result<Vec<Subject>> {
        self.rows_new_with(file)
    }

    pub fn newest_decision(&self) -> Result<DecisionId> {
        let sql = "SELECT coalesce(max(id), 0) FROM decision";
        Ok(DecisionId(self.connection.query_row(sql, [], |row| row.get(0))?))
    }

    /// When the newest decision was made, by its own clock.
    pub fn newest_decision_at(&self) -> Result<Option<Stamp>> {
        let sql = "SELECT made_at FROM decision ORDER BY id DESC LIMIT 1";
        let newest = self.connection.query_row(sql, [], |row| values::stamp(row, "made_at"));
        Ok(newest.optional()?)
    }

    /// A decision with its `changes`, which whoever walks over many reads for many at a time.
    pub(in crate::store) fn recorded(
        &self,
        id: DecisionId,
        changes: Vec<Change>,
    ) -> Result<Option<Recorded>> {
        let sql = "SELECT * FROM decision WHERE id = ?1";
        let head = self
            .connection
            .prepare_cached(sql)?
            .query_row([id.0], |row| Ok((record_of(row)?, row.get::<_, Hash>("hash")?)))
            .optional()?;
        let Some((mut record, hash)) = head else { return Ok(None) };
        let mut reason_facts = Vec::new();
        for (reason, facts) in self.recorded_reasons(id)? {
            record.reasons.push(reason);
            reason_facts.push(facts);
        }
        let withdrawn = self.withdrawn_by(id)?;
        let classes = self.classes_kept_by(id)?;
        Ok(Some(Recorded { record, hash, reason_facts, changes, withdrawn, classes }))
    }

    /// Whether the decision's hash is the one that its content and its predecessor give, and that
    /// hash.
    pub(in crate::store) fn reseal(
        &self,
        id: DecisionId,
        recorded: &Recorded,
        previous: &Hash,
    ) -> Result<Hash> {
        let file = recorded.record.file.map(|file| self.file_seal(file)).transpose()?;
        let sealed = Sealed {
            id,
            record: &recorded.record,
            reason_facts: recorded.reason_facts.clone(),
            file,
            changes: recorded.changes.iter().collect(),
            withdrawn: &recorded.withdrawn,
            classes: &recorded.classes,
        };
        Ok(sealed.hash(previous))
    }

    fn withdrawn_by(&self, id: DecisionId) -> Result<Vec<Withdrawn>> {
        let sql =
            "SELECT file, payment, invoice, stands FROM withdrawal WHERE decision = ?1 ORDER BY id";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([id.0], |row| {
            Ok(Withdrawn {
                file: FileId(row.get("file")?),
                subject: subject_of(row)?,
                stands: row.get("stands")?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn recorded_reasons(&self, id: DecisionId) -> Result<Vec<(Reason, String)>> {
        let sql = "SELECT * FROM decision_reason WHERE decision = ?1 ORDER BY ordinal";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement
            .query_map([id.0], |row| Ok((reason_of(row)?, row.get::<_, String>("facts")?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Decisions after `earlier` that touch one of these, oldest first.
    pub fn later_on(
        &self,
        subjects: &BTreeSet<Subject>,
        earlier: DecisionId,
    ) -> Result<Vec<LaterDecision>> {
        let mut touching = BTreeSet::new();
        for subject in subjects {
            let (sql, id) = match subject {
                Subject::Payment(id) => (include_str!("queries/later_on_payment.sql"), id.0),
                Subject::Invoice(id) => (include_str!("queries/later_on_invoice.sql"), id.0),
            };
            let mut statement = self.connection.prepare_cached(sql)?;
            let rows = statement.query_map([id, earlier.0], |row| row.get(0).map(DecisionId))?;
            for later in rows {
                touching.insert(later?);
            }
        }
        touching.into_iter().map(|id| self.later(id, earlier)).collect()
    }

    fn later(&self, id: DecisionId, earlier: DecisionId) -> Result<LaterDecision> {
        let mut statement =
            self.connection.prepare_cached("SELECT undoes FROM decision WHERE id = ?1")?;
        let (mut at, mut undoings) = (id, 0);
        while let Some(undone) =
            statement.query_row([at.0], |row| row.get::<_, Option<i64>>(0))?.map(DecisionId)
            && undone > earlier
        {
            (at, undoings) = (undone, undoings + 1);
        }
        Ok(LaterDecision { id, is_undone: self.undone_by(id)?.is_some(), undoings })
    }

    /// Those of these on which more was put outside or written off after a decision than was taken
    /// back.
    pub fn rests_decided_since(
        &self,
        subjects: &BTreeSet<Subject>,
        earlier: DecisionId,
    ) -> Result<BTreeSet<Subject>> {
        let mut decided = BTreeSet::new();
        for subject in subjects {
            let (sql, id) = match subject {
                Subject::Payment(id) => (include_str!("queries/excluded_since.sql"), id.0),
                Subject::Invoice(id) => (include_str!("queries/written_off_since.sql"), id.0),
            };
            let mut statement = self.connection.prepare_cached(sql)?;
            let since: i64 = statement.query_row([id, earlier.0], |row| row.get(0))?;
            if since > 0 {
                decided.insert(*subject);
            }
        }
        Ok(decided)
    }
}

fn subject_of(row: &Row) -> rusqlite::Result<Subject> {
    match row.get::<_, Option<i64>>("payment")? {
        Some(payment) => Ok(Subject::Payment(PaymentId(payment))),
        None => Ok(Subject::Invoice(InvoiceId(row.get("invoice")?))),
    }
}

fn record_of(row: &Row) -> rusqlite::Result<DecisionRecord> {
    let clock = values::coded(row, "clock", |code| {
        ["system", "pinned", "raised"].into_iter().find(|known| *known == code)
    })?;
    Ok(DecisionRecord {
        kind: values::coded(row, "kind", DecisionKind::from_code)?,
        made_at: values::stamp(row, "made_at")?,
        book_day: values::day(row, "book_day")?,
        made_by: values::coded(row, "made_by", MadeBy::from_code)?,
        actor: row.get("actor")?,
        os_user: row.get("os_user")?,
        host: row.get("host")?,
        clock,
        reason: row.get("reason")?,
        run: row.get::<_, Option<i64>>("run")?.map(RunId),
        file: row.get::<_, Option<i64>>("file")?.map(FileId),
        undoes: row.get::<_, Option<i64>>("undoes")?.map(DecisionId),
        rule: Cow::Owned(row.get("rule")?),
        reasons: Vec::new(),
    })
}
