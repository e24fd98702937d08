//! The first screen.

use crate::calendar::{Day, Stamp};
use crate::model::SourceKind;
use crate::money::Money;

/// One channel on the overview.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChannelLine {
    pub source: String,
    pub kind: SourceKind,
    pub payments: u64,
    pub credited: Money,
    pub settled: Money,
    pub open: Money,
}

/// The first screen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Overview {
    pub day: Day,
    pub is_closed: bool,
    pub agency: String,
    pub store_name: String,
    pub actor: String,
    pub is_demo: bool,
    /// Files imported that hold payments of the day: name, rows, when.
    pub files: Vec<(String, u64, Stamp)>,
    pub channels: Vec<ChannelLine>,
    /// Successful credits of the day; those of them settled whole, and those with something open.
    /// The rest is outside matching: payouts, money that is no fee, money that went back.
    pub payments: u64,
    pub settled: u64,
    pub carried: u64,
    /// Waiting over the whole store.
    pub to_review: u64,
    pub exceptions: u64,
    pub unmatched: u64,
    /// Open days with payments, newest first, with the number of their exceptions.
    pub open_days: Vec<(Day, u64)>,
    pub last_backup: Option<Stamp>,
    pub is_empty_store: bool,
}

impl Overview {
    /// Payments of the day outside matching.
    pub fn excluded(&self) -> u64 {
        self.payments.saturating_sub(self.settled + self.carried)
    }

    /// Rows that the list of exceptions has for the day.
    pub fn exceptions_of_day(&self) -> u64 {
        let own = self.open_days.iter().find(|(day, _)| *day == self.day);
        own.map_or(0, |(_, exceptions)| *exceptions)
    }
}
