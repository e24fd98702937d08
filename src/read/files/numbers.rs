//! Amounts in cells: how a column writes its numbers is decided once for the column, with its
//! evidence.

use std::borrow::Cow;

use super::grid::{Cell, CellKind};
use crate::money::{AmountError, Currency, Money, NumberStyle};

/// What a single cell proves about the style of its column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Evidence {
    Nothing,
    /// Fits both ways: one separator before three digits, in a currency with minor digits.
    Either,
    /// Comma between groups or dot before decimals.
    Comma,
    /// Dot between groups or comma before decimals.
    Dot,
}

/// The votes of a column's cells.
#[derive(Clone, Debug, Default)]
pub struct Votes {
    comma: u64,
    dot: u64,
    first_comma: Option<String>,
    first_dot: Option<String>,
    first_either: Option<String>,
    has_comma_sign: bool,
}

/// A column whose cells can be read both ways.
pub struct Undecided {
    pub cell: String,
    /// A cell that says the contrary, if any.
    pub against: Option<String>,
}

impl Votes {
    pub fn count(&mut self, cell: &Cell, currency: Currency) {
        if cell.kind != CellKind::Text {
            return;
        }
        let text = &*usual(cell.text.trim());
        let (evidence, first) = match evidence(text, currency) {
            Evidence::Nothing => return,
            Evidence::Either => (Evidence::Either, &mut self.first_either),
            Evidence::Comma => (Evidence::Comma, &mut self.first_comma),
            Evidence::Dot => (Evidence::Dot, &mut self.first_dot),
        };
        first.get_or_insert_with(|| text.to_owned());
        self.has_comma_sign |= text.contains(',');
        match evidence {
            Evidence::Comma => self.comma += 1,
            Evidence::Dot => self.dot += 1,
            _ => {}
        }
    }

    /// Takes in the votes of other cells, which come after these.
    pub fn add(&mut self, other: &Votes) {
        self.comma += other.comma;
        self.dot += other.dot;
        for (own, others) in [
            (&mut self.first_comma, &other.first_comma),
            (&mut self.first_dot, &other.first_dot),
            (&mut self.first_either, &other.first_either),
        ] {
            if own.is_none() {
                own.clone_from(others);
            }
        }
        self.has_comma_sign |= other.has_comma_sign;
    }

    /// Style and the cell that proves it; `None` where no cell has a separator.
    ///
    /// A stray cell of the other style (one in five at most) does not change the column; it is
    /// refused later.
    pub fn decide(&self) -> Result<Option<(NumberStyle, String)>, Undecided> {
        let style = match (self.comma, self.dot) {
            (0, 0) => match &self.first_either {
                Some(cell) => return Err(Undecided { cell: cell.clone(), against: None }),
                None => return Ok(None),
            },
            (comma, dot) if dot * 4 <= comma => NumberStyle::CommaGroups,
            (comma, dot) if comma * 4 <= dot => NumberStyle::DotGroups,
            _ => {
                let cell = self.first_comma.clone().unwrap_or_default();
                return Err(Undecided { cell, against: self.first_dot.clone() });
            }
        };
        let first =
            if style == NumberStyle::DotGroups { &self.first_dot } else { &self.first_comma };
        let cell = first.clone().expect("the winner has a vote");
        if style == NumberStyle::CommaGroups && !self.has_comma_sign {
            return Ok(Some((NumberStyle::Plain, cell)));
        }
        Ok(Some((style, cell)))
    }
}

