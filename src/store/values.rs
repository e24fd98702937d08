//! Between columns and the model: codes, days, moments and amounts as the schema keeps them.
//!
//! A column is asked for by its name; in rows that are read by the hundred thousand, by its place,
//! because finding the name costs more than reading the value.

use std::borrow::Cow;

use rusqlite::types::{Type, ValueRef};
use rusqlite::{Row, RowIndex};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use crate::calendar::{Day, Moment, Stamp};
use crate::model::Fact;
use crate::money::{Currency, Money};

/// A column that holds what no version of this program writes.
fn odd(row: &Row, column: impl RowIndex, what: &'static str) -> rusqlite::Error {
    let index = column.idx(row.as_ref()).unwrap_or(0);
    rusqlite::Error::FromSqlConversionFailure(index, Type::Text, what.into())
}

/// A code of one of the model's enums.
pub(in crate::store) fn coded<T>(
    row: &Row,
    column: impl RowIndex,
    from_code: impl FnOnce(&str) -> Option<T>,
) -> rusqlite::Result<T> {
    let value = row.get_ref(column)?;
    let text = value.as_str().map_err(|_| odd(row, column, "no text"))?;
    from_code(text).ok_or_else(|| odd(row, column, "unknown code"))
}

pub(in crate::store) fn day(row: &Row, column: impl RowIndex) -> rusqlite::Result<Day> {
    coded(row, column, Day::parse)
}

pub(in crate::store) fn optional_day(
    row: &Row,
    column: impl RowIndex,
) -> rusqlite::Result<Option<Day>> {
    match row.get_ref(column)? {
        ValueRef::Null => Ok(None),
        _ => day(row, column).map(Some),
    }
}

pub(in crate::store) fn stamp(row: &Row, column: impl RowIndex) -> rusqlite::Result<Stamp> {
    coded(row, column, Stamp::parse)
}

pub(in crate::store) fn currency(row: &Row, column: impl RowIndex) -> rusqlite::Result<Currency> {
    coded(row, column, Currency::from_code)
}

/// An amount in minor units of `currency`.
pub(in crate::store) fn money(
    row: &Row,
    column: impl RowIndex,
    currency: Currency,
) -> rusqlite::Result<Money> {
    Ok(Money::from_minor(row.get(column)?, currency))
}

pub(in crate::store) fn optional_money(
    row: &Row,
    column: impl RowIndex,
    currency: Currency,
) -> rusqlite::Result<Option<Money>> {
    let minor: Option<i64> = row.get(column)?;
    Ok(minor.map(|minor| Money::from_minor(minor, currency)))
}

/// `2026-11-05` where no time is known, else `2026-11-05T09:12:44+07:00`.
pub(in crate::store) fn moment_text(moment: Moment) -> String {
    match moment.second {
        None => moment.day.to_string(),
        Some(_) => moment.to_iso(),
    }
}

pub(in crate::store) fn parse_moment_text(text: &str) -> Option<Moment> {
    Day::parse(text).map(Moment::on).or_else(|| crate::calendar::parse_moment(text))
}

/// Facts as a JSON object of name to text, in their order; no name comes twice.
pub(in crate::store) struct AsObject<'a>(pub &'a [Fact]);

impl Serialize for AsObject<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|fact| (&fact.name, &fact.value)))
    }
}

pub(in crate::store) fn facts_json(facts: &[Fact]) -> String {
    serde_json::to_string(&AsObject(facts)).expect("texts are JSON as they are")
}

/// The facts of a column that `facts_json` wrote.
pub(in crate::store) fn facts(row: &Row, column: impl RowIndex) -> rusqlite::Result<Vec<Fact>> {
    coded(row, column, |json| parse_facts_object(&serde_json::from_str(json).ok()?))
}

pub(in crate::store) fn parse_facts_object(object: &Map<String, Value>) -> Option<Vec<Fact>> {
    object
        .iter()
        .map(|(name, value)| {
            let value = value.as_str()?.to_owned();
            Some(Fact { name: Cow::Owned(name.clone()), value })
        })
        .collect()
}

/// The parts of a `;`-separated column.
pub(in crate::store) fn codes(text: &str) -> Vec<String> {
    text.split(';').filter(|code| !code.is_empty()).map(str::to_owned).collect()
}
