//! Intake: the way of a file into the store, from the path that a person gives to rows that are
//! kept, and the layouts by which files are read.

mod choice;
pub mod folder;
mod given_file;
pub mod import;
pub mod layouts;
mod opening;
pub mod preview;
pub mod sandbox;
pub mod teach;
mod teach_command;
