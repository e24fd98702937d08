//! Teaching: what a person says of the columns of a sheet becomes a layout, as the text of its
//! file.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::left_out::{data_rows, left_out};
use super::sketch::Sketch;
use super::vocabulary::vocabulary;
use crate::model::{Failure, FailureCode, FileKind, Lesson, SourceKind, UnreadColumn};
use crate::money::NumberStyle;
use crate::read::files::heading;
use crate::read::layout::field::Field;
use crate::read::layout::format::parse_layout;
use crate::read::layout::sign_rule::SignRule;

/// Fields by which the same sheet is known again; others may be missing next time.
const KEPT_BY: &[Field] = &[
    Field::Booked,
    Field::BookedAndReference,
    Field::Number,
    Field::Amount,
    Field::Sign,
    Field::Debit,
    Field::Credit,
    Field::Reference,
    Field::Memo,
];

/// Fields that only a gateway's report has.
const OF_GATEWAYS: &[Field] =
    &[Field::Net, Field::PaidByPayer, Field::SettledBase, Field::OriginalReference, Field::Status];

/// What the lesson comes to, before it is written down.
struct Draft {
    kind: FileKind,
    source: SourceKind,
    institution: String,
    /// The text above the headings that names the institution.
    marker: Option<&'static str>,
    columns: BTreeMap<Field, String>,
    /// Code of the sign rule.
    sign: String,
    number_style: Option<NumberStyle>,
    has_balance_on_every_row: bool,
}

/// The text of a layout called `name` that reads the sheet as the lesson says, and the columns that
/// it does not read.
pub fn layout_text(
    sketch: &Sketch,
    lesson: &Lesson,
    name: &str,
) -> Result<(String, Vec<UnreadColumn>), Failure> {
    let columns = columns(sketch, lesson)?;
    let unread = left_out(sketch, &columns);
    let draft = draft(sketch, lesson, columns, name)?;
    let text = written(&draft, name);
    parse_layout(name, &text)?;
    Ok((text, unread))
}

/// The column of each field, by the person's words, then by what is usual.
fn columns(sketch: &Sketch, lesson: &Lesson) -> Result<BTreeMap<Field, usize>, Failure> {
    let mut columns: BTreeMap<Field, usize> = BTreeMap::new();
    for (word, column) in &lesson.columns {
        let field = Field::ALL.iter().copied().find(|field| field.code() == word);
        let field =
            field.ok_or_else(|| Failure::new(FailureCode::FieldUnknown).with("word", word))?;
        columns.insert(field, column_of(sketch, column)?);
    }
    if lesson.is_rest_guessed {
        let is_money_named =
            columns.keys().any(|f| [Field::Amount, Field::Debit, Field::Credit].contains(f));
        for (field, column) in sketch.guesses() {
            let is_taken = columns.values().any(|taken| *taken == column);
            // Who names the amount leaves no other column for it.
            let is_amount =
                [Field::Amount, Field::Sign, Field::Debit, Field::Credit].contains(&field);
            if !(is_taken || is_money_named && is_amount) {
                columns.entry(field).or_insert(column);
            }
        }
    }
    Ok(columns)
}

/// A column by its heading, else by its letter, else by its number.
fn column_of(sketch: &Sketch, word: &str) -> Result<usize, Failure> {
    let wanted = heading::key(word);
    let cells = sketch.header().cells().iter().enumerate();
    let named: Vec<usize> = cells
        .filter(|(_, cell)| heading::forms(&cell.text).contains(&wanted))
        .map(|(column, _)| column)
        .collect();
    let whole = named.iter().find(|column| heading::key(&sketch.heading(**column)) == wanted);
    let by_name = whole.or(named.first()).copied();
    let column = match word.strip_prefix('#').and_then(by_number) {
        Some(column) => Some(column),
        None => by_name.or_else(|| by_letter(word)).or_else(|| by_number(word)),
    };
    let failure = |code| {
        let headings: Vec<String> = (0..sketch.header().cells().len())
            .map(|column| sketch.heading(column))
            .filter(|heading| !heading.is_empty())
            .collect();
        Failure::new(code)
            .with("column", word)
            .with("row", sketch.header().number)
            .with("headings", headings.join(" | "))
    };
    let column = column.filter(|column| !sketch.heading(*column).is_empty());
    let column = column.ok_or_else(|| failure(FailureCode::ColumnUnknown))?;
    // A layout knows columns by their headings only: of two alike it would read the first.
    let heading = heading::key(&sketch.heading(column));
    let is_second = (0..column).any(|other| heading::key(&sketch.heading(other)) == heading);
    if is_second { Err(failure(FailureCode::ColumnAmbiguous)) } else { Ok(column) }
}

