//! What comes in: new files, files that come again, and news of what is known.

use super::mirror::{Did, Invoice, Payment};
use super::paper::{invoices_csv, payments_csv};
use super::world::{File, World};

impl World {
    /// Writes a file and remembers it; the caller tells the mirror what it brings.
    fn new_file(&mut self, file: File, text: &str) -> usize {
        std::fs::write(&file.path, text).expect("a file is written");
        self.files.push(file);
        self.files.len() - 1
    }

    fn path(&self) -> std::path::PathBuf {
        self.home.path().join(format!("{:03}.csv", self.files.len()))
    }

    /// The file comes again: known rows change nothing, withdrawn ones come back under their ids.
    pub fn import_again(&mut self, at: usize) {
        let File { path, payments, invoices, .. } = &self.files[at];
        let file = File {
            path: path.clone(),
            payments: payments.clone(),
            invoices: invoices.clone(),
            is_news: true,
        };
        let references: Vec<String> = payments.iter().map(|row| row.reference.clone()).collect();
        let numbers: Vec<String> = invoices.iter().map(|row| row.number.clone()).collect();
        let (path, new) = (path.clone(), self.files.len());
        self.files.push(file);
        let mut back = 0;
        for reference in &references {
            let own = self.mirror.payments.get_mut(reference).expect("it is known");
            if own.is_withdrawn {
                back += 1;
                own.file = new;
            }
        }
        for number in &numbers {
            let own = self.mirror.invoices.get_mut(number).expect("it is known");
            if own.is_withdrawn {
                back += 1;
                own.file = new;
            }
        }
        let receipt = self.import(path);
        assert_eq!((receipt.new, receipt.changed), (back, 0), "twice is once");
        self.decided(vec![Did::Withdrawn(new, false)]);
    }
}

pub fn invoices(world: &mut World) -> bool {
    let count = world.dice.between(2, 8);
    let rows: Vec<_> = (0..count).map(|_| world.paper.invoice(&mut world.dice)).collect();
    let file = world.files.len();
    for row in &rows {
        let own = Invoice {
            amount: row.amount,
            currency: row.currency,
            status: row.status.clone(),
            written_off: 0,
            file,
            is_withdrawn: false,
            was_changed: false,
        };
        world.mirror.invoices.insert(row.number.clone(), own);
    }
    let (path, text) = (world.path(), invoices_csv(&rows));
    let new = File { path: path.clone(), payments: Vec::new(), invoices: rows, is_news: false };
    world.new_file(new, &text);
    let receipt = world.import(path);
    assert_eq!(receipt.new as i64, count);
    world.decided(vec![Did::Withdrawn(file, false)]);
    true
}

pub fn payments(world: &mut World) -> bool {
    let count = world.dice.between(2, 8);
    let mut rows = Vec::new();
    for _ in 0..count {
        rows.push(world.paper.payment(&mut world.dice, &world.mirror));
    }
    if world.dice.percent(40) {
        rows.extend(world.paper.refund(&mut world.dice, &world.mirror));
    }
    if world.dice.percent(35) {
        for row in &mut rows {
            row.is_gateway = true;
            // Of the money that passes through a gateway only a refund goes out.
            if row.status != "refund" {
                row.amount = row.amount.abs();
            }
        }
    }
    let (path, text, file) = (world.path(), payments_csv(&rows), world.files.len());
    let new =
        File { path: path.clone(), payments: rows.clone(), invoices: Vec::new(), is_news: false };
    world.new_file(new, &text);
    let receipt = world.import(path);
    assert_eq!(receipt.new as usize, rows.len());
    let cards = world.cards();
    for row in &rows {
        let card = cards.iter().find(|card| card.reference == row.reference);
        let own = Payment {
            id: card.expect("it was imported").id.0,
            amount: row.amount.abs(),
            currency: row.currency,
            is_credit: row.amount > 0,
            is_gateway: row.is_gateway,
            is_payout: false,
            paid_out_by: None,
            fee: row.fee(),
            status: row.status.clone(),
            refunded: 0,
            excluded: 0,
            refund_of: None,
            file,
            is_withdrawn: false,
        };
        world.mirror.payments.insert(row.reference.clone(), own);
    }
    world.decided(vec![Did::Withdrawn(file, false)]);
    true
}

