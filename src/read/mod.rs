//! Reading: bytes become rows, rows become payments or invoices, with problems beside. Never opens
//! a file.
//!
//! The way of a file: `container` tells what it is and has its rows of cells handed over by `files`
//! (or by `messages`, where the format is no table); `survey` finds in them the header of a
//! `layout`, how columns write numbers and what the file says of itself; `payments` makes payments
//! or invoices of the rows and proves their sums. Where no layout fits a file, `teach` makes one.

use crate::model::Failure;
use crate::model::FailureCode;
use crate::model::FileKind;
use crate::model::FileTotals;
use crate::model::LayoutFit;
use crate::model::Lesson;
use crate::model::ReadRow;
use crate::model::Sheet;
use crate::model::UnreadColumn;

mod container;
mod files;
mod layout;
mod layouts;
mod messages;
mod payments;
mod survey;
mod teach;

pub use files::ReadSeek;
pub use files::magic::{Magic, SheetFormat, may_be_read};
pub use files::sheets::{MAX_BYTES as MAX_SHEETS_BYTES, write as write_sheets};
pub use files::unpack::{packed_files, unpack_file, unpack_gzip};
pub use layout::format::{Layout, parse_layout};
pub use layout::shipped::{layout_text, shipped_layouts};
pub use payments::context::ReadContext;
pub use payments::nature::nature;

/// How well a layout fits a file; only fits that could be read are returned.
#[derive(Clone, Debug)]
pub struct Fit {
    pub layout: Layout,
    /// Twice the headings and markers recognised, and one more for a layout whose files were seen;
    /// more is better. Equal best scores are an ambiguity, never a guess.
    pub score: u32,
}

/// What was found out about a file before its rows are read.
#[derive(Clone, Debug)]
pub struct Survey {
    /// Heading in the file → field it was taken for, in file order.
    pub columns: Vec<(String, String)>,
    /// Per money column: heading, number style, the cell that decided it (empty where its
    /// neighbours or the layout did).
    pub number_styles: Vec<(String, &'static str, String)>,
    /// `csv`, `html`, `sylk`, `sheet_xml` (Excel 2003), `json_lines`, `json`, `query`, `xlsx`,
    /// `xls`, `xlsb`, `ods` or the code of a message format.
    pub container: &'static str,
    /// Of text files: `utf-8`, `utf-16le`, `utf-16be`, `windows-1258`.
    pub encoding: Option<&'static str>,
    pub delimiter: Option<char>,
    /// The sheet of a workbook, or the list inside JSON objects, that is read.
    pub sheet: Option<String>,
    /// Row of the headings as a person counts it; 0 where they are keys of JSON objects.
    pub header_row: u64,
    plan: survey::plan::Plan,
}

impl Survey {
    /// The sheets of a workbook that this layout can read, in their order.
    pub fn sheets(&self) -> &[String] {
        &self.plan.sheets
    }

