//! What a bank wrote around the payer's words: heads, traces, accounts and times, found by shapes
//! that are data.
//!
//! `MBVCB.1234567890.HD2611-01.CT tu 0123456789 NGUYEN VAN A` is machine-made up to the second dot
//! and from `CT tu` on. `heads.toml` explains the shapes.

use std::borrow::Cow;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::model::Span;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HeadsFile {
    heads: Vec<String>,
    tails: Vec<String>,
    gateways: Vec<String>,
}

/// One part of a shape.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Part {
    Letter(u8),
    /// Any number of blanks, none included.
    Blanks,
    Digits(usize, usize),
    Signs(usize, usize),
    Anything,
    End,
}

type Shape = Vec<Part>;

struct Shapes {
    heads: Vec<Shape>,
    /// By first sign; every tail begins with a letter or sign.
    tails: Vec<(u8, Shape)>,
    /// Whether some tail begins with this byte, so that hardly any place of a memo is looked at
    /// twice.
    begins_tail: [bool; 256],
    gateways: Vec<String>,
}

/// Most heads that may follow one another: a gateway's inside a bank's inside another's.
const MOST_HEADS: usize = 4;

fn shapes() -> &'static Shapes {
    static SHAPES: OnceLock<Shapes> = OnceLock::new();
    SHAPES.get_or_init(|| {
        let file: HeadsFile = toml::from_str(include_str!("heads.toml"))
            .expect("heads.toml is part of the program and tested");
        let tail = |text: &String| {
            let shape = parse(text);
            let Some(Part::Letter(first)) = shape.first() else {
                panic!("a tail begins with a letter or sign: {text}")
            };
            (*first, shape)
        };
        let tails: Vec<(u8, Shape)> = file.tails.iter().map(tail).collect();
        let mut begins_tail = [false; 256];
        for (first, _) in &tails {
            begins_tail[usize::from(*first)] = true;
            begins_tail[usize::from(first.to_ascii_lowercase())] = true;
        }
        let heads = file.heads.iter().map(|text| parse(text)).collect();
        Shapes { heads, tails, begins_tail, gateways: file.gateways }
    })
}

fn parse(text: &str) -> Shape {
    let mut shape = Vec::new();
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        rest = &rest[next.len_utf8()..];
        shape.push(match next {
            '<' => {
                let (part, after) = rest.split_once('>').expect("a part of a shape is closed");
                rest = after;
                parse_part(part)
            }
            ' ' => Part::Blanks,
            other => {
                let letter = u8::try_from(other).expect("shapes are written in ASCII");
                Part::Letter(letter.to_ascii_uppercase())
            }
        });
    }
    shape
}

fn parse_part(part: &str) -> Part {
    if part == ".." {
        return Part::Anything;
    }
    if part == "end" {
        return Part::End;
    }
    let (counts, kind) = part.split_at(part.len() - 1);
    let (least, most) = counts.split_once('-').unwrap_or((counts, counts));
    let number = |text: &str| text.parse().expect("a part of a shape has counts");
    match kind {
        "d" => Part::Digits(number(least), number(most)),
        "a" => Part::Signs(number(least), number(most)),
        _ => panic!("unknown part of a shape: {part}"),
    }
}

/// Where the shape ends if it begins at `at`.
fn end_of(shape: &[Part], text: &[u8], at: usize) -> Option<usize> {
    let Some((part, rest)) = shape.split_first() else { return Some(at) };
    let run = |most: usize, is_part: fn(u8) -> bool| {
        text[at..].iter().take(most).take_while(|c| is_part(**c)).count()
    };
    match part {
        Part::Letter(letter) => {
            let is_it = text.get(at).is_some_and(|c| c.to_ascii_uppercase() == *letter);
            if is_it { end_of(rest, text, at + 1) } else { None }
        }
        Part::Blanks => end_of(rest, text, at + run(usize::MAX, is_blank)),
        Part::Digits(least, most) => longest_end(rest, text, at, *least, run(*most, is_digit)),
        Part::Signs(least, most) => longest_end(rest, text, at, *least, run(*most, is_sign)),
        Part::Anything => (at..text.len()).find_map(|from| end_of(rest, text, from)),
        Part::End => Some(text.len()),
    }
}

