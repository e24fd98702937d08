//! What every command is given: the language, the store to open, and where to print.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::ArgMatches;
use serde_json::Value;

use super::early::{known_language, variable};
use super::{json, usage};
use crate::app::{OpenOptions, Result, Session, Surroundings};
use crate::calendar::{Clock, Stamp};
use crate::lang::Lang;
use crate::model::view::Progress;
use crate::model::{Failure, FailureCode};
use crate::words;

/// Standard output. When its reader has gone away (`| head`), the rest is dropped quietly.
pub struct Output {
    to: io::BufWriter<io::Stdout>,
    is_gone: bool,
    failure: Option<Failure>,
    /// Whether the store was opened for writing, so that a deed may stand though its receipt is
    /// lost.
    is_deed: bool,
}

impl Output {
    pub fn new() -> Output {
        Output {
            to: io::BufWriter::new(io::stdout()),
            is_gone: false,
            failure: None,
            is_deed: false,
        }
    }

    /// Whether there is still a reader; long lists end early where there is none.
    pub fn is_open(&self) -> bool {
        !self.is_gone
    }

    pub fn write(&mut self, text: &str) {
        if !self.is_gone {
            let written = self.to.write_all(text.as_bytes());
            self.keep(written);
        }
    }

    pub fn line(&mut self, text: &str) {
        self.write(text);
        self.write("\n");
    }

    /// Hands over what is buffered and says whether all of it arrived.
    pub fn finish(&mut self) -> std::result::Result<(), Failure> {
        if !self.is_gone {
            let written = self.to.flush();
            self.keep(written);
        }
        self.failure.take().map_or(Ok(()), Err)
    }

    /// Whether the command may have written into the store.
    pub fn is_deed(&self) -> bool {
        self.is_deed
    }

    fn keep(&mut self, written: io::Result<()>) {
        if let Err(error) = written {
            self.is_gone = true;
            if error.kind() != io::ErrorKind::BrokenPipe {
                let failure = Failure::new(FailureCode::OutputUnwritable);
                self.failure = Some(failure.with("path", "stdout").caused_by_system(&error));
            }
        }
    }
}

/// What every command is given.
pub struct Context<'a> {
    pub lang: Lang,
    pub is_json: bool,
    pub options: OpenOptions,
    pub out: &'a mut Output,
}

impl<'a> Context<'a> {
    /// From the global options and the environment; a value that cannot be understood is refused.
    pub fn new(
        matches: &ArgMatches,
        lang: Lang,
        now: fn() -> Stamp,
        out: &'a mut Output,
    ) -> Result<Context<'a>> {
        if let Some(code) = variable("DOISOAT_LANG").filter(|code| known_language(code).is_none()) {
            return Err(usage::wrong_variable(lang, "DOISOAT_LANG", &code).into());
        }
        let clock = match variable("DOISOAT_NOW") {
            None => Clock::new(now),
            Some(text) => Stamp::parse(&text)
                .map(Clock::pinned)
                .ok_or_else(|| usage::wrong_variable(lang, "DOISOAT_NOW", &text))?,
        };
        let path = |option: &str, name: &str| {
            let given = matches.get_one::<PathBuf>(option).cloned();
            given.or_else(|| variable(name).map(PathBuf::from))
        };
        let actor = matches.get_one::<String>("actor").cloned();
        let config = path("config", "DOISOAT_CONFIG");
        let of_system = Surroundings::of_system(clock);
        let surroundings = match &config {
            Some(config) => of_system.beside(config),
            None => of_system,
        };
        let options = OpenOptions {
            db: path("db", "DOISOAT_DB"),
            config,
            actor: actor.or_else(|| variable("DOISOAT_ACTOR")),
            surroundings,
        };
        Ok(Context { lang, is_json: matches.get_flag("json"), options, out })
    }

    /// The store, made where it is absent.
    pub fn open(&mut self) -> Result<Session> {
        self.out.is_deed = true;
        Session::open(&self.options)
    }

    /// The store for deciding, which must be there already: a mistyped path makes no new one.
    pub fn open_existing(&mut self) -> Result<Session> {
        self.look()?;
        self.open()
    }

    /// The store for a run that may be dry; a dry one leaves nothing behind.
    pub fn open_for(&mut self, is_dry_run: bool) -> Result<Session> {
        if is_dry_run { Session::open_for_dry_run(&self.options) } else { self.open() }
    }

    /// The store for looking only.
    pub fn look(&self) -> Result<Session> {
        Session::open_read_only(&self.options)
    }

    pub fn text(&self, key: &str) -> &'static str {
        self.lang.text(key)
    }

    /// A sentence of `lang/` on standard output.
    pub fn say(&mut self, key: &str, facts: &[(&str, &str)]) {
        let text = words::filled(self.lang, key, facts);
        self.out.line(&text);
    }

    /// The same below the sentence before it, set off by blanks.
    pub fn say_below(&mut self, indent: usize, key: &str, facts: &[(&str, &str)]) {
        let text = words::filled(self.lang, key, facts);
        self.out.line(&format!("{:indent$}{text}", ""));
    }

    /// A sentence of `lang/` on standard error.
    pub fn tell(&mut self, key: &str, facts: &[(&str, &str)]) {
        tell(&words::filled(self.lang, key, facts));
    }

    /// The one JSON object of a command.
    pub fn print_json(&mut self, value: &Value) {
        let text = json::text(value);
        self.out.line(&text);
    }

    /// Whether somebody sits in front of it and can be shown screens.
    pub fn is_at_terminal(&self) -> bool {
        io::stdin().is_terminal() && io::stdout().is_terminal() && !self.is_json
    }

    /// Shows progress on a terminal's standard error, and asks to stop after Ctrl+C.
    pub fn progress(&self) -> impl FnMut(Progress) -> bool + use<> {
        let is_shown = io::stderr().is_terminal();
        let lang = self.lang;
        let is_stopped = Arc::new(AtomicBool::new(false));
        // A second Ctrl+C ends the program at once. Without the handlers, the first one does;
        // nothing is lost by it.
        let _ = signal_hook::flag::register_conditional_shutdown(
            signal_hook::consts::SIGINT,
            130,
            Arc::clone(&is_stopped),
        );
        let _ = signal_hook::flag::register(signal_hook::consts::SIGINT, Arc::clone(&is_stopped));
        move |progress| {
            if is_shown {
                show(lang, progress);
            }
            !is_stopped.load(Ordering::Relaxed)
        }
    }
}

/// A line on standard error. Where that is closed there is nobody to tell.
pub fn tell(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

fn show(lang: Lang, progress: Progress) {
    let stage = lang.text(&format!("progress.{}", progress.stage)).to_owned();
    let done = words::count(progress.done);
    let text = match progress.total {
        Some(total) if progress.done < total => {
            format!("\r\x1b[K{stage} {done}/{}", words::count(total))
        }
        Some(_) => "\r\x1b[K".to_owned(),
        None => format!("\r\x1b[K{stage} {done}"),
    };
    let mut to = io::stderr();
    let _ = to.write_all(text.as_bytes()).and_then(|()| to.flush());
}
