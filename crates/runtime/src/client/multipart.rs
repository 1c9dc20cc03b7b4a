//! Forms of several parts (RFC 7578).

use bytes::Bytes;

use super::request::Request;
use crate::json;

/// The parts of a `multipart/form-data` body.
#[derive(Clone, Debug, Default)]
pub struct Multipart(Vec<Part>);

/// A part. What is in it may be secret.
#[derive(Clone)]
struct Part {
    name: String,
    file: Option<String>,
    content_type: Option<String>,
    bytes: Bytes,
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
        self.part(name, None, None, Bytes::copy_from_slice(text.as_bytes()))
    }

    /// A value as JSON, which is what an object in a form is (OpenAPI 3.0, 4.7.14.3). A value that
    /// cannot be written as JSON is `null`.
    #[must_use]
    pub fn json(self, name: &str, value: &impl serde::Serialize) -> Self {
        let json = json::to_vec(value).unwrap_or_else(|_| b"null".to_vec());
        self.part(name, None, Some("application/json"), json.into())
    }

    /// A file.
    #[must_use]
    pub fn file(self, name: &str, file: &str, content_type: &str, bytes: impl Into<Bytes>) -> Self {
        self.part(name, Some(file), Some(content_type), bytes.into())
    }

    fn part(mut self, name: &str, file: Option<&str>, ty: Option<&str>, bytes: Bytes) -> Self {
        self.0.push(Part {
            name: quoted(name),
            file: file.map(quoted),
            content_type: ty.map(|ty| ty.replace(['\r', '\n'], " ")),
            bytes,
        });
        self
    }

    /// A line that stands in no part.
    fn boundary(&self) -> String {
        let mut number = 0_u64;
        loop {
            let boundary = format!("graphwright-{number:016x}");
            let has = |part: &Part| {
                let mut all = part.bytes.windows(boundary.len());
                all.any(|window| window == boundary.as_bytes())
            };
            if !self.0.iter().any(has) {
                return boundary;
            }
            number += 1;
        }
    }

    fn body(&self, boundary: &str) -> Vec<u8> {
        let mut body = Vec::new();
        for part in &self.0 {
            let mut head = format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"",
                part.name
            );
            if let Some(file) = &part.file {
                head.push_str(&format!("; filename=\"{file}\""));
            }
            if let Some(content_type) = &part.content_type {
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
        let boundary = form.boundary();
        let body = form.body(&boundary);
        self.body_bytes(&format!("multipart/form-data; boundary={boundary}"), body)
    }
}
