//! Sentences for people, the same in both faces: a key of `lang/` filled with facts, each made safe
//! to print.

use std::borrow::Cow;

use crate::lang::Lang;
use crate::model::view::{ChangeCard, DoctorPoint};
use crate::model::{Fact, Problem, Reason, Subject, Told, UnreadColumn};
use crate::money::Money;
use crate::text::safe;

/// A text with facts put in.
pub fn filled(lang: Lang, key: &str, facts: &[(&str, &str)]) -> String {
    let facts: Vec<(&str, String)> =
        facts.iter().map(|(name, value)| (*name, safe(value).into_string())).collect();
    lang.fill(key, facts.iter().map(|(name, value)| (*name, value.as_str())))
}

/// The sentence of a code with the facts that came with it; a fact that is a code by its word.
pub fn sentence(lang: Lang, area: &str, code: &str, facts: &[Fact]) -> String {
    let key = format!("{area}.{code}");
    let worded = |fact: &Fact| lang.word_of_fact(&fact.name, &fact.value);
    let values: Vec<_> =
        facts.iter().map(|fact| worded(fact).unwrap_or(Cow::Borrowed(&*fact.value))).collect();
    let names = facts.iter().map(|fact| fact.name.as_ref());
    let facts: Vec<(&str, &str)> = names.zip(values.iter().map(|value| &**value)).collect();
    filled(lang, &key, &facts)
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
pub fn word(lang: Lang, area: &str, code: &str) -> String {
    let word = lang.find(&format!("{area}.{code}"));
    word.map_or_else(|| safe(code).into_string(), str::to_owned)
}

/// A change of a decision; `money` is how the face writes amounts.
pub fn change(lang: Lang, card: &ChangeCard, money: fn(Money) -> String) -> String {
    let number = card.invoice_number.as_deref().unwrap_or("?");
    let (key, told) = card.change.told();
    let mut facts: Vec<(&str, String)> = vec![("invoice", number.to_owned())];
    facts.extend(told.into_iter().map(|(name, told)| {
        let text = match told {
            Told::Text(text) => text,
            Told::Amount(amount) => money(amount),
            Told::Word(area, code) => word(lang, area, code),
            Told::Subject(Subject::Payment(id)) => {
                filled(lang, "subject.payment_id", &[("id", &id.to_string())])
            }
            Told::Subject(Subject::Invoice(_)) => {
                filled(lang, "subject.invoice_number", &[("id", number)])
            }
        };
        (name, text)
    }));
    let facts: Vec<(&str, &str)> = facts.iter().map(|(name, text)| (*name, &**text)).collect();
    filled(lang, &key, &facts)
}

/// The facts of a problem, with its place and raw text for sentences that name them.
pub fn problem_facts(problem: &Problem) -> Vec<Fact> {
    let own = [
        Fact::new("raw", shortened(&problem.raw, 80)),
        Fact::new("row", problem.place.row),
        Fact::new("column", &problem.place.column),
    ];
    let named = |name: &str| problem.facts.iter().any(|fact| fact.name == name);
    let own = own.into_iter().filter(|fact| !named(&fact.name));
    problem.facts.iter().cloned().chain(own).collect()
}

/// What a taught layout leaves out, as sentences; none where it reads all.
pub fn left_out(lang: Lang, unread: &[UnreadColumn], lacks_memo: bool) -> Vec<String> {
    let named = |column: &UnreadColumn| {
        let key = if column.is_money { "teach.unread_money" } else { "teach.unread_words" };
        filled(lang, key, &[("column", &*column.name)])
    };
    let names = unread.iter().map(named).collect::<Vec<_>>().join(", ");
    let unread = filled(lang, "teach.unread", &[("columns", &*names)]);
    let memo = lang.text("teach.no_memo").to_owned();
    let said = [(!names.is_empty(), unread), (lacks_memo, memo)];
    said.into_iter().filter(|(is_so, _)| *is_so).map(|(_, text)| text).collect()
}

/// What a point of `doctor` says; where it is not met, what to do about it.
pub fn doctor(lang: Lang, point: &DoctorPoint) -> String {
    let said = sentence(lang, "doctor", point.code, &point.facts);
    let hint = hint(lang, "doctor", point.code, &point.facts);
    if point.is_met || hint.is_empty() { said } else { format!("{said} {hint}") }
}

/// A count with dots: `1.284`.
pub fn count(n: u64) -> String {
    let digits = n.to_string();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_grouped_and_long_texts_cut() {
        assert_eq!(count(0), "0");
        assert_eq!(count(1_234_567), "1.234.567");
        assert_eq!(shortened("biên lai", 8), "biên lai");
        assert_eq!(shortened("biên lai", 5), "biên…");
    }
}
