//! No command: the screens at a terminal, the status of the store anywhere else.

use serde_json::{Value, json};

use super::Exit;
use crate::app::{Error, Result, Session, overview};
use crate::cli::context::Context;
use crate::cli::print;
use crate::model::FailureCode;
use crate::model::view::Overview;
use crate::words;

pub fn run(context: &mut Context) -> Result<Exit> {
    if context.is_at_terminal() {
        return Ok(Exit::Screens(Box::new(context.options.clone())));
    }
    let session = match context.look() {
        Err(Error::Failed(failure)) if failure.code == FailureCode::StoreNotFound => {
            return Ok(first_time(context));
        }
        other => other?,
    };
    if context.is_json {
        let overview = overview(&session)?;
        context.print_json(&status_json(&overview));
    } else {
        context.tell("cli.status.no_terminal", &[]);
        status(context, &session)?;
    }
    Ok(Exit::Done)
}

/// There is no store yet, which is how everybody begins.
fn first_time(context: &mut Context) -> Exit {
    if context.is_json {
        context.print_json(&json!({ "store": null }));
    } else {
        context.tell("cli.status.no_terminal", &[]);
        context.say("cli.status.no_store", &[]);
    }
    Exit::Done
}

pub fn overview(session: &Session) -> Result<Overview> {
    overview::overview(session, overview::screen_day(session)?)
}

/// The day's work in a few lines.
pub fn status(context: &mut Context, session: &Session) -> Result<()> {
    let overview = overview(session)?;
    let count = words::count;
    let day = overview.day.to_local();
    context.say("cli.status.store", &[("store", &overview.store_name), ("day", &day)]);
    for channel in &overview.channels {
        let facts = [
            ("source", &*channel.source),
            ("payments", &*count(channel.payments)),
            ("credited", &*print::money(channel.credited)),
            ("settled", &*print::money(channel.settled)),
            ("open", &*print::money(channel.open)),
        ];
        context.say_below(2, "cli.status.channel", &facts);
    }
    let facts = [
        ("payments", &*count(overview.payments)),
        ("settled", &*count(overview.settled)),
        ("carried", &*count(overview.carried)),
        ("excluded", &*count(overview.excluded())),
        ("of_day", &*count(overview.exceptions_of_day())),
        ("review", &*count(overview.to_review)),
        ("exceptions", &*count(overview.exceptions)),
        ("unmatched", &*count(overview.unmatched)),
    ];
    context.say("cli.status.sums", &facts);
    Ok(())
}

pub fn status_json(overview: &Overview) -> Value {
    let channels = overview.channels.iter().map(|channel| {
        json!({
            "source": channel.source,
            "kind": channel.kind.code(),
            "currency": channel.credited.currency().code(),
            "payments": channel.payments,
            "credited": channel.credited.to_plain(),
            "settled": channel.settled.to_plain(),
            "open": channel.open.to_plain(),
        })
    });
    json!({
        "store": overview.store_name,
        "day": overview.day.to_string(),
        "closed": overview.is_closed,
        "demo": overview.is_demo,
        "payments": overview.payments,
        "settled": overview.settled,
        "carried": overview.carried,
        "excluded": overview.excluded(),
        "exceptions_of_day": overview.exceptions_of_day(),
        "to_review": overview.to_review,
        "exceptions": overview.exceptions,
        "unmatched": overview.unmatched,
        "last_backup": overview.last_backup.map(|at| at.to_iso()),
        "channels": channels.collect::<Vec<_>>(),
    })
}
