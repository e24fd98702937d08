//! What was read from a file, as text that a person can check against the file.

use std::fmt::Write as _;
use std::io::Cursor;

use doisoat::model::{
    Fact, FileTotals, InvoiceRow, PaymentRow, PaymentStatus, Problem, ReadRow, Statement,
};
use doisoat::read::{self, Layout, ReadContext, Survey};

/// The account of files that do not name theirs.
pub fn context() -> ReadContext {
    ReadContext { account: Some("0000000000009".to_owned()), ..ReadContext::default() }
}

/// Detects, surveys and reads; a failure is the whole text. What the program lets a child read is
/// read here at once, so it must be a sound file. A layout that is found by name only is taken from
/// the name of the folder.
pub fn of(bytes: &[u8], folder: &str) -> String {
    let mut source = Cursor::new(bytes);
    let mut cells = Vec::new();
    let is_for_child = matches!(read::Magic::of(&mut source), Ok(read::Magic::Sheets(_)));
    if is_for_child {
        read::write_sheets(&mut source, &mut cells).expect("a vector takes all");
    }
    without_child(if is_for_child { &cells } else { bytes }, folder)
}

/// The same of a file that may be harmed: what a child would read is refused.
pub fn without_child(bytes: &[u8], folder: &str) -> String {
    told(bytes, folder).unwrap_or_else(|failure| format!("failure {failure}\n"))
}

fn told(bytes: &[u8], folder: &str) -> Result<String, doisoat::model::Failure> {
    let mut source = Cursor::new(bytes);
    let fits = read::detect(&mut source, read::shipped_layouts())?;
    if let Some(named) = by_name_only(folder) {
        return read_by(&mut source, named);
    }
    let Some(best) = fits.first() else {
        return Ok("no layout fits\n".to_owned());
    };
    let equals: Vec<&str> = fits
        .iter()
        .filter(|fit| fit.score == best.score)
        .map(|fit| fit.layout.name.as_str())
        .collect();
    if equals.len() > 1 {
        return Ok(format!("layouts fit equally: {}\n", equals.join(", ")));
    }
    read_by(&mut source, &best.layout)
}

/// The layout of this name that is never found by content.
pub fn by_name_only(name: &str) -> Option<&'static Layout> {
    let mut layouts = read::shipped_layouts().iter();
    layouts.find(|layout| layout.is_by_name_only && layout.name == name)
}

fn read_by(source: &mut Cursor<&[u8]>, layout: &Layout) -> Result<String, doisoat::model::Failure> {
    let survey = read::survey(source, layout, &context())?;
    let mut text = surveyed(layout, &survey);
    let (mut payments, mut lines, mut problems) = (0, 0, Vec::new());
    let totals = read::read(source, layout, &survey, &context(), &mut |row| {
        match row {
            ReadRow::Payment(row) => {
                payments += 1;
                payment(&mut text, &row);
            }
            ReadRow::Invoice(row) => {
                lines += row.facts.lines.len();
                invoice(&mut text, &row);
            }
            ReadRow::Problem(found) => problems.push(found),
        }
        true
    })?;
    problems.iter().for_each(|found| problem(&mut text, found));
    summed(&mut text, &totals, payments, lines);
    Ok(text)
}

fn surveyed(layout: &Layout, survey: &Survey) -> String {
    let mut text = format!("layout {} in {}", layout.name, survey.container);
    if let Some(encoding) = survey.encoding {
        let _ = write!(text, " {encoding}");
    }
    if let Some(delimiter) = survey.delimiter {
        let _ = write!(text, " {delimiter:?}");
    }
    if let Some(sheet) = &survey.sheet {
        let _ = write!(text, " {sheet:?}");
    }
    let _ = writeln!(text, ", header in row {}", survey.header_row);
    for (heading, field) in &survey.columns {
        let _ = writeln!(text, "column {field}: {heading}");
    }
    for (heading, style, cell) in &survey.number_styles {
        let _ = writeln!(text, "style {style}: {heading} {cell:?}");
    }
    text
}

