//! The layouts that are built in, one TOML file each.

pub mod list;
