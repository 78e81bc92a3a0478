//! The built program, and any other, run under a time limit.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use super::deadline::Deadline;

/// Long for any verb that does not wait for the world.
const LIMIT: Duration = Duration::from_secs(60);

/// How long the pipes of an ended program may take to run dry.
const LAST_WORDS: Duration = Duration::from_secs(5);

/// The built program with these arguments, ready for more (`.env`, `.current_dir`) and for [`Running::start`].
pub(crate) fn fba_nfe<A: AsRef<OsStr>>(args: impl IntoIterator<Item = A>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fba-nfe"));
    command.args(args).current_dir(super::root(""));
    command
}

/// Runs the built program to its end.
#[track_caller]
pub(crate) fn run<A: AsRef<OsStr>>(args: impl IntoIterator<Item = A>) -> Finished {
    Running::start(&mut fba_nfe(args)).finish(LIMIT)
}

/// What a program left behind.
#[derive(Debug)]
pub(crate) struct Finished {
    pub(crate) status: ExitStatus,
    /// Without the lines that [`Running::line_with`] has read.
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// A program that is running. It dies with this value.
pub(crate) struct Running {
    name: String,
    child: Child,
    stdin: Option<ChildStdin>,
    stdout: Receiver<String>,
    stderr: Receiver<String>,
}

impl Running {
    #[track_caller]
    pub(crate) fn start(command: &mut Command) -> Self {
        let name = format!("{command:?}");
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let (stdout, stderr) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
        let stdin = child.stdin.take();
        Self { name, child, stdin, stdout: lines(stdout), stderr: lines(stderr) }
    }

    /// Writes to its standard input, which stays open until [`Self::finish`], [`Self::wait`] or the end.
    #[track_caller]
    pub(crate) fn say(&mut self, text: &str) {
        self.stdin.as_mut().expect("standard input is open").write_all(text.as_bytes()).unwrap();
    }

    /// The next line of standard output that holds `part`; the lines before it are let go.
    #[track_caller]
    pub(crate) fn line_with(&mut self, part: &str, limit: Duration) -> String {
        let deadline = Deadline::after(limit);
        let mut before = Vec::new();
        loop {
            match self.stdout.recv_timeout(deadline.remaining()) {
                Ok(line) if line.contains(part) => return line,
                Ok(line) => before.push(line),
                Err(gone) => {
                    let why = match gone {
                        RecvTimeoutError::Timeout => format!("within {limit:?}"),
                        RecvTimeoutError::Disconnected => "before its output ended".to_owned(),
                    };
                    let rest = self.end();
                    panic!(
                        "{}: expected a line with {part:?} {why}, found {before:#?}; stderr:\n{}",
                        self.name, rest.stderr
                    );
                }
            }
        }
    }

    /// Dies in the middle of whatever it does, as in a power cut.
    pub(crate) fn kill9(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to stop (SIGTERM).
    pub(crate) fn terminate(&self) {
        signal("TERM", &self.child.id().to_string());
    }

    /// Waits for its end; its standard input ends now.
    #[track_caller]
    pub(crate) fn wait(&mut self, limit: Duration) -> ExitStatus {
        drop(self.stdin.take());
        let ended = Deadline::after(limit).poll(|| self.child.try_wait().unwrap());
        ended.unwrap_or_else(|| {
            let rest = self.end();
            panic!("{}: still running after {limit:?}: {rest:#?}", self.name)
        })
    }

    /// Waits for its end and hands over all it said.
    #[track_caller]
    pub(crate) fn finish(mut self, limit: Duration) -> Finished {
        self.wait(limit);
        self.end()
    }

    fn end(&mut self) -> Finished {
        drop(self.stdin.take());
        let _ = self.child.kill();
        let status = self.child.wait().unwrap();
        // A grandchild that holds the pipes open is not waited for.
        let deadline = Deadline::after(LAST_WORDS);
        let rest = |of: &Receiver<String>| {
            std::iter::from_fn(|| of.recv_timeout(deadline.remaining()).ok())
                .map(|line| line + "\n")
                .collect()
        };
        Finished { status, stdout: rest(&self.stdout), stderr: rest(&self.stderr) }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Drains a pipe all the time, since a full one would stop the program that writes to it.
fn lines(pipe: impl Read + Send + 'static) -> Receiver<String> {
    let (line, lines) = channel();
    std::thread::spawn(move || {
        for read in BufReader::new(pipe).split(b'\n').map_while(Result::ok) {
            if line.send(String::from_utf8_lossy(&read).into_owned()).is_err() {
                break;
            }
        }
    });
    lines
}

/// Sends a signal by the shell's own `kill`: the standard library knows only SIGKILL, and only for its children.
/// False when there is nobody to receive it.
pub(crate) fn signal(name: &str, to: &str) -> bool {
    let mut kill = Command::new("/bin/sh");
    kill.args(["-c", r#"kill -s "$1" -- "$2""#, "kill", name, to]);
    kill.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    kill.status().unwrap().success()
}

fn shell(script: &str) -> Running {
    Running::start(Command::new("/bin/sh").args(["-c", script]))
}

#[test]
fn the_program_tells_how_it_is_used() {
    let finished = run(["--help"]);
    assert!(finished.status.success(), "{finished:#?}");
}

#[test]
fn a_program_is_heard_and_answered() {
    let mut running =
        shell("echo one; echo ready; read word; echo \"heard $word\"; echo lost >&2; exit 3");
    assert_eq!(running.line_with("read", LIMIT), "ready");
    running.say("hello\n");
    let finished = running.finish(LIMIT);
    assert_eq!(finished.status.code(), Some(3));
    assert_eq!((finished.stdout.as_str(), finished.stderr.as_str()), ("heard hello\n", "lost\n"));
}

#[test]
fn a_program_ends_by_signal() {
    let mut running = shell("trap 'exit 7' TERM; echo ready; while :; do read word; done");
    running.line_with("ready", LIMIT);
    running.terminate();
    assert_eq!(running.wait(LIMIT).code(), Some(7));

    let mut running = shell("trap '' TERM; echo ready; exec cat");
    running.line_with("ready", LIMIT);
    running.terminate();
    running.kill9();
    let pid = running.child.id().to_string();
    assert!(!signal("0", &pid), "killed and gone");
}

#[test]
fn a_line_that_does_not_come_is_a_failure_that_shows_the_others() {
    let missed =
        std::panic::catch_unwind(|| shell("echo one; echo oh >&2").line_with("two", LIMIT));
    let message = *missed.unwrap_err().downcast::<String>().unwrap();
    for part in ["\"two\"", "\"one\"", "oh", "before its output ended"] {
        assert!(message.contains(part), "{message}");
    }
}

#[test]
fn a_program_that_does_not_end_is_ended() {
    let endless =
        std::panic::catch_unwind(|| shell("exec tail -f /dev/null").finish(Duration::ZERO));
    let message = *endless.unwrap_err().downcast::<String>().unwrap();
    assert!(message.contains("still running after 0ns"), "{message}");
}
