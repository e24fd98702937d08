//! What the file comes to as it is being taught: what is read, what is left out, the first rows as
//! they would be imported.

use ratatui::layout::Rect;
use ratatui::prelude::Frame;
use ratatui::style::Style;

use super::teach::State;
use crate::app::Error;
use crate::app::desk::Taught;
use crate::lang::Lang;
use crate::model::view::Preview;
use crate::model::{Direction, Failure, FailureCode, PaymentRow};
use crate::tui::screens::import_text;
use crate::tui::theme::Theme;
use crate::tui::widgets::popup;
use crate::tui::widgets::text::{cut, width, wrap};
use crate::tui::words;

/// From so many columns on a payment has all its parts on one line.
const WIDE: u16 = 100;

/// What the file comes to as it is taught now, or why it cannot be read.
pub fn draw(state: &State, (lang, theme): (Lang, &Theme), frame: &mut Frame, area: Rect) {
    let lines: Vec<(String, Style)> = match &state.outcome {
        None => vec![(lang.text("loading").to_owned(), theme.dim)],
        Some(Err(failure)) => {
            let text = why_not(lang, failure);
            wrap(&text, area.width).into_iter().map(|line| (line, theme.bad)).collect()
        }
        Some(Ok(taught)) => outcome(taught, lang, theme, area.width),
    };
    for (row, (line, style)) in lines.iter().take(area.height.into()).enumerate() {
        popup::put(frame, area, row as u16, line, *style, theme.marks.cut);
    }
}

fn outcome(taught: &Taught, lang: Lang, theme: &Theme, room: u16) -> Vec<(String, Style)> {
    let preview = &taught.preview;
    let mut lines = vec![summary(lang, theme, preview)];
    let left_out = words::left_out(lang, &taught.unread, taught.lacks_memo());
    let account = taught.lacks_account.then(|| lang.text("teach.needs_account").to_owned());
    let texts = account.into_iter().chain(first_reason(lang, preview)).chain(left_out);
    for text in texts.chain(of_the_file(lang, preview)) {
        lines.extend(wrap(&text, room).into_iter().map(|line| (line, theme.warn)));
    }
    if preview.first_payments.is_empty() {
        let rows = import_text::first_lines(preview, room, theme);
        lines.extend(rows.into_iter().map(|line| (line, theme.text)));
        return lines;
    }
    let table = Table { lang, mark: theme.marks.cut, room };
    lines.push((table.headings(), theme.heading));
    let rows = preview.first_payments.iter().flat_map(|row| table.payment(row));
    lines.extend(rows.map(|line| (line, theme.text)));
    lines
}

/// Payments as lines: day, amount, reference, memo, payer; where there is little room the memo
/// stands below.
struct Table {
    lang: Lang,
    mark: char,
    room: u16,
}

impl Table {
    fn headings(&self) -> String {
        let field = |code: &str| words::word(self.lang, "field", code);
        let (day, amount) = (self.lang.text("list.day"), self.lang.text("list.amount"));
        let (memo, payer) = (field("memo"), field("payer_name"));
        let [line, below] = self.lines([day, amount, &field("reference"), &memo, &payer]);
        if below.is_empty() { line } else { format!("{}; {memo}", line.trim_end()) }
    }

    fn payment(&self, row: &PaymentRow) -> Vec<String> {
        let amount = match row.direction {
            Direction::Credit => row.amount,
            Direction::Debit => row.amount.negated(),
        };
        let memo = if row.memo.is_empty() { "—" } else { &row.memo };
        let (day, amount) = (row.booked.day.to_local(), amount.to_grouped());
        let lines = self.lines([&day, &amount, &row.reference, memo, &row.payer_name]);
        lines.into_iter().filter(|line| !line.is_empty()).collect()
    }

