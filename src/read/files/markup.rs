//! Tags and text of HTML and XML files that hold tables, piece by piece, however wrong the markup
//! is.

use std::borrow::Cow;
use std::io::{BufRead, BufReader};

use super::ReadSeek;
use super::encoding::{Budget, Decoded, TextEncoding, text_failure};
use crate::model::Failure;

/// A piece of the file. Names are in lower case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Token<'a> {
    Open {
        name: &'a str,
        attributes: &'a str,
        is_empty: bool,
    },
    Close(&'a str),
    /// As it stands in the file: entities are still to be [`unescape`]d.
    Text(&'a str),
}

/// Is handed each token; answers whether to go on.
pub type Take<'a> = &'a mut dyn FnMut(Token) -> Result<bool, Failure>;

/// Elements whose content is no text for people.
const SKIPPED: [&str; 4] = ["script", "style", "title", "xml"];

/// Hands over the tokens of a file. A tag or text longer than a record may be is a failure;
/// comments are passed over however long they are.
pub fn tokens(
    source: &mut dyn ReadSeek,
    encoding: TextEncoding,
    take: Take,
) -> Result<(), Failure> {
    let decoded = Decoded::new(source, encoding)?;
    let budget = decoded.budget();
    let mut scan = Scan { from: BufReader::with_capacity(32 * 1024, decoded), budget, line: 1 };
    let mut piece = Vec::new();
    loop {
        let is_more = scan.until(b'<', &mut piece)?;
        let text = text_of(&piece);
        let text = text.strip_suffix('<').filter(|_| is_more).unwrap_or(&text);
        if !text.is_empty() && !take(Token::Text(text))? || !is_more {
            return Ok(());
        }
        let goes_on = match scan.next()? {
            Some(byte) if byte.is_ascii_alphabetic() || b"/!?".contains(&byte) => scan.tag(take)?,
            // Somebody did not escape it.
            _ => take(Token::Text("&lt;"))?,
        };
        if !goes_on {
            return Ok(());
        }
    }
}

struct Scan<'a> {
    from: BufReader<Decoded<'a>>,
    budget: Budget,
    line: u64,
}

