//! What a zip container says that it holds: asked before anything in it is unpacked.

use std::io::{Read, SeekFrom};

use super::ReadSeek;
use super::encoding::unreadable;
use crate::model::Failure;

/// Length of the record at the end of a container, without its comment.
const END_BYTES: usize = 22;
const ENTRY_BYTES: usize = 46;

/// The directory of a workbook with a thousand parts takes less.
const MAX_DIRECTORY_BYTES: u64 = 16 << 20;

/// One file of a container, as the directory states it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Folders and name; not to be trusted as a path.
    pub name: String,
    /// 2^32 − 1 where the true length is larger and stands elsewhere.
    pub packed_bytes: u64,
    /// 2^32 − 1 where the true length is larger and stands elsewhere.
    pub unpacked_bytes: u64,
    pub is_encrypted: bool,
}

/// What kind of file a container is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Xlsx,
    Xlsb,
    Ods,
    /// A zip of files.
    Files,
}

/// Tells it by the parts that each kind has.
pub fn kind(entries: &[Entry]) -> Kind {
    let has = |name: &str| entries.iter().any(|entry| entry.name.eq_ignore_ascii_case(name));
    match () {
        () if has("xl/workbook.bin") => Kind::Xlsb,
        () if has("[Content_Types].xml") || has("xl/workbook.xml") => Kind::Xlsx,
        () if has("content.xml") && has("mimetype") => Kind::Ods,
        () => Kind::Files,
    }
}

/// Sum of the unpacked sizes that the directory states, in bytes.
pub fn unpacked_bytes(entries: &[Entry]) -> u64 {
    entries.iter().fold(0, |sum, entry| sum.saturating_add(entry.unpacked_bytes))
}

/// The entries of the directory; `None` where there is no sound one (then the package that opens
/// the container will say what is wrong).
pub fn directory(source: &mut dyn ReadSeek) -> Result<Option<Vec<Entry>>, Failure> {
    let size = source.seek(SeekFrom::End(0)).map_err(unreadable)?;
    let tail_start = size.saturating_sub(END_BYTES as u64 + u64::from(u16::MAX));
    let tail = bytes_at(source, tail_start, size - tail_start)?;
    let Some(at) = tail.windows(4).rposition(|window| window == b"PK\x05\x06") else {
        return Ok(None);
    };
    let Some(end) = tail.get(at..at + END_BYTES) else { return Ok(None) };
    let (length, start) = (u64::from(u32_at(end, 12)), u64::from(u32_at(end, 16)));
    if length > MAX_DIRECTORY_BYTES || start.saturating_add(length) > size {
        return Ok(None);
    }
    let directory = bytes_at(source, start, length)?;
    let mut rest = directory.as_slice();
    let mut entries = Vec::new();
    while rest.len() >= ENTRY_BYTES && rest.starts_with(b"PK\x01\x02") {
        let [name, extra, comment] = [28, 30, 32].map(|at| usize::from(u16_at(rest, at)));
        let bytes = rest.get(ENTRY_BYTES..ENTRY_BYTES + name).unwrap_or_default();
        entries.push(Entry {
            name: String::from_utf8_lossy(bytes).into_owned(),
            packed_bytes: u64::from(u32_at(rest, 20)),
            unpacked_bytes: u64::from(u32_at(rest, 24)),
            is_encrypted: u16_at(rest, 8) & 1 == 1,
        });
        rest = rest.get(ENTRY_BYTES + name + extra + comment..).unwrap_or_default();
    }
    Ok(Some(entries))
}

fn bytes_at(source: &mut dyn ReadSeek, start: u64, length: u64) -> Result<Vec<u8>, Failure> {
    source.seek(SeekFrom::Start(start)).map_err(unreadable)?;
    let mut bytes = Vec::new();
    source.take(length).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(bytes)
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    /// A container of entries that state these unpacked sizes and hold nothing.
    fn container(sizes: &[u32]) -> Vec<u8> {
        let mut bytes = vec![0; 10];
        for size in sizes {
            let mut entry = vec![0; ENTRY_BYTES];
            entry[..4].copy_from_slice(b"PK\x01\x02");
            entry[24..28].copy_from_slice(&size.to_le_bytes());
            entry[28] = 3;
            entry.extend(b"a.b");
            bytes.extend(entry);
        }
        let length = u32::try_from(bytes.len() - 10).expect("small");
        bytes.extend(b"PK\x05\x06\0\0\0\0\0\0\0\0");
        bytes.extend(length.to_le_bytes());
        bytes.extend(10u32.to_le_bytes());
        bytes.extend(b"\x05\0hello");
        bytes
    }

    #[test]
    fn adds_up_what_the_directory_states() {
        let asked = |bytes: Vec<u8>| {
            let entries = directory(&mut Cursor::new(bytes)).expect("readable");
            entries.map(|entries| (entries.len(), unpacked_bytes(&entries)))
        };
        assert_eq!(asked(container(&[1_000, u32::MAX])), Some((2, 4_294_968_295)));
        assert_eq!(asked(container(&[])), Some((0, 0)));
        assert_eq!(asked(b"PK\x03\x04".to_vec()), None);
        let mut forged = container(&[5]);
        let at = forged.len() - 7 - 4;
        forged[at..at + 4].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(asked(forged), None);
        let entries = directory(&mut Cursor::new(container(&[5]))).expect("readable");
        assert_eq!(entries.expect("sound")[0].name, "a.b");
    }
}
