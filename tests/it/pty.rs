//! The real program at a real (pseudo) terminal: a job from start to end, Vietnamese typing, and
//! its ends.

use std::fs;
use std::io::{Read, Write};
use std::num::NonZero;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};
use tempfile::TempDir;

use crate::screens::demo_store;

const PATIENCE: Duration = Duration::from_secs(30);
const ENTER: &[u8] = b"\r";
const ESC: &[u8] = b"\x1b";
const F4: &[u8] = b"\x1bOS";
const F9: &[u8] = b"\x1b[20~";
const F10: &[u8] = b"\x1b[21~";
const CTRL_Z: &[u8] = b"\x1a";
const CTRL_F: &[u8] = b"\x06";

/// The program in a terminal of 80 × 24.
struct Run {
    child: Box<dyn Child + Send + Sync>,
    keyboard: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    /// Everything that was sent, as bytes.
    sent: Vec<u8>,
    _folder: TempDir,
}

impl Run {
    fn start(settings: &[(&str, &str)]) -> Run {
        let folder = TempDir::new().expect("a temporary folder can be made");
        // Copied so that no run meets another.
        let store = folder.path().join("demo.db");
        fs::copy(demo_store(), &store).expect("the demo can be copied");
        Run::start_at(folder, &["--db".as_ref(), store.as_ref()], settings)
    }

