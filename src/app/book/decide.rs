//! Decisions of a person on payments and invoices: accept, reject, link, unlink, resolve, tie
//! refunds and payouts.

use super::named::{self, Named};
use super::numbers;
use super::record::{Act, require_reason};
use super::refresh;
use crate::app::{Result, Session};
use crate::ledger;
use crate::matching;
use crate::model::view::Decided;
use crate::model::{
    Change, Decision, DecisionId, DecisionKind, InvoiceId, MatchSettings, PaymentId, Proposal,
    Reason, Refusal, RefusalCode, ResolveAs,
};
use crate::money::Money;
use crate::store::{Gate, Store};

/// A proposal as named by a person: `ID[#RANK][@KEY]`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProposalName {
    pub payment: PaymentId,
    /// 1 unless named.
    pub rank: u32,
    /// Refused as `proposal_changed` if it no longer stands.
    pub key: Option<String>,
}

/// Accepts proposals: all or none.
pub fn accept(session: &mut Session, names: &[ProposalName], reason: &str) -> Result<Decided> {
    decide_all(session, DecisionKind::Accept, names, reason, |store, name| {
        let proposal = proposal_named(store, name)?;
        Ok(Decision::Accept {
            lines: proposal.lines,
            rule: proposal.rule,
            reasons: proposal.reasons,
        })
    })
}

/// Rejects proposals: their pairs are not offered again until facts change. All or none.
pub fn reject(session: &mut Session, names: &[ProposalName], reason: &str) -> Result<Decided> {
    decide_all(session, DecisionKind::Reject, names, reason, |store, name| {
        let proposal = proposal_named(store, name)?;
        let pairs = proposal.lines.iter().map(|line| (line.payment, line.invoice)).collect();
        Ok(Decision::Reject { pairs })
    })
}

/// Links a payment by hand with invoices (by shown number); no amount = as much as both have open.
pub fn link(
    session: &mut Session,
    payment: PaymentId,
    parts: &[(String, Option<Money>)],
    reason: &str,
) -> Result<Decided> {
    decide_all(session, DecisionKind::Link, &[()], reason, |store, ()| {
        let mut linked = Vec::with_capacity(parts.len());
        for (number, amount) in parts {
            linked.push((numbers::invoice_named(store, number)?, *amount));
        }
        Ok(Decision::Link { payment, parts: linked })
    })
}

/// Takes links of a payment back: the one with an invoice, or all.
pub fn unlink(
    session: &mut Session,
    payment: PaymentId,
    invoice: Option<&str>,
    reason: &str,
) -> Result<Decided> {
    decide_all(session, DecisionKind::Unlink, &[()], reason, |store, ()| {
        let invoice = invoice.map(|number| numbers::invoice_named(store, number)).transpose()?;
        Ok(Decision::Unlink { payment, invoice })
    })
}

/// Decides what becomes of payments that are exceptions. All or none.
pub fn resolve_payments(
    session: &mut Session,
    payments: &[PaymentId],
    resolve_as: ResolveAs,
    reason: &str,
) -> Result<Decided> {
    require_reason(reason)?;
    decide_all(session, DecisionKind::Resolve, payments, reason, |_, payment| {
        Ok(Decision::ResolvePayment { payment: *payment, resolve_as })
    })
}

/// Decides what becomes of a short invoice.
pub fn resolve_invoice(
    session: &mut Session,
    invoice: &str,
    resolve_as: ResolveAs,
    reason: &str,
) -> Result<Decided> {
    require_reason(reason)?;
    decide_all(session, DecisionKind::Resolve, &[()], reason, |store, ()| {
        let invoice = numbers::invoice_named(store, invoice)?;
        Ok(Decision::ResolveInvoice { invoice, resolve_as })
    })
}

/// Says which payment a refund row gives back.
pub fn tie_refund(
    session: &mut Session,
    refund: PaymentId,
    original: PaymentId,
    reason: &str,
) -> Result<Decided> {
    decide_all(session, DecisionKind::TieRefund, &[()], reason, |_, ()| {
        Ok(Decision::TieRefund { refund, original })
    })
}

