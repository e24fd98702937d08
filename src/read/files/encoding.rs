//! Which characters a text file is written in, and the file as UTF-8 with one kind of line end.

use std::cell::Cell;
use std::io;
use std::io::{BufRead, BufReader, Read, SeekFrom};
use std::rc::Rc;

use encoding_rs::{CoderResult, Decoder, Encoding};

use super::ReadSeek;
use super::legacy::{Converter, Font, Plausibility};
use crate::model::Failure;
use crate::model::FailureCode;

/// Longest record (row, line) that is read; anything longer is no table.
pub const MAX_RECORD_BYTES: usize = 1 << 20;

const CHUNK_BYTES: usize = 64 * 1024;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TextEncoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    /// Only where a page declares it, and of messages, whose marks are ASCII whatever their texts
    /// are written in: no Vietnamese text is written in it.
    Windows1252,
    Windows1258,
    Tcvn3,
    Vni,
    /// Unicode whose letters are meant for a font of TCVN3.
    Tcvn3InUtf8,
    /// Unicode whose letters are meant for a font of VNI.
    VniInUtf8,
}

impl TextEncoding {
    pub fn code(self) -> &'static str {
        match self {
            TextEncoding::Utf8 => "utf-8",
            TextEncoding::Utf16Le => "utf-16le",
            TextEncoding::Utf16Be => "utf-16be",
            TextEncoding::Windows1252 => "windows-1252",
            TextEncoding::Windows1258 => "windows-1258",
            TextEncoding::Tcvn3 => "tcvn3",
            TextEncoding::Vni => "vni",
            TextEncoding::Tcvn3InUtf8 => "tcvn3-in-utf-8",
            TextEncoding::VniInUtf8 => "vni-in-utf-8",
        }
    }

    /// Whether its text comes as base letter and tone mark apart, so that it must be composed.
    pub fn is_decomposed(self) -> bool {
        self == TextEncoding::Windows1258
    }

    /// Its name for people where its letters had to be told from chance, so that a person should
    /// look at them.
    pub fn guessed(self) -> Option<&'static str> {
        match self.font() {
            Some(Font::Tcvn3) => Some("TCVN3 (ABC)"),
            Some(Font::Vni) => Some("VNI"),
            None => (self == TextEncoding::Windows1258).then_some("windows-1258"),
        }
    }

    fn font(self) -> Option<Font> {
        match self {
            TextEncoding::Tcvn3 | TextEncoding::Tcvn3InUtf8 => Some(Font::Tcvn3),
            TextEncoding::Vni | TextEncoding::VniInUtf8 => Some(Font::Vni),
            _ => None,
        }
    }

    fn encoding(self) -> &'static Encoding {
        match self {
            TextEncoding::Utf8 | TextEncoding::Tcvn3InUtf8 | TextEncoding::VniInUtf8 => {
                encoding_rs::UTF_8
            }
            TextEncoding::Utf16Le => encoding_rs::UTF_16LE,
            TextEncoding::Utf16Be => encoding_rs::UTF_16BE,
            TextEncoding::Windows1252 | TextEncoding::Tcvn3 | TextEncoding::Vni => {
                encoding_rs::WINDOWS_1252
            }
            TextEncoding::Windows1258 => encoding_rs::WINDOWS_1258,
        }
    }
}

/// Decides by byte order mark, then by the pattern of zero bytes, then by what is valid for the
/// whole file.
pub fn detect(source: &mut dyn ReadSeek) -> Result<TextEncoding, Failure> {
    let head = head(source)?;
    match head[..] {
        [0xFF, 0xFE, ..] => return Ok(TextEncoding::Utf16Le),
        [0xFE, 0xFF, ..] => return Ok(TextEncoding::Utf16Be),
        _ => {}
    }
    if head.contains(&0) {
        let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
        let (even, odd, half) = (zeros(0), zeros(1), head.len() / 2);
        return match (even * 20 < half, odd * 20 < half) {
            (true, false) if odd * 2 > half => Ok(TextEncoding::Utf16Le),
            (false, true) if even * 2 > half => Ok(TextEncoding::Utf16Be),
            // Text that a fault of the disk or of the way has put a few of them into.
            (true, true) => one_byte(source)?.ok_or_else(binary),
            _ => Err(binary()),
        };
    }
    one_byte(source)?.ok_or_else(|| Failure::new(FailureCode::EncodingUnknown))
}

fn binary() -> Failure {
    Failure::new(FailureCode::FormatUnknown).with("found", "BINARY")
}

/// Which of the encodings that write ASCII as single bytes the whole file is valid in.
fn one_byte(source: &mut dyn ReadSeek) -> Result<Option<TextEncoding>, Failure> {
    if is_utf8(source)? {
        return Ok(Some(font_in_utf8(source)?.unwrap_or(TextEncoding::Utf8)));
    }
    if let Some(declared) = declared(&head(source)?) {
        return Ok(Some(declared));
    }
    let all = [TextEncoding::Windows1258, TextEncoding::Tcvn3, TextEncoding::Vni];
    best(source, &all, u64::MAX)
}

