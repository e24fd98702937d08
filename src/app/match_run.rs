//! A run of matching: propose over the open book, take what the policy allows, keep the rest on offer.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use serde_json::json;
use sha2::{Digest, Sha256};

use super::book_view::{self, Named};
use super::import::ImportOptions;
use super::record::{Act, Who};
use super::{Error, Result, Session, refresh, standings};
use crate::ledger;
use crate::matching;
use crate::model::view::{MatchSummary, Progress};
use crate::model::{
    Decision, Failure, FailureCode, Finding, Findings, InvoiceStatus, LedgerView, MatchSettings,
    OpenBook, PaymentClass, PaymentId, Proposal, RunId,
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
    let context = session.read_context(&ImportOptions::default());
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
}

impl<'a> Run<'a> {
    fn begin(
        gate: &mut Gate,
        who: Who,
        settings: MatchSettings,
        context: ReadContext,
        progress: &'a mut dyn FnMut(Progress) -> bool,
    ) -> Result<Run<'a>> {
        gate.expect_much();
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
        Ok(Run { id, act, settings, context, progress })
    }

    fn work(&mut self, gate: &mut Gate) -> Result<MatchSummary> {
        self.classify(gate)?;
        self.tie_refunds(gate)?;
        self.report("match_load", 0, None)?;
        let book = gate.store().open_book()?;
        self.report("match_propose", 0, Some(book.payments.len()))?;
        let findings = matching::propose(&book, &self.settings);
        let mut summary = summary_of(self.id, &book);
        let taken = self.take(gate, &findings, &mut summary)?;
        self.keep(gate, &book, findings, &taken, &mut summary)?;
        Ok(summary)
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

    /// One decision of the policy outside of matching proper. What the law refuses waits for a person.
    fn decide(&mut self, gate: &mut Gate, decision: Decision) -> Result<Named> {
        let mut named = Named::by_decision(&decision);
        let mut view = book_view::load(gate.store(), &named)?;
        let book_day = book_view::book_day(&view, &named, self.act.today());
        view.book_day = Some(book_day);
        let Ok(changes) = ledger::decide(&view, &decision) else { return Ok(Named::default()) };
        let record = self.act.policy_record(decision.kind(), book_day, self.id);
        gate.put_decision(&record, &changes)?;
        named.add_changes(&changes);
        Ok(named)
    }

    /// Takes what is automatic, one decision each, and writes how those payments and invoices stand.
    fn take(
        &mut self,
        gate: &mut Gate,
        findings: &Findings,
        summary: &mut MatchSummary,
    ) -> Result<BTreeSet<PaymentId>> {
        let automatic: Vec<&Proposal> = findings.findings.iter().filter_map(automatic_of).collect();
        let mut named = Named::default();
        for line in automatic.iter().flat_map(|proposal| &proposal.lines) {
            named.payments.insert(line.payment);
            named.invoices.insert(line.invoice);
        }
        let mut view = book_view::load(gate.store(), &named)?;
        let mut taken = Named::default();
        for (at, proposal) in automatic.iter().enumerate() {
            if at.is_multiple_of(PAYMENTS_A_REPORT) {
                self.report("match_take", at, Some(automatic.len()))?;
            }
            if let Some(touched) = self.accept(gate, &mut view, proposal, &taken)? {
                taken.payments.extend(touched.payments);
                taken.invoices.extend(touched.invoices);
            }
        }
        for payment in &taken.payments {
            gate.clear_finding(*payment)?;
        }
        standings::put(gate, &view, &taken)?;
        summary.automatic = taken.payments.len() as u64;
        Ok(taken.payments)
    }

    /// `None` where the law refuses, or where a payment was taken with another proposal.
    fn accept(
        &mut self,
        gate: &mut Gate,
        view: &mut LedgerView,
        proposal: &Proposal,
        taken: &Named,
    ) -> Result<Option<Named>> {
        let decision = Decision::Accept {
            lines: proposal.lines.clone(),
            rule: proposal.rule.clone(),
            reasons: proposal.reasons.clone(),
        };
        let named = Named::by_decision(&decision);
        if named.payments.iter().any(|payment| taken.payments.contains(payment)) {
            return Ok(None);
        }
        let book_day = book_view::book_day(view, &named, self.act.today());
        view.book_day = Some(book_day);
        let Ok(changes) = ledger::decide(view, &decision) else { return Ok(None) };
        let mut record = self.act.policy_record(decision.kind(), book_day, self.id);
        record.rule = proposal.rule.clone();
        record.reasons = proposal.reasons.clone();
        gate.put_decision(&record, &changes)?;
        ledger::apply(view, &changes);
        Ok(Some(named))
    }

    /// Keeps what is said of the payments that were not taken.
    fn keep(
        &mut self,
        gate: &mut Gate,
        book: &OpenBook,
        findings: Findings,
        taken: &BTreeSet<PaymentId>,
        summary: &mut MatchSummary,
    ) -> Result<()> {
        let mut again = Named::default();
        for payment in book.payments.iter().filter(|payment| !taken.contains(&payment.id)) {
            again.invoices.extend(gate.store().finding_invoice(payment.id)?);
            gate.clear_finding(payment.id)?;
            again.payments.insert(payment.id);
        }
        let kept: Vec<Finding> = findings
            .findings
            .into_iter()
            .filter(|finding| !taken.contains(&finding.payment))
            .collect();
        for (at, finding) in kept.iter().enumerate() {
            if at.is_multiple_of(PAYMENTS_A_REPORT) {
                self.report("match_keep", at, Some(kept.len()))?;
            }
            count(summary, finding);
            gate.put_finding(finding)?;
            again.invoices.extend(finding.invoice);
        }
        Ok(standings::refresh(gate, &again)?)
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

fn summary_of(run: RunId, book: &OpenBook) -> MatchSummary {
    let open = book
        .invoices
        .iter()
        .filter(|own| own.status == InvoiceStatus::Open && own.open.is_positive());
    MatchSummary {
        run: Some(run),
        payments_open: book.payments.len() as u64,
        invoices_open: open.count() as u64,
        ..MatchSummary::default()
    }
}

fn count(summary: &mut MatchSummary, finding: &Finding) {
    match finding.class {
        PaymentClass::Ambiguous => summary.ambiguous += 1,
        PaymentClass::Unidentified => summary.unidentified += 1,
        _ if !finding.proposals.is_empty() => summary.proposed += 1,
        _ => {}
    }
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
        "tolerance": settings.tolerance.to_plain(),
        "window_days": settings.window_days,
        "accounts": accounts,
        "partners": partners,
    })
    .to_string()
}
