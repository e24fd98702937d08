//! doisoat reconciles cashless payments with the fee invoices of Vietnamese public agencies.
//!
//! The way of the data, and the floors (who may name whom; `tests/it/tidy.rs` guards it):
//!
//! ```text
//! file bytes → rows → payments → candidates → proposals → decisions → changes → ledger state
//!              └──── read ───┘   └──── matching ────┘   └──────── ledger ────────┘
//! → tables → screen or file
//!   report     tui, cli
//!
//! 5 faces    cli   tui              → app and below (not each other, not store, not the rooms)
//! 4 deeds    app                    → every lower floor but lang; only here a room meets the store
//! 3 store    store                  → model and ground (never a room)
//! 2 rooms    read   matching   ledger   report  → model and ground (never each other; pure)
//!            words                  → model and ground, with lang: what both faces say alike
//! 1 nouns    model                  → ground
//! 0 ground   money   text   calendar   lang     → nothing of ours
//! ```
//!
//! In the order of the floors, from the ground up:
//!
//! - [`money`]: exact amounts, one currency each; nothing rounds.
//! - [`calendar`]: days, moments and periods in Vietnamese time.
//! - [`text`]: text as it is compared, shown and masked.
//! - [`lang`]: the words that people read, in two languages.
//! - [`model`]: the nouns that every floor shares.
//! - [`read`]: bytes of a file become payments and invoices, with problems beside.
//! - [`matching`]: open payments and invoices become proposals with reasons.
//! - [`ledger`]: the law: decisions become changes, or are refused.
//! - [`report`]: facts become tables, tables become files.
//! - [`words`]: sentences that both faces make.
//! - [`store`]: one SQLite file; keeps, and decides nothing.
//! - [`app`]: the deeds; only here files are opened and a room meets the store.
//! - [`cli`]: words become deeds, outcomes text or JSON.
//! - [`tui`]: the screens.

pub mod calendar;
pub mod lang;
pub mod model;
pub mod money;
pub mod text;

pub mod ledger;
pub mod matching;
pub mod read;
pub mod report;
pub mod words;

pub mod store;

pub mod app;

pub mod cli;
pub mod tui;
