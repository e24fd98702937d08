//! A layout: what a bank, gateway or agency system writes, as a TOML file that a person can read
//! and mend.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::field::Field;
use super::row_rules::RowRules;
use super::sign_rule::SignRule;
use crate::model::Failure;
use crate::model::FailureCode;
use crate::model::FileKind;
use crate::model::InvoiceStatus;
use crate::model::LineKind;
use crate::model::PaymentStatus;
use crate::model::SourceKind;
use crate::money::{Currency, NumberStyle};
use crate::read::files::heading::Name;
use crate::read::files::label::Label;
use crate::read::messages::MessageFormat;
use crate::text;

/// A layout: what a bank, gateway or agency system writes, as data.
#[derive(Clone, Debug)]
pub struct Layout {
    pub name: String,
    pub kind: FileKind,
    /// One line for people: which system writes this.
    pub title: String,
    /// The same in English; the title itself where the layout has none.
    pub title_en: String,
    /// Whether a file of this kind was seen; what is only believed is said when it is used.
    pub is_seen: bool,
    /// Its headings are too general to tell where a file is from: used where it is asked for by
    /// name, never found by content.
    pub is_by_name_only: bool,
    pub(in crate::read) source: SourceKind,
    pub(in crate::read) institution: String,
    /// Files of this kind do not tell whose bank wrote them: the configuration says it.
    pub(in crate::read) is_of_any_bank: bool,
    /// The message format that it maps; `None` for tables of any container.
    pub(in crate::read) container: Option<MessageFormat>,
    /// Folded texts that all stand outside the rows of data.
    pub(in crate::read) markers: Vec<String>,
    /// Folded texts of which one stands outside the rows of data.
    pub(in crate::read) one_of: Vec<String>,
    /// Folded texts of which one stands in the rows of data.
    pub(in crate::read) traces: Vec<String>,
    /// Folded texts with which another account's stretch begins.
    pub(in crate::read) section_titles: Vec<String>,
    pub(in crate::read) columns: BTreeMap<Field, Vec<Name>>,
    pub(in crate::read) required: Vec<Field>,
    pub(in crate::read) sign: SignRule,
    pub(in crate::read) is_debit_negative: bool,
    pub(in crate::read) number_style: Option<NumberStyle>,
    pub(in crate::read) currency: Currency,
    pub(in crate::read) fillers: Vec<String>,
    pub(in crate::read) is_keyed_by_reference: bool,
    /// Only within its account is a reference of a gateway unique.
    pub(in crate::read) is_reference_of_account: bool,
    pub(in crate::read) has_balance_on_every_row: bool,
    pub(in crate::read) labels: BTreeMap<Label, Vec<String>>,
    pub(in crate::read) complete_with: Vec<Label>,
    pub(in crate::read) statuses: Statuses,
    pub(in crate::read) second_statuses: Statuses,
    pub(in crate::read) rows: RowRules,
    pub(in crate::read) kinds: Vec<(String, LineKind)>,
    /// Folded headings of columns that say nothing about an invoice: row numbers.
    pub(in crate::read) ignored: Vec<String>,
}

const NO_NUMBER_STYLE: &str = "expected `plain`, `comma_groups`, `dot_groups` or `hundredths`";

const NO_SIGN: &str = "payments need `[amounts]` with `sign = \"two_columns\"` (or `signed`, \
                       `sign_column`, `unsigned`, `signed_or_two_columns`)";

/// Words of a status column, folded, with what they mean; `*` stands for any other word.
#[derive(Clone, Debug, Default)]
pub struct Statuses {
    payments: Vec<(String, PaymentStatus)>,
    invoices: Vec<(String, InvoiceStatus)>,
}

impl Statuses {
    /// What the cell of a payment says; `None` where the layout does not know its word.
    pub fn payment(&self, cell: &str) -> Option<PaymentStatus> {
        meaning(&self.payments, cell)
    }

    /// What the cell of an invoice says.
    pub fn invoice(&self, cell: &str) -> Option<InvoiceStatus> {
        meaning(&self.invoices, cell)
    }
}

fn meaning<T: Copy>(words: &[(String, T)], cell: &str) -> Option<T> {
    let word = text::fold(cell);
    let of = |word: &str| words.iter().find(|(known, _)| known == word).map(|(_, status)| *status);
    of(&word).or_else(|| if word.is_empty() { None } else { of("*") })
}

