//! How long each phase takes.

use std::time::{Duration, Instant};

use crate::memory::peak;

/// How long each phase takes.
#[derive(Clone, Debug)]
pub(crate) struct Clock {
    start: Instant,
    last: Instant,
    /// Phase, time, and the most memory until its end in megabytes.
    laps: Vec<(&'static str, Duration, Option<f64>)>,
}

impl Clock {
    pub(crate) fn start() -> Self {
        let start = Instant::now();
        Self {
            start,
            last: start,
            laps: Vec::new(),
        }
    }

    pub(crate) fn lap(&mut self, name: &'static str) {
        let now = Instant::now();
        self.laps.push((name, now - self.last, peak("/proc/self")));
        self.last = now;
    }

    pub(crate) fn total(&self) -> Duration {
        self.start.elapsed()
    }

    pub(crate) fn laps(&self) -> String {
        let laps = self.laps.iter().map(|(name, time, memory)| {
            let memory = memory.map(|memory| format!(" ({memory:.0} MB)"));
            let time = time.as_secs_f64() * 1000.0;
            format!("{name} {time:.1} ms{}", memory.unwrap_or_default())
        });
        laps.collect::<Vec<_>>().join(", ")
    }
}
