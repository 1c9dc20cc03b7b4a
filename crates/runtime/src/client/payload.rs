//! What the body of a response is read as.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::value::RawValue;

use super::envelope;
use crate::json::Reader;
use crate::model::Structured;
use crate::value::Value;

/// A response of success, to be read.
#[derive(Clone, Copy)]
pub struct Reply<'a> {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: &'a HeaderMap,
    /// The body.
    pub body: &'a Bytes,
}

/// Headers and body may hold secrets.
impl fmt::Debug for Reply<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// Why a body cannot be read as what was expected. Never holds text of the body, which may be secret.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unfit {
    /// There is no body.
    Empty,
    /// It is something else.
    Other {
        /// What was expected, and where the body is not that.
        why: String,
    },
}

impl Unfit {
    pub(super) fn expected(what: &str) -> Self {
        Self::Other {
            why: format!("expected {what}, and the JSON is something else"),
        }
    }
}

/// A type that a response can be read as.
pub trait Payload: Sized + Send {
    /// The header `Accept`, unless the request has one.
    const ACCEPT: &'static str = "application/json";

    /// Reads a response of success.
    ///
    /// # Errors
    /// The body is something else.
    fn from_reply(reply: Reply<'_>) -> Result<Self, Unfit>;
}

impl<'a> Reply<'a> {
    /// The body as JSON.
    pub(super) fn json(self) -> Result<&'a RawValue, Unfit> {
        if self.is_empty() {
            return Err(Unfit::Empty);
        }
        serde_json::from_slice(self.body).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            let problem = if error.is_eof() {
                "the JSON ends too early"
            } else {
                "the body is not JSON"
            };
            Unfit::Other {
                why: format!("{problem} (line {line}, column {column})"),
            }
        })
    }

    fn is_empty(self) -> bool {
        self.status == StatusCode::NO_CONTENT || self.body.is_empty()
    }
}

/// A single structured value, bare or in an envelope.
impl<T: Structured> Payload for T {
    fn from_reply(reply: Reply<'_>) -> Result<Self, Unfit> {
        let declared = Self::of_type("");
        let schema = declared.object().schema();
        envelope::open(reply.json()?, schema)
            .and_then(|mut reader| Self::read(&mut reader))
            .ok_or_else(|| Unfit::expected(schema.name))
    }
}

impl Payload for () {
    fn from_reply(_: Reply<'_>) -> Result<Self, Unfit> {
        Ok(())
    }
}

impl<T: Payload> Payload for Option<T> {
    const ACCEPT: &'static str = T::ACCEPT;

    fn from_reply(reply: Reply<'_>) -> Result<Self, Unfit> {
        if reply.is_empty() {
            Ok(None)
        } else {
            T::from_reply(reply).map(Some)
        }
    }
}

impl Payload for serde_json::Value {
    fn from_reply(reply: Reply<'_>) -> Result<Self, Unfit> {
        match reply.json() {
            Ok(raw) => serde_json::from_str(raw.get())
                .map_err(|_| Unfit::expected("JSON that is not nested too deep")),
            Err(Unfit::Empty) => Ok(Self::Null),
            Err(other) => Err(other),
        }
    }
}

/// Media, of whatever type they are.
impl Payload for Bytes {
    const ACCEPT: &'static str = "*/*";

    fn from_reply(reply: Reply<'_>) -> Result<Self, Unfit> {
        Ok(reply.body.clone())
    }
}

/// A single value that is no object: primitive, enumeration, any JSON (JSON Format 4.01, 11).
#[derive(Clone, Debug, PartialEq)]
pub struct Single<T> {
    /// The value.
    pub value: T,
}

impl<T: Value> Payload for Single<T> {
    fn from_reply(reply: Reply<'_>) -> Result<Self, Unfit> {
        let raw = reply.json()?;
        let mut reader = envelope::value_of(raw).unwrap_or_else(|| Reader::new(raw));
        T::read(&mut reader)
            .map(|value| Self { value })
            .ok_or_else(|| Unfit::expected("a single value"))
    }
}

/// The number of items of a collection, which stands alone as text (OData Protocol 4.01, 11.2.10).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Count(pub i64);

impl Payload for Count {
    /// The count is text; an error is JSON also here.
    const ACCEPT: &'static str = "text/plain, application/json;q=0.9";

    fn from_reply(reply: Reply<'_>) -> Result<Self, Unfit> {
        if reply.is_empty() {
            return Err(Unfit::Empty);
        }
        let text = std::str::from_utf8(reply.body).unwrap_or_default();
        let number = text.trim_start_matches('\u{feff}').trim().parse();
        number.map(Self).map_err(|_| Unfit::Other {
            why: "expected a number, and the body is something else".into(),
        })
    }
}
