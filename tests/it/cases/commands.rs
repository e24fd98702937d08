//! Cases of the command line: files, commands in a row, and what each prints, as one text.
//!
//! ```text
//! The same file again adds nothing.
//!
//! --- invoices.csv
//! number,amount
//! HD-1,150000
//! --- bank.xlsx < fixtures/banks/vietcombank/a.xlsx
//! --- hostile.csv, escaped
//! account,booked_at,amount,memo
//! 1,2026-11-23,5000,\x1b[2Jcleared
//!
//! # first time
//! $ doisoat import invoices.csv
//! what it prints
//! 2> what it prints to stderr
//! exit 0
//!
//! $ DOISOAT_LANG=en doisoat list invoices --format csv
//! …
//! ```
//!
//! - Text before the first `---` or `$` is the title. A file block ends where the next begins;
//!   blank lines at its end are dropped. `< PATH` copies a file of the project; `, unended` leaves
//!   out the last line's end; `, escaped` knows
//!   `\x1b`, `\u{202e}`, `\r`, `\t`, `\0`, `\\`.
//! - Words of a command are split as a shell does, with '…', "…" and `\`; `NAME=value` before it
//!   sets the environment. Besides `doisoat` there are `cat FILE`, which prints a file, and `rm
//!   FILE`. `< FILE` at the end feeds stdin.
//! - All commands of a case share one fresh folder, a store `book.db` in it, a pinned clock and a
//!   fixed actor; see `ENVIRONMENT`. Nothing else of the environment reaches them.
//! - The path of the folder prints as `[DIR]`, a hash of the chain (which covers user and host) as
//!   `[HASH]`, the system's user as `[OS_USER]`, measured seconds as `[SECONDS]`; blanks at line
//!   ends are not compared; a printed line that looks like part of this form is shown with `\`
//!   before it. `[..]` in an expected line stands for any text.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};

use super::{Case, Suite, root};

/// What every command finds in its environment, besides `HOME` and `DOISOAT_DB` in the case's
/// folder.
pub const ENVIRONMENT: &[(&str, &str)] = &[
    ("DOISOAT_NOW", "2026-11-23T17:00:00+07:00"),
    ("DOISOAT_ACTOR", "lan"),
    ("DOISOAT_LANG", "vi"),
    ("TZ", "Asia/Ho_Chi_Minh"),
    ("COLUMNS", "100"),
];

/// Runs every `*.test` below the folder with the program at this path.
pub fn run(folder: &str, program: &str) {
    Suite::new(folder, &["test"]).inside("$ ").run(|case| {
        let commented = format!("{}{}", case.input(), case.expected_text());
        lay_files(&case.input(), case.temp());
        commands_of(&commented).map(|line| run_line(line, case, program)).collect()
    });
}

/// The lines of the expected part that are not output: commands and remarks before them.
fn commands_of(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .skip_while(|line| !line.starts_with("$ "))
        .filter(|line| line.starts_with("$ ") || line.starts_with("# "))
}

fn run_line(line: &str, case: &Case, program: &str) -> String {
    let Some(command) = line.strip_prefix("$ ") else {
        return format!("{line}\n");
    };
    let words = split_words(command);
    let (settings, words): (Vec<_>, Vec<_>) = {
        let named = |word: &&String| word.split_once('=').is_some_and(|(name, _)| is_name(name));
        let count = words.iter().take_while(named).count();
        (words[..count].to_vec(), words[count..].to_vec())
    };
    let (stdout, stderr, exit) = match words.first().map(String::as_str) {
        Some("doisoat") => run_program(program, &settings, &words[1..], case.temp()),
        Some("cat") => (read_lossy(&case.temp().join(&words[1])), String::new(), 0),
        Some("rm") => {
            let gone = fs::remove_file(case.temp().join(&words[1]));
            (String::new(), gone.err().map(|e| e.to_string()).unwrap_or_default(), 0)
        }
        other => panic!("{}: `{other:?}` is no command that a case may use", case.name),
    };
    let place = case.temp().to_string_lossy().into_owned();
    let shown = |text: &str| masked(&text.replace(&place, "[DIR]"));
    let mut result = format!("{line}\n");
    for printed in shown(&stdout).lines() {
        let printed = printed.trim_end();
        let is_form =
            ["$ ", "# ", "2> ", "exit ", "\\"].iter().any(|form| printed.starts_with(form));
        result.push_str(&format!("{}{printed}\n", if is_form { "\\" } else { "" }));
    }
    for printed in shown(&stderr).lines() {
        result.push_str(format!("2> {printed}").trim_end());
        result.push('\n');
    }
    result.push_str(&format!("exit {exit}\n\n"));
    result
}

