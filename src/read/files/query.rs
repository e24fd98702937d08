//! Query strings, as gateways call back with them: `vnp_Amount=15000000&vnp_ResponseCode=00`, one a
//! line, alone or behind an address and a question mark.

/// Most that a key may be long; what is longer is no key but a text with signs in it.
const MAX_KEY_CHARS: usize = 64;

/// Whether a line looks like a query of two pairs and more.
pub fn is_one(line: &str) -> bool {
    pairs(line).is_some_and(|pairs| pairs.len() > 1)
}

/// Keys and values in file order, decoded; `None` where a part is no pair or not well coded.
pub fn pairs(line: &str) -> Option<Vec<(String, String)>> {
    let line = line.trim();
    let has_address = line.starts_with('/') || line.contains("://");
    let query = if has_address { line.split_once('?')?.1 } else { line };
    let pairs = query.split('&').map(|pair| {
        let (key, value) = pair.split_once('=')?;
        let is_key = |c: char| c.is_ascii_alphanumeric() || "_.-[]".contains(c);
        let is_sound = (1..=MAX_KEY_CHARS).contains(&key.len()) && key.chars().all(is_key);
        is_sound.then_some(())?;
        Some((key.to_owned(), decoded(value)?))
    });
    pairs.collect()
}

/// `+` is a blank, `%C3%AD` is `í`; blanks and broken codes stand in no query.
fn decoded(value: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || char::from(rest.next()?).to_digit(16);
                u8::try_from(digit()? * 16 + digit()?).ok()?
            }
            b' ' | b'\t' => return None,
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_decoded_and_anything_else_is_none() {
        let read = |line: &str| {
            let pairs = pairs(line)?;
            Some(pairs.into_iter().map(|(k, v)| format!("{k}:{v}")).collect::<Vec<_>>().join("|"))
        };
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(read("a=1&b=L%E1%BB%87+ph%C3%AD&c="), some("a:1|b:Lệ phí|c:"));
        assert_eq!(read("https://example.vn/ipn?a=1&b=x%3Dy"), some("a:1|b:x=y"));
        for broken in ["a=1&b", "a=%4", "a=%GG", "a=%FF", "a = 1", "=1", "", "/path"] {
            assert_eq!(read(broken), None, "{broken:?}");
        }
        assert!(!is_one("a=1") && is_one("a=1&b=2"));
    }
}
