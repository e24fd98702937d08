//! A payment row and what is true of it: the label that an answer is held against.

/// What a careful accountant would do who sees all books, but not the payer's mind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// Signs without a question.
    Sign,
    /// Must ask; which proposal is right can be known.
    Ask,
    /// Must ask, and several answers are equally good: must be shown as ambiguous.
    Tie,
    /// Nobody could know the answer from what the papers say; a miss is no fault.
    Unknowable,
    /// No link is right, ever.
    Never,
}

/// What the payer's words rest on. Labels of the last two are settled when all payments are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    Code,
    Name,
    Amount,
    Nothing,
}

/// Which invoices a payment pays, and with how much each.
pub type Reading = Vec<(usize, u64)>;

/// What is true of one payment.
#[derive(Clone, Debug)]
pub struct Truth {
    pub scenario: &'static str,
    pub label: Label,
    pub basis: Basis,
    /// All that count as right; empty where nothing is.
    pub readings: Vec<Reading>,
    /// A complete code without doubt, and exactly the amount that is open.
    pub complete: bool,
    /// Classes that are right; the first is the one to expect.
    pub classes: &'static [&'static str],
    /// The invoice that the papers name, without anything against it, though another was meant.
    pub says: Option<usize>,
    /// The name in the text of one who gives no code; empty if none.
    pub wrote: String,
    /// The row (its reference) that this one gives back.
    pub undoes: Option<String>,
}

/// One row of a statement or of a gateway.
#[derive(Clone, Debug)]
pub struct Payment {
    /// Place in `files::ACCOUNTS`.
    pub account: usize,
    /// Days since 1 October 2026.
    pub day: u64,
    /// Second of the day.
    pub second: u64,
    pub reference: String,
    /// In đồng, negative for money that leaves.
    pub amount: i64,
    pub fee: u64,
    pub memo: String,
    pub payer_name: String,
    pub payer_account: String,
    pub virtual_account: String,
    pub code: String,
    pub status: &'static str,
    pub original_reference: String,
    pub truth: Truth,
}

/// First class: to be expected of a proposal that nobody takes alone; the others are as honest.
pub const REVIEW: &[&str] = &["to_review", "ambiguous", "unidentified"];
