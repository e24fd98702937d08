//! What kind of file this is, told from its first bytes alone, and its rows whatever the kind.

use std::io::SeekFrom;

use crate::model::Failure;
use crate::model::FailureCode;
use crate::read::files::ReadSeek;
use crate::read::files::delimited;
use crate::read::files::encoding;
use crate::read::files::encoding::{TextEncoding, unreadable};
use crate::read::files::grid::{CellKind, Row, Visit};
use crate::read::files::heading;
use crate::read::files::heading::Heading;
use crate::read::files::html;
use crate::read::files::magic::{Magic, SheetFormat};
use crate::read::files::objects;
use crate::read::files::objects::Form;
use crate::read::files::query;
use crate::read::files::sheet_xml;
use crate::read::files::sheets;
use crate::read::files::sylk;
use crate::read::files::xlsx;
use crate::read::messages::MessageFormat;

/// Text is streamed, so the limit only stops what can be no statement.
const MAX_TEXT_BYTES: u64 = 8 << 30;

/// Rows of each sheet that are looked at to find the header.
const HEAD_ROWS: usize = 60;

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Container {
    Delimited {
        encoding: TextEncoding,
        delimiter: u8,
    },
    Html {
        encoding: TextEncoding,
    },
    Objects {
        encoding: TextEncoding,
        form: Form,
        sheets: Vec<objects::Sheet>,
    },
    Messages {
        format: MessageFormat,
        encoding: TextEncoding,
    },
    Sylk {
        encoding: TextEncoding,
    },
    /// A workbook of 2003 that is written as XML.
    SheetXml {
        encoding: TextEncoding,
        sheets: Vec<String>,
    },
    /// A workbook that another process has read for us.
    Sheets {
        format: SheetFormat,
        sheets: Vec<String>,
    },
    /// Its sheets with the first rows of each: to open it means to unpack all its texts.
    Workbook {
        sheets: Vec<(String, Vec<Row>)>,
        /// Names of sheets that nobody sees and that are not read.
        hidden: Vec<String>,
    },
}

/// The first rows of one sheet; text files have one sheet without a name.
pub struct Head {
    pub sheet: Option<String>,
    pub rows: Vec<Row>,
    /// The cells of each row as headings.
    pub headings: Vec<Vec<Heading>>,
}

impl Head {
    pub fn of(sheet: Option<&str>, rows: Vec<Row>) -> Head {
        let mut headings: Vec<Vec<Heading>> = rows.iter().map(heading::of_row).collect();
        for at in 1..headings.len() {
            let (above, below) = headings.split_at_mut(at);
            heading::join_below(&above[at - 1], &mut below[0]);
        }
        Head { sheet: sheet.map(str::to_owned), rows, headings }
    }
}

