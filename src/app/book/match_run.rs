//! A run of matching: propose over the open book, take what the policy allows, keep the rest on
//! offer.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use serde_json::json;
use sha2::{Digest, Sha256};

use super::named::{self, Named};
use super::record::{Act, Who};
use super::{refresh, standings};
use crate::app::{Error, Result, Session};
use crate::ledger;
use crate::matching;
use crate::model::view::{MatchSummary, Progress};
use crate::model::{
    BookInvoice, Decision, Failure, FailureCode, Finding, InvoiceId, InvoiceStatus, LedgerView,
    MatchSettings, OpenBook, PaymentClass, PaymentId, Proposal, RunId, TakenReason,
};
use crate::read::{self, ReadContext};
use crate::store::{Gate, NewRun, hex};

/// Payments between two reports of progress.
const PAYMENTS_A_REPORT: usize = 1_000;

/// Runs matching. A dry run does the same and rolls back.
pub fn run(
    session: &mut Session,
    is_dry_run: bool,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<MatchSummary> {
    let started = Instant::now();
    let who = session.who()?;
    let context = session.config.read_context(None);
    let settings = session.config.matching.clone();
    let mut summary = session.store.write(is_dry_run, |gate| {
        let mut run = Run::begin(gate, who, settings, context, progress)?;
        run.work(gate)
    })?;
    if is_dry_run {
        summary.run = None;
    }
    summary.milliseconds = started.elapsed().as_millis();
    Ok(summary)
}

struct Run<'a> {
    id: RunId,
    act: Act,
    settings: MatchSettings,
    context: ReadContext,
    progress: &'a mut dyn FnMut(Progress) -> bool,
    /// What the proposal at hand names, with the closed periods.
    view: LedgerView,
    /// Payments of which the run before said something, with the invoice that it named.
    before: BTreeMap<PaymentId, Option<InvoiceId>>,
    taken: BTreeSet<PaymentId>,
    /// Invoices that the run took money for.
    filled: BTreeSet<InvoiceId>,
    /// What is kept of the payments that were not taken: class and count of proposals.
    said: BTreeMap<PaymentId, (PaymentClass, usize)>,
    /// What stands otherwise at the end than when it was last written.
    again: Named,
}

