//! `completions`: what a shell needs to complete our commands, from the same definitions as
//! `--help`.

use clap::{ArgMatches, Args};
use clap_complete::Shell;
use serde_json::json;

use super::{CommandEntry, Exit, parsed};
use crate::app::Result;
use crate::cli::arguments;
use crate::cli::context::Context;

pub const COMMAND: CommandEntry = CommandEntry {
    name: "completions",
    arguments: Completions::augment_args,
    run,
    examples: &["doisoat completions bash > ~/.local/share/bash-completion/completions/doisoat"],
    is_hidden: false,
};

#[derive(Args)]
struct Completions {
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

fn run(matches: &ArgMatches, context: &mut Context) -> Result<Exit> {
    let arguments: Completions = parsed(matches);
    let mut script = Vec::new();
    let mut command = arguments::command(context.lang);
    clap_complete::generate(arguments.shell, &mut command, "doisoat", &mut script);
    let script = String::from_utf8_lossy(&script);
    if context.is_json {
        context.print_json(&json!({ "shell": arguments.shell.to_string(), "script": script }));
    } else {
        context.out.write(&script);
    }
    Ok(Exit::Done)
}
