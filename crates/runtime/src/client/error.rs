//! What can go wrong with a request.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use super::odata_error::{ErrorDetails, InnerError, ODataError};
use super::redact;
use super::secret::Secret;
use crate::escaped::Escaped;
use crate::json;

/// The result of a request.
pub type Result<T> = std::result::Result<T, Error>;

/// An error of any kind.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// An error that several requests can have.
pub(super) type SharedError = Arc<dyn std::error::Error + Send + Sync>;

/// An error of a request. It is one pointer wide; what it shows never holds a token or a body.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    status: Option<StatusCode>,
    url: Option<String>,
    request_id: Option<String>,
    client_request_id: Option<String>,
    perhaps_done: bool,
    source: Option<SharedError>,
    /// Of a response of failure; no log must show it.
    body: Bytes,
}

/// What went wrong.
#[derive(Clone, Debug)]
#[non_exhaustive]
#[allow(clippy::large_enum_variant, reason = "an error is boxed as a whole")]
pub enum ErrorKind {
    /// The service refused: a status that is not one of success.
    Service(ServiceError),
    /// The service succeeded, and its response is not what was expected.
    Decode {
        /// The content type of the response.
        content_type: String,
        /// What was expected, and where the body is not that.
        why: String,
    },
    /// The service succeeded and sent no value where one was expected.
    Empty,
    /// No response came; the source says why.
    Transport,
    /// No response came in this time, or not all of it.
    Timeout(Duration),
    /// The response has more than this many bytes.
    TooLarge(u64),
    /// There is no tokio runtime where the request was sent.
    NoRuntime,
    /// No token could be had; the source says why.
    Credential,
    /// The service led somewhere that must not be followed.
    Redirect(String),
    /// The request cannot be sent.
    InvalidRequest(String),
    /// The client cannot be made.
    Configuration(String),
}

/// What a service says of a request that it refused (JSON Format 4.01, 21.1).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ServiceError {
    /// The status.
    pub status: StatusCode,
    /// The service's code, such as `Authorization_RequestDenied`; empty if the body has none.
    pub code: String,
    /// The service's message, for people; empty if the body has none.
    pub message: String,
    /// What the error is about, such as the name of a property.
    pub target: Option<String>,
    /// Further errors.
    pub details: Vec<ErrorDetails>,
    /// What the service keeps for those who look into it.
    pub inner_error: Option<InnerError>,
    /// The content type, if the body is no OData error.
    pub content_type: Option<String>,
    /// The service's name for the request: from the header `request-id`, else from the body.
    pub request_id: Option<String>,
    /// How long to wait before trying again, in seconds or as a date, as the header says it.
    pub retry_after: Option<String>,
}

impl Error {
    pub(super) fn new(kind: ErrorKind) -> Self {
        let request_id = match &kind {
            ErrorKind::Service(error) => error.request_id.clone(),
            _ => None,
        };
        Self(Box::new(Inner {
            kind,
            status: None,
            url: None,
            request_id,
            client_request_id: None,
            perhaps_done: false,
            source: None,
            body: Bytes::new(),
        }))
    }

    /// The error of a request that its transport broke off. One of this type stays what it is.
    pub(super) fn broken(error: BoxError) -> Self {
        match error.downcast::<Self>() {
            Ok(error) => *error,
            Err(error) => Self::new(ErrorKind::Transport).with_source(error),
        }
    }

    pub(super) fn with_source(mut self, source: impl Into<SharedError>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// With the body of a response of failure, in which secrets that it repeats are hidden.
    pub(super) fn with_body<'a>(
        mut self,
        body: Bytes,
        secrets: impl Iterator<Item = &'a Secret>,
    ) -> Self {
        let secrets = secrets.map(Secret::reveal);
        let secrets = secrets.filter(|secret| !secret.is_empty());
        self.0.body = secrets.fold(body, |body, secret| match std::str::from_utf8(&body) {
            Ok(text) if text.contains(secret) => text.replace(secret, "…").into(),
            _ => body,
        });
        self
    }

    pub(super) fn with_status(mut self, status: StatusCode) -> Self {
        self.0.status = Some(status);
        self
    }

    pub(super) fn with_request_id(mut self, request_id: Option<String>) -> Self {
        self.0.request_id = request_id;
        self
    }

    pub(super) fn with_client_request_id(mut self, id: Option<&str>) -> Self {
        self.0.client_request_id = id.map(str::to_owned);
        self
    }

    pub(super) fn perhaps_done(mut self, perhaps_done: bool) -> Self {
        self.0.perhaps_done = perhaps_done;
        self
    }

    pub(super) fn at(mut self, url: &str) -> Self {
        self.0.url = Some(redact::url(url));
        self
    }

    /// Without the path of a URL of another origin, which may be all that it takes to read what it leads to.
    pub(super) fn of_service(mut self, is_own: impl Fn(&str) -> bool) -> Self {
        if let Some(url) = &mut self.0.url
            && !is_own(url)
        {
            *url = redact::place(url);
        }
        self
    }

    /// What went wrong.
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// The status of the response, if one came.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// The URL of the request, without what may be a secret.
    pub fn url(&self) -> Option<&str> {
        self.0.url.as_deref()
    }

    /// The body of a response of failure, as it came; otherwise empty.
    pub fn body(&self) -> &Bytes {
        &self.0.body
    }

    /// That body read as a `T`, such as the type that the description has for errors, or
    /// `serde_json::Value`. `None` if it is not the JSON of one.
    pub fn body_as<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_slice(json::without_byte_order_mark(&self.0.body)).ok()
    }

    /// The service's name for the request, which its support asks for.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// The client's name for the request: the header `client-request-id`, which is the same in all attempts.
    pub fn client_request_id(&self) -> Option<&str> {
        self.0.client_request_id.as_deref()
    }

    /// Whether the request may have been carried out although this is an error: an earlier attempt brought no answer,
    /// and a repeated one found gone what it was to delete (404, 410), or changed what it was to change (412 to
    /// `If-Match` or `If-None-Match`; 409 to POST).
    pub fn is_perhaps_done(&self) -> bool {
        self.0.perhaps_done
    }
}

