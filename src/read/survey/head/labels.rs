//! What a file says above and below its rows: account, period, balances, control totals.

use super::headings::Header;
use crate::calendar::{Day, parse_day};
use crate::money::Currency;
use crate::read::files::grid::{Cell, CellKind, Row};
use crate::read::files::label::Label;
use crate::read::layout::field::Field;
use crate::read::layout::format::Layout;
use crate::text;

/// The labelled values of one account's stretch, as text until the currency and number style are
/// known.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Stated {
    pub account: Option<String>,
    /// The account as it stands there, where some of its digits are lost.
    pub lost_account: Option<String>,
    pub currency: Option<String>,
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub opening: Option<Cell>,
    pub closing: Option<Cell>,
    pub rows: Option<u64>,
    pub bank: Option<String>,
    pub number: Option<String>,
    /// Count and sum of the entries that are money in, and of those that are money out.
    pub credit_count: Option<u64>,
    pub credit_sum: Option<Cell>,
    pub debit_count: Option<u64>,
    pub debit_sum: Option<Cell>,
    /// What it holds comes again in a final statement.
    pub is_interim: bool,
    /// Column sums by field.
    pub totals: Vec<(Field, Cell)>,
    /// The same, right above the headings.
    pub totals_above: Vec<(Field, Cell)>,
    /// A label whose value stands in the row below: label and column.
    pending: Vec<(Label, usize)>,
}

impl Stated {
    pub fn has(&self, label: Label) -> bool {
        match label {
            Label::Account => self.account.is_some(),
            Label::Currency => self.currency.is_some(),
            Label::From => self.from.is_some(),
            Label::To => self.to.is_some(),
            Label::Opening => self.opening.is_some(),
            Label::Closing => self.closing.is_some(),
            Label::Rows => self.rows.is_some(),
            Label::Bank => self.bank.is_some(),
            Label::Number => self.number.is_some(),
            Label::CreditCount => self.credit_count.is_some(),
            Label::CreditSum => self.credit_sum.is_some(),
            Label::DebitCount => self.debit_count.is_some(),
            Label::DebitSum => self.debit_sum.is_some(),
            Label::Totals => !self.totals.is_empty(),
            Label::Other => false,
        }
    }

    /// Takes what a row outside the data says; `false` where it says nothing.
    pub fn take(&mut self, row: &Row, layout: &Layout, header: Option<&Header>) -> bool {
        for (label, column) in std::mem::take(&mut self.pending) {
            if let Some(cell) = row.cell(column).filter(|cell| !cell.is_blank()) {
                self.set(label, cell.clone());
            }
        }
        let mut is_labelled = false;
        for (column, cell) in row.cells().iter().enumerate() {
            let folded = text::fold(&cell.text);
            if folded.is_empty() || folded.len() > 300 {
                continue;
            }
            is_labelled |= self.take_period(row, column, &folded, layout);
            let Some(label) = label_of(&folded, layout) else { continue };
            is_labelled = true;
            if label == Label::Totals {
                self.take_totals(row, header);
            } else if label == Label::Other {
                continue;
            } else if let Some(value) = value(row, column, layout) {
                self.set(label, value);
            } else {
                self.pending.push((label, column));
            }
        }
        is_labelled
    }

    pub fn set(&mut self, label: Label, cell: Cell) {
        let text = if cell.kind == CellKind::Error { "" } else { cell.text.trim() };
        match label {
            Label::Account if cell.has_lost_digits() => {
                set_first(&mut self.lost_account, Some(text.to_owned()));
            }
            Label::Account => {
                set_first(&mut self.account, account_in(text));
                set_first(&mut self.currency, currency_beside_account(text));
            }
            Label::Currency => set_first(&mut self.currency, currency_in(text)),
            Label::Opening => set_first(&mut self.opening, Some(cell)),
            Label::Closing => self.closing = Some(cell),
            Label::Bank => set_first(&mut self.bank, Some(text.to_owned())),
            Label::Number => set_first(&mut self.number, Some(text.to_owned())),
            Label::Rows => set_first(&mut self.rows, first_whole(text)),
            Label::CreditCount => set_first(&mut self.credit_count, first_whole(text)),
            Label::CreditSum => set_first(&mut self.credit_sum, Some(cell)),
            Label::DebitCount => set_first(&mut self.debit_count, first_whole(text)),
            Label::DebitSum => set_first(&mut self.debit_sum, Some(cell)),
            Label::From => set_first(&mut self.from, days(text).next()),
            Label::To => set_first(&mut self.to, days(text).next()),
            Label::Totals | Label::Other => {}
        }
    }

    /// Takes what a message says in a field of its own: the whole of it is the value.
    pub fn say(&mut self, label: Label, cell: &Cell) {
        match label {
            Label::Account => set_first(&mut self.account, Some(cell.text.clone())),
            Label::Currency => set_first(&mut self.currency, Some(cell.text.clone())),
            _ => self.set(label, cell.clone()),
        }
    }

