//! The record: decisions with their reasons and changes, as undo, check and the chain read them.

use std::borrow::Cow;
use std::collections::BTreeSet;

use rusqlite::{OptionalExtension, Row, params};

use super::chain::{Hash, Sealed, Withdrawn};
use super::closing::ClassThen;
use super::reasons::reason_of;
use super::{Result, Store, values};
use crate::model::{
    Change, DecisionId, DecisionKind, DecisionRecord, FileId, InvoiceId, LedgerDecision, MadeBy,
    PaymentId, Reason, RunId, Subject,
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
    /// A decision with what it changed, as undo needs it.
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
        decision.later = self.later_than(&decision)?;
        if !decision.later.is_empty() {
            decision.rests_decided = self.rests_decided_since(&decision)?;
        }
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

    /// Later decisions that stand and touch a payment or invoice of this one, oldest first.
    fn later_than(&self, decision: &LedgerDecision) -> Result<Vec<DecisionId>> {
        let mut touching = BTreeSet::new();
        let mut collect = |sql: &str, id: i64| -> Result<()> {
            let mut statement = self.connection.prepare_cached(sql)?;
            let rows = statement.query_map(params![id, decision.id.0], |row| row.get(0))?;
            for later in rows {
                touching.insert(DecisionId(later?));
            }
            Ok(())
        };
        for subject in self.subjects_of(decision)? {
            match subject {
                Subject::Payment(payment) => {
                    collect(include_str!("queries/later_on_payment.sql"), payment.0)?;
                }
                Subject::Invoice(invoice) => {
                    collect(include_str!("queries/later_on_invoice.sql"), invoice.0)?;
                }
            }
        }
        let mut later = Vec::new();
        for id in touching {
            if self.still_counts(id, decision.id)? {
                later.push(id);
            }
        }
        Ok(later)
    }

    /// Payments and invoices of this decision on which more was put outside or written off after
    /// it than was taken back.
    fn rests_decided_since(&self, decision: &LedgerDecision) -> Result<BTreeSet<Subject>> {
        let mut decided = BTreeSet::new();
        for subject in self.subjects_of(decision)? {
            let (sql, id) = match subject {
                Subject::Payment(id) => (include_str!("queries/excluded_since.sql"), id.0),
                Subject::Invoice(id) => (include_str!("queries/written_off_since.sql"), id.0),
            };
            let mut statement = self.connection.prepare_cached(sql)?;
            let since: i64 = statement.query_row(params![id, decision.id.0], |row| row.get(0))?;
            if since > 0 {
                decided.insert(subject);
            }
        }
        Ok(decided)
    }

    fn subjects_of(&self, decision: &LedgerDecision) -> Result<Vec<Subject>> {
        let mut subjects: Vec<Subject> = decision.changes.iter().flat_map(subjects).collect();
        let withdrawn = decision.changes.iter().filter_map(|change| match change {
            Change::RowsWithdrawn { file, .. } => Some(*file),
            _ => None,
        });
        for file in withdrawn.chain(decision.file) {
            subjects.extend(self.rows_new_with(file)?);
        }
        subjects.sort();
        subjects.dedup();
        Ok(subjects)
    }

    /// Whether a later decision stands against undoing an earlier one. A decision that was undone
    /// does not, and neither does its undoing: of a chain of undoings, what came later than the
    /// earlier decision must have an effect that was not there when that was made.
    fn still_counts(&self, later: DecisionId, earlier: DecisionId) -> Result<bool> {
        if self.undone_by(later)?.is_some() {
            return Ok(false);
        }
        let mut statement =
            self.connection.prepare_cached("SELECT undoes FROM decision WHERE id = ?1")?;
        let (mut at, mut links_after) = (Some(later.0), 0);
        while let Some(id) = at.filter(|id| *id > earlier.0) {
            links_after += 1;
            at = statement.query_row([id], |row| row.get(0))?;
        }
        Ok(links_after % 2 == 1)
    }
}

/// What a later decision may rest on; a rejected pair bears nothing.
fn subjects(change: &Change) -> Vec<Subject> {
    match change {
        Change::PairRejected { .. } => Vec::new(),
        other => other.subjects(),
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
