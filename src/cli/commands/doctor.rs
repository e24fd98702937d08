//! `doctor`: whether this machine is as the program needs it.

use clap::ArgMatches;

use super::{CommandEntry, Exit};
use crate::app::{Result, doctor};
use crate::cli::context::Context;
use crate::cli::json;
use crate::words;

pub const COMMAND: CommandEntry = CommandEntry {
    name: "doctor",
    arguments: |command| command,
    run,
    examples: &["doisoat doctor"],
    is_hidden: false,
};

fn run(_: &ArgMatches, context: &mut Context) -> Result<Exit> {
    let points = doctor::doctor(&context.options);
    if context.is_json {
        context.print_json(&json::doctor(&points, context.lang));
    } else {
        for point in &points {
            let mark = context.text(if point.is_met { "doctor.met" } else { "doctor.not_met" });
            let line = format!("{mark} {}", words::doctor(context.lang, point));
            context.out.line(&line);
        }
    }
    Ok(Exit::look_if(points.iter().any(|point| !point.is_met)))
}
