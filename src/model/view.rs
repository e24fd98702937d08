//! What the faces show: payments, invoices and decisions as lists and cards, receipts, checklists.
//!
//! Text is raw as received: a face passes it through `text::safe` (and `text::mask` where it leaves
//! the screen).

use std::borrow::Cow;

use super::{
    Change, DecisionId, DecisionKind, Direction, Fact, FileId, FileKind, FileTotals, GatewayState,
    InvoiceClass, InvoiceFacts, InvoiceId, InvoiceState, LayoutFit, MadeBy, MoneyIdentity, Nature,
    PaymentClass, PaymentId, PaymentRow, PaymentState, PaymentStatus, Problem, Reason, ResolveAs,
    RunId, SourceKind, Statement,
};
use crate::calendar::{Day, Moment, Period, Stamp};
use crate::money::{Currency, Money};

/// Which rows a list shows, and in which order it comes: always file and row order.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filter {
    /// Code of a state; checked by the face against the states of the list.
    pub state: Option<String>,
    pub class: Option<String>,
    /// First and last book day, both included.
    pub from: Option<Day>,
    pub to: Option<Day>,
    /// Found, without diacritics or case, in memo, payer, number, reference, code or amount.
    pub text: Option<String>,
}

/// A link of a payment with an invoice: the sum of its settlement lines.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LinkCard {
    pub payment: PaymentId,
    pub invoice: InvoiceId,
    /// As shown: the plain number where it is unique, else `form/series/number`.
    pub invoice_number: String,
    pub amount: Money,
    pub made_by: MadeBy,
    pub decision: DecisionId,
    /// Rule of the accepted proposal; empty for a link by hand.
    pub rule: String,
}

/// A line of a proposal with what a person needs to judge it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProposalLineCard {
    pub payment: PaymentId,
    pub invoice: InvoiceId,
    pub invoice_number: String,
    pub payer_name: String,
    pub issued_on: Option<Day>,
    pub invoice_open: Money,
    pub amount: Money,
}

/// A proposal on offer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProposalCard {
    pub rank: u32,
    pub key: String,
    pub is_automatic: bool,
    pub rule: String,
    pub lines: Vec<ProposalLineCard>,
    pub reasons: Vec<Reason>,
}

/// What a bank's credit pays out, or which credit paid a gateway's row out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PayoutCard {
    /// On the bank's credit. Amounts are those that the gateway settles on.
    Of {
        /// Sales and refunds, by id.
        payments: Vec<PaymentId>,
        /// Sum of the sales.
        gross: Money,
        /// What the gateway kept of all of them.
        fee: Money,
        /// Sum of the refunds.
        refunds: Money,
        /// Credit − (gross − fee − refunds), signed: what came beyond, or is lacking.
        difference: Money,
    },
    /// On the gateway's row.
    By(PaymentId),
}

/// Everything about one payment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PaymentCard {
    pub id: PaymentId,
    pub file: FileId,
    pub file_name: String,
    pub row: u64,
    pub detail: Option<u32>,
    /// `vietcombank:0011001932418`.
    pub source: String,
    pub source_kind: SourceKind,
    pub booked: Moment,
    pub book_day: Day,
    pub reference: String,
    pub direction: Direction,
    pub amount: Money,
    pub fee: Money,
    pub net: Money,
    pub memo: String,
    pub payer_name: String,
    pub payer_account: String,
    pub virtual_account: String,
    pub code: String,
    pub original_reference: String,
    pub channel: String,
    pub status: PaymentStatus,
    pub nature: Nature,
    pub state: PaymentState,
    pub class: PaymentClass,
    pub settled: Money,
    pub open: Money,
    pub refunded: Money,
    pub excluded: Money,
    pub refund_of: Option<PaymentId>,
    pub gateway_state: Option<GatewayState>,
    /// `None` while it is not tied.
    pub payout: Option<PayoutCard>,
    pub links: Vec<LinkCard>,
    pub proposals: Vec<ProposalCard>,
    /// Why nothing certain fits: code of `why.<code>`; empty if none.
    pub why: String,
    pub why_facts: Vec<Fact>,
    /// What was decided to become of it, if it is an exception.
    pub resolved_as: Option<ResolveAs>,
    pub note: String,
}

/// Everything about one invoice.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InvoiceCard {
    pub id: InvoiceId,
    /// As shown and typed.
    pub number: String,
    pub facts: InvoiceFacts,
    pub paid: Money,
    pub open: Money,
    pub written_off: Money,
    pub state: InvoiceState,
    pub class: InvoiceClass,
    pub is_withdrawn: bool,
    pub links: Vec<LinkCard>,
    pub resolved_as: Option<ResolveAs>,
    pub note: String,
}

