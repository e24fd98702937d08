//! From what was found for a payment to drafts with reasons: the pair is looked at by every rule.

use super::draft::{Draft, Fit};
use super::find::Known;
use super::find::by_code::{NamedIn, Naming};
use super::find::codes::CodeKind;
use super::find::memo::Memo;
use super::find::names::{key_of_name, name_span};
use super::find::{by_name_and_amount, is_open, learnt, near};
use super::rules::{self, Candidate, NearCode, amount_is_small};
use crate::model::{BookInvoice, MatchSettings, OpenPayment, Reason, Span};
use crate::money::Money;
use crate::text::squeeze;

/// A payment under the lamp.
pub(super) struct Look<'a> {
    pub known: &'a Known<'a>,
    pub settings: &'a MatchSettings,
    pub payment: &'a OpenPayment,
    pub memo: Memo<'a>,
}

/// How an invoice came to be a candidate.
#[derive(Clone, Default)]
pub(super) struct Grounds<'a> {
    pub naming: Option<&'a Naming>,
    /// How many open invoices the code names.
    pub names_open: usize,
    pub near: Option<NearCode>,
    pub is_named_by_other: bool,
}

impl Grounds<'_> {
    /// By its amount or payer, not by a code.
    pub fn fitting(is_named_by_other: bool) -> Grounds<'static> {
        Grounds { is_named_by_other, ..Grounds::default() }
    }
}

