//! Invents a large book: invoices and payments as canonical CSV, the same for the same size.
//!
//! The shares follow what was counted on public statements: two thirds of the memos hold the number
//! as printed, the rest lacks the dash, has spaces, is mistyped, names the dossier or only the
//! payer, pays several invoices at once or has nothing to do with a fee. Few amounts make most of
//! the rows.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

const FAMILIES: &[&str] = &["Nguyễn", "Nguyễn", "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ"];
const MIDDLES: &[&str] = &["Văn", "Thị", "Đức", "Minh", "Ngọc", "Thanh", "Quang", "Hữu"];
const GIVENS: &[&str] = &[
    "An", "Bình", "Chi", "Dũng", "Giang", "Hà", "Hạnh", "Hiếu", "Hoa", "Hùng", "Hương", "Lan",
    "Linh", "Long", "Mai", "Nam", "Nga", "Oanh", "Phúc", "Sơn", "Tâm", "Thảo", "Trang", "Tuấn",
];
const FEES: &[u64] = &[
    50_000, 50_000, 50_000, 200_000, 200_000, 135_000, 135_000, 8_000, 100_000, 125_000, 80_000,
    70_000, 20_000, 130_000, 140_000, 630_000, 24_000, 16_000, 28_000, 780_000,
];

/// A small generator, so that every machine measures the same book.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len() as u64) as usize]
    }
}

/// What is needed to pay an invoice later; everything else follows from its place.
struct Invoice {
    place: u64,
    amount: u64,
    payer: String,
}

impl Invoice {
    fn number(&self) -> String {
        format!("HD2611-{:08}", self.place + 1)
    }

    fn dossier(&self) -> String {
        let day = 1 + self.place % 22;
        format!("H99.01.02-2611{day:02}-{:06}", self.place / 22 + 1)
    }
}

fn invoice(place: u64) -> Invoice {
    let mut dice = Dice(place * 7919 + 17);
    dice.below(2);
    let payer = if dice.below(10) == 0 {
        format!("Công ty TNHH {} {} {}", dice.pick(MIDDLES), dice.pick(GIVENS), dice.below(400))
    } else {
        format!("{} {} {}", dice.pick(FAMILIES), dice.pick(MIDDLES), dice.pick(GIVENS))
    };
    let amount =
        if dice.below(20) == 0 { 28_000 + dice.below(4_000) * 500 } else { dice.pick(FEES) };
    Invoice { place, amount, payer }
}

/// Writes `count` invoices of one line each.
pub fn write_invoices(path: &Path, count: u64) -> io::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    writeln!(out, "number,dossier_code,payer_name,kind,fee_name,amount,issued_on")?;
    for place in 0..count {
        let it = invoice(place);
        let (number, dossier, day) = (it.number(), it.dossier(), 1 + place % 22);
        let (payer, amount) = (it.payer, it.amount);
        writeln!(out, "{number},{dossier},{payer},phi,Phí hồ sơ,{amount},2026-11-{day:02}")?;
    }
    out.flush()
}

/// A transfer as a statement shows it.
pub struct Payment {
    /// Day of November 2026.
    pub day: u64,
    /// Hour, minute and second, with colons.
    pub time: String,
    pub reference: String,
    /// Whole dong.
    pub amount: u64,
    pub memo: String,
}

/// `count` payments for as many invoices, day after day as in a statement.
pub fn payments(count: u64) -> impl Iterator<Item = Payment> {
    let mut dice = Dice(20_261_123);
    (0..count).map(move |row| {
        let (amount, text) = payment(&mut dice, row, count);
        let (hour, minute, second) = (7 + dice.below(11), dice.below(60), dice.below(60));
        let trace = dice.below(1_000_000);
        let head = dice.pick(&["MBVCB.9000000001.", "300001.231126.081507.", "IBFT ", ""]);
        let tail = dice.pick(&["", " FT26327000000001", "- Ma giao dich/ Trace 000001"]);
        Payment {
            day: 1 + row * 23 / count,
            time: format!("{hour:02}:{minute:02}:{second:02}"),
            reference: format!("FT26327{row:09}"),
            amount,
            memo: format!("{head}{trace:06}.{text}{tail}"),
        }
    })
}

/// Writes `count` payments as canonical CSV.
pub fn write_payments(path: &Path, count: u64) -> io::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    writeln!(out, "account,booked_at,reference,amount,memo,payer_name")?;
    for Payment { day, time, reference, amount, memo } in payments(count) {
        writeln!(
            out,
            "0011000000099,2026-11-{day:02}T{time}+07:00,{reference},{amount},\"{memo}\","
        )?;
    }
    out.flush()
}

/// Amount and words of one payment, in the measured shares.
fn payment(dice: &mut Dice, row: u64, count: u64) -> (u64, String) {
    // A stride without a common divisor with the size visits every invoice once, out of order.
    let it = invoice(row.wrapping_mul(7_368_787) % count);
    let number = it.number();
    let amount = if dice.below(100) < 3 { it.amount + 5_000 } else { it.amount };
    match dice.below(1000) {
        0..680 => (amount, format!("{number} nop le phi")),
        680..744 => (amount, format!("nop phi {}", number.replace('-', ""))),
        744..776 => (amount, format!("nop phi {} {}", &number[..6], &number[7..])),
        776..800 => (amount, format!("{}{} nop phi", &number[..9], &number[10..])),
        800..880 => (amount, format!("le phi ho so {}", it.dossier().replace(['.', '-'], ""))),
        880..950 => (amount, format!("{} nop le phi", it.payer)),
        950..980 => {
            let next = invoice((it.place + 1) % count);
            (it.amount + next.amount, format!("nop phi {number}, {}", next.number()))
        }
        _ => (1_000 + dice.below(9_000) * 1_000, "chuyen tien hang thang".to_string()),
    }
}
