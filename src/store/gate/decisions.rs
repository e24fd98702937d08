//! Writes a decision: its row with the chain's hash, its reasons, its lines.

use super::Gate;
use super::chain_head::Head;
use crate::model::{Change, DecisionId, DecisionRecord, Failure, Reason};
use crate::store::chain::{FileSeal, Sealed, Withdrawn};
use crate::store::values::facts_json;

impl Gate<'_> {
    /// Writes a decision with its changes. The derived half follows by `put_payment_standing` and
    /// `put_invoice_standing`.
    pub fn put_decision(
        &mut self,
        record: &DecisionRecord,
        changes: &[Change],
    ) -> Result<DecisionId, Failure> {
        self.put_sealed_decision(record, changes, Vec::new())
    }

    /// Also takes marks of withdrawal: an import brings rows back that an undo had taken out.
    pub(in crate::store) fn put_sealed_decision(
        &mut self,
        record: &DecisionRecord,
        changes: &[Change],
        mut withdrawn: Vec<Withdrawn>,
    ) -> Result<DecisionId, Failure> {
        for change in changes {
            if let Change::RowsWithdrawn { file, stands } = change {
                withdrawn.extend(
                    self.store.rows_new_with(*file)?.into_iter().map(|subject| Withdrawn {
                        file: *file,
                        subject,
                        stands: *stands,
                    }),
                );
            }
        }
        let classes = self.store.classes_to_keep(changes)?;
        let head = self.head()?;
        let id = DecisionId(head.id + 1);
        let sealed = Sealed {
            id,
            record,
            reason_facts: record.reasons.iter().map(|reason| facts_json(&reason.facts)).collect(),
            file: self.file_seal(record)?,
            changes: changes.iter().collect(),
            withdrawn: &withdrawn,
            classes: &classes,
        };
        let hash = sealed.hash(&head.hash);
        let facts = sealed.reason_facts;
        self.insert_decision(id, record, &hash)?;
        for (at, (reason, facts)) in record.reasons.iter().zip(&facts).enumerate() {
            self.insert_reason(id, at + 1, reason, facts)?;
        }
        for change in changes {
            self.insert_line(id, change)?;
        }
        for row in &withdrawn {
            self.insert_withdrawal(id, row)?;
        }
        for class in &classes {
            self.insert_class_at_closing(id, class)?;
        }
        self.head = Some(Head { id: id.0, hash });
        Ok(id)
    }

    fn file_seal(&self, record: &DecisionRecord) -> Result<Option<FileSeal>, Failure> {
        record.file.map(|file| self.store.file_seal(file)).transpose()
    }

    fn insert_decision(
        &self,
        id: DecisionId,
        record: &DecisionRecord,
        hash: &[u8; 32],
    ) -> Result<(), Failure> {
        let sql = include_str!("../queries/insert_decision.sql");
        self.store.connection.prepare_cached(sql)?.execute(rusqlite::params![
            id.0,
            record.kind.code(),
            record.made_at.to_iso(),
            record.book_day.to_string(),
            record.made_by.code(),
            record.actor,
            record.os_user,
            record.host,
            record.clock,
            record.reason,
            record.rule,
            record.run.map(|run| run.0),
            record.file.map(|file| file.0),
            record.undoes.map(|undone| undone.0),
            hash,
        ])?;
        Ok(())
    }

    fn insert_reason(
        &self,
        decision: DecisionId,
        ordinal: usize,
        reason: &Reason,
        facts: &str,
    ) -> Result<(), Failure> {
        let sql = include_str!("../queries/insert_decision_reason.sql");
        self.store.connection.prepare_cached(sql)?.execute(rusqlite::params![
            decision.0,
            ordinal,
            reason.rule,
            reason.side.code(),
            reason.strength.code(),
            facts,
            reason.invoice.map(|invoice| invoice.0),
            reason.span.map(|span| span.start),
            reason.span.map(|span| span.end),
        ])?;
        Ok(())
    }
}
