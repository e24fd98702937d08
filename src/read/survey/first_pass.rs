//! The first pass over a file: where its header is, how its columns write numbers, what it says of
//! itself.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::blocks::Blocks;
use super::cells::identity_hash;
use super::charges;
use super::continued::Continued;
use super::day_order::{BookedDays, DayOrder, OneDay};
use super::doubts::Gathered;
use super::head::headings;
use super::head::headings::Header;
use super::head::labels::Stated;
use super::head::near;
use super::head::place::{has_rows, place};
use super::head::row_kind::{RowKind, kind_of};
use super::head::section::{Section, Walk};
use super::plan::Plan;
use super::styles::{Poll, StyleNote};
use crate::model::Failure;
use crate::model::FailureCode;
use crate::model::FileKind;
use crate::model::Place;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::money::Currency;
use crate::read::container::{Container, Head};
use crate::read::files::ReadSeek;
use crate::read::files::grid::{Mark, Row};
use crate::read::layout::field::Field;
use crate::read::layout::format::Layout;
use crate::text::account_key;

/// Surveys the whole file for one layout, or one sheet of it.
pub fn survey(
    source: &mut dyn ReadSeek,
    layout: &Layout,
    only: Option<&str>,
) -> Result<(Plan, Vec<StyleNote>), Failure> {
    let container = Container::open(source)?;
    let mut heads = container.heads(source)?;
    let mut unread = unread_sheets(&heads, layout, only);
    // Of a workbook whose sheets are read apart they are told with the first.
    if only.is_none() || heads.first().is_some_and(|head| head.sheet.as_deref() == only) {
        unread.extend(container.hidden_sheets().iter().map(|name| {
            let hidden = Problem::of_file(ProblemCode::SheetHidden, Vec::new());
            Problem { raw: name.clone(), ..hidden }
        }));
    }
    heads.retain(|head| only.is_none() || head.sheet.as_deref() == only);
    let is_its_kind = layout.container == container.message_format();
    let Some((head, header)) = place(&heads, layout).filter(|_| is_its_kind) else {
        return Err(Failure::new(FailureCode::LayoutDoesNotFit)
            .with("layout", &layout.name)
            .with("missing", missing(&heads, layout)));
    };
    let sheet = head.sheet.clone();
    let sheets = heads
        .iter()
        .filter(|other| other.sheet == sheet || has_rows(other, layout))
        .filter_map(|other| other.sheet.clone())
        .collect();
    let mut pass = Pass::new(&header, layout);
    container.rows(source, sheet.as_deref(), &mut |row| {
        match row.number.cmp(&header.row) {
            Ordering::Less => pass.take_preamble(row),
            Ordering::Equal if header.row > 0 => {}
            _ => pass.take(row),
        }
        Ok(true)
    })?;
    pass.day_order.check(&header, layout.rows.dates)?;
    let (styles, notes) = pass.poll.decide(&header, layout)?;
    unread.extend(pass.other_days());
    let is_dong = pass.is_dong();
    let mut doubts = pass.gathered.judge(&header, layout, is_dong)?;
    doubts.problems.extend(unread);
    let is_in_day_order = pass.booked.are_in_order(&header);
    let Pass { stated, contents, blocks, continued, last_data_row, body_end, scattered, .. } = pass;
    let (repeated, between) = blocks.finish();
    let mut plan = Plan {
        sections: sections(stated, contents, layout)?,
        container,
        sheet,
        header,
        dates: layout.rows.dates,
        is_in_day_order,
        styles,
        repeated,
        between,
        last_data_row,
        body_end,
        continued,
        sheets,
        scattered,
        charges: None,
        doubts,
    };
    let is_lone = |row| row < plan.body_end && !plan.is_row_between(row);
    let lone = plan.continued.tell(is_lone);
    plan.doubts.problems.extend(lone);
    plan.charges = charges::decide(source, &plan, layout)?;
    Ok((plan, notes))
}

