//! Replays the record from nothing: what each decision wanted is put to the law again, and must
//! change the same things.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    Change, Decision, DecisionId, DecisionKind, DecisionRecord, InvoiceId, LedgerDecision,
    LedgerInvoice, LedgerPayment, LedgerView, PaymentId, ProposalLine, Refusal, ResolveAs, Subject,
};

/// A decision as the record holds it.
#[derive(Clone, Copy, Debug)]
pub struct Recorded<'a> {
    pub id: DecisionId,
    pub record: &'a DecisionRecord,
    pub changes: &'a [Change],
    /// For an import: rows that an earlier undo had withdrawn and that it brought back.
    pub restored: &'a [Subject],
}

/// The book as it grows decision by decision.
#[derive(Default)]
pub struct Replay {
    pub book: LedgerView,
    made: BTreeMap<DecisionId, Remembered>,
}

/// What undoing a decision needs of it.
struct Remembered {
    decision: LedgerDecision,
    is_undone: bool,
}

/// Why a decision does not follow from what came before it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Doubt {
    /// The law refuses it.
    Refused(Refusal),
    /// The law makes other changes of it.
    Differs,
}

impl Replay {
    /// The rows of an import, as they came; to be called before the import itself is replayed.
    pub fn bring(&mut self, payments: Vec<LedgerPayment>, invoices: Vec<LedgerInvoice>) {
        self.book.payments.extend(payments.into_iter().map(|own| (own.id, own)));
        self.book.invoices.extend(invoices.into_iter().map(|own| (own.id, own)));
    }

    /// Replays one decision. Its recorded changes are made true in any case, so that one doubt is
    /// told once.
    pub fn step(&mut self, recorded: Recorded) -> Option<Doubt> {
        let record = recorded.record;
        if record.kind == DecisionKind::Import {
            self.restore(recorded);
        }
        self.book.book_day = Some(record.book_day);
        self.book.today = Some(record.made_at.day());
        let doubt = self.doubt(recorded);
        super::apply(&mut self.book, recorded.changes);
        self.remember(recorded);
        doubt
    }

    fn doubt(&self, recorded: Recorded) -> Option<Doubt> {
        let decision = self.wanted(recorded)?;
        match super::decide(&self.book, &decision) {
            Err(refusal) => Some(Doubt::Refused(refusal)),
            Ok(changes) if same(&changes, recorded.changes) => None,
            Ok(_) => Some(Doubt::Differs),
        }
    }

    /// What somebody wanted, read back from what it changed; `None` for an import, which reports
    /// facts.
    fn wanted(&self, recorded: Recorded) -> Option<Decision> {
        let changes = recorded.changes;
        match recorded.record.kind {
            DecisionKind::Import => None,
            DecisionKind::Accept => Some(Decision::Accept {
                lines: lines(changes),
                rule: recorded.record.rule.clone(),
                reasons: recorded.record.reasons.clone(),
            }),
            DecisionKind::Link => {
                let lines = lines(changes);
                let payment = lines.first().map_or(PaymentId(0), |line| line.payment);
                let parts = lines.iter().map(|line| (line.invoice, Some(line.amount))).collect();
                Some(Decision::Link { payment, parts })
            }
            DecisionKind::Unlink => {
                let lines = lines(changes);
                let payment = lines.first().map_or(PaymentId(0), |line| line.payment);
                let invoice = match lines.as_slice() {
                    [one] => Some(one.invoice),
                    _ => None,
                };
                Some(Decision::Unlink { payment, invoice })
            }
            DecisionKind::TiePayout => paid_out(changes),
            DecisionKind::Reject => Some(Decision::Reject { pairs: pairs(changes) }),
            DecisionKind::Unmask => Some(Decision::Unmask),
            DecisionKind::Undo => {
                self.undone(recorded).map(|undone| Decision::Undo(Box::new(undone)))
            }
            DecisionKind::Resolve => changes.iter().rev().find_map(resolved),
            DecisionKind::Classify
            | DecisionKind::TieRefund
            | DecisionKind::ClosePeriod
            | DecisionKind::ReopenPeriod => changes.iter().find_map(single),
        }
    }