/// What a page says of its characters in its head, where that is one of ours.
fn declared(head: &[u8]) -> Option<TextEncoding> {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    if !head.trim_start().starts_with('<') {
        return None;
    }
    let (_, after) = head.split_once("charset=").or_else(|| head.split_once("encoding="))?;
    let label = after.trim_start_matches(['"', '\'']);
    let end = label.find(|c: char| !c.is_ascii_alphanumeric() && !"-_:".contains(c));
    let encoding = Encoding::for_label(&label.as_bytes()[..end.unwrap_or(label.len())])?;
    let all = [TextEncoding::Windows1252, TextEncoding::Windows1258];
    all.into_iter().find(|one| one.encoding() == encoding)
}

/// The first bytes of the source.
pub fn head(source: &mut dyn ReadSeek) -> Result<Vec<u8>, Failure> {
    rewind(source)?;
    let mut head = Vec::new();
    source.take(4096).read_to_end(&mut head).map_err(unreadable)?;
    Ok(head)
}

/// The text that the source begins with, some tens of kilobytes at most.
pub fn head_text(source: &mut dyn ReadSeek, encoding: TextEncoding) -> Result<String, Failure> {
    let mut head = Vec::new();
    let decoded = Decoded::new(source, encoding)?;
    decoded.take(CHUNK_BYTES as u64).read_to_end(&mut head).map_err(|e| text_failure(e, 1))?;
    Ok(String::from_utf8_lossy(&head).into_owned())
}

pub fn rewind(source: &mut dyn ReadSeek) -> Result<(), Failure> {
    source.seek(SeekFrom::Start(0)).map(|_| ()).map_err(unreadable)
}

pub fn unreadable(error: io::Error) -> Failure {
    Failure::new(FailureCode::FileUnreadable).caused_by_system(&error)
}

/// Calls back with the source in chunks, from its start.
pub fn for_each_chunk(
    source: &mut dyn ReadSeek,
    mut take: impl FnMut(&[u8]) -> bool,
) -> Result<(), Failure> {
    rewind(source)?;
    let mut chunk = vec![0; CHUNK_BYTES];
    loop {
        let length = match source.read(&mut chunk) {
            Ok(length) => length,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(unreadable(error)),
        };
        if length == 0 || !take(&chunk[..length]) {
            return Ok(());
        }
    }
}

/// Valid to the end; a last character that is cut off is forgiven (the file is cut, not another
/// encoding).
fn is_utf8(source: &mut dyn ReadSeek) -> Result<bool, Failure> {
    let mut pending: Vec<u8> = Vec::new();
    let mut is_valid = true;
    for_each_chunk(source, |chunk| {
        pending.extend_from_slice(chunk);
        match std::str::from_utf8(&pending) {
            Ok(_) => pending.clear(),
            Err(error) if error.error_len().is_none() => {
                pending.drain(..error.valid_up_to());
            }
            Err(_) => is_valid = false,
        }
        is_valid
    })?;
    Ok(is_valid)
}

/// The encoding under which most words are Vietnamese and nearly all may be; other languages give
/// letters together that Vietnamese does not have.
fn best(
    source: &mut dyn ReadSeek,
    all: &[TextEncoding],
    most_bytes: u64,
) -> Result<Option<TextEncoding>, Failure> {
    let mut found = Vec::new();
    for encoding in all {
        let words = plausibility(source, *encoding, most_bytes)?;
        if words.is_vietnamese() {
            found.push((words.good, *encoding));
        }
    }
    let most = found.iter().map(|(good, _)| *good).max().unwrap_or_default();
    let mut likely = found.into_iter().filter(|(good, _)| *good == most);
    // Two that are as likely are no answer.
    Ok(likely.next().filter(|_| likely.next().is_none()).map(|(_, encoding)| encoding))
}

fn plausibility(
    source: &mut dyn ReadSeek,
    encoding: TextEncoding,
    most_bytes: u64,
) -> Result<Plausibility, Failure> {
    let mut words = Plausibility::default();
    let mut decoded = Decoded::new(source, encoding)?;
    let mut done = 0;
    while done < most_bytes && !decoded.is_at_end {
        decoded.refill().map_err(unreadable)?;
        words.count(&String::from_utf8_lossy(&decoded.text));
        done += decoded.text.len() as u64;
        decoded.at = decoded.text.len();
    }
    Ok(words)
}

