//! The demo: a store of its own, filled from sample files that are built into the program.

use std::path::Path;

use super::{OpenOptions, Result, Session};

/// How the demo's store is opened: its own path, and the clock of its data.
pub fn options(options: &OpenOptions, at: Option<&Path>) -> Result<OpenOptions> {
    let _ = (options, at);
    unimplemented!()
}

/// Makes `demo.db` anew (or the absent file `at`), imports the samples and runs matching.
pub fn make(options: &OpenOptions, at: Option<&Path>) -> Result<Session> {
    let _ = (options, at);
    unimplemented!()
}

/// Whether the demo's store holds decisions of a person.
pub fn is_used(options: &OpenOptions, at: Option<&Path>) -> Result<bool> {
    let _ = (options, at);
    unimplemented!()
}