fn evidence(text: &str, currency: Currency) -> Evidence {
    if !text.bytes().any(|b| b == b',' || b == b'.') {
        return Evidence::Nothing;
    }
    let digits = text.trim_matches(|c: char| !c.is_ascii_digit());
    let (commas, dots) = (digits.matches(',').count(), digits.matches('.').count());
    let is_clean = digits.bytes().all(|b| b.is_ascii_digit() || b == b',' || b == b'.');
    let grouped_by = |separator| if separator == ',' { Evidence::Comma } else { Evidence::Dot };
    let decimals_after = |separator| if separator == '.' { Evidence::Comma } else { Evidence::Dot };
    match (commas, dots) {
        _ if !is_clean => Evidence::Nothing,
        (0, 0) => Evidence::Nothing,
        (1, 0) | (0, 1) => {
            let separator = if commas == 1 { ',' } else { '.' };
            let (whole, tail) = digits.split_once(separator).expect("it is in the text");
            let may_be_group = tail.len() == 3 && whole.len() <= 3 && whole != "0";
            match (may_be_group, currency.minor_digits()) {
                (false, _) => decimals_after(separator),
                (true, 0) => grouped_by(separator),
                (true, _) => Evidence::Either,
            }
        }
        (_, 0) => Evidence::Comma,
        (0, _) => Evidence::Dot,
        _ if digits.rfind('.') > digits.rfind(',') => Evidence::Comma,
        _ => Evidence::Dot,
    }
}

/// An amount as most files write it: without blanks between groups of three digits, with a hyphen
/// for other dashes before it, and for `DR` behind it, which says the same; `CR` says nothing more.
fn usual(text: &str) -> Cow<'_, str> {
    let is_other = |b: u8| !b.is_ascii() || b == b' ' || b.is_ascii_alphabetic();
    if !text.bytes().any(is_other) {
        return Cow::Borrowed(text);
    }
    let (number, side) = match text.char_indices().rev().nth(1) {
        Some((at, _)) => text.split_at(at),
        None => (text, ""),
    };
    let is_side = |word: &str| side.eq_ignore_ascii_case(word) && number.ends_with(is_before_side);
    let (number, is_debit) = match (is_side("DR"), is_side("CR")) {
        (true, _) => (number.trim_end(), true),
        (_, true) => (number.trim_end(), false),
        _ => (text, false),
    };
    let joined = joined_groups(number);
    let dashed = joined.strip_prefix(['–', '−']).map(|rest| format!("-{}", rest.trim_start()));
    let usual = dashed.map_or(joined, Cow::Owned);
    if is_debit { Cow::Owned(format!("-{usual}")) } else { usual }
}

fn is_before_side(c: char) -> bool {
    c.is_ascii_digit() || is_blank(c)
}

/// A blank that stands between groups: also one that breaks no line, or is narrow.
fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{A0}' | '\u{2009}' | '\u{202F}')
}

/// Leaves out the blanks of `1 250 000`: one before each group of three digits, all alike; the
/// first group has three at most.
fn joined_groups(text: &str) -> Cow<'_, str> {
    let chars: Vec<char> = text.chars().collect();
    let is_digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    let is_group = |at: usize| (at..at + 3).all(is_digit) && !is_digit(at + 3);
    let (mut joined, mut at, mut left_out) = (String::with_capacity(text.len()), 0, false);
    while at < chars.len() {
        let start = at;
        while is_digit(at) {
            at += 1;
        }
        // Not decimals, nor a part of a day, nor one of several numbers.
        let is_own = start == 0
            || !(matches!(chars[start - 1], ',' | '.' | '/')
                || is_blank(chars[start - 1]) && start > 1 && is_digit(start - 2));
        joined.extend(&chars[start..at]);
        let is_first_group = is_own && (1..=3).contains(&(at - start));
        let blank = chars.get(at).copied().filter(|c| is_first_group && is_blank(*c));
        while blank.is_some() && chars.get(at).copied() == blank && is_group(at + 1) {
            joined.extend(&chars[at + 1..at + 4]);
            left_out = true;
            at += 4;
        }
        if at == start {
            joined.push(chars[at]);
            at += 1;
        }
    }
    if left_out { Cow::Owned(joined) } else { Cow::Borrowed(text) }
}