impl Layout {
    /// Code of the rule by which a row says whether money came in or went out.
    pub fn sign_code(&self) -> &'static str {
        self.sign.code()
    }

    /// The same for columns that write their numbers so, because somebody says it.
    pub fn with_number_style(mut self, style: NumberStyle) -> Layout {
        self.number_style = Some(style);
        self
    }

    /// The first of the headings by which a field is known; the field's code where it has none.
    pub(in crate::read) fn heading_of(&self, field: Field) -> &str {
        let names = self.columns.get(&field);
        names.and_then(|names| names.first()).map_or(field.code(), |name| name.text.as_str())
    }

    /// Whether a cell holds only what this system writes in place of nothing.
    pub(in crate::read) fn is_filler(&self, text: &str) -> bool {
        text.is_empty() || self.fillers.iter().any(|filler| filler == text)
    }
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LayoutFile {
    title: String,
    /// The title for readers of English, where it is another one.
    #[serde(default)]
    title_en: Option<String>,
    kind: KindWord,
    #[serde(default)]
    source: Option<SourceWord>,
    #[serde(default)]
    institution: String,
    /// A message format: only its files fit, and they fit nothing else.
    #[serde(default)]
    container: Option<String>,
    /// `false`: built on belief, which is said whenever it is used.
    #[serde(default = "yes")]
    seen: bool,
    /// Never found by content: its headings could be anybody's.
    #[serde(default)]
    by_name_only: bool,
    /// Which bank wrote the file, its account in the configuration tells.
    #[serde(default)]
    any_bank: bool,
    /// Texts that must all stand outside the rows of data, such as a title.
    #[serde(default)]
    markers: Vec<String>,
    /// Texts of which one must stand outside the rows of data, such as the names of the bank.
    #[serde(default)]
    one_of: Vec<String>,
    /// Texts of which one must stand in the first rows of data, such as what the bank writes into
    /// memos.
    #[serde(default)]
    traces: Vec<String>,
    /// Titles that stand above each account of a file with several.
    #[serde(default)]
    section_titles: Vec<String>,
    columns: toml::Table,
    required: Vec<Field>,
    #[serde(default)]
    amounts: Amounts,
    #[serde(default)]
    key: Key,
    #[serde(default)]
    labels: BTreeMap<Label, Vec<String>>,
    /// A file that lacks one of these is cut.
    #[serde(default)]
    complete_with: Vec<Label>,
    #[serde(default)]
    status: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    rows: RowRules,
    #[serde(default)]
    kinds: BTreeMap<String, Vec<String>>,
    /// Headings of columns that are not even kept: they change from export to export.
    #[serde(default)]
    ignored: Vec<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum KindWord {
    Payments,
    Invoices,
}

impl From<KindWord> for FileKind {
    fn from(word: KindWord) -> FileKind {
        match word {
            KindWord::Payments => FileKind::Payments,
            KindWord::Invoices => FileKind::Invoices,
        }
    }
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum SourceWord {
    Bank,
    Gateway,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Amounts {
    sign: Option<SignRule>,
    /// Debits are written with a minus; one without it is refused.
    debit_is_negative: bool,
    /// Currency where the file names none; `VND` if left out.
    currency: Option<String>,
    number_style: Option<String>,
    /// What stands in cells that are meant to be empty.
    fillers: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Key {
    by_reference: bool,
    /// The reference is the merchant's own, not the gateway's: unique within its account only.
    within_account: bool,
    balance_on_every_row: bool,
}

/// How banks usually name the account above their rows: where no column names it, these need no
/// saying.
const ACCOUNT_LABELS: [&str; 6] =
    ["Số tài khoản", "Tài khoản", "Số TK", "STK", "Account number", "Account No"];

/// Reads a layout from TOML; refused with the line where it is wrong.
pub fn parse_layout(name: &str, text: &str) -> Result<Layout, Failure> {
    let file: LayoutFile = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let line = text[..at.min(text.len())].matches('\n').count() + 1;
        broken(name, line, error.message())
    })?;
    let wrong = |word: &str, message: &str| broken(name, line_of(text, word), message);
    let kind = file.kind.into();
    let columns = columns(&file.columns, kind).map_err(|(word, message)| wrong(&word, &message))?;
    if let Some(field) = file.required.iter().find(|field| !columns.contains_key(field)) {
        let message = format!("`{}` is required but has no column", field.code());
        return Err(wrong("required", &message));
    }
    let (source, sign) = source_and_sign(kind, file.source, file.amounts.sign)
        .map_err(|(word, message)| wrong(word, message))?;
    if kind == FileKind::Payments {
        check_payment_columns(&columns, sign).map_err(|message| wrong("columns", message))?;
        if file.institution.is_empty() {
            return Err(wrong("source", "payments need `institution = \"…\"`"));
        }
    }
    let number_style = coded(file.amounts.number_style.as_deref(), NumberStyle::from_code)
        .map_err(|()| wrong("number_style", NO_NUMBER_STYLE))?;
    let currency = coded(file.amounts.currency.as_deref(), Currency::from_code)
        .map_err(|()| wrong("currency", "expected a currency code such as `VND`"))?;
    let container = coded(file.container.as_deref(), MessageFormat::from_code)
        .map_err(|()| wrong("container", "expected a message format such as `mt940`"))?;
    let second_statuses = statuses(FileKind::Payments, &file.rows.second_status);
    let second_statuses = second_statuses.map_err(|(w, m)| wrong(&w, &m))?;
    let statuses = statuses(kind, &file.status).map_err(|(w, m)| wrong(&w, &m))?;
    let kinds = kinds(&file.kinds).map_err(|(w, m)| wrong(&w, &m))?;
    let mut labels = file.labels;
    let is_banks = kind == FileKind::Payments && source == SourceKind::Bank;
    if is_banks && container.is_none() && !columns.contains_key(&Field::Account) {
        labels.entry(Label::Account).or_insert_with(|| ACCOUNT_LABELS.map(str::to_owned).to_vec());
    }
    Ok(Layout {
        name: name.to_owned(),
        kind,
        title_en: file.title_en.unwrap_or_else(|| file.title.clone()),
        title: file.title,
        source,
        institution: file.institution,
        is_of_any_bank: file.any_bank || (container.is_some() && source == SourceKind::Bank),
        container,
        is_seen: file.seen,
        is_by_name_only: file.by_name_only,
        markers: folded(&file.markers),
        one_of: folded(&file.one_of),
        traces: folded(&file.traces),
        section_titles: folded(&file.section_titles),
        columns,
        required: file.required,
        sign,
        is_debit_negative: file.amounts.debit_is_negative,
        number_style,
        currency: currency.unwrap_or(Currency::VND),
        fillers: file.amounts.fillers,
        is_keyed_by_reference: file.key.by_reference,
        is_reference_of_account: file.key.within_account,
        has_balance_on_every_row: file.key.balance_on_every_row,
        labels: labels.into_iter().map(|(label, words)| (label, folded(&words))).collect(),
        complete_with: file.complete_with,
        statuses,
        second_statuses,
        rows: file.rows,
        kinds,
        ignored: folded(&file.ignored),
    })
}

/// Who wrote the file, and how its rows say which way the money went.
fn source_and_sign(
    kind: FileKind,
    source: Option<SourceWord>,
    sign: Option<SignRule>,
) -> Result<(SourceKind, SignRule), (&'static str, &'static str)> {
    match (kind, source, sign) {
        (FileKind::Invoices, _, _) => Ok((SourceKind::Bank, SignRule::Unsigned)),
        (_, Some(SourceWord::Bank), Some(sign)) => Ok((SourceKind::Bank, sign)),
        (_, Some(SourceWord::Gateway), Some(sign)) => Ok((SourceKind::Gateway, sign)),
        (_, None, _) => Err(("kind", "payments need `source = \"bank\"|\"gateway\"`")),
        (_, _, None) => Err(("amounts", NO_SIGN)),
    }
}

/// The value of a code that may be left out; an error where there is no such code.
fn coded<T>(code: Option<&str>, from_code: fn(&str) -> Option<T>) -> Result<Option<T>, ()> {
    code.map(|code| from_code(code).ok_or(())).transpose()
}

fn broken(name: &str, line: usize, message: &str) -> Failure {
    Failure::new(FailureCode::LayoutBroken)
        .with("layout", name)
        .with("line", line)
        .with("message", message)
}

/// The line that begins with a word (a key, or a `[table]`); 1 if none does.
fn line_of(text: &str, word: &str) -> usize {
    let is_it = |line: &str| {
        let line = line.trim_start().trim_start_matches('[').trim_start_matches('"');
        line.strip_prefix(word).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()))
    };
    text.lines().position(is_it).map_or(1, |at| at + 1)
}

