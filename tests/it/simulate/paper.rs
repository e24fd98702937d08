//! The files of a made-up agency: invoices, payments that mostly name them, and later news of both.

use super::dice::Dice;
use super::mirror::Mirror;

/// A row of a payments file.
#[derive(Clone, Debug)]
pub struct PaymentRow {
    pub reference: String,
    pub day: String,
    /// Signed; negative is money out.
    pub amount: i64,
    pub currency: &'static str,
    pub memo: String,
    pub status: String,
    pub original: String,
    /// Of the gateway, not of the bank.
    pub is_gateway: bool,
}

impl PaymentRow {
    /// The gateway keeps a hundredth of what passes through it.
    pub fn fee(&self) -> i64 {
        if self.is_gateway && self.status != "failed" { self.amount.abs() / 100 } else { 0 }
    }
}

/// How the gateway's files are read.
pub const GATEWAY: &str = r#"
title = "A gateway"
kind = "payments"
source = "gateway"
institution = "gateway"
required = ["booked", "reference", "account", "amount", "status"]
[columns]
account = ["merchant"]
booked = ["time"]
reference = ["transaction"]
amount = ["amount"]
currency = ["currency"]
fee = ["fee"]
memo = ["order"]
status = ["status"]
original_reference = ["original"]
[amounts]
sign = "unsigned"
[key]
by_reference = true
[status]
success = ["success"]
pending = ["pending"]
failed = ["failed"]
reversed = ["reversed"]
refund = ["refund"]
"#;

/// A row of an invoices file.
#[derive(Clone, Debug)]
pub struct InvoiceRow {
    pub number: String,
    pub payer: String,
    pub amount: i64,
    pub currency: &'static str,
    pub status: String,
}

/// Hands out numbers and references, so that none is used twice.
#[derive(Default)]
pub struct Paper {
    invoices: u32,
    payments: u32,
}

const PAYERS: &[&str] =
    &["Trần Thị Mơ", "Lê Văn Sáo", "Phạm Thị Gió", "Hoàng Văn Mây", "Vũ Thị Lúa"];
const AMOUNTS: &[i64] = &[50_000, 100_000, 100_000, 150_000, 300_000];
const DAYS: i64 = 8;

impl Paper {
    pub fn invoice(&mut self, dice: &mut Dice) -> InvoiceRow {
        self.invoices += 1;
        let status = match dice.below(20) {
            0 => "cancelled",
            1 => "exempt",
            _ => "open",
        };
        InvoiceRow {
            number: format!("HD2610{:08}", 10_000_019 + self.invoices * 7919),
            payer: dice.pick(PAYERS).expect("payers").to_string(),
            amount: *dice.pick(AMOUNTS).expect("amounts"),
            currency: if dice.percent(10) { "USD" } else { "VND" },
            status: status.to_owned(),
        }
    }

    /// A payment that mostly names an invoice of the book, at times with another amount.
    pub fn payment(&mut self, dice: &mut Dice, book: &Mirror) -> PaymentRow {
        let numbers: Vec<&String> = book.invoices.keys().collect();
        let named = dice.pick(&numbers).map(|number| (*number).clone());
        let (mut amount, currency) = match named.as_ref().map(|number| &book.invoices[number]) {
            Some(invoice) => (invoice.amount, invoice.currency),
            None => (*dice.pick(AMOUNTS).expect("amounts"), "VND"),
        };
        match dice.below(10) {
            0 => amount -= amount / 4,
            1 => amount += 20_000,
            _ => {}
        }
        let memo = match (named, dice.below(10)) {
            (Some(number), 0..=6) => format!("Nop phi {number}"),
            (_, 7) => format!("{} nop le phi", dice.pick(PAYERS).expect("payers")),
            _ => "nop tien".to_owned(),
        };
        let status = match dice.below(15) {
            0 => "pending",
            1 => "failed",
            _ => "success",
        };
        if dice.percent(6) {
            return self.row(dice, -amount, currency, "chi tien", "success");
        }
        self.row(dice, amount, currency, &memo, status)
    }

    /// Money that goes back of a payment of the book; by its reference, or named by nobody.
    pub fn refund(&mut self, dice: &mut Dice, book: &Mirror) -> Option<PaymentRow> {
        let credits: Vec<&String> = book
            .payments
            .iter()
            .filter(|(_, own)| own.is_credit && own.status == "success" && !own.is_withdrawn)
            .map(|(reference, _)| reference)
            .collect();
        let original = (*dice.pick(&credits)?).clone();
        let own = &book.payments[&original];
        let amount = if dice.percent(50) { own.amount } else { own.amount / 2 };
        let mut row = self.row(dice, -amount, own.currency, "hoan tien", "refund");
        if dice.percent(50) {
            row.original = original;
        }
        Some(row)
    }

    fn row(
        &mut self,
        dice: &mut Dice,
        amount: i64,
        currency: &'static str,
        memo: &str,
        status: &str,
    ) -> PaymentRow {
        self.payments += 1;
        PaymentRow {
            reference: format!("FT{:06}", self.payments),
            day: format!("2026-10-{:02}", dice.between(1, DAYS)),
            amount,
            currency,
            memo: memo.to_owned(),
            status: status.to_owned(),
            original: String::new(),
            is_gateway: false,
        }
    }
}

/// A file of the bank or of the gateway: whose rows they are.
pub fn payments_csv(rows: &[PaymentRow]) -> String {
    if rows.iter().any(|row| row.is_gateway) { gateway_csv(rows) } else { bank_csv(rows) }
}

fn gateway_csv(rows: &[PaymentRow]) -> String {
    let mut text =
        String::from("merchant,time,transaction,amount,currency,fee,order,status,original\n");
    for row in rows {
        text += &format!(
            "TT01,{},{},{},{},{},{},{},{}\n",
            row.day,
            row.reference,
            decimal(row.amount.abs(), row.currency),
            row.currency,
            decimal(row.fee(), row.currency),
            row.memo,
            row.status,
            row.original
        );
    }
    text
}

fn bank_csv(rows: &[PaymentRow]) -> String {
    let mut text = String::from(
        "account,booked_at,reference,amount,currency,memo,status,original_reference\n",
    );
    for row in rows {
        text += &format!(
            "0011001932418,{},{},{},{},{},{},{}\n",
            row.day,
            row.reference,
            decimal(row.amount, row.currency),
            row.currency,
            row.memo,
            row.status,
            row.original
        );
    }
    text
}

pub fn invoices_csv(rows: &[InvoiceRow]) -> String {
    let mut text = String::from("number,payer_name,amount,currency,issued_on,status\n");
    for row in rows {
        text += &format!(
            "{},{},{},{},2026-09-28,{}\n",
            row.number,
            row.payer,
            decimal(row.amount, row.currency),
            row.currency,
            row.status
        );
    }
    text
}

/// Minor units as the files and lists write them.
pub fn decimal(minor: i64, currency: &str) -> String {
    match currency {
        "VND" => minor.to_string(),
        _ => {
            let sign = if minor < 0 { "-" } else { "" };
            format!("{sign}{}.{:02}", minor.abs() / 100, minor.abs() % 100)
        }
    }
}
