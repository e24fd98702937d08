//! Preview: what a layout makes of a file, its first rows and all that is wrong with it; nothing is
//! written.

use std::path::Path;

use super::choice::Choice;
use super::layouts;
use super::opening::{self, Opened};
use crate::app::{OpenOptions, Result, Surroundings};
use crate::model::view::Preview;
use crate::model::{Failure, FileTotals, Problem, ReadRow};
use crate::read;

/// How many rows a preview shows.
const ROWS_SHOWN: usize = 20;

/// What would be read from the file, where no store is open.
pub fn preview_without_store(
    outside: &OpenOptions,
    path: &Path,
    chosen: Choice,
    account: Option<&str>,
) -> Result<Preview> {
    let context = outside.read_config()?.read_context(account);
    let opened = opening::open(&outside.surroundings, path, chosen, context)?;
    Ok(preview(&outside.surroundings, path, opened)?)
}

/// What a layout makes of a file, beside what the others would lack; nothing is written.
pub(in crate::app) fn preview(
    surroundings: &Surroundings,
    path: &Path,
    mut opened: Opened,
) -> std::result::Result<Preview, Failure> {
    let fits = read::compare(&mut opened.file, &layouts::all(surroundings)?.sound);
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
        problems: std::mem::take(&mut opened.notes),
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
