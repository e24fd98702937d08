//! What banks make of a payer's text: cut, case, lost signs, heads and tails in the shares that
//! were counted on public statements.

use crate::dice::Dice;
use crate::letters::{cut, plain};
use crate::people::{account, phone};

/// A bank that sends, and what it does to the text.
#[derive(Clone, Copy)]
pub struct Sender {
    pub name: &'static str,
    bin: &'static str,
    /// How much of the payer's text goes through.
    pub limit: usize,
    upper: u64,
    lower: u64,
    /// Signs that survive; the others vanish.
    signs: &'static str,
}

const fn sender(
    name: &'static str,
    bin: &'static str,
    limit: usize,
    (upper, lower): (u64, u64),
    signs: &'static str,
) -> Sender {
    Sender { name, bin, limit, upper, lower, signs }
}

pub const MB: Sender = sender("MB", "970422", 140, (40, 210), ".");
pub const VCB: Sender = sender("VIETCOMBANK", "970436", 110, (20, 0), ".-,:_()");
pub const TECHCOMBANK: Sender = sender("TECHCOMBANK", "970407", 140, (45, 45), ".-");
pub const VIETINBANK: Sender = sender("VIETINBANK", "970415", 100, (40, 200), ".-;()_");
pub const AGRIBANK: Sender = sender("AGRIBANK", "970405", 153, (30, 0), ";");
pub const SACOMBANK: Sender = sender("SACOMBANK", "970403", 154, (60, 0), ".-");
pub const TPBANK: Sender = sender("TPBANK", "970423", 133, (20, 60), ".()-");
pub const VPBANK: Sender = sender("VPBANK", "970432", 144, (10, 70), "-.");
pub const ACB: Sender = sender("ACB", "970416", 76, (860, 0), ".-");
pub const VIB: Sender = sender("VIB", "970441", 100, (40, 50), "-.");
pub const HDBANK: Sender = sender("HDBANK", "970437", 98, (50, 370), ".-");
pub const MOMO: Sender = sender("MOMO", "971025", 75, (0, 0), ".-_");

/// Places in `files::ACCOUNTS`, which are the agency's accounts at banks.
pub const AT_VCB: usize = 0;
pub const AT_BIDV: usize = 1;
pub const AT_AGRIBANK: usize = 2;
pub const AT_VIETINBANK: usize = 3;
pub const AT_MB: usize = 4;
pub const AT_GATEWAY: usize = 5;

const RECEIVERS: &[(u64, usize)] =
    &[(450, AT_VCB), (220, AT_BIDV), (150, AT_AGRIBANK), (100, AT_VIETINBANK), (80, AT_MB)];

const TO_VCB: &[(u64, Sender)] = &[
    (157, TECHCOMBANK),
    (82, ACB),
    (80, VPBANK),
    (70, TPBANK),
    (60, SACOMBANK),
    (29, VIB),
    (170, MB),
    (81, VIETINBANK),
    (33, AGRIBANK),
    (207, VCB),
    (30, MOMO),
];

const TO_OTHERS: &[(u64, Sender)] = &[
    (208, MB),
    (207, VCB),
    (195, TECHCOMBANK),
    (106, VIETINBANK),
    (60, AGRIBANK),
    (52, SACOMBANK),
    (48, TPBANK),
    (48, VPBANK),
    (48, ACB),
    (24, VIB),
    (7, HDBANK),
    (13, MOMO),
];

/// When and through whom a text travels.
pub struct Trip {
    pub receiver: usize,
    pub sender: Sender,
    pub day: u64,
    pub second: u64,
    /// The account holder's name, which some banks append.
    pub holder: String,
    /// Six digits that some banks print; chance if empty.
    pub trace: String,
}

impl Trip {
    pub fn new(dice: &mut Dice, day: u64, holder: &str) -> Trip {
        let receiver = dice.weighted(RECEIVERS);
        let sender = dice.weighted(if receiver == AT_VCB { TO_VCB } else { TO_OTHERS });
        let second = 6 * 3600 + dice.below(16 * 3600);
        let trace = dice.digits(6);
        Trip { receiver, sender, day, second, holder: holder.to_string(), trace }
    }

