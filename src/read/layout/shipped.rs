//! The layouts that are built in, read once.

use std::sync::OnceLock;

use super::format::{Layout, parse_layout};
use crate::read::layouts::list;

/// The layouts that are built in; that each is sound is proved by a test.
pub fn shipped_layouts() -> &'static [Layout] {
    static SHIPPED: OnceLock<Vec<Layout>> = OnceLock::new();
    SHIPPED.get_or_init(|| {
        let read = |(name, text): &(&str, &str)| {
            parse_layout(name, text).expect("a shipped layout is sound")
        };
        list::SHIPPED.iter().map(read).collect()
    })
}

/// Text of a built-in layout.
pub fn layout_text(name: &str) -> Option<&'static str> {
    list::SHIPPED.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}
