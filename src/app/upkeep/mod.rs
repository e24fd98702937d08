//! Upkeep: whether the store and the machine are sound, and a copy for the day when one is not.

pub mod backup;
pub mod check;
pub mod doctor;
