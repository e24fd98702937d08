//! Reading, told by files: every file under `fixtures/banks` must yield exactly the text beside it.

mod as_text;
mod corpora;
mod harm;
mod properties;
mod workbooks;

use std::collections::BTreeSet;
use std::io::Cursor;
use std::path::Path;

use doisoat::model::{Failure, FailureCode, OwnAccount};
use doisoat::read::{self, ReadContext};

use crate::cases::Suite;

#[test]
fn every_fixture_reads_as_expected() {
    Suite::new("fixtures/banks", &[])
        .run(|case| as_text::of(&case.bytes(), case.name.split('/').next().unwrap_or_default()));
}

#[test]
fn every_shipped_layout_has_a_fixture_that_is_recognised_as_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/banks");
    let mut recognised = BTreeSet::new();
    for (path, bytes) in fixtures(&root) {
        let folder = path.strip_prefix(&root).expect("it lies below").iter().next();
        let folder = folder.expect("it lies in a folder").to_string_lossy();
        recognised.extend(as_text::by_name_only(&folder).map(|layout| layout.name.clone()));
        let fits = read::detect(&mut Cursor::new(bytes), read::shipped_layouts());
        if let Some(best) = fits.ok().and_then(|fits| fits.into_iter().next()) {
            recognised.insert(best.layout.name);
        }
    }
    let shipped: BTreeSet<String> =
        read::shipped_layouts().iter().map(|layout| layout.name.clone()).collect();
    assert_eq!(recognised, shipped, "add a fixture pair for each layout");
}

#[test]
fn an_account_comes_from_the_file_the_caller_or_the_only_one_of_the_bank() {
    let text = "Ngày giao dịch,Số tham chiếu,Số tiền ghi nợ,Số tiền ghi có,Mô tả\n\
                05/11/2026,1 - 1,,5000,LP1\n";
    let own = |bank: &str, number: &str| OwnAccount {
        bank: bank.to_owned(),
        number: number.to_owned(),
        name: String::new(),
        valid_from: None,
        valid_to: None,
    };
    let read_by = |account: Option<&str>, own_accounts: Vec<OwnAccount>| {
        let fits = read::detect(&mut Cursor::new(text), read::shipped_layouts())?;
        let context = ReadContext {
            account: account.map(str::to_owned),
            own_accounts,
            ..ReadContext::default()
        };
        let mut source = Cursor::new(text);
        let survey = read::survey(&mut source, &fits[0].layout, &context)?;
        let ignore = &mut |_| true;
        let totals = read::read(&mut source, &fits[0].layout, &survey, &context, ignore)?;
        Ok::<String, Failure>(totals.statements[0].source.label())
    };
    let (mine, second) = (own("vietcombank", "0011 0001"), own("vietcombank", "0022"));
    let other_bank = own("mb", "0033");
    let code = |outcome: Result<String, Failure>| outcome.map_err(|failure| failure.code);
    assert_eq!(code(read_by(None, vec![])), Err(FailureCode::AccountUnknown));
    assert_eq!(
        code(read_by(None, vec![mine.clone(), other_bank])),
        Ok("vietcombank:00110001".to_owned())
    );
    assert_eq!(
        code(read_by(None, vec![mine.clone(), second])),
        Err(FailureCode::AccountUnknown),
        "two accounts of the bank: no guess"
    );
    assert_eq!(code(read_by(Some("0044"), vec![mine])), Ok("vietcombank:0044".to_owned()));
}

#[test]
fn a_masked_account_is_the_one_of_the_bank_that_it_fits() {
    let text = "STT,Ngày giao dịch,Số tài khoản,Số tiền,Nội dung\n\
                1,04/11/2026 8:15:07,12100000xxx,\"150.000,00\",LP1 -CTLNHIDI01-1/1-CRE-002\n";
    let own = |number: &str| OwnAccount {
        bank: "bidv".to_owned(),
        number: number.to_owned(),
        name: String::new(),
        valid_from: None,
        valid_to: None,
    };
    let accounts = |numbers: &[&str]| {
        let context = ReadContext {
            own_accounts: numbers.iter().map(|number| own(number)).collect(),
            ..ReadContext::default()
        };
        let mut source = Cursor::new(text);
        let fits = read::detect(&mut source, read::shipped_layouts()).expect("a sound file");
        let layout = &fits[0].layout;
        let survey = read::survey(&mut source, layout, &context).expect("a sound file");
        let ignore = &mut |_| true;
        let totals = read::read(&mut source, layout, &survey, &context, ignore).expect("read");
        let labels = totals.statements.iter().map(|statement| statement.source.label());
        (labels.collect::<Vec<_>>(), totals.refused)
    };
    let found = (vec!["bidv:12100000123".to_owned()], 0);
    assert_eq!(accounts(&["12200000123", "12100000123"]), found);
    assert_eq!(accounts(&["12100000123", "12100000456"]), (vec![], 1), "two fit: no guess");
}

#[test]
fn a_bank_is_known_by_its_name_above_the_rows_not_by_what_payers_write() {
    let layouts = |above: &str| {
        let text = format!(
            "{above}\nNgày giao dịch,Nội dung,Số tiền\n05/11/2026,chuyen tien tu OCB,5000\n"
        );
        let fits = read::detect(&mut Cursor::new(text), read::shipped_layouts());
        let fits = fits.expect("a sound file").into_iter();
        fits.map(|fit| fit.layout.name).collect::<Vec<_>>()
    };
    assert_eq!(layouts("OCB - LỊCH SỬ GIAO DỊCH"), ["ocb"]);
    assert_eq!(layouts("DOCBANK - LỊCH SỬ GIAO DỊCH"), Vec::<String>::new());
    assert_eq!(layouts("LỊCH SỬ GIAO DỊCH"), Vec::<String>::new());
}

#[test]
fn an_endless_field_is_refused_without_being_held() {
    let mut text = b"account,booked_at,amount\n0011,2026-11-05,\"".to_vec();
    text.resize(3 << 20, b'a');
    assert_eq!(
        as_text::of(&text, "none"),
        "failure format_damaged line=2: line 2: record too long\n"
    );
}

#[test]
fn reading_stops_when_its_caller_says_so() {
    let bytes = std::fs::read(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/banks/payments/signed.csv"),
    )
    .expect("the fixture");
    let layouts = read::shipped_layouts();
    let layout = layouts.iter().find(|layout| layout.name == "payments").expect("shipped");
    let mut source = Cursor::new(bytes);
    let survey = read::survey(&mut source, layout, &as_text::context()).expect("a sound file");
    let mut seen = 0;
    let outcome = read::read(&mut source, layout, &survey, &as_text::context(), &mut |_| {
        seen += 1;
        seen < 3
    });
    assert_eq!(outcome.expect_err("it was stopped").code, FailureCode::Cancelled);
    assert_eq!(seen, 3);
}

/// Path and bytes of every fixture, sorted.
fn fixtures(folder: &Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder of fixtures")
        .map(|entry| entry.expect("a readable entry").path())
        .collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            found.extend(fixtures(&path));
        } else if path.extension().is_none_or(|extension| extension != "expected") {
            let bytes = std::fs::read(&path).expect("a readable fixture");
            found.push((path, bytes));
        }
    }
    found
}