/// Reads one cell in its column's style. What contradicts the style is no number: `1,000` in a
/// column of `1.234.567` is neither one nor a thousand.
pub fn amount(cell: &Cell, style: NumberStyle, currency: Currency) -> Result<Money, AmountError> {
    let text = cell.text.trim();
    match cell.kind {
        _ if style == NumberStyle::Hundredths => return Money::parse(text, style, currency),
        CellKind::Token => return Money::parse_plain(text, currency),
        CellKind::Binary if text.bytes().filter(u8::is_ascii_digit).count() > 15 => {
            let is_whole = !text.contains('.');
            return Err(if is_whole { AmountError::TooLarge } else { AmountError::TooPrecise });
        }
        CellKind::Binary => return Money::parse_plain(text, currency),
        CellKind::Text | CellKind::Error => {}
    }
    let text = &*usual(text);
    let decimal_point = if style == NumberStyle::DotGroups { ',' } else { '.' };
    let fits = match evidence(text, currency) {
        Evidence::Nothing => true,
        Evidence::Comma => style != NumberStyle::DotGroups,
        Evidence::Dot => style == NumberStyle::DotGroups,
        Evidence::Either => currency.minor_digits() == 3 || !text.contains(decimal_point),
    };
    if !fits {
        return Err(AmountError::NotANumber);
    }
    Money::parse(text, style, currency)
}

