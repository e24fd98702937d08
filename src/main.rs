//! Starts doisoat: arguments and the real clock in, exit code out.

use std::process::ExitCode;

use doisoat::calendar::Stamp;

fn main() -> ExitCode {
    doisoat::cli::run(std::env::args_os(), now)
}

fn now() -> Stamp {
    let seconds = chrono::Utc::now().timestamp();
    Stamp::from_unix(seconds).expect("the system's clock is within the years that a date can hold")
}
