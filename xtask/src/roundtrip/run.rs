//! The runner: asked about many values at once, or about one at a time.

use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{SendError, SyncSender, TrySendError, sync_channel};
use std::thread;

use graphwright_samples::arbitrary::Wrote;

/// What the runner says of a value: what it wrote, or why it could not.
pub(super) type Answer = Result<Wrote, String>;

/// A value that is asked about: the number of its model, and its JSON, which is one line.
pub(super) struct Question<T> {
    pub(super) model: usize,
    pub(super) json: String,
    /// What the one who asks needs to know of it.
    pub(super) about: T,
}

/// A program that answers.
pub(super) struct Process {
    program: PathBuf,
    child: Child,
    to: Option<BufWriter<ChildStdin>>,
    from: BufReader<ChildStdout>,
}

/// Where a program ends instead of giving an answer, such as by a full stack.
const ENDED: &str = "the runner ended without an answer";

impl Process {
    pub(super) fn start(program: &Path) -> Result<Self, String> {
        let failed = |error| format!("the runner could not be started: {error}");
        let mut child = Command::new(program)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(failed)?;
        let (Some(to), Some(from)) = (child.stdin.take(), child.stdout.take()) else {
            return Err("the runner has no pipes".into());
        };
        Ok(Self {
            program: program.to_owned(),
            child,
            to: Some(BufWriter::new(to)),
            from: BufReader::new(from),
        })
    }

    /// Asks all `questions` and calls `answered` with each and its answer, in order. Questions are made,
    /// answered and judged at the same time.
    pub(super) fn ask_all<T: Send>(
        mut self,
        questions: impl Iterator<Item = Question<T>> + Send,
        mut answered: impl FnMut(Question<T>, Answer),
    ) -> Result<(), String> {
        let Some(mut to) = self.to.take() else {
            return Ok(());
        };
        let (asked, waiting) = sync_channel::<Question<T>>(1024);
        thread::scope(|threads| {
            threads.spawn(move || {
                for question in questions {
                    let written = writeln!(to, "{}\t{}", question.model, question.json);
                    // Sent also if it could not be written: the answer tells.
                    if hand_on(&asked, question, &mut to).is_err() || written.is_err() {
                        return;
                    }
                }
            });
            for question in waiting {
                let answer = self.answer();
                let ended = matches!(&answer, Err(why) if why == ENDED);
                answered(question, answer);
                if ended {
                    return Err(format!("{ENDED}; what comes after it was not tried"));
                }
            }
            Ok(())
        })
    }

    /// Asks about one value. A program that has ended is started again.
    pub(super) fn ask(&mut self, model: usize, json: &str) -> Answer {
        if let Some(to) = &mut self.to {
            let written = writeln!(to, "{model}\t{json}").and_then(|()| to.flush());
            written.map_err(|error| format!("{ENDED}: {error}"))?;
        }
        let answer = self.answer();
        if matches!(&answer, Err(why) if why == ENDED) {
            *self = Self::start(&self.program)?;
        }
        answer
    }

    fn answer(&mut self) -> Answer {
        let mut line = String::new();
        let read = self.from.read_line(&mut line);
        if !read.is_ok_and(|length| length > 0) {
            return Err(ENDED.into());
        }
        let line = line.trim_end_matches('\n');
        if let Some(why) = line.strip_prefix('!') {
            return Err(why.to_owned());
        }
        let mut parts = line.splitn(3, '\t');
        let mut next = || parts.next().unwrap_or_default();
        Ok(Wrote {
            ty: next().to_owned(),
            additional: serde_json::from_str(next()).map_err(|error| error.to_string())?,
            json: next().to_owned(),
        })
    }
}

/// Hands `question` on to be answered. Where it must wait for answers first, none may wait for what
/// is written and not sent yet.
fn hand_on<T>(
    asked: &SyncSender<Question<T>>,
    question: Question<T>,
    to: &mut BufWriter<ChildStdin>,
) -> Result<(), SendError<Question<T>>> {
    match asked.try_send(question) {
        Ok(()) => Ok(()),
        Err(TrySendError::Full(question)) => {
            // If it fails, the runner has ended, and the answers tell that.
            let _ = to.flush();
            asked.send(question)
        }
        Err(TrySendError::Disconnected(question)) => Err(SendError(question)),
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.to = None;
        // It ends when nothing more can come; what it ends with was seen in its answers.
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    #[test]
    fn many_short_questions_are_all_answered() {
        // It gives back what it is given, which is no answer, and one for each question.
        let process = Process::start(Path::new("cat")).unwrap();
        let questions = (0..20_000).map(|number| Question {
            model: 1,
            json: "1".to_owned(),
            about: number,
        });
        let mut answered = Vec::new();
        process
            .ask_all(questions, |question, _| answered.push(question.about))
            .unwrap();
        assert_eq!(answered, Vec::from_iter(0..20_000));
    }
}
