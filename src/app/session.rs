//! A session: an open store with the settings, the clock and the person who decides.

use std::path::{Path, PathBuf};

use crate::app::machine::config::{self, Config};
use crate::app::machine::files;
use crate::app::{Error, Result, Surroundings, demo};
use crate::calendar::Clock;
use crate::model::Failure;
use crate::read::ReadContext;
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
        Session::open_with(options, |path| {
            if !path.exists()
                && let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty())
            {
                files::create_folder(folder)?;
            }
            Store::open(path)
        })
    }

    /// Opens the store for a dry run, which makes none where there is none.
    pub fn open_for_dry_run(options: &OpenOptions) -> Result<Session> {
        Session::open_with(options, |path| {
            if path.exists() { Store::open(path) } else { Store::in_memory() }
        })
    }

    /// Opens an existing store for reading only; what changes it fails.
    pub fn open_read_only(options: &OpenOptions) -> Result<Session> {
        Session::open_with(options, Store::open_read_only)
    }

    /// What reading is told from outside the file; `account` is for files that do not name theirs.
    pub(in crate::app) fn read_context(&self, account: Option<&str>) -> Result<ReadContext> {
        let learnt_accounts = self.store.bank_accounts()?;
        let today = Some(self.surroundings.clock.now().day());
        Ok(ReadContext { learnt_accounts, today, ..self.config.read_context(account) })
    }

    fn open_with(
        options: &OpenOptions,
        open: impl FnOnce(&Path) -> std::result::Result<Store, Failure>,
    ) -> Result<Session> {
        let mut config = options.read_config()?;
        let path = options.store_path(&config);
        let store = open(&path)?;
        let actor = options.actor_name(&config);
        let mut surroundings = options.surroundings.clone();
        if let Some(plays_at) = store.plays_at()? {
            if !surroundings.clock.is_pinned() {
                surroundings.clock = Clock::pinned(plays_at);
            }
            if options.config.is_none() {
                // The user's own accounts say nothing about invented data.
                config = demo::config();
            }
        }
        Ok(Session { store, config, actor, surroundings, path })
    }
}

impl OpenOptions {
    /// The configuration; one that is not named may be absent.
    pub fn read_config(&self) -> std::result::Result<Config, Failure> {
        if let Some(path) = &self.config {
            return config::load(path);
        }
        let usual = self.surroundings.config_folder.join("config.toml");
        if usual.exists() { config::load(&usual) } else { Ok(Config::default()) }
    }

    /// Which store is meant: named, configured, or the data folder's.
    pub fn store_path(&self, config: &Config) -> PathBuf {
        self.db
            .clone()
            .or_else(|| config.db.clone())
            .unwrap_or_else(|| self.surroundings.data_folder.join("doisoat.db"))
    }

    /// Names the store in an error that speaks of it without saying which it is.
    pub fn name_store(&self, error: Error) -> Error {
        error.in_store(&self.store_path(&self.read_config().unwrap_or_default()))
    }

    /// The name that decisions are stored under: as given, else as configured for the system's
    /// user, else that user's name.
    fn actor_name(&self, config: &Config) -> String {
        let os_user = &self.surroundings.os_user;
        let named = self.actor.clone().filter(|name| !name.trim().is_empty());
        let mut own = config.actors.iter().filter(|actor| &actor.os_user == os_user);
        named.or_else(|| own.next().map(|actor| actor.name.clone())).unwrap_or_else(|| {
            if os_user.is_empty() { "unknown".to_owned() } else { os_user.clone() }
        })
    }
}
