//! The words that layouts choose from: sign rules and labels.

use serde::Deserialize;

/// How a row says whether money came in or went out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignRule {
    /// Columns `debit` and `credit`, one of them filled.
    TwoColumns,
    /// One column `amount`; a minus means money out.
    Signed,
    /// An unsigned `amount` and a column `sign` with `+` or `-`, or the words of `[rows.signs]`.
    SignColumn,
    /// Every row is money in.
    Unsigned,
    /// `amount` signed, or `debit` and `credit`, whichever the file has.
    SignedOrTwoColumns,
}

impl SignRule {
    /// As layouts write it.
    pub(in crate::read) fn code(self) -> &'static str {
        match self {
            SignRule::TwoColumns => "two_columns",
            SignRule::Signed => "signed",
            SignRule::SignColumn => "sign_column",
            SignRule::Unsigned => "unsigned",
            SignRule::SignedOrTwoColumns => "signed_or_two_columns",
        }
    }
}

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
