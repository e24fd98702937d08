//! How near each layout comes to a file: what it finds there, what it lacks.

use super::banks;
use super::headings;
use super::headings::Header;
use super::place::markers;
use crate::model::LayoutFit;
use crate::read::container::Head;
use crate::read::layout::format::Layout;
use crate::text;

/// Compares one layout with the first rows of a file; `None` where no row has two cells.
pub fn fit(heads: &[Head], layout: &Layout) -> Option<LayoutFit> {
    let fits = heads.iter().filter_map(|head| fit_of_sheet(head, layout));
    // Of equals the first sheet stays.
    fits.reduce(|best, other| if rank(&other) < rank(&best) { other } else { best })
}

/// Orders fits, the best first: whole ones by score, then those that lack least beside what they
/// find.
pub fn rank(fit: &LayoutFit) -> impl Ord + use<> {
    let missing = fit.missing.len() + fit.missing_markers.len();
    let reach = if fit.is_whole { fit.score as usize } else { fit.found.len() };
    (!fit.is_whole, std::cmp::Reverse(reach), missing)
}

fn fit_of_sheet(head: &Head, layout: &Layout) -> Option<LayoutFit> {
    let headers = headings::all(head, layout);
    // As in recognising: the row with the most headings, a whole one before all others.
    let reach =
        |header: &Header| (headings::lacking(header, layout).is_empty(), header.recognised());
    let header =
        headers.reduce(|best, other| if reach(&other) > reach(&best) { other } else { best })?;
    let missing: Vec<_> = headings::lacking(&header, layout)
        .iter()
        .map(|field| (field.code(), layout.heading_of(*field).to_owned()))
        .collect();
    let (markers, missing_markers) = match header.recognised() {
        0 => (Vec::new(), Vec::new()),
        _ => markers(head, &header, layout),
    };
    let other_bank = other_bank(head, &header, layout);
    // Of equals, one that was seen goes before one that is only believed.
    let score = 2 * (header.recognised() + markers.len()) + usize::from(layout.is_seen);
    Some(LayoutFit {
        layout: layout.name.clone(),
        institution: layout.institution.clone(),
        is_whole: missing.is_empty() && missing_markers.is_empty() && other_bank.is_none(),
        score: u32::try_from(score).unwrap_or(u32::MAX),
        row: header.row,
        found: found(&header),
        missing,
        markers,
        missing_markers,
        other_bank,
    })
}

/// The bank that a bank's statement names above its headings, where it is not the layout's. Payers'
/// banks stand below them.
fn other_bank(head: &Head, header: &Header, layout: &Layout) -> Option<&'static str> {
    let above = head.rows.iter().filter(|row| row.number < header.row);
    let cells = above.flat_map(|row| row.cells()).filter(|cell| !cell.is_blank());
    let texts: Vec<String> = cells.map(|cell| text::fold(&cell.text)).collect();
    banks::other_than(&layout.institution, &texts)
}

/// Heading and field of each column that holds one, in file order.
fn found(header: &Header) -> Vec<(String, &'static str)> {
    let columns = header.headings.iter().enumerate();
    let known = columns.filter_map(|(column, heading)| Some((heading, header.field_of(column)?)));
    known.map(|(heading, field)| (heading.clone(), field.code())).collect()
}
