//! A payment: what a bank, wallet or gateway said. Never changed after import.

use super::codes::coded;
use crate::calendar::{Day, Moment};
use crate::money::Money;

coded! {
    /// Money in or money out, seen from the agency's account.
    pub enum Direction {
        Credit = "credit",
        Debit = "debit",
    }
}

coded! {
    /// What the source says became of a payment. Only a success counts; the newest status of a row
    /// stands.
    pub enum PaymentStatus {
        Success = "success",
        Pending = "pending",
        Failed = "failed",
        /// Taken back under its own reference.
        Reversed = "reversed",
        /// A row of its own that gives money back; it names its original.
        Refund = "refund",
    }
}

coded! {
    /// What kind of money a row is, recognised from its memo by patterns that are data.
    pub enum Nature {
        /// May settle invoices.
        Fee = "fee",
        /// A gateway's collected money, net of its fee; never settles an invoice.
        Payout = "payout",
        /// Interest, own transfers, bank charges: no fee payment.
        NotFee = "not_fee",
        /// Credited to an account that the configuration does not know.
        WrongAccount = "wrong_account",
    }
}

coded! {
    /// Who keeps the account.
    pub enum SourceKind {
        Bank = "bank",
        Gateway = "gateway",
    }
}

/// An account as a file names it: `vietcombank:0011001932418`, `vnpay:TTHCC01`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Source {
    pub kind: SourceKind,
    /// Code of the bank or gateway, from the layout: `vietcombank`, `vnpay`, `payments`. Of a
    /// message: from the configuration, else as it names the bank (`bftvvnvx`), else its format.
    pub institution: String,
    /// Account, merchant or terminal code; letters and digits only.
    pub account: String,
}

impl Source {
    /// `institution:account`.
    pub fn label(&self) -> String {
        [self.institution.as_str(), self.account.as_str()].join(":")
    }
}

/// What makes a payment the same payment when it is met again (decisions on dedupe).
///
/// `base` is two bytes of day, then 14 bytes of SHA-256 over account, date, direction, amount,
/// reference (letters and digits), memo (without white space) and, where the layout gives it on
/// every row, balance. Where the source has a transaction id, it is four bytes of the id's digits,
/// then 12 bytes over (source, reference, sale or refund); the ids of a gateway are its own, so
/// that of the source only the gateway counts there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PaymentKey {
    pub base: [u8; 16],
    /// Which one of its equals inside its file, from 1. Always 1 where the source has a transaction
    /// id.
    pub occurrence: u32,
    /// Whether the source has a transaction id, so that a new status is a change of the same
    /// payment.
    pub is_by_reference: bool,
}

/// One payment as read from a file, ready for the store.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PaymentRow {
    /// Row in the file as a person counts it, from 1.
    pub row: u64,
    /// Part of a batch entry, from 1 (camt).
    pub detail: Option<u32>,
    /// Of the entry that the row is, or is a part of: the same money may be met whole in one file
    /// and in parts in another, or be noticed before it is booked. Only with a reference is it the
    /// same entry for sure.
    pub entry: Option<PaymentKey>,
    /// Its statement's place among those of the file.
    pub statement: usize,
    /// The row as received, cells joined by tabs.
    pub raw: String,
    pub source: Source,
    pub key: PaymentKey,
    pub booked: Moment,
    pub value_day: Option<Day>,
    pub reference: String,
    pub direction: Direction,
    /// Unsigned; what counts towards an invoice (gross, before a promotion that the gateway pays).
    pub amount: Money,
    /// Unsigned; what the channel keeps.
    pub fee: Money,
    /// After fee; computed where the file leaves it empty.
    pub net: Money,
    pub paid_by_payer: Option<Money>,
    /// What the gateway settles on, where it differs from `amount`.
    pub settled_base: Option<Money>,
    pub balance: Option<Money>,
    /// As received.
    pub memo: String,
    pub payer_name: String,
    pub payer_account: String,
    pub virtual_account: String,
    /// A structured reference (EndToEndId, order code); empty if none.
    pub code: String,
    pub original_reference: String,
    pub channel: String,
    pub status: PaymentStatus,
    pub nature: Nature,
}

impl PaymentRow {
    /// Whether the row tells a known payment of this status a new one. What a source without
    /// transaction ids calls pending (an interim report) says nothing against a final word.
    pub fn changes_status_of(&self, known: PaymentStatus) -> bool {
        let is_interim = self.status == PaymentStatus::Pending && !self.key.is_by_reference;
        self.status != known && !is_interim
    }
}
