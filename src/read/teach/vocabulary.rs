//! What headings and labels usually mean, from `teaching.toml`: what a sheet that no layout knows
//! is most likely to say.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::model::FileKind;
use crate::read::files::grid::{CellKind, Row};
use crate::read::files::heading;
use crate::read::files::heading::Name;
use crate::read::layout::field::Field;
use crate::read::layout::shipped::shipped_layouts;
use crate::read::survey::head::headings;
use crate::text;

/// The words of one language area each, as data.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vocabulary {
    payments: BTreeMap<Field, Vec<Name>>,
    invoices: BTreeMap<Field, Vec<Name>>,
    /// Label → its words.
    pub labels: BTreeMap<String, Vec<String>>,
    pub status: StatusWords,
    institutions: BTreeMap<String, Vec<String>>,
}

/// Status code → its words.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatusWords {
    pub payments: BTreeMap<String, Vec<String>>,
    pub invoices: BTreeMap<String, Vec<String>>,
}

/// The one vocabulary; that it is sound is proved by a test.
pub fn vocabulary() -> &'static Vocabulary {
    static WORDS: OnceLock<Vocabulary> = OnceLock::new();
    WORDS.get_or_init(|| {
        let mut words: Vocabulary =
            toml::from_str(include_str!("teaching.toml")).expect("the shipped words are sound");
        let invoices = shipped_layouts().iter().filter(|l| l.name == "invoices");
        for (field, names) in invoices.flat_map(|layout| &layout.columns) {
            words.invoices.entry(*field).or_default().extend(names.iter().cloned());
        }
        words
    })
}

impl Vocabulary {
    /// What the cells of a row name as headings: the kind of file and the column of each field.
    pub fn read(&self, row: &Row) -> (FileKind, Vec<Option<usize>>) {
        let row = heading::of_row(&without_ordinals(row));
        let count = |columns: &[Option<usize>]| columns.iter().flatten().count();
        let payments = one_money(headings::assign(&row, &self.payments));
        let invoices = headings::assign(&row, &self.invoices);
        let is_invoices = invoices[Field::Number as usize].is_some()
            && payments[Field::Booked as usize].is_none()
            || count(&invoices) > count(&payments) + 1;
        match is_invoices {
            true => (FileKind::Invoices, invoices),
            false => (FileKind::Payments, payments),
        }
    }

    /// The bank or gateway that rows name; `None` where they name none or several.
    pub fn institution(&self, rows: &[&Row]) -> Option<(&str, &str)> {
        let cells = || rows.iter().flat_map(|row| row.cells()).map(|cell| text::fold(&cell.text));
        let named = |name: &String| cells().any(|cell| has_word(&cell, &text::fold(name)));
        let mut found = self.institutions.iter().filter_map(|(code, names)| {
            names.iter().find(|name| named(name)).map(|name| (code.as_str(), name.as_str()))
        });
        found.next().filter(|_| found.next().is_none())
    }
}

/// Debit and credit say all that an amount says; an amount beside one of them says it better.
fn one_money(mut columns: Vec<Option<usize>>) -> Vec<Option<usize>> {
    let has = |field: Field| columns[field as usize].is_some();
    let two = has(Field::Debit) && has(Field::Credit);
    let drop = match (two, has(Field::Amount)) {
        (true, _) => [Field::Amount, Field::Sign],
        (false, true) => [Field::Debit, Field::Credit],
        (false, false) => return columns,
    };
    drop.iter().for_each(|field| columns[*field as usize] = None);
    columns
}

/// `No.` numbers rows; only `Nợ` is a debit, though they fold alike.
fn without_ordinals(row: &Row) -> Row {
    let mut copy = Row::default();
    copy.clear(row.number);
    for cell in row.cells() {
        let is_ordinal = heading::key(&cell.text) == "no" && cell.text.is_ascii();
        copy.push(if is_ordinal { "" } else { &cell.text }, CellKind::Text);
    }
    copy
}

fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        [before, after].iter().flatten().all(|c| !c.is_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(headings: &[&str]) -> (FileKind, Vec<(Field, usize)>) {
        let mut row = Row::default();
        row.clear(1);
        headings.iter().for_each(|heading| row.push(heading, CellKind::Text));
        let (kind, columns) = vocabulary().read(&row);
        let found = Field::ALL.iter().filter_map(|f| Some((*f, columns[*f as usize]?)));
        (kind, found.collect())
    }

    #[test]
    fn usual_headings_are_taken_for_what_they_hold() {
        let (kind, found) = read(&["No.", "Ngày", "Diễn giải", "Nợ", "Có", "Số dư"]);
        assert_eq!(kind, FileKind::Payments);
        let fields: Vec<Field> = found.iter().map(|(field, _)| *field).collect();
        let expected = [Field::Booked, Field::Debit, Field::Credit, Field::Balance, Field::Memo];
        assert_eq!(fields, expected);
        assert!(found.contains(&(Field::Debit, 3)), "the row number is no debit: {found:?}");
        let cash_book = ["Mã CT", "Ngày chứng từ", "Thu", "Chi", "Còn lại", "Người nộp", "Lý do"];
        let (kind, found) = read(&cash_book);
        assert_eq!(kind, FileKind::Payments);
        let fields: Vec<Field> = found.iter().map(|(field, _)| *field).collect();
        let [day, code] = [Field::Booked, Field::Reference];
        let money = [Field::Debit, Field::Credit, Field::Balance];
        let words = [Field::Memo, Field::PayerName];
        assert_eq!(fields, [&[day, code][..], &money, &words].concat());
        for memo in ["Lý do chi tiết", "ND", "Nội dung CK", "Diễn giải"] {
            let (_, found) = read(&["Số CT", "Ngày", memo, "Số tiền"]);
            assert!(found.contains(&(Field::Memo, 2)), "{memo}: {found:?}");
            assert!(found.contains(&(Field::Reference, 0)), "{found:?}");
        }
        let (kind, found) = read(&["STT", "Số biên lai", "Tên người nộp", "Thành tiền"]);
        assert_eq!(kind, FileKind::Invoices);
        assert_eq!(found.len(), 3);
    }

    #[test]
    fn a_bank_is_known_by_whole_words_and_only_alone() {
        let rows = |text: &str| {
            let mut row = Row::default();
            row.clear(1);
            row.push(text, CellKind::Text);
            row
        };
        let named = |text: &str| vocabulary().institution(&[&rows(text)]).map(|(code, _)| code);
        assert_eq!(named("NGÂN HÀNG TMCP Á CHÂU - ACB"), Some("acb"));
        assert_eq!(named("BACBEN"), None);
        assert_eq!(named("BIDV gửi Agribank"), None);
    }
}
