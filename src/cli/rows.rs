//! What the lists show: which keys of an object stand in its table and its CSV, and how people read
//! them.

use serde_json::Value;

use crate::calendar::{Day, Stamp};
use crate::lang::Lang;
use crate::model::Align;
use crate::money::{Currency, Money};
use crate::text::{self, safe};
use crate::words;

/// How a value is written in a table for people.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    Plain,
    Money,
    Day,
    Moment,
    /// A long text, cut to what a table bears.
    Memo,
    /// A code with a word in this area of `lang/`.
    Word(&'static str),
    /// Pairs of an invoice or payment and an amount.
    Links,
    /// How many there are.
    Count,
}

/// A column of a list's table; its heading is `cli.head.<heading>`.
#[derive(Clone, Copy, Debug)]
pub struct Head {
    pub key: &'static str,
    pub heading: &'static str,
    pub form: Form,
}

/// A list: its columns for people, and the keys of its objects for CSV.
pub struct Shape {
    pub heads: &'static [Head],
    pub keys: &'static [&'static str],
}

const fn head(key: &'static str, form: Form) -> Head {
    Head { key, heading: key, form }
}

pub const PAYMENTS: Shape = Shape {
    heads: &[
        head("id", Form::Count),
        head("booked_at", Form::Moment),
        head("source", Form::Plain),
        head("direction", Form::Word("direction")),
        head("amount", Form::Money),
        head("open", Form::Money),
        head("state", Form::Word("state")),
        head("class", Form::Word("class")),
        head("links", Form::Links),
        head("memo", Form::Memo),
    ],
    keys: &[
        "id",
        "file",
        "row",
        "detail",
        "source",
        "reference",
        "booked_at",
        "book_day",
        "amount",
        "fee",
        "currency",
        "direction",
        "memo",
        "payer_name",
        "payer_account",
        "virtual_account",
        "code",
        "status",
        "state",
        "class",
        "open",
        "refunded",
        "excluded",
        "refund_of",
        "gateway_state",
        "resolved_as",
        "why",
        "links",
        "payout",
        "proposals",
    ],
};

pub const INVOICES: Shape = Shape {
    heads: &[
        head("number", Form::Plain),
        head("issued_on", Form::Day),
        head("payer_name", Form::Memo),
        head("amount", Form::Money),
        head("paid", Form::Money),
        head("open", Form::Money),
        head("state", Form::Word("state")),
        head("class", Form::Word("class")),
        head("links", Form::Links),
    ],
    keys: &[
        "number",
        "dossier_code",
        "payment_code",
        "virtual_account",
        "payer_name",
        "payer_id",
        "payer_account",
        "issued_on",
        "due_on",
        "status",
        "amount",
        "currency",
        "paid",
        "open",
        "written_off",
        "state",
        "class",
        "resolved_as",
        "links",
    ],
};

pub const FILES: Shape = Shape {
    heads: &[
        head("id", Form::Count),
        head("name", Form::Plain),
        head("layout", Form::Plain),
        head("account", Form::Plain),
        head("from", Form::Day),
        head("to", Form::Day),
        head("rows", Form::Count),
        head("new", Form::Count),
        head("known", Form::Count),
        head("changed", Form::Count),
        head("refused", Form::Count),
        head("imported_at", Form::Moment),
        head("actor", Form::Plain),
        head("decision", Form::Count),
    ],
    keys: &[
        "id",
        "name",
        "sha256",
        "layout",
        "kind",
        "account",
        "from",
        "to",
        "rows",
        "new",
        "known",
        "changed",
        "refused",
        "imported_at",
        "actor",
        "decision",
        "withdrawn",
    ],
};

pub const PROBLEMS: Shape = Shape {
    heads: &[
        head("file", Form::Plain),
        head("row", Form::Count),
        head("column", Form::Plain),
        head("raw", Form::Memo),
        head("message", Form::Plain),
    ],
    keys: &["file", "row", "column", "raw", "code", "message", "hint"],
};

pub const DECISIONS: Shape = Shape {
    heads: &[
        head("id", Form::Count),
        head("made_at", Form::Moment),
        head("actor", Form::Plain),
        head("made_by", Form::Word("made_by")),
        head("run", Form::Count),
        head("kind", Form::Word("kind")),
        head("book_day", Form::Day),
        head("changes", Form::Count),
        head("undoes", Form::Count),
        head("undone_by", Form::Count),
        head("reason", Form::Memo),
    ],
    keys: &[
        "id",
        "made_at",
        "actor",
        "made_by",
        "run",
        "kind",
        "book_day",
        "reason",
        "rule",
        "file",
        "undoes",
        "undone_by",
        "changes",
        "hash",
    ],
};

