//! Forms of several parts (RFC 7578).

use std::collections::HashSet;

use bytes::Bytes;

use super::headers;
use super::request::Request;
use crate::json;

/// How a boundary begins, and how many digits follow.
const BOUNDARY: &[u8] = b"graphwright-";
const DIGITS: usize = 16;

/// The parts of a `multipart/form-data` body.
#[derive(Clone, Default)]
pub struct Multipart {
    parts: Vec<Part>,
    /// Why the first part that cannot be written cannot be.
    invalid: Option<String>,
}

/// The names of the parts.
impl std::fmt::Debug for Multipart {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Multipart").field(&self.parts).finish()
    }
}

/// A part. What is in it may be secret.
#[derive(Clone)]
struct Part {
    name: String,
    file: Option<String>,
    content_type: ContentType,
    bytes: Bytes,
}

/// The media type of a part.
#[derive(Clone)]
enum ContentType {
    /// Nothing: it is text (RFC 7578, 4.4), unless the description of the form says more.
    Text,
    /// It is JSON, unless the description of the form names a format that is written as JSON.
    Json,
    /// The type that the caller gave.
    Given(String),
}

impl ContentType {
    /// The header of a part for which the description says `declared`.
    fn header<'h>(&'h self, declared: Option<&'h str>) -> Option<&'h str> {
        match self {
            Self::Given(given) => Some(given),
            Self::Text => declared,
            Self::Json => declared
                .filter(|declared| headers::is_json(declared))
                .or(Some("application/json")),
        }
    }
}

impl std::fmt::Debug for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name)
    }
}

impl Multipart {
    /// No parts.
    pub fn new() -> Self {
        Self::default()
    }

    /// A field of a form.
    #[must_use]
    pub fn text(self, name: &str, text: &str) -> Self {
        let bytes = Bytes::copy_from_slice(text.as_bytes());
        self.part(name, None, ContentType::Text, bytes)
    }

    /// A value as JSON, which is what an object in a form is (OpenAPI 3.0, 4.7.14.3). A value that
    /// cannot be written as JSON is an error when the request is sent.
    #[must_use]
    pub fn json(mut self, name: &str, value: &impl serde::Serialize) -> Self {
        match json::to_vec(value) {
            Ok(json) => self.part(name, None, ContentType::Json, json.into()),
            Err(error) => {
                self.invalid.get_or_insert_with(|| {
                    format!(
                        "the part `{}` of the form is no JSON: {error}",
                        name.escape_debug()
                    )
                });
                self
            }
        }
    }

    /// A part of any media type, without the name of a file.
    #[must_use]
    pub fn bytes(self, name: &str, content_type: &str, bytes: impl Into<Bytes>) -> Self {
        let content_type = ContentType::Given(content_type.to_owned());
        self.part(name, None, content_type, bytes.into())
    }

    /// A file.
    #[must_use]
    pub fn file(self, name: &str, file: &str, content_type: &str, bytes: impl Into<Bytes>) -> Self {
        let content_type = ContentType::Given(content_type.to_owned());
        self.part(name, Some(file), content_type, bytes.into())
    }

    fn part(
        mut self,
        name: &str,
        file: Option<&str>,
        content_type: ContentType,
        bytes: Bytes,
    ) -> Self {
        self.parts.push(Part {
            name: quoted(name),
            file: file.map(quoted),
            content_type,
            bytes,
        });
        self
    }

    /// A line that stands in no part. All are looked through once, whatever is in them.
    fn boundary(&self) -> String {
        let mut taken = HashSet::new();
        for part in &self.parts {
            let all = part.bytes.windows(BOUNDARY.len() + DIGITS);
            let begun = all.filter(|window| window.starts_with(BOUNDARY));
            let numbers = begun.filter_map(|window| {
                let digits = std::str::from_utf8(window.get(BOUNDARY.len()..)?).ok()?;
                u64::from_str_radix(digits, 16).ok()
            });
            taken.extend(numbers);
        }
        let free = (0..=u64::MAX).find(|number| !taken.contains(number));
        let name = String::from_utf8_lossy(BOUNDARY);
        format!("{name}{:0DIGITS$x}", free.unwrap_or_default())
    }

    /// `declared` has the media types of parts, by name.
    fn body(&self, boundary: &str, declared: &[(&str, &str)]) -> Vec<u8> {
        let mut body = Vec::new();
        for part in &self.parts {
            let mut head = format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"",
                part.name
            );
            if let Some(file) = &part.file {
                head.push_str(&format!("; filename=\"{file}\""));
            }
            let is_own = |(name, _): &&(&str, &str)| quoted(name) == part.name;
            let declared = declared
                .iter()
                .find(is_own)
                .map(|(_, media_type)| *media_type);
            if let Some(content_type) = part.content_type.header(declared) {
                let content_type = content_type.replace(['\r', '\n'], " ");
                head.push_str(&format!("\r\nContent-Type: {content_type}"));
            }
            head.push_str("\r\n\r\n");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(&part.bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        body
    }
}

/// As browsers write it (RFC 7578, 4.2).
fn quoted(text: &str) -> String {
    text.replace('\r', "%0D")
        .replace('\n', "%0A")
        .replace('"', "%22")
}

impl<T> Request<T> {
    /// Sets the body to a form of several parts.
    pub fn multipart_body(self, form: &Multipart) -> Self {
        self.multipart_body_as("multipart/form-data", form, &[])
    }

    /// Sets the body to several parts of that media type, such as `multipart/related`. `parts` has the media
    /// types of parts by their names (OpenAPI 3.0, 4.7.15): a part that the caller gave none has this one.
    pub fn multipart_body_as(
        self,
        media_type: &str,
        form: &Multipart,
        parts: &[(&str, &str)],
    ) -> Self {
        if let Some(why) = &form.invalid {
            return self.refuse(why.as_str());
        }
        let boundary = form.boundary();
        let body = form.body(&boundary, parts);
        self.body_bytes(&format!("{media_type}; boundary={boundary}"), body)
    }
}
