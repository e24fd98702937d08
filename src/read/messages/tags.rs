//! Text with tags, closed or not: each tag with the text behind it.

use std::io::{BufRead, BufReader};

use crate::model::Failure;
use crate::read::files::ReadSeek;
use crate::read::files::encoding;
use crate::read::files::encoding::{Decoded, TextEncoding};

/// A tag, by its name in upper case.
#[derive(Clone, Copy, Debug)]
pub enum Tag<'a> {
    Opens(&'a str),
    Closes(&'a str),
}

/// Hands over each tag with the text up to the next one; `take` answers whether to go on.
///
/// Comments and processing instructions are passed over; a tag closed in itself (`<A/>`) is opened
/// and closed.
pub fn walk(
    source: &mut dyn ReadSeek,
    encoding: TextEncoding,
    take: &mut dyn FnMut(Tag, &str) -> Result<bool, Failure>,
) -> Result<(), Failure> {
    let decoded = Decoded::new(source, encoding)?;
    let budget = decoded.budget();
    let mut reader = BufReader::with_capacity(32 * 1024, decoded);
    let (mut bytes, mut line) = (Vec::new(), 1u64);
    let mut name = String::new();
    let mut text = String::new();
    loop {
        budget.renew();
        let has_text = next_part(&mut reader, b'<', &mut bytes, &mut line)?;
        text.push_str(&String::from_utf8_lossy(&bytes));
        let has_mark = has_text && next_mark(&mut reader, &mut bytes, &mut line)?;
        let mark = String::from_utf8_lossy(&bytes);
        if let Some(data) = mark.strip_prefix("![CDATA[") {
            text.push_str(data.trim_end_matches("]]"));
            continue;
        }
        if has_mark && mark.starts_with("!--") {
            continue;
        }
        if !hand_over(&name, &text, take)? || !has_mark {
            return Ok(());
        }
        name.clear();
        name.push_str(&mark.trim().to_ascii_uppercase());
        text.clear();
    }
}

fn hand_over(
    name: &str,
    text: &str,
    take: &mut dyn FnMut(Tag, &str) -> Result<bool, Failure>,
) -> Result<bool, Failure> {
    let bare = name.strip_suffix('/').unwrap_or(name);
    let bare = bare.split_whitespace().next().unwrap_or_default();
    if bare.is_empty() || bare.starts_with(['?', '!']) {
        return Ok(true);
    }
    if let Some(closed) = bare.strip_prefix('/') {
        return take(Tag::Closes(closed), "");
    }
    let is_closed = name.ends_with('/');
    let text = if is_closed { String::new() } else { unescaped(text.trim()) };
    let goes_on = take(Tag::Opens(bare), text.trim())?;
    if goes_on && is_closed { take(Tag::Closes(bare), "") } else { Ok(goes_on) }
}

/// Reads up to a sign, which is left out; `false` where the text ends before it.
fn next_part(
    reader: &mut dyn BufRead,
    end: u8,
    bytes: &mut Vec<u8>,
    line: &mut u64,
) -> Result<bool, Failure> {
    bytes.clear();
    reader.read_until(end, bytes).map_err(|error| encoding::text_failure(error, *line))?;
    *line += bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
    let has_end = bytes.last() == Some(&end);
    if has_end {
        bytes.pop();
    }
    Ok(has_end)
}

/// Reads what stands between `<` and `>`; comments and sections of characters have ends of their
/// own.
fn next_mark(
    reader: &mut dyn BufRead,
    bytes: &mut Vec<u8>,
    line: &mut u64,
) -> Result<bool, Failure> {
    let mut whole = Vec::new();
    loop {
        if !next_part(reader, b'>', bytes, line)? {
            return Ok(false);
        }
        whole.append(bytes);
        let is_open = (whole.starts_with(b"!--") && !whole.ends_with(b"--"))
            || (whole.starts_with(b"![CDATA[") && !whole.ends_with(b"]]"));
        if !is_open {
            std::mem::swap(bytes, &mut whole);
            return Ok(true);
        }
        whole.push(b'>');
    }
}

/// The few references that occur; a bare `&` is kept.
fn unescaped(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let pairs = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&#39;", "'"),
        ("&nbsp;", " "),
    ];
    let text = pairs.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    text.replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn told(text: &str) -> String {
        let mut told = Vec::new();
        let mut source = Cursor::new(text.to_owned());
        walk(&mut source, TextEncoding::Utf8, &mut |tag, text| {
            told.push(match tag {
                Tag::Opens(name) => format!("{name}={text}"),
                Tag::Closes(name) => format!("/{name}"),
            });
            Ok(true)
        })
        .expect("any text has tags or none");
        told.join(" ")
    }

    #[test]
    fn leaves_are_read_closed_and_unclosed() {
        let cases = [
            (
                "OFXHEADER:100\r\n\r\n<OFX><A>5\n<b>x & y &amp; z</b></OFX>",
                "OFX= A=5 B=x & y & z /B /OFX",
            ),
            ("<?xml version='1.0'?><!-- <A>1 --><A/><B >2</B>", "A= /A B=2 /B"),
            ("<A><![CDATA[1 > 0]]></A>", "A=1 > 0 /A"),
            ("<A>cut", "A=cut"),
            ("<A>1<B", "A=1"),
            ("no tags", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(told(text), expected, "{text}");
        }
    }
}
