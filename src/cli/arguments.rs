//! The arguments as clap sees them, with every word that people read taken from `lang/`.
//!
//! `cmd.<command>` tells what a command does, `arg.<command>.<argument>` or, shared,
//! `arg.<argument>` what an argument means. A nested command's name follows with a dot:
//! `cmd.layouts.try`.

use std::path::PathBuf;

use clap::{Arg, ArgAction, Command, value_parser};

use super::commands::{COMMANDS, CommandEntry};
use crate::app::config;
use crate::lang::Lang;

/// The whole command line in a language.
pub fn command(lang: Lang) -> Command {
    let root = Command::new("doisoat")
        .version(env!("CARGO_PKG_VERSION"))
        .disable_version_flag(true)
        .args(global_args());
    let root = COMMANDS.iter().fold(root, |root, entry| {
        let own = (entry.arguments)(Command::new(entry.name)).hide(entry.is_hidden);
        root.subcommand(own)
    });
    let mut root = localised(root, "", lang);
    root.build();
    with_usage(root, lang)
}

fn global_args() -> [Arg; 7] {
    let file = |name: &'static str| {
        Arg::new(name)
            .long(name)
            .value_name("FILE")
            .value_parser(value_parser!(PathBuf))
            .global(true)
    };
    [
        file("db"),
        file("config"),
        Arg::new("lang").long("lang").value_name("vi|en").value_parser(["vi", "en"]).global(true),
        Arg::new("actor").long("actor").value_name("NAME").global(true),
        Arg::new("json").long("json").action(ArgAction::SetTrue).global(true),
        Arg::new("ascii").long("ascii").action(ArgAction::SetTrue).global(true),
        Arg::new("version").short('V').long("version").action(ArgAction::Version),
    ]
}

/// Puts in the words, for a command and all commands below it. `path` is empty for the root.
fn localised(command: Command, path: &str, lang: Lang) -> Command {
    let about =
        lang.text(&format!("cmd.{}", if path.is_empty() { "root" } else { path })).to_owned();
    let is_root = path.is_empty();
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help);
    let command = command
        .about(about)
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .arg(help)
        .subcommand_help_heading(lang.text("help.commands"))
        .after_help(after_help(path, lang))
        .mut_args(|arg| described(arg, path, is_root, lang));
    let below: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
    below.into_iter().fold(command, |command, name| {
        let path = if is_root { name.clone() } else { format!("{path}.{name}") };
        command.mut_subcommand(name, |own| localised(own, &path, lang))
    })
}

fn described(arg: Arg, path: &str, is_root: bool, lang: Lang) -> Arg {
    let id = arg.get_id().as_str().to_owned();
    let own = format!("arg.{path}.{id}");
    let help = lang.find(&own).unwrap_or_else(|| lang.text(&format!("arg.{id}"))).to_owned();
    let heading = match () {
        () if arg.is_positional() => "help.arguments",
        () if is_root && arg.is_global_set() => "help.global_options",
        () => "help.options",
    };
    let takes_value = arg.is_positional() || arg.get_action().takes_values();
    arg.help(help)
        .help_heading(lang.text(heading))
        .hide_possible_values(takes_value)
        .hide_default_value(takes_value)
}

/// As wide as the narrowest terminal that is served.
const HELP_COLUMNS: usize = 80;

/// The examples of a command, then what else is to be said of it.
fn after_help(path: &str, lang: Lang) -> String {
    let key = format!("help.{path}");
    let reasons = config::take_reasons().join(", ");
    let more = lang.find(&key).map(|_| lang.fill(&key, [("reasons", &*reasons)]));
    let more = more.unwrap_or_default();
    let mut lines = vec![String::new()];
    for word in more.split_whitespace() {
        let line = lines.last_mut().expect("there is one from the start");
        match line.chars().count() + word.chars().count() < HELP_COLUMNS {
            true if line.is_empty() => line.push_str(word),
            true => line.push_str(&format!(" {word}")),
            false => lines.push(word.to_owned()),
        }
    }
    let policy = if path == "match" { config::CUSTOM_POLICY.trim_end() } else { "" };
    let policy = policy.lines().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n");
    let parts = [examples(path, lang), lines.join("\n"), policy];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// The heading and the examples of a command, if it has any; of a nested one, those of its parent
/// that call it.
fn examples(path: &str, lang: Lang) -> String {
    let (name, rest) = path.split_once('.').unwrap_or((path, ""));
    let call = format!("doisoat {name} {rest}");
    let of_entry = |entry: &CommandEntry| entry.examples.to_vec();
    let all: Vec<&str> = match COMMANDS.iter().find(|entry| entry.name == name) {
        Some(entry) => of_entry(entry),
        None => vec!["doisoat demo", "doisoat import invoices.csv statement.xlsx", "doisoat match"],
    };
    let lines = all.iter().filter(|example| rest.is_empty() || example.starts_with(&call));
    let lines: Vec<String> = lines.map(|example| format!("  {example}")).collect();
    match lines.is_empty() {
        true => String::new(),
        false => format!("{}:\n{}", lang.text("help.examples"), lines.join("\n")),
    }
}

/// Clap writes "Usage" and "[OPTIONS]" in English only, so the line is taken over and the heading
/// is ours.
fn with_usage(command: Command, lang: Lang) -> Command {
    let usage = command.clone().render_usage().to_string();
    let usage =
        usage.trim_start_matches("Usage: ").replace("[OPTIONS]", lang.text("help.some_options"));
    let usage = usage.replace("[COMMAND]", lang.text("help.some_command"));
    let usage = usage.replace("<COMMAND>", lang.text("help.one_command"));
    let usage = usage.replace("\n       ", &format!("\n{}", " ".repeat(2)));
    let template = format!(
        "{{about}}\n\n{}: {{usage}}\n\n{{all-args}}{{after-help}}\n",
        lang.text("help.usage")
    );
    let names: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
    let command = command.override_usage(usage).help_template(template);
    names
        .into_iter()
        .fold(command, |command, name| command.mut_subcommand(name, |own| with_usage(own, lang)))
}
