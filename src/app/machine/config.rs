//! The configuration file: TOML, every key optional, an unknown key refused with its line.

use std::fs;
use std::path::{Path, PathBuf};

use serde::de::{Error as _, Unexpected};
use serde::{Deserialize, Deserializer};

use super::files;
use crate::calendar::Day;
use crate::lang::Lang;
use crate::matching;
use crate::model::{
    Agency, Failure, FailureCode, MatchSettings, OwnAccount, Partner, Policy, TakenReason,
};
use crate::money::{Currency, Money};
use crate::read::ReadContext;
use crate::text::{fold, nearest};

/// The configuration as read, with defaults where it is silent.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Config {
    pub db: Option<PathBuf>,
    pub lang: Option<Lang>,
    pub agency: Agency,
    pub accounts: Vec<OwnAccount>,
    pub partners: Vec<Partner>,
    pub matching: MatchSettings,
    pub actors: Vec<ConfiguredActor>,
    /// Where the nightly run puts its backups.
    pub backup_folder: Option<PathBuf>,
    /// Days on which no bank works; working days are counted without them.
    pub holidays: Vec<Day>,
    /// Letters as aliases of keys in lists (`[keys] letter_keys`); off by default.
    pub letter_keys: bool,
    /// `light`, `dark`, `contrast` or `mono`.
    pub theme: Option<String>,
}

impl Config {
    /// What reading is told from outside the file; `account` is for files that do not name theirs.
    pub(in crate::app) fn read_context(&self, account: Option<&str>) -> ReadContext {
        ReadContext {
            account: account.map(str::to_owned),
            own_accounts: self.accounts.clone(),
            learnt_accounts: Vec::new(),
            partners: self.partners.clone(),
            sheet: None,
            today: None,
        }
    }
}

/// A `custom` policy as the help shows it.
pub const CUSTOM_POLICY: &str = "[match]
policy = \"custom\"
take = [[\"near_code\", \"amount_equal\", \"payer_named\"], [\"payer_named!\", \"amount_equal\"]]
";

/// Reasons that `take` may name, as the help shows them.
pub fn take_reasons() -> &'static [&'static str] {
    matching::combinable_reasons()
}

/// Somebody who may decide under a name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConfiguredActor {
    pub name: String,
    pub os_user: String,
    pub roles: Vec<String>,
}

/// Reads a configuration file. Paths in it are relative to the folder that it lies in.
pub fn load(path: &Path) -> Result<Config, Failure> {
    let text = fs::read(path).map_err(|error| files::read_failure(path, &error))?;
    let text = String::from_utf8(text).map_err(|error| broken(path, 1, 1, &error.to_string()))?;
    parse(&text, path)
}

/// The same from its text; `path` is where the text lies, for the paths in it and for messages.
pub(in crate::app) fn parse(text: &str, path: &Path) -> Result<Config, Failure> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let written: Written = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let (line, column) = place_of(text, at);
        broken(path, line, column, error.message())
    })?;
    Ok(written.into_config(path.parent().unwrap_or(Path::new(""))))
}

fn broken(path: &Path, line: usize, column: usize, cause: &str) -> Failure {
    Failure::new(FailureCode::ConfigBroken)
        .with("path", path.display())
        .with("line", line)
        .with("column", column)
        .caused_by(cause.lines().collect::<Vec<_>>().join(" "))
}

