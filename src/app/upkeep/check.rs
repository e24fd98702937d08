//! Check: replay every decision through the law, recompute every sum, verify the chain and the file
//! itself.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::app::book::named::{self, Named};
use crate::app::book::standings;
use crate::app::{Error, Result, Session};
use crate::ledger::{self, Doubt, Recorded, Replay};
use crate::model::view::{CheckFinding, CheckOutcome, Progress};
use crate::model::{
    DecisionId, DecisionKind, Fact, Failure, FailureCode, InvoiceId, LedgerInvoice, LedgerPayment,
    LedgerView, PaymentId, PaymentStanding,
};
use crate::store::{Audited, Store};

/// Decisions or payments between two reports of progress.
const STEPS_A_REPORT: i64 = 1_000;

/// Payments whose standings are written at a time when all are rebuilt.
const PAYMENTS_AT_A_TIME: usize = 10_000;

/// All of it sees one moment of the store, so that somebody's work meanwhile is no finding.
pub fn check(
    session: &Session,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<CheckOutcome> {
    session.store.read(|| {
        let mut check = Check { store: &session.store, progress, outcome: CheckOutcome::default() };
        match check.all() {
            // Where the file cannot be read any further is what was to be found.
            Err(Error::Failed(failure)) if failure.code == FailureCode::StoreDamaged => {
                check.unread();
            }
            passed => passed?,
        }
        Ok(check.outcome)
    })
}

/// Rebuilds everything derived from the facts.
pub fn rebuild(session: &mut Session) -> Result<()> {
    session.store.write(false, |gate| -> Result<()> {
        gate.expect_much()?;
        gate.clear_standings()?;
        let payments = gate.store().all_payment_ids()?;
        let invoices = gate.store().all_invoice_ids()?;
        for chunk in payments.chunks(PAYMENTS_AT_A_TIME) {
            let named = Named { payments: chunk.iter().copied().collect(), ..Named::default() };
            let mut view = LedgerView::default();
            named::add(gate.store(), &mut view, &named)?;
            standings::put(gate, &view, &named, Store::finding_class)?;
        }
        for chunk in invoices.chunks(PAYMENTS_AT_A_TIME) {
            let named = Named { invoices: chunk.iter().copied().collect(), ..Named::default() };
            let mut view = LedgerView::default();
            named::add(gate.store(), &mut view, &named)?;
            standings::put(gate, &view, &named, Store::finding_class)?;
        }
        Ok(())
    })
}

struct Check<'a> {
    store: &'a Store,
    progress: &'a mut dyn FnMut(Progress) -> bool,
    outcome: CheckOutcome,
}