    /// Whether the rows are notices of single payments, which come at least once each, and not rows
    /// of a table.
    pub fn holds_events(&self) -> bool {
        ["json_lines", "json", "query"].contains(&self.container)
    }
}

/// Which layouts fit, best first. Content decides, never the name of the file.
///
/// A layout fits where its markers and all its required headings are found; a marker counts as a
/// heading.
pub fn detect(source: &mut dyn ReadSeek, layouts: &[Layout]) -> Result<Vec<Fit>, Failure> {
    let whole = compare(source, layouts)?.into_iter().filter(|fit| fit.is_whole);
    let fits = whole.filter_map(|fit| {
        let layout = layouts.iter().find(|layout| layout.name == fit.layout)?;
        Some(Fit { layout: layout.clone(), score: fit.score })
    });
    Ok(fits.collect())
}

/// How near each layout comes to a file, the best first.
pub fn compare(source: &mut dyn ReadSeek, layouts: &[Layout]) -> Result<Vec<LayoutFit>, Failure> {
    let container = container::Container::open(source)?;
    let heads = container.heads(source)?;
    let its_kind = layouts
        .iter()
        .filter(|layout| !layout.is_by_name_only && layout.container == container.message_format());
    let mut fits: Vec<LayoutFit> =
        its_kind.filter_map(|layout| survey::head::near::fit(&heads, layout)).collect();
    fits.sort_by_key(survey::head::near::rank);
    Ok(fits)
}

/// The table of a file that no layout knows, with what its columns may be.
pub fn sheet(source: &mut dyn ReadSeek) -> Result<Sheet, Failure> {
    Ok(teach::sketch::sketch(source, &[])?.to_sheet())
}

/// The text of a layout called `name` that reads the file as a person says, and the columns that
/// hold something and are not read by it.
pub fn teach(
    source: &mut dyn ReadSeek,
    lesson: &Lesson,
    name: &str,
) -> Result<(String, Vec<UnreadColumn>), Failure> {
    let named: Vec<&str> = lesson.columns.iter().map(|(_, column)| column.as_str()).collect();
    teach::lesson::layout_text(&teach::sketch::sketch(source, &named)?, lesson, name)
}

/// Codes of the fields that a column of such a file may hold, the usual ones first.
pub fn field_codes(kind: FileKind) -> Vec<&'static str> {
    let mut fields: Vec<layout::field::Field> = layout::field::Field::ALL.to_vec();
    fields.retain(|field| field.belongs_to(kind));
    fields.sort_by_key(|field| field.rank_of_use());
    fields.into_iter().map(layout::field::Field::code).collect()
}

/// Header, number styles with evidence, stated totals.
pub fn survey(
    source: &mut dyn ReadSeek,
    layout: &Layout,
    context: &ReadContext,
) -> Result<Survey, Failure> {
    let (plan, number_styles) =
        survey::first_pass::survey(source, layout, context.sheet.as_deref())?;
    if layout.kind == FileKind::Payments {
        for section in &plan.sections {
            payments::accounts::home(layout, &plan, section, context)?;
        }
    }
    let headings = plan.header.headings.iter().enumerate();
    let columns = headings.filter_map(|(column, heading)| {
        let field = plan.header.field_of(column)?;
        Some((heading.clone(), field.code().to_owned()))
    });
    Ok(Survey {
        columns: columns.collect(),
        number_styles,
        container: plan.container.code(),
        encoding: plan.container.encoding().map(|encoding| encoding.code()),
        delimiter: plan.container.delimiter(),
        sheet: plan.sheet.clone(),
        header_row: plan.header.row,
        plan,
    })
}

/// Reads all rows; the sink answers whether to go on (`false` ends with the failure `cancelled`).
pub fn read(
    source: &mut dyn ReadSeek,
    layout: &Layout,
    survey: &Survey,
    context: &ReadContext,
    sink: &mut dyn FnMut(ReadRow) -> bool,
) -> Result<FileTotals, Failure> {
    let plan = &survey.plan;
    let cancelled = || Failure::new(FailureCode::Cancelled);
    let (totals, problems) = match layout.kind {
        FileKind::Payments => {
            let mut payments = payments::finish::Payments::new(layout, plan, context)?;
            plan.for_each_data_row(source, layout, &mut |row, section| {
                sink(match &row.mark {
                    Some(files::grid::Mark::Notes(problem)) => payments.noted(problem, section),
                    _ => payments.row(row, section),
                })
            })?;
            payments.finish()
        }
        FileKind::Invoices => {
            let mut invoices = payments::invoices::Invoices::new(layout, plan);
            plan.for_each_data_row(source, layout, &mut |row, _| match &row.mark {
                Some(files::grid::Mark::Notes(problem)) => invoices.noted(problem, sink),
                _ => invoices.row(row, sink),
            })?;
            invoices.finish(sink).ok_or_else(cancelled)?
        }
    };
    if !problems.into_iter().all(|problem| sink(ReadRow::Problem(problem))) {
        return Err(cancelled());
    }
    Ok(totals)
}
