//! What an import remembers of an account: its id, and which stretches statements state of it.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, params};

use super::Importing;
use super::overlap::{Meeting, Stretch, meeting};
use crate::model::{AccountId, Failure, PaymentRow, Source};
use crate::store::gate::Gate;

pub(super) struct Account {
    pub id: AccountId,
    /// Of other files, by the ids of their statements; those that state nothing are absent.
    pub stated: BTreeMap<i64, Stretch>,
    /// Whether another layout has brought rows of it.
    pub has_other_layout: bool,
    /// Of this file, by the place of the statement in it.
    pub own: BTreeMap<usize, Stretch>,
    /// How they stand to each other, as far as it was asked.
    meetings: BTreeMap<(usize, i64), Meeting>,
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
            let id = connection.last_insert_rowid();
            let is_elsewhere = self.is_told_otherwise(gate, id)?;
            return Ok(Account::new(AccountId(id), BTreeMap::new(), is_elsewhere));
        };
        let sql = "SELECT * FROM statement WHERE account = ?1 AND file <> ?2
                   AND (stated_from IS NOT NULL OR number <> '' OR opening_minor IS NOT NULL)";
        let mut statement = connection.prepare_cached(sql)?;
        let stated = statement
            .query_map([id, self.file.0], |row| Ok((row.get("id")?, Stretch::of_row(row)?)))?
            .collect::<rusqlite::Result<_>>()?;
        let is_told_otherwise = self.is_told_otherwise(gate, id)?;
        Ok(Account::new(AccountId(id), stated, is_told_otherwise))
    }

    /// Whether files of another layout have told of an account, or any under another bank's name.
    fn is_told_otherwise(&self, gate: &Gate, account: i64) -> Result<bool, Failure> {
        let sql = "SELECT EXISTS (
                     SELECT 1 FROM account own
                     JOIN account a ON a.number = own.number AND a.kind = own.kind
                     JOIN statement s ON s.account = a.id
                     JOIN file f ON f.id = s.file
                     WHERE own.id = ?1
                       AND (a.id = own.id OR own.kind = 'bank')
                       AND (a.id <> own.id OR f.layout <> ?2))";
        let connection = &gate.store().connection;
        Ok(connection.query_row(sql, params![account, self.layout], |row| row.get(0))?)
    }
}

impl Account {
    fn new(id: AccountId, stated: BTreeMap<i64, Stretch>, has_other_layout: bool) -> Account {
        Account {
            id,
            stated,
            has_other_layout,
            own: BTreeMap::new(),
            meetings: BTreeMap::new(),
            waiting: Vec::new(),
        }
    }

    /// How a statement of this file stands to one of another, where both state something.
    pub fn meeting(&mut self, own: usize, other: i64) -> Option<Meeting> {
        let (one, with) = (self.own.get(&own)?, self.stated.get(&other)?);
        let known = self.meetings.entry((own, other));
        let all = self.stated.values().chain(self.own.values());
        Some(*known.or_insert_with(|| meeting(one, with, all)))
    }
}