fn longest_end(rest: &[Part], text: &[u8], at: usize, least: usize, run: usize) -> Option<usize> {
    (least..=run).rev().find_map(|length| end_of(rest, text, at + length))
}

fn is_blank(c: u8) -> bool {
    c.is_ascii_whitespace()
}

fn is_digit(c: u8) -> bool {
    c.is_ascii_digit()
}

fn is_sign(c: u8) -> bool {
    c.is_ascii_alphanumeric()
}

/// One byte a char; what is not ASCII is in no shape and becomes a byte that no shape asks for.
fn signs(memo: &str) -> Cow<'_, [u8]> {
    if memo.is_ascii() {
        return Cow::Borrowed(memo.as_bytes());
    }
    let sign = |c: char| match c {
        c if c.is_whitespace() => b' ',
        c => u8::try_from(c).ok().filter(u8::is_ascii).unwrap_or(0xFF),
    };
    Cow::Owned(memo.chars().map(sign).collect())
}

/// Char ranges of the memo that a bank or gateway wrote, in order, not overlapping.
pub(super) fn machine_spans(memo: &str) -> Vec<Span> {
    let text = signs(memo);
    let shapes = shapes();
    let mut spans: Vec<Span> = Vec::new();
    let mut at = text.iter().take_while(|c| is_blank(**c)).count();
    let start = at;
    for _ in 0..MOST_HEADS {
        match shapes.heads.iter().find_map(|head| whole_end(head, &text, at)) {
            Some(end) => at = end + text[end..].iter().take_while(|c| is_blank(**c)).count(),
            None => break,
        }
    }
    if at > start {
        spans.push(span(start, at));
    }
    while at < text.len() {
        match tail_end(shapes, &text, at) {
            Some(end) => {
                spans.push(span(at, end));
                at = end;
            }
            None => at += 1,
        }
    }
    spans
}

fn tail_end(shapes: &Shapes, text: &[u8], at: usize) -> Option<usize> {
    if !shapes.begins_tail[usize::from(text[at])] {
        return None;
    }
    let first = text[at].to_ascii_uppercase();
    if is_sign(first) && at > 0 && is_sign(text[at - 1]) {
        return None;
    }
    let mut tails = shapes.tails.iter().filter(|(begin, _)| *begin == first);
    tails.find_map(|(_, shape)| whole_end(shape, text, at))
}

/// Where the shape ends, unless that is inside a number: fourteen digits are no trace if a
/// fifteenth follows.
fn whole_end(shape: &[Part], text: &[u8], at: usize) -> Option<usize> {
    let end = end_of(shape, text, at).filter(|end| *end > at)?;
    let is_cut = end < text.len() && is_digit(text[end - 1]) && is_digit(text[end]);
    (!is_cut).then_some(end)
}

fn span(start: usize, end: usize) -> Span {
    let place = |at| u32::try_from(at).unwrap_or(u32::MAX);
    Span { start: place(start), end: place(end) }
}