fn folded(words: &[String]) -> Vec<String> {
    words.iter().map(|word| text::fold(word)).collect()
}

type Wrong = (String, String);

fn columns(table: &toml::Table, kind: FileKind) -> Result<BTreeMap<Field, Vec<Name>>, Wrong> {
    let mut columns = BTreeMap::new();
    for (word, value) in table {
        let field = Field::ALL.iter().copied().find(|field| field.code() == word);
        let Some(field) = field.filter(|field| field.belongs_to(kind)) else {
            let known: Vec<&str> =
                Field::ALL.iter().filter(|f| f.belongs_to(kind)).map(|f| f.code()).collect();
            let message = format!("`{word}` is no field; expected one of {}", known.join(", "));
            return Err((word.clone(), message));
        };
        let aliases: Option<Vec<Name>> = match value {
            toml::Value::Array(items) => {
                items.iter().map(|item| Some(Name::from(item.as_str()?.to_owned()))).collect()
            }
            _ => None,
        };
        let aliases = aliases.filter(|aliases| !aliases.is_empty()).ok_or_else(|| {
            (word.clone(), format!("`{word}` needs a list of headings: [\"…\", \"…\"]"))
        })?;
        columns.insert(field, aliases);
    }
    Ok(columns)
}

fn check_payment_columns(
    columns: &BTreeMap<Field, Vec<Name>>,
    sign: SignRule,
) -> Result<(), &'static str> {
    let has = |field| columns.contains_key(&field);
    if !has(Field::Booked) && !has(Field::BookedAndReference) {
        return Err("payments need a column `booked` or `booked_and_reference`");
    }
    let two = has(Field::Debit) && has(Field::Credit);
    match sign {
        SignRule::TwoColumns if !two => Err("sign two_columns needs `debit` and `credit`"),
        SignRule::SignColumn if !(has(Field::Sign) && has(Field::Amount)) => {
            Err("sign sign_column needs `sign` and `amount`")
        }
        SignRule::Signed | SignRule::Unsigned if !has(Field::Amount) => {
            Err("this sign rule needs `amount`")
        }
        SignRule::SignedOrTwoColumns if !(two && has(Field::Amount)) => {
            Err("sign signed_or_two_columns needs `amount`, `debit` and `credit`")
        }
        _ => Ok(()),
    }
}

