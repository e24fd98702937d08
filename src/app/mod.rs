//! The deeds: one file each. Every deed is load → room → store; the only place where a room meets
//! the store.

mod ask_queue;
pub mod backup;
mod book_view;
pub mod check;
pub mod codes;
pub mod config;
pub mod decide;
pub mod demo;
pub mod desk;
pub mod doctor;
pub mod explain;
pub mod files;
pub mod folder;
pub mod import;
mod intake;
mod jobs;
pub mod layouts;
pub mod lists;
pub mod match_run;
mod numbers;
pub mod overview;
pub mod period;
mod reading;
mod record;
mod refresh;
mod replay;
pub mod report;
pub mod sandbox;
mod session;
mod standings;
mod surroundings;
pub mod teach;
pub mod undo;
pub mod unmask;

pub use session::{OpenOptions, Session};
pub use surroundings::Surroundings;

use std::path::Path;

use crate::model::{Failure, Refusal};

/// Why a deed was not done. Either way nothing was changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Error {
    /// The law of the book forbids it.
    Refused(Refusal),
    /// It could not be done.
    Failed(Failure),
}

impl Error {
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
