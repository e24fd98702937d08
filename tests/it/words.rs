//! Every code that a person can meet has its words, and every text that the code asks for exists.
//!
//! That both languages have the same keys and slots is tested beside `src/lang/mod.rs`.

use std::fmt::Write as _;
use std::fs;

use doisoat::lang::Lang;
use doisoat::model::{
    CauseCode, DecisionKind, FailureCode, InvoiceClass, InvoiceState, MadeBy, PaymentClass,
    PaymentState, PaymentStatus, ProblemCode, RefusalCode, ResolveAs,
};

use crate::cases::{files_below, root};

/// The codes of an area of the language files, and whether each needs a hint besides.
struct Area {
    name: &'static str,
    codes: Vec<&'static str>,
    has_hints: bool,
}

fn areas() -> Vec<Area> {
    let area = |name, codes, has_hints| Area { name, codes, has_hints };
    vec![
        area("problem", ProblemCode::ALL.iter().map(|code| code.code()).collect(), true),
        area("refusal", RefusalCode::ALL.iter().map(|code| code.code()).collect(), true),
        area("failure", FailureCode::ALL.iter().map(|code| code.code()).collect(), true),
        area("cause", CauseCode::ALL.iter().map(|code| code.code()).collect(), false),
        area("class", PaymentClass::ALL.iter().map(|code| code.code()).collect(), false),
        area("class", InvoiceClass::ALL.iter().map(|code| code.code()).collect(), false),
        area("state", PaymentState::ALL.iter().map(|code| code.code()).collect(), false),
        area("state", InvoiceState::ALL.iter().map(|code| code.code()).collect(), false),
        area("status", PaymentStatus::ALL.iter().map(|code| code.code()).collect(), false),
        area("kind", DecisionKind::ALL.iter().map(|code| code.code()).collect(), false),
        area("made_by", MadeBy::ALL.iter().map(|code| code.code()).collect(), false),
        area("resolve", ResolveAs::ALL.iter().map(|code| code.code()).collect(), false),
    ]
}

fn assert_has_words(missing: Vec<String>) {
    assert!(missing.is_empty(), "write in src/lang/*.txt:\n{}", missing.join("\n"));
}

#[test]
fn every_code_has_its_words() {
    let mut missing = Vec::new();
    for area in areas() {
        for code in area.codes {
            let key = format!("{}.{code}", area.name);
            let hint = format!("{key}.hint");
            missing.extend(Lang::Vi.find(&key).is_none().then(|| key.clone()));
            missing.extend((area.has_hints && Lang::Vi.find(&hint).is_none()).then_some(hint));
        }
    }
    assert_has_words(missing);
}

/// Keys that the code names as a whole; those that it puts together are covered by the codes above.
#[test]
fn every_text_that_is_asked_for_exists() {
    let mut missing = Vec::new();
    for path in files_below(&root().join("src")) {
        let text = fs::read_to_string(&path).unwrap_or_default();
        for call in [".text(\"", ".fill(\"", ".find(\""] {
            let calls = text.match_indices(call).map(|(at, _)| &text[at + call.len()..]);
            for key in calls.filter_map(|rest| rest.split('"').next()) {
                let is_key = key.contains('.') && !key.contains(['{', ' ', '/']);
                if is_key && Lang::Vi.find(key).is_none() {
                    missing.push(format!("{key} ({})", path.display()));
                }
            }
        }
    }
    assert_has_words(missing);
}

#[test]
fn texts_are_written_with_care() {
    let mut wrong = String::new();
    for lang in Lang::ALL {
        for key in lang.keys() {
            let text = lang.text(key);
            let is_sentence =
                ["problem.", "refusal.", "failure."].iter().any(|a| key.starts_with(a));
            let ends = text.ends_with(['.', '?', '!', '…', ':']);
            if is_sentence && !ends {
                let _ = writeln!(wrong, "{} {key}: end the sentence with a full stop", lang.code());
            }
            if text.is_empty() || text.contains("  ") || text.trim() != text {
                let _ = writeln!(wrong, "{} {key}: empty, or blanks too many", lang.code());
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}
