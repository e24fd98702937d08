//! The nouns: plain values that every room shares. Nothing here reads, decides or prints.

mod book;
mod change;
mod codes;
mod decision;
mod fact;
mod failure;
mod ids;
mod invoice;
mod payment;
mod problem;
mod proposal;
mod refusal;
mod settings;
mod sheet;
mod standing;
mod statement;
mod table;
pub mod view;

pub use book::{
    BookInvoice, LaterDecision, LearntPayer, LedgerDecision, LedgerInvoice, LedgerPayment,
    LedgerView, MoneyIdentity, OpenBook, OpenPayment, PaidBy,
};
pub use change::{Change, Subject, Told};
pub use decision::{Decision, DecisionKind, DecisionRecord, MadeBy, ResolveAs};
pub use fact::{Fact, Reason, Side, Span, Strength};
pub use failure::{CauseCode, Failure, FailureCode};
pub use ids::{AccountId, DecisionId, FileId, InvoiceId, PaymentId, RunId};
pub use invoice::{
    InvoiceFacts, InvoiceIdentity, InvoiceLine, InvoiceRow, InvoiceStatus, LineKind,
};
pub use payment::{Direction, Nature, PaymentKey, PaymentRow, PaymentStatus, Source, SourceKind};
pub use problem::{Place, Problem, ProblemCode};
pub use proposal::{Finding, Findings, Looked, LookedCandidate, Proposal, ProposalLine};
pub use refusal::{Refusal, RefusalCode};
pub use settings::{Agency, MatchSettings, OwnAccount, Partner, Policy, TakenReason};
pub use sheet::{LayoutFit, Lesson, Sheet, SheetColumn, UnreadColumn};
pub use standing::{
    GatewayState, InvoiceClass, InvoiceStanding, InvoiceState, PaymentClass, PaymentStanding,
    PaymentState,
};
pub use statement::{FileKind, FileTotals, ReadRow, Statement};
pub use table::{Align, Cell, Column, Table};
