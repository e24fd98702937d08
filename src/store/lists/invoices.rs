//! Cards of invoices with their fee lines and links.

use std::collections::BTreeMap;

use rusqlite::Row;

use super::json_ids;
use super::payments::{by_owner, text};
use crate::model::view::InvoiceCard;
use crate::model::{InvoiceClass, InvoiceId, InvoiceLine, InvoiceState, ResolveAs};
use crate::money::Money;
use crate::store::facts::facts_of;
use crate::store::values::{coded, currency, money};
use crate::store::{Result, Store};

impl Store {
    /// Cards in the order of the ids; unknown ids are passed over.
    pub fn invoice_cards(&self, ids: &[InvoiceId]) -> Result<Vec<InvoiceCard>> {
        let ids = json_ids(ids.iter().map(|id| id.0));
        let sql = include_str!("../queries/invoice_cards.sql");
        let mut statement = self.connection.prepare_cached(sql)?;
        let cards = statement.query_map([&ids], card)?;
        let mut cards: Vec<InvoiceCard> = cards.collect::<rusqlite::Result<_>>()?;
        let sql = include_str!("../queries/links_of_invoices.sql");
        let mut links = by_owner(self.link_cards(sql, &ids)?, |link| link.invoice);
        let mut lines: BTreeMap<i64, Vec<InvoiceLine>> = BTreeMap::new();
        self.fee_lines(include_str!("../queries/invoice_lines.sql"), &ids, |invoice, line| {
            lines.entry(invoice).or_default().push(line);
        })?;
        for card in &mut cards {
            card.links = links.remove(&card.id).unwrap_or_default();
            card.facts.lines = lines.remove(&card.id.0).unwrap_or_default();
        }
        Ok(cards)
    }

    /// Hands over the texts of each invoice that a search looks at: number, codes, payer.
    pub fn invoice_texts(&self, mut take: impl FnMut(InvoiceId, &[&str], Money)) -> Result<()> {
        let sql = "SELECT n.invoice, i.number, v.dossier_code, v.payment_codes, v.payer_name,
                          v.virtual_account, v.payer_account, n.amount_minor, n.currency
                   FROM invoice_now n CROSS JOIN invoice i ON i.id = n.invoice
                   CROSS JOIN invoice_version v ON v.id = n.version";
        self.searched_texts(sql, |id, texts, amount| take(InvoiceId(id), texts, amount))
    }

    /// Every code of every invoice as any version states it; several payment codes come with `;`
    /// between.
    pub fn codes(&self, mut take: impl FnMut(&str)) -> Result<()> {
        let sql = "SELECT i.number, v.dossier_code, v.payment_codes, v.virtual_account
                   FROM invoice_version v CROSS JOIN invoice i ON i.id = v.invoice";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            for at in 0..4 {
                take(text(row, at)?);
            }
        }
        Ok(())
    }
}

fn card(row: &Row) -> rusqlite::Result<InvoiceCard> {
    let currency = currency(row, "currency")?;
    let amount = |column| money(row, column, currency);
    let resolved_as: Option<String> = row.get("resolve_as")?;
    Ok(InvoiceCard {
        id: InvoiceId(row.get("invoice")?),
        number: row.get("name")?,
        facts: facts_of(row)?,
        paid: amount("paid_minor")?,
        open: amount("open_minor")?,
        written_off: amount("written_off_minor")?,
        state: coded(row, "state", InvoiceState::from_code)?,
        class: coded(row, "class", InvoiceClass::from_code)?,
        is_withdrawn: row.get("is_withdrawn")?,
        links: Vec::new(),
        resolved_as: resolved_as.and_then(|code| ResolveAs::from_code(&code)),
        note: row.get("note")?,
    })
}
