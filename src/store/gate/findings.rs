//! What matching said of payments that are not decided: replaced as a whole, payment by payment.

use rusqlite::params;

use super::Gate;
use crate::model::{Failure, Finding, PaymentId, Proposal};
use crate::store::reasons::reasons_json;
use crate::store::values::facts_json;

impl Gate<'_> {
    /// Forgets what was said of one payment.
    pub fn clear_finding(&mut self, payment: PaymentId) -> Result<(), Failure> {
        self.clear_proposals(payment)?;
        let sql = "DELETE FROM finding WHERE payment = ?1";
        self.store.connection.prepare_cached(sql)?.execute([payment.0])?;
        Ok(())
    }

    /// Takes back what was on offer for one payment; what was said of it stands.
    pub fn clear_proposals(&mut self, payment: PaymentId) -> Result<(), Failure> {
        // Its lines go with a proposal (ON DELETE CASCADE).
        let sql = "DELETE FROM proposal WHERE payment = ?1";
        self.store.connection.prepare_cached(sql)?.execute([payment.0])?;
        Ok(())
    }

    /// Writes a finding with its proposals. Nothing may stand of the payment.
    pub fn put_finding(&mut self, finding: &Finding) -> Result<(), Failure> {
        let sql =
            "INSERT INTO finding (payment, class, why, facts, invoice) VALUES (?1, ?2, ?3, ?4, ?5)";
        self.store.connection.prepare_cached(sql)?.execute(params![
            finding.payment.0,
            finding.class.code(),
            finding.why,
            facts_json(&finding.facts),
            finding.invoice.map(|invoice| invoice.0),
        ])?;
        for proposal in &finding.proposals {
            self.put_proposal(finding.payment, proposal)?;
        }
        Ok(())
    }

    fn put_proposal(&mut self, payment: PaymentId, proposal: &Proposal) -> Result<(), Failure> {
        let connection = &self.store.connection;
        let sql = "INSERT INTO proposal (payment, rank, key, rule, is_automatic, reasons)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        connection.prepare_cached(sql)?.execute(params![
            payment.0,
            proposal.rank,
            proposal.key,
            proposal.rule,
            proposal.is_automatic,
            reasons_json(&proposal.reasons),
        ])?;
        let id = connection.last_insert_rowid();
        let sql = "INSERT INTO proposal_line (proposal, ordinal, payment, invoice, amount_minor)
                   VALUES (?1, ?2, ?3, ?4, ?5)";
        let mut insert = connection.prepare_cached(sql)?;
        for (at, line) in proposal.lines.iter().enumerate() {
            insert.execute(params![
                id,
                at + 1,
                line.payment.0,
                line.invoice.0,
                line.amount.minor()
            ])?;
        }
        Ok(())
    }
}