impl Scan<'_> {
    /// Takes bytes up to and including `end`; whether that was found before the file's end.
    fn until(&mut self, end: u8, piece: &mut Vec<u8>) -> Result<bool, Failure> {
        piece.clear();
        self.budget.renew();
        self.more(end, piece)
    }

    fn more(&mut self, end: u8, piece: &mut Vec<u8>) -> Result<bool, Failure> {
        let before = piece.len();
        self.from.read_until(end, piece).map_err(|e| text_failure(e, self.line))?;
        let read = &piece[before..];
        self.line += read.iter().filter(|byte| **byte == b'\n').count() as u64;
        Ok(read.last() == Some(&end))
    }

    /// The byte that is read next.
    fn next(&mut self) -> Result<Option<u8>, Failure> {
        let ahead = self.from.fill_buf().map_err(|e| text_failure(e, self.line))?;
        Ok(ahead.first().copied())
    }

    /// What follows a `<`; answers whether to go on.
    fn tag(&mut self, take: Take) -> Result<bool, Failure> {
        let mut piece = Vec::new();
        let mut is_more = self.until(b'>', &mut piece)?;
        if piece.starts_with(b"!--") {
            let mut tail = piece.split_off(3);
            while is_more && !tail.ends_with(b"-->") {
                let keep = tail.len().saturating_sub(2);
                tail.drain(..keep);
                self.budget.renew();
                is_more = self.more(b'>', &mut tail)?;
            }
            return Ok(is_more);
        }
        while is_more && is_inside_quotes(&piece) {
            is_more = self.more(b'>', &mut piece)?;
        }
        let text = text_of(&piece);
        let inner = text.trim_end_matches('>');
        let is_name = |c: char| c.is_ascii_alphanumeric() || "_:-".contains(c);
        let (is_close, inner) = match inner.strip_prefix('/') {
            Some(inner) => (true, inner),
            None => (false, inner),
        };
        if !inner.starts_with(|c: char| c.is_ascii_alphabetic()) {
            // `<!DOCTYPE`, `<?xml`, `<![endif]`.
            return Ok(is_more);
        }
        let (name, attributes) = inner.split_at(inner.find(|c| !is_name(c)).unwrap_or(inner.len()));
        let name = name.to_ascii_lowercase();
        if is_close {
            return Ok(take(Token::Close(&name))? && is_more);
        }
        let is_empty = attributes.ends_with('/');
        if SKIPPED.contains(&name.as_str()) && !is_empty {
            return self.skip(&name);
        }
        let attributes = attributes.trim_end_matches('/').trim();
        Ok(take(Token::Open { name: &name, attributes, is_empty })? && is_more)
    }

    /// Passes over all up to the end of an element.
    fn skip(&mut self, name: &str) -> Result<bool, Failure> {
        let end = format!("/{name}>");
        let mut piece = Vec::new();
        while self.until(b'<', &mut piece)? {
            if !self.until(b'>', &mut piece)? {
                return Ok(false);
            }
            // A `<` of its own stands inside the piece; only its end counts.
            let at = piece.len().saturating_sub(end.len());
            if piece[at..].eq_ignore_ascii_case(end.as_bytes()) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn text_of(piece: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(piece)
}

/// Whether a tag breaks off inside the quotes of an attribute's value.
fn is_inside_quotes(tag: &[u8]) -> bool {
    let mut quote: Option<u8> = None;
    let mut before = b' ';
    for byte in tag {
        match quote {
            Some(open) if open == *byte => quote = None,
            Some(_) => {}
            None if matches!(byte, b'"' | b'\'') && before == b'=' => quote = Some(*byte),
            None => {}
        }
        if !byte.is_ascii_whitespace() {
            before = *byte;
        }
    }
    quote.is_some()
}

/// Value of an attribute by its name in lower case; a namespace before it is passed over.
pub fn attribute(attributes: &str, wanted: &str) -> Option<String> {
    let mut rest = attributes.trim_start();
    while !rest.is_empty() {
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let local = name.rsplit(':').next().unwrap_or(name);
        rest = after.trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            let quote = after.chars().next().filter(|c| "\"'".contains(*c));
            let inner = quote.map_or(after, |_| &after[1..]);
            let is_end = |c: char| quote.map_or(c.is_whitespace(), |quote| c == quote);
            let end = inner.find(is_end).unwrap_or(inner.len());
            value = &inner[..end];
            rest = inner[end..].trim_start_matches(is_end).trim_start();
        } else if end == 0 {
            return None;
        }
        if local.eq_ignore_ascii_case(wanted) {
            let mut text = String::new();
            unescape(value, &mut text);
            return Some(text);
        }
    }
    None
}

/// Adds text with its entities resolved; what is none stays as it is.
pub fn unescape(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let name = rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '#').next();
        let name = name.filter(|name| name.len() <= LONGEST_ENTITY).unwrap_or_default();
        match entity(name) {
            Some(c) => {
                out.push(c);
                rest = &rest[name.len()..];
                rest = rest.strip_prefix(';').unwrap_or(rest);
            }
            None => out.push('&'),
        }
    }
    out.push_str(rest);
}

const LONGEST_ENTITY: usize = 10;

fn entity(name: &str) -> Option<char> {
    let number = match name.strip_prefix('#') {
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        },
        None => return ENTITIES.iter().find(|(known, _)| *known == name).map(|(_, c)| *c),
    };
    match number {
        0 => None,
        // Numbers of the one-byte encoding that pages were once written in.
        0x80..=0x9F => {
            let byte = [u8::try_from(number).ok()?];
            encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte).0.chars().next()
        }
        _ => char::from_u32(number),
    }
}

