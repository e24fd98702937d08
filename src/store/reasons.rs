//! Reasons: those of a proposal on offer as JSON in one column, those of a decision as rows of a
//! table of their own.

use rusqlite::Row;
use serde::Serialize;
use serde_json::{Map, Value};

use super::values::{AsObject, coded, facts, parse_facts_object};
use crate::model::{InvoiceId, Reason, Side, Span, Strength};

/// A reason as it is written; `parse_reasons` reads the same names.
#[derive(Serialize)]
struct Written<'a> {
    rule: &'a str,
    side: &'a str,
    strength: &'a str,
    facts: AsObject<'a>,
    invoice: Option<i64>,
    start: Option<u32>,
    end: Option<u32>,
}

pub(in crate::store) fn reasons_json(reasons: &[Reason]) -> String {
    let written: Vec<Written> = reasons.iter().map(written).collect();
    serde_json::to_string(&written).expect("texts and numbers are JSON as they are")
}

pub(in crate::store) fn parse_reasons(text: &str) -> Option<Vec<Reason>> {
    let array: Vec<Map<String, Value>> = serde_json::from_str(text).ok()?;
    array.iter().map(from_json).collect()
}

/// A row of `decision_reason`.
pub(in crate::store) fn reason_of(row: &Row) -> rusqlite::Result<Reason> {
    let place = |column: &str| row.get::<_, Option<u32>>(column);
    Ok(Reason {
        rule: row.get::<_, String>("rule")?.into(),
        side: coded(row, "side", Side::from_code)?,
        strength: coded(row, "strength", Strength::from_code)?,
        facts: facts(row, "facts")?,
        invoice: row.get::<_, Option<i64>>("invoice")?.map(InvoiceId),
        span: place("span_start")?.zip(place("span_end")?).map(|(start, end)| Span { start, end }),
    })
}

fn written(reason: &Reason) -> Written<'_> {
    Written {
        rule: &reason.rule,
        side: reason.side.code(),
        strength: reason.strength.code(),
        facts: AsObject(&reason.facts),
        invoice: reason.invoice.map(|invoice| invoice.0),
        start: reason.span.map(|span| span.start),
        end: reason.span.map(|span| span.end),
    }
}

fn from_json(object: &Map<String, Value>) -> Option<Reason> {
    let text = |name: &str| object.get(name)?.as_str();
    let place = |name: &str| u32::try_from(object.get(name)?.as_u64()?).ok();
    Some(Reason {
        rule: text("rule")?.to_owned().into(),
        side: Side::from_code(text("side")?)?,
        strength: Strength::from_code(text("strength")?)?,
        facts: parse_facts_object(object.get("facts")?.as_object()?)?,
        invoice: object.get("invoice").and_then(Value::as_i64).map(InvoiceId),
        span: place("start").zip(place("end")).map(|(start, end)| Span { start, end }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Fact;

    #[test]
    fn reasons_come_back_as_they_were() {
        let whole = Reason {
            rule: "code_in_memo".into(),
            side: Side::For,
            strength: Strength::Strong,
            facts: vec![Fact::new("code", "HD\"1\""), Fact::new("amount", 1500)],
            invoice: Some(InvoiceId(7)),
            span: Some(Span { start: 3, end: 9 }),
        };
        let bare = Reason { facts: Vec::new(), invoice: None, span: None, ..whole.clone() };
        let reasons = vec![whole, bare];
        assert_eq!(parse_reasons(&reasons_json(&reasons)), Some(reasons));
    }
}
