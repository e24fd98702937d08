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

/// Masks runs of 9 and more digits (phones, personal numbers, accounts, cards) inside a memo,
/// except where `is_code(start, end)` says that the char range holds (part of) a code of the store.
pub fn mask_memo(memo: &str, mut is_code: impl FnMut(usize, usize) -> bool) -> String {
    let chars: Vec<char> = memo.chars().collect();
    let mut out = String::with_capacity(memo.len());
    let mut at = 0;
    while at < chars.len() {
        let mut end = at;
        while end < chars.len() && chars[end].is_ascii_digit() {
            end += 1;
        }
        let run: String = chars[at..end].iter().collect();
        match end - at {
            0 => {
                out.push(chars[at]);
                end += 1;
            }
            length if length < 9 || is_code(at, end) => out.push_str(&run),
            10 if run.starts_with('0') => out.push_str(&mask_phone(&run)),
            length if length <= 12 => out.push_str(&mask_id(&run)),
            _ => out.push_str(&mask_account(&run)),
        }
        at = end;
    }
    out
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
}
