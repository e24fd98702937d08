//! The survey of a file, before its rows are read: where the header of a layout is, how columns
//! write numbers and days, what the file says of itself; and each row seen through that.
//!
//! `head` comes first, `doubts` name only it, the rest names both; `first_pass` is the survey
//! itself.

mod blocks;
pub(in crate::read) mod cells;
pub(in crate::read) mod chain;
pub(in crate::read) mod charges;
mod continued;
mod day_order;
pub(in crate::read) mod doubts;
pub(in crate::read) mod first_pass;
pub(in crate::read) mod head;
pub(in crate::read) mod plan;
pub(in crate::read) mod row_check;
mod styles;