impl Container {
    pub fn open(source: &mut dyn ReadSeek) -> Result<Container, Failure> {
        let size = source.seek(SeekFrom::End(0)).map_err(unreadable)?;
        if size == 0 {
            return Err(Failure::new(FailureCode::FileIsEmpty));
        }
        let foreign = |name: &str| Failure::new(FailureCode::FormatUnknown).with("found", name);
        match Magic::of(source)? {
            Magic::Sheets(format) => return Err(raw_sheets(format, source)?),
            Magic::Workbook => {
                let xlsx::Sheets { seen, hidden } = xlsx::sheets(source, size, HEAD_ROWS)?;
                return Ok(Container::Workbook { sheets: seen, hidden });
            }
            Magic::Gzip => return Err(foreign("GZIP")),
            Magic::Zip => return Err(foreign("ZIP")),
            Magic::Foreign(name) => return Err(foreign(name)),
            Magic::Other => {}
        }
        if let Some((format, sheets)) = sheets::open(source)? {
            return Ok(Container::Sheets { format, sheets });
        }
        if size > MAX_TEXT_BYTES {
            return Err(Failure::new(FailureCode::FileTooLarge).with("limit", MAX_TEXT_BYTES));
        }
        // The marks of messages are ASCII, whatever Western letters stand between them.
        let (encoding, unknown) = match encoding::detect(source) {
            Err(failure) if failure.code == FailureCode::EncodingUnknown => {
                (TextEncoding::Windows1252, Some(failure))
            }
            detected => (detected?, None),
        };
        let head = encoding::head_text(source, encoding)?;
        if let Some(format) = MessageFormat::sniff(&head) {
            return Ok(Container::Messages { format, encoding });
        }
        if let Some(unknown) = unknown {
            return Err(unknown);
        }
        if sylk::is_one(&head) {
            return Ok(Container::Sylk { encoding });
        }
        let first = first_visible(source, encoding)?;
        match first {
            None => Err(Failure::new(FailureCode::FileIsEmpty)),
            Some('{' | '[') => {
                let form = objects::form(source, encoding)?;
                Container::objects(source, encoding, form)
            }
            Some('<') if sheet_xml::is_one(&head) => {
                Ok(Container::SheetXml { encoding, sheets: sheet_xml::sheets(source, encoding)? })
            }
            Some('<') if html::is_page(&head) => match html::has_table(source, encoding)? {
                true => Ok(Container::Html { encoding }),
                false => Err(Failure::new(FailureCode::FormatUnknown).with("found", "HTML")),
            },
            Some('<') => Err(Failure::new(FailureCode::FormatUnknown).with("found", "XML")),
            Some(_)
                if head.lines().find(|line| !line.trim().is_empty()).is_some_and(query::is_one) =>
            {
                Container::objects(source, encoding, Form::Queries)
            }
            Some(_) => {
                let delimiter = delimited::guess_delimiter(source, encoding)?;
                Ok(Container::Delimited { encoding, delimiter })
            }
        }
    }

    fn objects(
        source: &mut dyn ReadSeek,
        encoding: TextEncoding,
        form: Form,
    ) -> Result<Container, Failure> {
        let sheets = objects::sheets(source, encoding, form)?;
        Ok(Container::Objects { encoding, form, sheets })
    }

    /// The first rows of every sheet that may hold data.
    pub fn heads(&self, source: &mut dyn ReadSeek) -> Result<Vec<Head>, Failure> {
        let names: Vec<Option<&str>> = match self {
            Container::SheetXml { sheets, .. } | Container::Sheets { sheets, .. } => {
                sheets.iter().map(|sheet| Some(sheet.as_str())).collect()
            }
            Container::Workbook { sheets, .. } => {
                return Ok(sheets
                    .iter()
                    .map(|(name, rows)| Head::of(Some(name), rows.clone()))
                    .collect());
            }
            Container::Objects { sheets, .. } => {
                let names = sheets.iter().map(|sheet| sheet.name.as_str());
                names.map(|name| (!name.is_empty()).then_some(name)).collect()
            }
            _ => vec![None],
        };
        let mut heads = Vec::new();
        for name in names {
            let mut rows = Vec::new();
            match self {
                Container::Objects { sheets, .. } => {
                    rows.push(key_row(&sheet_of(sheets, name).keys))
                }
                Container::Messages { format, .. } => rows.push(key_row(format.keys())),
                _ => {}
            }
            self.rows(source, name, &mut |row| {
                rows.push(row.clone());
                Ok(rows.len() < HEAD_ROWS)
            })?;
            heads.push(Head::of(name, rows));
        }
        Ok(heads)
    }

    /// Hands over the rows of a sheet that are not blank, in order.
    pub fn rows(
        &self,
        source: &mut dyn ReadSeek,
        sheet: Option<&str>,
        visit: Visit,
    ) -> Result<(), Failure> {
        let visit: Visit = &mut |row| {
            if row.mark.is_none() && row.is_blank() { Ok(true) } else { visit(row) }
        };
        match self {
            Container::Delimited { encoding, delimiter } => {
                delimited::rows(source, *encoding, *delimiter, visit)
            }
            Container::Html { encoding } => html::rows(source, *encoding, visit),
            Container::Sylk { encoding } => sylk::rows(source, *encoding, visit),
            Container::Objects { encoding, form, sheets } => {
                objects::rows(source, *encoding, *form, sheet_of(sheets, sheet), visit)
            }
            Container::Messages { format, encoding } => format.rows(source, *encoding, visit),
            Container::SheetXml { encoding, .. } => {
                sheet_xml::rows(source, *encoding, sheet.unwrap_or_default(), visit)
            }
            Container::Sheets { .. } => sheets::rows(source, sheet.unwrap_or_default(), visit),
            Container::Workbook { .. } => xlsx::rows(source, sheet.unwrap_or_default(), visit),
        }
    }

