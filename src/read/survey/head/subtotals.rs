//! Rows between the data that hold a sum of other rows or a balance, not a payment: `Cộng ngày
//! 05/11/2026`, `Mang sang trang sau`, `Số dư đầu kỳ`.

use super::headings::Header;
use crate::read::files::grid::{CellKind, Row};
use crate::read::layout::field::Field;
use crate::text;

/// What such a row says, numbers left out.
const WORDS: [&str; 52] = [
    "CONG",
    "TONG",
    "TONG CONG",
    "TONG SO",
    "CONG NGAY",
    "TONG NGAY",
    "TONG CONG NGAY",
    "CONG TRONG NGAY",
    "TONG TRONG NGAY",
    "CONG PHAT SINH",
    "TONG PHAT SINH",
    "CONG PHAT SINH NGAY",
    "TONG PHAT SINH NGAY",
    "CONG PHAT SINH TRONG NGAY",
    "TONG PHAT SINH TRONG NGAY",
    "CONG THANG",
    "TONG THANG",
    "CONG TRANG",
    "TONG TRANG",
    "TONG CONG TRANG",
    "CONG TRANG NAY",
    "CONG CHUYEN TRANG SAU",
    "CONG MANG SANG",
    "MANG SANG",
    "MANG SANG TRANG SAU",
    "CHUYEN SANG TRANG SAU",
    "CHUYEN TRANG SAU",
    "TRANG TRUOC MANG SANG",
    "TRANG TRUOC CHUYEN SANG",
    "SO TRANG TRUOC CHUYEN SANG",
    "LUY KE",
    "CONG LUY KE",
    "SO DU DAU KY",
    "SO DU CUOI KY",
    "SO DU DAU NGAY",
    "SO DU CUOI NGAY",
    "SO DU DAU THANG",
    "SO DU CUOI THANG",
    "DU DAU KY",
    "DU CUOI KY",
    "DU DAU NGAY",
    "DU CUOI NGAY",
    "OPENING BALANCE",
    "CLOSING BALANCE",
    "ENDING BALANCE",
    "BALANCE BROUGHT FORWARD",
    "BALANCE CARRIED FORWARD",
    "BROUGHT FORWARD",
    "CARRIED FORWARD",
    "DAILY TOTAL",
    "PAGE TOTAL",
    "TOTAL",
];

/// Whether a row is one: a cell says so and nothing else, and the row has no reference.
pub fn is_one(row: &Row, header: &Header) -> bool {
    let is_payments = [Field::Booked, Field::BookedAndReference]
        .into_iter()
        .any(|field| header.column(field).is_some());
    let text = |field| header.column(field).map_or("", |column| row.text(column));
    let both = text(Field::BookedAndReference).split_once(char::is_whitespace);
    let is_bare = |reference: &str| !reference.contains(|c: char| c.is_ascii_digit());
    let has_reference = !is_bare(text(Field::Reference))
        || !text(Field::OriginalReference).is_empty()
        || both.is_some_and(|(day, after)| {
            day.starts_with(|c: char| c.is_ascii_digit()) && !is_bare(after)
        });
    is_payments
        && header.row > 0
        && !has_reference
        && row.cells().iter().any(|cell| cell.kind == CellKind::Text && says_so(&cell.text))
}

fn says_so(text: &str) -> bool {
    if text.len() > 100 || !text.trim_start().starts_with(char::is_alphabetic) {
        return false;
    }
    let mut words = text::words(text);
    words.retain(|word| !word.bytes().all(|b| b.is_ascii_digit()));
    let said = words.join(" ");
    let is_word = |text: &str| WORDS.contains(&text);
    // The same again in another language.
    let rests = WORDS.iter().filter_map(|word| said.strip_prefix(word)?.strip_prefix(' '));
    is_word(&said) || rests.into_iter().any(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_says_nothing_else() {
        let sums = ["Cộng ngày 05/11/2026", "Tổng ngày:", "CỘNG TRANG 3", "Tổng cộng/ Total"];
        for text in sums {
            assert!(says_so(text), "{text}");
        }
        let others = ["Công ngày 05/11 Nguyễn Văn A", "Tổng công ty 319", "150000", "Cộng hoà"];
        for text in others {
            assert!(!says_so(text), "{text}");
        }
    }
}
