//! Sentences for people: a key of `lang/` filled with facts, each made safe to print.

use crate::lang::Lang;
use crate::model::view::DoctorPoint;
use crate::model::{Fact, Problem, Reason};
use crate::text::safe;

/// A text with facts put in.
pub fn filled(lang: Lang, key: &str, facts: &[(&str, &str)]) -> String {
    let facts: Vec<(&str, String)> =
        facts.iter().map(|(name, value)| (*name, safe(value).into_string())).collect();
    lang.fill(key, facts.iter().map(|(name, value)| (*name, value.as_str())))
}

/// The sentence of a code with the facts that came with it.
pub fn sentence(lang: Lang, area: &str, code: &str, facts: &[Fact]) -> String {
    let key = format!("{area}.{code}");
    let facts: Vec<(&str, &str)> =
        facts.iter().map(|fact| (fact.name.as_ref(), worded(lang, fact))).collect();
    filled(lang, &key, &facts)
}

/// The value of a fact; where it is a code, its word.
fn worded(lang: Lang, fact: &Fact) -> &str {
    lang.word_of_fact(&fact.name, &fact.value).unwrap_or(&fact.value)
}

/// The hint to a sentence; empty where there is none.
pub fn hint(lang: Lang, area: &str, code: &str, facts: &[Fact]) -> String {
    let code = format!("{code}.hint");
    match lang.find(&format!("{area}.{code}")) {
        Some(_) => sentence(lang, area, &code, facts),
        None => String::new(),
    }
}

pub fn reason(lang: Lang, reason: &Reason) -> String {
    sentence(lang, "reason", &reason.rule, &reason.facts)
}

/// The word for a code (`class.paid_twice`); the code itself where no word was given.
pub fn label(lang: Lang, area: &str, code: &str) -> String {
    lang.find(&format!("{area}.{code}")).unwrap_or(code).to_owned()
}

/// `1234567` as `1.234.567`.
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

/// At most `most` characters, the last one `…` where something was cut off.
pub fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}

/// The facts of a problem, with its place and raw text for sentences that name them.
pub fn problem_facts(problem: &Problem) -> Vec<Fact> {
    let mut facts = problem.facts.clone();
    let own = [
        ("raw", shortened(&problem.raw, 80)),
        ("row", problem.place.row.to_string()),
        ("column", problem.place.column.clone()),
    ];
    for (name, value) in own {
        if !facts.iter().any(|fact| fact.name == name) {
            facts.push(Fact::new(name, value));
        }
    }
    facts
}

/// What a point of `doctor` says; where it is not met, what to do about it.
pub fn doctor(lang: Lang, point: &DoctorPoint) -> String {
    let said = sentence(lang, "doctor", point.code, &point.facts);
    let hint = hint(lang, "doctor", point.code, &point.facts);
    if point.is_met || hint.is_empty() { said } else { format!("{said} {hint}") }
}
