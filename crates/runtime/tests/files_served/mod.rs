//! A file as a service gives it, whole and in ranges (RFC 9110, 14), without I/O.

// Each test binary uses a part of it.
#![allow(dead_code)]

use graphwright::HeaderMap;

/// The way that a server treats ranges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ranges {
    Honoured,
    /// Gives the whole file.
    Ignored,
    /// Begins so many bytes earlier than it was asked.
    Earlier(usize),
    /// Compresses the file and gives all of it.
    Compressed,
    /// Compresses the file and gives ranges of that.
    CompressedParts,
    /// Gives the range from that byte on, whatever it was asked for.
    From(usize),
}

/// A file, and how it is given.
#[derive(Clone)]
pub(crate) struct File {
    pub(crate) bytes: Vec<u8>,
    pub(crate) etag: Option<&'static str>,
    pub(crate) modified: Option<&'static str>,
    pub(crate) ranges: Ranges,
    /// Set if responses say how many bytes they have.
    pub(crate) has_length: bool,
}

/// A status, headers and a body.
pub(crate) type Given = (u16, Vec<(&'static str, String)>, Vec<u8>);

impl File {
    pub(crate) fn new(bytes: Vec<u8>) -> Self {
        Self {
            bytes,
            etag: Some("\"1\""),
            modified: None,
            ranges: Ranges::Honoured,
            has_length: true,
        }
    }

    pub(crate) fn give(&self, headers: &HeaderMap) -> Given {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let total = self.bytes.len();
        let asked = text("range").map(|range| {
            let first = range.strip_prefix("bytes=").expect("a range of bytes");
            let first = first.strip_suffix('-').expect("a range to the end");
            first.parse::<usize>().expect("a byte")
        });
        let is_same = match text("if-range") {
            Some(etag) => {
                assert!(etag.starts_with('"'), "{etag} is no strong ETag");
                self.etag == Some(etag)
            }
            None => true,
        };
        let mut lines = Vec::new();
        lines.extend(self.etag.map(|etag| ("etag", etag.to_owned())));
        lines.extend(self.modified.map(|time| ("last-modified", time.to_owned())));
        let mut asked = asked;
        if matches!(self.ranges, Ranges::Compressed | Ranges::CompressedParts) {
            lines.push(("content-encoding", "gzip".to_owned()));
            assert_eq!(asked, None, "ranges count the compressed bytes");
            asked = Some(1).filter(|_| self.ranges == Ranges::CompressedParts);
        }
        let first = match (asked, self.ranges) {
            (Some(first), Ranges::Honoured | Ranges::CompressedParts) if is_same => first,
            (Some(first), Ranges::Earlier(by)) if is_same => first.saturating_sub(by),
            (Some(_), Ranges::From(first)) => first,
            _ => {
                self.say_length(&mut lines, total);
                return (200, lines, self.bytes.clone());
            }
        };
        if first >= total {
            lines.push(("content-range", format!("bytes */{total}")));
            return (416, lines, Vec::new());
        }
        let range = format!("bytes {first}-{}/{total}", total - 1);
        lines.push(("content-range", range));
        self.say_length(&mut lines, total - first);
        (206, lines, self.bytes[first..].to_vec())
    }

    fn say_length(&self, lines: &mut Vec<(&'static str, String)>, length: usize) {
        if self.has_length {
            lines.push(("content-length", length.to_string()));
        }
    }
}
