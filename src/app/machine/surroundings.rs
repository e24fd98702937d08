//! What the machine says: folders of the user, who is logged in, the host.

use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;

use crate::calendar::Clock;

/// Name of the program's own folder inside the user's data and configuration folders.
const FOLDER: &str = "doisoat";
const CONFIG_FILE: &str = "config.toml";

/// Found once at the start and handed down; tests build their own.
#[derive(Clone, Debug)]
pub struct Surroundings {
    pub clock: Clock,
    /// The user's data folder for this program; the default store and `demo.db` lie here.
    pub data_folder: PathBuf,
    /// The user's configuration folder for this program, or that of a configuration that is named;
    /// `config.toml` and own layouts lie here.
    pub config_folder: PathBuf,
    pub os_user: String,
    pub host: String,
    /// This program's own file, of which children are started.
    pub program: PathBuf,
}

impl Surroundings {
    /// As the system says. Without a home folder, both folders are looked for where the program was
    /// started.
    pub fn of_system(clock: Clock) -> Surroundings {
        let (data_folder, config_folder) = folders();
        Surroundings {
            clock,
            data_folder,
            config_folder,
            os_user: whoami::username().unwrap_or_default(),
            host: whoami::hostname().unwrap_or_default(),
            program: std::env::current_exe().unwrap_or_default(),
        }
    }

    /// With a configuration that is named: own layouts lie beside it.
    pub fn beside(self, config: &Path) -> Surroundings {
        let config_folder = config.parent().unwrap_or(Path::new("")).to_path_buf();
        Surroundings { config_folder, ..self }
    }

    pub fn config_path(&self) -> PathBuf {
        self.config_folder.join(CONFIG_FILE)
    }

    /// The same before anything else is known.
    pub fn config_path_of_system() -> PathBuf {
        folders().1.join(CONFIG_FILE)
    }
}

/// Data and configuration folder.
fn folders() -> (PathBuf, PathBuf) {
    match etcetera::choose_base_strategy() {
        Ok(folders) => (folders.data_dir().join(FOLDER), folders.config_dir().join(FOLDER)),
        Err(_) => (PathBuf::from(FOLDER), PathBuf::from(FOLDER)),
    }
}
