//! Before a file's rows are read: it is opened and measured, and its layout is found by name or by
//! content.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use super::given::{self, Intake};
use super::import::ImportOptions;
use super::teach;
use crate::app::Surroundings;
use crate::app::machine::files;
use crate::model::view::Preview;
use crate::model::{Failure, FailureCode, FileKind, FileTotals, LayoutFit, Problem, ReadRow};
use crate::read::{self, Layout, ReadContext, Survey};

/// How many rows a preview shows.
const ROWS_SHOWN: usize = 20;

/// A file that is ready to be read.
pub(in crate::app) struct Opened {
    pub file: File,
    /// As the store keeps it.
    pub name: String,
    pub size_bytes: u64,
    pub sha256: String,
    pub layout: Layout,
    pub survey: Survey,
    pub context: ReadContext,
}

/// Opens the file, finds its layout and surveys it.
pub(in crate::app) fn open(
    surroundings: &Surroundings,
    path: &Path,
    options: &ImportOptions,
    context: ReadContext,
) -> Result<Opened, Failure> {
    let mut intake = given::open(surroundings, path)?;
    let layout = match &options.layout {
        Some(name) => named_layout(surroundings, name)?,
        None => fitting_layout(surroundings, path, &mut intake.file)?,
    };
    let layout = match options.number_style {
        Some(style) => layout.with_number_style(style),
        None => layout,
    };
    surveyed(path, intake, layout, context)
}

/// Opens the file to be read by a layout that may stand in no folder yet.
pub(in crate::app) fn open_by(
    surroundings: &Surroundings,
    layout: Layout,
    path: &Path,
    context: ReadContext,
) -> Result<Opened, Failure> {
    surveyed(path, given::open(surroundings, path)?, layout, context)
}

fn surveyed(
    path: &Path,
    intake: Intake,
    layout: Layout,
    context: ReadContext,
) -> Result<Opened, Failure> {
    let Intake { mut file, name, size_bytes, sha256 } = intake;
    let name = match &context.sheet {
        Some(sheet) => format!("{name}/{sheet}"),
        None => name,
    };
    let survey = read::survey(&mut file, &layout, &context).map_err(|failure| failure.at(path))?;
    Ok(Opened { file, name, size_bytes, sha256, layout, survey, context })
}

impl Opened {
    /// Reads all rows from the beginning.
    pub fn read(
        &mut self,
        path: &Path,
        sink: &mut dyn FnMut(ReadRow) -> bool,
    ) -> Result<FileTotals, Failure> {
        read::read(&mut self.file, &self.layout, &self.survey, &self.context, sink)
            .map_err(|failure| failure.at(path))
    }
}

/// What a layout makes of a file, beside what the others would lack; nothing is written.
pub(in crate::app) fn preview(
    surroundings: &Surroundings,
    path: &Path,
    mut opened: Opened,
) -> Result<Preview, Failure> {
    let fits = read::compare(&mut opened.file, &layouts(surroundings)?);
    let survey = &opened.survey;
    let mut preview = Preview {
        path: path.display().to_string(),
        sha256: opened.sha256.clone(),
        size_bytes: opened.size_bytes,
        layout: opened.layout.name.clone(),
        kind: opened.layout.kind,
        container: survey.container,
        encoding: survey.encoding,
        sheet: survey.sheet.clone(),
        header_row: survey.header_row,
        fits: fits.map_err(|failure| failure.at(path))?,
        columns: survey.columns.clone(),
        number_styles: survey.number_styles.clone(),
        totals: FileTotals::default(),
        payments: 0,
        details: 0,
        invoices: 0,
        first_payments: Vec::new(),
        first_invoices: Vec::new(),
        problems: Vec::<Problem>::new(),
        known_file: None,
    };
    preview.totals = opened.read(path, &mut |row| {
        show(&mut preview, row);
        true
    })?;
    preview.problems = in_row_order(std::mem::take(&mut preview.problems));
    Ok(preview)
}

/// Problems as a person goes through the file: those of the file as a whole first, then row by row;
/// an invoice is read as one, so its lines may be refused after rows that stand below them.
pub(in crate::app) fn in_row_order(mut problems: Vec<Problem>) -> Vec<Problem> {
    problems.sort_by_key(|problem| problem.place.row);
    problems
}

fn show(preview: &mut Preview, row: ReadRow) {
    match row {
        ReadRow::Payment(row) => {
            preview.payments += 1;
            preview.details += u64::from(row.detail.is_some());
            if preview.first_payments.len() < ROWS_SHOWN {
                preview.first_payments.push(*row);
            }
        }
        ReadRow::Invoice(row) => {
            preview.invoices += 1;
            if preview.first_invoices.len() < ROWS_SHOWN {
                preview.first_invoices.push(*row);
            }
        }
        ReadRow::Problem(problem) => preview.problems.push(problem),
    }
}

