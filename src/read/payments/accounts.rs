//! Whose account a file or row speaks of: as the file says, else as the caller says, else the only
//! account of that bank in the configuration. A masked number is proof against a wrong account, and
//! none of its own.

use super::context::ReadContext;
use crate::model::Fact;
use crate::model::Failure;
use crate::model::FailureCode;
use crate::model::OwnAccount;
use crate::model::ProblemCode;
use crate::model::Source;
use crate::model::SourceKind;
use crate::read::layout::field::Field;
use crate::read::layout::format::Layout;
use crate::read::messages::MessageFormat;
use crate::read::survey::head::banks::institution_named;
use crate::read::survey::head::section::Section;
use crate::read::survey::plan::Plan;
use crate::text::account_key;

/// The account of a section's rows that do not name theirs; `None` where each row must.
pub fn home(
    layout: &Layout,
    plan: &Plan,
    section: &Section,
    context: &ReadContext,
) -> Result<Option<String>, Failure> {
    let stated = section.stated.account.as_deref().unwrap_or_default();
    if !is_masked(stated) && !account_key(stated).is_empty() {
        let whole = with_its_zeros(account_key(stated), layout, context);
        return whole.map(Some).map_err(|(account, known)| {
            let failure = Failure::new(FailureCode::AccountZerosLost);
            failure.with("account", account).with("known", known)
        });
    }
    // That the configuration has one account of the bank does not say that it is this one.
    let is_lost = section.stated.lost_account.is_some() && context.account.is_none();
    let account = behind(stated, layout, context).filter(|_| !is_lost);
    if account.is_some() {
        return Ok(account);
    }
    if plan.header.column(Field::Account).is_some() {
        return Ok(None);
    }
    if let Some(written) = &section.stated.lost_account {
        return Err(Failure::new(FailureCode::AccountDigitsLost).with("written", written));
    }
    Err(Failure::new(FailureCode::AccountUnknown).with("institution", &layout.institution))
}

/// An account as a source; `bank` is what its row calls the bank, if anything. A message is of no
/// bank's own making: where the configuration knows the account its bank counts, else the one under
/// which earlier files told of it, else the one that the message names, else the format.
pub fn source(
    account: String,
    bank: &str,
    layout: &Layout,
    section: &Section,
    context: &ReadContext,
) -> Source {
    let configured = || {
        let is_it = |own: &&OwnAccount| account_key(&own.number) == account;
        context.own_accounts.iter().find(is_it).map(|own| own.bank.clone())
    };
    let named = if layout.is_of_any_bank {
        let stated = section.stated.bank.as_deref().map(str::to_lowercase);
        configured().or_else(|| learnt(&account, stated.as_deref(), context)).or(stated)
    } else {
        institution_named(bank).map(str::to_owned)
    };
    let institution = named.unwrap_or_else(|| layout.institution.clone());
    Source { kind: layout.source, institution, account }
}

/// The institution under which earlier files told of an account, for a message that names its bank
/// in this way or not at all. Another bank may have an account of the same number: what is named
/// must be that bank, or the earlier files must have named none.
fn learnt(account: &str, stated: Option<&str>, context: &ReadContext) -> Option<String> {
    let known = context.learnt_accounts.iter().filter(|(_, number)| number == account);
    let known: Vec<&str> = known.map(|(institution, _)| institution.as_str()).collect();
    let Some(stated) = stated else {
        return if let [only] = known[..] { Some(only.to_owned()) } else { None };
    };
    let is_it = |known: &&&str| **known == stated || Some(**known) == institution_named(stated);
    let is_unnamed = |known: &&&str| MessageFormat::from_code(known).is_some();
    let found = known.iter().find(is_it).or_else(|| known.iter().find(is_unnamed));
    found.map(|known| (*known).to_owned())
}

