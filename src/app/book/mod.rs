//! The book: every deed that decides about payments and invoices, one file each, and what all of
//! them share: what a decision names (`named`), who takes it (`record`), what follows from it
//! (`standings`, `refresh`).

pub mod decide;
pub mod match_run;
pub mod named;
mod numbers;
pub mod period;
pub mod record;
pub mod refresh;
pub mod standings;
pub mod undo;
pub mod unmask;