/// Line and column, both from 1, of a byte of the text.
fn place_of(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

/// The file as people write it.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Written {
    db: Option<PathBuf>,
    #[serde(deserialize_with = "language")]
    lang: Option<Lang>,
    #[serde(deserialize_with = "theme")]
    theme: Option<String>,
    agency: WrittenAgency,
    account: Vec<WrittenAccount>,
    partner: Vec<WrittenPartner>,
    #[serde(rename = "match")]
    matching: WrittenMatch,
    actor: Vec<WrittenActor>,
    backup: WrittenBackup,
    holidays: WrittenHolidays,
    keys: WrittenKeys,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct WrittenAgency {
    name: String,
    code: String,
    tax_id: String,
    address: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenAccount {
    #[serde(deserialize_with = "filled")]
    bank: String,
    #[serde(deserialize_with = "filled")]
    number: String,
    #[serde(default)]
    name: String,
    #[serde(default, deserialize_with = "day")]
    valid_from: Option<Day>,
    #[serde(default, deserialize_with = "day")]
    valid_to: Option<Day>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenPartner {
    #[serde(deserialize_with = "filled")]
    name: String,
    #[serde(default)]
    layout: String,
    #[serde(default, deserialize_with = "patterns")]
    patterns: Vec<String>,
    #[serde(default)]
    due_days: Option<u32>,
    /// The contract's fee, as text; the fee check comes with the three-way view.
    #[serde(default, rename = "fee")]
    _fee: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct WrittenMatch {
    #[serde(deserialize_with = "policy")]
    policy: Option<Policy>,
    take: Vec<Vec<WrittenReason>>,
    #[serde(deserialize_with = "dong")]
    tolerance: Option<Money>,
    window_days: Option<u32>,
    memory_days: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenActor {
    #[serde(deserialize_with = "filled")]
    name: String,
    #[serde(deserialize_with = "filled")]
    os_user: String,
    #[serde(default)]
    roles: Vec<String>,
    /// Up to which amount the actor decides alone; roles come with a later issue.
    #[serde(default, rename = "limit", deserialize_with = "dong")]
    _limit: Option<Money>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct WrittenBackup {
    folder: Option<PathBuf>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct WrittenHolidays {
    #[serde(deserialize_with = "days")]
    days: Vec<Day>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct WrittenKeys {
    letter_keys: bool,
}

impl Written {
    fn into_config(self, folder: &Path) -> Config {
        let defaults = MatchSettings::default();
        let agency = self.agency;
        Config {
            db: self.db.map(|db| folder.join(db)),
            lang: self.lang,
            agency: Agency {
                name: agency.name,
                code: agency.code,
                tax_id: agency.tax_id,
                address: agency.address,
            },
            accounts: self.account.into_iter().map(WrittenAccount::into_account).collect(),
            partners: self.partner.into_iter().map(WrittenPartner::into_partner).collect(),
            matching: MatchSettings {
                policy: self.matching.policy.unwrap_or(defaults.policy),
                take: written_reasons(self.matching.take),
                tolerance: self.matching.tolerance.unwrap_or(defaults.tolerance),
                window_days: self.matching.window_days.unwrap_or(defaults.window_days),
                memory_days: self.matching.memory_days.unwrap_or(defaults.memory_days),
            },
            actors: self.actor.into_iter().map(WrittenActor::into_actor).collect(),
            backup_folder: self.backup.folder.map(|to| folder.join(to)),
            holidays: self.holidays.days,
            letter_keys: self.keys.letter_keys,
            theme: self.theme,
        }
    }
}

impl WrittenAccount {
    fn into_account(self) -> OwnAccount {
        OwnAccount {
            bank: self.bank,
            number: self.number,
            name: self.name,
            valid_from: self.valid_from,
            valid_to: self.valid_to,
        }
    }
}

impl WrittenPartner {
    fn into_partner(self) -> Partner {
        Partner {
            name: self.name,
            layout: self.layout,
            patterns: self.patterns,
            due_days: self.due_days,
        }
    }
}

impl WrittenActor {
    fn into_actor(self) -> ConfiguredActor {
        ConfiguredActor { name: self.name, os_user: self.os_user, roles: self.roles }
    }
}

/// A value that is written as a string or an integer: amounts, and days as TOML's own dates.
#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a text, a whole number or a day")]
enum Scalar {
    Text(String),
    Whole(i64),
    Date(toml::value::Datetime),
}

impl Scalar {
    fn into_text(self) -> String {
        match self {
            Scalar::Text(text) => text,
            Scalar::Whole(number) => number.to_string(),
            Scalar::Date(date) => date.to_string(),
        }
    }
}

fn language<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Lang>, D::Error> {
    one_of(from, "`vi` or `en`", |code| Lang::ALL.iter().copied().find(|lang| lang.code() == code))
}

fn policy<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Policy>, D::Error> {
    one_of(from, "`careful`, `custom` or `off`", Policy::from_code)
}

/// A code of a reason, with `!` after it where only a strong one counts.
struct WrittenReason(TakenReason);

impl<'de> Deserialize<'de> for WrittenReason {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<WrittenReason, D::Error> {
        let text = String::deserialize(from)?;
        let reason = TakenReason::parse(&text);
        let choices = matching::combinable_reasons();
        if choices.contains(&&*reason.rule) {
            return Ok(WrittenReason(reason));
        }
        let meant = nearest(&reason.rule, choices);
        let meant = meant.map_or_else(String::new, |code| format!("`{code}`, the nearest of "));
        let expected = format!("{meant}{}", choices.join(", "));
        Err(D::Error::invalid_value(Unexpected::Str(&text), &&*expected))
    }
}

fn written_reasons(take: Vec<Vec<WrittenReason>>) -> Vec<Vec<TakenReason>> {
    take.into_iter().map(|all| all.into_iter().map(|one| one.0).collect()).collect()
}

fn theme<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    one_of(from, "`light`, `dark`, `contrast` or `mono`", |name| {
        ["light", "dark", "contrast", "mono"].contains(&name).then(|| name.to_owned())
    })
}

fn day<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Day>, D::Error> {
    read_day(Scalar::deserialize(from)?).map(Some)
}

fn days<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Day>, D::Error> {
    Vec::<Scalar>::deserialize(from)?.into_iter().map(read_day).collect()
}

fn read_day<E: serde::de::Error>(written: Scalar) -> Result<Day, E> {
    let text = written.into_text();
    Day::parse(&text)
        .ok_or_else(|| E::invalid_value(Unexpected::Str(&text), &"a day such as 2026-11-23"))
}

fn dong<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Money>, D::Error> {
    let text = Scalar::deserialize(from)?.into_text();
    let amount = Money::parse_typed(&text, Currency::VND).ok().filter(|a| !a.is_negative());
    let expected = "an amount in dong such as \"5000\"";
    amount.map(Some).ok_or_else(|| D::Error::invalid_value(Unexpected::Str(&text), &expected))
}

/// A text that says something.
fn filled<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let text = String::deserialize(from)?;
    require_filled(&text).map(|()| text)
}

/// An empty pattern marks nothing; whoever wrote it meant something.
fn patterns<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    let patterns = Vec::<String>::deserialize(from)?;
    patterns.iter().try_for_each(|pattern| require_filled(pattern)).map(|()| patterns)
}

fn require_filled<E: serde::de::Error>(text: &str) -> Result<(), E> {
    if fold(text).trim().is_empty() {
        return Err(E::invalid_value(Unexpected::Str(text), &"a text with letters or digits"));
    }
    Ok(())
}

fn one_of<'de, D: Deserializer<'de>, T>(
    from: D,
    choices: &str,
    find: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, D::Error> {
    let text = String::deserialize(from)?;
    find(&text).map(Some).ok_or_else(|| D::Error::invalid_value(Unexpected::Str(&text), &choices))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Config, Failure> {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let path = folder.path().join("config.toml");
        fs::write(&path, text).expect("the file is written");
        load(&path)
    }

    fn names(take: &[Vec<TakenReason>]) -> Vec<String> {
        take.iter().flatten().map(TakenReason::to_string).collect()
    }

    #[test]
    fn reads_every_key() {
        let config = read(concat!(
            "db = \"book.db\"\nlang = \"en\"\ntheme = \"mono\"\n",
            "[agency]\nname = \"Sở A\"\ncode = \"H01\"\ntax_id = \"0100000001\"\naddress = \"1 A\"\n",
            "[[account]]\nbank = \"vietcombank\"\nnumber = \"0011\"\nname = \"Thu phí\"\n",
            "valid_from = 2026-01-01\nvalid_to = \"2026-12-31\"\n",
            "[[partner]]\nname = \"VNPAY\"\nlayout = \"vnpay\"\npatterns = [\"VNPAY QT\"]\n",
            "due_days = 2\nfee = \"1%\"\n",
            "[match]\npolicy = \"off\"\ntake = [[\"payer_named!\", \"amount_equal\"]]\ntolerance = 5000\nwindow_days = 30\nmemory_days = 90\n",
            "[[actor]]\nname = \"lan\"\nos_user = \"lan\"\nroles = [\"maker\"]\nlimit = \"1000000\"\n",
            "[backup]\nfolder = \"copies\"\n[holidays]\ndays = [2026-09-02]\n",
            "[keys]\nletter_keys = true\n",
        ))
        .expect("a good file");
        assert!(config.db.expect("a path").ends_with("book.db"));
        assert_eq!(config.lang, Some(Lang::En));
        assert_eq!(config.agency.tax_id, "0100000001");
        assert_eq!(config.accounts[0].valid_from, Day::parse("2026-01-01"));
        assert_eq!(config.accounts[0].valid_to, Day::parse("2026-12-31"));
        assert_eq!(config.partners[0].patterns, ["VNPAY QT"]);
        assert_eq!(config.matching.policy, Policy::Off);
        assert_eq!(names(&config.matching.take), ["payer_named!", "amount_equal"]);
        assert_eq!(config.matching.tolerance.minor(), 5000);
        assert_eq!(config.matching.window_days, 30);
        assert_eq!(config.matching.memory_days, 90);
        assert_eq!(config.actors[0].roles, ["maker"]);
        assert_eq!(config.holidays, [Day::parse("2026-09-02").expect("a day")]);
        assert!(config.letter_keys);
    }

    #[test]
    fn names_the_line_of_what_is_wrong() {
        let cases = [
            ("[agency]\nname = \"A\"\ntaxid = \"1\"\n", "3", "1", "unknown field `taxid`"),
            ("lang = \"fr\"\n", "1", "8", "expected `vi` or `en`"),
            ("\n[match]\ntolerance = \"1.2OO\"\n", "3", "13", "an amount in dong"),
            ("[match]\ntolerance = 0.5\n", "2", "13", "a text, a whole number or a day"),
            ("[[account]]\nbank = \"x\"\nnumber = \" \"\n", "3", "10", "letters or digits"),
            ("[[partner]]\nname = \"x\"\npatterns = [\"\"]\n", "3", "12", "letters or digits"),
            ("[[account]]\nbank = \"x\"\n", "1", "1", "missing field `number`"),
            ("[holidays]\ndays = [\"2026-11-31\"]\n", "2", "8", "a day such as 2026-11-23"),
            (
                "[match]\npolicy = \"custom\"\ntake = [\n  [\"payer_named!\", \"payer\"],\n]\n",
                "4",
                "3",
                "\"payer\", expected virtual_account, structured_reference, ",
            ),
            (
                "[match]\ntake = [\n  [\"amount_equal\"],\n  [\"payer_name!\"],\n]\n",
                "4",
                "3",
                "\"payer_name!\", expected `payer_named`, the nearest of virtual_account, ",
            ),
            ("[match]\ntake = [[\"amount_short\"]]\n", "2", "9", "\"amount_short\", expected "),
            ("db = \n", "1", "6", ""),
        ];
        for (text, line, column, cause) in cases {
            let failure = read(text).expect_err("a broken file");
            let fact = |name| failure.facts.iter().find(|f| f.name == name).map(|f| &*f.value);
            assert_eq!(failure.code, FailureCode::ConfigBroken, "{text:?}");
            assert_eq!((fact("line"), fact("column")), (Some(line), Some(column)), "{failure}");
            assert!(failure.causes[0].contains(cause), "{text:?}: {failure}");
        }
    }
}
