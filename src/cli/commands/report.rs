//! `report`: a named table over a period, as text or for other programs; alone, the names of all
//! reports.

use std::path::PathBuf;

use clap::{ArgMatches, Args};
use serde_json::json;

use super::{CommandEntry, Exit, close, parsed};
use crate::app::{Result, files, lists, report};
use crate::cli::context::Context;
use crate::cli::mask::Mask;
use crate::cli::table;
use crate::model::view::Filter;
use crate::model::{Failure, FailureCode};

pub const COMMAND: CommandEntry = CommandEntry {
    name: "report",
    arguments: Report::augment_args,
    run,
    examples: &[
        "doisoat report",
        "doisoat report day --period 2026-11-23",
        "doisoat report details --period 2026-11 --format csv --out thang11.csv",
    ],
    is_hidden: false,
};

#[derive(Args)]
struct Report {
    #[arg(value_name = "NAME")]
    name: Option<String>,
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
    #[arg(long, value_name = "text|csv|json", default_value = "text")]
    #[arg(value_parser = ["text", "csv", "json", "xlsx", "html"])]
    format: String,
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[arg(long)]
    strict: bool,
    #[arg(long, value_name = "REASON")]
    unmask: Option<String>,
}

fn run(matches: &ArgMatches, context: &mut Context) -> Result<Exit> {
    let arguments: Report = parsed(matches);
    let Some(name) = &arguments.name else { return names(context) };
    if !report::names().contains(&name.as_str()) {
        let known = report::names().join(", ");
        let failure = Failure::new(FailureCode::ReportUnknown);
        return Err(failure.with("name", name).with("known", known).into());
    }
    let format = if context.is_json { "json" } else { &*arguments.format };
    if matches!(format, "xlsx" | "html") {
        return Err(Failure::new(FailureCode::NotYetBuilt).into());
    }
    let period = match &arguments.period {
        None => None,
        Some(text) => Some(close::read(context, text)?),
    };
    let mut session = match arguments.unmask {
        Some(_) => context.open_existing()?,
        None => context.look()?,
    };
    let made = report::report(&session, name, period)?;
    let made = Mask::of(&mut session, arguments.unmask.as_deref())?.table(made);
    let text = match format {
        "text" => table::report(&made, context.lang),
        format => report::write_plain(&made, format)?,
    };
    match &arguments.out {
        None => context.out.write(&text),
        Some(path) => {
            files::require_own(path, first_words(&text, format))?;
            files::write_whole(path, text.as_bytes())?;
            context.tell("cli.report.written", &[("path", &path.display().to_string())]);
        }
    }
    let is_open = arguments.strict && !lists::exceptions(&session, &Filter::default())?.is_empty();
    Ok(Exit::look_if(is_open))
}

/// By what a report of this name and format is known: its title or headings, its name in JSON.
fn first_words<'a>(text: &'a str, format: &str) -> &'a str {
    let end = if format == "json" { ',' } else { '\n' };
    text.split_inclusive(end).next().unwrap_or_default()
}

fn names(context: &mut Context) -> Result<Exit> {
    let title = |context: &Context, name: &str| context.text(&format!("table.{name}")).to_owned();
    if context.is_json {
        let all = report::names();
        let all = all.iter().map(|name| json!({ "name": name, "title": title(context, name) }));
        let all: Vec<_> = all.collect();
        context.print_json(&json!({ "reports": all }));
        return Ok(Exit::Done);
    }
    let widest = report::names().iter().map(|name| name.len()).max().unwrap_or(0);
    for name in report::names() {
        let line = format!("{name:widest$}  {}", title(context, name));
        context.out.line(&line);
    }
    Ok(Exit::Done)
}
