//! The configuration file: TOML, every key optional, an unknown key refused with its line.

use std::path::{Path, PathBuf};

use crate::lang::Lang;
use crate::model::{Agency, Failure, MatchSettings, OwnAccount, Partner};

/// The configuration as read, with defaults where it is silent.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Config {
    pub db: Option<PathBuf>,
    pub lang: Option<Lang>,
    pub agency: Agency,
    pub accounts: Vec<OwnAccount>,
    pub partners: Vec<Partner>,
    pub matching: MatchSettings,
    pub actors: Vec<ConfiguredActor>,
    /// Letters as aliases of keys in lists (`[keys] letter_keys`); off by default.
    pub letter_keys: bool,
    /// `light`, `dark`, `contrast` or `mono`.
    pub theme: Option<String>,
}

/// Somebody who may decide under a name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConfiguredActor {
    pub name: String,
    pub os_user: String,
    pub roles: Vec<String>,
}

/// Reads a configuration file.
pub fn load(path: &Path) -> Result<Config, Failure> {
    let _ = path;
    unimplemented!()
}
