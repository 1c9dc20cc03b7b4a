//! Reads the responses of an upload, and decides what comes next.

use std::sync::Arc;

use bytes::Bytes;
use http::StatusCode;
use serde::Deserialize;

use super::ranges::{Missing, Unread};
use super::{State, Upload};
use crate::client::error::{Error, ErrorKind, Result, SharedError};
use crate::client::not_sent::NotSent;
use crate::client::payload::Payload;
use crate::client::receive::{Received, SentWith};
use crate::client::request::Response;
use crate::client::retry::{Attempts, Outcome};
use crate::json;

/// The number of answers without progress after which the upload fails. A service that loses what it had is believed,
/// but not for ever.
const SETBACKS: u32 = 10;

/// The status of a session.
#[derive(Deserialize)]
struct Status {
    // To Do writes it with a capital letter.
    #[serde(rename = "nextExpectedRanges", alias = "NextExpectedRanges")]
    next_expected_ranges: Vec<String>,
}

impl<T> Upload<T> {
    /// Decides what follows from a response of success.
    pub(super) fn succeeded(&mut self, response: Response<Bytes>) -> Result<Option<Response<T>>>
    where
        T: Payload,
    {
        let body = json::without_byte_order_mark(&response.value);
        if let Ok(status) = serde_json::from_slice::<Status>(body) {
            let missing = Missing::read(&status.next_expected_ranges, self.length);
            let missing = missing.map_err(|why| self.unexpected(&why, &response))?;
            return self.expects(missing, &response).map(|()| None);
        }
        let asks = matches!(self.state, State::Ask);
        let ends = self.sends_last() || (asks && self.is_perhaps_done);
        // 202 says that there is more to come (RFC 9110, 15.3.3).
        if ends && response.status != StatusCode::ACCEPTED {
            let last = self.received(response).read();
            self.state = State::Done;
            self.missing = Missing::none();
            return last.map(Some);
        }
        if asks {
            return Err(self.unread("the service does not say which bytes it expects", &response));
        }
        self.set_back(&response)?;
        self.state = State::Ask;
        Ok(None)
    }

    /// Goes on with what the service expects.
    fn expects(&mut self, missing: Missing, response: &Response<Bytes>) -> Result<()> {
        let is_answer_to_bytes = matches!(self.state, State::Send { .. } | State::Commit);
        if missing.is_less_than(&self.missing) {
            self.attempts = Attempts::NONE;
        } else if is_answer_to_bytes {
            self.set_back(response)?;
        }
        self.is_perhaps_done = false;
        self.missing = missing;
        self.state = State::Read;
        Ok(())
    }

    /// Counts an answer after which the service has no more than before.
    fn set_back(&mut self, response: &Response<Bytes>) -> Result<()> {
        self.setbacks += 1;
        match self.setbacks > SETBACKS {
            true => Err(self.unread(
                "the service takes the bytes and still expects them",
                response,
            )),
            false => Ok(()),
        }
    }

    /// Decides what follows when there was no response of success.
    pub(super) fn failed(&mut self, error: Error) -> Result<()> {
        let lost = matches!(error.kind(), ErrorKind::Transport | ErrorKind::Timeout(_));
        let status = error.status().filter(|_| !lost);
        match status {
            Some(StatusCode::NOT_FOUND | StatusCode::GONE) => {
                let gone = Error::new(ErrorKind::SessionGone)
                    .with_status(status.unwrap_or_default())
                    .perhaps_done(self.is_perhaps_done)
                    .with_request_id(error.request_id().map(str::to_owned));
                let error: SharedError = Arc::new(error);
                return Err(self.parts.place(gone.with_source(error)));
            }
            // The service has these bytes already, or expects others.
            Some(StatusCode::RANGE_NOT_SATISFIABLE)
                if !matches!(self.state, State::Ask) && self.setbacks < SETBACKS =>
            {
                self.setbacks += 1;
                self.state = State::Ask;
                return Ok(());
            }
            _ => {}
        }
        let outcome = match (is_unsent_for_good(&error), status) {
            (Some(false), _) => Outcome::NotSent,
            (None, Some(status)) => Outcome::Answered {
                status,
                headers: error.headers(),
            },
            (None, None) if lost => Outcome::Lost,
            (Some(true) | None, _) => return Err(error),
        };
        let may_be_done = outcome.may_be_done();
        self.is_perhaps_done |= may_be_done && self.sends_last();
        let core = &self.parts.service.service().core.0;
        let policy = self.parts.policy();
        let Some(time) = self.attempts.again(policy, &core.budget, &outcome) else {
            return Err(error);
        };
        self.wait = Some(time);
        if may_be_done {
            self.state = State::Ask;
        }
        Ok(())
    }

    fn received(&self, response: Response<Bytes>) -> Received {
        Received {
            status: response.status,
            headers: response.headers,
            body: response.value,
            url: self.parts.url.clone(),
            service: self.parts.service.clone(),
            client_request_id: None,
            sent_with: SentWith::default(),
        }
    }

    fn unexpected(&self, why: &Unread, response: &Response<Bytes>) -> Error {
        match why {
            Unread::NoRange => self.unread(&why.to_string(), response),
            Unread::BeyondEnd(_) => self
                .parts
                .place(Error::new(ErrorKind::FileChanged(why.to_string()))),
        }
    }

    fn unread(&self, why: &str, response: &Response<Bytes>) -> Error {
        self.received(response.clone()).unread(why)
    }
}

/// If nothing was sent, whether it will be so the next time as well.
fn is_unsent_for_good(error: &Error) -> Option<bool> {
    let source = std::error::Error::source(error)?;
    source.downcast_ref().map(NotSent::is_for_good)
}
