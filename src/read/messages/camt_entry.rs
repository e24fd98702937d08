//! Entries of ISO 20022 messages and their details: when a batch is many payments, and when one.

use super::entry::{Entry, is_ambiguous, reference};
use crate::money::{Currency, Money};
use crate::read::files::grid::CellKind;
use crate::text::account_key;

/// An amount as written.
#[derive(Clone, Default, Debug)]
pub struct Amount {
    pub text: String,
    pub currency: String,
}

/// `Ntry`.
#[derive(Default, Debug)]
pub struct Ntry {
    pub amount: Amount,
    /// `CRDT` or `DBIT`; of a reversal too it is the way that the money goes.
    pub sign: String,
    pub status: String,
    pub is_reversal: bool,
    pub booked: String,
    pub value_day: String,
    pub bank_reference: String,
    pub entry_reference: String,
    pub kind: String,
    pub more: String,
    pub details: Vec<TxDtls>,
}

/// `TxDtls`.
#[derive(Clone, Default, Debug)]
pub struct TxDtls {
    /// `Amt`, `AmtDtls/TxAmt/Amt`, `AmtDtls/InstdAmt/Amt`.
    pub amounts: [Amount; 3],
    pub sign: String,
    pub bank_reference: String,
    pub end_to_end: String,
    /// The creditor's own reference (`RmtInf/Strd/CdtrRefInf/Ref`).
    pub creditor_reference: String,
    pub free_texts: Vec<String>,
    pub more: String,
    pub debtor: Party,
    pub creditor: Party,
}

#[derive(Clone, Default, Debug)]
pub struct Party {
    pub name: String,
    pub ultimate_name: String,
    pub account: String,
}

/// What the details of an entry are to it.
pub enum Parts {
    /// The entry is one payment.
    Whole,
    /// The entry is one payment, though details state amounts: their signed sum is another.
    Contradicted(Money),
    /// The entry is one payment: the amount of the detail with this index cannot be read.
    Unreadable(usize),
    /// Each detail is a payment.
    Each,
}

/// Details whose texts are told where an entry of several is one payment.
const DETAILS_TOLD: usize = 20;

impl Ntry {
    /// The reference by which the bank knows the entry.
    pub fn reference(&self) -> &str {
        let references = [&self.bank_reference, &self.entry_reference];
        references.into_iter().map(|one| reference(one)).find(|one| !one.is_empty()).unwrap_or("")
    }

    /// Amount with its sign; `None` where the entry does not say both.
    pub fn signed(&self) -> Option<String> {
        signed(&self.sign, &self.amount.text)
    }

    /// The signed amount, where the currency is known.
    pub fn money(&self) -> Option<Money> {
        let currency = Currency::from_code(&self.amount.currency)?;
        Money::parse_plain(&self.signed()?, currency).ok()
    }

    /// What tells the entry from others of its account and day, whole or in parts; empty where it
    /// has no reference of some length: short ones only count the entries of a statement.
    pub fn identity(&self) -> String {
        const SHORTEST: usize = 6;
        let reference = account_key(self.reference());
        match self.money() {
            Some(money) if reference.len() >= SHORTEST => {
                format!("{reference} {} {}", money.to_plain(), self.amount.currency)
            }
            _ => String::new(),
        }
    }

    /// The identity, else reference and amount behind a question mark: they tell that a notice has
    /// been followed by its entry, and not that two entries are one.
    fn told_by(&self) -> String {
        let identity = self.identity();
        match self.money().filter(|_| identity.is_empty()) {
            Some(money) => {
                let reference = account_key(self.reference());
                format!("?{reference} {} {}", money.to_plain(), self.amount.currency)
            }
            None => identity,
        }
    }

    pub fn parts(&self) -> Parts {
        let amounts: Vec<Option<&Amount>> =
            self.details.iter().map(|detail| detail.amount(&self.amount.currency)).collect();
        if amounts.iter().all(Option::is_none) {
            return Parts::Whole;
        }
        // An entry of an unknown currency is refused as a whole.
        let Some(currency) = Currency::from_code(&self.amount.currency) else {
            return Parts::Whole;
        };
        let mut sum = Money::zero(currency);
        for (at, (detail, amount)) in self.details.iter().zip(&amounts).enumerate() {
            let Some(amount) = amount else { continue };
            let signed = signed(detail.sign_in(self), &amount.text);
            let money = signed.and_then(|signed| Money::parse_plain(&signed, currency).ok());
            match money.and_then(|money| sum.plus(money).ok()) {
                Some(total) => sum = total,
                None => return Parts::Unreadable(at),
            }
        }
        match self.money() == Some(sum) && amounts.iter().all(Option::is_some) {
            true if self.details.len() > 1 => Parts::Each,
            true => Parts::Whole,
            false => Parts::Contradicted(sum),
        }
    }