/// The source tells another status of a payment, or the agency another amount or status of an
/// invoice.
pub fn news(world: &mut World) -> bool {
    if world.dice.percent(50) { news_of_payment(world) } else { news_of_invoice(world) }
}

fn news_of_payment(world: &mut World) -> bool {
    let known = world.book();
    let Some(reference) = world.dice.pick(&known).cloned() else { return false };
    let own = world.mirror.payments[&reference].clone();
    let to = match own.status.as_str() {
        "pending" if world.dice.percent(70) => "success",
        "pending" => "failed",
        "success" => "reversed",
        _ => return false,
    };
    if own.is_withdrawn || own.refunded > 0 || own.refund_of.is_some() {
        return false;
    }
    let mut rows = world.files.iter().flat_map(|file| &file.payments);
    let mut row = rows.rfind(|row| row.reference == reference).expect("a row").clone();
    row.status = to.to_owned();
    let mut did: Vec<Did> = Vec::new();
    if to != "success" {
        let links = world.mirror.links_of(&reference).into_iter().rev();
        did.extend(links.map(|(invoice, sum)| Did::Linked(reference.clone(), invoice, -sum)));
        let by = own.paid_out_by.map(|payout| Did::PaidOut(payout, reference.clone(), false));
        let rows = world.mirror.tied_to(&reference).into_iter();
        did.extend(
            by.into_iter().chain(rows.map(|row| Did::PaidOut(reference.clone(), row, false))),
        );
    }
    did.push(Did::Status(reference, own.status, to.to_owned()));
    let (path, text) = (world.path(), payments_csv(std::slice::from_ref(&row)));
    let new = File { path: path.clone(), payments: vec![row], invoices: Vec::new(), is_news: true };
    did.push(Did::Withdrawn(world.new_file(new, &text), false));
    let receipt = world.import(path);
    assert_eq!((receipt.new, receipt.changed), (0, 1));
    world.decided(did);
    true
}

fn news_of_invoice(world: &mut World) -> bool {
    let numbers: Vec<String> = world.mirror.invoices.keys().cloned().collect();
    let Some(number) = world.dice.pick(&numbers).cloned() else { return false };
    let own = world.mirror.invoices[&number].clone();
    if own.is_withdrawn {
        return false;
    }
    let mut rows = world.files.iter().flat_map(|file| &file.invoices);
    let mut row = rows.rfind(|row| row.number == number).expect("a row").clone();
    (row.amount, row.status) = match world.dice.below(4) {
        0 => (own.amount, if own.status == "open" { "cancelled" } else { "open" }.to_owned()),
        1 => (own.amount + 30_000, own.status.clone()),
        _ => (own.amount - 10_000, own.status.clone()),
    };
    let (from, to) = ((own.amount, own.status), (row.amount, row.status.clone()));
    let (path, text) = (world.path(), invoices_csv(std::slice::from_ref(&row)));
    let new = File { path: path.clone(), payments: Vec::new(), invoices: vec![row], is_news: true };
    let file = world.new_file(new, &text);
    let receipt = world.import(path);
    assert_eq!((receipt.new, receipt.changed), (0, 1));
    world.decided(vec![Did::Revised(number, from, to), Did::Withdrawn(file, false)]);
    true
}

/// A file comes again, of which nothing is told otherwise since.
pub fn again(world: &mut World) -> bool {
    let at = world.dice.below(world.files.len());
    let file = &world.files[at];
    let mirror = &world.mirror;
    let mut rows = file.payments.iter().map(|row| {
        let own = &mirror.payments[&row.reference];
        (own.status == row.status, own.is_withdrawn)
    });
    let mut lines = file.invoices.iter().map(|row| {
        let own = &mirror.invoices[&row.number];
        (own.status == row.status && own.amount == row.amount, own.is_withdrawn)
    });
    let is_same = rows.all(|row| row.0) && lines.all(|row| row.0);
    let is_partly_withdrawn = {
        let payments = file.payments.iter().map(|row| mirror.payments[&row.reference].is_withdrawn);
        let invoices = file.invoices.iter().map(|row| mirror.invoices[&row.number].is_withdrawn);
        let withdrawn: Vec<bool> = payments.chain(invoices).collect();
        withdrawn.iter().any(|is| *is) && !withdrawn.iter().all(|is| *is)
    };
    if !is_same || is_partly_withdrawn {
        return false;
    }
    world.import_again(at);
    true
}