fn statuses(kind: FileKind, table: &BTreeMap<String, Vec<String>>) -> Result<Statuses, Wrong> {
    let mut statuses = Statuses::default();
    if table.is_empty() {
        statuses.payments.push((String::new(), PaymentStatus::Success));
        statuses.invoices.push((String::new(), InvoiceStatus::Open));
    }
    for (code, words) in table {
        for word in words {
            let word = if word == "*" { word.clone() } else { text::fold(word) };
            let is_known = match kind {
                FileKind::Payments => PaymentStatus::from_code(code)
                    .map(|status| statuses.payments.push((word, status)))
                    .is_some(),
                FileKind::Invoices => InvoiceStatus::from_code(code)
                    .map(|status| statuses.invoices.push((word, status)))
                    .is_some(),
            };
            if !is_known {
                return Err((code.clone(), format!("`{code}` is no status")));
            }
        }
    }
    Ok(statuses)
}

fn kinds(table: &BTreeMap<String, Vec<String>>) -> Result<Vec<(String, LineKind)>, Wrong> {
    let mut kinds = Vec::new();
    for (code, words) in table {
        let kind = LineKind::from_code(code)
            .ok_or_else(|| (code.clone(), "expected `phi` or `le_phi`".to_owned()))?;
        kinds.extend(words.iter().map(|word| (text::fold(word), kind)));
    }
    Ok(kinds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::layouts;

    #[test]
    fn every_shipped_layout_is_sound() {
        for (name, text) in layouts::list::SHIPPED {
            let layout = parse_layout(name, text).unwrap_or_else(|failure| panic!("{failure}"));
            assert!(!layout.title.is_empty(), "{name} says what it is");
        }
    }

    #[test]
    fn a_word_of_status_is_known_or_any_other() {
        let text = layouts::list::SHIPPED.iter().find(|(name, _)| *name == "payos");
        let payos = parse_layout("payos", text.expect("shipped").1).expect("sound");
        let told = ["00", "01", "xyz", ""].map(|word| payos.statuses.payment(word));
        let (success, failed) = (Some(PaymentStatus::Success), Some(PaymentStatus::Failed));
        assert_eq!(told, [success, failed, failed, None], "an empty cell is no other word");
        let told = ["true", "", "maybe"].map(|word| payos.second_statuses.payment(word));
        assert_eq!(told, [success, success, None]);
    }

    #[test]
    fn mistakes_are_named_with_their_line() {
        let text = layouts::list::SHIPPED.iter().find(|(name, _)| *name == "payments");
        let text = text.expect("the canonical layout").1;
        let line = |needle: &str| text.lines().position(|l| l.starts_with(needle)).map(|n| n + 1);
        let cases = [
            (text.replace("memo = ", "meno = "), line("memo = "), "meno"),
            (text.replace("title = ", "titel = "), line("title = "), "titel"),
            (text.replace("[amounts]\nsign", "[amounts]\nsing"), line("sign = "), "sing"),
            (text.replace("kind = \"payments\"", "kind = \"pay\""), line("kind = "), "pay"),
        ];
        for (changed, line, word) in cases {
            assert_ne!(changed, text, "the case {word} changes the layout");
            let failure = parse_layout("mine", &changed).expect_err("a mistake");
            let fact =
                |name: &str| failure.facts.iter().find(|f| f.name == name).map(|f| f.value.clone());
            assert_eq!(fact("line"), line.map(|n| n.to_string()), "{failure}");
            assert!(fact("message").is_some_and(|m| m.contains(word)), "{failure}");
        }
    }
}
