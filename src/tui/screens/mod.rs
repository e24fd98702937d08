//! The screens: a list of them, and the frame around each (title above, status and keys below).

pub mod close;
pub mod exceptions;
pub mod import;
pub mod import_text;
pub mod journal;
pub mod overview;
pub mod payment_pane;
pub mod review;

use ratatui::layout::Rect;
use ratatui::prelude::Frame;
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

use super::keys::{self, Action, ActionId, Reason};
use super::layers::Layer;
use super::model::{Effect, JobKind, Model, Tone};
use super::widgets::list::Steps;
use super::widgets::popup::{put, put_line};
use super::widgets::text::{cut, shown, width, wrap};
use super::widgets::{footer, plain};
use super::{layers, words};

macro_rules! screens {
    ($($id:ident = $module:ident,)*) => {
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
        pub enum ScreenId { $($id,)* }

        impl ScreenId {
            /// Code of the action that shows it.
            pub fn go_code(self) -> &'static str {
                match self { $(ScreenId::$id => concat!("go_", stringify!($module)),)* }
            }
        }

        /// What each screen knows.
        #[derive(Default)]
        pub struct States { $(pub $module: $module::State,)* }

        pub const SCREENS: &[&Screen] = &[$(&$module::SCREEN,)*];
    };
}

// All screens, in the order in which they are listed. Each is a file with its `SCREEN` and `State`.
screens! {
    Overview = overview,
    Import = import,
    Review = review,
    Exceptions = exceptions,
    Close = close,
    Journal = journal,
}

/// What a screen is made of. Its title is `screen.<code>`, its help `help.<code>`.
pub struct Screen {
    pub id: ScreenId,
    pub code: &'static str,
    /// The action that shows it, from anywhere.
    pub go: Action,
    /// What can be done on it alone, in the order of the foot.
    pub actions: &'static [Action],
    /// Whether one of its actions can be done now, and if not, why.
    pub enabled: fn(&Model, ActionId) -> Result<(), Reason>,
    /// Does one of its actions, which `enabled` allowed.
    pub act: fn(&mut Model, ActionId) -> Vec<Effect>,
    /// Draws the body; the terminal's cursor is set on the selected row.
    pub draw: fn(&Model, &mut Frame, Rect),
    /// What is marked, searched or summed, for the status line.
    pub status: fn(&Model) -> String,
    /// The list that arrow keys move in, and how many of its rows are in sight.
    pub list: fn(&mut Model) -> (&mut dyn Steps, usize),
    /// What is to be read when the screen comes up or the book has changed.
    pub load: fn(&mut Model) -> Vec<Effect>,
    /// What is to be read after the cursor moved.
    pub moved: fn(&mut Model) -> Vec<Effect>,
    /// What the list counts: (row of the cursor, rows), for the foot.
    pub position: fn(&Model) -> Option<(usize, usize)>,
    /// Where its list can be searched.
    pub search: Option<Search>,
    /// Esc: what is to be read after a stage was left, a search or marks were dropped; `None` where
    /// there was nothing of the kind, so that the first screen comes up.
    pub back: fn(&mut Model) -> Option<Vec<Effect>>,
}

/// A searched list.
pub struct Search {
    /// What is searched for; `None` shows everything.
    pub text: fn(&mut Model) -> &mut Option<String>,
    /// Shows what the text finds.
    pub show: fn(&mut Model) -> Vec<Effect>,
}

pub fn of(id: ScreenId) -> &'static Screen {
    SCREENS.iter().copied().find(|screen| screen.id == id).expect("every screen stands in the list")
}

/// Draws everything.
pub fn draw(model: &Model, frame: &mut Frame) {
    let area = frame.area();
    if area.is_empty() {
        return;
    }
    frame.buffer_mut().set_style(area, model.theme().text);
    let body = model.body().intersection(area);
    (of(model.screen).draw)(model, frame, body);
    draw_title(model, frame, Rect { height: 1, ..area });
    if area.height >= 2 {
        draw_keys(model, frame, Rect { y: area.bottom() - 1, height: 1, ..area });
    }
    if area.height >= 3 {
        draw_status(model, frame, Rect { y: area.bottom() - 2, height: 1, ..area });
    }
    layers::draw(model, frame, area);
    if model.theme().is_ascii {
        plain::draw(frame.buffer_mut());
    }
}

/// What stands on a row of a screen in place of a list without rows.
fn draw_empty(
    model: &Model,
    frame: &mut Frame,
    area: Rect,
    row: u16,
    is_loading: bool,
    is_searched: bool,
    none: &str,
) {
    let (lang, theme) = (model.lang(), model.theme());
    let key = match (is_loading, is_searched) {
        (true, _) => "loading",
        (false, true) => "list.none_found",
        (false, false) => none,
    };
    put(frame, area, row, &format!(" {}", lang.text(key)), theme.dim, theme.marks.cut);
}

