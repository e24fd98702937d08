//! Teach: what a person says of a sheet becomes a layout of their own, tried before it is saved.

use std::path::{Path, PathBuf};

use super::layouts::UNSAVED;
use super::{given_file, layouts, opening, preview, teach_command};
use crate::app::machine::files;
use crate::app::{Error, OpenOptions, Result, Surroundings};
use crate::model::view::Preview;
use crate::model::{Failure, FailureCode, FileKind, Lesson, Sheet, UnreadColumn};
use crate::read;
use crate::read::ReadContext;

/// Stands for an account that is not known yet; nothing is stored under it.
const SOME_ACCOUNT: &str = "1";

/// A layout out of a lesson, and what it makes of the file.
#[derive(Clone, PartialEq, Debug)]
pub struct Taught {
    pub name: String,
    /// With the sign rule that was found where the person named none.
    pub lesson: Lesson,
    /// The text of its file.
    pub text: String,
    /// Columns that hold something and that it does not read.
    pub unread: Vec<UnreadColumn>,
    /// Neither the file nor the person says which account it is of: it cannot be imported yet.
    pub lacks_account: bool,
    pub preview: Preview,
}

impl Taught {
    /// Payments without memos can hardly be matched.
    pub fn lacks_memo(&self) -> bool {
        let is_memo = |(_, field): &(String, String)| field == "memo";
        self.preview.kind == FileKind::Payments && !self.preview.columns.iter().any(is_memo)
    }

    /// Whether so much is left out that a person must want it so before it is saved.
    pub fn needs_a_yes(&self) -> bool {
        self.lacks_memo() || self.unread.iter().any(|column| column.is_money)
    }

    /// The command that teaches the layout again, word by word.
    pub fn command(&self) -> String {
        teach_command::again(&self.preview, &self.lesson)
    }
}

/// A layout that stands in the person's folder now.
pub struct Saved {
    pub path: PathBuf,
    /// Layouts that fit the file as well or better: it is read by the new one only if that is
    /// named. Empty = files like this are read by it from now on.
    pub rivals: Vec<String>,
}

/// The table of a file with what its columns may be.
pub fn sheet(surroundings: &Surroundings, path: &Path) -> Result<Sheet> {
    let mut file = given_file::open(surroundings, path)?.file;
    Ok(read::sheet(&mut file).map_err(|failure| failure.at(path))?)
}

/// Codes of the fields that a column may hold.
pub fn fields(kind: FileKind) -> Vec<&'static str> {
    read::field_codes(kind)
}

/// Makes a layout of the lesson and reads the file by it, where no store is open; nothing is saved.
pub fn try_without_store(
    options: &OpenOptions,
    path: &Path,
    lesson: &Lesson,
    name: Option<&str>,
    account: Option<&str>,
) -> Result<Taught> {
    let context = options.read_config()?.read_context(account);
    try_lesson(&options.surroundings, path, lesson, name, context)
}

/// Makes a layout of the lesson and reads the file by it; nothing is saved.
pub(in crate::app) fn try_lesson(
    surroundings: &Surroundings,
    path: &Path,
    lesson: &Lesson,
    name: Option<&str>,
    context: ReadContext,
) -> Result<Taught> {
    let name = name.unwrap_or(UNSAVED);
    let mut file = given_file::open(surroundings, path)?.file;
    let (text, unread) =
        read::teach(&mut file, lesson, name).map_err(|failure| failure.at(path))?;
    let layout = read::parse_layout(name, &text).map_err(|failure| failure.at(path))?;
    let sign = lesson.sign.clone().unwrap_or_else(|| layout.sign_code().to_owned());
    let lesson = Lesson { sign: Some(sign), ..lesson.clone() };
    let opened = opening::open_by(surroundings, layout, path, context)?;
    let preview = preview::preview(surroundings, path, opened)?;
    Ok(Taught { name: name.to_owned(), lesson, text, unread, lacks_account: false, preview })
}

/// The same for a person who is still choosing: the rows of a file are shown though its account is
/// not known.
pub(in crate::app) fn look_at_lesson(
    surroundings: &Surroundings,
    path: &Path,
    lesson: &Lesson,
    name: Option<&str>,
    context: ReadContext,
) -> Result<Taught> {
    match try_lesson(surroundings, path, lesson, name, context.clone()) {
        Err(Error::Failed(failure)) if failure.code == FailureCode::AccountUnknown => {
            let context = ReadContext { account: Some(SOME_ACCOUNT.to_owned()), ..context };
            let taught = try_lesson(surroundings, path, lesson, name, context)?;
            Ok(Taught { lacks_account: true, ..taught })
        }
        tried => tried,
    }
}

/// Saves a taught layout into the configuration folder, for its owner only. What stands there
/// already, and the name of a shipped layout, are never taken.
pub fn save(surroundings: &Surroundings, taught: &Taught) -> Result<Saved> {
    let name = &taught.name;
    let folder = layouts::own_folder(surroundings);
    let path = folder.join(format!("{name}.toml"));
    check_name(name, &path)?;
    files::create_folder(&folder)?;
    files::write_whole(&path, taught.text.as_bytes())?;
    let own = read::parse_layout(name, &taught.text)?;
    let mut file = given_file::open(surroundings, Path::new(&taught.preview.path))?.file;
    let score = read::compare(&mut file, &[own])?.pop().map_or(0, |own| own.score);
    let others = taught.preview.fits.iter().filter(|fit| fit.is_whole && fit.score >= score);
    Ok(Saved { path, rivals: others.map(|fit| fit.layout.clone()).collect() })
}

/// A name is a word of small letters, digits, `_` and `-`, and nobody's yet.
fn check_name(name: &str, path: &Path) -> std::result::Result<(), Failure> {
    let is_sign = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-".contains(c);
    if name.is_empty() || name.len() > 40 || !name.chars().all(is_sign) {
        return Err(Failure::new(FailureCode::LayoutNameWrong).with("layout", name));
    }
    if path.exists() || read::layout_text(name).is_some() {
        return Err(Failure::new(FailureCode::LayoutExists).with("layout", name));
    }
    Ok(())
}
