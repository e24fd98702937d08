//! A copy of the store: made in one go, opened again, checked and counted.

use std::path::Path;

use rusqlite::params;

use super::{Gate, Result, Store};
use crate::calendar::Stamp;
use crate::model::{Failure, FailureCode};

impl Store {
    /// Copies the store as it is at this moment into an empty file.
    pub fn copy_into(&self, file: &Path) -> Result<()> {
        let name = file.to_string_lossy();
        self.connection
            .execute("VACUUM INTO ?1", [name.as_ref()])
            .map_err(|error| Failure::from(error).with("path", file.display()))?;
        Ok(())
    }

    /// How many rows each table of facts holds, by name.
    pub fn row_counts(&self) -> Result<Vec<(String, u64)>> {
        let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
                   ORDER BY name";
        let mut statement = self.connection.prepare_cached(sql)?;
        let names: Vec<String> =
            statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        let mut counts = Vec::with_capacity(names.len());
        for name in names {
            let sql = format!("SELECT count(*) FROM \"{name}\"");
            counts.push((name, self.connection.query_row(&sql, [], |row| row.get(0))?));
        }
        Ok(counts)
    }

    /// What SQLite itself finds wrong with the file: empty if nothing.
    pub fn damages(&self) -> Result<Vec<String>> {
        let mut statement = self.connection.prepare("PRAGMA integrity_check(20)")?;
        let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
        let said: Vec<String> = rows.collect::<rusqlite::Result<_>>()?;
        Ok(said.into_iter().filter(|line| line != "ok").collect())
    }

    /// Fails where the store is damaged.
    pub fn require_whole(&self) -> Result<()> {
        match self.damages()?.into_iter().next() {
            None => Ok(()),
            Some(damage) => Err(Failure::new(FailureCode::StoreDamaged)
                .with("path", self.path().display())
                .caused_by(damage)),
        }
    }
}

impl Gate<'_> {
    /// Records a copy that was verified.
    pub fn record_backup(&mut self, made_at: Stamp, name: &str) -> Result<()> {
        let sql = "INSERT INTO backup (made_at, name) VALUES (?1, ?2)";
        self.store().connection.execute(sql, params![made_at.to_iso(), name])?;
        Ok(())
    }
}
