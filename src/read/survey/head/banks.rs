//! Which bank a name is of.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::labels;
use crate::text;

/// The lists of `banks.toml`, their names folded.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Banks {
    names: BTreeMap<String, Vec<String>>,
    titles: BTreeMap<String, Vec<String>>,
}

fn banks() -> &'static Banks {
    static BANKS: OnceLock<Banks> = OnceLock::new();
    BANKS.get_or_init(|| {
        let mut banks: Banks =
            toml::from_str(include_str!("banks.toml")).expect("the list of banks is sound");
        let names = banks.names.values_mut().chain(banks.titles.values_mut()).flatten();
        names.for_each(|name| *name = text::fold(name));
        banks
    })
}

/// The institution of a bank by one of its names in files of others.
pub fn institution_named(name: &str) -> Option<&'static str> {
    let name = text::fold(name);
    let is_it = |(_, names): &(&String, &Vec<String>)| !name.is_empty() && names.contains(&name);
    banks().names.iter().find(is_it).map(|(institution, _)| institution.as_str())
}

/// The institution of the bank that folded texts name where the bank of `institution` is not named
/// among them; `None` too where nobody knows how that bank calls itself.
pub fn other_than(institution: &str, texts: &[String]) -> Option<&'static str> {
    let titles = &banks().titles;
    let stands = |name: &String| texts.iter().any(|text| labels::after_word(text, name).is_some());
    if titles.get(institution)?.iter().any(stands) {
        return None;
    }
    let mut others = titles.iter().filter(|(_, names)| names.iter().any(stands));
    others.next().map(|(other, _)| other.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bank_is_known_by_its_names() {
        let known = ["MBBank", "mb bank", "970436", "Ngân hàng lạ", ""].map(institution_named);
        assert_eq!(known, [Some("mb"), Some("mb"), Some("vietcombank"), None, None]);
    }

    #[test]
    fn another_bank_is_one_that_the_file_names_instead() {
        let texts = |lines: &[&str]| lines.iter().map(|line| text::fold(line)).collect::<Vec<_>>();
        let baca = texts(&["NGÂN HÀNG TMCP BẮC Á", "Số tài khoản: 100200300"]);
        assert_eq!(other_than("vietcombank", &baca), Some("baca"));
        assert_eq!(other_than("baca", &baca), None);
        assert_eq!(other_than("a bank that nobody knows", &baca), None);
        let both = texts(&["Vietcombank - CN Hà Nội", "Chuyển đến: Techcombank"]);
        assert_eq!(other_than("vietcombank", &both), None);
        let shb = texts(&["NGÂN HÀNG TMCP SÀI GÒN - HÀ NỘI"]);
        assert_eq!(other_than("sacombank", &shb), Some("shb"));
        assert_eq!(other_than("vietcombank", &texts(&["Số tài khoản: 001"])), None);
    }
}
