//! A row of a payments file: what its cells say, before keys and totals.

use crate::calendar::{Day, Moment, parse_time};
use crate::model::Direction;
use crate::model::Fact;
use crate::model::PaymentStatus;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::money::Money;
use crate::read::files::grid::{Cell, CellKind};
use crate::read::layout::field::Field;
use crate::read::layout::format::Layout;
use crate::read::layout::sign_rule::SignRule;
use crate::read::survey::cells::Cells;
use crate::read::survey::charges;

/// What the cells of one payment row say.
pub struct Draft {
    /// As the row says it; may be empty or masked.
    pub account: String,
    /// The bank of the account as the row calls it; may be empty.
    pub bank: String,
    pub booked: Moment,
    pub value_day: Option<Day>,
    pub reference: String,
    pub direction: Direction,
    pub amount: Money,
    /// What of it stands in the column of its direction, without charges.
    pub in_column: Money,
    /// Charges that the bank took off a credit.
    pub kept_back: Money,
    pub fee: Money,
    pub net: Money,
    pub paid_by_payer: Option<Money>,
    pub settled_base: Option<Money>,
    pub balance: Option<Money>,
    pub status: PaymentStatus,
    pub original_reference: String,
    /// A row of its own that gives money back, whatever became of it.
    pub is_refund: bool,
    /// Its amounts are positive, but the operation says that they go back.
    pub is_turned: bool,
}

/// Reads one row; `before` is the balance before it, where the file tells balances.
pub fn draft(cells: &Cells, layout: &Layout, before: Option<Money>) -> Result<Draft, Problem> {
    let (booked, reference) = booked_and_reference(cells, layout)?;
    let is_turned = is_turned(cells, layout)?;
    let mut original_reference = text_of(cells, layout, Field::OriginalReference);
    let names_original = layout.rows.original_makes_refund && !original_reference.is_empty();
    let mut status = status(cells, layout)?;
    if (is_turned || names_original) && status == PaymentStatus::Success {
        status = PaymentStatus::Refund;
    }
    let is_refund = is_turned || names_original || status == PaymentStatus::Refund;
    if is_refund && original_reference.is_empty() && layout.rows.refund_bears_reference {
        original_reference.clone_from(&reference);
    }
    let balance = cells.money(Field::Balance)?;
    let Moved { in_column, moved, kept_back } = with_charges(cells, layout, before, balance)?;
    if moved.is_zero() && status == PaymentStatus::Success {
        return Err(cells.problem(amount_field(cells), ProblemCode::AmountZero));
    }
    let gives_back = moved.is_negative() || is_refund;
    check_sides(cells, layout, gives_back)?;
    let amount = moved.abs();
    let settled_base = cells.unsigned(Field::SettledBase)?;
    let (fee, net) = fee_and_net(cells, status, settled_base.unwrap_or(amount), kept_back)?;
    let (account, bank) = account_and_bank(cells, layout);
    Ok(Draft {
        account,
        bank,
        booked,
        value_day: cells.day(Field::ValueDay)?,
        reference,
        direction: if gives_back { Direction::Debit } else { Direction::Credit },
        amount,
        in_column,
        kept_back,
        fee,
        net,
        paid_by_payer: cells.unsigned(Field::PaidByPayer)?,
        settled_base: settled_base.filter(|base| *base != amount),
        balance,
        status,
        original_reference,
        is_refund,
        is_turned,
    })
}

/// A text that may be nothing but the layout's filler.
pub fn text_of(cells: &Cells, layout: &Layout, field: Field) -> String {
    let text = cells.text(field);
    if layout.is_filler(text) { String::new() } else { text.to_owned() }
}

/// The account of a row and its bank, in columns of their own or parted by what the layout says.
fn account_and_bank(cells: &Cells, layout: &Layout) -> (String, String) {
    let account = text_of(cells, layout, Field::Account);
    let parts = layout.rows.account_ends_at.as_deref().and_then(|end| account.split_once(end));
    match parts {
        Some((account, bank)) => (account.to_owned(), bank.to_owned()),
        None => (account, text_of(cells, layout, Field::Bank)),
    }
}