    fn start_at(folder: TempDir, arguments: &[&Path], settings: &[(&str, &str)]) -> Run {
        let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a terminal can be made");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_doisoat"));
        command.args(arguments);
        command.args(["--lang", "vi", "--actor", "lan"]);
        command.env_clear();
        command.env("TERM", "xterm-256color");
        command.env("HOME", folder.path());
        command.env("DOISOAT_NOW", "2026-11-24T08:00:00+07:00");
        settings.iter().for_each(|(name, value)| command.env(name, value));
        command.cwd(folder.path());
        let child = pair.slave.spawn_command(command).expect("the program starts");
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("a terminal can be read");
        let keyboard = pair.master.take_writer().expect("a terminal can be written");
        let (tell, output) = channel();
        std::thread::spawn(move || {
            // Held open as long as somebody reads.
            let _master = pair.master;
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                if tell.send(bytes[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        let [rows, columns] = [24, 80].map(|n| NonZero::new(n).expect("a size"));
        let screen = vt100::Parser::new(rows, columns, 0);
        Run { child, keyboard, output, screen, sent: Vec::new(), _folder: folder }
    }

    fn press(&mut self, keys: &[u8]) {
        self.keyboard.write_all(keys).expect("the program reads its keys");
    }

    /// Waits until the screen shows the text.
    fn see(&mut self, text: &str) {
        self.wait(&format!("the screen shows {text:?}"), |run| run.shows(text));
    }

    fn shows(&self, text: &str) -> bool {
        self.screen.screen().contents().contains(text)
    }

    fn wait(&mut self, what: &str, is_so: impl Fn(&Run) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !is_so(self) {
            let left = end.saturating_duration_since(Instant::now());
            let Ok(bytes) = self.output.recv_timeout(left) else {
                panic!("never came: {what}; the screen:\n{}", self.screen.screen().contents());
            };
            self.screen.process(&bytes);
            self.sent.extend(bytes);
        }
    }

    /// Waits for the end; answers the exit code and what was sent from here on.
    fn end(mut self) -> (u32, Vec<u8>) {
        let before = self.sent.len();
        while let Ok(bytes) = self.output.recv_timeout(PATIENCE) {
            self.screen.process(&bytes);
            self.sent.extend(bytes);
        }
        let status = self.child.wait().expect("the program ends");
        assert_restored(&self);
        (status.exit_code(), self.sent.split_off(before))
    }
}

/// Paste off, the first screen back, the cursor shown; each after it was switched for the last
/// time.
fn assert_restored(run: &Run) {
    let last = |bytes: &[u8]| run.sent.windows(bytes.len()).rposition(|window| window == bytes);
    for (on, off) in
        [("\x1b[?2004h", "\x1b[?2004l"), ("\x1b[?1049h", "\x1b[?1049l"), ("\x1b[?25l", "\x1b[?25h")]
    {
        let (on_at, off_at) = (last(on.as_bytes()), last(off.as_bytes()));
        assert!(on_at.is_some() && off_at > on_at, "{off:?} did not follow {on:?}");
    }
    assert!(!run.screen.screen().alternate_screen() && !run.screen.screen().hide_cursor());
}

#[test]
fn a_proposal_is_accepted_and_undone() {
    let mut run = Run::start(&[]);
    run.see("BẢN DÙNG THỬ");
    run.press(b"3");
    run.see("1/24");
    run.press(ENTER);
    run.see("✓ Đã ghép 1 giao dịch");
    run.press(CTRL_Z);
    run.see("✓ Đã hoàn tác");
    run.press(F10);
    let (code, _) = run.end();
    assert_eq!(code, 0);
}

#[test]
fn vietnamese_typing_comes_out_right() {
    let mut run = Run::start(&[]);
    run.see("BẢN DÙNG THỬ");
    run.press(b"3");
    run.see("1/24");
    // A list has no use for letters: an input method's backspaces and letters change nothing.
    run.press("u\x7fư\x7f".as_bytes());
    run.see("Bộ gõ tiếng Việt đang bật");
    run.press(CTRL_F);
    run.see("Tìm (không cần dấu):");
    // Telex, corrections as DEL and as Ctrl+H, a mark alone, and a composed paste of decomposed
    // text.
    run.press("hu\x7fưo\x08ờng e\u{302}\u{301} ".as_bytes());
    run.press("\x1b[200~le\u{302}\u{323}\nphi\u{301}\x1b[201~".as_bytes());
    run.see("hường ế lệ phí");
    run.see("Không tìm thấy gì");
    run.press(ESC);
    run.see("1/24");
    run.press(F4);
    run.see("Ghép tay · còn mở");
    run.press("\x7f\x7f12đ".as_bytes());
    run.see("12đ");
    run.press(ESC);
    run.see("F8 Từ chối");
    run.press(F10);
    let (code, _) = run.end();
    assert_eq!(code, 0);
}

/// A release has no such switch.
#[cfg(debug_assertions)]
#[test]
fn a_panic_gives_the_terminal_back() {
    let run = Run::start(&[("DOISOAT_PANIC_IN_TUI", "1")]);
    let (code, sent) = run.end();
    assert_eq!(code, 101);
    let report = String::from_utf8_lossy(&sent).into_owned();
    let after = report.rsplit("\x1b[?1049l").next().unwrap_or_default();
    assert!(after.contains("src/tui/mod.rs"), "the report stands on the first screen:\n{after}");
}

#[cfg(unix)]
#[test]
fn a_signal_gives_the_terminal_back() {
    let mut run = Run::start(&[]);
    run.see("BẢN DÙNG THỬ");
    let id = run.child.process_id().expect("it runs");
    let sent = std::process::Command::new("kill").args(["-TERM", &id.to_string()]).status();
    assert!(sent.expect("kill is there").success());
    let (code, _) = run.end();
    assert_eq!(code, 128 + 15);
}

#[test]
fn an_unusable_terminal_is_told_politely() {
    let folder = TempDir::new().expect("a temporary folder can be made");
    let mut run = Run::start_at(folder, &[], &[("TERM", "dumb")]);
    let status = run.child.wait().expect("the program ends");
    while let Ok(bytes) = run.output.recv_timeout(PATIENCE) {
        run.sent.extend(bytes);
    }
    assert_eq!(status.exit_code(), 2);
    assert!(!run.sent.contains(&0x1b), "no sequence is sent");
}

#[test]
fn without_colour_the_row_under_the_cursor_is_reversed() {
    let mut run = Run::start(&[("NO_COLOR", "1")]);
    run.see("BẢN DÙNG THỬ");
    run.press(b"3");
    run.see("1/24");
    run.press(F9);
    run.see("chưa chọn dòng nào");
    let screen = run.screen.screen();
    let row: Vec<bool> =
        (0..80).map(|x| screen.cell(2, x).is_some_and(vt100::Cell::inverse)).collect();
    assert!(row.iter().all(|is_inverse| *is_inverse), "{row:?}");
    run.press(F10);
    assert_eq!(run.end().0, 0);
}
