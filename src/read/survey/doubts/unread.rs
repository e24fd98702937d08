//! Columns that a layout does not read and that may say otherwise than those it reads: one that
//! tells money in from money out, one that bears the heading of another.

use crate::model::Direction;
use crate::model::Fact;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::read::files::grid::Row;
use crate::read::layout::field::Field;
use crate::read::layout::format::Layout;
use crate::read::layout::sign_rule::SignRule;
use crate::read::survey::head::headings::Header;
use crate::text;

/// Folded words of a column that tells money in from money out.
const WORDS_IN: [&str; 14] = [
    "c",
    "cr",
    "credit",
    "co",
    "ghi co",
    "in",
    "+",
    "thu",
    "tien vao",
    "vao",
    "nop tien",
    "nhan tien",
    "nhan",
    "deposit",
];
const WORDS_OUT: [&str; 15] = [
    "d",
    "dr",
    "db",
    "debit",
    "no",
    "ghi no",
    "out",
    "-",
    "chi",
    "tien ra",
    "ra",
    "rut tien",
    "chuyen tien",
    "chuyen di",
    "withdrawal",
];

/// What such a column is called, its words alone.
const HEADINGS: [&str; 23] = [
    "NO CO",
    "GHI NO GHI CO",
    "GHI NO CO",
    "D C",
    "DC",
    "C D",
    "DR CR",
    "CR DR",
    "DEBIT CREDIT",
    "CREDIT DEBIT",
    "LOAI GD",
    "LOAI GIAO DICH",
    "LOAI",
    "LOAI PHAT SINH",
    "LOAI PS",
    "LOAI BUT TOAN",
    "TYPE",
    "TRANSACTION TYPE",
    "TRANS TYPE",
    "DIRECTION",
    "CHIEU",
    "CHIEU GIAO DICH",
    "THU CHI",
];

/// Words in the heading of a column of charges.
const CHARGE_WORDS: [&str; 7] = ["PHI", "FEE", "FEES", "CHARGE", "CHARGES", "THUE", "VAT"];

/// Columns that a second reader would hold against each row.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Checks {
    /// Beside amounts without signs.
    sides: Vec<usize>,
    /// Columns with the heading of a field that stands in another one.
    twins: Vec<(usize, Field)>,
}

/// What the cells of the columns say that hold no field.
pub struct Unread {
    columns: Vec<Column>,
    has_minus: bool,
}

struct Column {
    at: usize,
    twin_of: Option<Field>,
    is_side_heading: bool,
    /// Row of the first amount in a column of charges beside debit and credit, and how many.
    is_charge_heading: bool,
    charges: Option<(u64, u64)>,
    has_cells: bool,
    /// Whether money in, money out and other words were met.
    says: [bool; 3],
}

/// Whether a word means money out; `None` where it is no such word.
fn is_out(word: &str) -> Option<bool> {
    let word = text::fold(word);
    match (WORDS_IN.contains(&&*word), WORDS_OUT.contains(&&*word)) {
        (true, _) => Some(false),
        (false, true) => Some(true),
        (false, false) => None,
    }
}

impl Unread {
    pub fn new(header: &Header, layout: &Layout) -> Unread {
        // The fields of a message are all known, and of objects nobody reads all.
        if layout.container.is_some() {
            return Unread { columns: Vec::new(), has_minus: false };
        }
        let is_table = header.row > 0;
        // Where an amount of its own stands, it goes before debit and credit.
        let has_amount =
            layout.sign == SignRule::SignedOrTwoColumns && header.column(Field::Amount).is_some();
        let has_sides =
            [Field::Debit, Field::Credit].iter().all(|field| header.column(*field).is_some());
        let is_passed_over = |field| has_amount && matches!(field, Field::Debit | Field::Credit);
        let headings = header.headings.iter().enumerate().filter(|(at, heading)| {
            !heading.is_empty()
                && header.field_of(*at).is_none_or(is_passed_over)
                && !layout.ignored.contains(&text::fold(heading))
        });
        let columns = headings.filter_map(|(at, heading)| {
            let is_side_heading = HEADINGS.contains(&&*text::words(heading).join(" "));
            let mut words = text::words(heading).into_iter();
            let is_charge_heading =
                has_sides && is_table && words.any(|word| CHARGE_WORDS.contains(&&*word));
            let twin_of = twin_of(heading, header, layout);
            let twin_of = twin_of.filter(|_| header.field_of(at).is_none());
            let column = Column {
                at,
                twin_of,
                is_side_heading,
                is_charge_heading,
                charges: None,
                has_cells: false,
                says: [false; 3],
            };
            (is_table || is_side_heading || twin_of.is_some()).then_some(column)
        });
        Unread { columns: columns.collect(), has_minus: false }
    }

