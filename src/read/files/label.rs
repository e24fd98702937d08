//! What a file may say of itself beside its rows.

use serde::Deserialize;

/// What stands in labelled cells above or below the rows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Label {
    Account,
    Currency,
    From,
    To,
    Opening,
    Closing,
    /// Who keeps the account: a BIC or a number among banks.
    Bank,
    /// The statement's own number or name.
    Number,
    /// How many rows the file has.
    Rows,
    CreditCount,
    CreditSum,
    DebitCount,
    DebitSum,
    /// A row of column sums.
    Totals,
    /// Begins like another label and means something else, such as the number that the account had
    /// before.
    Other,
}
