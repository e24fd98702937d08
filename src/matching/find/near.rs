//! Codes that are one slip of the finger apart: a sign wrong, missing, doubled, or two swapped.

use crate::text::squeeze;

/// Whether one edit turns one code into the other (both squeezed). Equal codes are no slip.
pub(in crate::matching) fn is_one_edit(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let (short, long) = (short.as_bytes(), long.as_bytes());
    if long.len() - short.len() > 1 {
        return false;
    }
    let head = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    if short.len() < long.len() {
        return short[head..] == long[head + 1..];
    }
    if head == short.len() {
        return false;
    }
    let is_swapped = head + 1 < short.len()
        && short[head] == long[head + 1]
        && short[head + 1] == long[head]
        && short[head + 2..] == long[head + 2..];
    is_swapped || short[head + 1..] == long[head + 1..]
}

/// Whether a code as written by the agency is one edit from a squeezed one.
pub(in crate::matching) fn is_near(written: &str, squeezed: &str) -> bool {
    written.len() + 1 >= squeezed.len() && is_one_edit(&squeeze(written).text, squeezed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_one_slip_from_none_and_from_two() {
        let near = [("HD123", "HD124"), ("HD123", "HD1233"), ("HD123", "HD13"), ("HD123", "HD132")];
        for (one, other) in near {
            assert!(is_one_edit(one, other) && is_one_edit(other, one), "{one} {other}");
        }
        for (one, other) in
            [("HD123", "HD123"), ("HD123", "HD145"), ("HD123", "HD12345"), ("AB", "CD")]
        {
            assert!(!is_one_edit(one, other), "{one} {other}");
        }
    }
}
