//! What was not done, said once: on standard error for people, as `{"error": …}` for programs.

use serde_json::{Value, json};

use super::context::{Output, tell};
use super::json as json_text;
use crate::app::Error;
use crate::lang::Lang;
use crate::model::Failure;
use crate::text::safe;
use crate::words;

/// Prints why nothing was done.
pub fn report(error: &Error, lang: Lang, is_json: bool, output: &mut Output) {
    report_of("", error, lang, is_json, output);
}

/// The same, naming the file that it speaks of where the sentence does not.
pub fn report_of(path: &str, error: &Error, lang: Lang, is_json: bool, output: &mut Output) {
    let (area, code, facts) = error.told();
    let causes: &[String] = match error {
        Error::Refused(_) => &[],
        Error::Failed(failure) => &failure.causes,
    };
    let message = words::sentence(lang, area, code, facts);
    let hint = words::hint(lang, area, code, facts);
    let path = safe(path);
    match message.contains(path.as_str()) {
        true => tell(&message),
        false => tell(&format!("{path}: {message}")),
    }
    for cause in causes {
        tell(&format!("  {}", safe(&words::word(lang, "cause", cause))));
    }
    if !hint.is_empty() {
        tell(&hint);
    }
    if is_json {
        output.line(&json_text::text(&json!({ "error": object(code, &message, &hint) })));
    }
}

/// The error of one file among several.
pub fn of_failure(failure: &Failure, lang: Lang) -> Value {
    let code = failure.code.code();
    let message = words::sentence(lang, "failure", code, &failure.facts);
    let hint = words::hint(lang, "failure", code, &failure.facts);
    object(code, &message, &hint)
}

fn object(code: &str, message: &str, hint: &str) -> Value {
    json!({ "code": code, "message": message, "hint": hint })
}
