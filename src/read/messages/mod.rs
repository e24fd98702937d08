//! Message formats: files of statements and entries that are no tables.
//!
//! Each format hands over its entries as rows under fixed headings ([`MessageFormat::keys`]), so
//! that a layout maps them like the columns of a table. The number of a row is the ordinal of its
//! entry in the file. What a statement says of itself comes as marks between the rows.

mod camt;
mod camt_entry;
mod camt_fields;
mod entry;
mod mt940;
mod mt_line;
mod mt_memo;
mod napas;
mod ofx;
mod pages;
mod tags;
mod xml;

use crate::model::Failure;
use crate::read::files::ReadSeek;
use crate::read::files::encoding::TextEncoding;
use crate::read::files::grid::Visit;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MessageFormat {
    /// SWIFT MT940 and MT942.
    Mt940,
    /// ISO 20022 camt.053 and camt.052.
    Camt,
    /// ISO 20022 camt.054: apart, because what it holds stands in statements as well.
    Camt054,
    /// OFX 1 and 2.
    Ofx,
    /// NAPAS's file of a day's transfers.
    Napas,
}

impl MessageFormat {
    const ALL: &'static [MessageFormat] = &[
        MessageFormat::Mt940,
        MessageFormat::Camt,
        MessageFormat::Camt054,
        MessageFormat::Ofx,
        MessageFormat::Napas,
    ];

    pub fn from_code(code: &str) -> Option<MessageFormat> {
        Self::ALL.iter().copied().find(|format| format.code() == code)
    }

    /// As layouts and receipts name it.
    pub fn code(self) -> &'static str {
        match self {
            MessageFormat::Mt940 => "mt940",
            MessageFormat::Camt => "camt",
            MessageFormat::Camt054 => "camt054",
            MessageFormat::Ofx => "ofx",
            MessageFormat::Napas => "napas",
        }
    }

    /// The headings of its rows.
    pub fn keys(self) -> &'static [&'static str] {
        match self {
            MessageFormat::Napas => napas::KEYS,
            _ => entry::KEYS,
        }
    }

    /// The format whose messages the text begins with, if any.
    pub fn sniff(head: &str) -> Option<MessageFormat> {
        match () {
            () if mt940::is_one(head) => Some(MessageFormat::Mt940),
            () if camt::is_statement(head) => Some(MessageFormat::Camt),
            () if camt::is_notice(head) => Some(MessageFormat::Camt054),
            () if ofx::is_one(head) => Some(MessageFormat::Ofx),
            () if napas::is_one(head) => Some(MessageFormat::Napas),
            () => None,
        }
    }

    pub fn rows(
        self,
        source: &mut dyn ReadSeek,
        encoding: TextEncoding,
        visit: Visit,
    ) -> Result<(), Failure> {
        match self {
            MessageFormat::Mt940 => mt940::rows(source, encoding, visit),
            MessageFormat::Camt | MessageFormat::Camt054 => camt::rows(source, encoding, visit),
            MessageFormat::Ofx => ofx::rows(source, encoding, visit),
            MessageFormat::Napas => napas::rows(source, encoding, visit),
        }
    }
}