fn booked_and_reference(cells: &Cells, layout: &Layout) -> Result<(Moment, String), Problem> {
    if cells.plan.header.column(Field::Booked).is_some() {
        let booked = cells.moment(Field::Booked)?;
        let booked =
            booked.ok_or_else(|| cells.problem(Field::Booked, ProblemCode::DateMissing))?;
        let booked = with_time(cells, booked)?;
        return Ok((booked, text_of(cells, layout, Field::Reference)));
    }
    // A spreadsheet program made a day of the cell, or somebody did: then there is no number.
    let cell = cells.cell(Field::BookedAndReference).filter(|cell| cell.kind == CellKind::Binary);
    if let Some(booked) = cell.and_then(|cell| cells.plan.dates.moment_of(cell)) {
        return Ok((booked, String::new()));
    }
    let both = cells.text(Field::BookedAndReference);
    if both.is_empty() {
        return Err(cells.problem(Field::BookedAndReference, ProblemCode::DateMissing));
    }
    let (day, reference) = both.split_once(char::is_whitespace).unwrap_or((both, ""));
    let cell = Cell { text: day.to_owned(), kind: CellKind::Text };
    let booked = cells.plan.dates.moment_of(&cell);
    let booked = booked
        .ok_or_else(|| cells.problem(Field::BookedAndReference, ProblemCode::DateUnreadable))?;
    // A third line names the clerk.
    let reference = reference.trim().lines().next().unwrap_or_default();
    Ok((booked, reference.trim().to_owned()))
}

/// The day of `booked` with the time of its own column, where the row has one.
fn with_time(cells: &Cells, booked: Moment) -> Result<Moment, Problem> {
    match cells.text(Field::BookedTime) {
        "" => Ok(booked),
        time => parse_time(booked.day, time)
            .ok_or_else(|| cells.problem(Field::BookedTime, ProblemCode::DateUnreadable)),
    }
}

/// What became of the payment: of two columns the worse word counts, so that money is taken for
/// settled only where both say so.
fn status(cells: &Cells, layout: &Layout) -> Result<PaymentStatus, Problem> {
    let unknown = |field| cells.problem(field, ProblemCode::StatusUnknown);
    let first = layout.statuses.payment(cells.text(Field::Status));
    let first = first.ok_or_else(|| unknown(Field::Status))?;
    if cells.plan.header.column(Field::SecondStatus).is_none() {
        return Ok(first);
    }
    let second = layout.second_statuses.payment(cells.text(Field::SecondStatus));
    let second = second.ok_or_else(|| unknown(Field::SecondStatus))?;
    let worst_first = [
        PaymentStatus::Reversed,
        PaymentStatus::Refund,
        PaymentStatus::Pending,
        PaymentStatus::Failed,
    ];
    let worse = worst_first.into_iter().find(|status| [first, second].contains(status));
    Ok(worse.unwrap_or(PaymentStatus::Success))
}

fn is_turned(cells: &Cells, layout: &Layout) -> Result<bool, Problem> {
    if cells.plan.header.column(Field::Operation).is_none() {
        return Ok(false);
    }
    let found = layout.rows.operation.is_refund(cells.text(Field::Operation));
    found.ok_or_else(|| cells.problem(Field::Operation, ProblemCode::StatusUnknown))
}

/// The column that holds what a row of this direction moved.
pub fn moved_field(cells: &Cells, direction: Direction) -> Field {
    let side = match direction {
        Direction::Credit => Field::Credit,
        Direction::Debit => Field::Debit,
    };
    let has = |field: &Field| cells.plan.header.column(*field).is_some();
    [Field::Amount, side].into_iter().find(has).unwrap_or(Field::Amount)
}