/// What differs from machine to machine and from run to run.
fn masked(text: &str) -> String {
    let user = whoami::username().unwrap_or_default();
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let line = masked_after(line, "đầu chuỗi ", "[HASH]", |c| c.is_ascii_hexdigit());
        let line = masked_after(&line, "chain head ", "[HASH]", |c| c.is_ascii_hexdigit());
        let line = masked_after(&line, "\"chain_head\":\"", "[HASH]", |c| c.is_ascii_hexdigit());
        let line = masked_after(&line, "\"hash\":\"", "[HASH]", |c| c.is_ascii_hexdigit());
        let is_number = |c: char| c.is_ascii_digit() || c == '.';
        let line = masked_after(&line, "\"seconds\":", "[SECONDS]", is_number);
        out.push_str(
            &masked_last_column(&line).replace(&format!("user {user} "), "user [OS_USER] "),
        );
    }
    out
}

/// Replaces the run of characters that follows each `mark`.
fn masked_after(line: &str, mark: &str, by: &str, is_part: impl Fn(char) -> bool) -> String {
    let mut parts = line.split(mark);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(mark);
        out.push_str(by);
        out.push_str(part.trim_start_matches(&is_part));
    }
    out
}

/// A list of decisions as CSV ends with the hash.
fn masked_last_column(line: &str) -> String {
    let (head, tail) = line.rsplit_once(',').unwrap_or(("", line));
    let hash = tail.trim_end();
    if hash.len() == 64 && hash.chars().all(|c| c.is_ascii_hexdigit()) {
        return format!("{head},[HASH]{}", &tail[hash.len()..]);
    }
    line.to_owned()
}

fn run_program(
    program: &str,
    settings: &[String],
    words: &[String],
    folder: &Path,
) -> (String, String, i32) {
    let mut command = Command::new(program);
    command.current_dir(folder).env_clear().envs(ENVIRONMENT.iter().copied());
    command.env("HOME", folder.join("home")).env("DOISOAT_DB", folder.join("book.db"));
    command.envs(settings.iter().filter_map(|setting| setting.split_once('=')));
    let (words, input) = match words {
        [words @ .., sign, file] if sign == "<" => (words, Some(folder.join(file))),
        words => (words, None),
    };
    command.args(words).stdin(match input {
        Some(path) => Stdio::from(File::open(&path).expect("the case brings the file it feeds")),
        None => Stdio::null(),
    });
    let output = command.output().expect("the program was built with the tests");
    // A signal has no code: it shows as a number that no program gives.
    let exit = output.status.code().unwrap_or(-1);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr), exit)
}

/// Writes the files that stand before the first command.
fn lay_files(input: &str, folder: &Path) {
    let mut blocks: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in input.lines() {
        if let Some(head) = line.strip_prefix("--- ") {
            blocks.push((head.trim(), Vec::new()));
        } else if let Some((_, lines)) = blocks.last_mut() {
            lines.push(line);
        }
    }
    for (head, mut lines) in blocks {
        // Remarks before the first command belong to it, not to the file above.
        while lines.last().is_some_and(|line| line.trim().is_empty() || line.starts_with("# ")) {
            lines.pop();
        }
        lay_file(head, &lines.join("\n"), folder);
    }
}