    /// `Từ/ From: 01/08/2026 Đến/ To: 31/08/2026` stands in one cell, or in a cell each.
    fn take_period(&mut self, row: &Row, column: usize, folded: &str, layout: &Layout) -> bool {
        let mut is_found = false;
        for label in [Label::From, Label::To] {
            let words = layout.labels.get(&label).into_iter().flatten();
            let mut words: Vec<&String> = words.collect();
            words.sort_by_key(|word| std::cmp::Reverse(word.len()));
            let day = words.iter().find_map(|word| {
                let after = after_word(folded, word)?;
                let beside = || value(row, column, layout).map(|cell| cell.text);
                let is_label_alone = !after.contains(|c: char| c.is_ascii_digit());
                let text = if is_label_alone { beside()? } else { after.to_owned() };
                // One label over both days: `From date - to date: 01/08/2026 - 31/08/2026`.
                let is_of_both = label == Label::To
                    && layout.labels.get(&Label::From).is_some_and(|from| from.contains(word));
                days(&text).nth(usize::from(is_of_both))
            });
            if day.is_some() {
                is_found = true;
                let slot = if label == Label::From { &mut self.from } else { &mut self.to };
                set_first(slot, day);
            }
        }
        is_found
    }

    fn take_totals(&mut self, row: &Row, header: Option<&Header>) {
        if let Some(header) = header {
            self.totals = sums_in(row, header);
        }
    }

    /// A row above the headings that holds nothing but sums of the columns below them.
    pub fn take_totals_above(&mut self, row: &Row, header: &Header) {
        let sums = sums_in(row, header);
        let filled = row.cells().iter().filter(|cell| !cell.is_blank()).count();
        if !sums.is_empty() && sums.len() == filled {
            self.totals_above = sums;
        }
    }
}

/// The cells with digits in the money columns of a row.
fn sums_in(row: &Row, header: &Header) -> Vec<(Field, Cell)> {
    let fields = Field::ALL.iter().filter(|field| field.is_money());
    let sums = fields.filter_map(|field| Some((*field, row.cell(header.column(*field)?)?.clone())));
    sums.filter(|(_, cell)| cell.text.contains(|c: char| c.is_ascii_digit())).collect()
}

fn set_first<T>(slot: &mut Option<T>, value: Option<T>) {
    if slot.is_none() {
        *slot = value;
    }
}

/// The account that a row names beside its label.
pub fn account_of(row: &Row, layout: &Layout) -> Option<String> {
    let cells = row.cells().iter().enumerate();
    cells.filter(|(_, cell)| !cell.is_blank()).find_map(|(column, cell)| {
        let folded = text::fold(&cell.text);
        let is_account = folded.len() <= 300 && label_of(&folded, layout) == Some(Label::Account);
        if is_account { account_in(&value(row, column, layout)?.text) } else { None }
    })
}

/// Whether the row is the title of another account's stretch.
pub fn begins_section(row: &Row, layout: &Layout) -> bool {
    let mut cells = row.cells().iter().filter(|cell| !cell.is_blank());
    !layout.section_titles.is_empty()
        && cells.any(|cell| {
            let folded = text::fold(&cell.text);
            layout.section_titles.iter().any(|marker| folded.contains(marker.as_str()))
        })
}

/// Whether a row carries a label of the layout in one of its cells, some columns left out.
pub fn is_labelled(row: &Row, layout: &Layout, skipped: &[usize]) -> bool {
    let cells = row.cells().iter().enumerate();
    cells.filter(|(column, _)| !skipped.contains(column)).any(|(_, cell)| {
        let folded = text::fold(&cell.text);
        !folded.is_empty() && folded.len() <= 300 && label_of(&folded, layout).is_some()
    })
}

/// Whether a row says from when to when, each label in a cell of its own before its day.
pub fn is_period(row: &Row, layout: &Layout) -> bool {
    let words: Vec<&String> = [Label::From, Label::To]
        .iter()
        .filter_map(|label| layout.labels.get(label))
        .flatten()
        .collect();
    let is_label = |cell: &Cell| {
        let folded = text::fold(&cell.text);
        let mut parts = folded.split(['/', ':']).map(str::trim).filter(|part| !part.is_empty());
        !folded.is_empty() && parts.all(|part| words.iter().any(|word| *word == part))
    };
    let filled: Vec<&Cell> = row.cells().iter().filter(|cell| !cell.is_blank()).collect();
    filled.windows(2).any(|pair| is_label(pair[0]) && days(&pair[1].text).next().is_some())
}

