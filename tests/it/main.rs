//! All integration tests in one binary, so that the suite links once.

mod bad_input;
mod cases;
mod cli;
mod containers;
mod crash;
mod dedupe;
mod demo;
mod errors;
mod hostile;
mod matching;
mod pty;
mod reading;
mod same_moment;
mod schema;
mod screens;
mod simulate;
mod tidy;
mod words;