    fn clock(&self) -> String {
        let (hour, rest) = (self.second / 3600, self.second % 3600);
        format!("{hour:02}{:02}{:02}", rest / 60, rest % 60)
    }

    fn clock_with_colons(&self) -> String {
        let clock = self.clock();
        format!("{}:{}:{}", &clock[..2], &clock[2..4], &clock[4..])
    }

    fn day_and_month(&self) -> (u64, u64) {
        if self.day < 31 { (self.day + 1, 10) } else { (self.day - 30, 11) }
    }

    /// What arrives in the statement.
    pub fn memo(&self, dice: &mut Dice, text: &str) -> String {
        let text = self.altered(dice, text);
        let memo = match self.receiver {
            AT_VCB => self.at_vietcombank(dice, &text),
            AT_BIDV => self.at_bidv(dice, &text),
            AT_AGRIBANK => self.at_agribank(dice, &text),
            AT_VIETINBANK => self.at_vietinbank(dice, &text),
            _ => self.at_mb(dice, &text),
        };
        if dice.chance(15) { wrapped(dice, &memo) } else { memo }
    }

    /// The payer's own text as the sending bank passes it on.
    fn altered(&self, dice: &mut Dice, text: &str) -> String {
        let keeps_marks = match self.receiver {
            AT_VCB => 0,
            AT_MB => 250,
            _ => 60,
        };
        let text = if dice.chance(keeps_marks) { text.to_string() } else { plain(text) };
        // Some banks drop a sign, some put a blank.
        let blank = self.sender.name != "MB" && dice.chance(400);
        let mut kept = String::new();
        for sign in text.chars() {
            let stays = sign.is_alphanumeric() || sign == ' ' || self.sender.signs.contains(sign);
            match (stays, blank) {
                (true, _) => kept.push(sign),
                (false, true) => kept.push(' '),
                (false, false) => {}
            }
        }
        let kept = match dice.below(1000) {
            roll if roll < self.sender.upper => kept.to_uppercase(),
            roll if roll < self.sender.upper + self.sender.lower => kept.to_lowercase(),
            _ => kept,
        };
        cut(&kept, self.sender.limit).trim().to_string()
    }

    /// What the sending bank itself appends or puts before, the same for all receivers.
    fn marked(&self, dice: &mut Dice, text: &str) -> String {
        let (day, month) = self.day_and_month();
        match self.sender.name {
            "TECHCOMBANK" => format!("{text} FT26{}{}", 274 + self.day, dice.digits(9)),
            "ACB" if dice.chance(660) => {
                let clock = self.clock_with_colons();
                format!("{text}-{day:02}{month:02}26-{clock} {}", self.trace)
            }
            "SACOMBANK" if dice.chance(820) => format!("IBFT {text}"),
            "MOMO" => format!("{} {} {text}", dice.digits(11), phone(dice)),
            _ => text.to_string(),
        }
    }

    fn at_vietcombank(&self, dice: &mut Dice, text: &str) -> String {
        let (day, month) = self.day_and_month();
        let (clock, trace) = (self.clock(), &self.trace);
        match self.sender.name {
            "VIETCOMBANK" if dice.chance(15) => format!("IBBIZ{}.{text}", dice.digits(10)),
            "VIETCOMBANK" => {
                let (from, holder) = (account(dice), plain(&self.holder).to_uppercase());
                let id = dice.digits(10);
                let tail = format!("CT tu {from} {holder} toi 0011009900001 TRUNG TAM HCC");
                cut(&format!("MBVCB.{id}.{text}.{tail}"), 210)
            }
            "MB" | "VIETINBANK" | "AGRIBANK" => {
                let (bin, id) = (self.sender.bin, dice.digits(4));
                let head = format!("0200{bin}{month:02}{day:02}{clock}2026{id}{trace}");
                let text = if self.sender.name == "AGRIBANK" {
                    format!("Vietcombank:0011009900001:{text}")
                } else {
                    text.to_string()
                };
                format!("{head}.{}.{clock}.{text}", dice.below(200_000))
            }
            "MOMO" => {
                let (first, second) = (dice.digits(11), dice.digits(11));
                let head = format!("PARTNER.DIRECT_DEBITS_VCB.MSE.{first}.2026{month:02}{day:02}");
                format!("{head}.{second}-{}_{text}", phone(dice))
            }
            _ => format!("{trace}.{day:02}{month:02}26.{clock}.{}", self.marked(dice, text)),
        }
    }

