//! The first screen: the day's work, channels and what waits.

use crate::app::{Result, Session};
use crate::calendar::{Day, Period};
use crate::model::view::Overview;

/// The screen's day: the latest open day with payments, else today.
pub fn screen_day(session: &Session) -> Result<Day> {
    let latest = session.store.latest_open_day()?;
    Ok(latest.unwrap_or_else(|| session.surroundings.clock.now().day()))
}

pub fn overview(session: &Session, day: Day) -> Result<Overview> {
    let store = &session.store;
    let waiting = store.waiting()?;
    let (settled, carried) = store.counts_of_day(day)?;
    let channels = store.channel_lines(day)?;
    let store_name = session.path.file_name().map(|name| name.to_string_lossy().into_owned());
    let store_name = store_name.unwrap_or_default();
    Ok(Overview {
        day,
        is_closed: store.is_closed(Period::Day(day))? || store.is_closed(Period::month_of(day))?,
        agency: session.config.agency.name.clone(),
        is_demo: store.plays_at()?.is_some(),
        store_name,
        actor: session.actor.clone(),
        files: store.files_of_day(day)?,
        payments: channels.iter().map(|channel| channel.payments).sum(),
        channels,
        settled,
        carried,
        to_review: waiting.to_review,
        exceptions: waiting.exceptions,
        unmatched: waiting.unmatched,
        open_days: store.open_days()?,
        last_backup: store.last_backup()?,
        is_empty_store: store.is_empty()?,
    })
}