/// Sheets without headings on which rows stand that look like those of the first sheet that can be
/// read; told with that sheet.
fn unread_sheets(heads: &[Head], layout: &Layout, only: Option<&str>) -> Vec<Problem> {
    let Some(first) = heads.iter().find(|head| has_rows(head, layout)) else { return Vec::new() };
    let Some(header) = headings::find(first, layout) else { return Vec::new() };
    // Lists inside objects are no sheets.
    if header.row == 0 || only.is_some() && first.sheet.as_deref() != only {
        return Vec::new();
    }
    let looks_alike = |head: &&Head| {
        let mut rows = head.rows.iter();
        headings::find(head, layout).is_none()
            && rows.any(|row| kind_of(row, &header, layout) == RowKind::Data)
    };
    let problem = |sheet: &String| {
        let code = ProblemCode::SheetNotRead;
        Problem { place: Place::default(), code, raw: sheet.clone(), facts: Vec::new() }
    };
    heads.iter().filter(looks_alike).filter_map(|head| head.sheet.as_ref()).map(problem).collect()
}

/// Headings and markers that the layout looks for in vain; all of them where it finds nothing.
fn missing(heads: &[Head], layout: &Layout) -> String {
    let near = near::fit(heads, layout).filter(|fit| !fit.is_whole);
    let words: Vec<String> = match near {
        Some(fit) => {
            let headings = fit.missing.into_iter().map(|(_, heading)| heading);
            headings.chain(fit.missing_markers).collect()
        }
        None => layout.required.iter().map(|f| layout.heading_of(*f).to_owned()).collect(),
    };
    words.join(", ")
}

/// The sections of a file, with which of them repeat an earlier one.
fn sections(
    stated: Vec<Stated>,
    contents: Vec<Content>,
    layout: &Layout,
) -> Result<Vec<Section>, Failure> {
    let mut seen = HashSet::new();
    let mut sections = Vec::new();
    for (at, stated) in stated.into_iter().enumerate() {
        let content = contents.get(at).filter(|content| content.has_rows);
        let is_repeated = content.is_some_and(|content| !seen.insert(content.hasher.finish()));
        sections.push(Section { currency: currency(&stated, layout)?, stated, is_repeated });
    }
    name_banks(&mut sections);
    Ok(sections)
}

/// An account is kept by the bank that any section of the file names for it.
fn name_banks(sections: &mut [Section]) {
    let mut banks: HashMap<String, String> = HashMap::new();
    for Section { stated, .. } in sections.iter() {
        if let (Some(account), Some(bank)) = (&stated.account, &stated.bank) {
            banks.entry(account_key(account)).or_insert_with(|| bank.clone());
        }
    }
    for Section { stated, .. } in sections {
        let known = stated.account.as_deref().and_then(|account| banks.get(&account_key(account)));
        if let Some(bank) = known {
            stated.bank = Some(bank.clone());
        }
    }
}

fn currency(stated: &Stated, layout: &Layout) -> Result<Currency, Failure> {
    match &stated.currency {
        None => Ok(layout.currency),
        Some(code) => Currency::from_code(code)
            .ok_or_else(|| Failure::new(FailureCode::CurrencyNotKnown).with("currency", code)),
    }
}

/// All that a section says, as a number.
#[derive(Clone, Default)]
struct Content {
    hasher: DefaultHasher,
    has_rows: bool,
}

impl Content {
    fn take(&mut self, row: &Row) {
        if !matches!(row.mark, Some(Mark::Notes(_))) {
            row.cells().iter().for_each(|cell| cell.text.hash(&mut self.hasher));
            self.has_rows |= row.mark.is_none();
        }
    }
}

/// What is gathered row by row.
struct Pass<'a> {
    header: &'a Header,
    layout: &'a Layout,
    walk: Walk,
    /// What each section states.
    stated: Vec<Stated>,
    /// What each section of a message holds; empty for tables.
    contents: Vec<Content>,
    blocks: Blocks,
    poll: Poll,
    day_order: DayOrder,
    booked: BookedDays,
    days: OneDay,
    gathered: Gathered,
    continued: Continued,
    last_data_row: u64,
    body_end: u64,
    seen: HashMap<u64, u64>,
    last_identity: Option<u64>,
    scattered: HashSet<u64>,
}

