//! Text as it is compared, shown and masked. What was received is never changed by any of this.

mod broken;
mod fold;
mod mask;
mod near;
mod safe;

pub use broken::has_broken_letters;
pub use fold::{Squeezed, account_key, fold, joined_words, nfc, squeeze, words};
pub use mask::{mask_account, mask_id, mask_memo, mask_phone};
pub use near::nearest;
pub use safe::{Safe, csv_cell, has_hidden_characters, json_escaped, safe, without_hidden};
