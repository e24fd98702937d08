//! The first screen: the day's work as a list to go through, the channels with their differences,
//! open days.

use ratatui::layout::Rect;
use ratatui::prelude::Frame;
use ratatui::style::Style;

use super::{Screen, ScreenId};
use crate::app::desk::{Ask, Job};
use crate::lang::Lang;
use crate::model::view::Overview;
use crate::money::Money;
use crate::tui::keys::{ActionId, ENTER, Reason, alt, f, free, in_foot, letter, quiet};
use crate::tui::model::{Effect, Model, Tone};
use crate::tui::update;
use crate::tui::widgets::grid::{Cell, Column, draw_headings, draw_row, fit};
use crate::tui::widgets::list::{Step, Steps};
use crate::tui::widgets::popup::put;
use crate::tui::widgets::text::{width, wrap};
use crate::tui::words;

pub const SCREEN: Screen = Screen {
    id: ScreenId::Overview,
    code: "overview",
    go: quiet(ActionId::Go(ScreenId::Overview), &[letter('1'), alt('1')]),
    actions: &[in_foot(ActionId::Open, &[ENTER]), in_foot(ActionId::RunMatch, &[f(9)])],
    enabled,
    act,
    draw,
    status: |_| String::new(),
    list: |model| (&mut model.screens.overview, TASKS.len()),
    load: |model| vec![model.ask(Ask::Overview)],
    moved: |_| Vec::new(),
    position: |_| None,
    search: None,
    back,
};

#[derive(Default)]
pub struct State {
    pub facts: Option<Box<Overview>>,
    cursor: usize,
}

impl Steps for State {
    fn step(&mut self, step: Step, _height: usize) {
        self.cursor = match step {
            Step::Up | Step::PageUp => self.cursor.saturating_sub(1),
            Step::Down | Step::PageDown => (self.cursor + 1).min(TASKS.len() - 1),
            Step::Home => 0,
            Step::End => TASKS.len() - 1,
        };
    }

    fn settle(&mut self, _height: usize) {}
}

/// A piece of the day's work.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Task {
    Import,
    Match,
    Review,
    Exceptions,
    Close,
    Journal,
}

const TASKS: [Task; 6] =
    [Task::Import, Task::Match, Task::Review, Task::Exceptions, Task::Close, Task::Journal];

impl Task {
    fn code(self) -> &'static str {
        match self {
            Task::Import => "import",
            Task::Match => "match",
            Task::Review => "review",
            Task::Exceptions => "exceptions",
            Task::Close => "close",
            Task::Journal => "journal",
        }
    }

    /// Whether nothing is left to do (`None`: not a thing to be done), and how many rows wait or
    /// were read.
    fn standing(self, facts: &Overview) -> (Option<bool>, Option<u64>) {
        match self {
            Task::Import => {
                let rows = facts.files.iter().map(|(_, rows, _)| rows).sum();
                (Some(!facts.files.is_empty()), Some(rows))
            }
            Task::Match => {
                (Some(facts.unmatched == 0 && !facts.is_empty_store), Some(facts.unmatched))
            }
            Task::Review => {
                (Some(facts.to_review == 0 && facts.payments > 0), Some(facts.to_review))
            }
            Task::Exceptions => {
                (Some(facts.exceptions == 0 && facts.payments > 0), Some(facts.exceptions))
            }
            Task::Close => (Some(facts.is_closed), None),
            Task::Journal => (None, None),
        }
    }
}

fn enabled(model: &Model, id: ActionId) -> Result<(), Reason> {
    match id {
        ActionId::RunMatch => free(model),
        _ => Ok(()),
    }
}

fn act(model: &mut Model, id: ActionId) -> Vec<Effect> {
    match (id, task(model)) {
        (ActionId::RunMatch, _) => vec![Effect::Start(Job::Match)],
        (_, Task::Match) => update::press(model, ActionId::RunMatch),
        (_, Task::Import) => update::go(model, ScreenId::Import),
        (_, Task::Review) => update::go(model, ScreenId::Review),
        (_, Task::Exceptions) => update::go(model, ScreenId::Exceptions),
        (_, Task::Close) => update::go(model, ScreenId::Close),
        (_, Task::Journal) => update::go(model, ScreenId::Journal),
    }
}

/// There is nothing before the first screen: says how to leave.
fn back(model: &mut Model) -> Option<Vec<Effect>> {
    let text = model.lang().text("toast.how_to_quit").to_owned();
    model.say(Tone::Warn, text);
    Some(Vec::new())
}

/// The task under the cursor.
fn task(model: &Model) -> Task {
    TASKS[model.screens.overview.cursor.min(TASKS.len() - 1)]
}

