//! How a layout's rows are to be understood beyond which column holds what: the table `[rows]`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::date_form::DateForm;
use crate::text;

/// The table `[rows]` of a layout; every key may be left out.
///
/// ```toml
/// [rows]
/// dates = "epoch_ms"              # or "written", "day_only", "month_first"
/// account_ends_at = " - "         # before it the account, behind it its bank: `11521268 - MB`
/// original_makes_refund = true    # a row that names an original gives money back
/// refund_bears_reference = true   # and the other way: a refund has the reference of its original
/// reversal_bears_reference = true # a debit may take back the credit that bears its reference
/// totals_above_header = true      # column sums stand without a label right above the headings
/// closes_what_opens = true        # a file with an opening balance and no closing one is cut
/// totals_are_of = "successes"     # or "all": which rows the file's own sums count
///
/// [rows.operation]                # words of the column `operation`; a refund's amount is positive
/// sale = ["Thanh toán"]
/// refund = ["Huỷ"]
///
/// [rows.signs]                    # words of the column `sign`, where they are not + and -
/// in = ["in"]
/// out = ["out"]
///
/// [rows.second_status]            # words of the column `second_status`; the worse of both counts
/// success = ["00"]
/// failed = ["*"]
/// ```
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RowRules {
    pub dates: DateForm,
    pub account_ends_at: Option<String>,
    pub original_makes_refund: bool,
    pub refund_bears_reference: bool,
    pub reversal_bears_reference: bool,
    pub totals_above_header: bool,
    /// A file that states its opening balance states its closing one, or totals, or is cut.
    pub closes_what_opens: bool,
    pub totals_are_of: TotalsOf,
    pub operation: Operations,
    pub signs: Signs,
    pub second_status: BTreeMap<String, Vec<String>>,
}

/// Which rows the file's own sums count.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TotalsOf {
    #[default]
    All,
    /// Successful rows and refunds.
    Successes,
}

/// Words of the column that says what was done.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Operations {
    sale: Vec<String>,
    refund: Vec<String>,
}

impl Operations {
    /// Whether the word means that money is given back; `None` where the layout does not know it.
    pub fn is_refund(&self, word: &str) -> Option<bool> {
        one_of_two(word, &self.sale, &self.refund)
    }
}

/// Words of the column that says whether money came in.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signs {
    r#in: Vec<String>,
    out: Vec<String>,
}

impl Default for Signs {
    fn default() -> Signs {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Signs { r#in: words(&["+"]), out: words(&["-", "−", "–"]) }
    }
}

impl Signs {
    /// Whether the word means money out; `None` where the layout does not know it.
    pub fn is_out(&self, word: &str) -> Option<bool> {
        one_of_two(word, &self.r#in, &self.out)
    }
}

/// Whether a word is among the second ones and not among the first, however it is accented.
fn one_of_two(word: &str, first: &[String], second: &[String]) -> Option<bool> {
    let word = text::fold(word);
    let is_among = |words: &[String]| words.iter().any(|known| text::fold(known) == word);
    match (is_among(first), is_among(second)) {
        (true, _) => Some(false),
        (false, true) => Some(true),
        (false, false) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_column_are_known_or_none() {
        let rules: RowRules =
            toml::from_str("operation = { sale = [\"\", \"Thanh toán\"], refund = [\"Huỷ\"] }")
                .expect("sound");
        let told = ["Thanh toán", "HỦY", "", "Hoàn"].map(|word| rules.operation.is_refund(word));
        assert_eq!(told, [Some(false), Some(true), Some(false), None]);
        let signs = ["+", "−", "in"].map(|word| rules.signs.is_out(word));
        assert_eq!(signs, [Some(false), Some(true), None]);
    }
}