pub const PERIODS: Shape = Shape {
    heads: &[
        head("period", Form::Plain),
        head("state", Form::Word("period_state")),
        head("closed_at", Form::Moment),
        head("actor", Form::Plain),
        head("payments", Form::Count),
        head("settled", Form::Count),
        head("carried", Form::Count),
        head("excluded", Form::Count),
    ],
    keys: &["period", "state", "closed_at", "actor", "payments", "settled", "carried", "excluded"],
};

/// Payments and invoices together: what both have, and what makes them exceptions.
pub const EXCEPTIONS: Shape = Shape {
    heads: &[
        Head { key: "kind", heading: "subject", form: Form::Word("subject") },
        head("id", Form::Count),
        head("number", Form::Plain),
        head("class", Form::Word("class")),
        head("amount", Form::Money),
        head("open", Form::Money),
        head("age_days", Form::Count),
        head("next_step", Form::Word("next_step")),
        head("payer_name", Form::Memo),
        head("memo", Form::Memo),
    ],
    keys: &[
        "kind",
        "id",
        "number",
        "class",
        "state",
        "amount",
        "currency",
        "open",
        "booked_at",
        "issued_on",
        "payer_name",
        "memo",
        "resolved_as",
        "age_days",
        "owner",
        "next_step",
        "note",
    ],
};

/// What a person would do next about an exception of this class; `None` where only waiting helps.
pub fn next_step(class: &str) -> Option<&'static str> {
    match class {
        "paid_twice" | "over_paid" | "cancelled_but_paid" | "exempt_but_paid" => Some("refund"),
        "part_paid" | "small_difference" | "unpaid" => Some("collect_rest"),
        "ambiguous" | "to_review" => Some("review"),
        "unidentified" | "wrong_account" | "suspect" | "reversed" => Some("inquiry"),
        "unmatched" => Some("match"),
        _ => None,
    }
}

impl Head {
    pub fn align(&self) -> Align {
        if matches!(self.form, Form::Money | Form::Count) { Align::Right } else { Align::Left }
    }

    /// The cell of an object for people.
    pub fn cell(&self, object: &Value, lang: Lang) -> String {
        let value = &object[self.key];
        let text = value.as_str().unwrap_or_default();
        match self.form {
            Form::Plain => safe(text).into_string(),
            Form::Memo => words::shortened(safe(text).as_str(), 44),
            Form::Word(area) if !text.is_empty() => words::word(lang, area, text),
            Form::Word(_) => String::new(),
            Form::Money => amount(text, object),
            Form::Day => Day::parse(text).map_or_else(String::new, Day::to_local),
            Form::Moment => moment(text),
            Form::Links => links(value, object),
            Form::Count => count(value),
        }
    }
}

fn amount(plain: &str, object: &Value) -> String {
    let currency = object["currency"].as_str().and_then(Currency::from_code);
    let currency = currency.unwrap_or(Currency::VND);
    let Ok(amount) = Money::parse_plain(plain, currency) else { return plain.to_owned() };
    match currency {
        Currency::VND => amount.to_grouped(),
        other => format!("{} {}", amount.to_grouped(), other.code()),
    }
}

/// The day, and the time where it is not midnight: most banks give no time.
fn moment(iso: &str) -> String {
    let Some(stamp) = Stamp::parse(iso) else { return String::new() };
    if iso.contains("T00:00:00") { stamp.day().to_local() } else { stamp.to_local() }
}

fn links(value: &Value, object: &Value) -> String {
    let links = value.as_array().map(Vec::as_slice).unwrap_or_default();
    let texts = links.iter().map(|link| {
        let other = match &link["invoice"] {
            Value::String(number) => safe(number).into_string(),
            _ => link["payment"].to_string(),
        };
        let plain = link["amount"].as_str().unwrap_or_default();
        if links.len() == 1 { other } else { format!("{other}: {}", amount(plain, object)) }
    });
    texts.collect::<Vec<_>>().join("; ")
}

fn count(value: &Value) -> String {
    match value {
        Value::Array(all) => all.len().to_string(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

/// The value in CSV: plain for programs, on one line, and never a formula for a spreadsheet.
pub fn csv_cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text::csv_cell(text),
        Value::Array(all) if all.iter().all(|one| one["amount"].is_string()) => {
            let pairs = all.iter().map(|one| {
                let other = if one["invoice"].is_string() { "invoice" } else { "payment" };
                format!("{}:{}", csv_cell(&one[other]), csv_cell(&one["amount"]))
            });
            pairs.collect::<Vec<_>>().join(";")
        }
        other => super::json::text(other),
    }
}
