//! The response to a batch, and the responses in it.

use std::collections::HashMap;
use std::fmt;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http::{HeaderMap, StatusCode, response};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::body;
use crate::client::course::Course;
use crate::client::headers;
use crate::client::payload::{DecodeError, Payload, Reply};
use crate::client::receive::{Received, SentWith};
use crate::json;

/// The response to a request of a batch as it came. [`Sending::answered`](super::Sending::answered) reads it.
#[derive(Clone)]
pub struct Answers {
    status: StatusCode,
    pub(super) headers: HeaderMap,
    body: Bytes,
    pub(super) sent_with: SentWith,
}

impl Payload for Answers {
    fn from_reply(reply: Reply<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            status: reply.status,
            headers: reply.headers.clone(),
            body: reply.body.clone(),
            sent_with: reply.sent_with.cloned().unwrap_or_default(),
        })
    }
}

/// The responses of a batch that came together.
pub(super) struct Answered {
    /// By the names of the requests.
    pub(super) answers: HashMap<String, Vec<Answer>>,
    /// Where the rest is.
    pub(super) next_link: Option<String>,
}

/// The response to one request, or why it is none.
pub(super) type Answer = Result<(response::Parts, Bytes), &'static str>;

#[derive(Deserialize)]
struct Whole<'a> {
    #[serde(borrow)]
    responses: Vec<&'a RawValue>,
    #[serde(rename = "@odata.nextLink", alias = "@nextLink")]
    next_link: Option<String>,
}

/// A response object (OData JSON Format 4.01, 19.4).
#[derive(Deserialize)]
struct One<'a> {
    id: Value,
    #[serde(default)]
    status: Value,
    #[serde(default)]
    headers: Option<HashMap<String, Value>>,
    #[serde(borrow, default)]
    body: Option<&'a RawValue>,
}

impl Answers {
    /// Reads the responses.
    ///
    /// # Errors
    /// They are none.
    pub(super) fn read(&self) -> Result<Answered, &'static str> {
        if self.status == StatusCode::ACCEPTED {
            return Err(
                "the service accepted the batch (202) and carries it out later: send it without `respond-async`",
            );
        }
        let whole: Whole<'_> = serde_json::from_slice(json::without_byte_order_mark(&self.body))
            .map_err(|_| "expected the responses of a batch, and the body is something else")?;
        let mut answers: HashMap<String, Vec<Answer>> = HashMap::new();
        for raw in whole.responses {
            if let Some((name, answer)) = read(raw) {
                answers.entry(name).or_default().push(answer);
            }
        }
        Ok(Answered {
            answers,
            next_link: whole.next_link,
        })
    }

    /// This response as that to the request of `course`; to that alone where no batch was sent.
    pub(super) fn received(&self, course: &Course) -> Received {
        let mut received =
            course.succeeded(head(self.status, self.headers.clone()), self.body.clone());
        received.sent_with = self.sent_with.clone();
        received
    }
}

/// Reads one response; `None` if it does not say what it is a response to.
fn read(raw: &RawValue) -> Option<(String, Answer)> {
    #[derive(Deserialize)]
    struct Named {
        id: Value,
    }
    match serde_json::from_str::<One<'_>>(raw.get()) {
        Ok(one) => Some((text(&one.id)?, one.answer())),
        Err(_) => {
            let named: Named = serde_json::from_str(raw.get()).ok()?;
            Some((
                text(&named.id)?,
                Err("its response in the batch is no response object"),
            ))
        }
    }
}

impl One<'_> {
    fn answer(self) -> Answer {
        let status = text(&self.status).and_then(|status| status.parse().ok());
        let status = status.and_then(|status| StatusCode::from_u16(status).ok());
        let status = status.ok_or("its response in the batch has no status")?;
        let mut headers = HeaderMap::new();
        for (name, value) in self.headers.unwrap_or_default() {
            if let (Ok(name), Some(value)) = (HeaderName::try_from(name), text(&value))
                && let Ok(value) = HeaderValue::try_from(value)
            {
                headers.append(name, value);
            }
        }
        let body = match self.body {
            Some(raw) => body::read(headers::text(&headers, CONTENT_TYPE), raw)?,
            None => Bytes::new(),
        };
        Ok((head(status, headers), body))
    }
}

pub(super) fn head(status: StatusCode, headers: HeaderMap) -> response::Parts {
    let (mut head, ()) = http::Response::new(()).into_parts();
    head.status = status;
    head.headers = headers;
    head
}

/// A text, also one that is written as a number.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Headers and body may hold secrets.
impl fmt::Debug for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answers")
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}
