//! Where the elements of ISO 20022 messages go, by their paths in all versions: `BIC` became
//! `BICFI`, `Dbtr/Nm` became `Dbtr/Pty/Nm`, `Sts` got a `Cd`.

use crate::read::files::label::Label;

use super::camt_entry::{Amount, Ntry, TxDtls};

/// What a message says of itself and of the statement that is read.
#[derive(Default)]
pub struct Head {
    pub message: String,
    /// Of the message: `GrpHdr/CreDtTm`.
    pub created: String,
    /// Page and whether it is the last, of the message and of the statement.
    message_page: String,
    is_last_message: Option<bool>,
    pub id: String,
    page: String,
    pub is_last_page: Option<bool>,
    pub copy: String,
    pub account: String,
    pub currency: String,
    pub bank: String,
    pub from: String,
    pub to: String,
    /// Of its last balance, for entries without a day.
    pub day: String,
    pub opening: Option<Balance>,
    pub closing: Option<Balance>,
    pub totals: Vec<(Label, String)>,
    pub has_begun: bool,
    pub has_open_entries: bool,
}

/// `Bal`.
#[derive(Default, Clone, Debug)]
pub struct Balance {
    code: String,
    pub amount: Amount,
    sign: String,
    day: String,
}

impl Head {
    /// A statement begins: what was said of the one before is no more.
    pub fn begin(&mut self) {
        *self = Head {
            message: std::mem::take(&mut self.message),
            created: std::mem::take(&mut self.created),
            message_page: std::mem::take(&mut self.message_page),
            is_last_message: self.is_last_message,
            ..Head::default()
        };
    }

    /// Takes an element outside statements.
    pub fn put_message(&mut self, path: &str, text: &str) {
        let Some((_, path)) = path.split_once("/GrpHdr/") else { return };
        match path {
            "MsgId" => self.message = text.to_owned(),
            "CreDtTm" => self.created = moment(text),
            "MsgPgntn/PgNb" => self.message_page = text.to_owned(),
            "MsgPgntn/LastPgInd" => self.is_last_message = Some(text == "true"),
            _ => {}
        }
    }

    /// Takes an element of a statement.
    pub fn put(&mut self, path: &str, text: &str) {
        match path {
            "/Id" => self.id = text.to_owned(),
            "/StmtPgntn/PgNb" | "/RptPgntn/PgNb" | "/NtfctnPgntn/PgNb" => {
                self.page = text.to_owned();
            }
            "/StmtPgntn/LastPgInd" | "/RptPgntn/LastPgInd" | "/NtfctnPgntn/LastPgInd" => {
                self.is_last_page = Some(text == "true");
            }
            "/CpyDplctInd" => self.copy = text.to_owned(),
            "/Acct/Id/IBAN" | "/Acct/Id/Othr/Id" | "/Acct/Id/BBAN" | "/Acct/Id/PrtryAcct/Id" => {
                self.account = text.to_owned();
            }
            "/Acct/Ccy" => self.currency = text.to_owned(),
            "/Acct/Svcr/FinInstnId/BIC" | "/Acct/Svcr/FinInstnId/BICFI" => {
                self.bank = text.get(..8).unwrap_or(text).to_owned();
            }
            "/Acct/Svcr/FinInstnId/ClrSysMmbId/MmbId" if self.bank.is_empty() => {
                self.bank = text.to_owned();
            }
            "/FrToDt/FrDtTm" | "/FrToDt/FrDt" => self.from = day(text),
            "/FrToDt/ToDtTm" | "/FrToDt/ToDt" => self.to = day(text),
            "/TxsSummry/TtlNtries/NbOfNtries" => self.total(Label::Rows, text),
            "/TxsSummry/TtlCdtNtries/NbOfNtries" => self.total(Label::CreditCount, text),
            "/TxsSummry/TtlCdtNtries/Sum" => self.total(Label::CreditSum, text),
            "/TxsSummry/TtlDbtNtries/NbOfNtries" => self.total(Label::DebitCount, text),
            "/TxsSummry/TtlDbtNtries/Sum" => self.total(Label::DebitSum, text),
            _ => {}
        }
    }

    fn total(&mut self, label: Label, text: &str) {
        self.totals.push((label, text.to_owned()));
    }

    /// `OPBD` opens and `CLBD` closes; `PRCD`, the closing before, opens where there is no `OPBD`.
    /// Interim and available balances prove nothing.
    pub fn put_balance(&mut self, balance: Balance) {
        self.day = balance.day.clone();
        match balance.code.as_str() {
            "OPBD" if self.opening.as_ref().is_none_or(|known| known.code != "OPBD") => {
                self.opening = Some(balance);
            }
            "PRCD" if self.opening.is_none() => self.opening = Some(balance),
            "CLBD" => self.closing = Some(balance),
            _ => {}
        }
    }

    /// The account's currency, else that of a balance.
    pub fn currency(&self) -> &str {
        let balance = self.opening.as_ref().or(self.closing.as_ref());
        let of_balance = balance.map_or("", |balance| balance.amount.currency.as_str());
        if self.currency.is_empty() { of_balance } else { &self.currency }
    }

    /// The statement of which this may be a page.
    pub fn statement(&self) -> String {
        format!("{} {}", self.account, self.id)
    }

    /// What its sender calls it: the id, and which page of it this is.
    pub fn number(&self) -> String {
        if self.page.is_empty() { self.id.clone() } else { format!("{}/{}", self.id, self.page) }
    }

