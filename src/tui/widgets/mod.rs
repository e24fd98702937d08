//! The parts that screens are made of. They know nothing of payments.

pub mod field;
pub mod footer;
pub mod grid;
pub mod list;
pub mod plain;
pub mod popup;
pub mod text;
