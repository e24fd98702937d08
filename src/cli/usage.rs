//! Wrong usage in the user's own language: clap knows what is wrong, `lang/` has the words.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::commands::Exit;
use super::context::Output;
use crate::app::Result;
use crate::calendar::{Day, Period};
use crate::lang::Lang;
use crate::model::{Failure, FailureCode};
use crate::words;

/// Help and version are answers; everything else is a failure with the sentence that fits.
pub fn answer(error: &clap::Error, lang: Lang, output: &mut Output) -> Result<Exit> {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        output.write(&error.render().to_string());
        return Ok(Exit::Done);
    }
    let argument = named(error, &[ContextKind::InvalidArg, ContextKind::InvalidSubcommand]);
    let value = named(error, &[ContextKind::InvalidValue]);
    let other = named(error, &[ContextKind::PriorArg]);
    let facts = [("argument", &*argument), ("value", &*value), ("other", &*other)];
    let key = match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => "usage.missing_value",
        kind => key_of(kind),
    };
    let mut problem = words::filled(lang, key, &facts);
    let choices = named(error, &[ContextKind::ValidValue]);
    let meant = named(error, &[ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand]);
    for (key, fact) in [("usage.choices", choices), ("usage.meant", meant)] {
        if !fact.is_empty() {
            problem.push_str("; ");
            problem.push_str(&words::filled(lang, key, &[("choices", &fact)]));
        }
    }
    Err(Failure::new(FailureCode::UsageWrong).with("problem", problem).into())
}

/// Wrong usage that only we can see: a value that is no payment, no day, no amount.
pub fn wrong_value(lang: Lang, argument: &str, value: &str) -> Failure {
    wrong(lang, "usage.value", &[("argument", argument), ("value", value)])
}

/// A value that is no day or period (`usage.no_day`, `usage.no_period`), and why where it is
/// written like one.
pub fn wrong_day(lang: Lang, key: &str, argument: &str, value: &str) -> Failure {
    let parts: Vec<&str> = value.split('-').collect();
    let number = |at: usize, digits: usize| -> Option<u32> {
        let part = parts.get(at).filter(|part| part.len() == digits)?;
        part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok())?
    };
    let (month, day) = (number(0, 4).zip(number(1, 2)), number(2, 2));
    let first = month.and_then(|(year, month)| Day::new(year as i32, month, 1));
    match (month, first, day, parts.len()) {
        (Some(_), None, None, 2) | (Some(_), None, Some(_), 3) => {
            wrong(lang, "usage.no_such_month", &[("value", value)])
        }
        (Some((year, month)), Some(first), Some(_), 3) => {
            let days = Period::month_of(first).last_day().day_of_month().to_string();
            let month = format!("{month}/{year}");
            let facts = [("value", value), ("month", &*month), ("days", &*days)];
            wrong(lang, "usage.no_such_day", &facts)
        }
        _ => wrong(lang, key, &[("argument", argument), ("value", value)]),
    }
}

pub fn wrong_variable(lang: Lang, variable: &str, value: &str) -> Failure {
    wrong(lang, "usage.variable", &[("variable", variable), ("value", value)])
}

/// A failure `usage_wrong` whose fact `problem` is the sentence of the key.
pub fn wrong(lang: Lang, key: &str, facts: &[(&str, &str)]) -> Failure {
    Failure::new(FailureCode::UsageWrong).with("problem", words::filled(lang, key, facts))
}

fn key_of(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::UnknownArgument => "usage.unknown_argument",
        ErrorKind::InvalidSubcommand => "usage.unknown_command",
        ErrorKind::MissingRequiredArgument => "usage.missing_argument",
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "usage.missing_command"
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation | ErrorKind::InvalidUtf8 => {
            "usage.value"
        }
        ErrorKind::ArgumentConflict => "usage.conflict",
        _ => "usage.other",
    }
}

/// What clap names under the first of these kinds that it names at all; several, with commas.
///
/// Clap writes placeholders as `<FILE>...`; the brackets say nothing to people.
fn named(error: &clap::Error, kinds: &[ContextKind]) -> String {
    let texts = match kinds.iter().find_map(|kind| error.get(*kind)) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        _ => String::new(),
    };
    texts.replace("...", "").replace(['<', '>', '[', ']'], "")
}
