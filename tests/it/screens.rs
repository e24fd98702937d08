//! The screens on a real store: keys in, pictures out. Cases in `tests/cases/screens`.
//!
//! ```text
//! store demo            the demo's store, or `empty`; first of all
//! lang en               vi where nothing is said
//! theme mono            mono where nothing is said
//! file fixtures/a.csv     one file more among those that can be picked
//! press 3 Down Enter    keys by name
//! type hường            letter by letter
//! paste 23/11
//! see 80x24             the picture at this size goes into the expected text
//! ```

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, SystemTime};

use doisoat::app::desk::{Answer, Ask, Deed, Desk, Job, JobDone, Reply};
use doisoat::app::{OpenOptions, Surroundings, demo};
use doisoat::calendar::{Clock, Period, Stamp};
use doisoat::lang::Lang;
use doisoat::model::FailureCode;
use doisoat::tui::rehearsal::Rehearsal;
use tempfile::TempDir;

use crate::cases::{Case, Suite, root};

#[test]
fn cases() {
    Suite::new("tests/cases/screens", &["keys"]).in_place_of_extension("screen").run(play);
}

/// Plays the steps of a case and answers the pictures that it asks for.
fn play(case: &Case) -> String {
    let text = case.input();
    let mut steps = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let setting = |name: &str| {
        text.lines().find_map(|line| line.strip_prefix(name).and_then(|l| l.strip_prefix(' ')))
    };
    let lang = setting("lang").and_then(Lang::from_code).unwrap_or_default();
    let theme = setting("theme").unwrap_or("mono");
    let options = store(case, setting("store").unwrap_or("demo"));
    let folder = inbox(case, setting("file"));
    let mut rehearsal =
        Rehearsal::open(&options, lang, theme, folder, (80, 24)).expect("the screens open");
    let mut seen = String::new();
    let mut since: Vec<&str> = Vec::new();
    steps
        .try_for_each(|step| {
            since.push(step);
            let (verb, rest) = step.split_once(' ').unwrap_or((step, ""));
            match verb {
                "press" => rest.split(' ').for_each(|key| rehearsal.press(key)),
                "type" => rehearsal.type_text(rest),
                "paste" => rehearsal.paste(&rest.replace("\\n", "\n")),
                "see" => {
                    let (width, height) = size(rest)?;
                    rehearsal.resize(width, height);
                    let heading = since.join(" | ");
                    let picture =
                        rehearsal.text().replace(&case.temp().display().to_string(), "/viec");
                    seen.push_str(&format!("== {heading} ==\n{picture}"));
                    since.clear();
                }
                "store" | "lang" | "theme" | "file" => {}
                _ => return None,
            }
            Some(())
        })
        .expect("every step is one of those told above");
    seen
}

fn size(text: &str) -> Option<(u16, u16)> {
    let (width, height) = text.split_once('x')?;
    Some((width.parse().ok()?, height.parse().ok()?))
}

pub fn surroundings(data_folder: &Path) -> Surroundings {
    Surroundings {
        clock: Clock::pinned(Stamp::parse("2026-11-24T08:00:00+07:00").expect("an instant")),
        data_folder: data_folder.to_path_buf(),
        config_folder: data_folder.join("config"),
        os_user: "lan".to_owned(),
        host: "may-1".to_owned(),
        program: env!("CARGO_BIN_EXE_doisoat").into(),
    }
}

#[test]
fn ctrl_z_takes_nothing_back_of_a_day_that_somebody_else_closed() {
    let folder = TempDir::new().expect("a temporary folder can be made");
    let path = folder.path().join("demo.db");
    fs::copy(demo_store(), &path).expect("the demo can be copied");
    let options = |actor: &str| {
        let options = OpenOptions {
            db: None,
            config: None,
            actor: Some(actor.to_owned()),
            surroundings: surroundings(folder.path()),
        };
        demo::options(&options, Some(&path))
    };
    let here = folder.path().to_path_buf();
    let mut rehearsal = Rehearsal::open(&options("lan"), Lang::Vi, "mono", here, (80, 24))
        .expect("the screens open");
    ["3", "Enter"].iter().for_each(|key| rehearsal.press(key));
    assert!(rehearsal.text().contains("Ctrl+Z: hoàn tác"), "{}", rehearsal.text());
    let (tell, told) = channel();
    let desk = Desk::open(&options("mai"), move |reply| tell.send(reply).expect("heard"))
        .expect("the store opens");
    desk.decide(Deed::Close(Period::parse("2026-11-23").expect("a day")));
    let reply = told.recv_timeout(Duration::from_secs(60)).expect("told in time");
    assert!(matches!(reply, Reply::Decided(Ok(_), None)), "{reply:?}");
    ["F5", "Ctrl+Z"].iter().for_each(|key| rehearsal.press(key));
    assert!(rehearsal.text().contains("không có gì để hoàn tác"), "{}", rehearsal.text());
}

