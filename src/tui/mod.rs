//! The terminal screens: keys and answers come in as messages, the model changes, the screen is
//! drawn.

mod guard;
mod keys;
mod layers;
mod model;
pub mod rehearsal;
mod replies;
#[cfg(test)]
mod samples;
mod screens;
#[cfg(test)]
mod tests;
mod theme;
mod update;
mod widgets;
mod words;

use std::io::{self, BufWriter, IsTerminal, Stdout, Write, stdout};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::event::{self, Event};
use ratatui::crossterm::queue;
use ratatui::crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use ratatui::layout::Rect;

use crate::app::desk::Desk;
use crate::app::{Error, OpenOptions};
use crate::lang::Lang;
use crate::model::{Failure, FailureCode};
use model::{Effect, Look, Model, Msg};
use theme::Theme;

/// Reads a variable of the environment.
pub type Variable = fn(&str) -> Option<String>;

/// Opens the screens on a store and stays until they are left.
pub fn run(options: &OpenOptions, lang: Lang, variable: Variable) -> ExitCode {
    if !is_usable_terminal(variable) {
        return tell(lang, &Error::Failed(Failure::new(FailureCode::TerminalUnusable)));
    }
    let (tell_screens, messages) = channel();
    let from_desk = tell_screens.clone();
    // The screens may be gone already when a thread tells something.
    let desk = Desk::open(options, move |reply| {
        from_desk.send(Msg::Reply(Box::new(reply))).ok();
    });
    let desk = match desk {
        Ok(desk) => desk,
        Err(error) => return tell(lang, &error),
    };
    let look = look(&desk, lang, variable);
    // For the test that a panic gives the terminal back; no such thing in a release.
    let panics = cfg!(debug_assertions) && variable("DOISOAT_PANIC_IN_TUI").is_some();
    let shown = || show(look, panics, &desk, tell_screens, &messages);
    match catch_unwind(AssertUnwindSafe(shown)) {
        Ok(Ok(code)) => ExitCode::from(code),
        Ok(Err(error)) => {
            let failure = Failure::new(FailureCode::TerminalUnusable).caused_by(error);
            tell(lang, &Error::Failed(failure))
        }
        Err(_) => {
            let place = guard::broken_at().unwrap_or_default();
            say(&lang.fill("broken.report", [("place", place.as_str())]));
            ExitCode::from(101)
        }
    }
}

/// A terminal at both ends that can place its cursor.
fn is_usable_terminal(variable: Variable) -> bool {
    let is_dumb = variable("TERM").is_some_and(|term| term == "dumb");
    stdout().is_terminal() && io::stdin().is_terminal() && !is_dumb
}

fn tell(lang: Lang, error: &Error) -> ExitCode {
    let (text, hint) = words::error(lang, error);
    say(&text);
    say(&hint);
    ExitCode::from(2)
}

/// One line on stderr, when there is no screen.
fn say(line: &str) {
    if !line.is_empty() {
        // A closed stderr leaves nobody to tell.
        writeln!(io::stderr(), "{line}").ok();
    }
}

/// Theme and letters by the configuration, no colour where the surroundings ask for none.
fn look(desk: &Desk, lang: Lang, variable: Variable) -> Look {
    let is_set = |name| variable(name).is_some_and(|value| !value.is_empty());
    // Some terminals tell their ground: the last number is its colour, 7 and 15 are light.
    let ground = variable("COLORFGBG").unwrap_or_default();
    let is_light = matches!(ground.rsplit(';').next(), Some("7" | "15"));
    let by_ground = if is_light { "light" } else { "dark" };
    let name = match (is_set("NO_COLOR"), &desk.theme) {
        (true, _) => "mono",
        (false, Some(name)) => name,
        (false, None) => by_ground,
    };
    let theme = Theme::named(name, is_set("DOISOAT_ASCII"));
    let folder = std::path::absolute(".").unwrap_or_else(|_| ".".into());
    Look { lang, theme, has_letter_keys: desk.has_letter_keys, folder }
}

