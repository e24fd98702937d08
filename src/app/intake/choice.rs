//! Choosing the layout of a file: the one that a person names, else the one that fits its content.

use std::fs::File;
use std::path::Path;

use super::{layouts, teach_command};
use crate::app::Surroundings;
use crate::model::{Failure, FailureCode, LayoutFit};
use crate::money::NumberStyle;
use crate::read::{self, Layout};

/// What a person says of how a file is to be read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Choice<'a> {
    /// Name of a layout, or path of a TOML file; `None` = recognised by content.
    pub layout: Option<&'a str>,
    /// How its columns write their numbers, where their cells do not tell.
    pub number_style: Option<NumberStyle>,
}

/// The layout by which a file is read, and the layouts of the user's own that were left out because
/// they are wrong somewhere; where the file may have needed one of them, that is the failure.
///
/// # Errors
/// A layout of that name that is not there or does not parse; `no_layout_fits`, `layout_ambiguous`.
pub fn choose(
    surroundings: &Surroundings,
    path: &Path,
    file: &mut File,
    chosen: Choice,
) -> Result<(Layout, Vec<Failure>), Failure> {
    let (layout, broken) = match chosen.layout {
        Some(name) => (named_layout(surroundings, name)?, Vec::new()),
        None => fitting_layout(surroundings, path, file)?,
    };
    let layout = match chosen.number_style {
        Some(style) => layout.with_number_style(style),
        None => layout,
    };
    Ok((layout, broken))
}

/// By the name of a layout, or by the path of its file.
fn named_layout(surroundings: &Surroundings, name: &str) -> Result<Layout, Failure> {
    let path = Path::new(name);
    if path.extension().is_some_and(|extension| extension == "toml") {
        return layouts::in_file(path);
    }
    let all = layouts::all(surroundings)?;
    if let Some(broken) = all.broken(name) {
        return Err(broken.clone());
    }
    all.sound
        .into_iter()
        .find(|layout| layout.name == name)
        .ok_or_else(|| Failure::new(FailureCode::LayoutUnknown).with("layout", name))
}

/// Content decides; two layouts that fit equally well are an ambiguity, never a guess.
fn fitting_layout(
    surroundings: &Surroundings,
    path: &Path,
    file: &mut File,
) -> Result<(Layout, Vec<Failure>), Failure> {
    let all = layouts::all(surroundings)?;
    let fits = read::compare(file, &all.sound).map_err(|failure| failure.at(path))?;
    let whole: Vec<&LayoutFit> = fits.iter().filter(|fit| fit.is_whole).collect();
    let Some(best) = whole.first() else {
        if let Some(broken) = all.broken.first() {
            return Err(broken.clone());
        }
        if let Some((fit, bank)) = fits.iter().find_map(|fit| Some((fit, other_bank(fit)?))) {
            let failure = Failure::new(FailureCode::OtherBankNamed).with("layout", &fit.layout);
            return Err(failure.with("bank", bank).at(path));
        }
        return Err(nothing_fits(path, file, &fits).unwrap_or_else(|failure| failure));
    };
    if let Some(broken) = all.broken(&best.layout) {
        return Err(broken.clone());
    }
    let equal: Vec<&LayoutFit> =
        whole.iter().copied().filter(|fit| fit.score == best.score).collect();
    if equal.len() > 1 {
        let names: Vec<&str> = equal.iter().map(|fit| fit.layout.as_str()).collect();
        let failure = Failure::new(FailureCode::LayoutAmbiguous)
            .with("layouts", names.join(", "))
            .with("differences", differences(&equal));
        return Err(failure.at(path));
    }
    let layout = all.sound.into_iter().find(|layout| layout.name == best.layout);
    Ok((layout.expect("the fit is of one of them"), all.broken))
}

/// The bank that the file names, where nothing else keeps the layout from reading it.
fn other_bank(fit: &LayoutFit) -> Option<&'static str> {
    fit.other_bank.filter(|_| fit.missing.is_empty() && fit.missing_markers.is_empty())
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

/// Headings that a layout shares at least with a file before it helps to hear of it.
const SEVERAL: usize = 3;

/// The failure that names the likely headings, the command that teaches and, where it is near, the
/// layout that lacks least.
fn nothing_fits(path: &Path, file: &mut File, fits: &[LayoutFit]) -> Result<Failure, Failure> {
    let sheet = read::sheet(file).map_err(|failure| failure.at(path))?;
    if fits.is_empty() {
        return Err(Failure::new(FailureCode::HeaderNotFound).at(path));
    }
    // One whose bank's name is missing is most likely another bank's; one that lacks several
    // headings, another export. Few files have a column of accounts, and none need get one.
    let helps = |fit: &&LayoutFit| {
        let lacks_one = matches!(&fit.missing[..], [(field, _)] if *field != "account");
        fit.found.len() >= SEVERAL && lacks_one && fit.missing_markers.is_empty()
    };
    let failure = match fits.iter().find(helps) {
        None => Failure::new(FailureCode::NoLayoutFits),
        Some(near) => {
            let lacks: Vec<&str> = near.missing.iter().map(|(field, _)| *field).collect();
            Failure::new(FailureCode::LayoutNearlyFits)
                .with("layout", &near.layout)
                .with("fields", lacks.join(", "))
        }
    };
    let command = teach_command::to_suggest(path, file);
    Ok(failure.with("row", sheet.header_row).with("command", command).at(path))
}
