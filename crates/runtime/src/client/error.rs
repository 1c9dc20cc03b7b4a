//! Errors of requests.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use super::operation::Status;
use super::permissions::{Permissions, Scopes};
use super::retry::retry_after;
use super::secret::Secret;
use super::service_error::ServiceError;
use super::{headers, redact};
use crate::escaped::Escaped;
use crate::json;

/// The result of a request.
pub type Result<T> = std::result::Result<T, Error>;

/// An error of any kind.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// An error that several requests can have.
pub(super) type SharedError = Arc<dyn std::error::Error + Send + Sync>;

/// An error of a request. It is one pointer wide; what it shows never holds a token or a body.
#[derive(Clone)]
pub struct Error(Box<Inner>);

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    status: Option<StatusCode>,
    url: Option<String>,
    request_id: Option<String>,
    client_request_id: Option<String>,
    perhaps_done: bool,
    /// Of a response of failure.
    headers: HeaderMap,
    /// Who may make the request, if it was forbidden.
    permissions: Option<&'static Permissions>,
    source: Option<SharedError>,
    /// No log must show it.
    body: Bytes,
}

/// The problem.
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
        /// The expected value, and the place at which the body differs.
        why: String,
    },
    /// The service succeeded and sent no value where one was expected.
    Empty,
    /// A long-running operation failed or was given up; this is what the service says of it
    /// ([`operation`](crate::operation)).
    OperationFailed(Box<Status>),
    /// No response came; the source says why.
    Transport,
    /// No response came in this time, or not all of it.
    Timeout(Duration),
    /// The response has more than this many bytes.
    TooLarge(u64),
    /// There is no tokio runtime where the request was sent.
    NoRuntime,
    /// No token could be had, or not in time; the source says why.
    Credential,
    /// The service led somewhere that must not be followed.
    Redirect(String),
    /// The upload session is gone, because it ended or expired: start over with a new one.
    SessionGone,
    /// A file that is uploaded or downloaded is no longer the one that it was at the beginning.
    FileChanged(String),
    /// A file of this machine cannot be read or written; the source says why.
    File,
    /// The request cannot be sent.
    InvalidRequest(String),
    /// The client cannot be made.
    Configuration(String),
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
            headers: HeaderMap::new(),
            permissions: None,
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

    /// The error of a credential that gave nothing for so long.
    pub(super) fn slow_credential(patience: Duration) -> Self {
        let why = format!("the credential gave no token within {patience:?}");
        Self::new(ErrorKind::Credential).with_source(BoxError::from(why))
    }

    pub(super) fn with_source(mut self, source: impl Into<SharedError>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// With the body of a response, in which secrets that it repeats are hidden.
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

    pub(super) fn with_headers(mut self, headers: HeaderMap) -> Self {
        self.0.headers = headers;
        self
    }

    /// Who may make the request, where that is known and was the question.
    pub(super) fn with_permissions(mut self, permissions: &'static Permissions) -> Self {
        let is_forbidden = self.0.status == Some(StatusCode::FORBIDDEN);
        self.0.permissions = (is_forbidden && !permissions.is_unknown()).then_some(permissions);
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

    /// The problem.
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// The status of the response, if one came.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// The service's code, such as `ErrorItemNotFound`, also of an operation that failed; `None` if the service said
    /// none.
    ///
    /// ```
    /// # use graphwright::Error;
    /// fn is_gone(error: &Error) -> bool {
    ///     error.code() == Some("ErrorItemNotFound")
    /// }
    /// ```
    pub fn code(&self) -> Option<&str> {
        match &self.0.kind {
            ErrorKind::Service(error) if !error.code.is_empty() => Some(&error.code),
            ErrorKind::OperationFailed(status) => status.error.as_ref()?.code.as_deref(),
            _ => None,
        }
    }

    /// The claims that the service asks for (401 with `claims` in `WWW-Authenticate`), as JSON, where the credential
    /// could not answer them: have the user sign in with these claims. `None` where it asks for none that can be read.
    pub fn claims(&self) -> Option<String> {
        super::challenge::claims(&self.0.headers)
    }

    /// How long the service wants to be left alone ([`retry_after`](crate::retry::retry_after)).
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after(&self.0.headers)
    }

    /// The headers of a response of failure, such as those about throttling (`x-ms-throttle-scope`,
    /// `RateLimit-Remaining`); otherwise empty.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// Who may make the request, if the service forbade it (403) and the description says it
    /// ([`Request::scopes`](crate::Request::scopes)).
    pub fn scopes(&self) -> Option<&'static Permissions> {
        self.0.permissions
    }

    /// The URL of the request, without what may be a secret.
    pub fn url(&self) -> Option<&str> {
        self.0.url.as_deref()
    }

    /// The body of a response of failure, as it came, and of one of success that cannot be read
    /// ([`ErrorKind::Decode`]) its first 2000 bytes; otherwise empty. No message shows it.
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

/// The text of an error, before it is escaped.
struct Raw<'a>(&'a Error);

impl fmt::Display for Raw<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(Error(inner)) = self;
        match &inner.kind {
            ErrorKind::Service(error) => write!(f, "{error}")?,
            ErrorKind::OperationFailed(status) => status.show_failure(f)?,
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
            ErrorKind::SessionGone => f.write_str(
                "the upload session is gone, because it ended or expired: make a new session and start over",
            )?,
            ErrorKind::FileChanged(why) => f.write_str(why)?,
            ErrorKind::File => f.write_str("the file cannot be read or written")?,
            ErrorKind::InvalidRequest(why) => write!(f, "the request cannot be sent: {why}")?,
            ErrorKind::Configuration(why) => write!(f, "the client cannot be made: {why}")?,
        }
        if let Some(permissions) = inner.permissions {
            write!(f, "; {}", Least(permissions))?;
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

/// The least privileged permission of each kind of caller.
struct Least(&'static Permissions);

impl fmt::Display for Least {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(permissions) = self;
        let kinds = [
            (
                "on behalf of a work or school account",
                &permissions.delegated_work,
            ),
            (
                "on behalf of a personal account",
                &permissions.delegated_personal,
            ),
            ("by itself", &permissions.application),
        ];
        let first = |scopes: &Scopes| scopes.least.iter().chain(scopes.others).next().copied();
        let kinds = kinds
            .into_iter()
            .filter_map(|(kind, scopes)| Some((kind, first(scopes)?)));
        for (number, (kind, scope)) in kinds.enumerate() {
            let before = if number == 0 {
                "an application needs at least "
            } else {
                ", "
            };
            write!(f, "{before}{scope} {kind}")?;
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

/// Returns the id that the service gave to the request.
pub(super) fn request_id(headers: &HeaderMap) -> Option<String> {
    headers::text(headers, "request-id").map(str::to_owned)
}