type Screen = Terminal<CrosstermBackend<BufWriter<Stdout>>>;

/// Takes the terminal, runs the loop, gives the terminal back.
fn show(
    look: Look,
    panics: bool,
    desk: &Desk,
    tell: Sender<Msg>,
    messages: &Receiver<Msg>,
) -> io::Result<u8> {
    let _guard = guard::Guard::enter()?;
    guard::watch_signals(tell.clone())?;
    let backend = CrosstermBackend::new(BufWriter::with_capacity(1 << 16, stdout()));
    let mut screen = Terminal::new(backend)?;
    let size = screen.size()?;
    let mut model = Model::new(look, Rect::new(0, 0, size.width, size.height));
    std::thread::spawn(move || read_keys(&tell));
    let effects = update::start(&mut model);
    run_effects(effects, desk, &mut screen)?;
    draw(&model, &mut screen)?;
    if panics {
        panic!("asked to by DOISOAT_PANIC_IN_TUI");
    }
    turn(&mut model, desk, &mut screen, messages)
}

/// Between two pictures there are at least this many milliseconds.
const FRAME: Duration = Duration::from_millis(16);

/// The loop: waits for a message, takes all that are there, draws once. Nothing happens while
/// nothing comes.
fn turn(
    model: &mut Model,
    desk: &Desk,
    screen: &mut Screen,
    messages: &Receiver<Msg>,
) -> io::Result<u8> {
    let mut drawn = Instant::now();
    loop {
        let Ok(first) = messages.recv() else { return Ok(2) };
        take(model, first, desk, screen)?;
        loop {
            while let Ok(next) = messages.try_recv() {
                take(model, next, desk, screen)?;
            }
            if let Some(code) = model.is_over {
                return Ok(code);
            }
            // What comes before the next picture is due is still in it.
            let Some(left) = FRAME.checked_sub(drawn.elapsed()) else { break };
            match messages.recv_timeout(left) {
                Ok(next) => take(model, next, desk, screen)?,
                Err(_) => break,
            }
        }
        draw(model, screen)?;
        drawn = Instant::now();
    }
}

fn take(model: &mut Model, msg: Msg, desk: &Desk, screen: &mut Screen) -> io::Result<()> {
    run_effects(update::update(model, msg), desk, screen)
}

fn run_effects(effects: Vec<Effect>, desk: &Desk, screen: &mut Screen) -> io::Result<()> {
    for effect in effects {
        match effect {
            Effect::Ask(ticket, ask) => desk.ask(ticket, ask),
            Effect::Do(deed) => desk.decide(deed),
            Effect::Start(job) => desk.start(job),
            Effect::CancelJob => desk.cancel_job(),
            Effect::Redraw => screen.clear()?,
            // The model knows already.
            Effect::Quit => {}
        }
    }
    Ok(())
}

/// One picture, shown whole by terminals that can.
fn draw(model: &Model, screen: &mut Screen) -> io::Result<()> {
    queue!(screen.backend_mut(), BeginSynchronizedUpdate)?;
    screen.draw(|frame| screens::draw(model, frame))?;
    queue!(screen.backend_mut(), EndSynchronizedUpdate)?;
    screen.backend_mut().flush()
}

/// Hands on what the terminal sends until it sends no more.
fn read_keys(tell: &Sender<Msg>) {
    loop {
        let msg = match event::read() {
            Ok(Event::Key(key)) => Msg::Key(key),
            Ok(Event::Paste(text)) => Msg::Paste(text),
            Ok(Event::Resize(width, height)) => Msg::Resize(width, height),
            Ok(_) => continue,
            Err(_) => Msg::InputLost,
        };
        let is_last = matches!(msg, Msg::InputLost);
        if tell.send(msg).is_err() || is_last {
            return;
        }
    }
}
