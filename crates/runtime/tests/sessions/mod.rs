//! Upload sessions as OneDrive and Outlook have them, without I/O: what a session has, and what it answers. It refuses
//! what the services refuse.

// Each test binary uses a part of it.
#![allow(dead_code)]

use std::collections::VecDeque;

use graphwright::http::header::{
    AUTHORIZATION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, COOKIE,
};
use graphwright::{HeaderMap, Method, http};

/// The block of OneDrive.
pub(crate) const BLOCK: usize = 320 << 10;

/// Whose session it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Service {
    OneDrive,
    /// OneDrive, where the session was made with `deferCommit`.
    Deferring,
    /// OneDrive, where it says of the file no more than which block comes next.
    BlockByBlock,
    Outlook,
    /// To Do, whose sessions want a token.
    ToDo,
}

/// The fate of a request.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Answered.
    None,
    /// The answer to what was taken is this status.
    Answer(u16),
    /// Nothing is taken, and the answer is this status.
    Refuse(u16),
    /// Takes so many bytes, and answers 500.
    TakePart(usize),
    /// Loses all that was taken, and answers 500.
    Forget,
    /// No bytes are taken, and the answer is as if they were none.
    Ignore,
}

pub(crate) type Answer = http::Response<Vec<u8>>;

/// A session, and what it has.
pub(crate) struct Session {
    service: Service,
    pub(crate) file: Vec<u8>,
    total: Option<u64>,
    is_gone: bool,
    faults: VecDeque<Fault>,
    /// The methods that came.
    pub(crate) asked: Vec<Method>,
    /// The lengths of the fragments that came.
    pub(crate) fragments: Vec<usize>,
}

impl Session {
    pub(crate) fn new(service: Service, faults: impl IntoIterator<Item = Fault>) -> Self {
        Self {
            service,
            file: Vec::new(),
            total: None,
            is_gone: false,
            faults: faults.into_iter().collect(),
            asked: Vec::new(),
            fragments: Vec::new(),
        }
    }

    pub(crate) fn is_complete(&self) -> bool {
        self.is_gone && self.total == Some(self.file.len() as u64)
    }

    pub(crate) fn answer(&mut self, method: &Method, headers: &HeaderMap, body: &[u8]) -> Answer {
        self.asked.push(method.clone());
        if headers.contains_key(AUTHORIZATION) != (self.service == Service::ToDo) {
            return refusal(401, "a token came along, or none");
        }
        if headers.contains_key(COOKIE) || headers.contains_key("x-mine") {
            return refusal(400, "headers of the caller came along");
        }
        let fault = self.faults.pop_front().unwrap_or(Fault::None);
        if let Fault::Refuse(status) = fault {
            return refusal(status, "as it was told");
        }
        if self.is_gone {
            return refusal(404, "the session is gone");
        }
        let answer = match *method {
            Method::GET => self.status(200),
            Method::DELETE => {
                self.is_gone = true;
                response(204, "")
            }
            Method::POST if self.service == Service::Deferring && body.is_empty() => self.end(),
            Method::PUT => match fault {
                Fault::Ignore => self.status(202),
                Fault::TakePart(taken) => {
                    self.file.extend_from_slice(&body[..taken]);
                    self.status(202)
                }
                _ => self.put(headers, body),
            },
            _ => refusal(405, "no such method"),
        };
        match fault {
            Fault::Answer(status) => refusal(status, "as it was told"),
            Fault::TakePart(_) => refusal(500, "as it was told"),
            Fault::Forget => {
                self.file.clear();
                self.is_gone = false;
                refusal(500, "as it was told")
            }
            Fault::None | Fault::Ignore | Fault::Refuse(_) => answer,
        }
    }

    fn put(&mut self, headers: &HeaderMap, body: &[u8]) -> Answer {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let Some((first, last, total)) = text(CONTENT_RANGE).and_then(range) else {
            return refusal(400, "no range");
        };
        let length = body.len() as u64;
        if text(CONTENT_LENGTH) != Some(length.to_string().as_str()) || last + 1 - first != length {
            return refusal(400, "the lengths differ");
        }
        if *self.total.get_or_insert(total) != total || last >= total {
            return refusal(400, "another length of the file");
        }
        if text(CONTENT_TYPE) != Some("application/octet-stream") {
            return refusal(415, "no bytes");
        }
        let is_last = last + 1 == total;
        let (too_large, is_whole) = match self.service {
            Service::Outlook | Service::ToDo => (body.len() >= 4_000_000, true),
            Service::OneDrive | Service::Deferring | Service::BlockByBlock => {
                (body.len() >= 60 << 20, body.len().is_multiple_of(BLOCK))
            }
        };
        if too_large {
            return refusal(413, "too large");
        }
        if !is_whole && !is_last {
            return refusal(400, "no multiple of 320 KiB");
        }
        if first != self.file.len() as u64 {
            return refusal(416, "other bytes are expected");
        }
        self.file.extend_from_slice(body);
        self.fragments.push(body.len());
        match (is_last, self.service) {
            (false, Service::Outlook | Service::ToDo) => self.status(200),
            (false, _) | (true, Service::Deferring) => self.status(202),
            (true, _) => self.end(),
        }
    }

    fn end(&mut self) -> Answer {
        self.is_gone = true;
        match self.service {
            Service::Outlook | Service::ToDo => {
                let mut answer = response(201, "");
                let place = "https://outlook.office.com/api/v2.0/Attachments('7')";
                let place = place.parse().expect("a header");
                answer.headers_mut().insert("location", place);
                answer
            }
            Service::OneDrive | Service::Deferring | Service::BlockByBlock => {
                response(201, r#"{"id":"7","name":"a.bin"}"#)
            }
        }
    }

    fn status(&self, status: u16) -> Answer {
        let next = self.file.len();
        let ranges = match self.service {
            _ if self.total == Some(next as u64) => String::new(),
            Service::Outlook | Service::ToDo => format!("\"{next}\""),
            Service::BlockByBlock => {
                let end = self.total.unwrap_or(u64::MAX).min((next + BLOCK) as u64);
                format!("\"{next}-{}\"", end - 1)
            }
            Service::OneDrive | Service::Deferring => format!("\"{next}-\""),
        };
        let name = match self.service {
            Service::ToDo => "NextExpectedRanges",
            _ => "nextExpectedRanges",
        };
        let expires = r#""expirationDateTime":"2026-12-01T10:00:00Z""#;
        response(status, &format!(r#"{{{expires},"{name}":[{ranges}]}}"#))
    }
}

/// The first and the last byte, and how many there are in all.
fn range(text: &str) -> Option<(u64, u64, u64)> {
    let (range, total) = text.strip_prefix("bytes ")?.split_once('/')?;
    let (first, last) = range.split_once('-')?;
    let (first, last) = (first.parse().ok()?, last.parse().ok()?);
    (first <= last).then_some((first, last, total.parse().ok()?))
}

pub(crate) fn response(status: u16, body: &str) -> Answer {
    let response = http::Response::builder().status(status);
    let response = response.header("content-type", "application/json");
    response.body(body.into()).expect("a response")
}

fn refusal(status: u16, why: &str) -> Answer {
    response(
        status,
        &format!(r#"{{"error":{{"code":"refused","message":"{why}"}}}}"#),
    )
}

/// A file whose bytes differ wherever they may be confused.
pub(crate) fn file(length: usize) -> Vec<u8> {
    let mut state = 1_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    (0..length).map(|_| next()).collect()
}
