//! The head of a file: which headings are whose, where the header stands, what the file says of
//! itself, and so what kind each row below is. Names nothing else of the survey.

pub(in crate::read) mod banks;
pub(in crate::read) mod headings;
pub(in crate::read) mod labels;
pub(in crate::read) mod near;
pub(in crate::read) mod place;
pub(in crate::read) mod row_kind;
pub(in crate::read) mod section;
pub(in crate::read) mod subtotals;
