//! What the machine says: folders of the user, who is logged in, the host, the environment variables.

use std::path::PathBuf;

use crate::calendar::Clock;

/// Found once at the start and handed down; tests build their own.
#[derive(Clone, Debug)]
pub struct Surroundings {
    pub clock: Clock,
    /// The user's data folder for this program; the default store and `demo.db` lie here.
    pub data_folder: PathBuf,
    /// The user's configuration folder for this program; `config.toml` and own layouts lie here.
    pub config_folder: PathBuf,
    pub os_user: String,
    pub host: String,
}
