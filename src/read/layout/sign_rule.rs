//! By which rule a row says whether money came in or went out.

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