/// The height of everything that stands above the channels when they do not fit beside the tasks.
const TASK_ROWS: u16 = 8;

fn draw(model: &Model, frame: &mut Frame, area: Rect) {
    let theme = model.theme();
    let Some(facts) = model.facts() else {
        put(
            frame,
            area,
            1,
            &format!(" {}", model.lang().text("loading")),
            theme.dim,
            theme.marks.cut,
        );
        return;
    };
    let is_wide = area.width >= 100;
    let left = Rect { width: if is_wide { area.width * 2 / 5 } else { area.width }, ..area };
    draw_tasks(model, facts, frame, Rect { height: left.height.min(TASK_ROWS), ..left });
    if model.is_small() {
        return;
    }
    if facts.is_empty_store {
        draw_first_steps(model, frame, below(area, TASK_ROWS));
        return;
    }
    if is_wide {
        let right = Rect { x: left.right() + 2, width: area.width - left.width - 2, ..area };
        let used = draw_channels(model, facts, frame, right);
        let under = below(area, TASK_ROWS.max(used + 1));
        draw_ratio(model, facts, frame, under);
        let used = draw_days(model, facts, frame, below(under, 2));
        draw_files(model, facts, frame, below(under, used + 3));
    } else {
        let channels = below(area, TASK_ROWS);
        let used = draw_channels(model, facts, frame, channels);
        let under = below(channels, used + 1);
        draw_ratio(model, facts, frame, under);
        draw_days(model, facts, frame, below(under, 2));
    }
}

fn below(area: Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    Rect { y: area.y + rows, height: area.height - rows, ..area }
}

fn draw_tasks(model: &Model, facts: &Overview, frame: &mut Frame, area: Rect) {
    let (lang, theme) = (model.lang(), model.theme());
    let mark = theme.marks.cut;
    let columns = [
        Column::left("", 1, 0),
        Column::left("", 3, 0),
        Column::flexible(lang.text("overview.tasks"), 20, 1, 0),
        Column::right(lang.text("overview.rows"), 9, 0),
    ];
    let area = Rect { width: area.width.min(60), ..area };
    let widths = fit(&columns, area.width);
    draw_headings(frame.buffer_mut(), area, &columns, &widths, (theme.heading, mark));
    for (at, task) in TASKS.iter().enumerate() {
        let row = below(area, at as u16 + 1);
        if row.is_empty() {
            break;
        }
        let is_here = at == model.screens.overview.cursor && model.layers.is_empty();
        let (is_done, n) = task.standing(facts);
        let check = match is_done {
            Some(true) => format!("[{}]", theme.marks.check),
            Some(false) => "[ ]".to_owned(),
            None => String::new(),
        };
        let day = facts.day.to_short();
        let text = lang.fill(&format!("task.{}", task.code()), [("day", day.as_str())]);
        let style = if is_here { theme.selected } else { theme.text };
        let cells = [
            Cell::text(if is_here { theme.marks.cursor } else { "" }),
            Cell::text(check),
            Cell::text(text),
            Cell::text(n.map(words::count).unwrap_or_default()),
        ];
        draw_row(frame.buffer_mut(), row, &columns, &widths, &cells, (style, mark));
        if is_here {
            frame.set_cursor_position((row.x, row.y));
        }
    }
}

/// Answers how many rows it took.
fn draw_channels(model: &Model, facts: &Overview, frame: &mut Frame, area: Rect) -> u16 {
    let (lang, theme) = (model.lang(), model.theme());
    let columns = [
        Column::left("", 1, 0),
        Column::flexible(lang.text("overview.channels"), 18, 1, 0),
        Column::right(lang.text("overview.payments"), 7, 2),
        Column::right(lang.text("overview.credited"), 16, 1),
        Column::right(lang.text("overview.settled"), 16, 2),
        Column::right(lang.text("overview.open"), 14, 0),
    ];
    let widths = fit(&columns, area.width.min(90));
    let style = (theme.heading, theme.marks.cut);
    draw_headings(frame.buffer_mut(), area, &columns, &widths, style);
    let mut rows: Vec<(String, u64, [Money; 3])> = facts
        .channels
        .iter()
        .map(|c| (words::account(&c.source), c.payments, [c.credited, c.settled, c.open]))
        .collect();
    rows.extend(totals(lang, facts));
    let mut used = 1;
    for (name, payments, amounts) in rows {
        let is_open = !amounts[2].is_zero();
        let cells = [
            Cell::text(""),
            Cell::text(name),
            Cell::text(words::count(payments)),
            Cell::text(amounts[0].to_grouped()),
            Cell::text(amounts[1].to_grouped()),
            Cell::Text(amounts[2].to_grouped(), if is_open { theme.warn } else { Style::new() }),
        ];
        let row = below(area, used);
        draw_row(frame.buffer_mut(), row, &columns, &widths, &cells, (theme.text, theme.marks.cut));
        used += 1;
    }
    used
}

