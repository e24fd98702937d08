//! What payers write: fees, names, codes in all their spellings, and slips of the finger.

use crate::dice::Dice;

const BEFORE: &[&str] =
    &["nop le phi ", "nop phi ", "thanh toan ", "tt ho so ", "le phi so ", "HS ", "ck phi ", ""];
const AFTER: &[&str] = &["", "", "", " nop le phi", " nop phi", " cam on", " le phi cap doi"];

/// A code as printed, without its dashes, with blanks, split anywhere, in small letters.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Printed,
    NoDash,
    Spaces,
    Split,
    Small,
}

pub fn written(dice: &mut Dice, code: &str, form: Form) -> String {
    match form {
        Form::Printed => code.to_string(),
        Form::NoDash => code.replace(['-', '.'], ""),
        Form::Spaces => code.replace(['-', '.'], " "),
        Form::Small => code.to_lowercase(),
        Form::Split => {
            // Inside the digits, where a thumb or a narrow field puts it.
            let at = code.len() - 2 - dice.index(5);
            format!("{} {}", &code[..at], &code[at..])
        }
    }
}

/// A sentence around what is named; a name may stand before or behind it.
pub fn sentence(dice: &mut Dice, named: &str, name: Option<&str>) -> String {
    let (before, after) = (dice.pick(BEFORE), dice.pick(AFTER));
    match name {
        Some(name) if dice.chance(600) => format!("{name} {before}{named}{after}"),
        Some(name) => format!("{before}{named} {name}"),
        None => format!("{before}{named}{after}"),
    }
}

/// What a payer writes who knows no code.
pub fn only_name(dice: &mut Dice, name: &str) -> String {
    match dice.below(5) {
        0 => format!("{name} chuyen tien"),
        1 => format!("{name} nop le phi"),
        2 => format!("nop phi cho {name}"),
        3 => format!("{name} ck"),
        _ => format!("le phi ho so cua {name}"),
    }
}

/// One slip in the digits of a code: a wrong one, one lost, one doubled, two swapped.
pub fn slip(dice: &mut Dice, code: &str) -> String {
    let signs: Vec<char> = code.chars().collect();
    // Slips happen in the part that differs, not in what all codes begin with.
    let first = signs.len().saturating_sub(6);
    let at = first + dice.index(signs.len() - first);
    let mut changed = signs.clone();
    match dice.weighted(&[(50, 0), (20, 1), (12, 2), (18, 3)]) {
        0 => {
            let digit = char::from(b'0' + dice.below(10) as u8);
            changed[at] = digit;
        }
        1 => {
            changed.remove(at);
        }
        2 => changed.insert(at, signs[at]),
        _ if at + 1 < signs.len() => changed.swap(at, at + 1),
        _ => changed.swap(at - 1, at),
    }
    changed.into_iter().collect()
}

/// A sign taken for one that looks like it, in the digits; `None` where there is none.
pub fn confused(dice: &mut Dice, code: &str) -> Option<String> {
    const ALIKE: &[(char, char)] = &[('0', 'O'), ('1', 'I'), ('8', 'B'), ('1', 'l'), ('5', 'S')];
    let start = code.find('-').unwrap_or(0);
    let mut places = Vec::new();
    for (at, sign) in code.char_indices().skip(start) {
        places.extend(ALIKE.iter().filter(|(from, _)| *from == sign).map(|(_, to)| (at, *to)));
    }
    if places.is_empty() {
        return None;
    }
    let (at, to) = places[dice.index(places.len())];
    Some(code.char_indices().map(|(i, sign)| if i == at { to } else { sign }).collect())
}

/// The given name first, as some apps and people write it.
pub fn permuted(name: &str) -> String {
    let words: Vec<&str> = name.split(' ').collect();
    let last = words.len() - 1;
    format!("{} {}", words[last], words[..last].join(" "))
}
