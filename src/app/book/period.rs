//! Closing and reopening of days and months, and the checklist before it.

use super::numbers;
use super::record::{Act, require_reason};
use crate::app::{Result, Session};
use crate::calendar::{Day, Period, first_open_day};
use crate::ledger;
use crate::model::view::{Checklist, ClosePoint, Decided};
use crate::model::{Decision, Fact, Failure, LedgerView};
use crate::store::{PeriodFigures, Store};

/// What closing would mean, and which points are not met.
pub fn checklist(session: &Session, period: Period) -> Result<Checklist> {
    let store = &session.store;
    let figures = store.period_figures(period)?;
    let is_closed = store.closed_periods()?.contains(&period);
    let today = session.surroundings.clock.now().day();
    Ok(Checklist {
        period,
        points: points(store, period, today, &figures)?,
        credited: figures.credited,
        payments: figures.payments,
        settled: figures.settled,
        carried: figures.carried,
        carried_amount: figures.carried_amount,
        is_closed,
    })
}

pub fn close(session: &mut Session, period: Period, reason: &str) -> Result<Decided> {
    decide(session, period, Decision::ClosePeriod(period), reason)
}

pub fn reopen(session: &mut Session, period: Period, reason: &str) -> Result<Decided> {
    require_reason(reason)?;
    decide(session, period, Decision::ReopenPeriod(period), reason)
}

/// Booked on the period's last day; where that is closed, on the first open day after it.
fn decide(
    session: &mut Session,
    period: Period,
    decision: Decision,
    reason: &str,
) -> Result<Decided> {
    let who = session.who()?;
    session.store.write(false, |gate| {
        let act = Act::begin(who, gate.store(), reason)?;
        let closed = gate.store().closed_periods()?;
        let book_day = first_open_day(&closed, period.last_day());
        let view = LedgerView {
            open_days: gate.store().open_days_in(period)?,
            closed,
            book_day: Some(book_day),
            today: Some(act.today()),
            ..LedgerView::default()
        };
        let changes = ledger::decide(&view, &decision)?;
        let kind = decision.kind();
        let made = gate.put_decision(&act.record(kind, book_day), &changes)?;
        numbers::told(gate.store(), kind, vec![made], changes)
    })
}

fn points(
    store: &Store,
    period: Period,
    today: Day,
    figures: &PeriodFigures,
) -> std::result::Result<Vec<ClosePoint>, Failure> {
    let mut points = vec![required("period_is_over", today >= period.last_day(), "day", period)];
    if matches!(period, Period::Month { .. }) {
        let days = store.open_days_in(period)?;
        points.push(counted("days_closed", days.len() as u64, true));
    }
    points.push(ClosePoint {
        code: "files_imported",
        is_met: figures.files > 0,
        is_required: false,
        facts: vec![Fact::new("count", figures.files)],
    });
    points.push(counted("balances_tie", figures.untied, false));
    points.push(counted("rows_readable", figures.refused_rows, false));
    points.push(counted("payments_matched", figures.unmatched, false));
    points.push(counted("proposals_decided", figures.waiting, false));
    points.push(ClosePoint {
        code: "exceptions_resolved",
        is_met: figures.unresolved == 0,
        is_required: false,
        facts: vec![
            Fact::new("count", figures.unresolved),
            Fact::new("exceptions", figures.exceptions),
        ],
    });
    points.push(counted("late_rows_seen", figures.late, false));
    points.push(ClosePoint {
        code: "backup_made",
        is_met: store.last_backup()?.is_some_and(|made_at| made_at.day() >= period.last_day()),
        is_required: false,
        facts: Vec::new(),
    });
    Ok(points)
}

fn required(code: &'static str, is_met: bool, name: &'static str, period: Period) -> ClosePoint {
    ClosePoint { code, is_met, is_required: true, facts: vec![Fact::new(name, period.last_day())] }
}

/// A point that is met while nothing is left to count.
fn counted(code: &'static str, left: u64, is_required: bool) -> ClosePoint {
    ClosePoint { code, is_met: left == 0, is_required, facts: vec![Fact::new("count", left)] }
}
