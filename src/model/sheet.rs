//! A sheet beside what is known of layouts: which fit and what the others lack, and what a person
//! says of the columns of one that none fits.

use super::FileKind;
use crate::money::NumberStyle;

/// How near a layout comes to a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LayoutFit {
    pub layout: String,
    /// Who writes such files.
    pub institution: String,
    /// It can read the file: nothing is missing.
    pub is_whole: bool,
    /// Headings and markers found; more is better. Two whole fits of one score are an ambiguity.
    pub score: u32,
    /// Row in which most of its headings stand, as a person counts it; 0 = keys of JSON objects.
    pub row: u64,
    /// Heading in the file → field it is taken for, in file order.
    pub found: Vec<(String, &'static str)>,
    /// Field → heading by which the layout knows it, of those that it cannot do without.
    pub missing: Vec<(&'static str, String)>,
    /// Texts that must stand above its headings: those that do.
    pub markers: Vec<String>,
    /// And those that do not.
    pub missing_markers: Vec<String>,
    /// Institution of the bank that the file names above its headings instead of the layout's own.
    pub other_bank: Option<&'static str>,
}

impl LayoutFit {
    /// It finds at least two headings, and more than it lacks.
    pub fn is_near(&self) -> bool {
        let missing = self.missing.len() + self.missing_markers.len();
        self.found.len() > 1 && self.found.len() > missing
    }
}

/// The table of a file as it stands there, with what its columns may be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sheet {
    /// Name of the sheet of a workbook.
    pub name: Option<String>,
    pub header_row: u64,
    /// What the headings speak of, if one can tell.
    pub kind: FileKind,
    /// In file order; a column without a heading cannot be taught.
    pub columns: Vec<SheetColumn>,
    /// The first rows below the headings, by their numbers; cells as in the file.
    pub rows: Vec<(u64, Vec<String>)>,
    /// The bank or gateway that the lines above the headings name, if they name one.
    pub institution: Option<String>,
}

/// A column of a sheet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SheetColumn {
    /// On one line; empty where the file has none.
    pub heading: String,
    /// Code of the field that a column of this heading usually holds.
    pub guess: Option<&'static str>,
}

/// A column that holds something from which a taught layout reads nothing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnreadColumn {
    /// Its heading; its letter where it has none.
    pub name: String,
    /// It holds amounts; words if not.
    pub is_money: bool,
}

/// What a person says of a sheet.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Lesson {
    /// Code of a field → the column that holds it: its heading, its letter or its number from 1;
    /// `#3` is the third column, whatever the headings say.
    pub columns: Vec<(String, String)>,
    /// Columns that are not spoken of are taken for what they usually hold.
    pub is_rest_guessed: bool,
    /// Who wrote the file; from the lines above the headings, else from the name, if left out.
    pub institution: Option<String>,
    /// Code of a sign rule; from the columns if left out.
    pub sign: Option<String>,
    /// From the cells if left out.
    pub number_style: Option<NumberStyle>,
}