/// Says which rows of a gateway a bank's credit pays out.
pub fn tie_payout(
    session: &mut Session,
    payout: PaymentId,
    payments: &[PaymentId],
    reason: &str,
) -> Result<Decided> {
    decide_all(session, DecisionKind::TiePayout, &[()], reason, |_, ()| {
        Ok(Decision::TiePayout { payout, payments: payments.to_vec() })
    })
}

/// One decision for each of `wanted`, each seeing what those before it did; all or none.
fn decide_all<T>(
    session: &mut Session,
    kind: DecisionKind,
    wanted: &[T],
    reason: &str,
    decision_of: impl Fn(&Store, &T) -> Result<Decision>,
) -> Result<Decided> {
    let who = session.who()?;
    let settings = session.config.matching.clone();
    session.store.write(false, |gate| {
        let act = Act::begin(who, gate.store(), reason)?;
        let mut made = Made::new(kind);
        // Named as they stand before any of them is decided.
        let decisions: Vec<Decision> =
            wanted.iter().map(|one| decision_of(gate.store(), one)).collect::<Result<_>>()?;
        for decision in &decisions {
            made.decide(gate, &act, &settings, decision)?;
        }
        made.finish(gate, &settings)
    })
}

/// Decisions made in one act, and what they touched.
struct Made {
    kind: DecisionKind,
    decisions: Vec<DecisionId>,
    changes: Vec<Change>,
    touched: Named,
}

impl Made {
    fn new(kind: DecisionKind) -> Made {
        Made { kind, decisions: Vec::new(), changes: Vec::new(), touched: Named::default() }
    }

    fn decide(
        &mut self,
        gate: &mut Gate,
        act: &Act,
        settings: &MatchSettings,
        decision: &Decision,
    ) -> Result<()> {
        let named = Named::by_decision(decision);
        let mut view = named::load(gate.store(), &named)?;
        let book_day = named::book_day(gate.store(), &view, decision, act.today())?;
        view.book_day = Some(book_day);
        view.today = Some(act.today());
        let changes = ledger::decide(&view, decision)?;
        let mut record = act.record(decision.kind(), book_day);
        if let Decision::Accept { rule, reasons, .. } = decision {
            record.rule = rule.clone();
            record.reasons = reasons.clone();
        }
        if let Decision::Link { payment, parts } = decision {
            let invoices: Vec<InvoiceId> = parts.iter().map(|(invoice, _)| *invoice).collect();
            record.reasons = weighed(gate.store(), settings, *payment, &invoices)?;
        }
        self.decisions.push(gate.put_decision(&record, &changes)?);
        self.touched.payments.extend(named.payments);
        self.touched.add_changes(&changes);
        self.changes.extend(changes);
        Ok(())
    }

    fn finish(self, gate: &mut Gate, settings: &MatchSettings) -> Result<Decided> {
        refresh::after_decision(gate, settings, &self.touched)?;
        numbers::told(gate.store(), self.kind, self.decisions, self.changes)
    }
}

/// What speaks for and against a link by hand as the book stands before it: kept with the decision,
/// as the reasons of a proposal are.
fn weighed(
    store: &Store,
    settings: &MatchSettings,
    payment: PaymentId,
    invoices: &[InvoiceId],
) -> Result<Vec<Reason>> {
    let Some(payment) = store.payment_to_match(payment)? else { return Ok(Vec::new()) };
    let book = store.book_of(vec![payment.clone()])?;
    Ok(matching::weigh_pairs(&book, settings, &payment, invoices))
}

/// The proposal that a name means, if it still stands.
fn proposal_named(store: &Store, name: &ProposalName) -> Result<Proposal> {
    let of_name = |code| Refusal::new(code).with("payment", name.payment).with("rank", name.rank);
    if store.ledger_payment(name.payment)?.is_none() {
        let refusal = Refusal::new(RefusalCode::PaymentNotFound).with("payment", name.payment);
        return Err(refusal.into());
    }
    let Some(proposal) = store.proposal(name.payment, name.rank)? else {
        // A key names what was seen: that it is gone means that it changed.
        let code = match name.key {
            Some(_) => RefusalCode::ProposalChanged,
            None => RefusalCode::ProposalNotFound,
        };
        return Err(of_name(code).into());
    };
    if name.key.as_ref().is_some_and(|key| *key != proposal.key) {
        return Err(of_name(RefusalCode::ProposalChanged).into());
    }
    Ok(proposal)
}
