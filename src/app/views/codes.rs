//! Digits of the store's own codes: what masking must leave whole in a memo.

use std::collections::BTreeSet;

use crate::app::{Result, Session};
use crate::text::squeeze;

/// Runs of digits that masking would hide if they were not codes.
const SHORTEST: usize = 9;

/// The long runs of digits in all codes of a store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeDigits {
    runs: BTreeSet<String>,
    lengths: BTreeSet<usize>,
}

impl CodeDigits {
    pub fn add(&mut self, code: &str) {
        for run in squeeze(code).text.split(|c: char| !c.is_ascii_digit()) {
            if run.len() >= SHORTEST {
                self.lengths.insert(run.len());
                self.runs.insert(run.to_owned());
            }
        }
    }

    /// Whether a run of digits is a code's, or holds one among other digits.
    pub fn is_code(&self, digits: &str) -> bool {
        self.lengths.iter().take_while(|length| **length <= digits.len()).any(|length| {
            (0..=digits.len() - length).any(|at| self.runs.contains(&digits[at..at + length]))
        })
    }
}

/// All codes of the store: numbers, dossier codes, payment codes, virtual accounts.
pub fn code_digits(session: &Session) -> Result<CodeDigits> {
    let mut digits = CodeDigits::default();
    session.store.codes(|codes| codes.split(';').for_each(|code| digits.add(code)))?;
    Ok(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_codes_however_they_are_written() {
        let mut digits = CodeDigits::default();
        ["HD2611-00000123", "000.00.19.H26-261105-0001", "9704180000012345"]
            .iter()
            .for_each(|code| digits.add(code));
        assert!(digits.is_code("261100000123"), "without its hyphen");
        assert!(digits.is_code("26110000012305112026"), "with a date stuck to it");
        assert!(digits.is_code("9704180000012345"));
        assert!(!digits.is_code("0908123321"), "a telephone");
        assert!(!digits.is_code("26110000"), "only a part of it");
    }
}
