//! Layouts: what a bank, gateway or agency system writes and how it is to be understood, as words
//! of a TOML file.

pub(in crate::read) mod date_form;
pub(in crate::read) mod field;
pub(in crate::read) mod format;
pub(in crate::read) mod row_rules;
pub(in crate::read) mod shipped;
pub(in crate::read) mod sign_rule;
