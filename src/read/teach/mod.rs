//! Teaching: a sheet that no layout knows, sketched for a person, becomes a layout by what that
//! person says of its columns.

mod left_out;
pub(in crate::read) mod lesson;
pub(in crate::read) mod sketch;
mod vocabulary;
