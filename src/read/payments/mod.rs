//! Payments and fee invoices, made of the rows of a surveyed file: whose they are, what they are,
//! and whether their sums prove what the file states.

pub(in crate::read) mod accounts;
pub(in crate::read) mod context;
mod draft;
mod entries;
pub(in crate::read) mod finish;
pub(in crate::read) mod invoices;
mod key;
pub(in crate::read) mod nature;
mod proof;
mod stretch;
