//! What speaks for or against a candidate. One file a rule; a rule is a plain function that says
//! nothing or gives a reason. There is no score: reasons are counted by strength.

use crate::matching::find::by_code::Naming;
use crate::matching::find::learnt::Learnt;
use crate::matching::find::memo::Memo;
use crate::matching::find::near::Slip;
use crate::model::{BookInvoice, Fact, MatchSettings, OpenPayment, Reason, Side, Span, Strength};

mod amount_equal;
mod amount_over;
mod amount_short;
mod amount_within_tolerance;
mod code_doubted;
mod code_in_memo;
mod issued_after_payment;
mod learnt_account;
mod named_by_other;
mod near_code;
mod other_payer_named;
mod outside_window;
mod partly_settled;
mod payer_account;
mod payer_id_in_memo;
mod payer_named;
mod structured_reference;
mod virtual_account;

pub(super) mod group;

pub(super) use amount_within_tolerance::is_small as amount_is_small;
pub(super) use payer_id_in_memo::is_id_in_memo;

/// A payment and an invoice that deserve a look, with what the book knows about the pair.
pub(super) struct Candidate<'a> {
    pub payment: &'a OpenPayment,
    pub invoice: &'a BookInvoice,
    pub memo: &'a Memo<'a>,
    /// The code that names the invoice, if one does.
    pub naming: Option<&'a Naming>,
    /// The code as the agency writes it, and how many open invoices it names.
    pub code: String,
    pub names_open: usize,
    /// The code in the memo that is one edit from this invoice's.
    pub near: Option<NearCode>,
    /// Whether the payment's whole amount is meant for this invoice.
    pub is_alone: bool,
    pub is_payer_named: Option<Option<Span>>,
    /// What standing links say of the money's account and this payer.
    pub learnt: Option<Learnt<'a>>,
    /// Open invoices whose payer has this name; of this amount; in all.
    pub same_name: u32,
    pub same_amount: u32,
    pub open_invoices: u32,
    /// An invoice one edit away, of the same amount, whose payer the payment names instead.
    pub neighbour: Option<&'a BookInvoice>,
    /// Whether another payment names the invoice by its code.
    pub is_named_by_other: bool,
}

/// A code in the memo that nearly is the invoice's.
#[derive(Clone, Debug)]
pub(super) struct NearCode {
    /// The invoice's own.
    pub code: String,
    pub span: Option<Span>,
    pub slip: Slip,
    /// How many other invoices, open or not, have a code that is as near.
    pub others: usize,
}

/// A rule: a reason, or nothing.
pub(super) type Rule = fn(&Candidate, &MatchSettings) -> Option<Reason>;

/// All rules for a pair; the order is the order in which reasons are shown.
pub(super) const RULES: &[(&str, Rule)] = &[
    ("virtual_account", virtual_account::rule),
    ("structured_reference", structured_reference::rule),
    ("code_in_memo", code_in_memo::rule),
    ("near_code", near_code::rule),
    ("end_of_code", near_code::end),
    ("cut_code", near_code::cut),
    ("amount_equal", amount_equal::rule),
    ("payer_named", payer_named::rule),
    ("payer_id_in_memo", payer_id_in_memo::rule),
    ("payer_account", payer_account::rule),
    ("learnt_account", learnt_account::rule),
    ("code_doubted", code_doubted::rule),
    ("amount_within_tolerance", amount_within_tolerance::rule),
    ("amount_short", amount_short::rule),
    ("amount_over", amount_over::rule),
    ("other_payer_named", other_payer_named::rule),
    ("issued_after_payment", issued_after_payment::rule),
    ("outside_window", outside_window::rule),
    ("named_by_other", named_by_other::rule),
    ("partly_settled", partly_settled::rule),
];

/// All reasons of a candidate: for first, then against, each in the order of the rules.
pub(super) fn weigh(candidate: &Candidate, settings: &MatchSettings) -> Vec<Reason> {
    let mut reasons: Vec<Reason> =
        RULES.iter().filter_map(|(_, rule)| rule(candidate, settings)).collect();
    reasons.sort_by_key(|reason| reason.side == Side::Against);
    reasons
}

impl Candidate<'_> {
    fn speaks_for(&self, rule: &'static str, strength: Strength, facts: Vec<Fact>) -> Reason {
        self.reason(rule, Side::For, strength, facts)
    }

    fn speaks_against(&self, rule: &'static str, strength: Strength, facts: Vec<Fact>) -> Reason {
        self.reason(rule, Side::Against, strength, facts)
    }

    fn reason(
        &self,
        rule: &'static str,
        side: Side,
        strength: Strength,
        facts: Vec<Fact>,
    ) -> Reason {
        Reason {
            rule: rule.into(),
            side,
            strength,
            facts,
            invoice: Some(self.invoice.id),
            span: None,
        }
    }

    fn difference(&self) -> crate::money::Money {
        let (paid, asked) = (self.payment.open, self.invoice.open);
        paid.minus(asked).expect("candidates are of one currency and within what files may hold")
    }
}
