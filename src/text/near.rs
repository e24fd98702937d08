//! Which of several known words somebody meant who wrote another.

/// The word that takes the fewest slips (a letter wrong, missing or too many) to become this one,
/// the first of equals; `None` where more than a third of the letters would have to change.
pub fn nearest<'a>(word: &str, choices: &[&'a str]) -> Option<&'a str> {
    let with_slips = choices.iter().map(|choice| (slips(word, choice), *choice));
    let (fewest, choice) = with_slips.min_by_key(|(slips, _)| *slips)?;
    (fewest * 3 <= choice.chars().count().max(word.chars().count())).then_some(choice)
}

/// Levenshtein's distance, one row of the table at a time.
fn slips(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], at + 1);
        for (column, own) in other.iter().enumerate() {
            let changed = diagonal + usize::from(letter != *own);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(row[column] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_is_few_slips_away() {
        let choices = ["payer_named", "amount_equal", "near_code"];
        let cases = [
            ("payer_name", Some("payer_named")),
            ("ammount_eqal", Some("amount_equal")),
            ("nearcode", Some("near_code")),
            ("memo", None),
            ("", None),
        ];
        for (word, expected) in cases {
            assert_eq!(nearest(word, &choices), expected, "{word}");
        }
        assert_eq!(slips("kitten", "sitting"), 3);
    }
}
