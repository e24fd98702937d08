//! Amounts as people type them: in a field, on a command line, in the configuration.

use super::{AmountError, Currency, Money, NumberStyle};

impl Money {
    /// Parses `1234567`, `1.234.567`, `1,234,567`, and where the currency has minor digits also
    /// `12.50` and `12,50`. In a currency without them a separator is one of thousands.
    ///
    /// # Errors
    /// `TooPrecise` where a reading has decimals that the currency does not have, even zeros in a
    /// currency without minor digits (`50.00` may be 50 or 5000 to whoever typed it);
    /// `NotANumber` also where two readings differ.
    pub fn parse_typed(text: &str, currency: Currency) -> Result<Money, AmountError> {
        use AmountError::{NotANumber, TooPrecise};
        use NumberStyle::{CommaGroups, DotGroups, Plain};
        let readings =
            [Plain, DotGroups, CommaGroups].map(|style| Money::parse(text, style, currency));
        if currency.minor_digits() == 0 {
            let grouped = if text.contains('.') { readings[1] } else { readings[2] };
            return match grouped {
                Ok(amount) if !(text.contains('.') && text.contains(',')) => Ok(amount),
                Ok(_) => Err(TooPrecise),
                Err(NotANumber) if readings.iter().any(|read| *read != Err(NotANumber)) => {
                    Err(TooPrecise)
                }
                Err(error) => Err(error),
            };
        }
        if readings.contains(&Err(TooPrecise)) {
            return Err(TooPrecise);
        }
        let mut amounts = readings.iter().flatten();
        let Some(first) = amounts.next() else { return readings[0] };
        if amounts.all(|other| other == first) { Ok(*first) } else { Err(NotANumber) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_in_any_usual_way_or_not_at_all() {
        use AmountError::{Empty, NotANumber, TooPrecise};
        let cases: &[(&str, &str, Result<i64, AmountError>)] = &[
            ("1234567", "VND", Ok(1_234_567)),
            ("1.234.567", "VND", Ok(1_234_567)),
            (" 1,234,567 đ", "VND", Ok(1_234_567)),
            ("50.000", "VND", Ok(50_000)),
            ("50,000", "VND", Ok(50_000)),
            ("-5", "VND", Ok(-5)),
            ("50.00", "VND", Err(TooPrecise)),
            ("50,00", "VND", Err(TooPrecise)),
            ("1.2", "VND", Err(TooPrecise)),
            ("1.234,000", "VND", Err(TooPrecise)),
            ("1,234.000", "VND", Err(TooPrecise)),
            ("1tr2", "VND", Err(NotANumber)),
            ("1.2OO.000", "VND", Err(NotANumber)),
            ("", "VND", Err(Empty)),
            ("12.5", "EUR", Ok(1_250)),
            ("12,50", "EUR", Ok(1_250)),
            ("1.234,50", "EUR", Ok(123_450)),
            ("1,234,567", "EUR", Ok(123_456_700)),
            ("1.000", "EUR", Err(NotANumber)),
            ("1.234", "EUR", Err(TooPrecise)),
            ("1.2.3", "EUR", Err(NotANumber)),
        ];
        for (text, code, expected) in cases {
            let currency = Currency::from_code(code).expect("listed");
            let read = Money::parse_typed(text, currency).map(Money::minor);
            assert_eq!(read, *expected, "{text:?} in {code}");
        }
    }
}
