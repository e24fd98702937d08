//! The chain: every decision's hash covers the one before it, so that a later change anywhere
//! shows.
//!
//! A decision is written out as text, one `name=length:value` a line (the length in bytes, so that
//! no value can pretend to be another line; `name=-` where there is none), in this order:
//!
//! 1. `previous` (hex), `id`, and the columns of `decision` in the order of `schema.sql` without
//!    the hash;
//! 2. for an import: the file's `sha256` and the digest of its rows;
//! 3. each reason: rule, side, strength, facts (JSON as stored), invoice, span;
//! 4. each line, table by table in the order of `rank`, within a table by id;
//! 5. for a closing: the classes that it keeps, by payment.
//!
//! The hash is the SHA-256 of that text. Amounts are minor units, which is how the lines hold them.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::closing::ClassThen;
use crate::calendar::Day;
use crate::model::{Change, DecisionId, DecisionRecord, FileId, InvoiceFacts, Reason, Subject};

pub type Hash = [u8; 32];

/// What the first decision names as its predecessor.
pub const GENESIS: Hash = [0; 32];

/// What the chain covers of an imported file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileSeal {
    pub sha256: String,
    pub rows_digest: Hash,
}

/// A row of `withdrawal`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Withdrawn {
    pub file: FileId,
    pub subject: Subject,
    pub stands: bool,
}

/// All that the hash of one decision covers.
pub struct Sealed<'a> {
    pub id: DecisionId,
    pub record: &'a DecisionRecord,
    /// JSON of each reason's facts, as stored.
    pub reason_facts: Vec<String>,
    pub file: Option<FileSeal>,
    pub changes: Vec<&'a Change>,
    pub withdrawn: &'a [Withdrawn],
    pub classes: &'a [ClassThen],
}

impl Sealed<'_> {
    pub fn hash(&self, previous: &Hash) -> Hash {
        let mut text = Text::default();
        text.field("previous", hex(previous));
        self.columns(&mut text);
        if let Some(file) = &self.file {
            text.field("sha256", &file.sha256);
            text.field("rows", hex(&file.rows_digest));
        }
        for (reason, facts) in self.record.reasons.iter().zip(&self.reason_facts) {
            reason_text(&mut text, reason, facts);
        }
        let mut changes = self.changes.clone();
        changes.sort_by_key(|change| rank(change));
        for change in changes {
            line_text(&mut text, change);
        }
        for row in self.withdrawn {
            text.field("line", "withdrawal");
            text.field("file", row.file);
            subject_text(&mut text, row.subject);
            text.field("stands", row.stands);
        }
        for (payment, class) in self.classes {
            text.field("line", "class_at_closing");
            text.field("payment", payment);
            text.field("class", class.code());
        }
        Sha256::digest(text.text.as_bytes()).into()
    }

    fn columns(&self, text: &mut Text) {
        let record = self.record;
        text.field("id", self.id);
        text.field("kind", record.kind.code());
        text.field("made_at", record.made_at.to_iso());
        text.field("book_day", record.book_day);
        text.field("made_by", record.made_by.code());
        text.field("actor", &record.actor);
        text.field("os_user", &record.os_user);
        text.field("host", &record.host);
        text.field("clock", record.clock);
        text.field("reason", &record.reason);
        text.field("rule", &record.rule);
        text.optional("run", record.run);
        text.optional("file", record.file);
        text.optional("undoes", record.undoes);
    }
}

/// Order of the tables of lines. Within a decision only this order and the ids are kept.
pub fn rank(change: &Change) -> u8 {
    match change {
        Change::Settled { .. } => 0,
        Change::Excluded { .. } => 1,
        Change::Refunded { .. } => 2,
        Change::WrittenOff { .. } => 3,
        Change::PairRejected { .. } => 4,
        Change::Resolved { .. } => 5,
        Change::PaidOut { .. } => 6,
        Change::StatusChanged { .. } => 7,
        Change::NatureChanged { .. } => 8,
        Change::InvoiceChanged { .. } => 9,
        Change::PeriodClosed { .. } => 10,
        Change::RowsWithdrawn { .. } => 11,
    }
}

fn reason_text(text: &mut Text, reason: &Reason, facts: &str) {
    text.field("because", &reason.rule);
    text.field("side", reason.side.code());
    text.field("strength", reason.strength.code());
    text.field("facts", facts);
    text.optional("invoice", reason.invoice);
    text.optional("start", reason.span.map(|span| span.start));
    text.optional("end", reason.span.map(|span| span.end));
}