/// One row of sums where there is more than one channel and all are of one currency.
fn totals(lang: Lang, facts: &Overview) -> Option<(String, u64, [Money; 3])> {
    let first = facts.channels.first().filter(|_| facts.channels.len() > 1)?;
    let sum = |of: fn(&crate::model::view::ChannelLine) -> Money| {
        Money::sum(first.credited.currency(), facts.channels.iter().map(of)).ok()
    };
    let amounts = [sum(|c| c.credited)?, sum(|c| c.settled)?, sum(|c| c.open)?];
    let payments = facts.channels.iter().map(|channel| channel.payments).sum();
    Some((lang.text("overview.total").to_owned(), payments, amounts))
}

/// How much of the day is settled, as words and as a bar.
fn draw_ratio(model: &Model, facts: &Overview, frame: &mut Frame, area: Rect) {
    let (lang, theme) = (model.lang(), model.theme());
    if facts.payments == 0 {
        return;
    }
    let tenths = facts.settled * 1000 / facts.payments;
    let percent = format!("{},{}", tenths / 10, tenths % 10);
    let text = lang.fill(
        "overview.ratio",
        [
            ("settled", facts.settled.to_string().as_str()),
            ("payments", facts.payments.to_string().as_str()),
            ("percent", percent.as_str()),
            ("excluded", facts.excluded().to_string().as_str()),
        ],
    );
    let room = area.width.saturating_sub(width(&text) + 4).min(40);
    let full = u16::try_from(u64::from(room) * facts.settled / facts.payments).unwrap_or(0);
    let bar = theme.marks.full.repeat(full.into()) + &theme.marks.rest.repeat((room - full).into());
    put(frame, area, 0, &format!(" {text}  {bar}"), theme.text, theme.marks.cut);
}

/// Answers how many rows it took.
fn draw_days(model: &Model, facts: &Overview, frame: &mut Frame, area: Rect) -> u16 {
    let (lang, theme) = (model.lang(), model.theme());
    let days: Vec<String> = facts
        .open_days
        .iter()
        .map(|(day, exceptions)| match exceptions {
            0 => day.to_short(),
            n => {
                let n = n.to_string();
                lang.fill("overview.day", [("day", day.to_short().as_str()), ("n", n.as_str())])
            }
        })
        .collect();
    let days = lang.fill("overview.days", [("days", days.join(", ").as_str())]);
    let backup = facts.last_backup.map_or_else(
        || lang.text("overview.no_backup").to_owned(),
        |at| lang.fill("overview.backup", [("at", at.to_local().as_str())]),
    );
    let mut row = 0;
    for line in wrap(&days, area.width.saturating_sub(2)).into_iter().take(3).chain([backup]) {
        put(frame, area, row, &format!(" {line}"), theme.text, theme.marks.cut);
        row += 1;
    }
    row
}

/// The files that hold payments of the day, where there is room for them.
fn draw_files(model: &Model, facts: &Overview, frame: &mut Frame, area: Rect) {
    let (lang, theme) = (model.lang(), model.theme());
    let columns = [
        Column::left("", 1, 0),
        Column::left(lang.text("overview.files"), 44, 0),
        Column::right(lang.text("overview.rows"), 9, 0),
        Column::left(lang.text("overview.imported_at"), 16, 0),
    ];
    if facts.files.is_empty() || area.height < 2 {
        return;
    }
    let widths = fit(&columns, area.width);
    let style = (theme.heading, theme.marks.cut);
    draw_headings(frame.buffer_mut(), area, &columns, &widths, style);
    for (row, (name, rows, at)) in (1..area.height).zip(&facts.files) {
        let cells = [
            Cell::text(""),
            Cell::text(name),
            Cell::text(words::count(*rows)),
            Cell::text(at.to_local()),
        ];
        let style = (theme.text, theme.marks.cut);
        draw_row(frame.buffer_mut(), below(area, row), &columns, &widths, &cells, style);
    }
}

/// What to do first, where the store is empty.
fn draw_first_steps(model: &Model, frame: &mut Frame, area: Rect) {
    let (lang, theme) = (model.lang(), model.theme());
    let mut row = 0;
    for key in ["empty.title", "empty.invoices", "empty.payments", "empty.match", "empty.demo"] {
        let style = if row == 0 { theme.key } else { theme.text };
        for line in wrap(lang.text(key), area.width.saturating_sub(3)) {
            put(frame, area, row, &format!(" {line}"), style, theme.marks.cut);
            row += 1;
        }
    }
}
