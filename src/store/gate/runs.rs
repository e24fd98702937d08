//! A run of matching: under which policy and settings its decisions are made.

use super::Gate;
use crate::calendar::Stamp;
use crate::model::{Failure, RunId};

/// What a run is recorded with.
pub struct NewRun<'a> {
    /// `match` or `nightly`.
    pub kind: &'static str,
    pub started_at: Stamp,
    pub actor: &'a str,
    pub policy: &'static str,
    /// A JSON object of all that affects the result.
    pub settings: &'a str,
    /// SHA-256 of `settings`, hex.
    pub settings_digest: &'a str,
}

impl Gate<'_> {
    pub fn begin_run(&mut self, run: &NewRun) -> Result<RunId, Failure> {
        let sql = "INSERT INTO run (kind, started_at, actor, policy, program_version, settings,
                     settings_digest)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        self.store.connection.execute(
            sql,
            (
                run.kind,
                run.started_at.to_iso(),
                run.actor,
                run.policy,
                env!("CARGO_PKG_VERSION"),
                run.settings,
                run.settings_digest,
            ),
        )?;
        Ok(RunId(self.store.connection.last_insert_rowid()))
    }
}