/// In one line, whatever the service says.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Escaped(Raw(self)), f)
    }
}

/// What an error shows, before it is made harmless.
struct Raw<'a>(&'a Error);

impl fmt::Display for Raw<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(Error(inner)) = self;
        match &inner.kind {
            ErrorKind::Service(error) => write!(f, "{error}")?,
            ErrorKind::Decode { content_type, why } => write!(f, "the response ({content_type}) cannot be read: {why}")?,
            ErrorKind::Empty => f.write_str(
                "the request succeeded, but the response has no value; call `.optional()` on the request to accept that",
            )?,
            ErrorKind::Transport => f.write_str("no response came")?,
            ErrorKind::Timeout(limit) => write!(f, "no response came within {limit:?}")?,
            ErrorKind::TooLarge(limit) => write!(
                f,
                "the response has more than {limit} bytes: raise the limit with `Request::response_limit` or \
                 `ClientBuilder::response_limit`, or read it piece by piece with `Request::stream`"
            )?,
            ErrorKind::NoRuntime => f.write_str(
                "no tokio runtime is running here: send requests inside of one, such as in a function with \
                 `#[tokio::main]` or in `Runtime::block_on`",
            )?,
            ErrorKind::Credential => f.write_str("no token could be had")?,
            ErrorKind::Redirect(why) => f.write_str(why)?,
            ErrorKind::InvalidRequest(why) => write!(f, "the request cannot be sent: {why}")?,
            ErrorKind::Configuration(why) => write!(f, "the client cannot be made: {why}")?,
        }
        if inner.perhaps_done {
            f.write_str("; perhaps already done by an earlier attempt, which brought no answer")?;
        }
        if let Some(url) = &inner.url {
            write!(f, "; {url}")?;
        }
        if let Some(request_id) = &inner.request_id {
            write!(f, "; request-id {request_id}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("status", &self.0.status)
            .field("url", &self.0.url)
            .field("request_id", &self.0.request_id)
            .field("client_request_id", &self.0.client_request_id)
            .field("perhaps_done", &self.0.perhaps_done)
            .field("source", &self.0.source)
            .finish()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

impl fmt::Display for ServiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the service answered {}", self.status)?;
        let (code, message) = (shortened(&self.code), shortened(&self.message));
        let (code, message) = (Escaped(code), Escaped(message));
        match (&self.content_type, self.code.is_empty()) {
            (Some(content_type), _) => {
                let content_type = Escaped(content_type);
                write!(f, " with {content_type} instead of an OData error")
            }
            (None, false) => write!(f, ", {code}: {message}"),
            (None, true) if !self.message.is_empty() => write!(f, ": {message}"),
            (None, true) => Ok(()),
        }
    }
}

/// How many characters of a text of the service an error shows. It has room for whatever a person reads.
const SHOWN: usize = 2_000;

/// The beginning of a text that is too long for a line of a log.
fn shortened(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}… ({} more bytes)", &text[..at], text.len() - at).into(),
        None => text.into(),
    }
}

impl ServiceError {
    /// Reads what a response of failure says. A `plain` service has errors of its own, which
    /// [`Error::body`] holds; what it says for people mostly stands under one of a few names (RFC 9457).
    pub(super) fn read(status: StatusCode, headers: &HeaderMap, body: &Bytes, plain: bool) -> Self {
        let text = |name: &http::HeaderName| headers.get(name)?.to_str().ok().map(str::to_owned);
        let read: Option<ODataError> = json::from_slice(body).ok();
        let own = read.as_ref().filter(|_| plain).map(|body| &body.additional);
        let words = ["message", "detail", "title", "error_description", "error"];
        let own_message: Option<String> =
            own.and_then(|own| words.iter().find_map(|name| own.get(name)));
        let said = read.and_then(|body| body.error);
        let content_type = (!plain && said.is_none() && !body.is_empty())
            .then(|| text(&CONTENT_TYPE).unwrap_or_else(|| "a body of no content type".into()));
        let error = said.unwrap_or_default();
        let inner_error = error.inner();
        let request_id = request_id(headers).or_else(|| inner_error.as_ref()?.request_id.clone());
        Self {
            status,
            code: error.code.unwrap_or_default(),
            message: error.message.or(own_message).unwrap_or_default(),
            target: error.target,
            details: error.details.unwrap_or_default(),
            inner_error,
            content_type,
            request_id,
            retry_after: text(&RETRY_AFTER),
        }
    }

    /// Hides a token that the service repeats in what it says.
    pub(super) fn hide(&mut self, token: &Secret) {
        if token.reveal().is_empty() {
            return;
        }
        let details = self
            .details
            .iter_mut()
            .flat_map(|detail| [&mut detail.code, &mut detail.message, &mut detail.target]);
        let inner = self
            .inner_error
            .iter_mut()
            .flat_map(|inner| [&mut inner.request_id, &mut inner.client_request_id]);
        let own = [
            &mut self.target,
            &mut self.content_type,
            &mut self.request_id,
            &mut self.retry_after,
        ];
        let optional = own.into_iter().chain(details).chain(inner).flatten();
        for text in optional.chain([&mut self.code, &mut self.message]) {
            *text = text.replace(token.reveal(), "…");
        }
    }
}

/// What the service calls the request.
pub(super) fn request_id(headers: &HeaderMap) -> Option<String> {
    headers.get("request-id")?.to_str().ok().map(str::to_owned)
}