/// Whether the memo bears a gateway's words. Takes the squeezed text.
pub(super) fn has_gateway(squeezed: &str) -> bool {
    shapes().gateways.iter().any(|words| squeezed.contains(words.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The memo without what the bank wrote.
    fn payer_text(memo: &str) -> String {
        let spans = machine_spans(memo);
        let is_machine = |at: u32| spans.iter().any(|span| span.start <= at && at < span.end);
        memo.chars().zip(0..).filter(|(_, at)| !is_machine(*at)).map(|(c, _)| c).collect()
    }

    #[test]
    fn leaves_the_payers_words() {
        let cases = [
            ("482913.051126.091244.HD2611-01 NGUYEN VAN A", "HD2611-01 NGUYEN VAN A"),
            (
                "MBVCB.7812345678.NOP PHI HD01.CT tu 0071000123456 NGUYEN VAN A toi 0011001932418 TT",
                "NOP PHI HD01.",
            ),
            ("IBFT HD 2611", "HD 2611"),
            ("482913.051126.091244.IBFT HD 2611", "HD 2611"),
            ("HD2611 FT26309123456789", "HD2611 "),
            ("HD2611 FT263091234567890", "HD2611 FT263091234567890"),
            ("NOP PHI HD2611-051126-09:12:44 482913", "NOP PHI HD2611"),
            ("BIDV;0123456789;HD2611", "HD2611"),
            ("020097042211050912442026AB12345678.9911.091244.HD2611", "HD2611"),
            ("HD2611-CTLNHIDI000012345678901234-1/1-CRE-002", "HD2611"),
            ("HD2611- Ma giao dich/ Trace 534503", "HD2611- "),
            ("NOP PHI 123456", "NOP PHI 123456"),
            ("TKThe :0071000123456, tai VIETCOMBANK. MBVCB.0522828327.276111.HD01", "HD01"),
            ("TKThe :084807580 7915, tai VIETCOMBANK. MBVCB.1328434812.899615.HD01", "HD01"),
            ("MBVCB.13284 34812.899615.HD01", "HD01"),
            ("MBVCB.13284 34812.HD01", "HD01"),
            ("020097041511030710032026278358 7607.127842.071003.HD2611", "HD2611"),
            ("0200970415110307100320262783587607.96713 .104607.HD2611", "HD2611"),
            ("PARTNER.DIRECT_DEBITS_VCB.MSE.749965 81933.20261102.3149-0998_HD01", "HD01"),
            ("PARTNER.DIRECT_DEBITS_VCB.ZLP.74996581933.20261102.HD01", "HD01"),
            ("Vietcombank:0011009900001:HD01#SP#0200970405110610", "HD01"),
            ("IBBIZ1234567890.HD01", "HD01"),
            ("IBVCB.1234567890.HD01", "HD01"),
            ("SHGD:12345678.DD:261105.BO:NGUYEN VAN A.Remark:HD01", "HD01"),
            ("MB(482913)(HD01)", "HD01)"),
            ("CT nhanh 247 den: HD01 (CT1111)", "HD01 "),
            (
                "VA TTHCC: SGD:482913+NG:051126+NGUI:NGUYEN VAN A+TKGUI:0071000123456+ND:HD01",
                "HD01",
            ),
            ("VA HCC: SGD:745340+NG:031126+NGUI:PHAM THANH NAM+TKGUI:100602 1373+ND:HD01", "HD01"),
            ("CUSTOMER HD01. DEN: TRUNG TAM 482913", "HD01"),
            ("12345678901-NGUYEN VAN A chuyen tien qua MoMo-HD01-OQCH12345678-MOMO12345", "HD01-"),
            ("HD01-OQCH12345", "HD01-"),
            ("POS12345678.482913.20261105.091244123456 HD01", "HD01"),
            ("HD01 ; thoi gian G", "HD01 "),
            ("HD01-CTLN", "HD01"),
            ("HD01-B2B02009", "HD01"),
            ("HD01-051126-09:12:44 48", "HD01"),
            ("HD01-051126-09:1", "HD01"),
            ("HD01.CT tu 00710", "HD01."),
        ];
        for (memo, expected) in cases {
            assert_eq!(payer_text(memo), expected, "{memo}");
        }
    }

    #[test]
    fn no_shape_takes_long_on_a_hostile_memo() {
        // Quadratic shapes would show here: many beginnings of "BO:" and of a tail, no end.
        let memo = "SHGD:12345678.DD:051126.BO:".repeat(400);
        machine_spans(&memo);
        machine_spans(&"-051126-".repeat(2000));
    }
}