    /// Names of hidden sheets that hold more than headings and are not read.
    pub fn hidden_sheets(&self) -> &[String] {
        match self {
            Container::Workbook { hidden, .. } => hidden,
            _ => &[],
        }
    }

    /// The message format, if it is one.
    pub fn message_format(&self) -> Option<MessageFormat> {
        match self {
            Container::Messages { format, .. } => Some(*format),
            _ => None,
        }
    }

    /// `csv`, `html`, `sylk`, `sheet_xml` (Excel 2003), `json_lines`, `json`, `query`, `xlsx`,
    /// `xls`, `xlsb`, `ods` or the code of a message format.
    pub fn code(&self) -> &'static str {
        match self {
            Container::Delimited { .. } => "csv",
            Container::Html { .. } => "html",
            Container::Sylk { .. } => "sylk",
            Container::Objects { form, .. } => form.code(),
            Container::Messages { format, .. } => format.code(),
            Container::SheetXml { .. } => "sheet_xml",
            Container::Sheets { format, .. } => format.code(),
            Container::Workbook { .. } => "xlsx",
        }
    }

    pub fn encoding(&self) -> Option<TextEncoding> {
        match self {
            Container::Delimited { encoding, .. }
            | Container::Html { encoding }
            | Container::Sylk { encoding }
            | Container::Objects { encoding, .. }
            | Container::Messages { encoding, .. } => Some(*encoding),
            Container::SheetXml { .. } | Container::Sheets { .. } | Container::Workbook { .. } => {
                None
            }
        }
    }

    pub fn delimiter(&self) -> Option<char> {
        match self {
            Container::Delimited { delimiter, .. } => Some(char::from(*delimiter)),
            _ => None,
        }
    }
}

/// The keys of JSON objects as a heading row; it is no line of the file, hence number 0.
pub fn key_row<S: AsRef<str>>(keys: &[S]) -> Row {
    let mut row = Row::default();
    row.clear(0);
    keys.iter().for_each(|key| row.push(key.as_ref(), CellKind::Text));
    row
}

/// Why a workbook is refused that nobody has read for us.
fn raw_sheets(format: SheetFormat, source: &mut dyn ReadSeek) -> Result<Failure, Failure> {
    if format == SheetFormat::Xls && sheets::is_encrypted_package(source)? {
        return Ok(Failure::new(FailureCode::FileIsEncrypted));
    }
    let found = format.code().to_ascii_uppercase();
    Ok(Failure::new(FailureCode::FormatUnknown).with("found", found))
}

fn first_visible(
    source: &mut dyn ReadSeek,
    encoding: TextEncoding,
) -> Result<Option<char>, Failure> {
    use std::io::Read;
    let mut decoded = encoding::Decoded::new(source, encoding)?;
    let mut bytes = [0; 8192];
    loop {
        let length = decoded.read(&mut bytes).map_err(|e| encoding::text_failure(e, 1))?;
        if length == 0 {
            return Ok(None);
        }
        if let Some(byte) = bytes[..length].iter().find(|byte| !byte.is_ascii_whitespace()) {
            return Ok(Some(char::from(*byte)));
        }
    }
}

