//! A tiny book of its own: what must be so after each act, by another arithmetic than the
//! program's.

use std::collections::{BTreeMap, BTreeSet};

/// A payment by its reference. Amounts are minor units.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Payment {
    pub id: i64,
    pub amount: i64,
    pub currency: &'static str,
    pub is_credit: bool,
    pub is_gateway: bool,
    /// A bank's credit that was tied to rows of the gateway.
    pub is_payout: bool,
    /// For a row of the gateway: the credit that it is tied to.
    pub paid_out_by: Option<String>,
    pub fee: i64,
    pub status: String,
    pub refunded: i64,
    /// By decisions.
    pub excluded: i64,
    pub refund_of: Option<String>,
    /// The import that it stands by.
    pub file: usize,
    pub is_withdrawn: bool,
}

/// An invoice by its number.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Invoice {
    pub amount: i64,
    pub currency: &'static str,
    pub status: String,
    pub written_off: i64,
    pub file: usize,
    pub is_withdrawn: bool,
    /// Whether its amount or status was ever changed: only then may more be paid than it asks for.
    pub was_changed: bool,
}

/// One thing that an act did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Did {
    Linked(String, String, i64),
    /// Original, refund row, amount.
    Refunded(String, Option<String>, i64),
    Excluded(String, i64),
    WrittenOff(String, i64),
    /// Bank's credit, row of the gateway, whether they are tied.
    PaidOut(String, String, bool),
    /// Whether the credit is a payout.
    Payout(String, bool),
    /// Payment, from, to.
    Status(String, String, String),
    /// Invoice, amount and status from and to.
    Revised(String, (i64, String), (i64, String)),
    /// The rows that stand by this import.
    Withdrawn(usize, bool),
}

impl Did {
    fn back(&self) -> Did {
        match self.clone() {
            Did::Linked(payment, invoice, amount) => Did::Linked(payment, invoice, -amount),
            Did::Refunded(original, refund, amount) => Did::Refunded(original, refund, -amount),
            Did::Excluded(payment, amount) => Did::Excluded(payment, -amount),
            Did::WrittenOff(invoice, amount) => Did::WrittenOff(invoice, -amount),
            Did::PaidOut(payout, payment, is_tied) => Did::PaidOut(payout, payment, !is_tied),
            Did::Payout(payment, is_payout) => Did::Payout(payment, !is_payout),
            Did::Status(payment, from, to) => Did::Status(payment, to, from),
            Did::Revised(invoice, from, to) => Did::Revised(invoice, to, from),
            Did::Withdrawn(file, is_withdrawn) => Did::Withdrawn(file, !is_withdrawn),
        }
    }
}

#[derive(Clone, Default, Debug)]
pub struct Mirror {
    pub payments: BTreeMap<String, Payment>,
    pub invoices: BTreeMap<String, Invoice>,
    pub links: BTreeMap<(String, String), i64>,
    /// Pairs in the order in which they were last added to.
    order: Vec<(String, String)>,
    /// What each decision did.
    pub decisions: BTreeMap<i64, Vec<Did>>,
}

/// How a payment must stand: state, open, settled, refunded, excluded, links.
pub type Standing = (String, i64, i64, i64, i64, BTreeMap<String, i64>);

impl Mirror {
    pub fn links_of(&self, payment: &str) -> Vec<(String, i64)> {
        let own = self.order.iter().filter(|pair| pair.0 == payment);
        own.filter_map(|pair| self.links.get(pair).map(|amount| (pair.1.clone(), *amount)))
            .collect()
    }

    pub fn settled(&self, payment: &str) -> i64 {
        self.links_of(payment).iter().map(|link| link.1).sum()
    }

    pub fn paid(&self, invoice: &str) -> i64 {
        self.links.iter().filter(|(pair, _)| pair.1 == invoice).map(|(_, amount)| amount).sum()
    }

    pub fn open(&self, payment: &str) -> i64 {
        let own = &self.payments[payment];
        if !own.is_credit || own.is_payout || own.status != "success" || own.is_withdrawn {
            return 0;
        }
        own.amount - self.settled(payment) - own.refunded - own.excluded
    }

