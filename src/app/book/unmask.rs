//! Unmasking personal data is an act of its own: decided, with a reason, before anything is shown.

use super::named::{self, Named};
use super::record::{Act, require_reason};
use crate::app::{Result, Session};
use crate::ledger;
use crate::model::{Decision, DecisionId};

pub fn unmask(session: &mut Session, reason: &str) -> Result<DecisionId> {
    require_reason(reason)?;
    let who = session.who()?;
    session.store.write(false, |gate| {
        let act = Act::begin(who, gate.store(), reason)?;
        let named = Named::default();
        let mut view = named::load(gate.store(), &named)?;
        let book_day = named::book_day(gate.store(), &view, &Decision::Unmask, act.today())?;
        view.book_day = Some(book_day);
        let changes = ledger::decide(&view, &Decision::Unmask)?;
        let record = act.record(Decision::Unmask.kind(), book_day);
        Ok(gate.put_decision(&record, &changes)?)
    })
}
