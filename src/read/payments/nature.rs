//! What kind of money a credit is: a gateway's payout, interest, an own transfer, or a fee payment.

use std::sync::OnceLock;

use serde::Deserialize;

use super::context::ReadContext;
use crate::model::Direction;
use crate::model::Nature;
use crate::model::Source;
use crate::model::SourceKind;
use crate::text;
use crate::text::account_key;

const PATTERNS: &str = include_str!("patterns.toml");

/// The shipped patterns: word sequences that a memo must hold in this order.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Patterns {
    given_back: Vec<String>,
    payout: Vec<Pattern>,
    not_fee: Vec<Pattern>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pattern {
    /// Each text must appear as whole words, in this order.
    words: Vec<String>,
    /// The memo must begin with the first text.
    #[serde(default)]
    at_start: bool,
    /// The memo must be these texts and nothing else but digits and dates.
    #[serde(default)]
    alone: bool,
}

fn patterns() -> &'static Patterns {
    static READ: OnceLock<Patterns> = OnceLock::new();
    READ.get_or_init(|| toml::from_str(PATTERNS).expect("the shipped patterns are sound"))
}

/// What kind of money a row is, by the shipped patterns, the partners' own and the configured
/// accounts.
///
/// Only credits of a bank account can be anything but fee payments; patterns are strict, because a
/// fee payment that is taken for a payout is never matched.
pub fn nature(source: &Source, direction: Direction, memo: &str, context: &ReadContext) -> Nature {
    if direction != Direction::Credit || source.kind != SourceKind::Bank {
        return Nature::Fee;
    }
    let words = text::joined_words(memo);
    let plain = plain_start(&words);
    let is_partner = context.partners.iter().flat_map(|partner| &partner.patterns).any(|pattern| {
        let pattern = text::joined_words(pattern);
        !pattern.is_empty() && find(&words, &pattern, 0).is_some()
    });
    if is_partner || patterns().payout.iter().any(|pattern| pattern.fits(&words, plain)) {
        return Nature::Payout;
    }
    if patterns().not_fee.iter().any(|pattern| pattern.fits(&words, plain)) {
        return Nature::NotFee;
    }
    let is_own = |own: &crate::model::OwnAccount| account_key(&own.number) == source.account;
    if !context.own_accounts.is_empty() && !context.own_accounts.iter().any(is_own) {
        return Nature::WrongAccount;
    }
    Nature::Fee
}

/// The reference of the credit that a bank's debit gives back, as its memo names it: behind the
/// shipped words, with or without "số" or "mã" before it. Empty where it names none.
pub fn given_back(source: &Source, direction: Direction, memo: &str) -> String {
    if direction != Direction::Debit || source.kind != SourceKind::Bank {
        return String::new();
    }
    let told: Vec<&str> = memo.split_whitespace().collect();
    let folded: Vec<String> = told.iter().map(|word| text::words(word).concat()).collect();
    let ends = patterns().given_back.iter().filter_map(|pattern| {
        let pattern: Vec<&str> = pattern.split(' ').collect();
        let starts = folded.windows(pattern.len()).position(|window| window == pattern);
        starts.map(|start| start + pattern.len())
    });
    let Some(end) = ends.min() else { return String::new() };
    let is_lead = |word: &String| matches!(word.as_str(), "SO" | "MA" | "");
    let Some(at) = (end..told.len()).find(|at| !is_lead(&folded[*at])) else {
        return String::new();
    };
    // Vietcombank parts its two numbers by a dash between blanks.
    let last = match told.get(at + 1..at + 3) {
        Some(["-", number]) if is_number(number) => at + 2,
        _ => at,
    };
    let reference = told[at..=last].join(" ");
    let reference = reference.trim_matches(|c: char| !c.is_alphanumeric());
    let has_digit = reference.bytes().any(|b| b.is_ascii_digit());
    if has_digit { reference.to_owned() } else { String::new() }
}

fn is_number(word: &str) -> bool {
    word.bytes().next().is_some_and(|b| b.is_ascii_digit())
}

impl Pattern {
    /// Whether a memo holds it; the first bytes of the memo are plain, and the next is not.
    fn fits(&self, memo: &str, plain: usize) -> bool {
        // Of nearly all memos the first text is enough to tell, and often its place.
        let may_begin = |first: &String| match (self.at_start, self.alone) {
            (true, _) => memo.starts_with(first.as_str()),
            (_, true) => memo[plain..].starts_with(first.as_str()),
            _ => memo.contains(first.as_str()),
        };
        if !self.words.first().is_some_and(may_begin) {
            return false;
        }
        let mut at = 0;
        for (index, text) in self.words.iter().enumerate() {
            let Some(found) = find(memo, text, at) else { return false };
            let gap = &memo[at..found];
            if (index == 0 && self.at_start && found > 0) || (self.alone && !is_plain(gap)) {
                return false;
            }
            at = found + text.len();
        }
        !self.alone || is_plain(&memo[at..])
    }
}

