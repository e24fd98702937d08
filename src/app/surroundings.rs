//! What the machine says: folders of the user, who is logged in, the host.

use std::path::PathBuf;

use etcetera::BaseStrategy;

use crate::calendar::Clock;

/// Name of the program's own folder inside the user's data and configuration folders.
const FOLDER: &str = "doisoat";

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

impl Surroundings {
    /// As the system says. Without a home folder, both folders are looked for where the program was started.
    pub fn of_system(clock: Clock) -> Surroundings {
        let (data, config) = match etcetera::choose_base_strategy() {
            Ok(folders) => (folders.data_dir(), folders.config_dir()),
            Err(_) => (PathBuf::new(), PathBuf::new()),
        };
        Surroundings {
            clock,
            data_folder: data.join(FOLDER),
            config_folder: config.join(FOLDER),
            os_user: whoami::username().unwrap_or_default(),
            host: whoami::hostname().unwrap_or_default(),
        }
    }

    pub fn config_path(&self) -> PathBuf {
        self.config_folder.join("config.toml")
    }
}
