//! Cards of payments with their links and what is on offer for them.

use std::collections::BTreeMap;

use rusqlite::Row;

use super::json_ids;
use crate::calendar::Moment;
use crate::model::view::{LinkCard, PaymentCard, PayoutCard, ProposalCard, ProposalLineCard};
use crate::model::{
    DecisionId, Direction, FileId, GatewayState, InvoiceId, MadeBy, Nature, PaymentClass,
    PaymentId, PaymentState, PaymentStatus, ResolveAs, SourceKind,
};
use crate::store::reasons::parse_reasons;
use crate::store::values::{coded, currency, day, facts, money, optional_day};
use crate::store::{Result, Store};

impl Store {
    /// Cards in the order of the ids; unknown ids are passed over.
    pub fn payment_cards(&self, ids: &[PaymentId]) -> Result<Vec<PaymentCard>> {
        let ids = json_ids(ids.iter().map(|id| id.0));
        let sql = include_str!("../queries/payment_cards.sql");
        let mut statement = self.connection.prepare_cached(sql)?;
        let cards = statement.query_map([&ids], card)?;
        let mut cards: Vec<PaymentCard> = cards.collect::<rusqlite::Result<_>>()?;
        let sql = include_str!("../queries/links_of_payments.sql");
        let mut links = by_owner(self.link_cards(sql, &ids)?, |link| link.payment);
        let mut proposals = self.proposal_cards(&ids)?;
        let mut payouts = self.payout_cards(&ids)?;
        for card in &mut cards {
            card.links = links.remove(&card.id).unwrap_or_default();
            card.proposals = proposals.remove(&card.id).unwrap_or_default();
            card.payout = payouts.remove(&card.id);
            if let Some(PayoutCard::By(_)) = card.payout {
                card.gateway_state = Some(GatewayState::PaidOut);
            }
        }
        Ok(cards)
    }

    /// Hands over the texts of each payment that a search looks at: memo, payer, accounts,
    /// references, codes.
    pub fn payment_texts(
        &self,
        mut take: impl FnMut(PaymentId, &[&str], crate::money::Money),
    ) -> Result<()> {
        let sql = "SELECT id, memo, payer_name, payer_account, reference, code, virtual_account,
                          amount_minor, currency FROM payment";
        self.searched_texts(sql, |id, texts, amount| take(PaymentId(id), texts, amount))
    }

    /// What matching said of payments, where it said something.
    pub fn finding_classes(&self) -> Result<BTreeMap<PaymentId, PaymentClass>> {
        let mut statement = self.connection.prepare_cached("SELECT payment, class FROM finding")?;
        let classes = statement.query_map([], |row| {
            Ok((PaymentId(row.get("payment")?), coded(row, "class", PaymentClass::from_code)?))
        })?;
        Ok(classes.collect::<rusqlite::Result<_>>()?)
    }

    pub(super) fn link_cards(&self, sql: &str, ids: &str) -> Result<Vec<LinkCard>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let links = statement.query_map([ids], |row| {
            Ok(LinkCard {
                payment: PaymentId(row.get("payment")?),
                invoice: InvoiceId(row.get("invoice")?),
                invoice_number: row.get("name")?,
                amount: money(row, "amount_minor", currency(row, "currency")?)?,
                made_by: coded(row, "made_by", MadeBy::from_code)?,
                decision: DecisionId(row.get("decision")?),
                rule: row.get("rule")?,
            })
        })?;
        Ok(links.collect::<rusqlite::Result<_>>()?)
    }

    fn proposal_cards(&self, ids: &str) -> Result<BTreeMap<PaymentId, Vec<ProposalCard>>> {
        let sql = include_str!("../queries/proposals_of_payments.sql");
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([ids])?;
        let mut cards: BTreeMap<PaymentId, Vec<ProposalCard>> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let of_payment = cards.entry(PaymentId(row.get("owner")?)).or_default();
            let rank: u32 = row.get("rank")?;
            if of_payment.last().is_none_or(|card| card.rank != rank) {
                of_payment.push(ProposalCard {
                    rank,
                    key: row.get("key")?,
                    is_automatic: row.get("is_automatic")?,
                    rule: row.get("rule")?,
                    lines: Vec::new(),
                    reasons: coded(row, "reasons", parse_reasons)?,
                });
            }
            let card = of_payment.last_mut().expect("pushed above");
            card.lines.push(proposal_line(row)?);
        }
        Ok(cards)
    }
}