fn is_plain(gap: &str) -> bool {
    plain_start(gap) == gap.len()
}

/// How many bytes at the start are digits and blanks.
fn plain_start(memo: &str) -> usize {
    memo.bytes().take_while(|b| b.is_ascii_digit() || *b == b' ').count()
}

/// Where a text stands as whole words, at or after a place.
fn find(memo: &str, text: &str, from: usize) -> Option<usize> {
    memo[from..].match_indices(text).map(|(at, _)| from + at).find(|at| {
        let before = memo[..*at].chars().next_back();
        let after = memo[at + text.len()..].chars().next();
        before.is_none_or(|c| c == ' ') && after.is_none_or(|c| c == ' ')
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::OwnAccount;

    fn of(memo: &str, direction: Direction, context: &ReadContext) -> Nature {
        let source = Source {
            kind: SourceKind::Bank,
            institution: "vietcombank".to_owned(),
            account: "0011000000001".to_owned(),
        };
        nature(&source, direction, memo, context)
    }

    #[test]
    fn strong_patterns_only() {
        let cases = [
            ("VNPAY TT DV CTT NGAY 07-09.08.26", Nature::Payout),
            ("CTY VNPAY TT DV QR OFFLINE NGAY 20260807", Nature::Payout),
            ("CTCP PAYOO VN TT TD NGAY 05.09_07.09.2026", Nature::Payout),
            ("So GD goc: 10000001 MoMo TT TTHCC A tu 04/08/2026 den 04/08/2026", Nature::Payout),
            ("INTEREST PAYMENT", Nature::NotFee),
            ("Trả lãi tiền gửi", Nature::NotFee),
            ("LAI NHAP VON 31/08/2026", Nature::NotFee),
            ("CTNB", Nature::NotFee),
            ("NGUYEN VAN A nop le phi LP26080001 qua VNPAY", Nature::Fee),
            ("00000000001-NGUYEN VAN A chuyen tien qua MoMo LP26080001", Nature::Fee),
            ("MOMO LP2608 NGAY 05", Nature::Fee),
            ("tra lai tien gui nham LP26080001", Nature::Fee),
            ("CTNB NGUYEN nop le phi LP26080001", Nature::Fee),
        ];
        for (memo, expected) in cases {
            let context = ReadContext::default();
            assert_eq!(of(memo, Direction::Credit, &context), expected, "{memo}");
            assert_eq!(of(memo, Direction::Debit, &context), Nature::Fee, "{memo}");
        }
    }

    #[test]
    fn a_debit_names_what_it_gives_back() {
        let cases = [
            ("HOAN TRA GD FT26306255206877 NOI DUNG HD2611-00000123", "FT26306255206877"),
            ("Hoàn trả giao dịch số: T26306N17, nop le phi", "T26306N17"),
            ("0123 DAO GD 5389 - 82579 NGUYEN VAN A", "5389 - 82579"),
            ("HOAN TIEN GD 5389 -", "5389"),
            ("HOAN TRA GD NOI DUNG HD2611-00000123", ""),
            ("HOAN TRA GD", ""),
            ("HOAN TRA NOP THUA BL 0017990", ""),
            ("THAO GD 0017990", ""),
        ];
        let mut source = Source {
            kind: SourceKind::Bank,
            institution: "vietcombank".to_owned(),
            account: "0011000000001".to_owned(),
        };
        for (memo, expected) in cases {
            assert_eq!(given_back(&source, Direction::Debit, memo), expected, "{memo}");
            assert_eq!(given_back(&source, Direction::Credit, memo), "", "{memo}");
        }
        source.kind = SourceKind::Gateway;
        assert_eq!(given_back(&source, Direction::Debit, cases[0].0), "");
    }

    #[test]
    fn only_configured_accounts_can_make_an_account_wrong() {
        let mut own = OwnAccount {
            bank: "vietcombank".to_owned(),
            number: "9999".to_owned(),
            name: String::new(),
            valid_from: None,
            valid_to: None,
        };
        let mut context = ReadContext { own_accounts: vec![own.clone()], ..Default::default() };
        assert_eq!(of("x", Direction::Credit, &context), Nature::WrongAccount);
        own.number = "0011 000 000 001".to_owned();
        context.own_accounts.push(own);
        assert_eq!(of("x", Direction::Credit, &context), Nature::Fee);
    }
}