    pub fn lacks(&self, invoice: &str) -> i64 {
        let own = &self.invoices[invoice];
        if own.status != "open" || own.is_withdrawn {
            return 0;
        }
        (own.amount - self.paid(invoice) - own.written_off).max(0)
    }

    pub fn standing(&self, payment: &str) -> Standing {
        let own = &self.payments[payment];
        let (open, settled) = (self.open(payment), self.settled(payment));
        let state = match (own.is_withdrawn, open) {
            (true, _) => "withdrawn",
            (_, 0) if settled > 0 => "settled",
            (_, 0) => "excluded",
            (_, open) if open == own.amount => "open",
            _ => "part",
        };
        let excluded = own.amount - settled - own.refunded - open;
        let links = self.links_of(payment).into_iter().collect();
        (state.to_owned(), open, settled, own.refunded, excluded, links)
    }

    /// Credits, settled, refunded, excluded and open of each currency, over what counts.
    pub fn sums(&self) -> BTreeMap<&'static str, [i64; 5]> {
        let mut sums: BTreeMap<&'static str, [i64; 5]> = BTreeMap::new();
        for (reference, own) in &self.payments {
            if own.is_credit && own.status == "success" && !own.is_withdrawn {
                let (_, open, settled, refunded, excluded, _) = self.standing(reference);
                let parts = [own.amount, settled, refunded, excluded, open];
                let sum = sums.entry(own.currency).or_default();
                sum.iter_mut().zip(parts).for_each(|(sum, part)| *sum += part);
            }
        }
        sums
    }

    /// References of the rows of the gateway that are tied to the credit.
    pub fn tied_to(&self, payout: &str) -> Vec<String> {
        let rows = self.payments.iter();
        let tied = rows.filter(|(_, own)| own.paid_out_by.as_deref() == Some(payout));
        tied.map(|(reference, _)| reference.clone()).collect()
    }

    /// Sales, fees, refunds of what is tied to the credit, and what this brings beyond them.
    pub fn payout(&self, payout: &str) -> [i64; 4] {
        let (mut sales, mut fees, mut refunds) = (0, 0, 0);
        for row in self.tied_to(payout).iter().map(|reference| &self.payments[reference]) {
            *if row.is_credit { &mut sales } else { &mut refunds } += row.amount;
            fees += row.fee;
        }
        [sales, fees, refunds, self.payments[payout].amount + fees + refunds - sales]
    }

    /// Links that a refund of `amount` must take back, newest first, once nothing of the payment is
    /// open.
    pub fn refund(&self, refund: &str, original: &str) -> Vec<Did> {
        let amount = self.payments[refund].amount;
        let mut beyond = match self.payments[original].is_payout {
            // It was linked with nothing.
            true => 0,
            false => amount - self.open(original),
        };
        let mut did = Vec::new();
        for (invoice, linked) in self.links_of(original).into_iter().rev() {
            let back = linked.min(beyond);
            if back > 0 {
                did.push(Did::Linked(original.to_owned(), invoice, -back));
                beyond -= back;
            }
        }
        assert!(beyond <= 0, "{refund} gives back more than {original} has");
        did.push(Did::Refunded(original.to_owned(), Some(refund.to_owned()), amount));
        did
    }

    pub fn did(&mut self, decision: i64, did: Vec<Did>) {
        did.iter().for_each(|one| self.apply(one));
        self.decisions.insert(decision, did);
    }

    /// The act of another decision is reversed by this one.
    pub fn undid(&mut self, decision: i64, undone: i64) {
        let did = self.decisions.get(&undone).unwrap_or_else(|| panic!("no act {undone}"));
        let back = did.iter().rev().map(Did::back).collect();
        self.did(decision, back);
    }

    /// Whether undoing a decision would take a link away beside which a rest was put outside or
    /// written off since.
    pub fn bears_a_rest(&self, decision: i64) -> bool {
        let since = |is_it: &dyn Fn(&Did) -> Option<i64>| -> i64 {
            let later = self.decisions.range(decision + 1..);
            later.flat_map(|(_, did)| did).filter_map(is_it).sum()
        };
        self.decisions[&decision].iter().any(|did| {
            let Did::Linked(payment, invoice, amount) = did else { return false };
            let put_outside = since(&|later| match later {
                Did::Excluded(of, amount) if of == payment => Some(*amount),
                _ => None,
            });
            let written_off = since(&|later| match later {
                Did::WrittenOff(of, amount) if of == invoice => Some(*amount),
                _ => None,
            });
            *amount > 0 && (put_outside > 0 || written_off > 0)
        })
    }

    fn apply(&mut self, did: &Did) {
        match did {
            Did::Linked(payment, invoice, amount) => {
                let pair = (payment.clone(), invoice.clone());
                if *amount > 0 {
                    self.order.retain(|other| *other != pair);
                    self.order.push(pair.clone());
                }
                let sum = self.links.entry(pair.clone()).or_default();
                *sum += amount;
                if *sum == 0 {
                    self.links.remove(&pair);
                }
            }
            Did::Refunded(original, refund, amount) => {
                self.payment(original).refunded += amount;
                if let Some(refund) = refund {
                    let row = self.payment(refund);
                    assert_eq!(row.refund_of.is_some(), *amount < 0, "{refund} gives back once");
                    row.refund_of = (*amount > 0).then(|| original.clone());
                }
            }
            Did::PaidOut(payout, payment, is_tied) => {
                let row = self.payment(payment);
                let before = row.paid_out_by.replace(payout.clone());
                assert_eq!(before.is_some(), !is_tied, "{payment} is paid out once");
                row.paid_out_by = is_tied.then(|| payout.clone());
            }
            Did::Payout(payment, is_payout) => self.payment(payment).is_payout = *is_payout,
            Did::Excluded(payment, amount) => self.payment(payment).excluded += amount,
            Did::WrittenOff(invoice, amount) => self.invoice(invoice).written_off += amount,
            Did::Status(payment, _, to) => self.payment(payment).status.clone_from(to),
            Did::Revised(invoice, _, (amount, status)) => {
                let own = self.invoice(invoice);
                own.amount = *amount;
                own.status.clone_from(status);
                own.was_changed = true;
            }
            Did::Withdrawn(file, is_withdrawn) => {
                let payments = self.payments.values_mut().filter(|own| own.file == *file);
                payments.for_each(|own| own.is_withdrawn = *is_withdrawn);
                let invoices = self.invoices.values_mut().filter(|own| own.file == *file);
                invoices.for_each(|own| own.is_withdrawn = *is_withdrawn);
            }
        }
    }

    fn payment(&mut self, reference: &str) -> &mut Payment {
        self.payments.get_mut(reference).unwrap_or_else(|| panic!("no payment {reference}"))
    }

    fn invoice(&mut self, number: &str) -> &mut Invoice {
        self.invoices.get_mut(number).unwrap_or_else(|| panic!("no invoice {number}"))
    }

    /// No payment gives more than it has, no invoice takes more than it asks for unless it was
    /// changed.
    pub fn prove(&self) {
        for reference in self.payments.keys() {
            let (_, open, settled, refunded, excluded, links) = self.standing(reference);
            assert!(
                [open, settled, refunded, excluded].iter().all(|part| *part >= 0),
                "{reference}"
            );
            assert!(links.values().all(|amount| *amount > 0), "{reference}: {links:?}");
        }
        for (number, own) in &self.invoices {
            let taken = self.paid(number) + own.written_off;
            assert!(own.was_changed || taken <= own.amount, "{number} takes {taken}");
        }
        let currencies: BTreeSet<&str> = self.payments.values().map(|own| own.currency).collect();
        let sums = self.sums();
        for sums in currencies.iter().filter_map(|currency| sums.get(currency)) {
            assert_eq!(sums[0], sums[1..].iter().sum::<i64>());
        }
    }
}
