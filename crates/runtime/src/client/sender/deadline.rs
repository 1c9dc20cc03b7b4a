//! How long several requests may take that do one piece of work.

use std::time::Duration;

use super::{Time, Timeouts, sender_of};
use crate::client::error::Result;
use crate::client::request::Request;
use crate::client::resource::ServiceClient;

/// The end of a piece of work, with all its requests and the waits between them.
pub(in crate::client) struct Deadline {
    time: Time,
    total: Option<Duration>,
    /// Nothing where there is none, or before the work has begun.
    end: Option<Duration>,
}

impl Deadline {
    /// The deadline that `timeouts` say, else the client.
    ///
    /// # Errors
    /// The client sends nothing, or no tokio runtime is here.
    pub(in crate::client) fn of(service: &ServiceClient, timeouts: Timeouts) -> Result<Self> {
        let sender = sender_of(service)?;
        sender.time.check()?;
        Ok(Self {
            time: sender.time.clone(),
            total: timeouts.or(sender.timeouts).total,
            end: None,
        })
    }

    /// Begins anew.
    pub(in crate::client) fn begin(&mut self) {
        self.end = self
            .total
            .and_then(|total| self.time.now().checked_add(total));
    }

    fn left(&self) -> Option<Duration> {
        Some(self.end?.saturating_sub(self.time.now()))
    }

    /// Returns whether there is so much time left.
    pub(in crate::client) fn may_wait(&self, time: Duration) -> bool {
        self.left().is_none_or(|left| time < left)
    }

    /// Gives a request the time that is left.
    pub(in crate::client) fn limit<T>(&self, request: Request<T>) -> Request<T> {
        match self.left() {
            Some(left) => request.total_timeout(left),
            None => request,
        }
    }
}
