//! What a command does, where it takes over a second and somebody looks on.

use std::io::{IsTerminal, Write, stderr};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// The time that passes before a line is shown.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often it is written anew.
const EVERY: Duration = Duration::from_millis(200);

/// A line on a terminal that says what is done and for how long; it goes when this is dropped. Where standard error is
/// no terminal, nothing is shown.
pub(crate) struct Progress {
    /// The line's thread, and what tells it that the end is there.
    shown: Option<(Sender<String>, JoinHandle<()>)>,
}

impl Progress {
    /// Begins with `what`.
    pub(crate) fn of(what: &str) -> Self {
        let shown = stderr().is_terminal().then(|| {
            let (tell, told) = channel();
            let mut what = what.to_owned();
            let start = Instant::now();
            let line = thread::spawn(move || {
                let mut wait = PATIENCE;
                let mut width = 0;
                loop {
                    match told.recv_timeout(wait) {
                        Ok(next) => what = next,
                        Err(RecvTimeoutError::Timeout) => {}
                        Err(RecvTimeoutError::Disconnected) => break,
                    }
                    let passed = start.elapsed();
                    if passed >= PATIENCE {
                        let line = format!("{what}, {} s", passed.as_secs());
                        eprint!("\r{line:width$}");
                        width = line.chars().count();
                        let _ = stderr().flush();
                        wait = EVERY;
                    } else {
                        wait = PATIENCE - passed;
                    }
                }
                if width > 0 {
                    eprint!("\r{:width$}\r", "");
                }
            });
            (tell, line)
        });
        Self { shown }
    }

    /// Goes on with `what`.
    pub(crate) fn say(&self, what: String) {
        if let Some((tell, _)) = &self.shown {
            // It ends only after this.
            let _ = tell.send(what);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((tell, line)) = self.shown.take() {
            drop(tell);
            let _ = line.join();
        }
    }
}
