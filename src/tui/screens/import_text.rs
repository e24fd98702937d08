//! What the import screen says of a file: the preview before, the receipt after.

use std::collections::BTreeMap;
use std::path::Path;

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::import::{Stage, size};
use crate::app::Error;
use crate::app::desk::Imported;
use crate::lang::Lang;
use crate::model::view::{Preview, Receipt};
use crate::model::{Direction, FileKind, Problem, Statement};
use crate::money::Money;
use crate::text::mask_memo;
use crate::tui::model::Model;
use crate::tui::theme::Theme;
use crate::tui::widgets::text::{cut, shown, width, wrap};
use crate::tui::words;

/// All lines of the stage, wrapped to `room`.
pub fn lines(model: &Model, room: u16) -> Vec<Line<'static>> {
    let mut page = Page { lang: model.lang(), theme: *model.theme(), room, lines: Vec::new() };
    match &model.screens.import.stage {
        Stage::Pick => {}
        Stage::Preview(preview) => page.preview(preview),
        Stage::Receipts(outcomes) => {
            outcomes.iter().for_each(|outcome| page.outcome(outcome));
            page.say(page.lang.text("import.next"), page.theme.key);
        }
    }
    page.lines
}

/// Problems shown of one file; the rest is counted.
const MOST_PROBLEMS: usize = 200;
const LABEL: usize = 14;

struct Page {
    lang: Lang,
    theme: Theme,
    room: u16,
    lines: Vec<Line<'static>>,
}

impl Page {
    fn say(&mut self, text: &str, style: Style) {
        self.say_below(1, text, style);
    }

    /// Says something, every line of it this far from the edge.
    fn say_below(&mut self, indent: usize, text: &str, style: Style) {
        let room = self.room.saturating_sub(indent as u16 + 1);
        for line in wrap(text, room) {
            let line = format!("{:indent$}{line}", "");
            self.lines.push(Line::from(Span::styled(line, style)));
        }
    }

    /// A label and its value; what is too long goes on under the value.
    fn pair(&mut self, key: &str, value: &str, style: Style) {
        let room = self.room.saturating_sub(LABEL as u16 + 2);
        for (at, line) in wrap(value, room).into_iter().enumerate() {
            let label = if at == 0 { self.lang.text(key) } else { "" };
            let label = format!(" {label:<LABEL$}");
            self.lines.push(Line::from(vec![
                Span::styled(label, self.theme.dim),
                Span::styled(line, style),
            ]));
        }
    }

    fn gap(&mut self) {
        self.lines.push(Line::default());
    }

    fn preview(&mut self, preview: &Preview) {
        let (lang, text) = (self.lang, self.theme.text);
        let about = format!("{} ({})", file_name(&preview.path), size(preview.size_bytes));
        self.pair("import.file", &about, self.theme.key);
        match preview.known_file {
            Some(_) => self.pair("", lang.text("import.known"), self.theme.warn),
            None => self.pair("", lang.text("import.unknown"), text),
        }
        self.pair("import.kind", &kind(lang, preview.kind, &preview.layout), text);
        let columns: Vec<String> = preview
            .columns
            .iter()
            .map(|(heading, field)| {
                let (heading, field) = (shown(heading), words::word(lang, "field", field));
                if heading == field { heading } else { format!("{heading} → {field}") }
            })
            .collect();
        self.pair("import.columns", &columns.join("; "), text);
        let styles = self.number_styles(preview);
        if !styles.is_empty() {
            self.pair("import.numbers", &styles.join("; "), text);
        }
        let (good, bad) = (preview.totals.rows - preview.totals.refused, preview.totals.refused);
        let (good, bad_text) = (good.to_string(), bad.to_string());
        let rows = lang.fill("import.read", [("good", good.as_str()), ("bad", bad_text.as_str())]);
        self.pair("import.rows", &rows, if bad > 0 { self.theme.warn } else { text });
        if preview.kind == FileKind::Invoices {
            self.pair("import.invoices", &words::count(preview.invoices), text);
        }
        preview.totals.statements.iter().for_each(|statement| self.statement(statement));
        self.gap();
        self.problems(&preview.problems);
        self.first_rows(preview);
    }

