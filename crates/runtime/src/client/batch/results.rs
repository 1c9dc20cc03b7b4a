//! The results of the requests of a batch.

use std::fmt;

use super::key::{BatchId, Id, Key};
use crate::client::delta::{Change, Round};
use crate::client::error::{Error, ErrorKind, Result};
use crate::client::page::Page;
use crate::client::pages::Pages;
use crate::client::payload::Payload;
use crate::client::receive::Received;
use crate::client::request::{Parts, Request, Response};
use crate::value::Value;

/// The results of the requests of a [`Batch`](super::Batch), each of which its key takes once.
pub struct Results {
    batch: BatchId,
    outcomes: Vec<Outcome>,
}

/// What came of a request.
pub(super) struct Outcome {
    pub(super) parts: Parts,
    /// Nothing once it is taken.
    pub(super) result: Option<Result<Received>>,
}

impl Results {
    pub(super) fn new(batch: BatchId, outcomes: Vec<Outcome>) -> Self {
        Self { batch, outcomes }
    }

    /// Takes the result of a request, read as its response is without a batch.
    ///
    /// # Errors
    /// As [`Request::send_by`]; or the result was taken already, or the key is of another batch
    /// ([`ErrorKind::InvalidRequest`]).
    pub fn take<T: Payload>(&mut self, key: Key<T>) -> Result<T> {
        Ok(self.take_response(key)?.value)
    }

    /// Takes the result of a request, with status and headers of its response.
    ///
    /// # Errors
    /// As [`take`](Self::take).
    pub fn take_response<T: Payload>(&mut self, key: Key<T>) -> Result<Response<T>> {
        self.received(key.id())?.read()
    }

    /// Takes a page, and goes on with those that follow it: each is asked for with the headers of the request, by itself.
    ///
    /// # Errors
    /// As [`take`](Self::take).
    pub fn take_pages<T: Value + 'static>(&mut self, key: Key<Page<T>>) -> Result<Pages<T>> {
        let received = self.received(key.id())?;
        let from = received.url.clone();
        let page: Page<T> = received.read()?.value;
        let parts = self.outcomes[key.id().index].parts.clone();
        let mut pages = Request::<Page<T>>::from(parts).pages();
        // That page is the one that would be asked for first.
        drop(pages.request().transpose()?);
        pages.accept(page, &from);
        Ok(pages)
    }

    /// Takes the first page of a round of changes, and goes on with those that follow it.
    ///
    /// # Errors
    /// As [`take`](Self::take).
    pub fn take_round<T: Value + 'static>(&mut self, key: Key<Page<T>>) -> Result<Round<T>> {
        let received = self.received(key.id())?;
        let from = received.url.clone();
        let page: Page<Change<T>> = received.read()?.value;
        let parts = self.outcomes[key.id().index].parts.clone();
        let mut round = Request::<Page<T>>::from(parts).round();
        drop(round.request().transpose()?);
        round.accept(page, &from);
        Ok(round)
    }

    /// Returns the errors of requests whose results were not taken yet. Responses of success that cannot be read are no
    /// errors before they are taken.
    pub fn errors(&self) -> impl Iterator<Item = &Error> {
        let results = self
            .outcomes
            .iter()
            .filter_map(|outcome| outcome.result.as_ref());
        results.filter_map(|result| result.as_ref().err())
    }

    fn received(&mut self, id: Id) -> Result<Received> {
        let refuse = |why: &str| Err(Error::new(ErrorKind::InvalidRequest(why.into())));
        if !id.is_of(self.batch) {
            return refuse("its key is of another batch than the results");
        }
        match self
            .outcomes
            .get_mut(id.index)
            .and_then(|outcome| outcome.result.take())
        {
            Some(result) => result,
            None => refuse("its result was taken already"),
        }
    }
}

impl fmt::Debug for Results {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Results")
            .field("requests", &self.outcomes.len())
            .finish_non_exhaustive()
    }
}
