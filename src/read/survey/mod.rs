//! The survey of a file, before its rows are read: where the header of a layout is, how columns
//! write numbers and days, what the file says of itself; and each row seen through that.

pub(in crate::read) mod banks;
mod blocks;
pub(in crate::read) mod cells;
pub(in crate::read) mod chain;
pub(in crate::read) mod charges;
mod day_order;
pub(in crate::read) mod doubts;
pub(in crate::read) mod first_pass;
pub(in crate::read) mod headings;
pub(in crate::read) mod labels;
mod mixtures;
pub(in crate::read) mod near;
mod place;
pub(in crate::read) mod plan;
mod remarks;
pub(in crate::read) mod row_check;
mod row_kind;
pub(in crate::read) mod section;
mod styles;
mod subtotals;
mod unread;
