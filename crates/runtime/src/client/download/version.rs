//! Which version of a file a response is of, and which part of it.

use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, ETAG, LAST_MODIFIED};

use crate::client::headers::text;

/// The validators of a version of a file (RFC 9110, 8.8).
#[derive(Clone, Debug, Default)]
pub(super) struct Version {
    pub(super) etag: Option<String>,
    last_modified: Option<String>,
}

impl Version {
    pub(super) fn of(headers: &HeaderMap) -> Self {
        Self {
            etag: text(headers, ETAG).map(str::to_owned),
            last_modified: text(headers, LAST_MODIFIED).map(str::to_owned),
        }
    }

    pub(super) fn tagged(etag: Option<&str>) -> Self {
        Self {
            etag: etag.map(str::to_owned),
            last_modified: None,
        }
    }

    /// The ETag, if it says that all bytes are the same (RFC 9110, 8.8.1).
    pub(super) fn strong_etag(&self) -> Option<&str> {
        self.etag.as_deref().filter(|etag| !etag.starts_with("W/"))
    }

    /// Returns whether it is the version `other`; `None` if nothing tells.
    pub(super) fn is(&self, other: &Self) -> Option<bool> {
        let opaque = |etag: &str| etag.trim_start_matches("W/").to_owned();
        match (&self.etag, &other.etag) {
            (Some(one), Some(other)) => Some(opaque(one) == opaque(other)),
            _ => match (&self.last_modified, &other.last_modified) {
                (Some(one), Some(other)) => Some(one == other),
                _ => None,
            },
        }
    }

    /// Adds what `other`, which is the same version, says besides.
    pub(super) fn learn(&mut self, other: Self) {
        self.etag = other.etag.or(self.etag.take());
        self.last_modified = other.last_modified.or(self.last_modified.take());
    }
}

/// The header `Content-Range`, in bytes (RFC 9110, 14.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ContentRange {
    /// The first and the last byte; none in the answer to a range that there is not.
    pub(super) bounds: Option<(u64, u64)>,
    pub(super) total: Option<u64>,
}

impl ContentRange {
    pub(super) fn of(headers: &HeaderMap) -> Option<Self> {
        let (unit, rest) = text(headers, CONTENT_RANGE)?.trim().split_once(' ')?;
        if !unit.eq_ignore_ascii_case("bytes") {
            return None;
        }
        let (range, total) = rest.trim().split_once('/')?;
        let total = match total.trim() {
            "*" => None,
            total => Some(total.parse().ok()?),
        };
        let bounds = match range.trim() {
            "*" => None,
            range => {
                let (first, last) = range.split_once('-')?;
                let (first, last) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
                if first > last || total.is_some_and(|total| last >= total) {
                    return None;
                }
                Some((first, last))
            }
        };
        Some(Self { bounds, total })
    }
}

/// Returns the length of the body of a response, if it says that.
pub(super) fn length(headers: &HeaderMap) -> Option<u64> {
    text(headers, CONTENT_LENGTH)?.trim().parse().ok()
}

/// Returns whether the body is compressed (RFC 9110, 8.4).
pub(super) fn is_encoded(headers: &HeaderMap) -> bool {
    text(headers, CONTENT_ENCODING).is_some_and(|encoding| {
        let encoding = encoding.trim();
        !encoding.is_empty() && !encoding.eq_ignore_ascii_case("identity")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_of_a_content_range_is_read() {
        let range = |bounds, total| Some(ContentRange { bounds, total });
        for (text, expected) in [
            ("bytes 3-9/10", range(Some((3, 9)), Some(10))),
            ("bytes 3-9/*", range(Some((3, 9)), None)),
            ("Bytes */10", range(None, Some(10))),
            ("bytes 9-3/10", None),
            ("bytes 3-10/10", None),
            ("items 3-9/10", None),
            ("bytes 3-9", None),
            ("bytes -9/10", None),
            ("", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(CONTENT_RANGE, text.parse().expect("a header"));
            assert_eq!(ContentRange::of(&headers), expected, "{text}");
        }
    }

    #[test]
    fn a_version_is_told_by_its_etag_and_else_by_its_time() {
        let version = |etag: Option<&str>, time: Option<&str>| Version {
            etag: etag.map(str::to_owned),
            last_modified: time.map(str::to_owned),
        };
        for (one, other, is) in [
            (
                version(Some("\"a\""), None),
                version(Some("\"a\""), None),
                Some(true),
            ),
            (
                version(Some("\"a\""), None),
                version(Some("W/\"a\""), None),
                Some(true),
            ),
            (
                version(Some("\"a\""), Some("x")),
                version(Some("\"b\""), Some("x")),
                Some(false),
            ),
            (
                version(None, Some("x")),
                version(Some("\"b\""), Some("x")),
                Some(true),
            ),
            (
                version(None, Some("x")),
                version(None, Some("y")),
                Some(false),
            ),
            (version(Some("\"a\""), None), version(None, Some("y")), None),
        ] {
            assert_eq!(one.is(&other), is, "{one:?} {other:?}");
        }
    }
}