impl Check<'_> {
    fn all(&mut self) -> Result<()> {
        self.file()?;
        let replay = self.record()?;
        self.facts(&replay.book)?;
        self.derived(&replay.book)
    }

    /// A page that cannot be read ends the check; SQLite's own check may have named it already.
    fn unread(&mut self) {
        let is_told = self.outcome.findings.iter().any(|finding| finding.code == "file_damaged");
        if !is_told {
            let cause = Fact::new("cause", "database disk image is malformed");
            self.find("file_damaged", vec![cause]);
        }
    }

    /// The file itself, by SQLite's own means.
    fn file(&mut self) -> Result<()> {
        self.report("check_file", 0, None)?;
        for damage in self.store.damages()? {
            self.find("file_damaged", vec![Fact::new("cause", damage)]);
        }
        for (table, target) in self.store.broken_references()? {
            let facts = vec![Fact::new("table", table), Fact::new("target", target)];
            self.find("reference_broken", facts);
        }
        Ok(())
    }

    /// The chain, and each decision put to the law again.
    fn record(&mut self) -> Result<Replay> {
        let store = self.store;
        let mut replay = Replay::default();
        let mut walk = store.walk_chain();
        let newest = store.newest_decision()?;
        for id in 1..=newest.0 {
            if id % STEPS_A_REPORT == 1 {
                self.report("check_record", id - 1, Some(newest.0))?;
            }
            let Some(audited) = walk.step(DecisionId(id))? else {
                self.find("decision_missing", vec![Fact::new("decision", id)]);
                continue;
            };
            self.seals(&audited);
            if let Some(doubt) = replayed(store, &mut replay, &audited)? {
                self.doubt(&audited, &doubt);
            }
            self.outcome.decisions += 1;
        }
        self.outcome.chain_head = walk.head();
        for decision in store.misdated_rejections()? {
            self.find("rejection_misdated", vec![Fact::new("decision", decision)]);
        }
        Ok(replay)
    }

    fn seals(&mut self, audited: &Audited) {
        if !audited.is_sealed {
            self.find("chain_broken", vec![Fact::new("decision", audited.id)]);
        }
        if let (false, Some(file)) = (audited.are_rows_sealed, audited.record.file) {
            let facts = vec![Fact::new("file", file), Fact::new("decision", audited.id)];
            self.find("rows_changed", facts);
        }
    }

    fn doubt(&mut self, audited: &Audited, doubt: &Doubt) {
        let mut facts =
            vec![Fact::new("decision", audited.id), Fact::new("kind", audited.record.kind.code())];
        match doubt {
            Doubt::Refused(refusal) => {
                facts.push(Fact::new("refusal", refusal.code.code()));
                self.find("decision_unlawful", facts);
            }
            Doubt::Differs => self.find("decision_differs", facts),
        }
    }

    /// The tables against the book that the replay arrived at.
    fn facts(&mut self, book: &LedgerView) -> Result<()> {
        let store = self.store;
        let payments = store.all_payment_ids()?;
        for (at, id) in payments.iter().enumerate() {
            let at = at as i64;
            if at % STEPS_A_REPORT == 0 {
                self.report("check_sums", at, Some(payments.len() as i64))?;
            }
            let stored = store.ledger_payment(*id)?;
            if stored.map(payment_without_order)
                != book.payments.get(id).cloned().map(payment_without_order)
            {
                self.find("payment_differs", vec![Fact::new("payment", id)]);
            }
        }
        for id in store.all_invoice_ids()? {
            let stored = store.ledger_invoice(id)?;
            if stored.map(invoice_without_order)
                != book.invoices.get(&id).cloned().map(invoice_without_order)
            {
                let number = store.shown_number(id)?;
                self.find("invoice_differs", vec![Fact::new("invoice", number)]);
            }
        }
        if store.closed_periods()? != book.closed {
            self.find("periods_differ", Vec::new());
        }
        Ok(())
    }

    /// What the screens read, against what follows from the book.
    fn derived(&mut self, book: &LedgerView) -> Result<()> {
        let store = self.store;
        self.report("check_standings", 0, None)?;
        let mut payments = store.payment_standings()?;
        let mut standings: Vec<PaymentStanding> = Vec::with_capacity(book.payments.len());
        for payment in book.payments.values() {
            let finding = store.finding_class(payment.id)?;
            let standing = ledger::payment_standing(payment, finding, &book.invoices);
            if payments.remove(&payment.id) != Some(standing) {
                self.find("payment_standing_differs", vec![Fact::new("payment", payment.id)]);
            }
            standings.push(standing);
        }
        let mut invoices = store.invoice_standings()?;
        for invoice in book.invoices.values() {
            let standing = ledger::invoice_standing(invoice, store.is_paid_twice(invoice.id)?);
            if invoices.remove(&invoice.id) != Some(standing) {
                let number = store.shown_number(invoice.id)?;
                self.find("invoice_standing_differs", vec![Fact::new("invoice", number)]);
            }
        }
        self.left_over(&payments, invoices.keys());
        for day in store.wrong_day_totals()? {
            self.find("day_total_differs", vec![Fact::new("day", day)]);
        }
        self.outcome.identities = ledger::identities(&standings);
        self.outcome.credits_by_source = store.credits_by_source()?;
        self.identities();
        Ok(())
    }

    /// Standings of what the record does not know.
    fn left_over<'b>(
        &mut self,
        payments: &BTreeMap<PaymentId, PaymentStanding>,
        invoices: impl Iterator<Item = &'b InvoiceId>,
    ) {
        for payment in payments.keys() {
            self.find("payment_standing_differs", vec![Fact::new("payment", payment)]);
        }
        for invoice in invoices {
            self.find("invoice_standing_differs", vec![Fact::new("invoice", invoice)]);
        }
    }

    /// Credits = settled + refunded + excluded + open, per currency.
    fn identities(&mut self) {
        for identity in self.outcome.identities.clone() {
            let parts = [identity.settled, identity.refunded, identity.excluded, identity.open];
            let sum = crate::money::Money::sum(identity.currency, parts);
            if sum != Ok(identity.credits) {
                let facts = vec![Fact::new("currency", identity.currency.code())];
                self.find("identity_broken", facts);
            }
        }
    }

    fn find(&mut self, code: &'static str, facts: Vec<Fact>) {
        self.outcome.findings.push(CheckFinding { code: Cow::Borrowed(code), facts });
    }

    fn report(&mut self, stage: &'static str, done: i64, total: Option<i64>) -> Result<()> {
        let count = |number: i64| u64::try_from(number).unwrap_or(0);
        if (self.progress)(Progress { stage, done: count(done), total: total.map(count) }) {
            return Ok(());
        }
        Err(Error::Failed(Failure::new(FailureCode::Cancelled)))
    }
}

/// Puts one decision to the law again; the rows of an import come first, as they came.
fn replayed(
    store: &Store,
    replay: &mut Replay,
    audited: &Audited,
) -> std::result::Result<Option<Doubt>, Failure> {
    let Audited { id, record, changes, restored, .. } = audited;
    if let (DecisionKind::Import, Some(file)) = (record.kind, record.file) {
        replay.bring(store.payments_as_came(file)?, store.invoices_as_came(file, *id)?);
    }
    Ok(replay.step(Recorded { id: *id, record, changes, restored }))
}

/// Links come in the order of their first line from the tables, in that of their last coming from a
/// replay.
fn payment_without_order(mut payment: LedgerPayment) -> LedgerPayment {
    payment.links.sort_by_key(|(invoice, _)| *invoice);
    payment
}

/// The number is for people; a later invoice may have made it longer.
fn invoice_without_order(mut invoice: LedgerInvoice) -> LedgerInvoice {
    invoice.links.sort_by_key(|(payment, _)| *payment);
    invoice.number = String::new();
    invoice
}
