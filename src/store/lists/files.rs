//! Imported files and the problems that were found in them.

use rusqlite::{OptionalExtension, Row};

use super::days;
use crate::model::view::{ControlTotal, FileCard, Filter, ProblemCard};
use crate::model::{DecisionId, FileId, FileKind, Place, Problem, ProblemCode};
use crate::store::values::{coded, currency, facts, money, optional_day, optional_money, stamp};
use crate::store::{Result, Store};

impl Store {
    /// Files by the day of import, oldest first.
    pub fn file_cards(&self, filter: &Filter) -> Result<Vec<FileCard>> {
        let (from, to) = days(filter);
        let sql = include_str!("../queries/file_cards.sql");
        let mut statement = self.connection.prepare_cached(sql)?;
        let cards = statement.query_map((None::<i64>, from, to), card)?;
        let mut cards: Vec<FileCard> = cards.collect::<rusqlite::Result<_>>()?;
        for card in &mut cards {
            card.is_withdrawn = self.is_undone(card.decision)?;
        }
        Ok(cards)
    }

    /// What the statements of a file add up to, by account and currency.
    pub fn control_totals(&self, file: FileId) -> Result<Vec<ControlTotal>> {
        let sql = "SELECT a.institution || ':' || a.number AS source, t.currency,
                          t.credits_minor, t.debits_minor, t.opening_minor, t.closing_minor,
                          t.is_tied
                   FROM statement t JOIN account a ON a.id = t.account
                   WHERE t.file = ?1 ORDER BY t.id";
        let mut statement = self.connection.prepare_cached(sql)?;
        let totals = statement.query_map([file.0], |row| {
            let currency = currency(row, "currency")?;
            Ok(ControlTotal {
                source: row.get("source")?,
                credits: money(row, "credits_minor", currency)?,
                debits: money(row, "debits_minor", currency)?,
                opening: optional_money(row, "opening_minor", currency)?,
                closing: optional_money(row, "closing_minor", currency)?,
                is_tied: row.get("is_tied")?,
            })
        })?;
        Ok(totals.collect::<rusqlite::Result<_>>()?)
    }

    /// Problems of one file, or of all, by file and row.
    pub fn problem_cards(&self, file: Option<FileId>) -> Result<Vec<ProblemCard>> {
        let sql = "SELECT p.file, f.name, p.row, p.column_name, p.code, p.raw, p.facts
                   FROM problem p JOIN file f ON f.id = p.file
                   WHERE ?1 IS NULL OR p.file = ?1
                   ORDER BY p.file, p.row, p.id";
        let mut statement = self.connection.prepare_cached(sql)?;
        let cards = statement.query_map([file.map(|file| file.0)], |row| {
            Ok(ProblemCard {
                file: FileId(row.get("file")?),
                file_name: row.get("name")?,
                problem: Problem {
                    place: Place { row: row.get("row")?, column: row.get("column_name")? },
                    code: coded(row, "code", ProblemCode::from_code)?,
                    raw: row.get("raw")?,
                    facts: facts(row, "facts")?,
                },
            })
        })?;
        Ok(cards.collect::<rusqlite::Result<_>>()?)
    }

    /// Whether a decision is reversed by one that is not reversed itself.
    fn is_undone(&self, decision: DecisionId) -> Result<bool> {
        let sql = "SELECT id FROM decision WHERE undoes = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut is_undone = false;
        let mut at = decision.0;
        while let Some(by) = statement.query_row([at], |row| row.get(0)).optional()? {
            is_undone = !is_undone;
            at = by;
        }
        Ok(is_undone)
    }
}

fn card(row: &Row) -> rusqlite::Result<FileCard> {
    let accounts = |json: &str| serde_json::from_str::<Vec<String>>(json).ok();
    Ok(FileCard {
        id: FileId(row.get("id")?),
        name: row.get("name")?,
        sha256: row.get("sha256")?,
        layout: row.get("layout")?,
        kind: coded(row, "kind", FileKind::from_code)?,
        accounts: coded(row, "accounts", accounts)?,
        from: optional_day(row, "from_day")?,
        to: optional_day(row, "to_day")?,
        rows: row.get("rows")?,
        new: row.get("new")?,
        known: row.get("known")?,
        changed: row.get("changed")?,
        refused: row.get("refused")?,
        imported_at: stamp(row, "imported_at")?,
        actor: row.get("actor")?,
        decision: DecisionId(row.get("decision")?),
        is_withdrawn: false,
    })
}