/// The named entities of HTML 4 that Vietnamese text and tables use.
#[rustfmt::skip]
const ENTITIES: &[(&str, char)] = &[
    ("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\''), ("nbsp", '\u{A0}'),
    ("Agrave", 'À'), ("Aacute", 'Á'), ("Acirc", 'Â'), ("Atilde", 'Ã'), ("Egrave", 'È'),
    ("Eacute", 'É'), ("Ecirc", 'Ê'), ("Igrave", 'Ì'), ("Iacute", 'Í'), ("Ograve", 'Ò'),
    ("Oacute", 'Ó'), ("Ocirc", 'Ô'), ("Otilde", 'Õ'), ("Ugrave", 'Ù'), ("Uacute", 'Ú'),
    ("Yacute", 'Ý'), ("ETH", 'Đ'), ("agrave", 'à'), ("aacute", 'á'), ("acirc", 'â'),
    ("atilde", 'ã'), ("egrave", 'è'), ("eacute", 'é'), ("ecirc", 'ê'), ("igrave", 'ì'),
    ("iacute", 'í'), ("ograve", 'ò'), ("oacute", 'ó'), ("ocirc", 'ô'), ("otilde", 'õ'),
    ("ugrave", 'ù'), ("uacute", 'ú'), ("yacute", 'ý'), ("ndash", '–'), ("mdash", '—'),
    ("lsquo", '‘'), ("rsquo", '’'), ("ldquo", '“'), ("rdquo", '”'), ("hellip", '…'),
    ("bull", '•'), ("middot", '·'), ("laquo", '«'), ("raquo", '»'), ("euro", '€'),
    ("copy", '©'), ("reg", '®'), ("sect", '§'), ("deg", '°'), ("times", '×'),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn seen(text: &str) -> String {
        let mut source = Cursor::new(text.as_bytes().to_vec());
        let mut seen = String::new();
        tokens(&mut source, TextEncoding::Utf8, &mut |token| {
            match token {
                Token::Open { name, attributes, is_empty: false } => {
                    seen.push_str(&format!("[{name} {attributes}]"));
                }
                Token::Open { name, attributes, is_empty: true } => {
                    seen.push_str(&format!("[{name} {attributes}/]"));
                }
                Token::Close(name) => seen.push_str(&format!("[/{name}]")),
                Token::Text(text) => unescape(text.trim_end_matches('\n'), &mut seen),
            }
            Ok(true)
        })
        .expect("readable");
        seen
    }

    #[test]
    fn splits_markup_however_it_is_written() {
        assert_eq!(seen("<TD Colspan=2>a<br/>b</td >"), "[td Colspan=2]a[br /]b[/td]");
        assert_eq!(seen("<!DOCTYPE html><?xml x?><!-- <td>a > b --><p>"), "[p ]");
        assert_eq!(seen("<td title=\"a > b\">x"), "[td title=\"a > b\"]x");
        assert_eq!(seen("<style>td > p {}</style><script>1 < 2; '<td>'</SCRIPT>a"), "a");
        assert_eq!(seen("5 < 6 &lt; 7 & 8"), "5 < 6 < 7 & 8");
        assert_eq!(seen("<td>5 < 6</td>"), "[td ]5 < 6[/td]");
        assert_eq!(seen("<td>cut off <b"), "[td ]cut off [b ]");
        assert_eq!(seen(""), "");
    }

    #[test]
    fn entities_become_letters() {
        let mut text = String::new();
        unescape("L&#7879; ph&iacute; &#xE0;&nbsp;&#150;&unknown; &#0; &amp;amp &", &mut text);
        assert_eq!(text, "Lệ phí à\u{A0}–&unknown; &#0; &amp &");
    }

    #[test]
    fn attributes_are_found_by_name() {
        let tag = "class='a b' ss:Index = \"3\" colspan=2 checked x:str";
        assert_eq!(attribute(tag, "index").as_deref(), Some("3"));
        assert_eq!(attribute(tag, "colspan").as_deref(), Some("2"));
        assert_eq!(attribute(tag, "str").as_deref(), Some(""));
        assert_eq!(attribute(tag, "row"), None);
        assert_eq!(attribute("=", "row"), None);
    }
}
