//! `layouts`: which layouts there are, what one says, and what it would read from a file.

use std::path::{Path, PathBuf};

use clap::{ArgMatches, Args, Subcommand};
use serde_json::{Value, json};

use super::import::{Reading, needs_a_look};
use super::{CommandEntry, Exit, parsed};
use crate::app::preview::preview_without_store;
use crate::app::teach::{self, Saved, Taught};
use crate::app::{Error, Result, layouts};
use crate::cli::context::Context;
use crate::cli::mask::Mask;
use crate::cli::{failures, preview, usage};
use crate::lang::Lang;
use crate::model::view::Preview;
use crate::model::{Lesson, UnreadColumn};
use crate::words;

pub const COMMAND: CommandEntry = CommandEntry {
    name: "layouts",
    arguments: Layouts::augment_args,
    run,
    examples: &[
        "doisoat layouts list",
        "doisoat layouts show vietcombank",
        "doisoat layouts try saoke.xlsx",
        "doisoat layouts try saoke-moi.csv --layout ./nganhang-moi.toml",
        "doisoat layouts try saoke-moi.csv --suggest",
        "doisoat layouts try saoke-moi.csv --suggest --map 'credit=Ghi có' --save nganhang-moi",
    ],
    is_hidden: false,
};

#[derive(Args)]
struct Layouts {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    List,
    Show {
        #[arg(value_name = "NAME")]
        name: String,
    },
    Try(Box<Try>),
}

#[derive(Args)]
struct Try {
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    reading: Reading,
    #[arg(long, value_name = "FIELD=COLUMN", conflicts_with = "layout")]
    map: Vec<String>,
    #[arg(long, conflicts_with = "layout")]
    suggest: bool,
    #[arg(long, value_name = "RULE", value_parser = SIGNS, conflicts_with = "layout")]
    sign: Option<String>,
    #[arg(long, value_name = "CODE", conflicts_with = "layout")]
    institution: Option<String>,
    #[arg(long, value_name = "NAME", conflicts_with = "layout")]
    save: Option<String>,
    #[arg(long, requires = "save")]
    yes: bool,
}

/// How a row says whether money came in or went out.
const SIGNS: [&str; 5] =
    ["two_columns", "signed", "sign_column", "unsigned", "signed_or_two_columns"];

fn run(matches: &ArgMatches, context: &mut Context) -> Result<Exit> {
    let arguments: Layouts = parsed(matches);
    match arguments.what {
        What::List => list(context),
        What::Show { name } => show(context, &name),
        What::Try(arguments) => try_file(context, *arguments),
    }
}

fn list(context: &mut Context) -> Result<Exit> {
    let (all, broken) = layouts::list(&context.options.surroundings)?;
    let title = |line: &layouts::LayoutLine| match context.lang {
        Lang::Vi => line.title.clone(),
        Lang::En => line.title_en.clone(),
    };
    if context.is_json {
        let rows = all
            .iter()
            .map(|line| json!({ "name": line.name, "about": title(line), "seen": line.is_seen }));
        let errors = broken.iter().map(|failure| failures::of_failure(failure, context.lang));
        let (rows, errors) = (rows.collect::<Vec<_>>(), errors.collect::<Vec<_>>());
        context.print_json(&json!({ "layouts": rows, "broken": errors }));
        return Ok(Exit::look_if(!broken.is_empty()));
    }
    let widest = all.iter().map(|line| line.name.chars().count()).max().unwrap_or(0);
    for line in &all {
        let about = match line.is_seen {
            true => title(line),
            false => format!("{} {}", title(line), context.lang.text("cli.layouts.not_seen")),
        };
        let (name, about) = (crate::text::safe(&line.name), crate::text::safe(&about));
        context.out.line(format!("{name:widest$}  {about}").trim_end());
    }
    for failure in &broken {
        let error = Error::Failed(failure.clone());
        failures::report(&error, context.lang, false, context.out);
    }
    Ok(Exit::look_if(!broken.is_empty()))
}

fn show(context: &mut Context, name: &str) -> Result<Exit> {
    let text = layouts::show(&context.options.surroundings, name)?;
    if context.is_json {
        context.print_json(&json!({ "name": name, "text": text }));
    } else {
        text.lines().for_each(|line| context.out.line(crate::text::safe(line).as_str()));
    }
    Ok(Exit::Done)
}