impl<'a> Pass<'a> {
    fn new(header: &'a Header, layout: &'a Layout) -> Self {
        Pass {
            header,
            layout,
            walk: Walk::default(),
            stated: vec![Stated::default()],
            contents: Vec::new(),
            blocks: Blocks::default(),
            poll: Poll::default(),
            day_order: DayOrder::default(),
            booked: BookedDays::default(),
            days: OneDay::default(),
            gathered: Gathered::new(header, layout),
            continued: Continued::default(),
            last_data_row: 0,
            body_end: 0,
            seen: HashMap::new(),
            last_identity: None,
            scattered: HashSet::new(),
        }
    }

    /// Whether all amounts are dong, for all that the file says.
    fn is_dong(&self) -> bool {
        let is_it = |stated: &Stated| stated.currency.as_deref().is_none_or(|code| code == "VND");
        self.layout.currency == Currency::VND
            && self.header.column(Field::Currency).is_none()
            && self.stated.iter().all(is_it)
    }

    /// Whether the days may have their months first, unless a stated period tells.
    fn other_days(&self) -> Option<Problem> {
        self.days.tell(self.stated.iter().any(|stated| stated.from.is_some()))
    }

    fn take_preamble(&mut self, row: &Row) {
        self.walk.pass_preamble(row, self.layout);
        self.gathered.take_above(row);
        self.stated[0].take(row, self.layout, None);
        if self.layout.rows.totals_above_header {
            self.stated[0].take_totals_above(row, self.header);
        }
    }

    fn take(&mut self, row: &Row) {
        let kind = kind_of(row, self.header, self.layout);
        self.gathered.take(row, kind, self.header, self.layout);
        self.continued.take(row, kind, self.header, self.layout);
        self.walk.step(row, kind, self.layout);
        if let RowKind::Data | RowKind::Note = kind {
            self.booked.see(row, self.header, self.layout.rows.dates);
        }
        if self.stated.len() <= self.walk.index {
            self.stated.push(Stated::default());
        }
        if self.layout.container.is_some() {
            self.contents.resize(self.stated.len(), Content::default());
            self.contents[self.walk.index].take(row);
        }
        let stated = &mut self.stated[self.walk.index];
        match kind {
            RowKind::Mark => match (&row.mark, row.cell(0)) {
                (Some(Mark::Says(label)), Some(value)) => stated.say(*label, value),
                (Some(Mark::IsInterim), _) => stated.is_interim = true,
                _ => {}
            },
            RowKind::Subtotal => {}
            RowKind::Heading | RowKind::Note => {
                if kind == RowKind::Heading {
                    self.blocks.see_headings(row.number);
                }
                stated.take(row, self.layout, Some(self.header));
            }
            RowKind::Footer => {
                self.blocks.see_totals(row.number);
                if self.body_end == self.last_data_row {
                    self.body_end = row.number;
                }
                stated.take(row, self.layout, Some(self.header));
            }
            RowKind::Data => {
                self.last_data_row = row.number;
                if self.header.row > 0 && self.layout.kind == FileKind::Payments {
                    self.blocks.take(row, self.walk.account());
                }
                self.body_end = row.number;
                // A cut row may have a cut amount, and that proves nothing.
                let is_cut = row.is_unended && self.header.last_field(row).is_some();
                if row.defect.is_none() && !is_cut {
                    self.vote(row);
                }
                if self.layout.kind == FileKind::Invoices {
                    self.note_identity(row);
                }
            }
        }
    }

    fn vote(&mut self, row: &Row) {
        let own = self.header.column(Field::Currency).map_or("", |column| row.text(column));
        let stated = self.stated[self.walk.index].currency.as_deref();
        let stated = stated.and_then(Currency::from_code).unwrap_or(self.layout.currency);
        let currency = Currency::from_code(own).unwrap_or(stated);
        self.poll.count(row, currency, self.header, self.layout);
        self.day_order.count(row, self.header);
        self.days.count(row, self.header, self.layout.rows.dates);
    }

    fn note_identity(&mut self, row: &Row) {
        let Some(identity) = identity_hash(row, self.header) else { return };
        if self.last_identity != Some(identity) && self.seen.contains_key(&identity) {
            self.scattered.insert(identity);
        }
        self.seen.insert(identity, row.number);
        self.last_identity = Some(identity);
    }
}