    /// The entry as one payment.
    pub fn whole(&self, status: &str) -> Option<Entry> {
        let mut entry = self.bare(&self.sign, &self.amount.text, status)?;
        if let [detail] = &self.details[..] {
            detail.tell(&mut entry, self);
            return Some(entry);
        }
        let texts = self.details.iter().take(DETAILS_TOLD).map(TxDtls::memo);
        let texts: Vec<String> = texts.filter(|text| !text.is_empty()).collect();
        entry.memo = if self.more.is_empty() { texts.join("\n") } else { self.more.clone() };
        Some(entry)
    }

    /// The payments of which the entry is made; a part of nothing is none.
    pub fn each(&self, status: &str) -> Vec<Entry> {
        let mut entries = Vec::new();
        for detail in &self.details {
            let amount = detail.amount(&self.amount.currency);
            let amount = amount.filter(|a| a.text.contains(|c| ('1'..='9').contains(&c)));
            let Some(amount) = amount else { continue };
            let Some(mut entry) = self.bare(detail.sign_in(self), &amount.text, status) else {
                continue;
            };
            entry.detail = u32::try_from(entries.len() + 1).ok();
            detail.tell(&mut entry, self);
            entries.push(entry);
        }
        entries
    }

    fn bare(&self, sign: &str, amount: &str, status: &str) -> Option<Entry> {
        Some(Entry {
            entry_day: self.booked.clone(),
            value_day: self.value_day.clone(),
            amount: signed(sign, amount)?,
            amount_kind: CellKind::Token,
            is_ambiguous: is_ambiguous(amount, &self.amount.currency),
            currency: self.amount.currency.clone(),
            status: status.to_owned(),
            reference: self.reference().to_owned(),
            kind: if self.is_reversal { format!("{} RVSL", self.kind) } else { self.kind.clone() },
            more: self.more.clone(),
            identity: self.told_by(),
            ..Entry::default()
        })
    }
}

impl TxDtls {
    /// The first of its amounts that is of the entry's currency.
    fn amount(&self, currency: &str) -> Option<&Amount> {
        let is_of_it = |amount: &&Amount| {
            !amount.text.is_empty() && (amount.currency.is_empty() || amount.currency == currency)
        };
        self.amounts.iter().find(is_of_it)
    }

    /// Its sign and amounts as written.
    pub fn told(&self) -> String {
        let amounts = self.amounts.iter().map(|amount| amount.text.as_str());
        let texts = std::iter::once(self.sign.as_str()).chain(amounts);
        texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
    }

    fn sign_in<'a>(&'a self, entry: &'a Ntry) -> &'a str {
        if self.sign.is_empty() { &entry.sign } else { &self.sign }
    }

    /// Free texts; one of 140 signs was cut and goes on in the next.
    fn memo(&self) -> String {
        const FULL_TEXT: usize = 140;
        let mut memo = String::new();
        let mut is_full = true;
        for text in &self.free_texts {
            if !is_full {
                memo.push('\n');
            }
            memo.push_str(text);
            is_full = text.chars().count() >= FULL_TEXT;
        }
        memo
    }

    fn tell(&self, entry: &mut Entry, whole: &Ntry) {
        let texts = [self.memo(), self.more.clone(), whole.more.clone()];
        entry.memo = texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default();
        let own = reference(&self.bank_reference);
        if !own.is_empty() {
            entry.reference = own.to_owned();
        }
        let codes = [self.creditor_reference.as_str(), reference(&self.end_to_end)];
        entry.code = codes.into_iter().find(|code| !code.is_empty()).unwrap_or("").to_owned();
        let is_out = entry.amount.starts_with('-');
        let party = if is_out { &self.creditor } else { &self.debtor };
        let names = [&party.ultimate_name, &party.name];
        entry.payer_name =
            names.into_iter().find(|name| !name.is_empty()).cloned().unwrap_or_default();
        entry.payer_account = party.account.clone();
    }
}

fn signed(sign: &str, amount: &str) -> Option<String> {
    let is_unsigned = amount.starts_with(|c: char| c.is_ascii_digit());
    match sign {
        "CRDT" if is_unsigned => Some(amount.to_owned()),
        "DBIT" if is_unsigned => Some(format!("-{amount}")),
        _ => None,
    }
}
