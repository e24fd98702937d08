//! Masking of personal numbers in everything that leaves the screen: `0010****1234`.

/// A personal number or tax code: first four and last four stay.
pub fn mask_id(id: &str) -> String {
    masked(id, 4, 4)
}

/// A foreign account: `123456****7890`; short ones keep the last four only.
pub fn mask_account(account: &str) -> String {
    if account.chars().count() > 12 { masked(account, 6, 4) } else { masked(account, 0, 4) }
}

/// A telephone number: `09****321`.
pub fn mask_phone(phone: &str) -> String {
    masked(phone, 2, 3)
}

/// Fewer digits are nobody's number.
const SHORTEST: usize = 9;

/// Masks runs of 9 and more digits (phones, personal numbers, accounts, cards) inside a memo, and
/// such numbers written in groups (`0908 123 456`, `4111-1111-1111-1111`), except where
/// `is_code(start, end)` says that the char range holds (part of) a code of the store.
pub fn mask_memo(memo: &str, mut is_code: impl FnMut(usize, usize) -> bool) -> String {
    let chars: Vec<char> = memo.chars().collect();
    let mut out = String::with_capacity(memo.len());
    let mut at = 0;
    while at < chars.len() {
        let groups = groups_from(&chars, at);
        let Some(&(_, first_end)) = groups.first() else {
            out.push(chars[at]);
            at += 1;
            continue;
        };
        let next_start = groups.get(1).map_or(first_end, |(start, _)| *start);
        // A code that begins with a later group is not for this one to keep whole.
        let mut is_own_code = |end: usize| {
            let is_long = end - at >= SHORTEST;
            is_long && is_code(at, end) && (end == first_end || !is_code(next_start, end))
        };
        let code_end = groups.iter().map(|(_, end)| *end).find(|end| is_own_code(*end));
        let end = code_end.or_else(|| end_of_number(&chars, &groups)).unwrap_or(first_end);
        let text: String = chars[at..end].iter().collect();
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        match digits.len() {
            length if length < SHORTEST || code_end.is_some() => out.push_str(&text),
            10 if digits.starts_with('0') => out.push_str(&mask_phone(&digits)),
            length if length <= 12 => out.push_str(&mask_id(&digits)),
            _ => out.push_str(&mask_account(&digits)),
        }
        at = end;
    }
    out
}

/// Groups of digits from here on, parted by one and the same sign; none where no digit stands.
fn groups_from(chars: &[char], start: usize) -> Vec<(usize, usize)> {
    let digits_from = |at: usize| chars[at..].iter().take_while(|c| c.is_ascii_digit()).count();
    let mut groups = Vec::new();
    let mut separator = None;
    let mut at = start;
    loop {
        let length = digits_from(at);
        if length == 0 {
            return groups;
        }
        let end = at + length;
        groups.push((at, end));
        let Some(sign) = chars.get(end).filter(|sign| [' ', '\u{a0}', '.', '-'].contains(sign))
        else {
            return groups;
        };
        if *separator.get_or_insert(*sign) != *sign {
            return groups;
        }
        at = end + 1;
    }
}

/// The longest group of a number that people write in groups. Codes have longer ones.
const LONGEST_GROUP: usize = 6;

/// Where a number written in groups ends: a phone (ten digits from 0, eleven from 84), a personal
/// number or account (up to 15 digits from 0), a card (fours), an old personal number (threes,
/// which an amount would part by dots). After a letter (`HD0011 000123`) two groups are a code.
fn end_of_number(chars: &[char], groups: &[(usize, usize)]) -> Option<usize> {
    let start = groups.first()?.0;
    let is_after_letter = start > 0 && chars[start - 1].is_alphabetic();
    let is_dotted = groups.get(1).is_some_and(|(start, _)| chars[start - 1] == '.');
    let lengths: Vec<usize> = groups
        .iter()
        .map(|(start, end)| end - start)
        .take_while(|length| *length <= LONGEST_GROUP)
        .collect();
    let fewest = if is_after_letter { 3 } else { 2 };
    let total = |count: usize| lengths[..count].iter().sum::<usize>();
    let all = |count: usize, length| lengths[..count].iter().all(|own| *own == length);
    let counts = fewest..=lengths.len();
    let from_zero = chars[start] == '0';
    let from_84 = chars[start] == '8' && chars.get(start + 1) == Some(&'4');
    let is_phone =
        |count: &usize| (from_zero && total(*count) == 10) || (from_84 && total(*count) == 11);
    let is_number = |count: &usize| {
        let total = total(*count);
        (from_zero && (10..=15).contains(&total))
            || (all(*count, 4) && (12..=20).contains(&total))
            || (all(*count, 3) && matches!(total, 9 | 12) && !is_dotted)
    };
    let count = counts.clone().find(is_phone).or_else(|| counts.rev().find(is_number))?;
    Some(groups[count - 1].1)
}

fn masked(text: &str, head: usize, tail: usize) -> String {
    let chars: Vec<char> = text.chars().collect();
    if chars.is_empty() {
        return String::new();
    }
    if chars.len() <= head + tail {
        let tail: String =
            chars[chars.len().saturating_sub(tail.min(chars.len() / 2))..].iter().collect();
        return format!("****{tail}");
    }
    let head: String = chars[..head].iter().collect();
    let tail: String = chars[chars.len() - tail..].iter().collect();
    format!("{head}****{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_each_kind_of_number() {
        assert_eq!(mask_id("001085001234"), "0010****1234");
        assert_eq!(mask_account("1234560001237890"), "123456****7890");
        assert_eq!(mask_account("0011001932"), "****1932");
        assert_eq!(mask_phone("0908123321"), "09****321");
        assert_eq!(mask_id("1234"), "****34");
    }

    #[test]
    fn a_memo_keeps_the_codes_of_the_store() {
        let memo = "NOP HD261100000123 DT 0908123321 CCCD 001085001234 TK 1234560001237890";
        let code = memo.find("261100000123").expect("the code is there");
        let masked = mask_memo(memo, |start, end| start >= code && end <= code + 12);
        assert_eq!(masked, "NOP HD261100000123 DT 09****321 CCCD 0010****1234 TK 123456****7890");
    }
    #[test]
    fn numbers_in_groups_are_masked_and_codes_are_not() {
        let plain = |memo: &str| mask_memo(memo, |_, _| false);
        assert_eq!(plain("0908 123 456 / 0908.123.457"), "09****456 / 09****457");
        assert_eq!(plain("DT0908 123 456 0908 123 457"), "DT09****456 09****457");
        assert_eq!(plain("+84 908 123 456"), "+8490****3456");
        assert_eq!(plain("the 4111 1111 1111 1111 nhe"), "the 411111****1111 nhe");
        assert_eq!(plain("CCCD 001-085-001-234"), "CCCD 0010****1234");
        assert_eq!(plain("TK 0011 0019 32418"), "TK 001100****2418");
        for kept in [
            "HD2611-00000199 ngay 05.11.2026 10:15",
            "HD0011 000123",
            "000.00.19.H26-261105-0001",
            "2611 00000199",
            "1.500.000.000 d",
        ] {
            assert_eq!(plain(kept), kept);
        }
        let memo = "2611 000123 0908 123 456";
        let masked = mask_memo(memo, |start, end| start == 0 && end >= 11);
        assert_eq!(masked, "2611 000123 09****456");
    }
}
