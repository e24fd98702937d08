//! Money: an exact amount in whole minor units of one currency; the only place that knows decimals.
//!
//! `1.500.000` VND is 1500000 minor units (đồng has none below it); `12.50` EUR is 1250.
//! Nothing here rounds: what does not fit exactly is refused.

mod currency;
mod typed;

use std::fmt;

use rust_decimal::Decimal;

pub use currency::{CURRENCIES, Currency};

/// How one column writes its numbers. Decided per column by its reader, never cell by cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NumberStyle {
    /// `1234567` or `1234567.89`: no groups, a dot before decimals.
    Plain,
    /// `1,234,567.89`
    CommaGroups,
    /// `1.234.567,89`
    DotGroups,
    /// `123456789`: whole hundredths, two decimals without a sign before them.
    Hundredths,
}

impl NumberStyle {
    fn separators(self) -> (Option<char>, char) {
        match self {
            NumberStyle::Plain | NumberStyle::Hundredths => (None, '.'),
            NumberStyle::CommaGroups => (Some(','), '.'),
            NumberStyle::DotGroups => (Some('.'), ','),
        }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            NumberStyle::Plain => "plain",
            NumberStyle::CommaGroups => "comma_groups",
            NumberStyle::DotGroups => "dot_groups",
            NumberStyle::Hundredths => "hundredths",
        }
    }

    pub fn from_code(code: &str) -> Option<NumberStyle> {
        use NumberStyle::{CommaGroups, DotGroups, Hundredths, Plain};
        [Plain, CommaGroups, DotGroups, Hundredths].into_iter().find(|style| style.as_str() == code)
    }
}

/// Why a text is not an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmountError {
    Empty,
    /// A sign, letter or separator where none may stand (`1.2OO.000`, `1,23,456`).
    NotANumber,
    /// More decimals than the currency has, and they are not zeros.
    TooPrecise,
    /// Beyond `Money::MOST_MINOR`.
    TooLarge,
}

/// Two amounts that cannot be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoneyError {
    CurrenciesDiffer(Currency, Currency),
    TooLarge,
}

/// An exact amount: whole minor units of one currency. Ordered only within a currency (`cmp_same`).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

impl Money {
    /// The largest amount that is read, in minor units (a hundred thousand billion đồng): far above
    /// any payment of a fee, and so far below 64 bits that sums of a store do not come near them.
    pub const MOST_MINOR: i64 = 100_000_000_000_000;

    /// The largest amount of a currency that is read.
    pub fn most(currency: Currency) -> Money {
        Money { minor: Money::MOST_MINOR, currency }
    }

    pub fn from_minor(minor: i64, currency: Currency) -> Money {
        Money { minor, currency }
    }

    pub fn zero(currency: Currency) -> Money {
        Money { minor: 0, currency }
    }

    /// Whole minor units; the form in which the store keeps amounts.
    pub fn minor(self) -> i64 {
        self.minor
    }

    pub fn currency(self) -> Currency {
        self.currency
    }

    pub fn is_zero(self) -> bool {
        self.minor == 0
    }

    pub fn is_positive(self) -> bool {
        self.minor > 0
    }

    pub fn is_negative(self) -> bool {
        self.minor < 0
    }

    pub fn abs(self) -> Money {
        assert!(self.minor != i64::MIN, "an amount of i64::MIN is refused when it is read");
        Money { minor: self.minor.abs(), ..self }
    }

    pub fn negated(self) -> Money {
        assert!(self.minor != i64::MIN, "an amount of i64::MIN is refused when it is read");
        Money { minor: -self.minor, ..self }
    }

