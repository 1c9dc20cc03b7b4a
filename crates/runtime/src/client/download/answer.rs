//! Reads the responses of a download, and decides what comes next.

use std::sync::Arc;
use std::time::Duration;

use bytes::{Buf, Bytes};
use http::{HeaderMap, StatusCode};

use super::Download;
use super::version::{self, ContentRange, Version};
use crate::client::error::{Error, ErrorKind, Result, SharedError};
use crate::client::headers;
use crate::client::retry::{Attempts, Outcome};

/// The next step after the end of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "the download may not be done"]
pub enum Next {
    /// The whole file is there.
    Done,
    /// Wait so long, then send [`Download::request`] for the rest.
    Again(Duration),
}

impl Download {
    /// Takes the head of a response of success.
    ///
    /// # Errors
    /// The response is of another version of the file ([`ErrorKind::FileChanged`]) or of another part of it
    /// ([`ErrorKind::Decode`]).
    pub fn opened(&mut self, status: StatusCode, headers: &HeaderMap) -> Result<()> {
        self.is_encoded = version::is_encoded(headers);
        let (first, total) = match status {
            StatusCode::PARTIAL_CONTENT => {
                let range = ContentRange::of(headers).filter(|_| !self.is_encoded);
                match range.and_then(|range| Some((range.bounds?.0, range.total))) {
                    Some((first, total)) if first <= self.done => (first, total),
                    _ => {
                        let why = "it is another part of the file than was asked for";
                        return Err(self.unread(why, status, headers));
                    }
                }
            }
            // The length is that of other bytes.
            _ => (0, version::length(headers).filter(|_| !self.is_encoded)),
        };
        let version = Version::of(headers);
        if self.done == 0 {
            self.version = version;
            self.total = total;
        } else if self.is_of(&version, first, total) {
            self.version.learn(version);
            self.total = self.total.or(total);
        } else {
            return Err(self.changed());
        }
        self.known = self.done - first;
        Ok(())
    }

    /// Returns whether a response of that version, from that byte on, is of the file of which bytes are there.
    fn is_of(&self, version: &Version, first: u64, total: Option<u64>) -> bool {
        let is_same = match self.version.is(version) {
            Some(is_same) => is_same,
            // The whole file is sent where it has changed (`If-Range`), so that its length at least must tell.
            None => first > 0 || (self.total.is_some() && total.is_some()),
        };
        is_same && (self.total.is_none() || total.is_none() || self.total == total)
    }

    /// Takes a piece of the body, and returns what of it is new.
    ///
    /// # Errors
    /// There are more bytes than the response said ([`ErrorKind::FileChanged`]).
    pub fn piece(&mut self, mut piece: Bytes) -> Result<Bytes> {
        let known = self.known.min(piece.len() as u64);
        self.known -= known;
        // It is at most the length of the piece.
        piece.advance(usize::try_from(known).unwrap_or(piece.len()));
        if piece.is_empty() {
            return Ok(piece);
        }
        let done = self.done + piece.len() as u64;
        if self.total.is_some_and(|total| done > total) {
            return Err(self.changed());
        }
        self.done = done;
        self.attempts = Attempts::NONE;
        Ok(piece)
    }

    /// Takes the end of the body.
    ///
    /// # Errors
    /// The body ended too early, as often as the policy allows.
    pub fn ended(&mut self) -> Result<Next> {
        let is_whole = self.total.is_none_or(|total| total == self.done) && self.known == 0;
        if is_whole {
            self.is_ended = true;
            return Ok(Next::Done);
        }
        let early = Error::broken("the response ended before the file did".into());
        self.broken(self.parts.place(early))
    }

    /// Takes the error by which the body broke off.
    ///
    /// # Errors
    /// Returns `error` where the body broke off as often as the policy allows, or the rest cannot be asked for.
    pub fn broken(&mut self, error: Error) -> Result<Next> {
        if self.total == Some(self.done) {
            self.is_ended = true;
            return Ok(Next::Done);
        }
        let is_lost = matches!(error.kind(), ErrorKind::Transport | ErrorKind::Timeout(_));
        let (core, policy) = (&self.parts.service.service().core.0, self.parts.policy());
        let again = match is_lost {
            true => self.attempts.again(policy, &core.budget, &Outcome::Lost),
            false => None,
        };
        again.map(Next::Again).ok_or_else(|| {
            // Who goes on after the error begins anew.
            self.attempts = Attempts::NONE;
            error
        })
    }

    /// Takes a response of failure, or that none came. Requests are repeated before it comes to that.
    ///
    /// # Errors
    /// Returns `error`, unless it says that there are no more bytes (416).
    pub fn refused(&mut self, error: Error) -> Result<Next> {
        let is_out_of_range = matches!(error.kind(), ErrorKind::Service(_))
            && error.status() == Some(StatusCode::RANGE_NOT_SATISFIABLE);
        if !is_out_of_range || self.done == 0 {
            return Err(error);
        }
        let said = ContentRange::of(error.headers()).and_then(|range| range.total);
        let is_end = match (said.or(self.total), self.version.strong_etag()) {
            (Some(total), _) => total == self.done,
            // The file is the same, or `If-Range` would have brought all of it.
            (None, Some(_)) => true,
            (None, None) => false,
        };
        if !is_end {
            let error: SharedError = Arc::new(error);
            return Err(self.changed().with_source(error));
        }
        self.is_ended = true;
        self.total = Some(self.done);
        Ok(Next::Done)
    }

    fn changed(&self) -> Error {
        let why = format!(
            "the file is not the one any more of which {} bytes came: start over",
            self.done
        );
        self.parts.place(Error::new(ErrorKind::FileChanged(why)))
    }

    fn unread(&self, why: &str, status: StatusCode, headers: &HeaderMap) -> Error {
        let kind = ErrorKind::Decode {
            content_type: headers::content_type(headers),
            why: why.to_owned(),
        };
        self.parts.place(Error::new(kind).with_status(status))
    }
}
