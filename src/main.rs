//! Starts doisoat: arguments and the real clock in, exit code out.

use std::process::ExitCode;

use doisoat::calendar::Stamp;
use doisoat::cli::{self, Next};
use doisoat::tui;

fn main() -> ExitCode {
    match cli::run(std::env::args_os(), now) {
        Next::Exit(code) => code,
        Next::Screens(asked) if asked.is_ascii => tui::run(&asked.options, asked.lang, |name| {
            if name == "DOISOAT_ASCII" { Some("1".to_owned()) } else { std::env::var(name).ok() }
        }),
        Next::Screens(asked) => {
            tui::run(&asked.options, asked.lang, |name| std::env::var(name).ok())
        }
    }
}

fn now() -> Stamp {
    let seconds = chrono::Utc::now().timestamp();
    Stamp::from_unix(seconds).expect("the system's clock is within the years that a date can hold")
}
