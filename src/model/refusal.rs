//! A refusal: a decision that the law of the book forbids, and the facts that say why.

use super::Fact;
use super::codes::coded;

coded! {
    /// Named as a sentence; in order of precedence. Text and hint: `refusal.<code>`,
    /// `refusal.<code>.hint`.
    pub enum RefusalCode {
        PaymentNotFound = "payment_not_found",
        InvoiceNotFound = "invoice_not_found",
        DecisionNotFound = "decision_not_found",
        RunNotFound = "run_not_found",
        NumberIsAmbiguous = "number_is_ambiguous",
        InvoiceNamedTwice = "invoice_named_twice",
        PaymentNamedTwice = "payment_named_twice",
        ReasonIsMissing = "reason_is_missing",
        ActorIsNotYours = "actor_is_not_yours",
        PeriodIsClosed = "period_is_closed",
        PeriodIsOpen = "period_is_open",
        MonthIsClosed = "month_is_closed",
        MonthHasOpenDays = "month_has_open_days",
        PeriodIsNotOver = "period_is_not_over",
        ProposalNotFound = "proposal_not_found",
        ProposalChanged = "proposal_changed",
        PaymentIsWithdrawn = "payment_is_withdrawn",
        InvoiceIsWithdrawn = "invoice_is_withdrawn",
        PaymentIsRefund = "payment_is_refund",
        PaymentIsDebit = "payment_is_debit",
        PaymentIsNotSuccess = "payment_is_not_success",
        PaymentIsNotRefund = "payment_is_not_refund",
        PaymentIsNotOfBank = "payment_is_not_of_bank",
        PaymentIsNotOfGateway = "payment_is_not_of_gateway",
        RefundIsTied = "refund_is_tied",
        PaymentIsPaidOut = "payment_is_paid_out",
        PaymentIsExcluded = "payment_is_excluded",
        InvoiceIsCancelled = "invoice_is_cancelled",
        InvoiceIsExempt = "invoice_is_exempt",
        CurrenciesDiffer = "currencies_differ",
        CurrenciesOfPaymentsDiffer = "currencies_of_payments_differ",
        AmountIsNotPositive = "amount_is_not_positive",
        AlreadyResolved = "already_resolved",
        PaymentIsDecided = "payment_is_decided",
        NothingIsOpen = "nothing_is_open",
        AmountExceedsPayment = "amount_exceeds_payment",
        AmountExceedsInvoice = "amount_exceeds_invoice",
        RefundExceedsOriginal = "refund_exceeds_original",
        PairIsNotLinked = "pair_is_not_linked",
        NothingIsLinked = "nothing_is_linked",
        PairIsRejected = "pair_is_rejected",
        ResolutionDoesNotFit = "resolution_does_not_fit",
        AlreadyUndone = "already_undone",
        CannotBeUndone = "cannot_be_undone",
        LaterDecisionStands = "later_decision_stands",
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal {
    pub code: RefusalCode,
    pub facts: Vec<Fact>,
}

impl Refusal {
    pub fn new(code: RefusalCode) -> Refusal {
        Refusal { code, facts: Vec::new() }
    }

    /// Adds a fact that the sentence names.
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Refusal {
        self.facts.push(Fact::new(name, value));
        self
    }
}