/// Reads an amount that stands alone (a balance beside its label): its own style if it shows one,
/// else the style of the rows. The digits of a formula that nobody computed are no amount.
pub fn lone_amount(text: &str, style: NumberStyle, currency: Currency) -> Option<Money> {
    if text.trim_start().starts_with('=') {
        return None;
    }
    let text = &*joined_groups(text);
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let rest = &text[start..];
    let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ','));
    let digits = rest[..end.unwrap_or(rest.len())].trim_end_matches(['.', ',']);
    let before = text[..start].trim_end();
    let is_negative = before.ends_with(['-', '−', '–', '(']);
    let style = match evidence(digits, currency) {
        Evidence::Comma => NumberStyle::CommaGroups,
        Evidence::Dot => NumberStyle::DotGroups,
        Evidence::Nothing | Evidence::Either => style,
    };
    let amount = Money::parse(digits, style, currency).ok()?;
    Some(if is_negative { amount.negated() } else { amount })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decided(cells: &[&str], code: &str) -> Result<Option<(NumberStyle, String)>, String> {
        let currency = Currency::from_code(code).expect("listed");
        let mut votes = Votes::default();
        for text in cells {
            let cell = Cell { text: (*text).to_owned(), kind: CellKind::Text };
            votes.count(&cell, currency);
        }
        votes.decide().map_err(|undecided| undecided.cell)
    }

    #[test]
    fn the_column_decides_with_its_evidence() {
        use NumberStyle::*;
        let style = |cells: &[&str], code: &str| {
            decided(cells, code).map(|found| found.map(|(style, _)| style))
        };
        assert_eq!(style(&["150000", "3000"], "VND"), Ok(None));
        assert_eq!(style(&["-3.000", "5"], "VND"), Ok(Some(DotGroups)));
        assert_eq!(style(&["1,234"], "VND"), Ok(Some(CommaGroups)));
        assert_eq!(style(&["400.000,00"], "VND"), Ok(Some(DotGroups)));
        assert_eq!(style(&["1,234,567.00 VND"], "VND"), Ok(Some(CommaGroups)));
        assert_eq!(style(&["12.5", "1,234"], "EUR"), Ok(Some(CommaGroups)));
        assert_eq!(style(&["12.5", "1234.00"], "EUR"), Ok(Some(Plain)));
        assert_eq!(style(&["1.234", "5"], "EUR"), Err("1.234".to_owned()));
        assert_eq!(style(&["1.234.567", "1,234,567"], "VND"), Err("1,234,567".to_owned()));
        assert_eq!(style(&["1.2OO.000", "7"], "VND"), Ok(None));
        let evidence = decided(&["5", "1.234.567", "2.000"], "VND").expect("decided");
        assert_eq!(evidence, Some((DotGroups, "1.234.567".to_owned())));
    }

    #[test]
    fn a_cell_against_its_column_is_no_number() {
        use AmountError::*;
        let read = |text: &str, style, code| {
            let cell = Cell { text: text.to_owned(), kind: CellKind::Text };
            amount(&cell, style, Currency::from_code(code).expect("listed")).map(Money::minor)
        };
        assert_eq!(read("-3.000", NumberStyle::DotGroups, "VND"), Ok(-3_000));
        assert_eq!(read("1,000", NumberStyle::DotGroups, "VND"), Err(NotANumber));
        assert_eq!(read("1.000", NumberStyle::CommaGroups, "EUR"), Err(NotANumber));
        assert_eq!(read("1,000", NumberStyle::CommaGroups, "EUR"), Ok(100_000));
        assert_eq!(read("1.234,5", NumberStyle::DotGroups, "VND"), Err(TooPrecise));
        assert_eq!(read("1.2OO.000", NumberStyle::DotGroups, "VND"), Err(NotANumber));
        let token = Cell { text: "15000000".to_owned(), kind: CellKind::Token };
        let read_token = |style| amount(&token, style, Currency::VND).map(Money::minor);
        assert_eq!(read_token(NumberStyle::Hundredths), Ok(150_000));
        assert_eq!(read_token(NumberStyle::DotGroups), Ok(15_000_000));
        let binary = |text: &str| {
            let cell = Cell { text: text.to_owned(), kind: CellKind::Binary };
            amount(&cell, NumberStyle::DotGroups, Currency::VND).map(Money::minor)
        };
        assert_eq!(binary("150000"), Ok(150_000));
        assert_eq!(binary("9007199254740992"), Err(TooLarge));
        assert_eq!(binary("0.5"), Err(TooPrecise));
    }

    #[test]
    fn blanks_between_groups_and_other_dashes_are_usual() {
        let same = |text: &str| usual(text).into_owned();
        for (text, meant) in [
            ("1 250 000", "1250000"),
            ("1\u{A0}250\u{A0}000", "1250000"),
            ("1\u{202F}250\u{202F}000,50", "1250000,50"),
            ("–11,000", "-11,000"),
            ("− 11,000", "-11,000"),
            ("-30 000 VND", "-30000 VND"),
            ("150,000 CR", "150,000"),
            ("11,000DR", "-11,000"),
            ("11 000 Dr", "-11000"),
        ] {
            assert_eq!(same(text), meant, "{text}");
        }
        for text in ["12345 678", "1 25 000", "1 2500", "1 250\u{A0}000", "150 000 5", "15.5 000"] {
            let cell = Cell { text: text.to_owned(), kind: CellKind::Text };
            let read = amount(&cell, NumberStyle::Plain, Currency::VND);
            assert_eq!(read, Err(AmountError::NotANumber), "{text}");
        }
        let twice = Cell { text: "-11,000 DR".to_owned(), kind: CellKind::Text };
        let read = amount(&twice, NumberStyle::CommaGroups, Currency::VND);
        assert_eq!(read, Err(AmountError::NotANumber), "a minus and a DR");
    }

    #[test]
    fn a_balance_beside_its_label_is_found_among_words() {
        let read = |text| lone_amount(text, NumberStyle::Plain, Currency::VND).map(Money::minor);
        assert_eq!(read("=SUM(D2:D9)"), None, "a formula without its value");
        assert_eq!(read("48,960,191 VND (Bằng chữ: bốn mươi tám triệu)"), Some(48_960_191));
        assert_eq!(read(": 53.636.145 VND"), Some(53_636_145));
        assert_eq!(read("-22,000VND"), Some(-22_000));
        assert_eq!(read("VND"), None);
    }
}