    /// Sum of two amounts of one currency.
    pub fn plus(self, other: Money) -> Result<Money, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::CurrenciesDiffer(self.currency, other.currency));
        }
        let minor = self.minor.checked_add(other.minor).ok_or(MoneyError::TooLarge)?;
        Ok(Money { minor, ..self })
    }

    /// Difference of two amounts of one currency.
    pub fn minus(self, other: Money) -> Result<Money, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::CurrenciesDiffer(self.currency, other.currency));
        }
        let minor = self.minor.checked_sub(other.minor).ok_or(MoneyError::TooLarge)?;
        Ok(Money { minor, ..self })
    }

    /// Sum of amounts that must all be of `currency`.
    pub fn sum(
        currency: Currency,
        parts: impl IntoIterator<Item = Money>,
    ) -> Result<Money, MoneyError> {
        parts.into_iter().try_fold(Money::zero(currency), Money::plus)
    }

    /// The smaller of two amounts of one currency.
    ///
    /// # Panics
    /// If the currencies differ: callers compare within one payment or one invoice only.
    pub fn min_same(self, other: Money) -> Money {
        if self.cmp_same(other).is_le() { self } else { other }
    }

    /// Order within a currency.
    ///
    /// # Panics
    /// If the currencies differ: callers compare within one payment or one invoice only.
    pub fn cmp_same(self, other: Money) -> std::cmp::Ordering {
        assert_eq!(self.currency, other.currency, "amounts of two currencies have no order");
        self.minor.cmp(&other.minor)
    }

    /// Parses `1500000`, `-3000`, `12.50`: the plain form of CSV and JSON of this program.
    pub fn parse_plain(text: &str, currency: Currency) -> Result<Money, AmountError> {
        Money::parse(text, NumberStyle::Plain, currency)
    }

    /// Parses an amount written in `style`. Brackets or a leading/trailing minus mean negative; a
    /// currency mark after or before the digits is allowed where it is the currency's own.
    ///
    /// Groups must be of three digits, decimals must fit the currency (zeros beyond it are
    /// allowed).
    pub fn parse(text: &str, style: NumberStyle, currency: Currency) -> Result<Money, AmountError> {
        if let Some(minor) = bare_minor(text, currency).filter(|_| style != NumberStyle::Hundredths)
        {
            return Ok(Money { minor, currency });
        }
        let (digits, is_negative) = unsigned_part(text, currency)?;
        let in_hundredths = style == NumberStyle::Hundredths;
        let pointed = if in_hundredths { hundredths(digits)? } else { String::new() };
        let digits = if in_hundredths { &pointed } else { digits };
        let (group, point) = style.separators();
        let (whole, decimals) = match digits.split_once(point) {
            Some((whole, decimals)) => (whole, decimals),
            None => (digits, ""),
        };
        if digits.ends_with(point) || !decimals.bytes().all(|b| b.is_ascii_digit()) {
            return Err(AmountError::NotANumber);
        }
        let mut plain = ungrouped(whole, group)?;
        if !decimals.is_empty() {
            plain.push('.');
            plain.push_str(decimals);
        }
        let decimal = Decimal::from_str_exact(&plain).map_err(|_| AmountError::TooLarge)?;
        let minor = minor_units(decimal, currency)?;
        Ok(Money { minor: if is_negative { -minor } else { minor }, currency })
    }

    /// `1500000`, `-3000`, `12.50`: exactly the currency's minor digits, no groups.
    pub fn to_plain(self) -> String {
        let digits = self.currency.minor_digits();
        if digits == 0 {
            return self.minor.to_string();
        }
        let (unit, minor) = (10u64.pow(digits), self.minor.unsigned_abs());
        let sign = if self.minor < 0 { "-" } else { "" };
        let width = digits as usize;
        format!("{sign}{}.{:0width$}", minor / unit, minor % unit)
    }

    /// `1.500.000`, `−3.000`, `12,50`: for people, in the Vietnamese way, with a true minus sign.
    pub fn to_grouped(self) -> String {
        let plain = self.to_plain();
        let plain = plain.trim_start_matches('-');
        let (whole, decimals) = plain.split_once('.').unwrap_or((plain, ""));
        let mut text = String::with_capacity(plain.len() + plain.len() / 3 + 3);
        if self.minor < 0 {
            text.push('−');
        }
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                text.push('.');
            }
            text.push(digit);
        }
        if !decimals.is_empty() {
            text.push(',');
            text.push_str(decimals);
        }
        text
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.to_plain(), self.currency.code())
    }
}

