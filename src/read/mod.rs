//! Reading: bytes become rows, rows become payments or invoices, with problems beside. Never opens a file.

use std::io::{Read, Seek};

use crate::model::{
    Direction, Failure, FileKind, FileTotals, Nature, OwnAccount, Partner, ReadRow, Source,
};

/// What a reader reads from.
pub trait ReadSeek: Read + Seek {}
impl<T: Read + Seek> ReadSeek for T {}

/// What reading must be told from outside the file.
#[derive(Clone, Debug, Default)]
pub struct ReadContext {
    /// The account for files that do not name theirs.
    pub account: Option<String>,
    pub own_accounts: Vec<OwnAccount>,
    pub partners: Vec<Partner>,
}

/// A layout: what a bank, gateway or agency system writes, as data.
#[derive(Clone, Debug)]
pub struct Layout {
    pub name: String,
    pub kind: FileKind,
}

/// How well a layout fits a file; only fits that could be read are returned.
#[derive(Clone, Debug)]
pub struct Fit {
    pub layout: Layout,
    /// Headings recognised; more is better. Equal best scores are an ambiguity, never a guess.
    pub score: u32,
}

/// What was found out about a file before its rows are read.
#[derive(Clone, Debug)]
pub struct Survey {
    /// Heading in the file → field it was taken for, in file order.
    pub columns: Vec<(String, String)>,
    /// Per money column: heading, number style, the cell that decided it.
    pub number_styles: Vec<(String, &'static str, String)>,
}

/// The layouts that are built in.
pub fn shipped_layouts() -> &'static [Layout] {
    unimplemented!()
}

/// Text of a built-in layout.
pub fn layout_text(name: &str) -> Option<&'static str> {
    let _ = name;
    unimplemented!()
}

/// Reads a layout from TOML; refused with the line where it is wrong.
pub fn parse_layout(name: &str, text: &str) -> Result<Layout, Failure> {
    let _ = (name, text);
    unimplemented!()
}

/// Which layouts fit, best first. Content decides, never the name of the file.
pub fn detect(source: &mut dyn ReadSeek, layouts: &[Layout]) -> Result<Vec<Fit>, Failure> {
    let _ = (source, layouts);
    unimplemented!()
}

/// Header, number styles with evidence, stated totals.
pub fn survey(
    source: &mut dyn ReadSeek,
    layout: &Layout,
    context: &ReadContext,
) -> Result<Survey, Failure> {
    let _ = (source, layout, context);
    unimplemented!()
}

/// Reads all rows; the sink answers whether to go on (`false` ends with the failure `cancelled`).
pub fn read(
    source: &mut dyn ReadSeek,
    layout: &Layout,
    survey: &Survey,
    context: &ReadContext,
    sink: &mut dyn FnMut(ReadRow) -> bool,
) -> Result<FileTotals, Failure> {
    let _ = (source, layout, survey, context, sink);
    unimplemented!()
}

/// What kind of money a row is, by the shipped patterns, the partners' own and the configured accounts.
pub fn nature(source: &Source, direction: Direction, memo: &str, context: &ReadContext) -> Nature {
    let _ = (source, direction, memo, context);
    unimplemented!()
}
