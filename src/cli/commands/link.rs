//! `link` and `unlink`: a payment is laid on invoices by hand, or taken off them.

use clap::{ArgMatches, Args};

use super::{CommandEntry, Exit, parsed, print_decided};
use crate::app::{Result, Session, decide, lists};
use crate::cli::context::Context;
use crate::cli::usage;
use crate::model::PaymentId;
use crate::money::{AmountError, Currency, Money};

pub const LINK: CommandEntry = CommandEntry {
    name: "link",
    arguments: Link::augment_args,
    run: run_link,
    examples: &[
        "doisoat link --payment 12 --invoice HD2611-00000123",
        "doisoat link --payment 12 --invoice HD2611-00000123:150000 --invoice HD2611-00000124",
    ],
    is_hidden: false,
};

pub const UNLINK: CommandEntry = CommandEntry {
    name: "unlink",
    arguments: Unlink::augment_args,
    run: run_unlink,
    examples: &["doisoat unlink --payment 12 --invoice HD2611-00000123"],
    is_hidden: false,
};

#[derive(Args)]
struct Link {
    #[arg(long, value_name = "ID", required = true)]
    #[arg(value_parser = clap::value_parser!(i64).range(1..))]
    payment: i64,
    #[arg(long, value_name = "NUMBER[:AMOUNT]", required = true)]
    invoice: Vec<String>,
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
}

#[derive(Args)]
struct Unlink {
    #[arg(long, value_name = "ID", required = true)]
    #[arg(value_parser = clap::value_parser!(i64).range(1..))]
    payment: i64,
    #[arg(long, value_name = "NUMBER")]
    invoice: Option<String>,
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
}

fn run_link(matches: &ArgMatches, context: &mut Context) -> Result<Exit> {
    let arguments: Link = parsed(matches);
    let payment = PaymentId(arguments.payment);
    let mut session = context.open_existing()?;
    let currency = currency_of(&session, payment)?;
    let mut parts = Vec::new();
    for text in &arguments.invoice {
        let part = part(text, currency).map_err(|error| match error {
            Some(AmountError::TooPrecise) => {
                let digits = currency.minor_digits().to_string();
                let facts =
                    [("value", &**text), ("currency", currency.code()), ("digits", &digits)];
                let key = match currency.minor_digits() {
                    0 => "usage.no_decimals",
                    _ => "usage.too_precise",
                };
                usage::wrong(context.lang, key, &facts)
            }
            _ => usage::wrong_value(context.lang, "--invoice", text),
        })?;
        parts.push(part);
    }
    let decided = decide::link(&mut session, payment, &parts, &arguments.reason)?;
    Ok(print_decided(context, &decided))
}

fn run_unlink(matches: &ArgMatches, context: &mut Context) -> Result<Exit> {
    let arguments: Unlink = parsed(matches);
    let payment = PaymentId(arguments.payment);
    let invoice = arguments.invoice.as_deref();
    let mut session = context.open_existing()?;
    let decided = decide::unlink(&mut session, payment, invoice, &arguments.reason)?;
    Ok(print_decided(context, &decided))
}

/// Amounts on the command line are of the payment's currency. A payment that is not there is
/// refused later.
fn currency_of(session: &Session, payment: PaymentId) -> Result<Currency> {
    let cards = lists::payment_cards(session, &[payment])?;
    Ok(cards.first().map_or(Currency::VND, |card| card.amount.currency()))
}

/// `NUMBER[:AMOUNT]`; what follows the last colon must be an amount. Fails with what is wrong with
/// it; `None`: the number is missing.
fn part(
    text: &str,
    currency: Currency,
) -> std::result::Result<(String, Option<Money>), Option<AmountError>> {
    let (number, amount) = match text.rsplit_once(':') {
        None => (text, None),
        Some((number, amount)) => (number, Some(Money::parse_typed(amount, currency)?)),
    };
    if number.is_empty() { Err(None) } else { Ok((number.to_owned(), amount)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_follows_the_last_colon() {
        let vnd = |minor| Some(Money::from_minor(minor, Currency::VND));
        let part = |text| part(text, Currency::VND);
        assert_eq!(part("HD1"), Ok(("HD1".to_owned(), None)));
        assert_eq!(part("HD1:150000"), Ok(("HD1".to_owned(), vnd(150_000))));
        assert_eq!(part("01/A:26/7:5"), Ok(("01/A:26/7".to_owned(), vnd(5))));
        assert_eq!(part("HD1:50.000"), Ok(("HD1".to_owned(), vnd(50_000))));
        assert_eq!(part("HD1:1.5"), Err(Some(AmountError::TooPrecise)));
        assert_eq!(part("HD1:"), Err(Some(AmountError::Empty)));
        assert_eq!(part(":5"), Err(None));
    }
}