/// A change with the number that people know the invoice by.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChangeCard {
    pub change: Change,
    pub invoice_number: Option<String>,
}

/// One decision of the record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DecisionCard {
    pub id: DecisionId,
    pub kind: DecisionKind,
    pub made_at: Stamp,
    pub book_day: Day,
    pub made_by: MadeBy,
    pub actor: String,
    pub reason: String,
    pub rule: String,
    pub run: Option<RunId>,
    pub file: Option<FileId>,
    pub file_name: Option<String>,
    pub undoes: Option<DecisionId>,
    pub undone_by: Option<DecisionId>,
    pub changes: Vec<ChangeCard>,
    /// SHA-256 of the chain up to here, hex.
    pub hash: String,
}

/// An imported file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileCard {
    pub id: FileId,
    pub name: String,
    pub sha256: String,
    pub layout: String,
    pub kind: FileKind,
    /// Labels of its sources.
    pub accounts: Vec<String>,
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub rows: u64,
    pub new: u64,
    pub known: u64,
    pub changed: u64,
    pub refused: u64,
    pub imported_at: Stamp,
    pub actor: String,
    pub decision: DecisionId,
    pub is_withdrawn: bool,
}

/// What one statement of a file adds up to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ControlTotal {
    /// Label of its account.
    pub source: String,
    pub credits: Money,
    pub debits: Money,
    pub opening: Option<Money>,
    pub closing: Option<Money>,
    /// `None` where the file states no balances.
    pub is_tied: Option<bool>,
}

/// A problem with the file it stands in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProblemCard {
    pub file: FileId,
    pub file_name: String,
    pub problem: Problem,
}

/// A day or month that has payments or was closed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PeriodCard {
    pub period: Period,
    pub is_closed: bool,
    pub closed_at: Option<Stamp>,
    pub actor: Option<String>,
    /// Successful credits.
    pub payments: u64,
    pub settled: u64,
    /// Payments with something open.
    pub carried: u64,
}

impl PeriodCard {
    /// Payments outside matching: payouts, money that is no fee, money that went back.
    pub fn excluded(&self) -> u64 {
        self.payments.saturating_sub(self.settled + self.carried)
    }
}

/// A payment or invoice that needs somebody.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ExceptionCard {
    Payment { payment: Box<PaymentCard>, age_days: i64 },
    Invoice { invoice: Box<InvoiceCard>, age_days: i64 },
}

/// What an import did with one file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Receipt {
    /// As named by the caller.
    pub path: String,
    pub sha256: String,
    pub layout: String,
    pub kind: FileKind,
    pub rows: u64,
    pub new: u64,
    pub known: u64,
    pub changed: u64,
    pub refused: u64,
    /// For invoices: how many invoices the rows make.
    pub invoices: u64,
    pub statements: Vec<Statement>,
    pub problems: Vec<Problem>,
    /// `None` on a dry run, and where the file brought nothing to decide.
    pub decision: Option<DecisionId>,
}

/// What a layout made of a file, without a store.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Preview {
    pub path: String,
    pub sha256: String,
    pub size_bytes: u64,
    pub layout: String,
    pub kind: FileKind,
    /// `csv`, `json_lines`, `xlsx` or the code of a message format.
    pub container: &'static str,
    /// Of text files.
    pub encoding: Option<&'static str>,
    /// The sheet of a workbook that is read.
    pub sheet: Option<String>,
    /// As a person counts it; 0 = keys of JSON objects.
    pub header_row: u64,
    /// How near each layout comes to the file, the best first.
    pub fits: Vec<LayoutFit>,
    /// Heading in the file → field it was taken for, in file order.
    pub columns: Vec<(String, String)>,
    /// Number style per money column, with a cell that decided it.
    pub number_styles: Vec<(String, &'static str, String)>,
    pub totals: FileTotals,
    pub payments: u64,
    /// Payments among them that are parts of batch entries.
    pub details: u64,
    pub invoices: u64,
    /// The first rows, as they would be imported.
    pub first_payments: Vec<PaymentRow>,
    pub first_invoices: Vec<super::InvoiceRow>,
    pub problems: Vec<Problem>,
    /// Imported before, under this id.
    pub known_file: Option<FileId>,
}

/// What a run of matching did.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MatchSummary {
    pub run: Option<RunId>,
    pub payments_open: u64,
    pub invoices_open: u64,
    pub automatic: u64,
    pub proposed: u64,
    pub ambiguous: u64,
    pub unidentified: u64,
    pub milliseconds: u128,
}

