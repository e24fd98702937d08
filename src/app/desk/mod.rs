//! The desk: reader, writer and job threads behind one channel, so that a screen never waits.
//!
//! A face asks (`Ask`), has something decided (`Deed`) or starts long work (`Job`), and is told the
//! outcome through the function that it handed over. Of several asks of one kind only the newest is
//! answered.

mod ask_queue;
mod jobs;
mod talk;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

pub use self::talk::{Answer, Ask, Deed, Done, Imported, Job, JobDone, NextUndo, Reply, Slot};
pub use crate::app::book::decide::ProposalName;
pub use crate::app::intake::folder::FolderEntry;
pub use crate::app::intake::teach::{Taught, fields as lesson_fields};
pub use crate::app::views::report::names as report_names;

use self::ask_queue::AskQueue;
use crate::app::book::{decide, period, undo};
use crate::app::intake::{folder, teach};
use crate::app::views::{lists, overview, report};
use crate::app::{Error, OpenOptions, Result, Session};
use crate::model::view::{Decided, Filter, Progress};

/// The handle that a face holds.
pub struct Desk {
    asks: Arc<AskQueue>,
    deeds: Option<Sender<Deed>>,
    jobs: Option<Sender<Job>>,
    is_cancelled: Arc<AtomicBool>,
    /// `[theme]` of the configuration.
    pub theme: Option<String>,
    /// Letters as aliases of keys in lists.
    pub has_letter_keys: bool,
    /// Writer and jobs: waited for at the end, so that a decision under way is finished.
    threads: Vec<JoinHandle<()>>,
}

type Tell = Arc<dyn Fn(Reply) + Send + Sync>;

impl Desk {
    /// Opens the store (making it where it is absent) and starts the threads.
    pub fn open(
        options: &OpenOptions,
        tell: impl Fn(Reply) + Send + Sync + 'static,
    ) -> Result<Desk> {
        // Opened once here, so that a store that cannot be opened is told before any screen is
        // drawn.
        let config = Session::open(options)?.config;
        let tell: Tell = Arc::new(tell);
        let asks = Arc::new(AskQueue::default());
        let is_cancelled = Arc::new(AtomicBool::new(false));
        let (deeds, deed_line) = channel();
        let (jobs, job_line) = channel();
        {
            let (options, asks, tell) = (options.clone(), Arc::clone(&asks), Arc::clone(&tell));
            std::thread::spawn(move || read(&options, &asks, &tell));
        }
        let writer = {
            let (options, tell) = (options.clone(), Arc::clone(&tell));
            std::thread::spawn(move || write(&options, &deed_line, &tell))
        };
        let worker = {
            let (options, is_cancelled) = (options.clone(), Arc::clone(&is_cancelled));
            std::thread::spawn(move || work(&options, &job_line, &is_cancelled, &tell))
        };
        let threads = vec![writer, worker];
        Ok(Desk {
            asks,
            deeds: Some(deeds),
            jobs: Some(jobs),
            is_cancelled,
            theme: config.theme,
            has_letter_keys: config.letter_keys,
            threads,
        })
    }

    /// Asks; the answer bears the ticket.
    pub fn ask(&self, ticket: u64, ask: Ask) {
        self.asks.push(ticket, ask);
    }

    pub fn decide(&self, deed: Deed) {
        if let Some(deeds) = &self.deeds {
            // The line is open as long as the writer lives; a broken writer has told so itself.
            deeds.send(deed).ok();
        }
    }

    pub fn start(&self, job: Job) {
        self.is_cancelled.store(false, Ordering::SeqCst);
        if let Some(jobs) = &self.jobs {
            jobs.send(job).ok();
        }
    }

    /// Gives the running job up; the store is as it was before the file at hand.
    pub fn cancel_job(&self) {
        self.is_cancelled.store(true, Ordering::SeqCst);
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.cancel_job();
        self.asks.close();
        self.deeds = None;
        self.jobs = None;
        for thread in self.threads.drain(..) {
            // A thread that broke has told so; there is nothing left to save.
            thread.join().ok();
        }
    }
}

/// Keeps a session open between works; a failed or broken work closes it, the next opens it again.
struct Kept<'a> {
    options: &'a OpenOptions,
    open: fn(&OpenOptions) -> Result<Session>,
    session: Option<Session>,
}

impl Kept<'_> {
    /// Does the work with the open session. `None` if a promise of ours broke.
    fn with<T>(&mut self, work: impl FnOnce(&mut Session) -> Result<T>) -> Option<Result<T>> {
        let mut session = match self.session.take().map_or_else(|| (self.open)(self.options), Ok) {
            Ok(session) => session,
            Err(error) => return Some(Err(error)),
        };
        // Every deed is one transaction: what broke half-way was rolled back with the session's
        // closing.
        let outcome = catch_unwind(AssertUnwindSafe(|| work(&mut session))).ok()?;
        let outcome = outcome.map_err(|error| error.in_store(&session.path));
        self.session = Some(session);
        Some(outcome)
    }
}

fn read(options: &OpenOptions, asks: &AskQueue, tell: &Tell) {
    let mut kept = Kept { options, open: Session::open_read_only, session: None };
    while let Some((ticket, ask)) = asks.pop() {
        let slot = ask.slot();
        tell(match kept.with(|session| answer(session, ask)) {
            Some(outcome) => Reply::Answer { ticket, slot, outcome },
            None => Reply::Broken,
        });
    }
}