impl<'a> Look<'a> {
    pub fn at(
        known: &'a Known<'a>,
        settings: &'a MatchSettings,
        payment: &'a OpenPayment,
    ) -> Look<'a> {
        Look { known, settings, payment, memo: Memo::of(&payment.memo) }
    }

    /// A draft that gives the whole payment, or what the invoice asks for, to one invoice.
    pub fn draft(&self, invoice: usize, grounds: &Grounds) -> Draft {
        let open = self.known.invoice(invoice).open;
        let amount = self.payment.open.min_same(open);
        let reasons = self.reasons(invoice, grounds, true);
        self.finish(vec![(invoice, amount)], reasons, open)
    }

    /// Fit and rest follow from what the invoices ask for in all.
    pub fn finish(
        &self,
        lines: Vec<(usize, Money)>,
        mut reasons: Vec<Reason>,
        asked: Money,
    ) -> Draft {
        // A large book holds a draft for nearly every payment at once.
        reasons.shrink_to_fit();
        let rest = self.payment.open.minus(asked).expect("drafts are of one currency");
        let fit = match rest.minor() {
            0 => Fit::Exact,
            _ if lines.len() == 1 && amount_is_small(rest, self.settings) => Fit::Small,
            less if less < 0 => Fit::Short,
            _ => Fit::Over,
        };
        Draft { lines, reasons, fit, rest: rest.minor() }
    }

    /// What every rule says of the pair.
    pub fn reasons(&self, invoice: usize, grounds: &Grounds, is_alone: bool) -> Vec<Reason> {
        let facts = self.known.invoice(invoice);
        let is_payer_named = self.place_of_name(invoice);
        let naming = grounds.naming;
        let is_typed = naming.is_some_and(|naming| naming.named_in == NamedIn::Memo);
        let neighbour = match naming {
            Some(naming) if is_typed && is_payer_named.is_none() => {
                self.neighbour(invoice, naming, facts.open)
            }
            _ => None,
        };
        let candidate = Candidate {
            payment: self.payment,
            invoice: facts,
            memo: &self.memo,
            naming,
            code: naming.map_or_else(String::new, |naming| self.written_code(facts, naming)),
            names_open: grounds.names_open,
            near: grounds.near.clone(),
            is_alone,
            is_payer_named,
            learnt: learnt::of_invoice(self.known, self.payment, facts, self.settings),
            same_name: self.known.names.open_with_name_of(invoice),
            same_amount: self.known.open_with_amount(facts.open),
            open_invoices: self.known.open_invoices,
            neighbour: neighbour.map(|other| self.known.invoice(other)),
            is_named_by_other: grounds.is_named_by_other,
        };
        rules::weigh(&candidate, self.settings)
    }

    /// Where the invoice's payer is named: in the memo, or (without a place there) as the payment's
    /// payer.
    fn place_of_name(&self, invoice: usize) -> Option<Option<Span>> {
        let key = self.known.names.key(invoice)?;
        if let Some(span) = name_span(&self.known.invoice(invoice).payer_name, &self.memo) {
            return Some(Some(span));
        }
        (key_of_name(&self.payment.payer_name) == Some(key)).then_some(None)
    }

    /// Whether the payment names the invoice's payer.
    pub fn is_payer_named(&self, invoice: usize) -> bool {
        self.place_of_name(invoice).is_some()
    }

    /// Another invoice of this amount, one slip of the finger away, whose payer the payment names.
    fn neighbour(&self, invoice: usize, naming: &Naming, asked: Money) -> Option<usize> {
        self.neighbours(invoice, naming, asked)
            .into_iter()
            .min_by_key(|other| super::find::by_code::by_age(self.known, *other))
    }

    fn neighbours(&self, invoice: usize, naming: &Naming, asked: Money) -> Vec<usize> {
        let names = by_name_and_amount::possible_names(self.known, self.payment, &self.memo);
        let near = names
            .iter()
            .flat_map(|name| self.known.names.with_amount(*name, asked))
            .filter(|other| **other != invoice)
            .filter(|other| self.near_code(**other, naming).is_some());
        near.copied().collect()
    }

    /// What else may have been meant by a code that stands in the memo and is no proof: open
    /// invoices of exactly the payment's amount, one slip of the finger away, whose payer the
    /// payment names. None where it names the payer of what the code says.
    pub fn meant_instead(&self, invoice: usize, naming: &Naming) -> Vec<Draft> {
        if naming.named_in != NamedIn::Memo || self.is_payer_named(invoice) {
            return Vec::new();
        }
        let mut near = self.neighbours(invoice, naming, self.payment.open);
        near.retain(|other| {
            is_open(self.known.invoice(*other)) && !self.known.is_rejected(self.payment, *other)
        });
        near.sort_by_key(|other| super::find::by_code::by_age(self.known, *other));
        let grounds = |other| {
            let near = self.near_code(other, naming);
            Grounds { near, ..Grounds::default() }
        };
        near.into_iter().map(|other| self.draft(other, &grounds(other))).collect()
    }

    /// The code of the invoice that is one edit from the one found.
    pub fn near_code(&self, invoice: usize, naming: &Naming) -> Option<NearCode> {
        let found = self.known.dictionary.text(naming.code);
        let facts = self.known.invoice(invoice);
        let code = codes_of(facts).find(|code| near::is_near(code, found))?;
        let near = near::codes_near(&self.known.dictionary, found);
        let others = near.iter().flat_map(|code| self.known.dictionary.owners(*code));
        let others = 1 + others.filter(|owner| owner.invoice != invoice).count();
        let (code, slip) = (code.to_owned(), near::Slip::OneEdit);
        Some(NearCode { code, span: naming.span, slip, others })
    }

    /// The code as the agency writes it.
    pub fn written_code(&self, invoice: &BookInvoice, naming: &Naming) -> String {
        let squeezed = self.known.dictionary.text(naming.code);
        let number =
            Some(invoice.identity.number.as_str()).filter(|_| naming.kind == CodeKind::Number);
        number.map_or_else(|| as_written(invoice, squeezed), str::to_owned)
    }
}

/// A code of the invoice as the agency writes it.
pub(super) fn as_written(invoice: &BookInvoice, squeezed: &str) -> String {
    let written = codes_of(invoice).find(|code| squeeze(code).text == squeezed);
    written.unwrap_or(squeezed).to_owned()
}

fn codes_of(invoice: &BookInvoice) -> impl Iterator<Item = &str> {
    [invoice.identity.number.as_str(), &invoice.dossier_code, &invoice.virtual_account]
        .into_iter()
        .chain(invoice.payment_codes.iter().map(String::as_str))
}
