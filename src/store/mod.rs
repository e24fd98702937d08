//! The store: one SQLite file, one gate for writes. Knows the model, decides nothing.

/// An open store.
pub struct Store {}
