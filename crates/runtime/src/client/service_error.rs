//! The error of a service for a request that it refused.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderMap, StatusCode};

use super::error::request_id;
use super::headers;
use super::odata_error::{ErrorDetails, InnerError, ODataError};
use super::secret::Secret;
use crate::escaped::Escaped;
use crate::json;

/// The error of a service for a request that it refused (JSON Format 4.01, 21.1).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ServiceError {
    /// The status.
    pub status: StatusCode,
    /// The service's code, such as `Authorization_RequestDenied`; empty if the body has none.
    pub code: String,
    /// The service's message, for people; empty if the body has none.
    pub message: String,
    /// The subject of the error, such as the name of a property.
    pub target: Option<String>,
    /// Further errors.
    pub details: Vec<ErrorDetails>,
    /// Details for the service's support.
    pub inner_error: Option<InnerError>,
    /// The content type, if the body is no OData error.
    pub content_type: Option<String>,
    /// The service's name for the request: from the header `request-id`, else from the body.
    pub request_id: Option<String>,
    /// How long to wait before trying again, in seconds or as a date, as the header says it.
    pub retry_after: Option<String>,
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
pub(super) fn shortened(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}… ({} more bytes)", &text[..at], text.len() - at).into(),
        None => text.into(),
    }
}

impl ServiceError {
    /// Reads what a response of failure says. A `plain` service has errors of its own, which
    /// [`Error::body`] holds; what it says for people mostly stands under one of a few names (RFC 9457).
    pub(super) fn read(status: StatusCode, headers: &HeaderMap, body: &Bytes, plain: bool) -> Self {
        let text = |name: &http::HeaderName| headers::text(headers, name).map(str::to_owned);
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