/// The column that a problem of the amount points to.
fn amount_field(cells: &Cells) -> Field {
    let has = |field: &Field| cells.plan.header.column(*field).is_some();
    [Field::Amount, Field::Credit, Field::Debit].into_iter().find(has).unwrap_or(Field::Amount)
}

/// What a row moved, with the charges that stand beside it.
struct Moved {
    /// Unsigned, as debit or credit state it.
    in_column: Money,
    /// Positive in, negative out.
    moved: Money,
    kept_back: Money,
}

/// A charge goes with the row: a debit is more by it, interest is money in, a row of nothing else
/// is the charge. From a credit it is kept back, as a channel keeps its fee: the payer paid all.
fn with_charges(
    cells: &Cells,
    layout: &Layout,
    before: Option<Money>,
    balance: Option<Money>,
) -> Result<Moved, Problem> {
    let zero = Money::zero(cells.currency);
    let charges = charges::on_top(cells)?;
    let is_nothing = |problem: &Problem| {
        matches!(problem.code, ProblemCode::AmountMissing | ProblemCode::AmountZero)
    };
    let stated = match moved(cells, layout, before, balance) {
        Err(problem) if is_nothing(&problem) && !charges.is_zero() => zero,
        stated => stated?,
    };
    if stated.is_negative() && charges.is_positive() {
        return Err(cells.problem(Field::Charge, ProblemCode::AmountBothSides));
    }
    let too_large = |_| cells.problem(Field::Charge, ProblemCode::AmountTooLarge);
    let in_column = stated.abs();
    if stated.is_positive() && charges.is_negative() {
        let kept_back = zero.minus(charges).map_err(too_large)?;
        return Ok(Moved { in_column, moved: stated, kept_back });
    }
    let moved = stated.plus(charges).map_err(too_large)?;
    Ok(Moved { in_column, moved, kept_back: zero })
}

/// Where the amount has a column of its own and the file fills a debit or a credit beside it, that
/// one must say the same way.
fn check_sides(cells: &Cells, layout: &Layout, gives_back: bool) -> Result<(), Problem> {
    if layout.sign != SignRule::Unsigned {
        return Ok(());
    }
    let is_filled = |field| Ok(cells.money(field)?.is_some_and(|money| !money.is_zero()));
    let (debit, credit) = (is_filled(Field::Debit)?, is_filled(Field::Credit)?);
    let (told, other) = if gives_back { (debit, credit) } else { (credit, debit) };
    if other && !told {
        let field = if gives_back { Field::Credit } else { Field::Debit };
        return Err(cells.problem(field, ProblemCode::SideContradicts));
    }
    Ok(())
}

/// What the row's own amount says: positive in, negative out, zero where it states zero.
fn moved(
    cells: &Cells,
    layout: &Layout,
    before: Option<Money>,
    balance: Option<Money>,
) -> Result<Money, Problem> {
    match layout.sign {
        SignRule::Signed => one_column(cells, layout),
        SignRule::SignedOrTwoColumns => {
            let single = cells.cell(Field::Amount).filter(|cell| !cell.is_blank());
            if single.is_some() {
                one_column(cells, layout)
            } else {
                two_columns(cells, layout, before, balance)
            }
        }
        SignRule::TwoColumns => two_columns(cells, layout, before, balance),
        SignRule::Unsigned => {
            one_column(cells, layout)?;
            let amount = cells.unsigned(Field::Amount)?;
            Ok(amount.expect("it was read a line ago"))
        }
        SignRule::SignColumn => {
            one_column(cells, layout)?;
            let amount = cells.unsigned(Field::Amount)?.expect("it was read a line ago");
            match layout.rows.signs.is_out(cells.text(Field::Sign)) {
                Some(false) => Ok(amount),
                Some(true) => Ok(amount.negated()),
                None => Err(cells.problem(Field::Sign, ProblemCode::SignUnknown)),
            }
        }
    }
}

