//! The terminal's guard: puts it into full-screen mode and gives it back whole, whatever happens.

use std::io::{self, Write, stdout};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Mutex, PoisonError};
use std::thread::ThreadId;

use ratatui::crossterm::cursor::Show;
use ratatui::crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use ratatui::crossterm::terminal::{
    EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode,
};
use ratatui::crossterm::{execute, queue};

use super::model::Msg;

/// Whether the terminal is ours now; `leave` gives it back once.
static IS_ENTERED: AtomicBool = AtomicBool::new(false);
/// Where a promise of ours broke, kept for the report after the screen is gone.
static BROKEN_AT: Mutex<Option<String>> = Mutex::new(None);

/// Holds the terminal; dropping it gives the terminal back.
pub struct Guard(());

impl Guard {
    /// Raw mode, alternate screen, bracketed paste; and the panic hook that takes them back.
    pub fn enter() -> io::Result<Guard> {
        hook_panics(std::thread::current().id());
        enable_raw_mode()?;
        IS_ENTERED.store(true, Ordering::SeqCst);
        let guard = Guard(());
        execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste)?;
        Ok(guard)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        leave();
    }
}

/// Gives the terminal back. May be called by anybody at any time; only the first call does
/// something, and a step that fails keeps no other from being done.
pub fn leave() {
    if !IS_ENTERED.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = stdout();
    queue!(out, EndSynchronizedUpdate).ok();
    queue!(out, DisableBracketedPaste).ok();
    queue!(out, Show).ok();
    queue!(out, LeaveAlternateScreen).ok();
    out.flush().ok();
    disable_raw_mode().ok();
}

/// A panic of the screens' thread gives the terminal back; one of another thread is told to the
/// screens by the desk. Neither prints over the screen.
fn hook_panics(screens: ThreadId) {
    std::panic::set_hook(Box::new(move |info| {
        if std::thread::current().id() == screens {
            leave();
        }
        // The place alone: a message may hold what a payer wrote.
        let place = info.location().map_or_else(|| "?".to_owned(), ToString::to_string);
        *BROKEN_AT.lock().unwrap_or_else(PoisonError::into_inner) = Some(place);
    }));
}

/// Where the last panic happened (`src/tui/mod.rs:12:5`).
pub fn broken_at() -> Option<String> {
    BROKEN_AT.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// How long the screens may take to end by themselves after a signal.
#[cfg(unix)]
const GRACE: std::time::Duration = std::time::Duration::from_secs(3);

/// Turns SIGTERM, SIGHUP and SIGINT into a message; where the screens do not end in time, ends
/// without them.
#[cfg(unix)]
pub fn watch_signals(tell: Sender<Msg>) -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT])?;
    std::thread::spawn(move || {
        for signal in signals.forever() {
            tell.send(Msg::Signal(signal)).ok();
            std::thread::spawn(move || {
                std::thread::sleep(GRACE);
                leave();
                std::process::exit(128 + signal);
            });
        }
    });
    Ok(())
}

#[cfg(not(unix))]
pub fn watch_signals(_tell: Sender<Msg>) -> io::Result<()> {
    Ok(())
}