/// Unicode text without any letter that only Vietnamese has, which becomes Vietnamese under a font
/// of the old days.
fn font_in_utf8(source: &mut dyn ReadSeek) -> Result<Option<TextEncoding>, Failure> {
    rewind(source)?;
    let mut sample = Vec::new();
    (&mut *source).take(FONT_SAMPLE_BYTES).read_to_end(&mut sample).map_err(unreadable)?;
    if sample.is_ascii() {
        return Ok(None);
    }
    let text = String::from_utf8_lossy(&sample);
    let is_vietnamese = |c: char| {
        "ăđơưĂĐƠƯ".contains(c) || matches!(c, '\u{1EA0}'..='\u{1EF9}' | '\u{300}'..='\u{323}')
    };
    if text.contains(is_vietnamese) {
        return Ok(None);
    }
    let mut plain = Plausibility::default();
    plain.count(&text);
    if plain.is_vietnamese() {
        return Ok(None);
    }
    best(source, &[TextEncoding::Tcvn3InUtf8, TextEncoding::VniInUtf8], FONT_SAMPLE_BYTES)
}

/// Headings and some rows are enough to tell a font.
const FONT_SAMPLE_BYTES: u64 = 256 * 1024;

/// The source as UTF-8 without byte order mark, every line ended by `\n`, the last one too.
///
/// More than [`MAX_RECORD_BYTES`] between two calls of [`Budget::renew`] is an error of kind
/// `InvalidData`.
pub struct Decoded<'a> {
    source: &'a mut dyn ReadSeek,
    decoder: Decoder,
    converter: Option<Converter>,
    chunk: Vec<u8>,
    text: Vec<u8>,
    at: usize,
    is_after_cr: bool,
    last: u8,
    is_at_end: bool,
    budget: Budget,
}

/// What is left of the bytes that one record may take, and how the text handed out so far ends.
#[derive(Clone, Default)]
pub struct Budget {
    spent: Rc<Cell<usize>>,
    total: Rc<Cell<u64>>,
    tail: Rc<Cell<[u8; 2]>>,
    is_end_added: Rc<Cell<bool>>,
}

impl Budget {
    /// A record has ended; the next one may be as long again.
    pub fn renew(&self) {
        self.spent.set(0);
    }

    /// Bytes handed out so far.
    pub fn total(&self) -> u64 {
        self.total.get()
    }

    /// The last two bytes handed out.
    pub fn tail(&self) -> [u8; 2] {
        self.tail.get()
    }

    /// Whether the last line has no end in the source: it may be cut.
    pub fn is_end_added(&self) -> bool {
        self.is_end_added.get()
    }

    fn spend(&self, bytes: &[u8]) -> bool {
        if let [.., first, last] = bytes {
            self.tail.set([*first, *last]);
        } else if let [last] = bytes {
            self.tail.set([self.tail.get()[1], *last]);
        }
        self.total.set(self.total.get() + bytes.len() as u64);
        self.spent.set(self.spent.get() + bytes.len());
        self.spent.get() <= MAX_RECORD_BYTES
    }
}

impl<'a> Decoded<'a> {
    pub fn new(source: &'a mut dyn ReadSeek, encoding: TextEncoding) -> Result<Self, Failure> {
        rewind(source)?;
        Ok(Decoded {
            source,
            decoder: encoding.encoding().new_decoder_with_bom_removal(),
            converter: encoding.font().map(Converter::new),
            chunk: vec![0; CHUNK_BYTES],
            text: Vec::with_capacity(CHUNK_BYTES * 3 + 16),
            at: 0,
            is_after_cr: false,
            last: b'\n',
            is_at_end: false,
            budget: Budget::default(),
        })
    }

    pub fn budget(&self) -> Budget {
        self.budget.clone()
    }

    fn refill(&mut self) -> io::Result<()> {
        while self.at == self.text.len() && !self.is_at_end {
            let length = self.source.read(&mut self.chunk)?;
            self.is_at_end = length == 0;
            self.text.resize(CHUNK_BYTES * 3 + 16, 0);
            let (result, _, written, _) =
                self.decoder.decode_to_utf8(&self.chunk[..length], &mut self.text, self.is_at_end);
            assert!(result == CoderResult::InputEmpty, "the buffer holds any decoded chunk");
            self.text.truncate(written);
            self.at = 0;
            self.convert();
            self.unify_line_ends();
            if self.is_at_end && self.last != b'\n' {
                self.text.push(b'\n');
                self.last = b'\n';
                self.budget.is_end_added.set(true);
            }
        }
        Ok(())
    }

    fn convert(&mut self) {
        let Some(converter) = &mut self.converter else { return };
        let mut text = String::with_capacity(self.text.len());
        converter.push(&String::from_utf8_lossy(&self.text), &mut text);
        if self.is_at_end {
            converter.finish(&mut text);
        }
        self.text = text.into_bytes();
    }

