//! Cards of invoices with their fee lines and links.

use std::collections::BTreeMap;

use rusqlite::Row;

use super::json_ids;
use super::payments::{by_owner, text};
use crate::model::view::InvoiceCard;
use crate::model::{
    InvoiceClass, InvoiceFacts, InvoiceId, InvoiceLine, InvoiceState, InvoiceStatus, LineKind,
    ResolveAs,
};
use crate::money::Money;
use crate::store::values::{coded, currency, money, optional_day};
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
        let sql = include_str!("../queries/invoice_lines.sql");
        let mut lines = by_owner(self.fee_lines(sql, &ids)?, |line| line.0);
        for card in &mut cards {
            card.links = links.remove(&card.id).unwrap_or_default();
            let own = lines.remove(&card.id.0).unwrap_or_default();
            card.facts.lines = own.into_iter().map(|(_, line)| line).collect();
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

    /// Facts of versions, by their ids.
    pub(super) fn invoice_versions(&self, ids: &[i64]) -> Result<BTreeMap<i64, InvoiceFacts>> {
        let ids = json_ids(ids.iter().copied());
        let sql = include_str!("../queries/invoice_version_lines.sql");
        let mut lines = by_owner(self.fee_lines(sql, &ids)?, |line| line.0);
        let sql = include_str!("../queries/invoice_versions.sql");
        let mut statement = self.connection.prepare_cached(sql)?;
        let versions = statement.query_map([&ids], |row| {
            let amount = money(row, "amount_minor", currency(row, "currency")?)?;
            Ok((row.get("version")?, facts(row, amount)?))
        })?;
        let mut versions: BTreeMap<i64, InvoiceFacts> =
            versions.collect::<rusqlite::Result<_>>()?;
        for (version, facts) in &mut versions {
            let own = lines.remove(version).unwrap_or_default();
            facts.lines = own.into_iter().map(|(_, line)| line).collect();
        }
        Ok(versions)
    }

    fn fee_lines(&self, sql: &str, ids: &str) -> Result<Vec<(i64, InvoiceLine)>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let lines = statement.query_map([ids], |row| {
            let line = InvoiceLine {
                row: row.get("row")?,
                raw: String::new(),
                kind: coded(row, "kind", LineKind::from_code)?,
                fee_code: row.get("fee_code")?,
                fee_name: row.get("fee_name")?,
                amount: money(row, "amount_minor", currency(row, "currency")?)?,
            };
            Ok((row.get("owner")?, line))
        })?;
        Ok(lines.collect::<rusqlite::Result<_>>()?)
    }
}

fn card(row: &Row) -> rusqlite::Result<InvoiceCard> {
    let currency = currency(row, "currency")?;
    let amount = |column| money(row, column, currency);
    let resolved_as: Option<String> = row.get("resolve_as")?;
    Ok(InvoiceCard {
        id: InvoiceId(row.get("invoice")?),
        number: row.get("name")?,
        facts: facts(row, amount("amount_minor")?)?,
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

/// Of the newest version; its lines are read apart.
fn facts(row: &Row, amount: Money) -> rusqlite::Result<InvoiceFacts> {
    let codes: String = row.get("payment_codes")?;
    Ok(InvoiceFacts {
        dossier_code: row.get("dossier_code")?,
        payment_codes: codes
            .split(';')
            .filter(|code| !code.is_empty())
            .map(str::to_owned)
            .collect(),
        virtual_account: row.get("virtual_account")?,
        payer_name: row.get("payer_name")?,
        payer_id: row.get("payer_id")?,
        payer_account: row.get("payer_account")?,
        procedure_code: row.get("procedure_code")?,
        agency_code: row.get("agency_code")?,
        issued_on: optional_day(row, "issued_on")?,
        due_on: optional_day(row, "due_on")?,
        accepted_on: optional_day(row, "accepted_on")?,
        agency_paid_on: optional_day(row, "agency_paid_on")?,
        agency_payment_reference: row.get("agency_payment_reference")?,
        channel: row.get("channel")?,
        paid_online: row.get("paid_online")?,
        status: coded(row, "status", InvoiceStatus::from_code)?,
        amount,
        lines: Vec::new(),
        other_columns: row.get("other_columns")?,
    })
}