    /// The cells of a data row.
    pub fn count(&mut self, row: &Row, header: &Header, layout: &Layout) {
        let amount = header.column(Field::Amount).map_or("", |column| row.text(column));
        self.has_minus |= amount.starts_with(['-', '−', '–', '(']) || amount.ends_with('-');
        for column in &mut self.columns {
            let Some(cell) = row.cell(column.at).filter(|c| !layout.is_filler(c.text.trim()))
            else {
                continue;
            };
            column.has_cells = true;
            if column.is_charge_heading && is_money(&cell.text) {
                let (_, count) = column.charges.get_or_insert((row.number, 0));
                *count += 1;
            }
            let which = match is_out(&cell.text) {
                Some(false) => 0,
                Some(true) => 1,
                None => 2,
            };
            column.says[which] = true;
        }
    }

    /// What is held against each row, and what is said of the columns.
    pub fn judge(&self, header: &Header, layout: &Layout) -> (Checks, Vec<Problem>) {
        let is_signless = match layout.sign {
            SignRule::Unsigned => true,
            SignRule::Signed | SignRule::SignedOrTwoColumns => {
                header.column(Field::Amount).is_some() && !self.has_minus
            }
            SignRule::TwoColumns | SignRule::SignColumn => false,
        };
        let (mut checks, mut problems) = (Checks::default(), Vec::new());
        for column in self.columns.iter().filter(|column| column.has_cells) {
            if let Some((first, count)) = column.charges {
                let facts = vec![Fact::new("count", count), Fact::new("first", first)];
                let mut problem = Problem::of_file(ProblemCode::ChargesUnread, facts);
                problem.raw.clone_from(&header.headings[column.at]);
                problems.push(problem);
            }
            let [has_in, has_out, has_other] = column.says;
            let is_side = !has_other && (column.is_side_heading || has_in && has_out);
            if let Some(field) = column.twin_of {
                checks.twins.push((column.at, field));
            } else if is_signless && is_side {
                checks.sides.push(column.at);
            } else if is_signless && column.is_side_heading && layout.sign != SignRule::Unsigned {
                let mut problem = Problem::of_file(ProblemCode::SideUnread, Vec::new());
                problem.raw.clone_from(&header.headings[column.at]);
                problems.push(problem);
            }
        }
        (checks, problems)
    }
}

/// Whether a text is an amount that is not zero.
fn is_money(text: &str) -> bool {
    let number = text.trim().trim_end_matches(|c: char| c.is_alphabetic() || c == '₫' || c == ' ');
    number.contains(|c: char| ('1'..='9').contains(&c))
        && number
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '(' | ')' | ' '))
}

/// The field whose column bears this heading too. Of amounts that one of their other names is
/// enough.
fn twin_of(heading: &str, header: &Header, layout: &Layout) -> Option<Field> {
    let is_amount = |field| matches!(field, Field::Amount | Field::Debit | Field::Credit);
    let weighs = |field: &Field| {
        let is_word = matches!(
            field,
            Field::Account | Field::Sign | Field::Status | Field::Currency | Field::Operation
        );
        field.is_money() || field.is_day() || is_word
    };
    Field::ALL.iter().copied().filter(weighs).find(|field| {
        let own = header.heading(*field);
        let is_same = !own.is_empty() && own.to_lowercase() == heading.to_lowercase();
        let is_alias = || {
            let names = layout.columns.get(field);
            names.is_some_and(|names| names.iter().any(|name| name.is_whole(heading)))
        };
        is_same || !own.is_empty() && is_amount(*field) && is_alias()
    })
}

impl Checks {
    /// The column whose words say the other way than the row was read; with it the word.
    pub fn other_side<'a>(&self, row: &'a Row, direction: Direction) -> Option<(usize, &'a str)> {
        let told = self.sides.iter().map(|column| (*column, row.text(*column)));
        let is_debit = direction == Direction::Debit;
        told.into_iter().find(|(_, word)| is_out(word).is_some_and(|is_out| is_out != is_debit))
    }

    /// The column of an equal heading that holds something else; with it what it holds.
    pub fn other_value<'a>(
        &self,
        row: &'a Row,
        header: &Header,
        layout: &Layout,
    ) -> Option<(usize, &'a str)> {
        let differs = |column: usize, field: Field| {
            let (own, other) = (header.column(field).map(|own| row.text(own)), row.text(column));
            !layout.is_filler(other) && own != Some(other)
        };
        let twin = self.twins.iter().find(|(column, field)| differs(*column, *field));
        twin.map(|(column, _)| (*column, row.text(*column)))
    }
}
