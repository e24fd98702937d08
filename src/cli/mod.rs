//! The command line: words become deeds, outcomes become text or JSON and an exit code.

use std::process::ExitCode;

use crate::calendar::Stamp;

/// Runs the program. `now` reads the system's clock.
pub fn run(args: impl Iterator<Item = std::ffi::OsString>, now: fn() -> Stamp) -> ExitCode {
    let _ = (args, now);
    unimplemented!()
}
