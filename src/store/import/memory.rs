//! What an import remembers of an account: its id, and which stretches other files state for it.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, params};

use super::Importing;
use super::overlap::{Interval, interval_of};
use crate::model::{AccountId, Failure, FileId, PaymentRow, Source};
use crate::store::gate::Gate;

pub(super) struct Account {
    pub id: AccountId,
    /// Stated by other files, and where they do; those that state nothing are absent.
    pub stated: BTreeMap<FileId, Vec<Interval>>,
    /// Whether another layout has brought rows of it.
    pub has_other_layout: bool,
    /// What this file states for it.
    pub own: Vec<Interval>,
    /// Rows that equal stored ones, kept until it is known what this file states.
    pub waiting: Vec<PaymentRow>,
}

impl Importing<'_> {
    /// The account of a source, made where it is new.
    pub(super) fn account(
        &mut self,
        gate: &Gate,
        source: &Source,
    ) -> Result<&mut Account, Failure> {
        if !self.accounts.contains_key(source) {
            let account = self.look_up(gate, source)?;
            self.accounts.insert(source.clone(), account);
        }
        Ok(self.accounts.get_mut(source).expect("put in just now"))
    }

    fn look_up(&self, gate: &Gate, source: &Source) -> Result<Account, Failure> {
        let connection = &gate.store().connection;
        let sql = "SELECT id FROM account WHERE institution = ?1 AND number = ?2";
        let known: Option<i64> = connection
            .query_row(sql, params![source.institution, source.account], |row| row.get(0))
            .optional()?;
        let Some(id) = known else {
            let sql = "INSERT INTO account (kind, institution, number) VALUES (?1, ?2, ?3)";
            connection
                .execute(sql, params![source.kind.code(), source.institution, source.account])?;
            let id = AccountId(connection.last_insert_rowid());
            return Ok(Account::new(id, BTreeMap::new(), false));
        };
        let sql = "SELECT s.file, s.stated_from, s.stated_to FROM statement s
                   WHERE s.account = ?1 AND s.stated_from IS NOT NULL AND s.file <> ?2";
        let mut statement = connection.prepare_cached(sql)?;
        let mut stated: BTreeMap<FileId, Vec<Interval>> = BTreeMap::new();
        let mut rows = statement.query([id, self.file.0])?;
        while let Some(row) = rows.next()? {
            stated.entry(FileId(row.get(0)?)).or_default().push(interval_of(row, 1, 2)?);
        }
        let sql = "SELECT EXISTS (SELECT 1 FROM statement s JOIN file f ON f.id = s.file
                   WHERE s.account = ?1 AND f.layout <> ?2)";
        let has_other_layout =
            connection.query_row(sql, params![id, self.layout], |row| row.get(0))?;
        Ok(Account::new(AccountId(id), stated, has_other_layout))
    }
}

impl Account {
    fn new(
        id: AccountId,
        stated: BTreeMap<FileId, Vec<Interval>>,
        has_other_layout: bool,
    ) -> Account {
        Account { id, stated, has_other_layout, own: Vec::new(), waiting: Vec::new() }
    }
}
