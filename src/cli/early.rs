//! What must be known before the arguments are understood: the language of help and of refusals,
//! and `--json`.

use std::ffi::OsString;
use std::path::PathBuf;

use crate::app::{Surroundings, config};
use crate::lang::Lang;

pub struct Early {
    pub lang: Lang,
    pub is_json: bool,
    /// Screens draw with plain letters only.
    pub is_ascii: bool,
}

/// Looks without judging: what is wrong is said later, by the part that reads it.
pub fn look(args: &[OsString]) -> Early {
    let words: Vec<&str> =
        args.iter().skip(1).map_while(|arg| arg.to_str()).take_while(|arg| *arg != "--").collect();
    let lang = value_of(&words, "--lang")
        .and_then(known_language)
        .or_else(|| variable("DOISOAT_LANG").as_deref().and_then(known_language))
        .or_else(|| configured_language(value_of(&words, "--config")))
        .unwrap_or_else(locale_language);
    let is_given = |name| words.contains(&name);
    Early { lang, is_json: is_given("--json"), is_ascii: is_given("--ascii") }
}

/// An environment variable; one that is empty is as good as unset.
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Exactly a code of ours, unlike a locale.
pub fn known_language(code: &str) -> Option<Lang> {
    Lang::ALL.iter().copied().find(|lang| lang.code() == code)
}

fn value_of<'a>(words: &[&'a str], name: &str) -> Option<&'a str> {
    words.iter().enumerate().find_map(|(at, word)| match word.strip_prefix(name)? {
        "" => words.get(at + 1).copied(),
        rest => rest.strip_prefix('='),
    })
}

fn configured_language(named: Option<&str>) -> Option<Lang> {
    let named = named.map(str::to_owned).or_else(|| variable("DOISOAT_CONFIG"));
    let path = named.map_or_else(Surroundings::config_path_of_system, PathBuf::from);
    config::load(&path).ok()?.lang
}

/// A locale that is unset, `C`, `POSIX` or of another language means Vietnamese.
fn locale_language() -> Lang {
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| variable(name))
        .and_then(|locale| Lang::from_code(&locale))
        .unwrap_or_default()
}