/// What belongs to one payment or invoice, in order.
pub(super) fn by_owner<Id: Ord, T>(
    items: Vec<T>,
    owner: impl Fn(&T) -> Id,
) -> BTreeMap<Id, Vec<T>> {
    let mut owned: BTreeMap<Id, Vec<T>> = BTreeMap::new();
    for item in items {
        owned.entry(owner(&item)).or_default().push(item);
    }
    owned
}

pub(super) fn text<'a>(row: &'a Row, column: usize) -> rusqlite::Result<&'a str> {
    let value = row.get_ref(column)?;
    value.as_str().map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(column, value.data_type(), Box::new(error))
    })
}

fn proposal_line(row: &Row) -> rusqlite::Result<ProposalLineCard> {
    let currency = currency(row, "currency")?;
    Ok(ProposalLineCard {
        payment: PaymentId(row.get("payment")?),
        invoice: InvoiceId(row.get("invoice")?),
        invoice_number: row.get("name")?,
        payer_name: row.get("payer_name")?,
        issued_on: optional_day(row, "issued_on")?,
        invoice_open: money(row, "open_minor", currency)?,
        amount: money(row, "amount_minor", currency)?,
    })
}

fn card(row: &Row) -> rusqlite::Result<PaymentCard> {
    let currency = currency(row, "currency")?;
    let amount = |column| money(row, column, currency);
    let institution: String = row.get("institution")?;
    let account: String = row.get("account_number")?;
    let resolved_as: Option<String> = row.get("resolve_as")?;
    Ok(PaymentCard {
        id: PaymentId(row.get("payment")?),
        file: FileId(row.get("file")?),
        file_name: row.get("file_name")?,
        row: row.get("row")?,
        detail: row.get("detail")?,
        source: format!("{institution}:{account}"),
        source_kind: coded(row, "source_kind", SourceKind::from_code)?,
        booked: Moment { day: day(row, "booked_on")?, second: row.get("booked_second")? },
        book_day: day(row, "book_day")?,
        reference: row.get("reference")?,
        direction: coded(row, "direction", Direction::from_code)?,
        amount: amount("amount_minor")?,
        fee: amount("fee_minor")?,
        net: amount("net_minor")?,
        memo: row.get("memo")?,
        payer_name: row.get("payer_name")?,
        payer_account: row.get("payer_account")?,
        virtual_account: row.get("virtual_account")?,
        code: row.get("code")?,
        original_reference: row.get("original_reference")?,
        channel: row.get("channel")?,
        status: coded(row, "status", PaymentStatus::from_code)?,
        nature: coded(row, "nature", Nature::from_code)?,
        state: coded(row, "state", PaymentState::from_code)?,
        class: coded(row, "class", PaymentClass::from_code)?,
        settled: amount("settled_minor")?,
        open: amount("open_minor")?,
        refunded: amount("refunded_minor")?,
        excluded: amount("excluded_minor")?,
        refund_of: row.get::<_, Option<i64>>("refund_of")?.map(PaymentId),
        gateway_state: None,
        payout: None,
        links: Vec::new(),
        proposals: Vec::new(),
        why: row.get("why")?,
        why_facts: facts(row, "why_facts")?,
        resolved_as: resolved_as.and_then(|code| ResolveAs::from_code(&code)),
        note: row.get("note")?,
    })
}