    fn at_bidv(&self, dice: &mut Dice, text: &str) -> String {
        let (from, id) = (account(dice), dice.digits(10));
        let (day, month) = self.day_and_month();
        if dice.chance(310) {
            return format!("{from} {text}");
        }
        let text = match self.sender.name {
            "VIETCOMBANK" => {
                let holder = plain(&self.holder).to_uppercase();
                let long = format!("MBVCB.{id}.{}.{text}.CT tu {from} {holder}", self.trace);
                cut(&long, 162)
            }
            "AGRIBANK" => format!("BIDV;1201100990001;{text}"),
            _ => self.marked(dice, text),
        };
        let head = format!("TKThe :{from}, tai {}. {text} ", self.sender.name);
        let seq = dice.digits(18);
        match dice.below(100) {
            0..62 => format!("{head}-CTLNHIDI{seq}-1/1-CRE-002"),
            62..86 => format!("{head}-B2B0200{}{}", self.sender.bin, dice.digits(12)),
            86..92 => {
                let clock = self.clock_with_colons();
                format!("{head}; thoi gian GD:{day:02}/{month:02}/2026 {clock}")
            }
            _ => head.trim_end().to_string(),
        }
    }

    fn at_agribank(&self, dice: &mut Dice, text: &str) -> String {
        match self.sender.name {
            "VIETCOMBANK" => {
                let (from, holder) = (account(dice), plain(&self.holder).to_uppercase());
                let (id, trace) = (dice.digits(10), &self.trace);
                let tail = format!("CT tu {from} {holder} toi 1500201990001 TT HCC tai AGRIBANK");
                cut(&format!("MBVCB.{id}.{trace}.{text}.{tail}"), 210)
            }
            "MB" if dice.chance(170) => format!("MB({})({text})", self.trace),
            _ => self.marked(dice, text),
        }
    }

    fn at_vietinbank(&self, dice: &mut Dice, text: &str) -> String {
        let marked = self.marked(dice, text);
        let tail = if dice.chance(650) { " (CT1111)" } else { "" };
        match dice.below(100) {
            0..35 => format!("CT nhanh 247 den: {marked}{tail}"),
            35..68 => format!("Chuyen tien den tu NAPAS Noi dung: {marked}{tail}"),
            68..72 => {
                let (from, holder) = (account(dice), plain(&self.holder).to_uppercase());
                let (day, month) = self.day_and_month();
                let head = format!("SGD:{}+NG:{day:02}{month:02}26", self.trace);
                format!("VA HCC: {head}+NGUI:{holder}+TKGUI:{from}+ND:{text}")
            }
            _ => format!("{marked}{tail}"),
        }
    }

    fn at_mb(&self, dice: &mut Dice, text: &str) -> String {
        match dice.below(100) {
            0..40 => format!("CUSTOMER {}. DEN: TRUNG TAM HCC", self.marked(dice, text)),
            40..70 => format!("{text}- Ma giao dich/ Trace {}", self.trace),
            70..80 => format!("{text}- Ma GD ACSP/ {}{}", "HB", dice.digits(6)),
            _ => format!("{text}   TU: {}", self.sender.name),
        }
    }
}

/// A column that is too narrow breaks a long token with a blank.
fn wrapped(dice: &mut Dice, memo: &str) -> String {
    let signs: Vec<char> = memo.chars().collect();
    let inside = |at: usize| signs[at - 4..at + 4].iter().all(|c| c.is_ascii_alphanumeric());
    let places: Vec<usize> = (4..signs.len().saturating_sub(4)).filter(|at| inside(*at)).collect();
    if places.is_empty() {
        return memo.to_string();
    }
    let at = places[dice.index(places.len())];
    signs[..at].iter().chain([&' ']).chain(&signs[at..]).collect()
}
