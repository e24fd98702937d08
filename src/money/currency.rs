//! The currencies that are accepted, and how many decimals each has.

use std::fmt;

/// A currency of ISO 4217 that this program accepts, with its number of minor digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency {
    code: &'static str,
    minor_digits: u32,
}

/// Numeric codes of ISO 4217, which card networks write instead of the letters.
const NUMERIC_CODES: &[(&str, &str)] = &[
    ("036", "AUD"),
    ("124", "CAD"),
    ("156", "CNY"),
    ("344", "HKD"),
    ("392", "JPY"),
    ("410", "KRW"),
    ("414", "KWD"),
    ("418", "LAK"),
    ("702", "SGD"),
    ("704", "VND"),
    ("756", "CHF"),
    ("764", "THB"),
    ("826", "GBP"),
    ("840", "USD"),
    ("978", "EUR"),
    ("104", "MMK"),
    ("116", "KHR"),
    ("203", "CZK"),
    ("208", "DKK"),
    ("348", "HUF"),
    ("356", "INR"),
    ("360", "IDR"),
    ("458", "MYR"),
    ("554", "NZD"),
    ("578", "NOK"),
    ("608", "PHP"),
    ("643", "RUB"),
    ("710", "ZAR"),
    ("752", "SEK"),
    ("901", "TWD"),
    ("946", "RON"),
    ("985", "PLN"),
    ("986", "BRL"),
];

/// Currency code and minor digits (ISO 4217, table A.1). The only list: `schema.sql` is filled from
/// it.
pub const CURRENCIES: &[(&str, u32)] = &[
    ("AUD", 2),
    ("BRL", 2),
    ("CAD", 2),
    ("CHF", 2),
    ("CNY", 2),
    ("CZK", 2),
    ("DKK", 2),
    ("EUR", 2),
    ("GBP", 2),
    ("HKD", 2),
    ("HUF", 2),
    ("IDR", 2),
    ("INR", 2),
    ("JPY", 0),
    ("KHR", 2),
    ("KRW", 0),
    ("KWD", 3),
    ("LAK", 2),
    ("MMK", 2),
    ("MYR", 2),
    ("NOK", 2),
    ("NZD", 2),
    ("PHP", 2),
    ("PLN", 2),
    ("RON", 2),
    ("RUB", 2),
    ("SEK", 2),
    ("SGD", 2),
    ("THB", 2),
    ("TWD", 2),
    ("USD", 2),
    ("VND", 0),
    ("ZAR", 2),
];

impl Currency {
    pub const VND: Currency = Currency { code: "VND", minor_digits: 0 };

    /// The currency with this code, in any letter case, or with this numeric code; `đ`, `VNĐ` and
    /// `₫` mean VND.
    pub fn from_code(code: &str) -> Option<Currency> {
        let known = |code: &str| {
            let found = CURRENCIES.iter().find(|(known, _)| *known == code)?;
            Some(Currency { code: found.0, minor_digits: found.1 })
        };
        let code = code.trim();
        // Every row may name it, and nearly always this one.
        if code == Currency::VND.code {
            return Some(Currency::VND);
        }
        if let Some(currency) = known(code) {
            return Some(currency);
        }
        let code = code.to_uppercase();
        known(match code.as_str() {
            "Đ" | "₫" | "VNĐ" | "ĐỒNG" => "VND",
            other => NUMERIC_CODES.iter().find(|(n, _)| *n == other).map_or(other, |(_, c)| c),
        })
    }

    pub fn code(self) -> &'static str {
        self.code
    }

    /// Digits after the decimal separator: VND 0, EUR 2, KWD 3.
    pub fn minor_digits(self) -> u32 {
        self.minor_digits
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_currency_has_its_numeric_code() {
        for (code, _) in CURRENCIES {
            let numeric = NUMERIC_CODES.iter().find(|(_, known)| known == code);
            let (numeric, _) = numeric.unwrap_or_else(|| panic!("{code} has none"));
            assert_eq!(Currency::from_code(numeric), Currency::from_code(code));
        }
        assert_eq!(Currency::from_code("705"), None);
    }
}
