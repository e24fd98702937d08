//! Fields of MT940 and MT942 of one line: balances (`:60F:`), entries (`:61:`), sums (`:90C:`).

use crate::calendar::Day;

/// The subfields of `:61:` (value day, entry day, mark, funds letter, amount, type, references).
#[derive(Debug)]
pub struct Line<'a> {
    pub value_day: WrittenDay<'a>,
    pub entry_day: WrittenDay<'a>,
    pub is_out: bool,
    pub amount: &'a str,
    pub kind: &'a str,
    pub owner_reference: &'a str,
    pub bank_reference: &'a str,
    /// What stands behind the references and on the line below.
    pub more: String,
}

/// A day and how it was written, where no such day exists: banks whose months have thirty days for
/// interest write 30 February. The last day of its month is taken.
#[derive(Clone, Copy, Debug)]
pub struct WrittenDay<'a> {
    pub day: Day,
    pub impossible: Option<&'a str>,
}

impl<'a> Line<'a> {
    pub fn of(text: &'a str) -> Option<Line<'a>> {
        let (first, supplement) = text.split_once('\n').unwrap_or((text, ""));
        let value_day = value_day(first.get(..6)?)?;
        let rest = first.get(6..)?;
        let digits = rest.get(..4).filter(|day| day.bytes().all(|b| b.is_ascii_digit()));
        let (entry_day, rest) = match digits {
            Some(digits) => (entry_day(digits, value_day.day)?, &rest[4..]),
            None => (WrittenDay { day: value_day.day, impossible: None }, rest),
        };
        let (is_out, rest) = sign(rest.trim_start())?;
        // The third letter of the currency may stand before the amount.
        let rest = rest.strip_prefix(|c: char| c.is_ascii_uppercase()).unwrap_or(rest).trim_start();
        let end = rest.find(|c: char| !(c.is_ascii_digit() || c == ',' || c == '.'));
        let (amount, rest) = rest.split_at(end.unwrap_or(rest.len()));
        let (kind, rest) = kind(rest.trim_start());
        let (owner, bank) = rest.split_once("//").unwrap_or((rest, ""));
        let ((owner_reference, more), (bank_reference, more_still)) =
            (first_part(owner), first_part(bank));
        let more = [more, more_still, supplement.trim()];
        let mut more = more.into_iter().filter(|part| !part.is_empty());
        let mut all_more = more.next().unwrap_or_default().to_owned();
        more.for_each(|part| all_more.extend(["\n", part]));
        Some(Line {
            value_day,
            entry_day,
            is_out,
            amount,
            kind,
            owner_reference,
            bank_reference,
            more: all_more,
        })
    }
}

/// Whether money goes out: a debit, or a reversal of a credit; and what follows the mark. `E` marks
/// what is expected (MT942).
fn sign(text: &str) -> Option<(bool, &str)> {
    const MARKS: [(&str, bool); 6] =
        [("RC", true), ("RD", false), ("EC", false), ("ED", true), ("C", false), ("D", true)];
    MARKS.iter().find_map(|(mark, is_out)| Some((*is_out, text.strip_prefix(mark)?)))
}

/// `NTRF` before the references; converters leave it out.
fn kind(text: &str) -> (&str, &str) {
    let is_kind = |kind: &str| {
        kind.starts_with(['N', 'F', 'S'])
            && kind.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b' ')
    };
    match text.split_at_checked(4) {
        Some((kind, rest)) if is_kind(kind) && !text.starts_with("NONREF") => (kind.trim(), rest),
        _ => ("", text),
    }
}

/// A reference, and what an old layout writes behind it after blanks.
fn first_part(text: &str) -> (&str, &str) {
    let text = text.trim();
    text.split_once("  ").map_or((text, ""), |(first, rest)| (first, rest.trim()))
}

fn value_day(text: &str) -> Option<WrittenDay<'_>> {
    let year = 2000 + i32::try_from(two_digits(text, 0)?).ok()?;
    written_day(year, two_digits(text, 2)?, two_digits(text, 4)?, text)
}

/// An entry day has no year: it is the one nearest to the value day.
fn entry_day(text: &str, value_day: Day) -> Option<WrittenDay<'_>> {
    let (month, day) = (two_digits(text, 0)?, two_digits(text, 2)?);
    if (month, day) == (value_day.month(), value_day.day_of_month()) {
        return Some(WrittenDay { day: value_day, impossible: None });
    }
    let years = [value_day.year() - 1, value_day.year(), value_day.year() + 1];
    let days = years.iter().filter_map(|year| written_day(*year, month, day, text));
    // 29 February is a day of the leap year among them.
    days.min_by_key(|day| (day.impossible.is_some(), day.day.days_since(value_day).abs()))
}

fn written_day(year: i32, month: u32, day: u32, text: &str) -> Option<WrittenDay<'_>> {
    if let Some(day) = Day::new(year, month, day) {
        return Some(WrittenDay { day, impossible: None });
    }
    let last = (28..31).rev().find_map(|last| Day::new(year, month, last))?;
    (29..=31).contains(&day).then_some(WrittenDay { day: last, impossible: Some(text) })
}

