//! The mark of the demo's store: its data is invented and plays at one instant.

use rusqlite::OptionalExtension;

use super::values::stamp;
use super::{Gate, Result, Store};
use crate::calendar::Stamp;

impl Store {
    /// The instant at which the store plays, where it is the demo's.
    pub fn plays_at(&self) -> Result<Option<Stamp>> {
        let mut statement = self.connection.prepare_cached("SELECT plays_at FROM demo")?;
        Ok(statement.query_row([], |row| stamp(row, "plays_at")).optional()?)
    }
}

impl Gate<'_> {
    pub fn mark_as_demo(&mut self, plays_at: Stamp) -> Result<()> {
        let sql = "INSERT INTO demo (id, plays_at) VALUES (1, ?1)";
        self.store().connection.execute(sql, [plays_at.to_iso()])?;
        Ok(())
    }
}