fn try_file(context: &mut Context, arguments: Try) -> Result<Exit> {
    let options = arguments.reading.options(true);
    if arguments.suggest || !arguments.map.is_empty() {
        let lesson = Lesson {
            columns: columns(context.lang, &arguments.map)?,
            is_rest_guessed: arguments.suggest,
            institution: arguments.institution,
            sign: arguments.sign,
            number_style: options.number_style,
        };
        let account = options.account.as_deref();
        let (save, is_sure) = (arguments.save, arguments.yes);
        return teach_layout(context, &arguments.file, &lesson, (save, is_sure), account);
    }
    let read = preview_without_store(
        &context.options,
        &arguments.file,
        options.choice(),
        options.account.as_deref(),
    )?;
    let read = masked(read);
    if context.is_json {
        let object = preview::object(&read, context.lang);
        context.print_json(&object);
    } else {
        preview::print(context, &read);
    }
    Ok(exit_of(&read))
}

/// `--map FIELD=COLUMN` as pairs.
fn columns(lang: Lang, words: &[String]) -> Result<Vec<(String, String)>> {
    let pair = |word: &String| match word.split_once('=') {
        Some((field, column)) => Ok((field.trim().to_owned(), column.trim().to_owned())),
        None => Err(usage::wrong_value(lang, "--map", word).into()),
    };
    words.iter().map(pair).collect()
}

fn teach_layout(
    context: &mut Context,
    file: &Path,
    lesson: &Lesson,
    (name, is_sure): (Option<String>, bool),
    account: Option<&str>,
) -> Result<Exit> {
    let mut taught =
        teach::try_without_store(&context.options, file, lesson, name.as_deref(), account)?;
    let surroundings = &context.options.surroundings;
    // What is left out for good must be wanted so.
    let is_asked = name.is_some() && !is_sure && taught.needs_a_yes();
    let name = name.filter(|_| !is_asked);
    let saved = name.map(|_| teach::save(surroundings, &taught)).transpose()?;
    taught.preview = masked(taught.preview);
    let command = taught.command();
    if context.is_json {
        let mut object = preview::object(&taught.preview, context.lang);
        let path = saved.as_ref().map(|saved| saved.path.display().to_string());
        object["layout_text"] = json!(taught.text);
        object["command"] = json!(command);
        object["saved"] = json!(path);
        let rivals = saved.as_ref().map(|saved| saved.rivals.clone());
        object["rivals"] = json!(rivals.unwrap_or_default());
        object["unread"] = taught.unread.iter().map(unread).collect();
        context.print_json(&object);
    } else {
        preview::print(context, &taught.preview);
        for text in words::left_out(context.lang, &taught.unread, taught.lacks_memo()) {
            context.out.line(text.as_str());
        }
        match is_asked {
            true => context.say("cli.taught.unsure", &[("layout", &*taught.name)]),
            false => print_taught(context, &taught, &command, saved.as_ref()),
        }
    }
    if is_asked {
        return Ok(Exit::LookNeeded);
    }
    let has_rivals = saved.is_some_and(|saved| !saved.rivals.is_empty());
    Ok(if has_rivals { Exit::LookNeeded } else { exit_of(&taught.preview) })
}

fn unread(column: &UnreadColumn) -> Value {
    json!({ "column": column.name, "holds": if column.is_money { "money" } else { "words" } })
}

fn print_taught(context: &mut Context, taught: &Taught, command: &str, saved: Option<&Saved>) {
    let Some(saved) = saved else {
        context.say("cli.taught.not_saved", &[("command", command)]);
        return;
    };
    let path = saved.path.display().to_string();
    context.say("cli.taught.saved", &[("layout", &*taught.name), ("path", &*path)]);
    let rivals = saved.rivals.join(", ");
    let facts = [("layout", &*taught.name), ("rivals", &*rivals)];
    let key = if rivals.is_empty() { "cli.taught.used" } else { "cli.taught.rivals" };
    context.say(key, &facts);
}

fn masked(mut read: Preview) -> Preview {
    let mask = Mask::without_store();
    read.problems = read.problems.into_iter().map(|problem| mask.problem(problem)).collect();
    for row in &mut read.first_payments {
        row.memo = mask.memo(&row.memo);
    }
    read
}

fn exit_of(read: &Preview) -> Exit {
    let totals = &read.totals;
    Exit::look_if(needs_a_look(totals.refused, &totals.statements, &read.problems, false))
}
