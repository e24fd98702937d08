//! The demo: a store of its own, filled from sample files that are built into the program.

use std::path::Path;

use super::{OpenOptions, Result, Session};

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
