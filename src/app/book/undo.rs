//! Undo: decisions are reversed by new ones, all or nothing.

use std::collections::BTreeSet;

use super::named::{self, Named};
use super::record::Act;
use super::{numbers, refresh};
use crate::app::views::lists;
use crate::app::{Result, Session};
use crate::calendar::is_open_day;
use crate::ledger;
use crate::model::view::{Decided, Undoable, Undone};
use crate::model::{
    Change, Decision, DecisionId, DecisionKind, LedgerDecision, Refusal, RefusalCode, RunId,
    Subject,
};
use crate::store::{Gate, Store};

/// How far back the newest decision that stands is looked for.
const LOOKED_BACK: u32 = 1_000;

/// Reverses the decisions, newest first.
pub fn undo(session: &mut Session, decisions: &[DecisionId], reason: &str) -> Result<Decided> {
    let named: BTreeSet<DecisionId> = decisions.iter().copied().collect();
    undo_all(session, reason, |_| Ok(named))
}

/// Reverses all decisions of a run that still stand.
pub fn undo_run(session: &mut Session, run: RunId, reason: &str) -> Result<Decided> {
    undo_all(session, reason, |store| {
        let Some(made) = store.decisions_of_run(run)? else {
            return Err(Refusal::new(RefusalCode::RunNotFound).with("run", run).into());
        };
        let mut targets = BTreeSet::new();
        for id in &made {
            let (last, steps) = store.last_undoing(*id)?;
            if steps.is_multiple_of(2) {
                targets.insert(last);
            }
        }
        // Where none stands any more, the law says so of the newest.
        if targets.is_empty() {
            targets.extend(made.first());
        }
        Ok(targets)
    })
}

/// What Ctrl+Z would reverse: the newest that this actor decided and that stands.
///
/// `None` where that is a closing or stands on a closed day: what was closed over is taken back by
/// name only, never because it happens to be the next.
pub fn next_to_undo(session: &Session) -> Result<Option<Undoable>> {
    let store = &session.store;
    for id in store.newest_of_actor(&session.actor, LOOKED_BACK)? {
        if !store.is_in_effect(id)? {
            continue;
        }
        let card = lists::decision(session, id)?;
        let is_closing =
            matches!(card.kind, DecisionKind::ClosePeriod | DecisionKind::ReopenPeriod);
        if is_closing || !is_open_day(&store.closed_periods()?, card.book_day) {
            return Ok(None);
        }
        let (first, _) = store.first_undone(id)?;
        let of = lists::decision(session, first)?;
        return Ok(Some(Undoable { id, of }));
    }
    Ok(None)
}

/// What was taken back or brought back, where the decision was an undo.
pub fn undone(session: &Session, decided: &Decided) -> Result<Option<Undone>> {
    let (DecisionKind::Undo, Some(undo)) = (decided.kind, decided.decisions.first()) else {
        return Ok(None);
    };
    let (first, steps) = session.store.first_undone(*undo)?;
    let of = lists::decision(session, first)?;
    Ok(Some(Undone { of, stands: steps.is_multiple_of(2) }))
}

fn undo_all(
    session: &mut Session,
    reason: &str,
    targets: impl FnOnce(&Store) -> Result<BTreeSet<DecisionId>>,
) -> Result<Decided> {
    let who = session.who()?;
    let settings = session.config.matching.clone();
    session.store.write(false, |gate| {
        let act = Act::begin(who, gate.store(), reason)?;
        let mut undoing = Undoing::default();
        for id in targets(gate.store())?.into_iter().rev() {
            undoing.undo(gate, &act, id)?;
        }
        refresh::after_decision(gate, &settings, &undoing.touched)?;
        numbers::told(gate.store(), DecisionKind::Undo, undoing.decisions, undoing.changes)
    })
}

#[derive(Default)]
struct Undoing {
    decisions: Vec<DecisionId>,
    changes: Vec<Change>,
    touched: Named,
}

impl Undoing {
    fn undo(&mut self, gate: &mut Gate, act: &Act, id: DecisionId) -> Result<()> {
        let undone = to_undo(gate.store(), id)?;
        let decision = Decision::Undo(Box::new(undone.clone()));
        let mut view = named::load(gate.store(), &Named::by_decision(&decision))?;
        let book_day = named::book_day(gate.store(), &view, &decision, act.today())?;
        view.book_day = Some(book_day);
        view.today = Some(act.today());
        let changes = ledger::decide(&view, &decision)?;
        let mut record = act.record(DecisionKind::Undo, book_day);
        record.undoes = Some(id);
        self.decisions.push(gate.put_decision(&record, &changes)?);
        self.touched.add_changes(&changes);
        for change in &changes {
            if let Change::RowsWithdrawn { file, .. } = change {
                let subjects = gate.store().subjects_of_file(*file)?;
                subjects.into_iter().for_each(|subject| self.touched.add_subject(subject));
            }
        }
        self.changes.extend(changes);
        Ok(())
    }
}

/// A decision with all that the law asks of it before it is undone.
fn to_undo(store: &Store, id: DecisionId) -> Result<LedgerDecision> {
    let Some(mut undone) = store.ledger_decision(id)? else {
        return Err(Refusal::new(RefusalCode::DecisionNotFound).with("decision", id).into());
    };
    let mut subjects: BTreeSet<Subject> =
        ledger::bearing_subjects(&undone.changes).into_iter().collect();
    let withdrawn = undone.changes.iter().filter_map(|change| match change {
        Change::RowsWithdrawn { file, .. } => Some(*file),
        _ => None,
    });
    for file in withdrawn.chain(undone.file) {
        subjects.extend(store.subjects_of_file(file)?);
    }
    undone.later = ledger::standing_later(&store.later_on(&subjects, id)?);
    if !undone.later.is_empty() {
        undone.rests_decided = store.rests_decided_since(&subjects, id)?;
    }
    Ok(undone)
}
