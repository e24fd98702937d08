//! A table: what a report is before a writer makes text, CSV, JSON or a sheet of it. Keys, not
//! words.

use crate::calendar::{Day, Moment};
use crate::money::Currency;
use crate::money::Money;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Align {
    Left,
    Right,
}

/// A column; its heading is `column.<key>` in `lang/`, its key is the heading in CSV and JSON.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Column {
    pub key: &'static str,
    pub align: Align,
}

/// A typed cell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Cell {
    Empty,
    Text(String),
    /// A word of the program: `lang/` key for people, its last part for programs.
    Key(String),
    Number(i64),
    Money(Money),
    Day(Day),
    Moment(Moment),
}

impl Cell {
    /// The value as people here write it. The words of text and keys are the faces' to find; as
    /// they stand they are given raw.
    pub fn to_local(&self) -> String {
        match self {
            Cell::Empty => String::new(),
            Cell::Text(raw) | Cell::Key(raw) => raw.clone(),
            Cell::Number(number) => number.to_string(),
            Cell::Money(amount) if amount.currency() == Currency::VND => amount.to_grouped(),
            Cell::Money(amount) => format!("{} {}", amount.to_grouped(), amount.currency().code()),
            Cell::Day(day) => day.to_local(),
            Cell::Moment(moment) => match moment.time_short() {
                Some(time) => format!("{} {time}", moment.day.to_local()),
                None => moment.day.to_local(),
            },
        }
    }
}

/// A report or list, with totals that are part of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Table {
    /// `table.<name>` in `lang/` is its title.
    pub name: &'static str,
    /// What it speaks of: period, channel, store.
    pub notes: Vec<(&'static str, Cell)>,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
    /// Empty, or one row.
    pub totals: Vec<Vec<Cell>>,
}
