//! Views: what faces show of the book. Nothing is changed here.

pub mod codes;
pub mod explain;
pub mod lists;
pub mod overview;
pub mod report;
