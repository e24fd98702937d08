//! Sentences that only the screens make: what was done, decisions in a few words. What both faces
//! say alike is `crate::words`, which stands here too.

use super::widgets::text::shown;
use crate::app::Error;
use crate::app::desk::Done;
use crate::lang::Lang;
use crate::model::view::{ChangeCard, DecisionCard, Undone};
use crate::model::{Change, DecisionKind, Fact, PaymentId, Subject};
use crate::money::Money;
use crate::words;

pub use crate::words::{count, left_out, problem_facts, reason, sentence, word};

/// The grounds of a proposal as two or three words: "Mã + tiền".
pub fn ground(lang: Lang, rule: &str) -> String {
    word(lang, "rule", rule)
}

/// What went wrong and what to do about it.
pub fn error(lang: Lang, error: &Error) -> (String, String) {
    let (area, code, facts) = error.told();
    (sentence(lang, area, code, facts), hint(lang, area, code, facts))
}

/// What to do about what a text says; empty where there is nothing. What a command's option does,
/// a key does here.
pub fn hint(lang: Lang, area: &str, code: &str, facts: &[Fact]) -> String {
    let own = format!("{code}.hint.screen");
    match lang.find(&format!("{area}.{own}")) {
        Some(_) => sentence(lang, area, &own, facts),
        None => words::hint(lang, area, code, facts),
    }
}

/// What was just decided, as one sentence that names it.
pub fn done(lang: Lang, done: &Done) -> String {
    let decided = &done.decided;
    if let Some(Undone { of, stands }) = &done.undone {
        let is_rejected =
            |card: &ChangeCard| matches!(card.change, Change::PairRejected { stands: true, .. });
        let key = match (stands, decided.changes.iter().any(is_rejected)) {
            (true, _) => "toast.redo",
            (false, true) => "toast.undo_pair",
            (false, false) => "toast.undo",
        };
        return lang.fill(key, [("decision", decision(lang, of).as_str())]);
    }
    let amount = settled(decided.changes.iter().map(|card| &card.change));
    lang.fill(
        &format!("toast.{}", decided.kind.code()),
        [
            ("payments", decided.payments.len().to_string().as_str()),
            ("invoices", few(&decided.invoices, 1).as_str()),
            ("amount", amount.map(Money::to_grouped).unwrap_or_default().as_str()),
        ],
    )
}

/// A change of a decision, as a sentence.
pub fn change(lang: Lang, card: &ChangeCard) -> String {
    words::change(lang, card, Money::to_grouped)
}

/// A decision of the record, as a few words: what was done to what.
pub fn decision(lang: Lang, card: &DecisionCard) -> String {
    let kind = word(lang, "kind", card.kind.code());
    let what = match card.kind {
        DecisionKind::Import => card.file_name.as_deref().map(shown).unwrap_or_default(),
        DecisionKind::Undo => card.undoes.map(|id| format!("#{id}")).unwrap_or_default(),
        _ => what(card),
    };
    if what.is_empty() { kind } else { format!("{kind} {what}") }
}

fn what(card: &DecisionCard) -> String {
    let mut invoices: Vec<String> =
        card.changes.iter().filter_map(|change| change.invoice_number.clone()).collect();
    invoices.dedup();
    let periods = card.changes.iter().find_map(|change| match change.change {
        Change::PeriodClosed { period, .. } => Some(period.to_local()),
        _ => None,
    });
    let payment = card.changes.iter().find_map(|change| payment_of(&change.change));
    let amount = settled(card.changes.iter().map(|card| &card.change));
    let mut parts = Vec::new();
    match (invoices.is_empty(), payment) {
        (false, _) => parts.push(few(&invoices, 3)),
        (true, Some(payment)) => parts.push(format!("#{payment}")),
        (true, None) => parts.extend(periods),
    }
    parts
        .extend(amount.filter(|amount| !amount.is_zero()).map(|a| format!("({})", a.to_grouped())));
    parts.join(" ")
}

fn payment_of(change: &Change) -> Option<PaymentId> {
    match change {
        Change::Settled { payment, .. }
        | Change::Excluded { payment, .. }
        | Change::PairRejected { payment, .. }
        | Change::StatusChanged { payment, .. }
        | Change::NatureChanged { payment, .. } => Some(*payment),
        Change::Refunded { original, .. } => Some(*original),
        Change::PaidOut { payout, .. } => Some(*payout),
        Change::Resolved { subject: Subject::Payment(payment), .. } => Some(*payment),
        _ => None,
    }
}

/// What the changes settle together, where they are of one currency.
fn settled<'a>(changes: impl Iterator<Item = &'a Change>) -> Option<Money> {
    let mut amounts = changes.filter_map(|change| match change {
        Change::Settled { amount, .. } => Some(*amount),
        _ => None,
    });
    let first = amounts.next()?;
    amounts.try_fold(first, |sum, amount| sum.plus(amount).ok())
}

/// The first few numbers, then how many more.
pub fn few(numbers: &[String], most: usize) -> String {
    let mut text = numbers.iter().take(most).map(|n| shown(n)).collect::<Vec<_>>().join(", ");
    if numbers.len() > most {
        text.push_str(&format!(" +{}", numbers.len() - most));
    }
    text
}

/// Who keeps an account and its last four digits: `vietcombank …2418`.
pub fn account(source: &str) -> String {
    let (institution, account) = source.split_once(':').unwrap_or((source, ""));
    let digits: Vec<char> = account.chars().collect();
    let tail: String = digits[digits.len().saturating_sub(4)..].iter().collect();
    let dots = if digits.len() > 4 { "…" } else { "" };
    shown(&format!("{institution} {dots}{tail}")).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{FailureCode, ProblemCode};

    #[test]
    fn numbers_and_accounts_are_short() {
        assert_eq!(account("vietcombank:0011001932418"), "vietcombank …2418");
        assert_eq!(account("payments:"), "payments");
        let numbers: Vec<String> = (1..6).map(|n| n.to_string()).collect();
        assert_eq!(few(&numbers, 3), "1, 2, 3 +2");
    }

    #[test]
    fn no_hint_on_the_screen_names_an_option_for_which_there_is_a_key() {
        let failures = FailureCode::ALL.iter().map(|code| ("failure", code.code()));
        let problems = ProblemCode::ALL.iter().map(|code| ("problem", code.code()));
        for (area, code) in failures.chain(problems) {
            for lang in [Lang::Vi, Lang::En] {
                let hint = hint(lang, area, code, &[]);
                let options = ["--account", "--number-style", "--suggest"];
                assert!(!options.iter().any(|option| hint.contains(option)), "{code}: {hint}");
            }
        }
    }
}