/// The label with which a cell begins; the longest wins. `tong cong ty` does not begin with `tong
/// cong` as a label: after it comes nothing, a colon, a slash or another language.
fn label_of(folded: &str, layout: &Layout) -> Option<Label> {
    let mut best: Option<(usize, Label)> = None;
    for (label, words) in &layout.labels {
        if matches!(label, Label::From | Label::To) {
            continue;
        }
        for word in words {
            let Some(rest) = folded.strip_prefix(word.as_str()) else { continue };
            let is_end = rest.is_empty() || rest.trim_start().starts_with([':', '/', '(']);
            if is_end && best.is_none_or(|(length, _)| word.len() > length) {
                best = Some((word.len(), *label));
            }
        }
    }
    best.map(|(_, label)| label)
}

/// The value of a label: behind the colon in its cell, else in the next cell of the row that is not
/// blank. A label there has its own value, and this one's stands below.
fn value(row: &Row, column: usize, layout: &Layout) -> Option<Cell> {
    let cell = row.cell(column)?;
    if let Some((_, after)) = cell.text.split_once(':')
        && !after.trim().is_empty()
    {
        return Some(Cell { text: after.trim().to_owned(), kind: cell.kind });
    }
    let beside = row.cells().get(column + 1..)?.iter().find(|cell| !cell.is_blank())?;
    label_of(&text::fold(&beside.text), layout).is_none().then(|| beside.clone())
}

/// What comes after a word (or words) that stands whole in a text.
pub fn after_word<'a>(folded: &'a str, word: &str) -> Option<&'a str> {
    let at = folded.match_indices(word).find(|(at, _)| {
        let before = folded[..*at].chars().next_back();
        let after = folded[at + word.len()..].chars().next();
        let is_edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        is_edge(before) && is_edge(after)
    })?;
    Some(&folded[at.0 + word.len()..])
}

fn days(text: &str) -> impl Iterator<Item = Day> {
    text.split([' ', '\t', '\n', ':', ',', ';', '(', ')']).filter_map(parse_day)
}

fn first_whole(text: &str) -> Option<u64> {
    text.split_whitespace().find_map(|word| word.parse().ok())
}

fn account_in(text: &str) -> Option<String> {
    let words = text
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '*'));
    let digits = |word: &str| word.chars().filter(char::is_ascii_digit).count();
    words.filter(|word| digits(word) >= 4).map(str::to_owned).next()
}

/// The currency in `00000001 (USD)` or `00000001 651/USD`; a word that is none says nothing.
fn currency_beside_account(text: &str) -> Option<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).skip(1);
    let is_code = |word: &&str| word.len() == 3 && Currency::from_code(word).is_some();
    words
        .filter(|word| word.chars().all(|c| c.is_ascii_uppercase()))
        .find(is_code)
        .map(str::to_owned)
}

fn currency_in(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split([' ', '/', '(', ')', '-']).collect();
    let known = words.iter().find(|word| Currency::from_code(word).is_some());
    known.or(words.first()).map(|word| (*word).to_owned()).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::layout::shipped::shipped_layouts;

    /// What the rows say, under the labels of a shipped layout.
    fn stated(layout: &str, rows: &[&[&str]]) -> Stated {
        let layout = shipped_layouts().iter().find(|shipped| shipped.name == layout);
        let layout = layout.expect("shipped");
        let mut stated = Stated::default();
        for (number, cells) in (1..).zip(rows) {
            let mut row = Row::default();
            row.clear(number);
            cells.iter().for_each(|text| row.push(text, CellKind::Text));
            stated.take(&row, layout, None);
        }
        stated
    }

    #[test]
    fn the_account_is_not_the_number_that_it_had_before() {
        let old = ["Số tài khoản cũ / OLD:", "12010000000099"];
        for rows in [[old, ["Số tài khoản:", "1210000021"]], [["Số tài khoản:", "1210000021"], old]]
        {
            let stated = stated("bidv", &[&rows[0], &rows[1]]);
            assert_eq!(stated.account.as_deref(), Some("1210000021"));
        }
    }

    #[test]
    fn balances_stand_below_labels_that_stand_side_by_side() {
        let stated = stated(
            "acb",
            &[
                &["BẢNG SAO KÊ GIAO DỊCH - Tài khoản số: 00000001 (USD)"],
                &["", "Số dư đầu", "", "Số dư cuối"],
                &["", "700.00", "", "2,149.50"],
            ],
        );
        let text = |cell: &Option<Cell>| cell.as_ref().map(|cell| cell.text.clone());
        assert_eq!(text(&stated.opening).as_deref(), Some("700.00"));
        assert_eq!(text(&stated.closing).as_deref(), Some("2,149.50"));
        assert_eq!(stated.account.as_deref(), Some("00000001"));
        assert_eq!(stated.currency.as_deref(), Some("USD"));
    }

    #[test]
    fn one_label_may_stand_over_both_days() {
        let cells = ["From date - to date (Chu kỳ yêu cầu):", "", "01/08/2026 - 31/08/2026"];
        let stated = stated("vietinbank", &[&cells]);
        assert_eq!((stated.from, stated.to), (Day::new(2026, 8, 1), Day::new(2026, 8, 31)));
    }
}
