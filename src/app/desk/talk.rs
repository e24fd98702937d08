//! What a face and the desk say to each other.

use std::path::PathBuf;

use crate::app::Result;
use crate::app::book::decide::ProposalName;
use crate::app::intake::folder::FolderEntry;
use crate::app::intake::teach::Taught;
use crate::calendar::Period;
use crate::model::view::{
    Checklist, Decided, DecisionCard, ExceptionCard, Filter, InvoiceCard, MatchSummary, Overview,
    PaymentCard, PeriodCard, Preview, Progress, Receipt, Undoable, Undone,
};
use crate::model::{DecisionId, Failure, Lesson, PaymentId, ResolveAs, Sheet, Table};
use crate::money::Money;

/// Something to read.
#[derive(Clone, PartialEq, Debug)]
pub enum Ask {
    Overview,
    /// What Ctrl+Z would reverse.
    NextUndo,
    /// The ids of the review list, and the cards around its cursor: at the row `near` if it is
    /// there still, else at the index `at`.
    Review {
        filter: Filter,
        near: Option<PaymentId>,
        at: usize,
        around: usize,
    },
    /// Cards of the rows in sight.
    Payments(Vec<PaymentId>),
    /// Cards of the rows to be marked.
    Marked(Vec<PaymentId>),
    Exceptions(Filter),
    Decisions(Filter),
    Periods,
    Checklist(Period),
    /// By shown number.
    Invoice(String),
    Folder(PathBuf),
    /// What a file comes to as it is being taught.
    Lesson {
        path: PathBuf,
        lesson: Box<Lesson>,
        name: Option<String>,
        account: Option<String>,
    },
    /// A report over a period; `None` = the screen's day.
    Report {
        name: &'static str,
        period: Option<Period>,
    },
}

/// Which kind of ask; a newer ask of the same kind makes the older pointless.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Slot {
    Overview,
    NextUndo,
    Review,
    Payments,
    Marked,
    Exceptions,
    Decisions,
    Periods,
    Checklist,
    Invoice,
    Folder,
    Lesson,
    Report,
}

impl Ask {
    pub fn slot(&self) -> Slot {
        match self {
            Ask::Overview => Slot::Overview,
            Ask::NextUndo => Slot::NextUndo,
            Ask::Review { .. } => Slot::Review,
            Ask::Payments(_) => Slot::Payments,
            Ask::Marked(_) => Slot::Marked,
            Ask::Exceptions(_) => Slot::Exceptions,
            Ask::Decisions(_) => Slot::Decisions,
            Ask::Periods => Slot::Periods,
            Ask::Checklist(_) => Slot::Checklist,
            Ask::Invoice(_) => Slot::Invoice,
            Ask::Folder(_) => Slot::Folder,
            Ask::Lesson { .. } => Slot::Lesson,
            Ask::Report { .. } => Slot::Report,
        }
    }
}

#[derive(Clone, PartialEq, Debug)]
pub enum Answer {
    Overview(Box<Overview>),
    NextUndo(NextUndo),
    Review {
        ids: Vec<PaymentId>,
        cards: Vec<PaymentCard>,
    },
    Payments(Vec<PaymentCard>),
    Marked(Vec<PaymentCard>),
    Exceptions(Vec<ExceptionCard>),
    Decisions(Vec<DecisionCard>),
    Periods(Vec<PeriodCard>),
    Checklist(Box<Checklist>),
    Invoice(Box<InvoiceCard>),
    Folder(PathBuf, Vec<FolderEntry>),
    /// Why it cannot be read yet is an answer as good.
    Lesson(Box<std::result::Result<Taught, Failure>>),
    Report(Box<Table>),
}

/// Something to decide. Deeds are done one after the other, in order.
#[derive(Clone, PartialEq, Debug)]
pub enum Deed {
    Accept(Vec<ProposalName>),
    Reject(Vec<ProposalName>),
    Link { payment: PaymentId, parts: Vec<(String, Option<Money>)> },
    Unlink { payment: PaymentId },
    ResolvePayments { payments: Vec<PaymentId>, resolve_as: ResolveAs, reason: String },
    ResolveInvoice { invoice: String, resolve_as: ResolveAs, reason: String },
    Undo { decisions: Vec<DecisionId>, reason: String },
    Close(Period),
    Reopen(Period, String),
}

/// Long work that tells how far it is and can be given up. One at a time.
#[derive(Clone, PartialEq, Debug)]
pub enum Job {
    Preview {
        path: PathBuf,
        layout: Option<String>,
        account: Option<String>,
    },
    Import {
        paths: Vec<PathBuf>,
        layout: Option<String>,
        account: Option<String>,
    },
    /// Looks at the columns of a file, to teach them.
    Sketch(PathBuf),
    /// Saves what was taught as a layout and imports the file by it.
    Teach {
        path: PathBuf,
        lesson: Box<Lesson>,
        name: String,
        account: Option<String>,
    },
    Match,
    /// A backup into this folder, under a name of its own.
    Backup(PathBuf),
}

/// What became of one file of an import.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Imported {
    pub path: PathBuf,
    pub outcome: std::result::Result<Receipt, Failure>,
}

#[derive(Clone, PartialEq, Debug)]
pub enum JobDone {
    Previewed(Box<Preview>),
    /// A file that several layouts fit equally well; why they do.
    Ambiguous(PathBuf, Failure),
    /// A file whose columns can be taught.
    Sketched(PathBuf, Box<Sheet>),
    Imported(Vec<Imported>),
    Matched(MatchSummary),
    BackedUp(PathBuf),
}

/// What a face is told.
#[derive(Clone, PartialEq, Debug)]
pub enum Reply {
    Answer {
        ticket: u64,
        slot: Slot,
        outcome: Result<Answer>,
    },
    Decided(Result<Box<Done>>, NextUndo),
    Progress(Progress),
    JobDone(Result<JobDone>),
    /// A promise of ours broke in a thread; its work was rolled back.
    Broken,
}

/// What Ctrl+Z would reverse after a decision, so that it never reverses something older.
pub type NextUndo = Option<Box<Undoable>>;

/// The outcome of a deed.
#[derive(Clone, PartialEq, Debug)]
pub struct Done {
    pub decided: Decided,
    /// Of an undo: what was taken back or brought back.
    pub undone: Option<Undone>,
}
