//! The list of built-in layouts: a new one is a TOML file and one line here.

/// Name and text of each layout, in the order in which they are listed to people.
pub const SHIPPED: &[(&str, &str)] = &[
    ("invoices", include_str!("invoices.toml")),
    ("payments", include_str!("payments.toml")),
    ("mb_business", include_str!("mb_business.toml")),
    ("vietcombank", include_str!("vietcombank.toml")),
    ("vietcombank_csv", include_str!("vietcombank_csv.toml")),
    ("vietcombank_sign", include_str!("vietcombank_sign.toml")),
    ("mt940", include_str!("mt940.toml")),
    ("vnpay_fee_report", include_str!("vnpay_fee_report.toml")),
    ("casso_v1", include_str!("casso_v1.toml")),
    ("mb_json", include_str!("mb_json.toml")),
    ("momo_ipn", include_str!("momo_ipn.toml")),
    ("momo_report", include_str!("momo_report.toml")),
    ("payoo_report", include_str!("payoo_report.toml")),
    ("napas", include_str!("napas.toml")),
    ("napas_tracing", include_str!("napas_tracing.toml")),
    ("payos", include_str!("payos.toml")),
    ("sepay_api", include_str!("sepay_api.toml")),
    ("sepay_webhook", include_str!("sepay_webhook.toml")),
    ("vietqrvn", include_str!("vietqrvn.toml")),
    ("vnpay_api", include_str!("vnpay_api.toml")),
];
