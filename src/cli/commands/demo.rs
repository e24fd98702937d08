//! `demo`: a store of its own, filled from the sample files inside the program, and the screens on
//! it.

use std::io::{self, BufRead, Write};
use std::path::PathBuf;

use clap::{ArgMatches, Args};
use serde_json::json;

use super::{CommandEntry, Exit, parsed, screens};
use crate::app::{Result, Session, demo};
use crate::cli::context::Context;
use crate::model::{Failure, FailureCode};

pub const COMMAND: CommandEntry = CommandEntry {
    name: "demo",
    arguments: Demo::augment_args,
    run,
    examples: &["doisoat demo", "doisoat demo --keep", "doisoat --db /tmp/thu.db demo"],
    is_hidden: false,
};

#[derive(Args)]
struct Demo {
    #[arg(long)]
    keep: bool,
}

fn run(matches: &ArgMatches, context: &mut Context) -> Result<Exit> {
    let arguments: Demo = parsed(matches);
    // Only where the option names it: a store of the environment or the configuration is a book.
    let at = matches.get_one::<PathBuf>("db").map(PathBuf::as_path);
    let options = demo::options(&context.options, at);
    let is_kept = arguments.keep && options.db.as_ref().is_some_and(|path| path.exists());
    if is_kept {
        demo::require_demo(&options)?;
        if !context.is_at_terminal() {
            return summary(context, &Session::open_read_only(&options)?);
        }
    } else {
        let may_ask = context.is_at_terminal() && at.is_none();
        if may_ask && demo::is_used(&context.options, at)? && !is_agreed(context)? {
            return Err(Failure::new(FailureCode::Cancelled).into());
        }
        let session = demo::make(&context.options, at)?;
        if !context.is_at_terminal() {
            return summary(context, &session);
        }
    }
    Ok(Exit::Screens(Box::new(options)))
}

fn summary(context: &mut Context, session: &Session) -> Result<Exit> {
    if context.is_json {
        let overview = screens::overview(session)?;
        let status = screens::status_json(&overview);
        let path = session.path.display().to_string();
        context.print_json(&json!({ "store": path, "status": status }));
    } else {
        context.say("cli.demo.made", &[("path", &session.path.display().to_string())]);
        screens::status(context, session)?;
        context.say("cli.demo.next", &[("path", &session.path.display().to_string())]);
    }
    Ok(Exit::Done)
}

/// Asks before decisions that somebody tried out are thrown away.
fn is_agreed(context: &mut Context) -> Result<bool> {
    let question = context.text("cli.demo.used").to_owned();
    let mut to = io::stderr();
    // Whoever cannot see the question cannot answer it either: an empty answer is a no.
    let _ = write!(to, "{question} ").and_then(|()| to.flush());
    let mut answer = String::new();
    let _ = io::stdin().lock().read_line(&mut answer);
    let answer = crate::text::fold(&answer);
    Ok(["y", "yes", "c", "co"].contains(&answer.as_str()))
}