    /// A line, and the one below it if there is one.
    fn lines(&self, [day, amount, reference, memo, payer]: [&str; 5]) -> [String; 2] {
        let amount = format!("{}{amount}", " ".repeat(16 - usize::from(width(amount).min(16))));
        let head = format!("{} {amount}  ", self.padded(day, 10));
        let left = self.room.saturating_sub(width(&head));
        if self.room < WIDE {
            let reference = self.padded(reference, 20);
            let payer = cut(payer, left.saturating_sub(22), self.mark);
            let below = format!("{:11}{}", "", cut(memo, self.room.saturating_sub(11), self.mark));
            return [format!("{head}{reference}  {payer}"), below];
        }
        // Of what is left the memo has the half.
        let memo_room = left / 2;
        let (reference, memo) = (self.padded(reference, 18), self.padded(memo, memo_room));
        let payer = cut(payer, left.saturating_sub(memo_room + 22), self.mark);
        [format!("{head}{reference}  {memo}  {payer}"), String::new()]
    }

    /// A text cut or filled up to a width.
    fn padded(&self, text: &str, room: u16) -> String {
        let text = cut(text, room, self.mark);
        let gap = usize::from(room.saturating_sub(width(&text)));
        format!("{text}{:gap$}", "")
    }
}

/// Why the file cannot be read as it is taught now; hints speak of the command line and stay away.
fn why_not(lang: Lang, failure: &Failure) -> String {
    let missing = failure.facts.iter().find(|fact| fact.name == "fields");
    match (failure.code, missing) {
        (FailureCode::MapIncomplete, Some(missing)) => {
            let fields = missing.value.split(", ").map(|code| words::word(lang, "field", code));
            let fields = fields.collect::<Vec<_>>().join(", ");
            lang.fill("teach.incomplete", [("fields", fields.as_str())])
        }
        // Where the file gives a part of its number.
        (FailureCode::AccountUnknown, _) => lang.text("teach.needs_account").to_owned(),
        (FailureCode::NumberStyleUndecided, _) => {
            let (text, _) = words::error(lang, &Error::Failed(failure.clone()));
            format!("{text} {}", lang.text("teach.needs_style"))
        }
        _ => words::error(lang, &Error::Failed(failure.clone())).0,
    }
}

/// Why the first row is refused, where none is read.
fn first_reason(lang: Lang, preview: &Preview) -> Option<String> {
    let is_read = preview.payments + preview.invoices > 0;
    let problem = preview.problems.iter().find(|one| !is_read && one.code.refuses_row())?;
    let place = lang.fill("import.row", [("row", problem.place.row.to_string().as_str())]);
    let facts = words::problem_facts(problem);
    let text = words::sentence(lang, "problem", problem.code.code(), &facts);
    Some(format!("{place}: {text}"))
}

/// What is said of the file as a whole.
fn of_the_file(lang: Lang, preview: &Preview) -> impl Iterator<Item = String> {
    let problems = preview.problems.iter().filter(|problem| problem.place.row == 0).take(2);
    problems.map(move |problem| {
        let facts = words::problem_facts(problem);
        words::sentence(lang, "problem", problem.code.code(), &facts)
    })
}

/// How many rows are read and refused, and whether the balance ties.
fn summary(lang: Lang, theme: &Theme, preview: &Preview) -> (String, Style) {
    let refused = preview.totals.refused;
    let (good, bad) = ((preview.totals.rows - refused).to_string(), refused.to_string());
    let mut text = lang.fill("import.read", [("good", good.as_str()), ("bad", bad.as_str())]);
    let ties: Vec<Option<bool>> =
        preview.totals.statements.iter().map(|statement| statement.is_tied).collect();
    let (key, style) = match () {
        () if ties.contains(&Some(false)) => (Some("teach.ties_not"), theme.bad),
        () if ties.contains(&Some(true)) => (Some("teach.ties"), theme.good),
        () => (None, theme.text),
    };
    if let Some(key) = key {
        text.push_str(&format!("; {}", lang.text(key)));
    }
    (text, if refused > 0 { theme.warn } else { style })
}