fn line_text(text: &mut Text, change: &Change) {
    if matches!(change, Change::RowsWithdrawn { .. }) {
        return; // told row by row
    }
    text.field("line", change.code());
    match change {
        Change::Settled { payment, invoice, amount } => {
            text.field("payment", payment);
            text.field("invoice", invoice);
            text.field("amount", amount.minor());
        }
        Change::Excluded { payment, amount, resolve_as } => {
            text.field("payment", payment);
            text.field("as", resolve_as.code());
            text.field("amount", amount.minor());
        }
        Change::Refunded { original, refund, amount } => {
            text.field("original", original);
            text.optional("refund", *refund);
            text.field("amount", amount.minor());
        }
        Change::PaidOut { payout, payment, stands } => {
            text.field("payout", payout);
            text.field("payment", payment);
            text.field("stands", stands);
        }
        Change::WrittenOff { invoice, amount } => {
            text.field("invoice", invoice);
            text.field("amount", amount.minor());
        }
        Change::PairRejected { payment, invoice, stands } => {
            text.field("payment", payment);
            text.field("invoice", invoice);
            text.field("stands", stands);
        }
        Change::Resolved { subject, resolve_as, stands } => {
            subject_text(text, *subject);
            text.field("as", resolve_as.code());
            text.field("stands", stands);
        }
        Change::StatusChanged { payment, from, to } => {
            text.field("payment", payment);
            text.field("from", from.code());
            text.field("to", to.code());
        }
        Change::NatureChanged { payment, from, to } => {
            text.field("payment", payment);
            text.field("from", from.code());
            text.field("to", to.code());
        }
        Change::InvoiceChanged { invoice, to, .. } => {
            text.field("invoice", invoice);
            invoice_text(text, to);
        }
        Change::PeriodClosed { period, stands } => {
            text.field("period", period);
            text.field("stands", stands);
        }
        Change::RowsWithdrawn { .. } => {}
    }
}

fn subject_text(text: &mut Text, subject: Subject) {
    match subject {
        Subject::Payment(payment) => text.field("payment", payment),
        Subject::Invoice(invoice) => text.field("invoice", invoice),
    }
}

/// One version of an invoice with its lines, in the order of the columns.
pub(super) fn invoice_text(text: &mut Text, facts: &InvoiceFacts) {
    text.field("dossier_code", &facts.dossier_code);
    text.field("payment_codes", facts.payment_codes.join(";"));
    text.field("virtual_account", &facts.virtual_account);
    text.field("payer_name", &facts.payer_name);
    text.field("payer_id", &facts.payer_id);
    text.field("payer_account", &facts.payer_account);
    text.field("procedure_code", &facts.procedure_code);
    text.field("agency_code", &facts.agency_code);
    text.optional::<Day>("issued_on", facts.issued_on);
    text.optional::<Day>("due_on", facts.due_on);
    text.optional::<Day>("accepted_on", facts.accepted_on);
    text.optional::<Day>("agency_paid_on", facts.agency_paid_on);
    text.field("agency_payment_reference", &facts.agency_payment_reference);
    text.field("channel", &facts.channel);
    text.field("paid_online", &facts.paid_online);
    text.field("status", facts.status.code());
    text.field("amount", facts.amount.minor());
    text.field("currency", facts.amount.currency().code());
    text.field("other_columns", &facts.other_columns);
    for line in &facts.lines {
        text.field("row", line.row);
        text.field("kind", line.kind.code());
        text.field("fee_code", &line.fee_code);
        text.field("fee_name", &line.fee_name);
        text.field("amount", line.amount.minor());
    }
}

/// Text that a hash is made of.
#[derive(Default)]
pub(super) struct Text {
    pub text: String,
    /// The value at hand, whose length stands before it.
    value: String,
}

impl Text {
    pub fn field(&mut self, name: &str, value: impl std::fmt::Display) {
        self.value.clear();
        write!(self.value, "{value}").expect("writing to a string never fails");
        self.text.push_str(name);
        write!(self.text, "={}:", self.value.len()).expect("writing to a string never fails");
        self.text.push_str(&self.value);
        self.text.push('\n');
    }

    pub fn optional<T: std::fmt::Display>(&mut self, name: &str, value: Option<T>) {
        match value {
            Some(value) => self.field(name, value),
            None => {
                self.text.push_str(name);
                self.text.push_str("=-\n");
            }
        }
    }
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(value.into(), 16).expect("half a byte");
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_value_can_pretend_to_be_another_field() {
        let mut one = Text::default();
        one.field("actor", "an\nreason=1:x");
        one.field("reason", "");
        let mut two = Text::default();
        two.field("actor", "an");
        two.field("reason", "x");
        assert_ne!(one.text, two.text);
        assert_eq!(two.text, "actor=2:an\nreason=1:x\n");
        two.optional::<i64>("run", None);
        assert!(two.text.ends_with("run=-\n"));
    }

    #[test]
    fn hex_is_of_two_digits_a_byte() {
        assert_eq!(hex(&[0, 10, 255]), "000aff");
    }
}
