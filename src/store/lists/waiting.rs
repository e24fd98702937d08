//! What waits for somebody: exceptions, and proposals to review.

use crate::model::view::Filter;
use crate::model::{InvoiceId, PaymentId};
use crate::store::{Result, Store};

impl Store {
    /// Payments that need somebody.
    pub fn exception_payment_ids(&self, filter: &Filter) -> Result<Vec<PaymentId>> {
        let sql = include_str!("../queries/exception_payments.sql");
        self.filtered(sql, filter, PaymentId)
    }

    /// Invoices that need somebody and that no open payment speaks for.
    pub fn exception_invoice_ids(&self, filter: &Filter) -> Result<Vec<InvoiceId>> {
        let sql = include_str!("../queries/exception_invoices.sql");
        self.filtered(sql, filter, InvoiceId)
    }

    /// Payments with a proposal waiting: by book day, the surest offers first.
    pub fn review_ids(&self, filter: &Filter) -> Result<Vec<PaymentId>> {
        let sql = include_str!("../queries/review_ids.sql");
        self.filtered(sql, filter, PaymentId)
    }
}