fn payment(text: &mut String, row: &PaymentRow) {
    let _ = write!(
        text,
        "payment {}{}: {} {} {} {} {}",
        row.row,
        row.detail.map_or(String::new(), |detail| format!(".{detail}")),
        row.booked.to_iso(),
        row.source.label(),
        row.direction.code(),
        row.amount.to_plain(),
        row.amount.currency().code(),
    );
    let key = match row.key.is_by_reference {
        true => "reference".to_owned(),
        false => format!("content {}", row.key.occurrence),
    };
    let _ = write!(text, ", {}, key by {key}", row.nature.code());
    if row.status != PaymentStatus::Success {
        let _ = write!(text, ", {}", row.status.code());
    }
    text.push('\n');
    let mut facts = vec![("reference", row.reference.clone())];
    if !row.fee.is_zero() || row.net != row.amount {
        facts.push(("fee", row.fee.to_plain()));
        facts.push(("net", row.net.to_plain()));
    }
    let money = [
        ("paid_by_payer", row.paid_by_payer),
        ("settled_base", row.settled_base),
        ("balance", row.balance),
    ];
    facts.extend(
        money.iter().filter_map(|(name, money)| money.map(|money| (*name, money.to_plain()))),
    );
    if let Some(day) = row.value_day {
        facts.push(("value_day", day.to_string()));
    }
    facts.extend([
        ("code", row.code.clone()),
        ("payer_name", row.payer_name.clone()),
        ("payer_account", row.payer_account.clone()),
        ("virtual_account", row.virtual_account.clone()),
        ("original_reference", row.original_reference.clone()),
        ("channel", row.channel.clone()),
        ("memo", row.memo.clone()),
    ]);
    for (name, value) in facts.iter().filter(|(_, value)| !value.is_empty()) {
        let _ = writeln!(text, "  {name}: {}", value.escape_debug());
    }
}

fn invoice(text: &mut String, row: &InvoiceRow) {
    let (identity, facts) = (&row.identity, &row.facts);
    let _ = writeln!(
        text,
        "invoice {}: {} {} {}",
        identity.number,
        facts.status.code(),
        facts.amount.to_plain(),
        facts.amount.currency().code()
    );
    let day = |day: Option<doisoat::calendar::Day>| day.map_or(String::new(), |d| d.to_string());
    let values = [
        ("collector", identity.collector.clone()),
        ("form", identity.form.clone()),
        ("series", identity.series.clone()),
        ("dossier_code", facts.dossier_code.clone()),
        ("payment_codes", facts.payment_codes.join(" ")),
        ("virtual_account", facts.virtual_account.clone()),
        ("payer_name", facts.payer_name.clone()),
        ("payer_id", facts.payer_id.clone()),
        ("payer_account", facts.payer_account.clone()),
        ("procedure_code", facts.procedure_code.clone()),
        ("agency_code", facts.agency_code.clone()),
        ("issued_on", day(facts.issued_on)),
        ("due_on", day(facts.due_on)),
        ("accepted_on", day(facts.accepted_on)),
        ("agency_paid_on", day(facts.agency_paid_on)),
        ("agency_payment_reference", facts.agency_payment_reference.clone()),
        ("channel", facts.channel.clone()),
        ("paid_online", facts.paid_online.clone()),
        ("other_columns", facts.other_columns.replace("{}", "")),
    ];
    for (name, value) in values.iter().filter(|(_, value)| !value.is_empty()) {
        let _ = writeln!(text, "  {name}: {value}");
    }
    for line in &facts.lines {
        let _ = writeln!(
            text,
            "  line {}: {} {} {} {}",
            line.row,
            line.kind.code(),
            line.amount.to_plain(),
            line.fee_code,
            line.fee_name
        );
    }
}

fn problem(text: &mut String, problem: &Problem) {
    let _ = write!(text, "problem {}: {}", problem.place.row, problem.code.code());
    if !problem.place.column.is_empty() {
        let _ = write!(text, " in {}", problem.place.column);
    }
    problem.facts.iter().for_each(|fact| put_fact(text, fact));
    let _ = writeln!(text, " {:?}", problem.raw);
}

fn put_fact(text: &mut String, fact: &Fact) {
    let _ = write!(text, " {}={}", fact.name, fact.value);
}

fn summed(text: &mut String, totals: &FileTotals, payments: u64, lines: usize) {
    totals.statements.iter().for_each(|found| statement(text, found));
    let _ = writeln!(
        text,
        "{} rows = {payments} payments + {lines} fee lines + {} refused",
        totals.rows, totals.refused
    );
}

fn statement(text: &mut String, statement: &Statement) {
    let days = |interval: Option<(doisoat::calendar::Moment, doisoat::calendar::Moment)>| {
        interval.map_or("-".to_owned(), |(from, to)| format!("{}..{}", from.day, to.day))
    };
    let money = |money: Option<doisoat::money::Money>| {
        money.map_or("-".to_owned(), |money| money.to_plain())
    };
    let _ = writeln!(
        text,
        "statement {} {}: stated {} seen {} opening {} credits {} debits {} closing {}, {}",
        statement.source.label(),
        statement.currency.code(),
        days(statement.stated),
        days(statement.seen),
        money(statement.opening),
        statement.credits.to_plain(),
        statement.debits.to_plain(),
        money(statement.closing),
        match statement.is_tied {
            Some(true) => "ties",
            Some(false) => "does not tie",
            None => "states no balances",
        }
    );
}