    pub fn is_further_page(&self) -> bool {
        number(&self.page).is_some_and(|page| page > 1)
    }

    /// Whether other messages belong to this one.
    pub fn is_message_in_pages(&self) -> bool {
        self.is_last_message == Some(false)
            || number(&self.message_page).is_some_and(|page| page > 1)
    }
}

fn number(text: &str) -> Option<u64> {
    text.parse().ok()
}

impl Balance {
    /// Takes an element of it.
    pub fn put(&mut self, path: &str, text: &str, currency: &str) {
        match path {
            "/Tp/CdOrPrtry/Cd" | "/Tp/CdOrPrtry/Prtry" | "/Tp/Cd" | "/Tp/Prtry" => {
                self.code = text.to_owned();
            }
            "/Amt" => self.amount = amount(text, currency),
            "/CdtDbtInd" => self.sign = text.to_owned(),
            "/Dt/Dt" | "/Dt/DtTm" | "/Dt" if !text.is_empty() => self.day = day(text),
            _ => {}
        }
    }

    /// Whether it does not say on which side it stands, against the schema.
    pub fn is_unsigned(&self) -> bool {
        self.sign.is_empty() && !self.amount.text.is_empty()
    }

    pub fn signed(&self) -> String {
        let sign = if self.sign == "DBIT" { "-" } else { "" };
        format!("{sign}{}", self.amount.text)
    }
}

/// Takes an element of an entry outside its details.
pub fn put_entry(entry: &mut Ntry, path: &str, text: &str, currency: &str) {
    match path {
        "/Amt" => entry.amount = amount(text, currency),
        "/CdtDbtInd" => entry.sign = text.to_owned(),
        "/RvslInd" => entry.is_reversal = text == "true",
        "/Sts" | "/Sts/Cd" | "/Sts/Prtry" if !text.is_empty() => entry.status = text.to_owned(),
        "/BookgDt/Dt" | "/BookgDt/DtTm" => entry.booked = moment(text),
        "/ValDt/Dt" | "/ValDt/DtTm" => entry.value_day = day(text),
        "/AcctSvcrRef" => entry.bank_reference = text.to_owned(),
        "/NtryRef" => entry.entry_reference = text.to_owned(),
        "/BkTxCd/Prtry/Cd" => entry.kind = text.to_owned(),
        "/AddtlNtryInf" => entry.more = one_line(text),
        _ => {}
    }
}

/// Takes an element of a detail.
pub fn put_detail(detail: &mut TxDtls, path: &str, text: &str, currency: &str) {
    let party = match path.strip_prefix("/RltdPties") {
        Some(path) => path,
        None => return put_detail_itself(detail, path, text, currency),
    };
    match party {
        "/Dbtr/Nm" | "/Dbtr/Pty/Nm" => detail.debtor.name = one_line(text),
        "/UltmtDbtr/Nm" | "/UltmtDbtr/Pty/Nm" => detail.debtor.ultimate_name = one_line(text),
        "/DbtrAcct/Id/IBAN" | "/DbtrAcct/Id/Othr/Id" | "/DbtrAcct/Id/BBAN" => {
            detail.debtor.account = text.to_owned();
        }
        "/Cdtr/Nm" | "/Cdtr/Pty/Nm" => detail.creditor.name = one_line(text),
        "/UltmtCdtr/Nm" | "/UltmtCdtr/Pty/Nm" => detail.creditor.ultimate_name = one_line(text),
        "/CdtrAcct/Id/IBAN" | "/CdtrAcct/Id/Othr/Id" | "/CdtrAcct/Id/BBAN" => {
            detail.creditor.account = text.to_owned();
        }
        _ => {}
    }
}

fn put_detail_itself(detail: &mut TxDtls, path: &str, text: &str, currency: &str) {
    match path {
        "/Amt" => detail.amounts[0] = amount(text, currency),
        "/AmtDtls/TxAmt/Amt" => detail.amounts[1] = amount(text, currency),
        "/AmtDtls/InstdAmt/Amt" => detail.amounts[2] = amount(text, currency),
        "/CdtDbtInd" => detail.sign = text.to_owned(),
        "/Refs/AcctSvcrRef" => detail.bank_reference = text.to_owned(),
        "/Refs/EndToEndId" => detail.end_to_end = text.to_owned(),
        "/RmtInf/Ustrd" => detail.free_texts.push(one_line(text)),
        "/RmtInf/Strd/CdtrRefInf/Ref" | "/RmtInf/Strd/CdtrRefInf/CdtrRef"
            if detail.creditor_reference.is_empty() =>
        {
            detail.creditor_reference = text.to_owned();
        }
        "/AddtlTxInf" => detail.more = one_line(text),
        _ => {}
    }
}

fn amount(text: &str, currency: &str) -> Amount {
    Amount { text: text.to_owned(), currency: currency.to_owned() }
}

/// Line breaks and indentation are the printer's.
fn one_line(text: &str) -> String {
    if !text.contains('\n') {
        return text.to_owned();
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The local day as printed, whatever the offset behind it.
fn day(text: &str) -> String {
    text.get(..10).unwrap_or(text).to_owned()
}

/// Day and time as printed, without fraction and offset.
fn moment(text: &str) -> String {
    text.get(..19).filter(|moment| moment.contains('T')).map_or_else(|| day(text), str::to_owned)
}