    /// `\r\n` and `\r` alone become `\n`.
    fn unify_line_ends(&mut self) {
        if self.is_after_cr || self.text.contains(&b'\r') {
            let mut is_after_cr = self.is_after_cr;
            self.text.retain_mut(|byte| {
                let keeps = !(*byte == b'\n' && is_after_cr);
                is_after_cr = *byte == b'\r';
                if is_after_cr {
                    *byte = b'\n';
                }
                keeps
            });
            self.is_after_cr = is_after_cr;
        }
        self.last = self.text.last().copied().unwrap_or(self.last);
    }
}

impl Read for Decoded<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.refill()?;
        let length = out.len().min(self.text.len() - self.at);
        out[..length].copy_from_slice(&self.text[self.at..self.at + length]);
        self.at += length;
        if !self.budget.spend(&out[..length]) {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "record too long"));
        }
        Ok(length)
    }
}

/// Hands over each line without its end, with its number from 1; `take` answers whether to go on.
/// Answers whether the last line read has an end.
pub fn for_each_line(
    source: &mut dyn ReadSeek,
    encoding: TextEncoding,
    take: &mut dyn FnMut(&str, u64) -> Result<bool, Failure>,
) -> Result<bool, Failure> {
    let decoded = Decoded::new(source, encoding)?;
    let budget = decoded.budget();
    let mut reader = BufReader::with_capacity(32 * 1024, decoded);
    let mut line = String::new();
    for number in 1.. {
        line.clear();
        budget.renew();
        let length = reader.read_line(&mut line).map_err(|e| text_failure(e, number))?;
        if length == 0 || !take(line.trim_end_matches('\n'), number)? {
            break;
        }
    }
    Ok(!budget.is_end_added())
}

/// An error while reading text: of the disk, or of what the file holds at a line.
pub fn text_failure(error: io::Error, line: u64) -> Failure {
    if error.kind() == io::ErrorKind::InvalidData {
        let failure = Failure::new(FailureCode::FormatDamaged).with("line", line);
        return failure.caused_by(format!("line {line}: {error}"));
    }
    unreadable(error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn decoded(bytes: &[u8]) -> Result<(TextEncoding, String), Failure> {
        let mut source = Cursor::new(bytes.to_vec());
        let encoding = detect(&mut source)?;
        let mut text = String::new();
        let mut decoded = Decoded::new(&mut source, encoding)?;
        decoded.read_to_string(&mut text).map_err(unreadable)?;
        Ok((encoding, text))
    }

    fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn the_same_text_comes_out_of_each_encoding() {
        use TextEncoding::*;
        let cases = [
            ("\u{feff}Lệ phí đất\r\n5".as_bytes().to_vec(), Utf8),
            ("Lệ phí đất\r5\n".as_bytes().to_vec(), Utf8),
            (utf16("\u{feff}Lệ phí đất\n5", u16::to_le_bytes), Utf16Le),
            (utf16("\u{feff}Lệ phí đất\n5", u16::to_be_bytes), Utf16Be),
            (b"L\xea\xf2 phi\xec \xf0\xe2\xect\r\n5".to_vec(), Windows1258),
            (b"L\xd6 ph\xdd \xae\xcat\r\n5".to_vec(), Tcvn3),
            (b"Le\xe4 ph\xed \xf1a\xe1t\r\n5".to_vec(), Vni),
            ("LÖ phÝ ®Êt\n5\n".as_bytes().to_vec(), Tcvn3InUtf8),
            ("\u{feff}Leä phí ñaát\n5".as_bytes().to_vec(), VniInUtf8),
        ];
        for (bytes, expected) in cases {
            let (encoding, text) = decoded(&bytes).expect("a known encoding");
            assert_eq!(encoding, expected);
            assert_eq!(crate::text::nfc(&text), "Lệ phí đất\n5\n");
        }
        let plain = utf16("number,amount\n1,2\n", u16::to_le_bytes);
        assert_eq!(decoded(&plain).expect("no mark is needed").0, Utf16Le);
    }

    #[test]
    fn what_is_no_known_text_is_refused() {
        let german = decoded(b"Gro\xdfe M\xfcller f\xfcr 5 \xa7").expect_err("no guess");
        assert_eq!(german.code, FailureCode::EncodingUnknown);
        let binary = decoded(b"ab\0\0c\0\0\0d").expect_err("no text");
        assert_eq!(binary.code, FailureCode::FormatUnknown);
    }

    #[test]
    fn an_endless_record_is_cut_off() {
        let mut source = Cursor::new(vec![b'a'; MAX_RECORD_BYTES + CHUNK_BYTES]);
        let mut decoded = Decoded::new(&mut source, TextEncoding::Utf8).expect("readable");
        let error = decoded.read_to_end(&mut Vec::new()).expect_err("no newline in a megabyte");
        assert_eq!(error.kind(), io::ErrorKind::InvalidData);
    }
}
