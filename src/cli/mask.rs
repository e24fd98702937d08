//! Masking of personal data in everything that leaves the screen, unless somebody decided
//! otherwise.
//!
//! Own accounts and codes of the store stay whole; other people's accounts, ids and phones do not.

use std::collections::BTreeSet;

use crate::app::codes::{self, CodeDigits};
use crate::app::{Result, Session, lists, unmask};
use crate::model::view::{Candidate, DecisionCard, InvoiceCard, PaymentCard, ProblemCard};
use crate::model::{Cell, Problem, ProblemCode, Table};
use crate::text::{mask_account, mask_id, mask_memo};

/// What is masked in this command's output.
pub enum Mask {
    /// Nothing: a decision of kind `unmask` stands in the record.
    Off,
    On(Kept),
}

/// What stays whole.
pub struct Kept {
    accounts: BTreeSet<String>,
    codes: CodeDigits,
}

impl Mask {
    /// Masks, or records with the reason that it does not.
    pub fn of(session: &mut Session, unmask_reason: Option<&str>) -> Result<Mask> {
        match unmask_reason {
            Some(reason) => unmask::unmask(session, reason).map(|_| Mask::Off),
            None => Mask::on(session),
        }
    }

    pub fn on(session: &Session) -> Result<Mask> {
        let mut accounts = lists::own_accounts(session)?;
        accounts.extend(session.config.accounts.iter().map(|account| account.number.clone()));
        Ok(Mask::On(Kept { accounts, codes: codes::code_digits(session)? }))
    }

    /// Without a store there are no codes to keep.
    pub fn without_store() -> Mask {
        Mask::On(Kept { accounts: BTreeSet::new(), codes: CodeDigits::default() })
    }

    pub fn memo(&self, memo: &str) -> String {
        let Mask::On(kept) = self else { return memo.to_owned() };
        let chars: Vec<char> = memo.chars().collect();
        mask_memo(memo, |start, end| {
            let digits: String = chars[start..end].iter().filter(|c| c.is_ascii_digit()).collect();
            kept.accounts.contains(&digits) || kept.codes.is_code(&digits)
        })
    }

    pub fn account(&self, account: &str) -> String {
        match self {
            Mask::On(kept) if !kept.accounts.contains(account) => mask_account(account),
            _ => account.to_owned(),
        }
    }

    pub fn id(&self, id: &str) -> String {
        if matches!(self, Mask::Off) { id.to_owned() } else { mask_id(id) }
    }

    pub fn payment(&self, mut card: PaymentCard) -> PaymentCard {
        card.memo = self.memo(&card.memo);
        card.payer_account = self.account(&card.payer_account);
        card
    }

    pub fn invoice(&self, mut card: InvoiceCard) -> InvoiceCard {
        card.facts.payer_id = self.id(&card.facts.payer_id);
        card.facts.payer_account = self.account(&card.facts.payer_account);
        card
    }

    /// People write what they know into a reason.
    pub fn decision(&self, mut card: DecisionCard) -> DecisionCard {
        card.reason = self.memo(&card.reason);
        card
    }

    pub fn candidate(&self, mut candidate: Candidate) -> Candidate {
        candidate.memo = self.memo(&candidate.memo);
        candidate
    }

    /// The raw text of a row may hold anything; that of an amount or a day holds nobody's number.
    pub fn problem(&self, mut problem: Problem) -> Problem {
        use ProblemCode::*;
        let is_plain = matches!(
            problem.code,
            AmountUnreadable | AmountTooPrecise | AmountTooLarge | AmountNegative | DateUnreadable
        );
        if !is_plain {
            problem.raw = self.memo(&problem.raw);
        }
        problem
    }

    pub fn problem_card(&self, mut card: ProblemCard) -> ProblemCard {
        card.problem = self.problem(card.problem);
        card
    }

    /// Columns of a report are masked by their keys.
    pub fn table(&self, mut table: Table) -> Table {
        for row in &mut table.rows {
            for (column, cell) in table.columns.iter().zip(row) {
                let Cell::Text(text) = cell else { continue };
                match column.key {
                    "payer_id" => *text = self.id(text),
                    "payer_account" => *text = self.account(text),
                    "memo" | "raw" | "note" => *text = self.memo(text),
                    _ => {}
                }
            }
        }
        table
    }
}