fn two_digits(text: &str, at: usize) -> Option<u32> {
    let digits = text.get(at..at + 2).filter(|part| part.bytes().all(|b| b.is_ascii_digit()))?;
    digits.parse().ok()
}

/// An amount with its currency.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Amount {
    pub currency: String,
    /// With a minus where it is a debit.
    pub text: String,
}

impl Amount {
    /// `C260831VND1250000,` of a balance: mark, day, currency, amount.
    pub fn of_balance(text: &str) -> Option<Amount> {
        let sign = match text.as_bytes().first()? {
            b'C' => "",
            b'D' => "-",
            _ => return None,
        };
        let mut amount = Amount::of_sum(text.get(7..)?)?;
        amount.text.insert_str(0, sign);
        Some(amount)
    }

    /// `VND1250000,` of a sum or a floor limit.
    pub fn of_sum(text: &str) -> Option<Amount> {
        let (currency, amount) = text.trim().split_at_checked(3)?;
        let is_code = currency.bytes().all(|b| b.is_ascii_uppercase());
        is_code.then(|| Amount { currency: currency.to_owned(), text: decimal_comma(amount) })
    }
}

/// An amount with a comma before its decimals and none where it has no decimals; some banks write a
/// dot for the comma.
pub fn decimal_comma(amount: &str) -> String {
    let amount = amount.trim();
    let is_dotted = !amount.contains(',') && amount.matches('.').count() == 1;
    let amount = if is_dotted { amount.replace('.', ",") } else { amount.to_owned() };
    amount.trim_end_matches(',').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        let Some(line) = Line::of(text) else { return "unreadable".to_owned() };
        let days = [line.entry_day, line.value_day].map(|day| match day.impossible {
            Some(text) => format!("{} for {text}", day.day),
            None => day.day.to_string(),
        });
        let sign = if line.is_out { "-" } else { "+" };
        let Line { amount, kind, owner_reference, bank_reference, .. } = &line;
        format!(
            "{} {} {sign}{amount} [{kind}] [{owner_reference}] [{bank_reference}] [{}]",
            days[0],
            days[1],
            line.more.replace('\n', "|"),
        )
    }

    #[test]
    fn an_entry_line_is_cut_by_its_marks_and_not_by_columns() {
        let cases = [
            (
                "2609050905C150000,NTRFNONREF//FT26248",
                "2026-09-05 2026-09-05 +150000, [NTRF] [NONREF] [FT26248] []",
            ),
            ("2612310101D3000,5NCHGREF", "2027-01-01 2026-12-31 -3000,5 [NCHG] [REF] [] []"),
            ("260101    C5,NTRFX", "2026-01-01 2026-01-01 +5, [NTRF] [X] [] []"),
            ("2609050905CR300,NTRFX", "2026-09-05 2026-09-05 +300, [NTRF] [X] [] []"),
            ("2609050905RC300,NTRFX", "2026-09-05 2026-09-05 -300, [NTRF] [X] [] []"),
            ("2609050905RDD300,NTRFX", "2026-09-05 2026-09-05 +300, [NTRF] [X] [] []"),
            (
                "260905C150000,00NONREF//FT1",
                "2026-09-05 2026-09-05 +150000,00 [] [NONREF] [FT1] []",
            ),
            ("260905C150000,00", "2026-09-05 2026-09-05 +150000,00 [] [] [] []"),
            ("260905C50,00 NTRFNONREF", "2026-09-05 2026-09-05 +50,00 [NTRF] [NONREF] [] []"),
            ("260905D3,03NOV NONREF", "2026-09-05 2026-09-05 -3,03 [NOV] [NONREF] [] []"),
            (
                "260905D1,N0440121470966      W.P. Nguyen \n/OCMT/EUR47,11/",
                "2026-09-05 2026-09-05 -1, [N044] [0121470966] [] [W.P. Nguyen|/OCMT/EUR47,11/]",
            ),
            (
                "2602300230C5,NTRFX",
                "2026-02-28 for 0230 2026-02-28 for 260230 +5, [NTRF] [X] [] []",
            ),
            ("2402290229C5,NTRFX", "2024-02-29 2024-02-29 +5, [NTRF] [X] [] []"),
            ("261301C5,NTRFX", "unreadable"),
            ("260905X5,NTRFX", "unreadable"),
            ("26090", "unreadable"),
        ];
        for (text, expected) in cases {
            assert_eq!(told(text), expected, "{text}");
        }
    }

    #[test]
    fn a_balance_is_a_signed_amount_of_a_currency() {
        let read = |text| Amount::of_balance(text).map(|a| format!("{} {}", a.text, a.currency));
        assert_eq!(read("C260831VND1250000,").as_deref(), Some("1250000 VND"));
        assert_eq!(read("D260831EUR12,5").as_deref(), Some("-12,5 EUR"));
        assert_eq!(read("C260831EUR0000002145.00").as_deref(), Some("0000002145,00 EUR"));
        assert_eq!(read("Dnullnull7414,3"), None);
        assert_eq!(read("C26"), None);
    }
}
