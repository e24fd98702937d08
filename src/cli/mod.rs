//! The command line: words become deeds, outcomes become text or JSON and an exit code.

mod arguments;
mod commands;
mod context;
mod early;
mod failures;
mod json;
mod mask;
mod preview;
mod print;
mod rows;
mod table;
mod usage;

use std::ffi::OsString;
use std::process::ExitCode;

use crate::app::OpenOptions;
use crate::app::sandbox;
use crate::calendar::Stamp;
use crate::lang::Lang;

use commands::{COMMANDS, Exit};
use context::{Context, Output};

/// What is left to do when the command line has had its say.
pub enum Next {
    Exit(ExitCode),
    /// The terminal screens were asked for: faces do not name each other, so `main` opens them.
    Screens(Box<Screens>),
}

/// How the screens are to be opened.
pub struct Screens {
    pub options: OpenOptions,
    pub lang: Lang,
    /// With plain letters only, for terminals and fonts that have no lines and marks.
    pub is_ascii: bool,
}

/// Names of all commands that `--help` lists, in its order.
pub fn command_names() -> Vec<&'static str> {
    COMMANDS.iter().filter(|command| !command.is_hidden).map(|command| command.name).collect()
}

/// Runs the program. `now` reads the system's clock.
pub fn run(args: impl Iterator<Item = OsString>, now: fn() -> Stamp) -> Next {
    let args: Vec<OsString> = args.collect();
    if sandbox::is_child(&args) {
        return Next::Exit(sandbox::serve());
    }
    let early = early::look(&args);
    let mut output = Output::new();
    let done = command(&args, &early, now, &mut output);
    let is_deed = done.is_ok() && output.is_deed();
    let exit = match done {
        Ok(exit) => exit,
        Err(error) => {
            failures::report(&error, early.lang, early.is_json, &mut output);
            Exit::NotDone
        }
    };
    if let Err(failure) = output.finish() {
        failures::report(&failure.into(), early.lang, false, &mut output);
        if is_deed && !matches!(exit, Exit::NotDone) {
            context::tell(early.lang.text("cli.done_unprinted"));
            return Next::Exit(ExitCode::from(1));
        }
        return Next::Exit(ExitCode::from(2));
    }
    match exit {
        Exit::Done => Next::Exit(ExitCode::SUCCESS),
        Exit::LookNeeded => Next::Exit(ExitCode::from(1)),
        Exit::NotDone => Next::Exit(ExitCode::from(2)),
        Exit::Screens(options) => {
            let (lang, is_ascii) = (early.lang, early.is_ascii);
            Next::Screens(Box::new(Screens { options: *options, lang, is_ascii }))
        }
    }
}

fn command(
    args: &[OsString],
    early: &early::Early,
    now: fn() -> Stamp,
    output: &mut Output,
) -> crate::app::Result<Exit> {
    let lang = early.lang;
    let matches = match arguments::command(lang).try_get_matches_from(args) {
        Ok(matches) => matches,
        Err(error) => return usage::answer(&error, lang, output),
    };
    let mut context = Context::new(&matches, lang, now, output)?;
    let done = match matches.subcommand() {
        None => commands::screens::run(&mut context),
        Some((name, own)) => {
            let command = COMMANDS.iter().find(|command| command.name == name);
            let command = command.expect("clap knows the commands of the list only");
            (command.run)(own, &mut context)
        }
    };
    done.map_err(|error| context.options.name_store(error))
}
