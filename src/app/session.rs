//! A session: an open store with the settings, the clock and the person who decides.

use std::path::PathBuf;

use super::config::Config;
use super::{Result, Surroundings};
use crate::store::Store;

/// How to open a store (contract: global settings).
#[derive(Clone, Debug)]
pub struct OpenOptions {
    /// `--db` or `DOISOAT_DB`; `None` = configuration, then the data folder.
    pub db: Option<PathBuf>,
    /// `--config` or `DOISOAT_CONFIG`; `None` = the configuration folder's, which may be absent.
    pub config: Option<PathBuf>,
    /// `--actor` or `DOISOAT_ACTOR`; `None` = the system's user name.
    pub actor: Option<String>,
    pub surroundings: Surroundings,
}

/// An open store and who works on it.
pub struct Session {
    pub(in crate::app) store: Store,
    pub config: Config,
    pub actor: String,
    pub surroundings: Surroundings,
    pub path: PathBuf,
}

impl Session {
    /// Opens the store, making a new one where the file is absent.
    pub fn open(options: &OpenOptions) -> Result<Session> {
        let _ = options;
        unimplemented!()
    }

    /// Opens an existing store for reading only; what changes it fails.
    pub fn open_read_only(options: &OpenOptions) -> Result<Session> {
        let _ = options;
        unimplemented!()
    }
}