/// A number of nothing but digits, as most files write đồng, in minor units: it means the same in
/// all styles but hundredths. `None` for any other text, and for what may be too large.
fn bare_minor(text: &str, currency: Currency) -> Option<i64> {
    let is_bare = (1..=12).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let whole: i64 = is_bare.then(|| text.parse().ok())??;
    let minor = whole * 10i64.pow(currency.minor_digits());
    (minor <= Money::MOST_MINOR).then_some(minor)
}

/// `1234` is `12.34`.
fn hundredths(digits: &str) -> Result<String, AmountError> {
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(AmountError::NotANumber);
    }
    let padded = format!("{digits:0>3}");
    let (whole, decimals) = padded.split_at(padded.len() - 2);
    Ok(format!("{whole}.{decimals}"))
}

/// Strips sign, brackets and the currency's own mark; what is left must begin and end with a digit.
fn unsigned_part(text: &str, currency: Currency) -> Result<(&str, bool), AmountError> {
    let mut rest = text.trim();
    if rest.is_empty() {
        return Err(AmountError::Empty);
    }
    let mut minus_signs = 0;
    if let Some(inner) = rest.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
        minus_signs += 1;
        rest = inner.trim();
    }
    rest = without_mark(rest, currency);
    if let Some(inner) = rest.strip_prefix(['-', '−']).or_else(|| rest.strip_suffix(['-', '−']))
    {
        minus_signs += 1;
        rest = inner.trim();
    } else if let Some(inner) = rest.strip_prefix('+') {
        rest = inner.trim();
    }
    rest = without_mark(rest, currency);
    let is_bounded = rest.starts_with(|c: char| c.is_ascii_digit())
        && rest.ends_with(|c: char| c.is_ascii_digit());
    if minus_signs > 1 || !is_bounded {
        return Err(AmountError::NotANumber);
    }
    Ok((rest, minus_signs == 1))
}

fn without_mark(text: &str, currency: Currency) -> &str {
    let starts = text.trim_end_matches(|c: char| c.is_alphabetic() || c == '₫' || c == '.');
    let mark = text[starts.len()..].trim_matches('.');
    if !mark.is_empty() && Currency::from_code(mark) == Some(currency) {
        return starts.trim();
    }
    match text.get(..currency.code().len()) {
        Some(head) if head.eq_ignore_ascii_case(currency.code()) => {
            text[currency.code().len()..].trim()
        }
        _ => text,
    }
}

fn ungrouped(whole: &str, group: Option<char>) -> Result<String, AmountError> {
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let Some(group) = group else {
        return if is_digits(whole) { Ok(whole.to_owned()) } else { Err(AmountError::NotANumber) };
    };
    let parts: Vec<&str> = whole.split(group).collect();
    let is_grouped =
        parts.len() == 1 || (parts[0].len() <= 3 && parts[1..].iter().all(|part| part.len() == 3));
    if !is_grouped || !parts.iter().all(|part| is_digits(part)) {
        return Err(AmountError::NotANumber);
    }
    Ok(parts.concat())
}

