//! Which requests are sent once more, and when: the rules by which Microsoft Graph wants to be asked again
//! ([throttling](https://learn.microsoft.com/graph/throttling)), and HTTP's own (RFC 9110, 9.2.2 and 10.2.3).
//!
//! | outcome | is repeated | after |
//! |---|---|---|
//! | 429; 503 with `Retry-After` | any request: the service has not carried it out | `Retry-After`, else the backoff |
//! | 500, 502, 503, 504, 509 | an idempotent request | `Retry-After`, else the backoff |
//! | no connection | any request: nothing was sent; none if it is so for good | the backoff |
//! | no response, or not all of it | an idempotent request | the backoff |
//! | anything else, such as 202 with `Retry-After` | none | |
//!
//! Idempotent are GET, HEAD, OPTIONS, PUT and DELETE, and what a program declares to be
//! ([`Request::idempotent`](super::Request::idempotent)). A body that cannot be had again is sent once.
//!
//! The client of this crate and a [`Carrier`](super::Carrier) go by these rules. A program that carries requests in
//! another way asks [`decide`]:
//!
//! ```
//! use std::time::Duration;
//!
//! use graphwright::retry::{Attempt, Decision, Outcome, decide};
//! use graphwright::{HeaderMap, Method, StatusCode};
//!
//! let mut headers = HeaderMap::new();
//! headers.insert("retry-after", "7".parse().expect("a header"));
//! let throttled = Outcome::Answered { status: StatusCode::TOO_MANY_REQUESTS, headers: &headers };
//! let attempt = Attempt::first(&Method::POST);
//! assert_eq!(decide(&attempt, &throttled), Decision::Wait(Duration::from_secs(7)));
//! assert_eq!(decide(&attempt, &Outcome::Lost), Decision::GiveUp);
//! ```

mod after;
mod attempts;
mod backoff;
mod budget;
mod report;

use std::time::Duration;

use http::header::RETRY_AFTER;
use http::{HeaderMap, Method, StatusCode};

pub use after::retry_after;
pub(super) use attempts::Attempts;
pub use backoff::Backoff;
pub use budget::Budget;
pub(super) use report::Observer;
pub use report::Report;

/// An attempt that was made.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Attempt<'a> {
    /// The method of the request.
    pub method: &'a Method,
    /// Which attempt it was: 1 for the first.
    pub number: u32,
    /// How long all waits before it took.
    pub waited: Duration,
    /// Whether the program says that the request may be carried out twice.
    pub is_idempotent: bool,
    /// Whether its body can be sent again.
    pub is_replayable: bool,
}

impl<'a> Attempt<'a> {
    /// The first attempt of a request with that method, whose body can be sent again.
    pub fn first(method: &'a Method) -> Self {
        Self {
            method,
            number: 1,
            waited: Duration::ZERO,
            is_idempotent: false,
            is_replayable: true,
        }
    }

    /// Returns the attempt that follows after a wait.
    #[must_use]
    pub fn next(self, wait: Duration) -> Self {
        Self {
            number: self.number.saturating_add(1),
            waited: self.waited.saturating_add(wait),
            ..self
        }
    }

    /// Returns whether the service may carry the request out twice.
    pub(super) fn may_be_repeated(&self) -> bool {
        let methods = [
            Method::GET,
            Method::HEAD,
            Method::OPTIONS,
            Method::PUT,
            Method::DELETE,
        ];
        self.is_idempotent || methods.contains(self.method)
    }
}

/// The outcome of an attempt.
#[derive(Clone, Copy, Debug)]
pub enum Outcome<'a> {
    /// A response.
    Answered {
        /// Its status.
        status: StatusCode,
        /// Its headers.
        headers: &'a HeaderMap,
    },
    /// There was no connection: nothing was sent ([`NotSent`](super::NotSent)).
    NotSent,
    /// No response came, or not all of it.
    Lost,
}