fn one_column(cells: &Cells, layout: &Layout) -> Result<Money, Problem> {
    let missing = || cells.problem(Field::Amount, ProblemCode::AmountMissing);
    if layout.is_filler(cells.text(Field::Amount)) {
        return Err(missing());
    }
    cells.money(Field::Amount)?.ok_or_else(missing)
}

/// One side of a row with a debit and a credit column.
enum Side {
    Empty,
    /// Holds what this system writes in place of nothing, but it is an amount as well.
    Filler(Money),
    Filled(Money),
}

fn side(cells: &Cells, layout: &Layout, field: Field) -> Result<Side, Problem> {
    let text = cells.text(field);
    if !layout.is_filler(text) {
        let money = match field {
            Field::Debit if layout.is_debit_negative => cells.negative(field)?,
            _ => cells.unsigned(field)?,
        };
        let money = money.filter(|money| !money.is_zero());
        return Ok(money.map_or(Side::Empty, Side::Filled));
    }
    match cells.money(field) {
        Ok(Some(money)) if !money.is_zero() => Ok(Side::Filler(money)),
        _ => Ok(Side::Empty),
    }
}

fn two_columns(
    cells: &Cells,
    layout: &Layout,
    before: Option<Money>,
    balance: Option<Money>,
) -> Result<Money, Problem> {
    let debit = side(cells, layout, Field::Debit)?;
    let credit = side(cells, layout, Field::Credit)?;
    match (debit, credit) {
        (Side::Empty, Side::Empty) => Err(nothing_moved(cells, layout)),
        (Side::Filled(_), Side::Filled(_)) => {
            Err(cells.problem(Field::Credit, ProblemCode::AmountBothSides))
        }
        (Side::Empty | Side::Filler(_), Side::Filled(credit)) => Ok(credit),
        (Side::Filled(debit), Side::Empty | Side::Filler(_)) => Ok(debit.negated()),
        (Side::Empty, Side::Filler(credit)) => Ok(credit),
        (Side::Filler(debit), Side::Empty) => Ok(debit.negated()),
        // Both hold the filler: only the balances tell which of them is an amount.
        (Side::Filler(debit), Side::Filler(credit)) => {
            let change = before.zip(balance).and_then(|(before, now)| now.minus(before).ok());
            match change {
                Some(change) if change == credit => Ok(credit),
                Some(change) if change == debit.negated() => Ok(debit.negated()),
                _ => Err(cells.problem(Field::Credit, ProblemCode::AmountBothSides)),
            }
        }
    }
}

/// Both sides move nothing: one of them says so with a zero, or none says anything.
fn nothing_moved(cells: &Cells, layout: &Layout) -> Problem {
    let says_zero = |field: &Field| !layout.is_filler(cells.text(*field));
    match [Field::Credit, Field::Debit].into_iter().find(says_zero) {
        Some(field) => cells.problem(field, ProblemCode::AmountZero),
        None => cells.problem(amount_field(cells), ProblemCode::AmountMissing),
    }
}

/// Fee and net; a missing net is computed, a stated one must agree. A failed payment costs nothing,
/// whatever the file says.
fn fee_and_net(
    cells: &Cells,
    status: PaymentStatus,
    base: Money,
    kept_back: Money,
) -> Result<(Money, Money), Problem> {
    let zero = Money::zero(cells.currency);
    if status == PaymentStatus::Failed {
        return Ok((zero, base));
    }
    let fee = cells.unsigned(Field::Fee)?.unwrap_or(kept_back);
    let net =
        base.minus(fee).map_err(|_| cells.problem(Field::Fee, ProblemCode::AmountTooLarge))?;
    match cells.money(Field::Net)? {
        Some(stated) if stated != net => {
            let mut problem = cells.problem(Field::Net, ProblemCode::NetContradicts);
            problem.facts = vec![
                Fact::new("amount", base.to_plain()),
                Fact::new("fee", fee.to_plain()),
                Fact::new("net", stated.to_plain()),
            ];
            Err(problem)
        }
        _ => Ok((fee, net)),
    }
}