    /// How the columns write their numbers, and the cells that decided it; columns where none did
    /// stand together.
    fn number_styles(&self, preview: &Preview) -> Vec<String> {
        let mut styles = Vec::new();
        let mut undecided: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (column, style, cell) in &preview.number_styles {
            if cell.is_empty() {
                undecided.entry(style).or_default().push(shown(column));
                continue;
            }
            let style = words::word(self.lang, "number_style", style);
            let facts = [("column", shown(column)), ("style", style), ("cell", shown(cell))];
            let facts = facts.iter().map(|(name, value)| (*name, value.as_str()));
            styles.push(self.lang.fill("import.number_style", facts));
        }
        for (style, columns) in undecided {
            let style = words::word(self.lang, "number_style", style);
            styles.push(format!("{}: {style}", columns.join(", ")));
        }
        styles
    }

    fn statement(&mut self, statement: &Statement) {
        let (lang, text) = (self.lang, self.theme.text);
        let period = statement.stated.or(statement.seen).map(|(from, to)| {
            lang.fill(
                "import.period",
                [("from", from.day.to_local().as_str()), ("to", to.day.to_local().as_str())],
            )
        });
        let account = words::account(&statement.source.label());
        let account = [Some(account), period].into_iter().flatten().collect::<Vec<_>>().join(", ");
        self.pair("import.account", &account, text);
        let (credits, debits) = (statement.credits.to_plain(), statement.debits.to_plain());
        let sums = [("credits", credits.as_str()), ("debits", debits.as_str())];
        self.pair("import.sums", &lang.fill("import.credits_debits", sums), text);
        if let (Some(opening), Some(closing)) = (statement.opening, statement.closing) {
            let is_tied = statement.is_tied == Some(true);
            let (key, style) = match is_tied {
                true => ("import.ties", self.theme.good),
                false => ("import.ties_not", self.theme.bad),
            };
            let (opening, closing) = (opening.to_plain(), closing.to_plain());
            let facts = [("opening", opening.as_str()), ("closing", closing.as_str())];
            self.pair("import.balance", &lang.fill(key, facts), style);
        }
    }

    /// Each with its place, its raw text, what is wrong and what to do.
    fn problems(&mut self, problems: &[Problem]) {
        if problems.is_empty() {
            return;
        }
        let lang = self.lang;
        let n = problems.len().to_string();
        let heading = lang.fill("import.problems", [("n", n.as_str())]);
        self.say(&heading, self.theme.heading);
        for problem in problems.iter().take(MOST_PROBLEMS) {
            let place = match (problem.place.row, problem.place.column.as_str()) {
                (0, _) => lang.text("import.whole_file").to_owned(),
                (row, "") => lang.fill("import.row", [("row", row.to_string().as_str())]),
                (row, column) => lang.fill(
                    "import.cell",
                    [("row", row.to_string().as_str()), ("column", shown(column).as_str())],
                ),
            };
            // A whole row may hold personal numbers; a cell is shown as it is, for it is what is
            // wrong.
            let raw = match problem.place.column.is_empty() {
                true => mask_memo(&problem.raw, |_, _| false),
                false => problem.raw.clone(),
            };
            let raw: String = shown(&raw).chars().take(120).collect();
            let raw = if raw.is_empty() { raw } else { format!("  «{raw}»") };
            let is_refused = problem.code.refuses_row();
            let style = if is_refused { self.theme.bad } else { self.theme.warn };
            let mark = if is_refused { self.theme.marks.cross } else { "!" };
            self.say(&format!("{mark} {place}{raw}"), style);
            let facts = words::problem_facts(problem);
            let code = problem.code.code();
            self.say_below(3, &words::sentence(lang, "problem", code, &facts), self.theme.text);
            let hint = words::hint(lang, "problem", code, &facts);
            if !hint.is_empty() {
                self.say_below(3, &hint, self.theme.dim);
            }
        }
        if problems.len() > MOST_PROBLEMS {
            let more = (problems.len() - MOST_PROBLEMS).to_string();
            self.say(&lang.fill("import.more", [("n", more.as_str())]), self.theme.dim);
        }
        self.gap();
    }