    fn undone(&self, recorded: Recorded) -> Option<LedgerDecision> {
        let remembered = self.made.get(&recorded.record.undoes?)?;
        let undone_by = remembered.is_undone.then_some(recorded.id);
        Some(LedgerDecision { undone_by, ..remembered.decision.clone() })
    }

    /// Rows that an earlier undo had withdrawn count again, as rows of this file.
    fn restore(&mut self, recorded: Recorded) {
        let Some(file) = recorded.record.file else { return };
        for subject in recorded.restored {
            match subject {
                Subject::Payment(id) => {
                    if let Some(payment) = self.book.payments.get_mut(id) {
                        (payment.is_withdrawn, payment.file) = (false, file);
                    }
                }
                Subject::Invoice(id) => {
                    if let Some(invoice) = self.book.invoices.get_mut(id) {
                        (invoice.is_withdrawn, invoice.file) = (false, file);
                    }
                }
            }
        }
    }

    fn remember(&mut self, recorded: Recorded) {
        if let Some(undone) = recorded.record.undoes.and_then(|id| self.made.get_mut(&id)) {
            undone.is_undone = true;
        }
        let decision = LedgerDecision {
            id: recorded.id,
            kind: recorded.record.kind,
            book_day: recorded.record.book_day,
            changes: recorded.changes.to_vec(),
            undone_by: None,
            later: Vec::new(),
            rests_decided: BTreeSet::new(),
            file: recorded.record.file,
        };
        self.made.insert(recorded.id, Remembered { decision, is_undone: false });
    }
}

fn lines(changes: &[Change]) -> Vec<ProposalLine> {
    changes
        .iter()
        .filter_map(|change| match *change {
            Change::Settled { payment, invoice, amount } => {
                Some(ProposalLine { payment, invoice, amount })
            }
            _ => None,
        })
        .collect()
}

fn pairs(changes: &[Change]) -> Vec<(PaymentId, InvoiceId)> {
    changes
        .iter()
        .filter_map(|change| match *change {
            Change::PairRejected { payment, invoice, .. } => Some((payment, invoice)),
            _ => None,
        })
        .collect()
}

fn paid_out(changes: &[Change]) -> Option<Decision> {
    let pair = |change: &Change| match *change {
        Change::PaidOut { payout, payment, .. } => Some((payout, payment)),
        _ => None,
    };
    let payout = changes.iter().find_map(pair)?.0;
    let payments = changes.iter().filter_map(pair).map(|pair| pair.1).collect();
    Some(Decision::TiePayout { payout, payments })
}

/// What was resolved: by its mark, or by the money it moved where the mark stood already.
fn resolved(change: &Change) -> Option<Decision> {
    match *change {
        Change::Resolved { subject: Subject::Payment(payment), resolve_as, stands: true }
        | Change::Excluded { payment, resolve_as, .. } => {
            Some(Decision::ResolvePayment { payment, resolve_as })
        }
        Change::Refunded { original: payment, refund: None, .. } => {
            Some(Decision::ResolvePayment { payment, resolve_as: ResolveAs::RefundedElsewhere })
        }
        Change::Resolved { subject: Subject::Invoice(invoice), resolve_as, stands: true } => {
            Some(Decision::ResolveInvoice { invoice, resolve_as })
        }
        Change::WrittenOff { invoice, .. } => {
            Some(Decision::ResolveInvoice { invoice, resolve_as: ResolveAs::WriteOff })
        }
        _ => None,
    }
}

/// The decision that one change alone tells.
fn single(change: &Change) -> Option<Decision> {
    match *change {
        Change::NatureChanged { payment, to, .. } => {
            Some(Decision::Classify { payment, nature: to })
        }
        Change::Refunded { original, refund: Some(refund), .. } => {
            Some(Decision::TieRefund { refund, original })
        }
        Change::PeriodClosed { period, stands: true } => Some(Decision::ClosePeriod(period)),
        Change::PeriodClosed { period, stands: false } => Some(Decision::ReopenPeriod(period)),
        _ => None,
    }
}

/// Whether the same changes stand in both, in whatever order of tables.
fn same(one: &[Change], other: &[Change]) -> bool {
    let mut left: Vec<&Change> = other.iter().collect();
    one.len() == other.len()
        && one.iter().all(|change| match left.iter().position(|there| *there == change) {
            Some(at) => {
                left.swap_remove(at);
                true
            }
            None => false,
        })
}