/// Path at the left; demo mark, agency, day and actor at the right as far as there is room.
fn draw_title(model: &Model, frame: &mut Frame, area: Rect) {
    let (lang, theme) = (model.lang(), model.theme());
    let title = lang.text(&format!("screen.{}", of(model.screen).code));
    let path = format!(" {} {} {title} ", lang.text("app.name").to_uppercase(), theme.marks.into);
    frame.buffer_mut().set_style(area, theme.title);
    let room = area.width.into();
    frame.buffer_mut().set_stringn(area.x, area.y, &path, room, theme.title);
    let Some(facts) = model.facts() else { return };
    let place = if facts.agency.is_empty() { &facts.store_name } else { &facts.agency };
    let day = lang.fill("title.day", [("day", facts.day.to_local().as_str())]);
    let mut parts = vec![(0, day), (1, shown(&facts.actor)), (2, shown(place))];
    if facts.is_demo {
        parts.push((0, lang.text("title.demo").to_owned()));
    }
    let left = area.width.saturating_sub(width(&path));
    let needed = |parts: &[(u8, String)]| -> u16 {
        parts.iter().map(|(_, text)| width(text).saturating_add(3)).sum()
    };
    while needed(&parts) > left && !parts.is_empty() {
        let last = parts.iter().enumerate().max_by_key(|(_, (rank, _))| *rank);
        let at = last.map_or(0, |(at, _)| at);
        parts.remove(at);
    }
    parts.reverse();
    let texts: Vec<String> = parts.into_iter().map(|(_, text)| text).collect();
    let text = format!("{} ", texts.join("   "));
    let x = area.right().saturating_sub(width(&text));
    if !texts.is_empty() {
        frame.buffer_mut().set_string(x, area.y, text, theme.title);
    }
}

/// A toast, else the job's progress, else what is marked; the position in the list at the right.
fn draw_status(model: &Model, frame: &mut Frame, area: Rect) {
    let theme = model.theme();
    let place = (of(model.screen).position)(model)
        .filter(|(_, all)| *all > 0)
        .map(|(at, all)| format!(" {}/{} ", words::count(at as u64), words::count(all as u64)))
        .unwrap_or_default();
    let room = area.width.saturating_sub(width(&place));
    let x = area.right().saturating_sub(width(&place));
    frame.buffer_mut().set_stringn(x, area.y, &place, area.width.into(), theme.dim);
    if matches!(model.layers.last(), Some(Layer::Search(_))) {
        // The field takes the line.
        return;
    }
    let (text, style) = status(model);
    let lines = wrap(&text, room.saturating_sub(2));
    // What was said is told whole, over the list's last rows if need be.
    let most = if model.toast.is_some() { usize::from(area.y - frame.area().y).min(3) } else { 1 };
    let shown = if lines.len() <= most { lines } else { vec![text] };
    for (above, line) in shown.iter().rev().enumerate() {
        let row = Rect { y: area.y - above as u16, ..area };
        let row = if above == 0 { Rect { width: room, ..row } } else { row };
        frame.render_widget(Clear, row);
        frame.buffer_mut().set_style(row, theme.text);
        let text = cut(&format!(" {line}"), row.width, theme.marks.cut);
        put_line(frame, row, 0, &Line::from(Span::styled(text, style)));
    }
}

fn status(model: &Model) -> (String, ratatui::style::Style) {
    let theme = model.theme();
    if let Some(toast) = &model.toast {
        let (mark, style) = match toast.tone {
            Tone::Good => (theme.marks.check, theme.good),
            Tone::Warn => (theme.marks.cross, theme.warn),
        };
        return (format!("{mark} {}", toast.text), style);
    }
    if let Some(text) = job_line(model) {
        return (text, theme.warn);
    }
    if model.is_small() {
        return (model.lang().text("status.small").to_owned(), theme.warn);
    }
    ((of(model.screen).status)(model), theme.text)
}

/// How far the job is: `Đang nhập tệp 742/1.284   Esc: hủy`.
pub fn job_line(model: &Model) -> Option<String> {
    let job = model.job?;
    let lang = model.lang();
    let code = match job.kind {
        JobKind::Preview => "preview",
        JobKind::Import => "import",
        JobKind::Match => "match",
        JobKind::Backup => "backup",
    };
    let mut text = lang.text(&format!("job.{code}")).to_owned();
    if let Some(progress) = job.progress {
        if let Some(stage) = lang.find(&format!("progress.{}", progress.stage)) {
            text = format!("{text}: {stage}");
        }
        text.push_str(&format!(" {}", words::count(progress.done)));
        if let Some(total) = progress.total {
            text.push_str(&format!("/{}", words::count(total)));
        }
    }
    let end = if job.is_cancelling { "job.cancelling" } else { "job.cancel" };
    Some(format!("{text}   {}", lang.text(end)))
}

/// The keys that work now; on top of another layer, the keys of the layer.
fn draw_keys(model: &Model, frame: &mut Frame, area: Rect) {
    let theme = model.theme();
    let pairs = match model.layers.last() {
        Some(layer) => layers::keys(model, layer),
        None => screen_keys(model),
    };
    footer::keys(frame, area, &pairs, theme);
}

fn screen_keys(model: &Model) -> Vec<(String, String)> {
    let lang = model.lang();
    let label =
        |id: ActionId| lang.text(&format!("action.{}", keys::label_code(model, id))).to_owned();
    let mut pairs =
        vec![("F1".to_owned(), label(ActionId::Help)), ("F2".to_owned(), label(ActionId::Palette))];
    let own = keys::own(model.screen).filter(|action| action.is_in_footer);
    let everywhere = keys::everywhere().filter(|action| action.is_in_footer);
    let quit = keys::everywhere().filter(|action| action.id == ActionId::Quit);
    for action in own.chain(quit).chain(everywhere) {
        // What is refused for a moment only stays, so that the line does not flicker.
        let is_at_hand = matches!(keys::enabled(model, action.id), Ok(()) | Err(""));
        if let (true, Some(key)) = (is_at_hand, action.keys.first()) {
            if action.id == ActionId::Undo {
                pairs.push((key.name(), keys::label(model, action.id)));
            }
            pairs.push((key.name(), label(action.id)));
        }
    }
    pairs
}