fn lay_file(head: &str, text: &str, folder: &Path) {
    let (name, bytes) = if let Some((name, source)) = head.split_once(" < ") {
        let source = root().join(source);
        (name, fs::read(&source).unwrap_or_else(|e| panic!("{}: {e}", source.display())))
    } else {
        let text = match text.trim_end() {
            "" => String::new(),
            text => format!("{text}\n"),
        };
        if let Some(name) = head.strip_suffix(", escaped") {
            (name, unescape(&text).into_bytes())
        } else if let Some(name) = head.strip_suffix(", unended") {
            (name, text.trim_end().as_bytes().to_vec())
        } else {
            (head, text.into_bytes())
        }
    };
    let path = folder.join(name);
    let parent = path.parent().expect("a file of a case lies in the case's folder");
    fs::create_dir_all(parent).expect("the case's folder is ours");
    fs::write(&path, bytes).expect("the case's folder is ours");
}

fn unescape(text: &str) -> String {
    let mut rest = text;
    let mut plain = String::new();
    while let Some((before, after)) = rest.split_once('\\') {
        plain.push_str(before);
        let (sign, left) = one_escape(after);
        plain.push(sign);
        rest = left;
    }
    plain + rest
}

/// The character that an escape stands for, and what follows it.
fn one_escape(text: &str) -> (char, &str) {
    let by_number = |digits: &str| {
        u32::from_str_radix(digits, 16).ok().and_then(char::from_u32).expect("hexadecimal")
    };
    if let Some(text) = text.strip_prefix("u{") {
        let (digits, left) = text.split_once('}').expect("`\\u{` has its `}`");
        return (by_number(digits), left);
    }
    if let Some(text) = text.strip_prefix('x') {
        return (by_number(&text[..2]), &text[2..]);
    }
    let sign = match &text[..1] {
        "r" => '\r',
        "n" => '\n',
        "t" => '\t',
        "0" => '\0',
        "\\" => '\\',
        other => panic!("`\\{other}` is no escape that a case may use"),
    };
    (sign, &text[1..])
}

/// Splits a line as a shell does, without any expansion.
fn split_words(line: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word: Option<String> = None;
    let mut quote: Option<char> = None;
    let mut signs = line.chars();
    while let Some(sign) = signs.next() {
        match (quote, sign) {
            (Some(open), _) if sign == open => quote = None,
            (None, '\'' | '"') => {
                quote = Some(sign);
                word.get_or_insert_default();
            }
            (None | Some('"'), '\\') => word.get_or_insert_default().extend(signs.next()),
            (None, ' ') => words.extend(word.take()),
            _ => word.get_or_insert_default().push(sign),
        }
    }
    words.extend(word);
    words
}

fn is_name(word: &str) -> bool {
    !word.is_empty()
        && word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
}

fn read_lossy(path: &Path) -> String {
    let bytes = fs::read(path).unwrap_or_else(|error| error.to_string().into_bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_split_as_a_shell_does() {
        let words = split_words(r#"X=1 resolve 12 --reason 'sai "số" tiền' "a\"b" '' c\ d"#);
        let wanted = ["X=1", "resolve", "12", "--reason", "sai \"số\" tiền", "a\"b", "", "c d"];
        assert_eq!(words, wanted);
    }

    #[test]
    fn files_are_laid_with_their_escapes() {
        let folder = tempfile::TempDir::new().unwrap();
        lay_files(
            "A title.\n\n--- a.csv\nx\ny\n\n\n--- b, escaped\n\\x1b[2J\\u{202e}\n",
            folder.path(),
        );
        assert_eq!(read_lossy(&folder.path().join("a.csv")), "x\ny\n");
        assert_eq!(read_lossy(&folder.path().join("b")), "\u{1b}[2J\u{202e}\n");
    }
}