/// An account as a file writes it, or the caller's word for it where the two differ by leading
/// zeros only: a number in a workbook has lost them. `Err` with the account that is known where
/// such a one is known and this one is not: it would be a new account that nobody has.
fn with_its_zeros(
    account: String,
    layout: &Layout,
    context: &ReadContext,
) -> Result<String, (String, String)> {
    let significant = |account: &str| account.trim_start_matches('0').to_owned();
    let is_alike = |known: &String| significant(known) == significant(&account);
    let given = context.account.as_deref().map(account_key);
    if let Some(given) = given.filter(is_alike) {
        return Ok(given);
    }
    let own = context.own_accounts.iter().map(|own| account_key(&own.number));
    let learnt = context.learnt_accounts.iter().map(|(_, number)| number.clone());
    let known: Vec<String> = own.chain(learnt).filter(is_alike).collect();
    match known.first() {
        Some(first) if layout.source == SourceKind::Bank && !known.contains(&account) => {
            Err((account, first.clone()))
        }
        _ => Ok(account),
    }
}

/// The account of a row that says this of it, or why it has none.
pub fn of_row(
    said: &str,
    home: Option<&str>,
    layout: &Layout,
    context: &ReadContext,
) -> Result<String, (ProblemCode, Vec<Fact>)> {
    let own = if is_masked(said) { String::new() } else { account_key(said) };
    if !own.is_empty() {
        return with_its_zeros(own, layout, context).map_err(|(_, known)| {
            (ProblemCode::AccountZerosLost, vec![Fact::new("known", known)])
        });
    }
    let home = home.filter(|home| !is_masked(said) || fits(said, home)).map(str::to_owned);
    let behind = || behind(said, layout, context).filter(|_| is_masked(said));
    home.or_else(behind).ok_or_else(|| match &context.account {
        Some(given) if is_masked(said) => {
            (ProblemCode::AccountMaskDiffers, vec![Fact::new("given", given)])
        }
        _ => (ProblemCode::AccountMissing, Vec::new()),
    })
}

/// The caller's account, else the only one of that bank in the configuration, of those that the
/// mask leaves.
fn behind(mask: &str, layout: &Layout, context: &ReadContext) -> Option<String> {
    let given = context.account.as_deref().map(account_key).filter(|account| !account.is_empty());
    if let Some(given) = given {
        return fits(mask, &given).then_some(given);
    }
    let own = context.own_accounts.iter().filter(|own| own.bank == layout.institution);
    let mut own = own.map(|own| account_key(&own.number)).filter(|number| fits(mask, number));
    own.next().filter(|_| own.next().is_none())
}

/// `12100000xxx`, `1210***789`: a number of which a part is hidden.
fn is_masked(text: &str) -> bool {
    let hidden = text.chars().filter(|c| is_mask(*c)).count();
    hidden >= 2 && text.chars().all(|c| c.is_ascii_digit() || is_mask(c) || c.is_whitespace())
}

fn is_mask(c: char) -> bool {
    matches!(c, 'x' | 'X' | '*' | '•')
}

/// Whether a number begins and ends as the mask shows; how many characters hide nothing, nobody
/// knows. An empty mask shows nothing.
fn fits(mask: &str, number: &str) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let first = digits(mask.split(is_mask).next().unwrap_or_default());
    let last = if is_masked(mask) {
        digits(mask.rsplit(is_mask).next().unwrap_or_default())
    } else {
        String::new()
    };
    number.len() >= first.len() + last.len()
        && number.starts_with(&first)
        && number.ends_with(&last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_number_proves_but_does_not_name() {
        for masked in ["12100000xxx", "1210***789", "•••• 1234", "1210 **** 99"] {
            assert!(is_masked(masked), "{masked}");
        }
        for whole in ["0011000000001", "", "x1", "ACC01XX", "VND-TGTT"] {
            assert!(!is_masked(whole), "{whole}");
        }
        assert!(fits("12100000xxx", "12100000123"));
        assert!(fits("1210***789", "12100000789"));
        assert!(!fits("1210***789", "12100000788"));
        assert!(!fits("12100000xxx", "12200000123"));
        assert!(!fits("1234***234", "1234"));
        assert!(fits("", "0011"));
    }
}
