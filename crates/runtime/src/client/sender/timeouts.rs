//! How long a request may take.

use std::time::Duration;

use crate::client::request::Request;

/// How long a request may take, as far as something is said of it.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::client) struct Timeouts {
    /// One attempt, with redirects and the body of the response.
    pub(super) attempt: Option<Duration>,
    /// Until the head of a response, and between two pieces of its body.
    pub(super) read: Option<Duration>,
    /// All attempts, and the waits between them.
    pub(super) total: Option<Duration>,
}

impl Timeouts {
    /// Returns how long one request may take that does the work of all of these: as long as the longest, where each
    /// says it.
    pub(in crate::client) fn longest(all: impl Iterator<Item = Self> + Clone) -> Self {
        let longest = |of: fn(&Self) -> Option<Duration>| {
            let times: Option<Vec<Duration>> = all.clone().map(|one| of(&one)).collect();
            times?.into_iter().max()
        };
        Self {
            attempt: longest(|one| one.attempt),
            read: longest(|one| one.read),
            total: longest(|one| one.total),
        }
    }

    /// Returns what the request says, and else the client.
    pub(super) fn or(self, client: Self) -> Self {
        Self {
            attempt: self.attempt.or(client.attempt),
            read: self.read.or(client.read),
            total: self.total.or(client.total),
        }
    }
}

impl<T> Request<T> {
    /// Sets how long one attempt may take, redirects and the body of the response included, instead of as long as the
    /// client allows ([`ClientBuilder::timeout`](crate::ClientBuilder::timeout)).
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.parts.timeouts.attempt = Some(timeout);
        self
    }

    /// Sets how long nothing may come, instead of as long as the client allows
    /// ([`ClientBuilder::read_timeout`](crate::ClientBuilder::read_timeout)).
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.parts.timeouts.read = Some(timeout);
        self
    }

    /// Sets how long it may take as a whole, with all attempts and the waits between them, instead of as long as the
    /// client allows ([`ClientBuilder::total_timeout`](crate::ClientBuilder::total_timeout)).
    pub fn total_timeout(mut self, timeout: Duration) -> Self {
        self.parts.timeouts.total = Some(timeout);
        self
    }
}