/// A store of the case's own.
fn store(case: &Case, kind: &str) -> OpenOptions {
    let options = OpenOptions {
        db: Some(case.temp().join("so.db")),
        config: None,
        actor: Some("lan".to_owned()),
        surroundings: surroundings(case.temp()),
    };
    match kind {
        "empty" => options,
        "demo" => {
            let path = case.temp().join("demo.db");
            fs::copy(demo_store(), &path).expect("the demo can be copied");
            demo::options(&options, Some(&path))
        }
        other => panic!("no store is called {other}"),
    }
}

/// The demo's store, made once for all cases.
pub fn demo_store() -> PathBuf {
    static MADE: OnceLock<TempDir> = OnceLock::new();
    let folder = MADE.get_or_init(|| {
        let folder = TempDir::new().expect("a temporary folder can be made");
        let options = OpenOptions {
            db: None,
            config: None,
            actor: Some("lan".to_owned()),
            surroundings: surroundings(folder.path()),
        };
        let session = demo::make(&options, Some(&folder.path().join("made.db")));
        drop(session.expect("the demo can be made"));
        folder
    });
    folder.path().join("made.db")
}

/// The demo's files to be picked and one more, all of one moment.
fn inbox(case: &Case, more: Option<&str>) -> PathBuf {
    let folder = case.temp().join("hop-thu");
    fs::create_dir(&folder).expect("a folder can be made");
    let at = SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_482_000);
    let list = fs::read_to_string(root().join("fixtures/demo/list.txt")).expect("a list");
    let names = list.lines().filter(|line| line.contains('.') && !line.contains(' '));
    let paths = names.map(|name| root().join("fixtures/demo").join(name));
    for path in paths.chain(more.map(|path| root().join(path))) {
        let copy = folder.join(path.file_name().expect("a file has a name"));
        fs::copy(&path, &copy).expect("a file can be copied");
        let file = fs::File::options().write(true).open(&copy).expect("a file of ours");
        file.set_modified(at).expect("a time can be set");
    }
    folder
}

/// A desk on a store of its own, with what it replies.
fn desk_on_new_store(folder: &Path) -> (Desk, Receiver<Reply>) {
    let options = OpenOptions {
        db: Some(folder.join("so.db")),
        config: None,
        actor: Some("lan".to_owned()),
        surroundings: surroundings(folder),
    };
    let (tell, told) = channel();
    let desk = Desk::open(&options, move |reply| tell.send(reply).expect("the test listens"))
        .expect("a store can be made");
    (desk, told)
}

#[test]
fn backups_of_one_moment_get_names_of_their_own() {
    let folder = TempDir::new().expect("a temporary folder can be made");
    let (desk, told) = desk_on_new_store(folder.path());
    for name in ["so-2026-11-24-0800.backup.db", "so-2026-11-24-0800-2.backup.db"] {
        desk.start(Job::Backup(folder.path().to_path_buf()));
        let reply = told.recv_timeout(Duration::from_secs(60)).expect("told in time");
        let path = folder.path().join(name);
        assert_eq!(reply, Reply::JobDone(Ok(JobDone::BackedUp(path.clone()))));
        assert!(path.is_file());
    }
}

#[test]
fn a_cancelled_import_leaves_the_store_as_it_was() {
    let folder = TempDir::new().expect("a temporary folder can be made");
    let mut file = String::from("account,booked_at,reference,amount,memo\n");
    for n in 1..=20_000 {
        file.push_str(&format!("VDTHCC01,2026-11-23,R{n},50000,nop phi HD{n}\n"));
    }
    let path = folder.path().join("payments.csv");
    fs::write(&path, file).expect("a file can be written");
    let (desk, told) = desk_on_new_store(folder.path());
    let next = || told.recv_timeout(Duration::from_secs(60)).expect("told in time");
    desk.start(Job::Import { paths: vec![path], layout: None, account: None });
    assert!(matches!(next(), Reply::Progress(_)), "it tells how far it is");
    desk.cancel_job();
    let outcomes = loop {
        match next() {
            Reply::Progress(_) => {}
            Reply::JobDone(Ok(JobDone::Imported(outcomes))) => break outcomes,
            other => panic!("{other:?}"),
        }
    };
    let failure = outcomes[0].outcome.as_ref().expect_err("it was cancelled");
    assert_eq!(failure.code, FailureCode::Cancelled);
    desk.ask(1, Ask::Overview);
    let Reply::Answer { outcome: Ok(Answer::Overview(overview)), .. } = next() else {
        panic!("an overview")
    };
    assert!(overview.is_empty_store);
}
