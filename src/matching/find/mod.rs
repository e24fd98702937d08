//! Which invoices deserve a look for a payment: those a code names, those of a name and amount,
//! those of an amount. Each finder looks up what it needs; none passes over all pairs.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::model::{BookInvoice, InvoiceStatus, OpenBook, OpenPayment};
use crate::money::Money;

pub(super) mod by_amount;
pub(super) mod by_code;
pub(super) mod by_name_and_amount;
pub(super) mod codes;
pub(super) mod ends;
mod forms;
pub(super) mod learnt;
pub(super) mod memo;
pub(super) mod names;
pub(super) mod near;

/// The book with the indexes that the finders share.
pub(super) struct Known<'a> {
    pub book: &'a OpenBook,
    pub dictionary: codes::Dictionary,
    pub names: names::Names,
    ends: OnceLock<ends::Ends>,
    /// How many open invoices ask for exactly this much.
    open_by_amount: HashMap<Money, u32>,
    pub open_invoices: u32,
}

impl<'a> Known<'a> {
    pub fn of(book: &'a OpenBook) -> Known<'a> {
        let mut open_by_amount: HashMap<Money, u32> = HashMap::new();
        let mut open_invoices = 0;
        for invoice in book.invoices.iter().filter(|invoice| is_open(invoice)) {
            *open_by_amount.entry(invoice.open).or_default() += 1;
            open_invoices += 1;
        }
        Known {
            book,
            dictionary: codes::Dictionary::of(&book.invoices),
            names: names::Names::of(&book.invoices),
            ends: OnceLock::new(),
            open_by_amount,
            open_invoices,
        }
    }

    pub fn invoice(&self, index: usize) -> &'a BookInvoice {
        &self.book.invoices[index]
    }

    /// The numbers of whose codes the memo holds only the last digits.
    pub fn ends_in(&self, memo: &memo::Memo) -> Vec<near::NearHit> {
        let ends = self.ends.get_or_init(|| ends::Ends::of(&self.book.invoices));
        ends.hits(&self.book.invoices, &self.dictionary, memo)
    }

    pub fn open_with_amount(&self, amount: Money) -> u32 {
        self.open_by_amount.get(&amount).copied().unwrap_or(0)
    }

    pub fn is_rejected(&self, payment: &OpenPayment, invoice: usize) -> bool {
        !self.book.rejected.is_empty()
            && self.book.rejected.contains(&(payment.id, self.invoice(invoice).id))
    }
}

/// Whether the invoice still asks for money.
pub(super) fn is_open(invoice: &BookInvoice) -> bool {
    invoice.status == InvoiceStatus::Open && invoice.open.is_positive()
}
