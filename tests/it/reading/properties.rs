//! What must hold for any file: no input panics a reader, and how a table is written does not
//! change what it says.

use std::io::Cursor;
use std::path::Path;
use std::sync::OnceLock;

use doisoat::model::{PaymentKey, PaymentRow, ReadRow};
use doisoat::read;
use proptest::prelude::*;
use proptest::sample::Index;

use super::harm::{harm, harmed};
use super::{as_text, fixtures};

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

fn all_fixtures() -> &'static [Vec<u8>] {
    static ALL: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    ALL.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/banks");
        fixtures(&root).into_iter().map(|(_, bytes)| bytes).collect()
    })
}

proptest! {
    #![proptest_config(cases(500))]

    /// `as_text::of` reads the file as an import would; that it returns is what is proved.
    #[test]
    fn no_harmed_file_panics_a_reader(
        which in any::<Index>(),
        harms in proptest::collection::vec(harm(), 1..6),
    ) {
        let all = all_fixtures();
        let harmed = harmed(all[which.index(all.len())].clone(), &harms);
        let text = as_text::without_child(&harmed, "none");
        prop_assert!(!text.is_empty());
    }
}

/// One payment as a generator makes it.
#[derive(Clone, Debug)]
struct Made {
    day: u32,
    amount: i64,
    memo: String,
}

fn made() -> impl Strategy<Value = Made> {
    let memo = prop_oneof![
        "[A-Z ]{1,12}",
        "[a-z,;|\t\"'. ]{1,20}",
        Just("Nộp lệ phí\nHD2611-01".to_owned()),
        Just("\"quoted\"".to_owned()),
    ];
    // Few different values, so that equal rows are made as well.
    (1u32..4, prop_oneof![Just(50_000i64), 1i64..3_000_000, -90_000i64..-1], memo)
        .prop_map(|(day, amount, memo)| Made { day, amount, memo: memo.trim().to_owned() })
}

/// How a file is written.
#[derive(Clone, Copy, Debug)]
struct Style {
    delimiter: char,
    line_end: &'static str,
    encoding: &'static str,
    group: &'static str,
}

fn style() -> impl Strategy<Value = Style> {
    let of = |values: &'static [&'static str]| proptest::sample::select(values);
    (
        proptest::sample::select(&[',', ';', '\t', '|'][..]),
        of(&["\n", "\r\n", "\r"]),
        of(&["utf-8", "utf-8 with mark", "utf-16le", "utf-16be"]),
        of(&["", ".", ","]),
    )
        .prop_map(|(delimiter, line_end, encoding, group)| Style {
            delimiter,
            line_end,
            encoding,
            group,
        })
}

fn written(rows: &[Made], style: Style) -> Vec<u8> {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let mut lines = vec![["account", "booked_at", "amount", "memo"].map(str::to_owned)];
    for row in rows {
        let day = format!("{:02}/11/2026", row.day);
        let amount = quoted(&grouped(row.amount, style.group));
        lines.push(["0011000000001".to_owned(), day, amount, quoted(&row.memo)]);
    }
    let delimiter = style.delimiter.to_string();
    let text: String = lines
        .iter()
        .map(|cells| cells.join(&delimiter) + "\n")
        .collect::<String>()
        .replace('\n', style.line_end);
    let marked = format!("\u{feff}{text}");
    match style.encoding {
        "utf-8" => text.into_bytes(),
        "utf-8 with mark" => marked.into_bytes(),
        "utf-16le" => marked.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        _ => marked.encode_utf16().flat_map(u16::to_be_bytes).collect(),
    }
}

fn grouped(amount: i64, group: &str) -> String {
    let digits = amount.unsigned_abs().to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push_str(group);
        }
        text.push(digit);
    }
    if amount < 0 { format!("-{text}") } else { text }
}

/// Everything that a payment says, apart from how its row looked.
fn payments(bytes: Vec<u8>) -> Vec<PaymentRow> {
    let layouts = read::shipped_layouts();
    let layout = layouts.iter().find(|layout| layout.name == "payments").expect("shipped");
    let mut source = Cursor::new(bytes);
    let survey = read::survey(&mut source, layout, &as_text::context()).expect("a sound file");
    let mut payments = Vec::new();
    read::read(&mut source, layout, &survey, &as_text::context(), &mut |row| {
        match row {
            ReadRow::Payment(payment) => {
                payments.push(PaymentRow { row: 0, raw: String::new(), ..*payment });
            }
            // A doubt keeps no row out: 10 beside 1.000.000 may be a number that lost its zeros.
            ReadRow::Problem(doubt) if !doubt.code.refuses_row() => {}
            other => panic!("a sound row was not read as a payment: {other:?}"),
        }
        true
    })
    .expect("a sound file");
    payments
}

fn plain() -> Style {
    Style { delimiter: ',', line_end: "\n", encoding: "utf-8", group: "" }
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn separators_encodings_and_line_ends_do_not_change_a_payment(
        rows in proptest::collection::vec(made(), 1..25),
        style in style(),
    ) {
        let read = payments(written(&rows, style));
        prop_assert_eq!(&read, &payments(written(&rows, plain())));
        let told: Vec<(i64, &str)> = read
            .iter()
            .map(|row| {
                let sign = if row.direction == doisoat::model::Direction::Debit { -1 } else { 1 };
                (sign * row.amount.minor(), row.memo.as_str())
            })
            .collect();
        let made = rows.iter().map(|row| (row.amount, row.memo.as_str()));
        let made: Vec<(i64, &str)> = made.collect();
        prop_assert_eq!(told, made);
    }

    #[test]
    fn the_order_of_rows_does_not_change_the_set_of_keys(
        rows in proptest::collection::vec(made(), 1..25),
        seed in any::<u64>(),
    ) {
        let mut shuffled: Vec<Made> = rows.clone();
        let length = shuffled.len() as u64;
        for at in 0..shuffled.len() {
            let other = usize::try_from(seed.rotate_left(at as u32) % length).expect("an index");
            shuffled.swap(at, other);
        }
        let keys = |rows: &[Made]| {
            let read = payments(written(rows, plain()));
            let mut keys: Vec<PaymentKey> = read.iter().map(|row| row.key).collect();
            keys.sort();
            keys
        };
        let ordered = keys(&rows);
        prop_assert_eq!(&keys(&shuffled), &ordered);
        let is_own = ordered.windows(2).all(|pair| pair[0] != pair[1]);
        prop_assert!(is_own, "equal rows get keys of their own");
    }
}
