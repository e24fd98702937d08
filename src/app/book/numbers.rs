//! Invoices by the number that people type, and changes told with it.

use crate::app::Result;
use crate::model::view::{ChangeCard, Decided};
use crate::model::{Change, DecisionId, DecisionKind, InvoiceId, Refusal, RefusalCode, Subject};
use crate::store::Store;
use crate::text::without_hidden;

/// The one invoice with this shown number; where several have it, a person must say which.
pub(in crate::app) fn invoice_named(store: &Store, number: &str) -> Result<InvoiceId> {
    let number = without_hidden(number);
    match store.invoices_numbered(&number)?.as_slice() {
        [] => {
            Err(Refusal::new(RefusalCode::InvoiceNotFound).with("invoice", number.as_ref()).into())
        }
        [one] => Ok(*one),
        several => {
            let choices: Vec<String> = several
                .iter()
                .map(|id| store.shown_number(*id))
                .collect::<std::result::Result<_, _>>()?;
            Err(Refusal::new(RefusalCode::NumberIsAmbiguous)
                .with("invoice", number.as_ref())
                .with("choices", choices.join(", "))
                .into())
        }
    }
}

/// What was decided, with the numbers that people know the invoices by.
pub(in crate::app) fn told(
    store: &Store,
    kind: DecisionKind,
    decisions: Vec<DecisionId>,
    changes: Vec<Change>,
) -> Result<Decided> {
    let mut payments = Vec::new();
    let mut invoices = Vec::new();
    let mut cards = Vec::with_capacity(changes.len());
    for change in changes {
        for subject in change.subjects() {
            if let Subject::Payment(payment) = subject
                && !payments.contains(&payment)
            {
                payments.push(payment);
            }
        }
        let invoice_number = change.invoice().map(|id| store.shown_number(id)).transpose()?;
        if let Some(number) = &invoice_number
            && !invoices.contains(number)
        {
            invoices.push(number.clone());
        }
        cards.push(ChangeCard { change, invoice_number });
    }
    Ok(Decided { decisions, kind, payments, invoices, changes: cards })
}