impl Outcome<'_> {
    /// Returns whether the service refused to look at the request now, so that it has not carried it out.
    fn is_throttled(&self) -> bool {
        match self {
            Self::Answered { status, headers } => match *status {
                StatusCode::TOO_MANY_REQUESTS => true,
                // SharePoint throttles so too.
                StatusCode::SERVICE_UNAVAILABLE => headers.contains_key(RETRY_AFTER),
                _ => false,
            },
            Self::NotSent | Self::Lost => false,
        }
    }

    /// Returns whether it is the fault of the service, or of the way to it, which may be gone the next time.
    fn is_passing(&self) -> bool {
        match self {
            Self::Answered { status, .. } => matches!(status.as_u16(), 500 | 502..=504 | 509),
            Self::NotSent | Self::Lost => true,
        }
    }

    /// Returns whether the service may have carried the request out, although this is no answer.
    pub(super) fn may_be_done(&self) -> bool {
        self.is_passing() && !self.is_throttled() && !matches!(self, Self::NotSent)
    }
}

/// The decision after an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The request is sent once more after that time.
    Wait(Duration),
    /// It is not: what came is what the caller gets.
    GiveUp,
}

/// How often a request is sent, and how long is waited in between.
///
/// ```
/// use std::time::Duration;
///
/// use graphwright::retry::{Backoff, RetryPolicy};
///
/// let patient = RetryPolicy::default()
///     .attempts(6)
///     .backoff(Backoff::default().first(Duration::from_secs(2)))
///     .longest_wait(Duration::from_secs(600));
/// ```
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct RetryPolicy {
    attempts: u32,
    backoff: Backoff,
    longest_wait: Duration,
}

/// At most four attempts, and five minutes of waits between them.
impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            attempts: 4,
            backoff: Backoff::default(),
            longest_wait: Duration::from_secs(300),
        }
    }
}

impl RetryPolicy {
    /// Every request is sent once.
    pub fn never() -> Self {
        Self::default().attempts(1)
    }

    /// Sets how often a request is sent at most, the first time included: four times unless set.
    pub fn attempts(self, attempts: u32) -> Self {
        Self { attempts, ..self }
    }

    /// Sets how long to wait where the service does not say it.
    pub fn backoff(self, backoff: Backoff) -> Self {
        Self { backoff, ..self }
    }

    /// Sets how long all waits of a request may take together: five minutes unless set. Where the service wants more,
    /// the request fails at once with what the service answered.
    pub fn longest_wait(self, time: Duration) -> Self {
        Self {
            longest_wait: time,
            ..self
        }
    }

    /// Returns the policy of the two that sends less often.
    pub(super) fn or_less(self, other: Self) -> Self {
        match other.attempts < self.attempts {
            true => other,
            false => self,
        }
    }

    /// Decides whether a request is sent once more.
    pub fn decide(&self, attempt: &Attempt<'_>, outcome: &Outcome<'_>) -> Decision {
        let is_free = outcome.is_throttled() || matches!(outcome, Outcome::NotSent);
        let is_repeated = is_free || (outcome.is_passing() && attempt.may_be_repeated());
        if !is_repeated || !attempt.is_replayable || attempt.number >= self.attempts {
            return Decision::GiveUp;
        }
        let said = match outcome {
            Outcome::Answered { headers, .. } => retry_after(headers),
            Outcome::NotSent | Outcome::Lost => None,
        };
        // No time at all is no answer to the question when to come back.
        let said = said.filter(|time| !time.is_zero());
        let time = said.unwrap_or_else(|| self.backoff.after(attempt.number));
        match attempt.waited.saturating_add(time) <= self.longest_wait {
            true => Decision::Wait(time),
            false => Decision::GiveUp,
        }
    }
}

/// Decides by the default [`RetryPolicy`] whether a request is sent once more.
pub fn decide(attempt: &Attempt<'_>, outcome: &Outcome<'_>) -> Decision {
    RetryPolicy::default().decide(attempt, outcome)
}

#[cfg(test)]
mod tests;
