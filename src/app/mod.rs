//! The deeds, one file each, in folders by what they are about. Every deed is load → room → store;
//! the only place where a room meets the store.
//!
//! Faces name a deed without its folder: `app::import`, not `app::intake::import`.

mod book;
pub mod demo;
pub mod desk;
mod intake;
mod machine;
mod session;
mod upkeep;
mod views;

pub use book::{decide, match_run, period, undo, unmask};
pub use intake::{folder, import, layouts, preview, sandbox, teach};
pub use machine::surroundings::Surroundings;
pub use machine::{config, files};
pub use session::{OpenOptions, Session};
pub use upkeep::{backup, check, doctor};
pub use views::{codes, explain, lists, overview, report};

use std::path::Path;

use crate::model::{Fact, Failure, Refusal};

/// Why a deed was not done. Either way nothing was changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Error {
    /// The law of the book forbids it.
    Refused(Refusal),
    /// It could not be done.
    Failed(Failure),
}

impl Error {
    /// What its sentence is made of: area and code of the text, and the facts in it.
    pub fn told(&self) -> (&'static str, &'static str, &[Fact]) {
        match self {
            Error::Refused(refusal) => ("refusal", refusal.code.code(), &refusal.facts),
            Error::Failed(failure) => ("failure", failure.code.code(), &failure.facts),
        }
    }

    /// Names the store in a failure that speaks of it without saying which it is.
    pub fn in_store(self, path: &Path) -> Error {
        match self {
            Error::Failed(failure) => Error::Failed(failure.in_store(path)),
            refused => refused,
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Error {
        Error::Refused(refusal)
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Error {
        Error::Failed(failure)
    }
}

pub type Result<T> = std::result::Result<T, Error>;