fn minor_units(decimal: Decimal, currency: Currency) -> Result<i64, AmountError> {
    let scale = Decimal::from(10i64.pow(currency.minor_digits()));
    let minor = decimal.checked_mul(scale).ok_or(AmountError::TooLarge)?;
    if minor.abs() > Decimal::from(Money::MOST_MINOR) {
        return Err(AmountError::TooLarge);
    }
    if !minor.fract().is_zero() {
        return Err(AmountError::TooPrecise);
    }
    // `to_i64` would cut silently, `try_from` of a whole number cannot.
    i64::try_from(minor.trunc()).map_err(|_| AmountError::TooLarge)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str, style: NumberStyle, code: &str) -> Result<String, AmountError> {
        let currency = Currency::from_code(code).expect("a listed currency");
        Money::parse(text, style, currency).map(Money::to_plain)
    }

    #[test]
    fn reads_each_style_strictly() {
        use AmountError::*;
        use NumberStyle::*;
        let cases: &[(&str, NumberStyle, &str, Result<&str, AmountError>)] = &[
            ("1500000", Plain, "VND", Ok("1500000")),
            ("1,500,000", CommaGroups, "VND", Ok("1500000")),
            ("1.500.000", DotGroups, "VND", Ok("1500000")),
            ("400.000,00", DotGroups, "VND", Ok("400000")),
            ("3,359,662,231 VND", CommaGroups, "VND", Ok("3359662231")),
            ("-22,000VND", CommaGroups, "VND", Ok("-22000")),
            ("53.636.145 đ", DotGroups, "VND", Ok("53636145")),
            ("(1,000)", CommaGroups, "VND", Ok("-1000")),
            ("+3,000.00", CommaGroups, "VND", Ok("3000")),
            ("12.5", Plain, "EUR", Ok("12.50")),
            ("000015000000", Hundredths, "VND", Ok("150000")),
            ("-1234", Hundredths, "EUR", Ok("-12.34")),
            ("5", Hundredths, "EUR", Ok("0.05")),
            ("15000050", Hundredths, "VND", Err(TooPrecise)),
            ("150000.00", Hundredths, "VND", Err(NotANumber)),
            ("1.2OO.000", DotGroups, "VND", Err(NotANumber)),
            ("1.234,5", DotGroups, "VND", Err(TooPrecise)),
            ("1,23,456", CommaGroups, "VND", Err(NotANumber)),
            ("1_000", Plain, "VND", Err(NotANumber)),
            ("1e3", Plain, "VND", Err(NotANumber)),
            ("--5", Plain, "VND", Err(NotANumber)),
            ("(-5)", Plain, "VND", Err(NotANumber)),
            ("5.", Plain, "EUR", Err(NotANumber)),
            ("5 USD", Plain, "VND", Err(NotANumber)),
            ("", Plain, "VND", Err(Empty)),
            ("100000000000000", Plain, "VND", Ok("100000000000000")),
            ("-100000000000001", Plain, "VND", Err(TooLarge)),
            ("9223372036854775808", Plain, "VND", Err(TooLarge)),
            ("99999999999999999999999999999999", Plain, "VND", Err(TooLarge)),
        ];
        for (text, style, code, expected) in cases {
            let read = parse(text, *style, code);
            assert_eq!(read.as_deref(), expected.as_ref().map(|t| *t), "{text:?} as {style:?}");
        }
    }

    #[test]
    fn prints_for_people_and_for_programs() {
        let vnd = |minor| Money::from_minor(minor, Currency::VND);
        assert_eq!(vnd(1_234_567).to_grouped(), "1.234.567");
        assert_eq!(vnd(-950).to_grouped(), "−950");
        assert_eq!(vnd(-950_000).to_plain(), "-950000");
        let eur = Currency::from_code("eur").expect("EUR is listed");
        assert_eq!(Money::from_minor(-123_456, eur).to_grouped(), "−1.234,56");
        assert_eq!(Money::from_minor(5, eur).to_plain(), "0.05");
    }

    #[test]
    fn refuses_to_mix_currencies_or_to_overflow() {
        let usd = Currency::from_code("USD").expect("USD is listed");
        let mixed = Money::from_minor(1, usd).plus(Money::from_minor(1, Currency::VND));
        assert_eq!(mixed, Err(MoneyError::CurrenciesDiffer(usd, Currency::VND)));
        let most = Money::from_minor(i64::MAX, usd);
        assert_eq!(most.plus(Money::from_minor(1, usd)), Err(MoneyError::TooLarge));
    }
}
