//! `layouts`: which layouts there are, what one says, and what it would read from a file.

use std::path::PathBuf;

use clap::{ArgMatches, Args, Subcommand};
use serde_json::{Value, json};

use super::import::{Sums, statement};
use super::{CommandEntry, Exit, parsed};
use crate::app::import::ImportOptions;
use crate::app::{Result, layouts};
use crate::cli::context::Context;
use crate::cli::mask::Mask;
use crate::cli::{json as json_text, print, words};
use crate::lang::Lang;
use crate::model::view::Preview;

pub const COMMAND: CommandEntry = CommandEntry {
    name: "layouts",
    arguments: Layouts::augment_args,
    run,
    examples: &[
        "doisoat layouts list",
        "doisoat layouts show vietcombank",
        "doisoat layouts try saoke.xlsx",
        "doisoat layouts try saoke-moi.csv --layout ./nganhang-moi.toml",
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
    Try(Try),
}

#[derive(Args)]
struct Try {
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[arg(long, value_name = "NAME|PATH")]
    layout: Option<String>,
    #[arg(long, value_name = "ACCOUNT")]
    account: Option<String>,
}

fn run(matches: &ArgMatches, context: &mut Context) -> Result<Exit> {
    let arguments: Layouts = parsed(matches);
    match arguments.what {
        What::List => list(context),
        What::Show { name } => show(context, &name),
        What::Try(arguments) => try_file(context, arguments),
    }
}

fn list(context: &mut Context) -> Result<Exit> {
    let all = layouts::list(&context.options.surroundings)?;
    let title = |line: &layouts::LayoutLine| match context.lang {
        Lang::Vi => line.title.clone(),
        Lang::En => line.title_en.clone(),
    };
    if context.is_json {
        let rows = all
            .iter()
            .map(|line| json!({ "name": line.name, "about": title(line), "seen": line.is_seen }));
        context.print_json(&json!({ "layouts": rows.collect::<Vec<_>>() }));
        return Ok(Exit::Done);
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
    Ok(Exit::Done)
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
    let options =
        ImportOptions { layout: arguments.layout, account: arguments.account, is_dry_run: true };
    let surroundings = &context.options.surroundings;
    let mut preview = layouts::try_file(surroundings, &arguments.file, &options)?;
    let mask = Mask::without_store();
    preview.problems = preview.problems.into_iter().map(|problem| mask.problem(problem)).collect();
    if context.is_json {
        let object = object(&preview, context);
        context.print_json(&object);
    } else {
        print::preview(context, &preview);
    }
    let is_untied =
        preview.totals.statements.iter().any(|statement| statement.is_tied == Some(false));
    Ok(Exit::look_if(is_untied || !preview.problems.is_empty()))
}

fn object(preview: &Preview, context: &Context) -> Value {
    let sums = Sums::of(&preview.totals.statements);
    let problems = preview.problems.iter().map(|one| json_text::problem(one, context.lang));
    let details = preview.first_payments.iter().filter(|row| row.detail.is_some()).count();
    let columns = preview.columns.iter();
    let columns = columns.map(|(heading, field)| json!({ "heading": heading, "field": field }));
    let styles = preview.number_styles.iter().map(|(heading, style, evidence)| {
        json!({ "heading": heading, "style": style, "evidence": words::shortened(evidence, 80) })
    });
    json!({
        "file": preview.path,
        "sha256": preview.sha256,
        "layout": preview.layout,
        "kind": preview.kind.code(),
        "columns": columns.collect::<Vec<_>>(),
        "number_styles": styles.collect::<Vec<_>>(),
        "rows": preview.totals.rows,
        "refused": preview.totals.refused,
        "statements": preview.totals.statements.len(),
        "accounts": preview.totals.statements.iter().map(statement).collect::<Vec<_>>(),
        "payments": preview.payments,
        "invoices": preview.invoices,
        "details": details,
        "credits": json_text::maybe(sums.credits),
        "debits": json_text::maybe(sums.debits),
        "opening": json_text::maybe(sums.opening),
        "closing": json_text::maybe(sums.closing),
        "ties": sums.is_tied,
        "problems": problems.collect::<Vec<_>>(),
    })
}