/// The sheet of this name; the first has none.
fn sheet_of<'a>(sheets: &'a [objects::Sheet], name: Option<&str>) -> &'a objects::Sheet {
    let name = name.unwrap_or_default();
    sheets.iter().find(|sheet| sheet.name == name).expect("names come from these sheets")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;
    use std::fs;
    use std::io::Cursor;
    use std::path::{Path, PathBuf};

    /// What a file holds, in the measures of `truth.csv`.
    #[derive(Default)]
    struct Found {
        sheets: usize,
        rows: usize,
        cells: usize,
        /// Numbers and dates.
        numbers: usize,
        /// Cells of the shortest and of the longest row.
        widths: Option<(usize, usize)>,
    }

    fn found(bytes: Vec<u8>) -> Result<Found, Failure> {
        let mut source = Cursor::new(bytes);
        if let Magic::Sheets(_) = Magic::of(&mut source)? {
            let mut cells = Vec::new();
            sheets::write(&mut source, &mut cells)?;
            source = Cursor::new(cells);
        }
        let container = Container::open(&mut source)?;
        let mut found = Found::default();
        for head in container.heads(&mut source)? {
            found.sheets += 1;
            container.rows(&mut source, head.sheet.as_deref(), &mut |row| {
                let width = row.cells().len();
                let cells = row.cells().iter().filter(|cell| !cell.text.is_empty());
                found.rows += 1;
                found.cells += cells.clone().count();
                found.numbers += cells.filter(|cell| cell.kind == CellKind::Binary).count();
                let (least, most) = found.widths.unwrap_or((width, width));
                found.widths = Some((least.min(width), most.max(width)));
                Ok(true)
            })?;
        }
        Ok(found)
    }

    /// In the words of `truth.csv`.
    fn told(truth: &BTreeMap<String, String>, found: &Found) -> (String, String) {
        let note: Vec<&str> = truth["note"].split_whitespace().collect();
        let after = |word: &str| {
            let at = note.iter().position(|one| *one == word).expect("the note says so");
            note[at + 1].trim_end_matches(';')
        };
        if truth["format"] == "csv" {
            let (least, most) = found.widths.unwrap_or_default();
            let expected = format!("{} of {}", after("rows"), after("fields"));
            return (format!("{} of {least}-{most}", found.rows), expected);
        }
        let count = |word| after(word).parse::<usize>().expect("a count");
        let numbers = count("cells") + count("dates");
        let (sheets, rows, cells) = (
            truth["statements"].as_str(),
            truth["transactions"].as_str(),
            truth["tx_details"].as_str(),
        );
        let expected = format!("{sheets} sheets {rows} rows {cells} cells {numbers} numbers");
        let Found { sheets, rows, cells, numbers, .. } = found;
        (format!("{sheets} sheets {rows} rows {cells} cells {numbers} numbers"), expected)
    }

    fn compare(folder: &Path) {
        let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/corpora");
        let exceptions = fs::read_to_string(ours.join("exceptions.txt")).expect("the list");
        let mut table = csv::Reader::from_path(folder.join("truth.csv")).expect("the truth");
        let mut compared = 0;
        for truth in table.deserialize::<BTreeMap<String, String>>() {
            let truth = truth.expect("a row of texts");
            if !["csv", "sheet"].contains(&truth["format"].as_str()) {
                continue;
            }
            let path = &truth["path"];
            let is_excepted = exceptions.contains(&format!("{path}: "));
            match found(fs::read(folder.join(path)).expect("the file")) {
                Ok(found) => {
                    let (seen, expected) = told(&truth, &found);
                    assert_eq!((seen, is_excepted), (expected, false), "{path}");
                }
                Err(failure) => assert!(is_excepted, "{path}: {failure}"),
            }
            compared += 1;
        }
        assert!(compared > 10, "only {compared} files");
    }

    #[test]
    fn the_chosen_tables_hold_what_others_found_in_them() {
        compare(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/corpora"));
    }

    #[test]
    #[ignore = "reads the folder that DOISOAT_CORPORA names"]
    fn all_tables_hold_what_others_found_in_them() {
        let folder = std::env::var_os("DOISOAT_CORPORA").expect("DOISOAT_CORPORA names a folder");
        compare(&PathBuf::from(folder));
    }
}