/// The shipped layouts and the user's own, by name; an own one replaces a shipped one of its name.
pub(in crate::app) fn layouts(surroundings: &Surroundings) -> Result<Vec<Layout>, Failure> {
    let own = own_layouts(surroundings)?;
    let is_replaced = |name: &str| own.iter().any(|layout| layout.name == name);
    let mut all: Vec<Layout> = read::shipped_layouts()
        .iter()
        .filter(|layout| !is_replaced(&layout.name))
        .cloned()
        .collect();
    all.extend(own);
    Ok(all)
}

/// Where the user's own layouts lie.
pub(in crate::app) fn own_folder(surroundings: &Surroundings) -> PathBuf {
    surroundings.config_folder.join("layouts")
}

/// Files of the user's own layouts, in the order of their names.
pub(in crate::app) fn own_layout_files(
    surroundings: &Surroundings,
) -> Result<Vec<PathBuf>, Failure> {
    let folder = own_folder(surroundings);
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let unreadable = |error: std::io::Error| files::read_failure(&folder, &error);
    let mut paths = Vec::new();
    for entry in fs::read_dir(&folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn own_layouts(surroundings: &Surroundings) -> Result<Vec<Layout>, Failure> {
    own_layout_files(surroundings)?.iter().map(|path| layout_in(path)).collect()
}

/// By the name of a layout, or by the path of its file.
fn named_layout(surroundings: &Surroundings, name: &str) -> Result<Layout, Failure> {
    let path = Path::new(name);
    if path.extension().is_some_and(|extension| extension == "toml") {
        return layout_in(path);
    }
    let all = layouts(surroundings)?;
    all.into_iter()
        .find(|layout| layout.name == name)
        .ok_or_else(|| Failure::new(FailureCode::LayoutUnknown).with("layout", name))
}

fn layout_in(path: &Path) -> Result<Layout, Failure> {
    let text = fs::read_to_string(path).map_err(|error| files::read_failure(path, &error))?;
    let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    read::parse_layout(&name.unwrap_or_default(), &text).map_err(|failure| failure.at(path))
}

/// Content decides; two layouts that fit equally well are an ambiguity, never a guess.
fn fitting_layout(
    surroundings: &Surroundings,
    path: &Path,
    file: &mut File,
) -> Result<Layout, Failure> {
    let all = layouts(surroundings)?;
    let fits = read::compare(file, &all).map_err(|failure| failure.at(path))?;
    let whole: Vec<&LayoutFit> = fits.iter().filter(|fit| fit.is_whole).collect();
    let Some(best) = whole.first() else {
        return Err(nothing_fits(path, file, fits.first()).unwrap_or_else(|failure| failure));
    };
    let equal: Vec<&LayoutFit> =
        whole.iter().copied().filter(|fit| fit.score == best.score).collect();
    if equal.len() > 1 {
        let names: Vec<&str> = equal.iter().map(|fit| fit.layout.as_str()).collect();
        let failure = Failure::new(FailureCode::LayoutAmbiguous)
            .with("layouts", names.join(", "))
            .with("differences", differences(&equal));
        return Err(failure.at(path));
    }
    let layout = all.into_iter().find(|layout| layout.name == best.layout);
    Ok(layout.expect("the fit is of one of them"))
}

/// What each of several layouts takes a heading for that the others take for something else.
fn differences(equal: &[&LayoutFit]) -> String {
    let is_shared = |pair: &(String, &str)| equal.iter().all(|fit| fit.found.contains(pair));
    let of_one = |fit: &&LayoutFit| {
        let own = fit.found.iter().filter(|pair| !is_shared(pair));
        let own: Vec<String> = own.map(|(name, field)| format!("“{name}” = {field}")).collect();
        let colon = if own.is_empty() { "" } else { ": " };
        format!("{} ({}){colon}{}", fit.layout, fit.institution, own.join(", "))
    };
    equal.iter().map(of_one).collect::<Vec<_>>().join("; ")
}

/// The failure that names the likely headings, the nearest layout with what it lacks, and the
/// command that teaches.
fn nothing_fits(
    path: &Path,
    file: &mut File,
    nearest: Option<&LayoutFit>,
) -> Result<Failure, Failure> {
    let sheet = read::sheet(file).map_err(|failure| failure.at(path))?;
    let nearest = nearest.ok_or_else(|| Failure::new(FailureCode::HeaderNotFound).at(path))?;
    let lacks = nearest.missing.iter().map(|(_, heading)| heading);
    let lacks: Vec<&str> = lacks.chain(&nearest.missing_markers).map(String::as_str).collect();
    Ok(Failure::new(FailureCode::NoLayoutFits)
        .with("row", sheet.header_row)
        .with("layout", &nearest.layout)
        .with("missing", lacks.join(", "))
        .with("command", teach::command_to_suggest(path, file))
        .at(path))
}

/// `payments` or `invoices`, as progress tells it.
pub(in crate::app) fn stage(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Payments => "import_payments",
        FileKind::Invoices => "import_invoices",
    }
}
