//! What a file may be by the end of its name, and what it is by its first bytes and, of a package,
//! by its parts.

use super::ReadSeek;
use super::archive;
use super::encoding;
use crate::model::Failure;

/// How names of files end that may hold what a layout reads. Only a guess for lists: content
/// decides.
const NAME_ENDS: [&str; 24] = [
    "csv", "tsv", "txt", "xlsx", "xlsm", "xls", "xlsb", "ods", "htm", "html", "slk", "gz", "zip",
    "json", "jsonl", "ndjson", "xml", "sta", "mt940", "mt942", "940", "942", "fin", "dat",
];

/// Whether a file of this name may be one that can be read.
pub fn may_be_read(name: &str) -> bool {
    let end = name.rsplit_once('.').map_or("", |(_, end)| end);
    NAME_ENDS.iter().any(|known| known.eq_ignore_ascii_case(end))
}

/// What the first bytes of a file say that it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Magic {
    /// One packed file.
    Gzip,
    /// A zip of any number of files. A workbook, though a zip inside, is none.
    Zip,
    /// A workbook of today, or a package of which nothing more can be told.
    Workbook,
    /// A workbook that is read by a child.
    Sheets(SheetFormat),
    /// What nobody reads; named as people know it in any language.
    Foreign(&'static str),
    /// None of these: text, if anything.
    Other,
}

impl Magic {
    /// Looks at the content alone, wherever the source stands.
    pub fn of(source: &mut dyn ReadSeek) -> Result<Magic, Failure> {
        let head = encoding::head(source)?;
        Ok(match () {
            () if head.starts_with(b"\x1F\x8B") => Magic::Gzip,
            () if head.starts_with(b"\xD0\xCF\x11\xE0") => Magic::Sheets(SheetFormat::Xls),
            () if head.starts_with(b"PK\x03\x04") => match package(source)? {
                Some(archive::Kind::Files) => Magic::Zip,
                Some(archive::Kind::Xlsb) => Magic::Sheets(SheetFormat::Xlsb),
                Some(archive::Kind::Ods) => Magic::Sheets(SheetFormat::Ods),
                Some(archive::Kind::Xlsx) | None => Magic::Workbook,
            },
            () if head.starts_with(b"PK\x05\x06") => match package(source)? {
                Some(archive::Kind::Files) => Magic::Zip,
                _ => Magic::Foreign("ZIP"),
            },
            () => foreign(&head).map_or(Magic::Other, Magic::Foreign),
        })
    }
}

fn package(source: &mut dyn ReadSeek) -> Result<Option<archive::Kind>, Failure> {
    Ok(archive::directory(source)?.map(|entries| archive::kind(&entries)))
}

/// A kind of workbook that is read by a child.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SheetFormat {
    /// The binary format of before 2007.
    Xls,
    /// The binary format of today.
    Xlsb,
    /// OpenDocument.
    Ods,
}

impl SheetFormat {
    pub const ALL: [SheetFormat; 3] = [SheetFormat::Xls, SheetFormat::Xlsb, SheetFormat::Ods];

    /// As receipts and previews name it.
    pub fn code(self) -> &'static str {
        match self {
            SheetFormat::Xls => "xls",
            SheetFormat::Xlsb => "xlsb",
            SheetFormat::Ods => "ods",
        }
    }
}

/// Formats that people drop by mistake, by their first bytes; names as people know them in any
/// language.
fn foreign(head: &[u8]) -> Option<&'static str> {
    const MAGIC: &[(&[u8], &str)] = &[
        (b"%PDF", "PDF"),
        (b"\x89PNG", "PNG"),
        (b"\xFF\xD8\xFF", "JPEG"),
        (b"GIF8", "GIF"),
        (b"\x09\0\x04\0", "Excel 2"),
        (b"\x09\x02\x06\0", "Excel 3"),
        (b"\x09\x04\x06\0", "Excel 4"),
        (b"BM", "BMP"),
        (b"RIFF", "RIFF"),
        (b"II*\0", "TIFF"),
        (b"MM\0*", "TIFF"),
        (b"Rar!", "RAR"),
        (b"7z\xBC\xAF", "7Z"),
        (b"SQLite format 3", "SQLite"),
        (b"\x7FELF", "ELF"),
        (b"MZ\x90", "EXE"),
    ];
    let (_, found) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic))?;
    // "BM" may begin a heading; a bitmap has zero bytes soon after.
    if *found == "BMP" && !head[..head.len().min(32)].contains(&0) {
        return None;
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    #[test]
    fn first_bytes_tell_what_a_file_is() {
        let cases: &[(&[u8], Magic)] = &[
            (b"\x1F\x8B\x08", Magic::Gzip),
            (b"\xD0\xCF\x11\xE0 and more", Magic::Sheets(SheetFormat::Xls)),
            (b"PK\x03\x04 cut short", Magic::Workbook),
            (b"PK\x05\x06 cut short", Magic::Foreign("ZIP")),
            (b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", Magic::Zip),
            (b"%PDF-1.7", Magic::Foreign("PDF")),
            (b"BM\x36\0", Magic::Foreign("BMP")),
            (b"BM,Thu", Magic::Other),
            (b"", Magic::Other),
        ];
        for (bytes, magic) in cases {
            assert_eq!(Magic::of(&mut Cursor::new(bytes)), Ok(*magic), "{bytes:?}");
        }
    }
}