/// What an undo would reverse.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Undoable {
    /// The decision to be undone; where it is itself the undo of an undo, not that of the card.
    pub id: DecisionId,
    /// What was decided at first, and would be taken back.
    pub of: DecisionCard,
}

/// What an undo took back or, being the undo of an undo, brought back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Undone {
    pub of: DecisionCard,
    /// It stands again.
    pub stands: bool,
}

/// What a deciding command did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decided {
    pub decisions: Vec<DecisionId>,
    pub kind: DecisionKind,
    pub payments: Vec<PaymentId>,
    pub invoices: Vec<String>,
    pub changes: Vec<ChangeCard>,
}

/// What `check` found.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CheckOutcome {
    pub findings: Vec<CheckFinding>,
    pub identities: Vec<MoneyIdentity>,
    /// Credits per currency and kind of source.
    pub credits_by_source: Vec<(Currency, SourceKind, Money)>,
    pub decisions: u64,
    /// Head of the chain, hex.
    pub chain_head: String,
}

/// One thing that is not as it must be; its sentence is `finding.<code>`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CheckFinding {
    pub code: Cow<'static, str>,
    pub facts: Vec<Fact>,
}

/// One channel on the overview.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChannelLine {
    pub source: String,
    pub kind: SourceKind,
    pub payments: u64,
    pub credited: Money,
    pub settled: Money,
    pub open: Money,
}

/// The first screen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Overview {
    pub day: Day,
    pub is_closed: bool,
    pub agency: String,
    pub store_name: String,
    pub actor: String,
    pub is_demo: bool,
    /// Files imported that hold payments of the day: name, rows, when.
    pub files: Vec<(String, u64, Stamp)>,
    pub channels: Vec<ChannelLine>,
    /// Successful credits of the day; those of them settled whole, and those with something open.
    /// The rest is outside matching: payouts, money that is no fee, money that went back.
    pub payments: u64,
    pub settled: u64,
    pub carried: u64,
    /// Waiting over the whole store.
    pub to_review: u64,
    pub exceptions: u64,
    pub unmatched: u64,
    /// Open days with payments, newest first, with the number of their exceptions.
    pub open_days: Vec<(Day, u64)>,
    pub last_backup: Option<Stamp>,
    pub is_empty_store: bool,
}

impl Overview {
    /// Payments of the day outside matching.
    pub fn excluded(&self) -> u64 {
        self.payments.saturating_sub(self.settled + self.carried)
    }

    /// Rows that the list of exceptions has for the day.
    pub fn exceptions_of_day(&self) -> u64 {
        let own = self.open_days.iter().find(|(day, _)| *day == self.day);
        own.map_or(0, |(_, exceptions)| *exceptions)
    }
}

/// One point of the checklist before closing; its words are `close_check.<code>`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClosePoint {
    pub code: &'static str,
    pub is_met: bool,
    /// Whether closing is refused while it is not met.
    pub is_required: bool,
    pub facts: Vec<Fact>,
}

/// What closing a period means before it is done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Checklist {
    pub period: Period,
    pub points: Vec<ClosePoint>,
    pub credited: Money,
    /// Successful credits, and those of them settled, with something open and outside matching.
    pub payments: u64,
    pub settled: u64,
    pub carried: u64,
    pub carried_amount: Money,
    pub is_closed: bool,
}

/// One candidate that was looked at for a payment (or, seen from it, for an invoice).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Candidate {
    pub payment: PaymentId,
    pub invoice: InvoiceId,
    pub invoice_number: String,
    pub payer_name: String,
    pub payment_amount: Money,
    pub invoice_open: Money,
    pub booked: Moment,
    pub memo: String,
    pub reasons: Vec<Reason>,
    /// The link that stands between the two; `None` if none.
    pub link: Option<LinkCard>,
    /// Rank of the proposal it became; `None` if none.
    pub rank: Option<u32>,
    /// The one test that it failed: code of `test.<code>`; empty if it failed none.
    pub failed_test: Cow<'static, str>,
    pub failed_facts: Vec<Fact>,
}

/// Why a payment (or an invoice) stands as it does.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Explanation {
    pub payment: Option<Box<PaymentCard>>,
    pub invoice: Option<Box<InvoiceCard>>,
    /// Best first.
    pub candidates: Vec<Candidate>,
    pub why: Cow<'static, str>,
    pub why_facts: Vec<Fact>,
}

/// A check of the surroundings by `doctor`; words are `doctor.<code>`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DoctorPoint {
    pub code: &'static str,
    pub is_met: bool,
    pub facts: Vec<Fact>,
}

/// How far a long work has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Progress {
    /// Code of `progress.<code>`.
    pub stage: &'static str,
    pub done: u64,
    /// `None` while unknown.
    pub total: Option<u64>,
}
