//! What a row below the header is: data, or what stands between and below.

use super::headings;
use super::headings::Header;
use super::labels;
use super::subtotals;
use crate::calendar::{parse_day, parse_moment};
use crate::model::FileKind;
use crate::read::files::grid::Row;
use crate::read::layout::field::Field;
use crate::read::layout::format::Layout;

/// What a row below the header is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RowKind {
    Data,
    /// The header again.
    Heading,
    /// Totals, balances.
    Footer,
    /// A sum or a balance between the data, without a day: of a page, of a day.
    Subtotal,
    /// Neither a day nor an amount: a signature, a remark.
    Note,
    /// What a message format says of its statement.
    Mark,
}

/// What a row below this header is.
pub fn kind_of(row: &Row, header: &Header, layout: &Layout) -> RowKind {
    if row.mark.is_some() {
        return RowKind::Mark;
    }
    // Objects have no totals or signatures among them.
    let is_object = header.row == 0;
    if row.defect.is_some() || is_object {
        return RowKind::Data;
    }
    let amounts = [Field::Amount, Field::Debit, Field::Credit, Field::Phi, Field::LePhi];
    let has_money = amounts.iter().any(|field| {
        let text = header.column(*field).map_or("", |column| row.text(column));
        text.contains(|c: char| c.is_ascii_digit()) || text.starts_with('#')
    });
    let key_field = match layout.kind {
        FileKind::Invoices => Field::Number,
        FileKind::Payments if header.column(Field::Booked).is_some() => Field::Booked,
        FileKind::Payments => Field::BookedAndReference,
    };
    let key = header.column(key_field).map_or("", |column| row.text(column));
    let looks_right = match layout.kind {
        FileKind::Payments => key.starts_with(|c: char| c.is_ascii_digit()),
        FileKind::Invoices => key.contains(|c: char| c.is_ascii_digit()),
    };
    // `From 01/11/2026 To 30/11/2026` above another account's rows: a day stands where money would.
    let is_day = |field: &Field| {
        header.column(*field).is_some_and(|column| parse_day(row.text(column)).is_some())
    };
    if looks_right && (!has_money || amounts.iter().any(is_day)) && labels::is_period(row, layout) {
        return RowKind::Footer;
    }
    if looks_right && has_money {
        return RowKind::Data;
    }
    if headings::is_repeated(row, header, layout) {
        return RowKind::Heading;
    }
    // Beside a day, even an unreadable one, the memo's words are a payer's and make no total of the
    // row.
    let own_words = [Field::Memo, Field::PayerName, Field::FeeName];
    let own_words = if key.is_empty() { &[][..] } else { &own_words };
    let skipped: Vec<usize> = own_words.iter().filter_map(|f| header.column(*f)).collect();
    if labels::is_labelled(row, layout, &skipped) {
        return RowKind::Footer;
    }
    let has_day = layout.kind == FileKind::Payments
        && key.split_whitespace().next().is_some_and(|day| parse_moment(day).is_some());
    if !looks_right && subtotals::is_one(row, header) {
        return RowKind::Subtotal;
    }
    // A number without an amount is a broken row; words with a digit in them are a remark.
    let is_number = looks_right && !key.contains(char::is_whitespace);
    let has_number = layout.kind == FileKind::Invoices && is_number;
    if has_money || has_day || has_number { RowKind::Data } else { RowKind::Note }
}
