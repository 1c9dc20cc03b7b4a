//! Collects requests for a batch.

use std::fmt;

use super::entry::Entry;
use super::key::{BatchId, Id, Key};
use super::plan::{self, TooMany};
use super::sending::Sending;
use crate::client::course::Course;
use crate::client::error::{Error, ErrorKind, Result};
use crate::client::payload::Payload;
use crate::client::request::{Parts, Request};
use crate::client::resource::ServiceClient;
use crate::client::retry::RetryPolicy;

/// As many as Graph takes.
const LIMIT: usize = 20;

/// Requests to one service, which are sent in batches. [The module](super) shows how.
#[must_use = "nothing is sent before the batch is"]
pub struct Batch {
    pub(super) id: BatchId,
    pub(super) items: Vec<Item>,
    pub(super) limit: usize,
    pub(super) retry: Option<RetryPolicy>,
}

/// A request, and how it stands in a batch.
pub(super) struct Item {
    /// The request, for when it is sent by itself, and for further pages.
    pub(super) parts: Parts,
    pub(super) course: Course,
    pub(super) entry: Entry,
    /// The requests that it depends on; all come before it.
    pub(super) after: Vec<usize>,
}

impl Batch {
    /// A batch without requests.
    pub fn new() -> Self {
        Self {
            id: BatchId::next(),
            items: Vec::new(),
            limit: LIMIT,
            retry: None,
        }
    }

    /// Sets how many requests go into one batch at most: 20 unless set, which is Graph's limit. At least one does.
    pub fn limit(mut self, requests: usize) -> Self {
        self.limit = requests.max(1);
        self
    }

    /// Sets how often each request is sent, and how long is waited in between, instead of as the client says it. What a
    /// request says itself comes first ([`Request::retry`]); of several, the batch as a whole goes by the one that sends
    /// least often.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = Some(policy);
        self
    }

    /// Adds a request, whose result its key takes.
    ///
    /// Its timeouts hold for the batch as a whole: where each request has one, the longest.
    ///
    /// # Errors
    /// It cannot be sent, or not in this batch: it goes to another service than the others, by another client, to a URL
    /// that is not below the service root or carries its own permission; it has a body of several parts, or a method other
    /// than GET, POST, PATCH, PUT and DELETE.
    pub fn add<T: Payload>(&mut self, request: Request<T>) -> Result<Key<T>> {
        self.add_after(request, [] as [Id; 0])
    }

    /// Adds a request that is carried out after those of `after` and only if these succeed. If one of them fails, its
    /// result is an error of the status 424 (Failed Dependency).
    ///
    /// # Errors
    /// As [`add`](Self::add); or a key is of another batch.
    pub fn add_after<T: Payload>(
        &mut self,
        request: Request<T>,
        after: impl IntoIterator<Item = impl Into<Id>>,
    ) -> Result<Key<T>> {
        let request = request.accepting::<T>();
        let parts = request.parts.clone();
        let course = Course::in_batch(request.outgoing()?);
        let mut dependencies = Vec::new();
        for id in after {
            let id: Id = id.into();
            if !id.is_of(self.id) {
                return Err(course.invalid("a request that it is to follow is of another batch"));
            }
            if !dependencies.contains(&id.index) {
                dependencies.push(id.index);
            }
        }
        let first = self.service();
        if first.is_some_and(|first| !first.is_same(&course.outgoing.service)) {
            return Err(course.invalid(
                "it goes to another service than the batch, or by another client: put it into a batch of its own",
            ));
        }
        let entry = Entry::of(&course)?;
        let key = Key::new(self.id, self.items.len());
        self.items.push(Item {
            parts,
            course,
            entry,
            after: dependencies,
        });
        Ok(key)
    }

    /// Returns how many requests it has.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Returns whether it has no request.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Begins to send it, for a program that sends requests itself.
    ///
    /// # Errors
    /// More requests depend on each other than go into one batch ([`ErrorKind::InvalidRequest`]).
    pub fn start(self) -> Result<Sending> {
        let all: Vec<usize> = (0..self.items.len()).collect();
        let batches = plan::batches(&all, |item| &self.items[item].after, self.limit);
        match batches {
            Ok(batches) => Ok(Sending::new(self, batches)),
            Err(TooMany(number)) => Err(Error::new(ErrorKind::InvalidRequest(format!(
                "{number} requests depend on each other, and go into one batch of at most {}: send some of them \
                 before the others, or set `Batch::limit` where the service takes more",
                self.limit
            )))),
        }
    }

    /// The service that all requests go to.
    pub(super) fn service(&self) -> Option<&ServiceClient> {
        Some(&self.items.first()?.course.outgoing.service)
    }
}

impl Default for Batch {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Batch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batch")
            .field("requests", &self.items.len())
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}
