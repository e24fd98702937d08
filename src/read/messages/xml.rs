//! XML as a stream of leaves with their paths: no entities, no document types, bounded depth and
//! text.

use std::io::BufReader;

use quick_xml::Reader;
use quick_xml::errors::Error;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::model::Failure;
use crate::model::FailureCode;
use crate::read::files::ReadSeek;
use crate::read::files::encoding;
use crate::read::files::encoding::{Decoded, MAX_RECORD_BYTES, TextEncoding};

/// Messages of ISO 20022 nest about fifteen deep.
const MAX_DEPTH: usize = 64;

/// A step through a document.
pub enum Step<'a> {
    /// An element begins. `currency` is its attribute `Ccy`.
    Opens { name: &'a str, currency: &'a str },
    /// The newest element ends; the text is what stands in it behind its last child.
    Closes(&'a str),
    /// The document ends before its elements do.
    IsCut,
}

/// Goes through a document; names come without prefix. `take` answers whether to go on.
pub fn walk(
    source: &mut dyn ReadSeek,
    encoding: TextEncoding,
    take: &mut dyn FnMut(Step) -> Result<bool, Failure>,
) -> Result<(), Failure> {
    let decoded = Decoded::new(source, encoding)?;
    let budget = decoded.budget();
    let mut reader = Reader::from_reader(BufReader::with_capacity(32 * 1024, decoded));
    reader.config_mut().expand_empty_elements = true;
    let mut state = State { depth: 0, line: 1, text: String::new(), currency: String::new() };
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        budget.renew();
        let event = match reader.read_event_into(&mut buffer) {
            Ok(event) => event,
            // All of these are marks that are never closed: the file ends inside one.
            Err(Error::Syntax(_)) => {
                take(Step::IsCut)?;
                return Ok(());
            }
            Err(Error::Io(error)) => {
                let error = std::io::Error::new(error.kind(), error.to_string());
                return Err(encoding::text_failure(error, state.line));
            }
            Err(error) => return Err(state.damaged(&error.to_string())),
        };
        let is_end = matches!(event, Event::Eof);
        if !state.step(event, take)? || is_end {
            return Ok(());
        }
    }
}

struct State {
    depth: usize,
    /// Of the place that is read, from 1.
    line: u64,
    text: String,
    currency: String,
}

impl State {
    fn step(
        &mut self,
        event: Event,
        take: &mut dyn FnMut(Step) -> Result<bool, Failure>,
    ) -> Result<bool, Failure> {
        match event {
            Event::Start(start) => {
                self.depth += 1;
                if self.depth > MAX_DEPTH {
                    return Err(self.damaged("nested too deep"));
                }
                self.text.clear();
                self.currency.clear();
                if start.len() > start.name().as_ref().len() {
                    self.currency.push_str(&attribute(&start, "Ccy"));
                }
                let name = start.local_name();
                return take(Step::Opens { name: name.as_ref(), currency: &self.currency });
            }
            Event::End(_) => {
                self.depth = self.depth.saturating_sub(1);
                let goes_on = take(Step::Closes(self.text.trim()));
                self.text.clear();
                return goes_on;
            }
            Event::Text(text) => self.put(&text)?,
            Event::CData(text) => self.put(&text)?,
            Event::GeneralRef(reference) => {
                let character = referred(&reference);
                let mut bytes = [0; 4];
                match character {
                    Some(character) => self.put(character.encode_utf8(&mut bytes))?,
                    // An entity of a document type that is not read: kept as it is written.
                    None => self.put(&format!("&{};", &*reference))?,
                }
            }
            Event::DocType(_) => return Err(self.damaged("document types are not read")),
            Event::Eof if self.depth > 0 => {
                take(Step::IsCut)?;
            }
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::Eof => {}
        }
        Ok(true)
    }

    fn put(&mut self, text: &str) -> Result<(), Failure> {
        self.line += text.bytes().filter(|byte| *byte == b'\n').count() as u64;
        self.text.push_str(text);
        if self.text.len() > MAX_RECORD_BYTES {
            return Err(self.damaged("text too long"));
        }
        Ok(())
    }

    fn damaged(&self, cause: &str) -> Failure {
        let failure = Failure::new(FailureCode::FormatDamaged).with("line", self.line);
        failure.caused_by(format!("line {}: {cause}", self.line))
    }
}

/// The value of an attribute; empty where there is none.
fn attribute(start: &BytesStart, wanted: &str) -> String {
    let mut attributes = start.attributes();
    let attributes = attributes.with_checks(false).flatten();
    let mut values = attributes.filter(|one| one.key.as_ref() == wanted).map(|one| one.value);
    values.next().map(|value| value.trim().to_owned()).unwrap_or_default()
}

/// The character of `&amp;` and of `&#7879;`.
fn referred(reference: &BytesRef) -> Option<char> {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return Some(character);
    }
    match &**reference {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}
