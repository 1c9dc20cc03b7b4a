//! The attempts of what is more than one request: a transfer that goes on from where it is.

use std::time::Duration;

use http::Method;

use super::{Attempt, Budget, Decision, Outcome, RetryPolicy};

/// The number of attempts in a row without progress, and the time that was waited between them.
pub(in crate::client) struct Attempts {
    number: u32,
    waited: Duration,
}

impl Attempts {
    pub(in crate::client) const NONE: Self = Self {
        number: 0,
        waited: Duration::ZERO,
    };

    /// Counts an attempt that ended with `outcome`, and returns how long to wait before the next; `None` if there is
    /// none. What is asked for or sent may be so twice.
    pub(in crate::client) fn again(
        &mut self,
        policy: RetryPolicy,
        budget: &Budget,
        outcome: &Outcome<'_>,
    ) -> Option<Duration> {
        self.number += 1;
        let attempt = Attempt {
            number: self.number,
            waited: self.waited,
            is_idempotent: true,
            ..Attempt::first(&Method::GET)
        };
        let Decision::Wait(time) = policy.decide(&attempt, outcome) else {
            return None;
        };
        if !budget.take() {
            return None;
        }
        self.waited = self.waited.saturating_add(time);
        Some(time)
    }
}