impl<'a> Run<'a> {
    fn begin(
        gate: &mut Gate,
        who: Who,
        settings: MatchSettings,
        context: ReadContext,
        progress: &'a mut dyn FnMut(Progress) -> bool,
    ) -> Result<Run<'a>> {
        gate.expect_much()?;
        let act = Act::begin(who, gate.store(), "")?;
        let recorded = settings_json(&settings, &context);
        let id = gate.begin_run(&NewRun {
            kind: "match",
            started_at: act.at,
            actor: act.actor(),
            policy: settings.policy.code(),
            settings: &recorded,
            settings_digest: &hex(&Sha256::digest(recorded.as_bytes())),
        })?;
        Ok(Run {
            id,
            act,
            settings,
            context,
            progress,
            view: LedgerView::default(),
            before: BTreeMap::new(),
            taken: BTreeSet::new(),
            filled: BTreeSet::new(),
            said: BTreeMap::new(),
            again: Named::default(),
        })
    }

    fn work(&mut self, gate: &mut Gate) -> Result<MatchSummary> {
        self.classify(gate)?;
        self.tie_refunds(gate)?;
        self.report("match_load", 0, None)?;
        let book = gate.store().open_book()?;
        self.before = gate.store().finding_invoices()?;
        self.view.closed = gate.store().closed_periods()?;
        let total = book.payments.len();
        self.report("match_propose", 0, Some(total))?;
        let settings = self.settings.clone();
        let mut done = 0_usize;
        matching::each_finding(&book, &settings, |finding| {
            if done.is_multiple_of(PAYMENTS_A_REPORT) {
                self.report("match_take", done, Some(total))?;
            }
            done += 1;
            self.look_at(gate, finding)
        })?;
        self.drop_stale(gate)?;
        standings::refresh(gate, &self.again)?;
        Ok(self.summary(&book))
    }

    /// What an earlier run said of payments that are not looked at any more (a refund is asked
    /// for) falls with the invoice that it speaks of, where this run took money for that.
    fn drop_stale(&mut self, gate: &mut Gate) -> Result<()> {
        for (payment, invoice) in std::mem::take(&mut self.before) {
            if invoice.is_some_and(|invoice| self.filled.contains(&invoice)) {
                gate.clear_finding(payment)?;
                self.again.payments.insert(payment);
                self.again.invoices.extend(invoice);
            }
        }
        Ok(())
    }

    /// Money whose kind the configuration recognises otherwise than it is recorded.
    fn classify(&mut self, gate: &mut Gate) -> Result<()> {
        for payment in gate.store().payments_to_classify()? {
            let nature =
                read::nature(&payment.source, payment.direction, &payment.memo, &self.context);
            if nature != payment.nature {
                let touched =
                    self.decide(gate, Decision::Classify { payment: payment.id, nature })?;
                refresh::unmatch(gate, &touched)?;
            }
        }
        Ok(())
    }

    /// Refund rows that name their original by its reference.
    fn tie_refunds(&mut self, gate: &mut Gate) -> Result<()> {
        for (refund, original) in gate.store().refunds_to_tie()? {
            let touched = self.decide(gate, Decision::TieRefund { refund, original })?;
            refresh::unmatch(gate, &touched)?;
        }
        Ok(())
    }

    /// One decision of the policy outside of matching proper. What the law refuses waits for a
    /// person.
    fn decide(&mut self, gate: &mut Gate, decision: Decision) -> Result<Named> {
        let mut named = Named::by_decision(&decision);
        let mut view = named::load(gate.store(), &named)?;
        let today = self.act.today();
        let book_day = named::book_day(gate.store(), &view, &decision, today)?;
        view.book_day = Some(book_day);
        let Ok(changes) = ledger::decide(&view, &decision) else { return Ok(Named::default()) };
        let record = self.act.policy_record(decision.kind(), book_day, self.id);
        gate.put_decision(&record, &changes)?;
        named.add_changes(&changes);
        Ok(named)
    }

    /// Takes what the policy allows of one payment, or keeps what is said of it.
    fn look_at(&mut self, gate: &mut Gate, finding: Finding) -> Result<()> {
        if self.taken.contains(&finding.payment) {
            return Ok(());
        }
        self.forget(gate, finding.payment)?;
        if let Some(proposal) = automatic_of(&finding)
            && self.take(gate, proposal)?
        {
            return Ok(());
        }
        gate.put_finding(&finding)?;
        self.again.payments.insert(finding.payment);
        self.again.invoices.extend(finding.invoice);
        self.said.insert(finding.payment, (finding.class, finding.proposals.len()));
        Ok(())
    }

    /// Drops what the run before said of a payment.
    fn forget(&mut self, gate: &mut Gate, payment: PaymentId) -> Result<()> {
        if let Some(invoice) = self.before.remove(&payment) {
            gate.clear_finding(payment)?;
            self.again.invoices.extend(invoice);
        }
        Ok(())
    }

    /// Takes a proposal as one decision and writes how its payments and invoices stand. `false`
    /// where the law refuses, or where a payment was taken with another proposal.
    fn take(&mut self, gate: &mut Gate, proposal: &Proposal) -> Result<bool> {
        let decision = Decision::Accept {
            lines: proposal.lines.clone(),
            rule: proposal.rule.clone(),
            reasons: proposal.reasons.clone(),
        };
        let named = Named::by_decision(&decision);
        if !named.payments.is_disjoint(&self.taken) {
            return Ok(false);
        }
        self.view.payments.clear();
        self.view.invoices.clear();
        named::add(gate.store(), &mut self.view, &named)?;
        let today = self.act.today();
        let book_day = named::book_day(gate.store(), &self.view, &decision, today)?;
        self.view.book_day = Some(book_day);
        let Ok(changes) = ledger::decide(&self.view, &decision) else { return Ok(false) };
        let mut record = self.act.policy_record(decision.kind(), book_day, self.id);
        if let Decision::Accept { rule, reasons, .. } = decision {
            (record.rule, record.reasons) = (rule, reasons);
        }
        gate.put_decision(&record, &changes)?;
        ledger::apply(&mut self.view, &changes);
        for payment in &named.payments {
            self.forget(gate, *payment)?;
            if self.said.remove(payment).is_some() {
                gate.clear_finding(*payment)?;
            }
        }
        standings::put(gate, &self.view, &named, |_, _| Ok(None))?;
        self.again.payments.extend(standings::linked_besides(&self.view, &named));
        self.taken.extend(&named.payments);
        self.filled.extend(&named.invoices);
        Ok(true)
    }

    fn summary(&self, book: &OpenBook) -> MatchSummary {
        let is_open =
            |own: &&BookInvoice| own.status == InvoiceStatus::Open && own.open.is_positive();
        let mut summary = MatchSummary {
            run: Some(self.id),
            payments_open: book.payments.len() as u64,
            invoices_open: book.invoices.iter().filter(is_open).count() as u64,
            automatic: self.taken.len() as u64,
            ..MatchSummary::default()
        };
        for (class, proposals) in self.said.values() {
            match class {
                PaymentClass::Ambiguous => summary.ambiguous += 1,
                PaymentClass::Unidentified => summary.unidentified += 1,
                _ if *proposals > 0 => summary.proposed += 1,
                _ => {}
            }
        }
        summary
    }

    fn report(&mut self, stage: &'static str, done: usize, total: Option<usize>) -> Result<()> {
        let total = total.map(|total| total as u64);
        if (self.progress)(Progress { stage, done: done as u64, total }) {
            return Ok(());
        }
        Err(Error::Failed(Failure::new(FailureCode::Cancelled)))
    }
}

fn automatic_of(finding: &Finding) -> Option<&Proposal> {
    finding.proposals.first().filter(|proposal| proposal.is_automatic)
}

fn names_of(all: &[TakenReason]) -> Vec<String> {
    all.iter().map(TakenReason::to_string).collect()
}

/// All that affects what a run finds and takes, as it is kept with the run.
fn settings_json(settings: &MatchSettings, context: &ReadContext) -> String {
    let accounts: Vec<String> = context
        .own_accounts
        .iter()
        .map(|account| format!("{}:{}", account.bank, account.number))
        .collect();
    let partners: BTreeMap<&str, &Vec<String>> =
        context.partners.iter().map(|partner| (partner.name.as_str(), &partner.patterns)).collect();
    json!({
        "policy": settings.policy.code(),
        "take": settings.take.iter().map(|all| names_of(all)).collect::<Vec<_>>(),
        "tolerance": settings.tolerance.to_plain(),
        "window_days": settings.window_days,
        "memory_days": settings.memory_days,
        "accounts": accounts,
        "partners": partners,
    })
    .to_string()
}