/// `A` is the first column, `AB` the 28th.
fn by_letter(word: &str) -> Option<usize> {
    if word.is_empty() || word.len() > 2 || !word.bytes().all(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    let value = |byte: u8| usize::from(byte.to_ascii_uppercase() - b'A') + 1;
    Some(word.bytes().fold(0, |column, byte| column * 26 + value(byte)) - 1)
}

fn by_number(word: &str) -> Option<usize> {
    word.parse::<usize>().ok()?.checked_sub(1)
}

fn draft(
    sketch: &Sketch,
    lesson: &Lesson,
    mut columns: BTreeMap<Field, usize>,
    name: &str,
) -> Result<Draft, Failure> {
    let has = |columns: &BTreeMap<Field, usize>, field| columns.contains_key(&field);
    let is_invoices = columns.keys().any(|f| !f.belongs_to(FileKind::Payments));
    let kind = if is_invoices { FileKind::Invoices } else { FileKind::Payments };
    if let Some(stranger) = columns.keys().find(|field| !field.belongs_to(kind)) {
        return Err(Failure::new(FailureCode::FieldsDoNotMix).with("field", stranger.code()));
    }
    // A sheet of incoming money alone: its credits are all there is.
    let is_credit_alone = has(&columns, Field::Credit) && !has(&columns, Field::Debit);
    if is_credit_alone && !has(&columns, Field::Amount) {
        let credit = columns.remove(&Field::Credit).expect("it was seen a line ago");
        columns.insert(Field::Amount, credit);
    }
    let gaps = gaps(kind, &columns);
    if !gaps.is_empty() {
        return Err(Failure::new(FailureCode::MapIncomplete).with("fields", gaps.join(", ")));
    }
    let is_gateway = !has(&columns, Field::Balance)
        && !has(&columns, Field::Debit)
        && OF_GATEWAYS.iter().any(|field| has(&columns, *field));
    let sign = match (has(&columns, Field::Debit), has(&columns, Field::Amount)) {
        (true, true) => SignRule::SignedOrTwoColumns,
        (true, false) => SignRule::TwoColumns,
        _ if has(&columns, Field::Sign) => SignRule::SignColumn,
        _ if is_gateway || is_credit_alone => SignRule::Unsigned,
        _ => SignRule::Signed,
    };
    let named = sketch.institution();
    let known = named.map(|(code, _)| code.to_owned());
    let balance = columns.get(&Field::Balance);
    Ok(Draft {
        kind,
        source: if is_gateway { SourceKind::Gateway } else { SourceKind::Bank },
        institution: lesson.institution.clone().or(known).unwrap_or_else(|| name.to_owned()),
        marker: named.map(|(_, text)| text),
        has_balance_on_every_row: balance
            .is_some_and(|column| is_filled(sketch, &columns, *column)),
        columns: columns.into_iter().map(|(f, column)| (f, sketch.heading(column))).collect(),
        sign: lesson.sign.clone().unwrap_or_else(|| sign.code().to_owned()),
        number_style: lesson.number_style,
    })
}

/// Codes of the fields without which there is no layout and that have no column.
fn gaps(kind: FileKind, columns: &BTreeMap<Field, usize>) -> Vec<&'static str> {
    let has = |field: &Field| columns.contains_key(field);
    let needed: &[&[Field]] = match kind {
        FileKind::Invoices => &[&[Field::Number], &[Field::Amount]],
        FileKind::Payments => &[
            &[Field::Booked, Field::BookedAndReference],
            &[Field::Amount, Field::Credit, Field::Debit],
        ],
    };
    let mut gaps: Vec<&str> =
        needed.iter().filter(|any| !any.iter().any(has)).map(|any| any[0].code()).collect();
    if has(&Field::Debit) && !has(&Field::Credit) && !has(&Field::Amount) {
        gaps.push(Field::Credit.code());
    }
    gaps
}

/// Whether every row with a day that the sketch shows has something in a column.
fn is_filled(sketch: &Sketch, columns: &BTreeMap<Field, usize>, column: usize) -> bool {
    let mut rows = data_rows(sketch, columns).peekable();
    rows.peek().is_some() && rows.all(|row| !row.text(column).is_empty())
}

/// The draft as a file that a person can read and mend.
fn written(draft: &Draft, name: &str) -> String {
    let mut text = String::new();
    let mut line = |words: std::fmt::Arguments| {
        writeln!(text, "{words}").expect("a text takes every line");
    };
    line(format_args!("# Taught with `doisoat layouts try`; may be mended by hand."));
    line(format_args!("title = {}", quoted(name)));
    line(format_args!("kind = {}", quoted(draft.kind.code())));
    if draft.kind == FileKind::Payments {
        line(format_args!("source = {}", quoted(draft.source.code())));
        line(format_args!("institution = {}", quoted(&draft.institution)));
    }
    let kept = KEPT_BY.iter().filter(|field| draft.columns.contains_key(field));
    line(format_args!("required = {}", list(kept.map(|field| field.code()))));
    if let Some(marker) = draft.marker {
        line(format_args!("markers = {}", list([marker])));
    }
    line(format_args!("\n[columns]"));
    for (field, heading) in &draft.columns {
        line(format_args!("{} = {}", field.code(), list([heading.as_str()])));
    }
    line(format_args!("\n[amounts]"));
    if draft.kind == FileKind::Payments {
        line(format_args!("sign = {}", quoted(&draft.sign)));
    }
    if let Some(style) = draft.number_style {
        line(format_args!("number_style = {}", quoted(style.as_str())));
    }
    if draft.kind == FileKind::Payments {
        line(format_args!("\n[key]"));
        line(format_args!("by_reference = {}", is_keyed_by_reference(draft)));
        line(format_args!("balance_on_every_row = {}", draft.has_balance_on_every_row));
    }
    let words = vocabulary();
    line(format_args!("\n[labels]"));
    for (label, names) in &words.labels {
        // Of invoices only their sum is told.
        if draft.kind == FileKind::Payments || label == "totals" {
            line(format_args!("{} = {}", label, list(names.iter().map(String::as_str))));
        }
    }
    if draft.columns.contains_key(&Field::Status) {
        let statuses = match draft.kind {
            FileKind::Payments => &words.status.payments,
            FileKind::Invoices => &words.status.invoices,
        };
        line(format_args!("\n[status]"));
        for (code, names) in statuses {
            line(format_args!("{code} = {}", list(names.iter().map(String::as_str))));
        }
    }
    text
}

/// A gateway's transaction id names one payment for ever; a bank's number may not.
fn is_keyed_by_reference(draft: &Draft) -> bool {
    draft.source == SourceKind::Gateway && draft.columns.contains_key(&Field::Reference)
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn list<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    format!("[{}]", texts.into_iter().map(quoted).collect::<Vec<_>>().join(", "))
}
