//! Before a file's rows are read: it is opened, its layout is chosen, and it is surveyed.

use std::fs::File;
use std::path::Path;

use super::choice::{self, Choice};
use super::given_file::{self, GivenFile};
use crate::app::Surroundings;
use crate::model::{Failure, FailureCode, FileTotals, Place, Problem, ProblemCode, ReadRow};
use crate::read::{self, Layout, ReadContext, Survey};

/// A file that is ready to be read.
pub struct Opened {
    pub file: File,
    /// As the store keeps it.
    pub name: String,
    pub size_bytes: u64,
    pub sha256: String,
    pub layout: Layout,
    pub survey: Survey,
    pub context: ReadContext,
    /// What is to be said of the file before its rows are read.
    pub notes: Vec<Problem>,
}

/// Opens the file, chooses its layout and surveys it.
pub fn open(
    surroundings: &Surroundings,
    path: &Path,
    chosen: Choice,
    context: ReadContext,
) -> Result<Opened, Failure> {
    let mut given = given_file::open(surroundings, path)?;
    let (layout, broken) = choice::choose(surroundings, path, &mut given.file, chosen)?;
    let opened = surveyed(path, given, layout, context)?;
    Ok(Opened { notes: broken.into_iter().map(left_out).collect(), ..opened })
}

/// That a layout of the user's own was not looked at.
fn left_out(broken: Failure) -> Problem {
    let (place, code) = (Place::default(), ProblemCode::LayoutLeftOut);
    Problem { place, code, raw: String::new(), facts: broken.facts }
}

/// Opens the file to be read by a layout that may stand in no folder yet.
pub fn open_by(
    surroundings: &Surroundings,
    layout: Layout,
    path: &Path,
    context: ReadContext,
) -> Result<Opened, Failure> {
    surveyed(path, given_file::open(surroundings, path)?, layout, context)
}

fn surveyed(
    path: &Path,
    given: GivenFile,
    layout: Layout,
    context: ReadContext,
) -> Result<Opened, Failure> {
    let GivenFile { mut file, name, size_bytes, sha256 } = given;
    let name = match &context.sheet {
        Some(sheet) => format!("{name}/{sheet}"),
        None => name,
    };
    let survey = read::survey(&mut file, &layout, &context).map_err(|failure| failure.at(path))?;
    let notes = Vec::new();
    Ok(Opened { file, name, size_bytes, sha256, layout, survey, context, notes })
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

    /// The same by batches of so many rows; the last one may be smaller.
    pub fn read_batches(
        &mut self,
        path: &Path,
        rows_a_batch: usize,
        sink: &mut dyn FnMut(Vec<ReadRow>) -> bool,
    ) -> Result<FileTotals, Failure> {
        let mut batch = Vec::with_capacity(rows_a_batch);
        let totals = self.read(path, &mut |row| {
            batch.push(row);
            batch.len() < rows_a_batch || sink(std::mem::take(&mut batch))
        })?;
        match batch.is_empty() || sink(batch) {
            true => Ok(totals),
            false => Err(Failure::new(FailureCode::Cancelled)),
        }
    }
}
