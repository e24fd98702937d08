//! The list of built-in layouts: a new one is a TOML file and one line here.

/// Name and text of each layout, in the order in which they are listed to people.
pub const SHIPPED: &[(&str, &str)] =
    &[("invoices", include_str!("invoices.toml")), ("payments", include_str!("payments.toml"))];