    fn first_rows(&mut self, preview: &Preview) {
        if preview.first_payments.is_empty() && preview.first_invoices.is_empty() {
            return;
        }
        self.say(self.lang.text("import.first_rows"), self.theme.heading);
        for line in first_lines(preview, self.room.saturating_sub(2), &self.theme) {
            self.lines.push(Line::from(Span::styled(format!(" {line}"), self.theme.text)));
        }
    }

    fn outcome(&mut self, imported: &Imported) {
        let name = file_name(&imported.path.display().to_string());
        self.pair("import.file", &name, self.theme.key);
        match &imported.outcome {
            Ok(receipt) => self.receipt(receipt),
            Err(failure) => {
                let (text, hint) = words::error(self.lang, &Error::Failed(failure.clone()));
                self.say(&format!("{} {text}", self.theme.marks.cross), self.theme.bad);
                self.say_below(3, &hint, self.theme.dim);
            }
        }
        self.gap();
    }

    fn receipt(&mut self, receipt: &Receipt) {
        let (lang, text) = (self.lang, self.theme.text);
        self.pair("import.kind", &kind(lang, receipt.kind, &receipt.layout), text);
        let numbers = [
            ("rows", receipt.rows.to_string()),
            ("new", receipt.new.to_string()),
            ("known", receipt.known.to_string()),
            ("changed", receipt.changed.to_string()),
            ("refused", receipt.refused.to_string()),
        ];
        let facts = numbers.iter().map(|(name, value)| (*name, value.as_str()));
        let style = if receipt.refused > 0 { self.theme.warn } else { self.theme.good };
        self.pair("import.rows", &lang.fill("import.receipt", facts), style);
        if receipt.kind == FileKind::Invoices {
            self.pair("import.invoices", &words::count(receipt.invoices), text);
        }
        receipt.statements.iter().for_each(|statement| self.statement(statement));
        self.problems(&receipt.problems);
    }
}

fn kind(lang: Lang, kind: FileKind, layout: &str) -> String {
    let kind = lang.text(&format!("file_kind.{}", kind.code()));
    lang.fill("import.layout", [("kind", kind), ("layout", shown(layout).as_str())])
}

fn file_name(path: &str) -> String {
    let name = Path::new(path).file_name().map(|name| name.to_string_lossy().into_owned());
    shown(&name.unwrap_or_else(|| path.to_owned()))
}

/// The first rows as they would be imported: day, amount, what it is.
pub fn first_lines(preview: &Preview, room: u16, theme: &Theme) -> Vec<String> {
    let line = |day: &str, amount: Money, text: &str| {
        let amount = amount.to_grouped();
        let head = format!("{day:<10} {amount:>16}  ");
        let room = room.saturating_sub(width(&head));
        format!("{head}{}", cut(text, room, theme.marks.cut))
    };
    let payments = preview.first_payments.iter().map(|row| {
        let amount = match row.direction {
            Direction::Credit => row.amount,
            Direction::Debit => row.amount.negated(),
        };
        line(&row.booked.day.to_local(), amount, &row.memo)
    });
    let invoices = preview.first_invoices.iter().map(|invoice| {
        let facts = &invoice.facts;
        let day = facts.issued_on.map(|day| day.to_local()).unwrap_or_default();
        line(&day, facts.amount, &format!("{} {}", invoice.identity.number, facts.payer_name))
    });
    payments.chain(invoices).collect()
}