fn answer(session: &Session, ask: Ask) -> Result<Answer> {
    Ok(match ask {
        Ask::Overview => {
            let day = overview::screen_day(session)?;
            Answer::Overview(Box::new(overview::overview(session, day)?))
        }
        Ask::NextUndo => Answer::NextUndo(undo::next_to_undo(session)?.map(Box::new)),
        Ask::Review { filter, near, at, around } => {
            let ids = lists::review_ids(session, &filter)?;
            let found = near.and_then(|id| ids.iter().position(|other| *other == id));
            let middle = found.unwrap_or(at).min(ids.len().saturating_sub(1));
            let from = middle.saturating_sub(2 * around);
            let to = (middle + 2 * around + 1).min(ids.len());
            let cards = lists::payment_cards(session, &ids[from..to])?;
            Answer::Review { ids, cards }
        }
        Ask::Payments(ids) => Answer::Payments(lists::payment_cards(session, &ids)?),
        Ask::Marked(ids) => Answer::Marked(lists::payment_cards(session, &ids)?),
        Ask::Exceptions(filter) => Answer::Exceptions(lists::exceptions(session, &filter)?),
        Ask::Decisions(filter) => Answer::Decisions(lists::decisions(session, &filter)?),
        Ask::Periods => Answer::Periods(lists::periods(session, &Filter::default())?),
        Ask::Checklist(of) => Answer::Checklist(Box::new(period::checklist(session, of)?)),
        Ask::Invoice(number) => {
            let id = lists::invoice_by_number(session, &number)?;
            let card = lists::invoice_cards(session, &[id])?.pop();
            let card = card.expect("an invoice found by its number has a card");
            Answer::Invoice(Box::new(card))
        }
        Ask::Report { name, period } => {
            Answer::Report(Box::new(report::report(session, name, period)?))
        }
        Ask::Lesson { path, lesson, name, account } => {
            let context = session.read_context(account.as_deref())?;
            let (surroundings, name) = (&session.surroundings, name.as_deref());
            match teach::look_at_lesson(surroundings, &path, &lesson, name, context) {
                Ok(taught) => Answer::Lesson(Box::new(Ok(taught))),
                Err(Error::Failed(failure)) => Answer::Lesson(Box::new(Err(failure))),
                Err(refused) => return Err(refused),
            }
        }
        Ask::Folder(path) => {
            let entries = folder::list(&path)?;
            Answer::Folder(path, entries)
        }
    })
}

fn write(options: &OpenOptions, deeds: &Receiver<Deed>, tell: &Tell) {
    let mut kept = Kept { options, open: Session::open, session: None };
    for deed in deeds {
        let done = kept.with(|session| {
            let outcome = do_deed(session, deed).map(Box::new);
            let next_undo = undo::next_to_undo(session)?.map(Box::new);
            Ok(Reply::Decided(outcome, next_undo))
        });
        tell(match done {
            Some(Ok(reply)) => reply,
            Some(Err(error)) => Reply::Decided(Err(error), None),
            None => Reply::Broken,
        });
    }
}

fn do_deed(session: &mut Session, deed: Deed) -> Result<Done> {
    let decided = decide(session, deed)?;
    let undone = undo::undone(session, &decided)?;
    Ok(Done { decided, undone })
}

fn decide(session: &mut Session, deed: Deed) -> Result<Decided> {
    match deed {
        Deed::Accept(names) => decide::accept(session, &names, ""),
        Deed::Reject(names) => decide::reject(session, &names, ""),
        Deed::Link { payment, parts } => decide::link(session, payment, &parts, ""),
        Deed::Unlink { payment } => decide::unlink(session, payment, None, ""),
        Deed::ResolvePayments { payments, resolve_as, reason } => {
            decide::resolve_payments(session, &payments, resolve_as, &reason)
        }
        Deed::ResolveInvoice { invoice, resolve_as, reason } => {
            decide::resolve_invoice(session, &invoice, resolve_as, &reason)
        }
        Deed::Undo { decisions, reason } => undo::undo(session, &decisions, &reason),
        Deed::Close(of) => period::close(session, of, ""),
        Deed::Reopen(of, reason) => period::reopen(session, of, &reason),
    }
}

/// Often enough for an eye, seldom enough for a slow line.
const BETWEEN_PROGRESS: Duration = Duration::from_millis(100);

fn work(options: &OpenOptions, jobs: &Receiver<Job>, is_cancelled: &AtomicBool, tell: &Tell) {
    for job in jobs {
        // A session of its own for each job: between jobs this thread holds nothing open.
        let mut kept = Kept { options, open: Session::open, session: None };
        let mut last: Option<Instant> = None;
        let mut progress = |progress: Progress| {
            if last.is_none_or(|last| last.elapsed() >= BETWEEN_PROGRESS) {
                last = Some(Instant::now());
                tell(Reply::Progress(progress));
            }
            !is_cancelled.load(Ordering::SeqCst)
        };
        tell(match kept.with(|session| jobs::run(session, job, &mut progress)) {
            Some(outcome) => Reply::JobDone(outcome),
            None => Reply::Broken,
        });
    }
}
