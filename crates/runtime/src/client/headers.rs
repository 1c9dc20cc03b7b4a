//! Values of headers as text.

use http::HeaderMap;
use http::header::{AsHeaderName, CONTENT_TYPE};

/// Returns the value of a header, if it is text.
pub(super) fn text(headers: &HeaderMap, name: impl AsHeaderName) -> Option<&str> {
    std::str::from_utf8(headers.get(name)?.as_bytes()).ok()
}

/// Returns the content type of a response, for an error.
pub(super) fn content_type(headers: &HeaderMap) -> String {
    text(headers, CONTENT_TYPE)
        .unwrap_or("no content type")
        .to_owned()
}
