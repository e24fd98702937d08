//! Commands that teach a layout, as a person would type them.

use std::fs::File;
use std::path::Path;

use super::layouts::UNSAVED;
use crate::model::Lesson;
use crate::model::view::Preview;
use crate::read;

/// The command that shows what each column of a file is taken for, ready to be pasted; with a gap
/// for each field that nobody can guess.
pub fn to_suggest(path: &Path, file: &mut File) -> String {
    let mut command =
        format!("doisoat layouts try {} --suggest", quoted(&path.display().to_string()));
    let lesson = Lesson { is_rest_guessed: true, ..Lesson::default() };
    if let Err(failure) = read::teach(file, &lesson, UNSAVED) {
        let missing = failure.facts.iter().find(|fact| fact.name == "fields");
        for field in missing.iter().flat_map(|fact| fact.value.split(", ")) {
            command.push_str(&format!(" --map {field}=…"));
        }
    }
    command
}

/// The command that teaches the layout of a preview again, word by word.
pub fn again(preview: &Preview, lesson: &Lesson) -> String {
    let mut command = format!("doisoat layouts try {}", quoted(&preview.path));
    for (heading, field) in &preview.columns {
        command.push_str(&format!(" --map {}", quoted(&format!("{field}={heading}"))));
    }
    let Lesson { institution, sign, number_style, .. } = lesson;
    let said = [
        ("institution", institution.as_deref()),
        ("sign", sign.as_deref()),
        ("number-style", number_style.map(|style| style.as_str())),
    ];
    for (option, value) in said {
        if let Some(value) = value {
            command.push_str(&format!(" --{option} {}", quoted(value)));
        }
    }
    command
}

/// A word for a shell: as it is where that is safe, else between quotes.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "._-/=:+,".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_for_the_shell_where_they_must_be() {
        assert_eq!(quoted("sao-kê/a.csv"), "sao-kê/a.csv");
        assert_eq!(quoted("credit=Ghi có"), "'credit=Ghi có'");
        assert_eq!(quoted("a'b $(x)"), "'a'\\''b $(x)'");
        assert_eq!(quoted(""), "''");
    }
}
