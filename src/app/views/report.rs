//! Reports: a named table over a period.

use std::collections::{BTreeMap, BTreeSet};

use super::overview;
use crate::app::{Result, Session};
use crate::calendar::Period;
use crate::ledger;
use crate::model::view::Filter;
use crate::model::{
    Failure, FailureCode, FileId, InvoiceId, LedgerInvoice, PaymentClass, PaymentId,
    PaymentStanding, Table,
};
use crate::report::{Facts, FileFact, Moved, Needs, PaymentFact, REPORTS, write};
use crate::store::{Cut, PaymentThen};

/// Payments read at once.
const WINDOW: usize = 5000;

/// Names of all reports, in the order of the menu.
pub fn names() -> Vec<&'static str> {
    REPORTS.iter().map(|(name, ..)| *name).collect()
}

/// The report over the period; `None` = the screen's day.
pub fn report(session: &Session, name: &str, period: Option<Period>) -> Result<Table> {
    let Some((_, needs, report)) = REPORTS.iter().find(|(known, ..)| *known == name) else {
        return Err(Failure::new(FailureCode::ReportUnknown)
            .with("name", name)
            .with("known", names().join(", "))
            .into());
    };
    let period = match period {
        Some(period) => period,
        None => Period::Day(overview::screen_day(session)?),
    };
    Ok(report(&facts(session, period, *needs)?))
}

/// The table as text of a format that needs no language: `csv` or `json`.
pub fn write_plain(table: &Table, format: &str) -> Result<String> {
    match format {
        "csv" => Ok(write::csv(table)),
        "json" => Ok(write::json(table)),
        other => Err(Failure::new(FailureCode::NotYetBuilt).with("what", other).into()),
    }
}

fn facts(session: &Session, period: Period, needs: Needs) -> Result<Facts> {
    let store = &session.store;
    let closed_by = store.closed_by(period)?;
    let is_closed = closed_by.is_some();
    let cut = Cut { last: period.last_day(), decision: closed_by };
    let today = session.surroundings.clock.now().day();
    let mut facts = Facts {
        agency: session.config.agency.name.clone(),
        period,
        is_closed,
        as_of: if is_closed { period.last_day() } else { today },
        payments: Vec::new(),
        moved: Vec::new(),
        files: Vec::new(),
    };
    if needs == Needs::Files {
        facts.files = files(session, &store.files_of_period(period, cut)?)?;
        return Ok(facts);
    }
    // What matching says may change any day: of a closed period what it said then is told.
    let findings = match closed_by {
        Some(decision) => store.classes_at_closing(decision)?,
        None => store.finding_classes()?,
    };
    let own = Then::load(session, &store.payments_of_period(period)?, cut, &findings)?;
    facts.payments = own.into_iter().filter(|own| !own.standing.is_withdrawn).map(fact).collect();
    if needs == Needs::PaymentsAndMoved {
        facts.moved = moved(session, period, cut)?;
    }
    Ok(facts)
}

/// A payment as it stood, with its class and the numbers of its links.
struct Then {
    row: PaymentThen,
    standing: PaymentStanding,
    links: Vec<(String, crate::money::Money)>,
}

impl Then {
    fn load(
        session: &Session,
        ids: &[PaymentId],
        cut: Cut,
        findings: &BTreeMap<PaymentId, PaymentClass>,
    ) -> Result<Vec<Then>> {
        let mut loaded = Vec::with_capacity(ids.len());
        for window in ids.chunks(WINDOW) {
            let rows = session.store.payments_as_of(window, cut)?;
            let linked: BTreeSet<InvoiceId> =
                rows.iter().flat_map(|row| &row.ledger.links).map(|(id, _)| *id).collect();
            let invoices = session.store.invoices_as_of(&linked, cut)?;
            loaded.extend(rows.into_iter().map(|row| {
                let finding = findings.get(&row.ledger.id).copied();
                Then::of(row, finding, &invoices)
            }));
        }
        Ok(loaded)
    }

    fn of(
        row: PaymentThen,
        finding: Option<PaymentClass>,
        invoices: &BTreeMap<InvoiceId, LedgerInvoice>,
    ) -> Then {
        let standing = ledger::payment_standing(&row.ledger, finding, invoices);
        let number = |id| invoices.get(id).map(|own| own.number.clone()).unwrap_or_default();
        let links = row.ledger.links.iter();
        let links = links.map(|(id, amount)| (number(id), *amount)).collect();
        Then { row, standing, links }
    }
}

fn fact(then: Then) -> PaymentFact {
    PaymentFact {
        id: then.row.ledger.id,
        source: then.row.source,
        booked: then.row.booked,
        is_late: then.row.ledger.book_day > then.row.booked.day,
        reference: then.row.reference,
        memo: then.row.memo,
        payer_name: then.row.payer_name,
        payer_account: then.row.payer_account,
        standing: then.standing,
        links: then.links,
        resolved_as: then.row.ledger.resolved_as,
    }
}

/// Payments of earlier days, the day before the period and at its end.
fn moved(session: &Session, period: Period, cut: Cut) -> Result<Vec<Moved>> {
    let ids = session.store.payments_moved_in(period, cut)?;
    let before = Cut { last: period.first_day().previous(), ..cut };
    let before = Then::load(session, &ids, before, &BTreeMap::new())?;
    let after = Then::load(session, &ids, cut, &BTreeMap::new())?;
    let pairs = before.into_iter().zip(after);
    let moved = pairs.map(|(before, after)| Moved {
        source: after.row.source,
        before: before.standing,
        after: after.standing,
    });
    Ok(moved.collect())
}

fn files(session: &Session, ids: &[FileId]) -> Result<Vec<FileFact>> {
    let cards = session.store.file_cards(&Filter::default())?;
    let mut files = Vec::new();
    for card in cards.into_iter().filter(|card| ids.contains(&card.id)) {
        let totals = session.store.control_totals(card.id)?;
        files.push(FileFact { card, totals });
    }
    Ok(files)
}
