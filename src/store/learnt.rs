//! What standing links teach: which payers the accounts of open payments paid for before. Read from
//! the facts each time, so that a link taken back is forgotten.

use std::collections::{BTreeMap, BTreeSet};

use super::{Result, Store, values};
use crate::model::{LearntPayer, OpenPayment};

/// Fewer digits are the end of a masked account, or no account.
const FEWEST_DIGITS: usize = 6;

impl Store {
    /// By account as the payments give it; accounts of which nothing is known are left out. One
    /// look-up by index for each account at hand.
    pub(super) fn learnt_payers(
        &self,
        payments: &[OpenPayment],
    ) -> Result<BTreeMap<String, Vec<LearntPayer>>> {
        let mut learnt = BTreeMap::new();
        let sql = "SELECT EXISTS (SELECT 1 FROM settlement_line)";
        if !self.connection.prepare_cached(sql)?.query_row([], |row| row.get::<_, bool>(0))? {
            return Ok(learnt);
        }
        let accounts = payments.iter().map(|payment| payment.payer_account.as_str());
        let accounts: BTreeSet<&str> = accounts.filter(|account| is_whole(account)).collect();
        for account in accounts {
            let payers = self.payers_from(account)?;
            if !payers.is_empty() {
                learnt.insert(account.to_owned(), payers);
            }
        }
        Ok(learnt)
    }

    fn payers_from(&self, account: &str) -> Result<Vec<LearntPayer>> {
        let sql = include_str!("queries/learnt_payers.sql");
        let mut statement = self.connection.prepare_cached(sql)?;
        let payers = statement.query_map([account], |row| {
            Ok(LearntPayer {
                name: row.get(0)?,
                id: row.get(1)?,
                links: row.get(2)?,
                last: values::day(row, 3)?,
            })
        })?;
        Ok(payers.collect::<rusqlite::Result<_>>()?)
    }
}

/// Whether an account is told whole: masked ones are those of many.
fn is_whole(account: &str) -> bool {
    let is_mask = |c: char| matches!(c, '*' | 'x' | 'X' | '•');
    let digits = account.bytes().filter(u8::is_ascii_digit).count();
    digits >= FEWEST_DIGITS && !account.contains(is_mask)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_account_teaches_nothing() {
        for account in ["0071000123456", "0071.000.123456", "VN-0071000"] {
            assert!(is_whole(account), "{account}");
        }
        for account in ["", "3456", "0071****3456", "xxxxxx123456", "007100•123456"] {
            assert!(!is_whole(account), "{account}");
        }
    }
}
