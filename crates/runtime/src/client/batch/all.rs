//! Requests of one kind in batches.

use std::fmt;

use super::collect::Batch;
use super::key::Key;
use super::results::Results;
use crate::client::carrier::Carrier;
use crate::client::error::{Error, Result};
use crate::client::payload::Payload;
use crate::client::request::Request;
use crate::client::retry::RetryPolicy;

/// Collects requests of one kind, whose results come in their order. [The module](super) has an example.
pub fn all<T: Payload>(requests: impl IntoIterator<Item = Request<T>>) -> All<T> {
    let mut batch = Batch::new();
    let requests = requests.into_iter();
    let keys = requests.map(|request| batch.add(request)).collect();
    All { batch, keys }
}

/// Requests of one kind, none of which depends on another ([`all`]).
#[must_use = "nothing is sent before `send` is called"]
pub struct All<T> {
    batch: Batch,
    /// In the order of the requests; an error is that of one that cannot be sent.
    keys: Vec<Result<Key<T>>>,
}

impl<T: Payload> All<T> {
    /// Sets how many requests go into one batch at most ([`Batch::limit`]).
    pub fn limit(mut self, requests: usize) -> Self {
        self.batch = self.batch.limit(requests);
        self
    }

    /// Sets how often each request is sent, and how long is waited in between ([`Batch::retry`]).
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.batch = self.batch.retry(policy);
        self
    }

    /// Sends the requests with the client, in as many batches as it takes, and returns their results in the order of the
    /// requests.
    #[cfg(feature = "client")]
    pub async fn send(self) -> Vec<Result<T>> {
        let Self { batch, keys } = self;
        in_order(batch.send().await, keys)
    }

    /// Sends them as `send` does, over a network stack of the program's own.
    pub async fn send_by(self, carrier: &impl Carrier) -> Vec<Result<T>> {
        let Self { batch, keys } = self;
        in_order(batch.send_by(carrier).await, keys)
    }
}

fn in_order<T: Payload>(results: Result<Results>, keys: Vec<Result<Key<T>>>) -> Vec<Result<T>> {
    let take = |results: &mut std::result::Result<Results, Error>, key| match results {
        Ok(results) => results.take(key),
        Err(error) => Err(error.clone()),
    };
    let mut results = results;
    let keys = keys.into_iter();
    keys.map(|key| take(&mut results, key?)).collect()
}

impl<T> fmt::Debug for All<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("All")
            .field("requests", &self.keys.len())
            .finish_non_exhaustive()
    }
}
