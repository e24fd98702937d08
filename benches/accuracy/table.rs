//! Prints the figures: whole numbers and per cents with two places, no floats.

use std::fs::File;
use std::io::{self, BufWriter, Write};

use crate::score::{Fault, Score};

/// `part` of `whole` in per cent, rounded down: 100 is only said of all.
pub fn per_cent(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "–".to_string();
    }
    let hundredths = u128::from(part) * 10_000 / u128::from(whole);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

pub fn print(score: &Score) {
    let dash = |count: u64| if count == 0 { "·".to_string() } else { count.to_string() };
    println!(
        "\n{:<31}{:>7} {:>6} {:>7} {:>5} {:>5} {:>5} {:>6} {:>7} {:>7} {:>5} {:>7} {:>7}",
        "scenario",
        "rows",
        "sign",
        "taken%",
        "wrong",
        "told",
        "unask",
        "asked",
        "first%",
        "five%",
        "ties",
        "marked%",
        "class%"
    );
    for (name, it) in &score.scenarios {
        println!(
            "{name:<31}{:>7} {:>6} {:>7} {:>5} {:>5} {:>5} {:>6} {:>7} {:>7} {:>5} {:>7} {:>7}",
            it.payments,
            dash(it.sign),
            per_cent(it.taken, it.sign),
            dash(it.wrong()),
            dash(it.deceived),
            dash(it.unasked),
            dash(it.asked),
            per_cent(it.first, it.asked),
            per_cent(it.five, it.asked),
            dash(it.ties),
            per_cent(it.ties_marked, it.ties),
            per_cent(it.class_right, it.payments),
        );
    }
    print_confusion(score);
    print_totals(score);
}

fn print_confusion(score: &Score) {
    println!("\nclass expected → answered, where the answer is none of the right ones");
    let mut all: Vec<_> = score.confusion.iter().collect();
    all.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    for ((expected, answered), count) in all {
        println!("  {expected:<20} → {answered:<20} {count:>7}");
    }
}

fn print_totals(score: &Score) {
    let all = score.total();
    let line = |name: &str, part: u64, whole: u64| {
        println!("{name:<58} {part:>8} of {whole:>8}  {:>6} %", per_cent(part, whole));
    };
    println!();
    line("right automatic links", all.right, all.links);
    println!("{:<58} {:>8}", "wrong automatic links", all.wrong());
    println!("{:<58} {:>8}", "links onto what a slip named, nothing against it", all.deceived);
    line("taken of complete code and exact amount", all.complete_taken, all.complete);
    line("taken of all that a careful accountant would sign", all.taken, all.sign);
    line("that is, of all rows", all.sign, all.payments);
    println!("{:<58} {:>8}", "taken though she would have asked", all.unasked);
    line("right proposal first", all.first, all.asked);
    line("right proposal in the first five", all.five, all.asked);
    line("true ties marked as ambiguous", all.ties_marked, all.ties);
    line("right class", all.class_right, all.payments);
    line("rows that give back, original found", all.returns_found, all.returns);
    let money = &score.money;
    let parts = money.linked + money.refunded + money.excluded + money.open;
    println!(
        "money: {} rows, credits {} = linked {} + refunded {} + excluded {} + open {}: {}; \
         in the files {}: {}; rows and invoices that do not add up: {}",
        money.rows,
        money.credits,
        money.linked,
        money.refunded,
        money.excluded,
        money.open,
        if parts == money.credits { "holds" } else { "BROKEN" },
        money.written,
        if money.written == money.credits { "the same" } else { "DIFFERS" },
        money.broken,
    );
}

/// The first wrong links, with memo, truth and answer.
pub fn print_wrong(score: &Score, limit: usize) {
    let wrong = score.findings.iter().filter(|it| it.fault == Fault::WrongLink);
    for finding in wrong.take(limit) {
        println!("WRONG, {}: {}", finding.scenario, finding.text);
    }
}

/// Some of every fault in every scenario, the worst first.
pub fn write_findings(path: &str, score: &Score, each: usize) -> io::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    let mut groups: Vec<(Fault, &str, Vec<&str>)> = Vec::new();
    for it in &score.findings {
        let known = groups.iter().position(|g| g.0 == it.fault && g.1 == it.scenario);
        match known {
            Some(at) => groups[at].2.push(&it.text),
            None => groups.push((it.fault, it.scenario, vec![&it.text])),
        }
    }
    for (fault, scenario, texts) in groups {
        writeln!(out, "\n## {fault:?}, {scenario}: {}\n", texts.len())?;
        for text in texts.iter().take(each) {
            writeln!(out, "{text}")?;
        }
    }
    out.flush()
}
