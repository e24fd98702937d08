//! The machine: what the program is told by it and keeps on it besides the store: files, the
//! configuration, who is logged in.

pub mod config;
pub mod files;
pub mod surroundings;
