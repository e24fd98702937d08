//! Closing and reopening of days and months.

use super::require;
use crate::calendar::{Day, Period};
use crate::model::{Change, LedgerView, Refusal, RefusalCode};

/// A month closes when its days with payments are closed; nothing closes before its last day has
/// come.
pub fn close(view: &LedgerView, period: Period) -> Result<Vec<Change>, Refusal> {
    if view.closed.contains(&period) {
        return Err(of(period, RefusalCode::PeriodIsClosed));
    }
    require::open_day(view)?;
    month_is_open(view, period)?;
    if matches!(period, Period::Month { .. }) && !view.open_days.is_empty() {
        let days: Vec<String> = view.open_days.iter().copied().map(Day::to_local).collect();
        return Err(of(period, RefusalCode::MonthHasOpenDays)
            .with("count", days.len())
            .with("days", days.join(", ")));
    }
    if view.today.is_some_and(|today| today < period.last_day()) {
        return Err(of(period, RefusalCode::PeriodIsNotOver).with("last_day", period.last_day()));
    }
    Ok(vec![Change::PeriodClosed { period, stands: true }])
}

/// A day reopens only while its month is open.
pub fn reopen(view: &LedgerView, period: Period) -> Result<Vec<Change>, Refusal> {
    if !view.closed.contains(&period) {
        return Err(of(period, RefusalCode::PeriodIsOpen));
    }
    month_is_open(view, period)?;
    require::open_day(view)?;
    Ok(vec![Change::PeriodClosed { period, stands: false }])
}

fn month_is_open(view: &LedgerView, period: Period) -> Result<(), Refusal> {
    let Period::Day(day) = period else { return Ok(()) };
    let month = Period::month_of(day);
    if view.closed.contains(&month) {
        return Err(of(month, RefusalCode::MonthIsClosed));
    }
    Ok(())
}

fn of(period: Period, code: RefusalCode) -> Refusal {
    Refusal::new(code).with("period", period)
}
