//! How many instructions a process takes: the same on each run, whatever else the machine does.

use std::env;
use std::path::Path;
use std::process::Command;

/// What counts instructions: the program, and where the number stands in what it says.
pub(super) struct Counter {
    program: &'static [&'static str],
    line: &'static str,
    before: &'static str,
}

const COUNTERS: [Counter; 2] = [
    Counter {
        program: &["perf", "stat", "-x,", "-e", "instructions:u", "--"],
        line: "instructions",
        before: "",
    },
    Counter {
        program: &[
            "valgrind",
            "--tool=cachegrind",
            "--cache-sim=no",
            "--cachegrind-out-file=/dev/null",
        ],
        line: "refs:",
        before: "refs:",
    },
];

impl Counter {
    /// The first that counts here: many machines have a perf that runs and counts nothing. Says so for a `part`
    /// of the bench where there is none.
    pub(super) fn of_this_machine(part: &str) -> Option<&'static Self> {
        let this = env::current_exe().ok()?;
        let counter = COUNTERS.iter().find(|counter| {
            counter
                .count(&this, |command| _ = command.arg("--help"))
                .is_some()
        });
        if counter.is_none() {
            eprintln!(
                "bench: {part}: instructions: SKIPPED, neither perf nor valgrind can count them"
            );
        }
        counter
    }

    /// The instructions of a run of `program` that succeeds.
    pub(super) fn count(&self, program: &Path, arguments: impl Fn(&mut Command)) -> Option<u64> {
        let (counter, options) = self.program.split_first()?;
        let mut command = Command::new(counter);
        command.args(options).arg(program);
        arguments(&mut command);
        let output = command.output().ok().filter(|one| one.status.success())?;
        let text = String::from_utf8_lossy(&output.stderr);
        let line = text.lines().find(|line| line.contains(self.line))?;
        number(line.trim_start_matches("==").split_once(self.before)?.1)
    }
}

/// The number at the start of a text, which may have commas in it.
fn number(text: &str) -> Option<u64> {
    let text = text.trim_start();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != ',');
    let digits = text[..end.unwrap_or(text.len())].trim_end_matches(',');
    digits.replace(',', "").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_read_as_they_are_printed() {
        assert_eq!(number("  1,234,567"), Some(1_234_567));
        assert_eq!(number("12 instructions"), Some(12));
        assert_eq!(number("<not supported>,,instructions:u,0"), None);
    }

    #[cfg(unix)]
    #[test]
    fn a_run_that_fails_counts_nothing() {
        let counter = Counter {
            program: &["sh", "-c", "echo '==1== I refs: 1,234' >&2; exit $0"],
            ..COUNTERS[1]
        };
        let count = |code: &str| counter.count(Path::new(code), |_| ());
        assert_eq!((count("0"), count("1")), (Some(1234), None));
    }
}
