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

/// Returns whether a media type is JSON, or a format that is written as JSON (RFC 6839, 3.1).
pub(super) fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default();
    let essence = essence.trim().to_ascii_lowercase();
    essence.ends_with("/json") || essence.ends_with("+json")
}
