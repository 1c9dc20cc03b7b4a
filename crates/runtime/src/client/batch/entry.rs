//! A request as it stands in a batch.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::header::{
    ACCEPT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HOST, PROXY_AUTHORIZATION, USER_AGENT,
};
use http::{HeaderMap, Method};
use serde::Serialize;
use serde_json::value::RawValue;

use super::body;
use crate::client::course::Course;
use crate::client::error::Result;
use crate::client::link;
use crate::client::origin::{self, Origin};
use crate::client::resource::ServiceClient;

/// A request as it stands in a batch, but for its id.
#[derive(Debug)]
pub(super) struct Entry {
    method: Method,
    url: String,
    headers: BTreeMap<String, String>,
    body: Option<Box<RawValue>>,
}

/// A request object (OData JSON Format 4.01, 19.1).
#[derive(Serialize)]
pub(super) struct Written<'a> {
    id: String,
    method: &'a str,
    url: &'a str,
    headers: &'a BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<&'a RawValue>,
    #[serde(rename = "dependsOn", skip_serializing_if = "Vec::is_empty")]
    depends_on: Vec<String>,
}

/// What the request with that index is called in batches.
pub(super) fn name(index: usize) -> String {
    (index + 1).to_string()
}

impl Entry {
    /// The request of `course`.
    ///
    /// # Errors
    /// It cannot be in a batch.
    pub(super) fn of(course: &Course) -> Result<Self> {
        let (head, body) = course.unsigned()?.into_parts();
        let service = &course.outgoing.service;
        let refuse = |why: String| course.invalid(why);
        if service.service().plain {
            return Err(refuse(
                "its service is no OData service, and has no batches: send it by itself".into(),
            ));
        }
        if course.outgoing.without_secrets {
            return Err(refuse(
                "its URL carries its own permission, and a batch is sent with a token: send it by itself".into(),
            ));
        }
        let url = relative(service, &course.outgoing.url).map_err(refuse)?;
        let body =
            body_of(&head.method, &head.headers, &body, is_graph(service)).map_err(refuse)?;
        let mut headers = headers_of(&head.headers).map_err(refuse)?;
        if body.is_some() {
            // Graph refuses a whole batch with a body of no content type.
            let content_type = headers.entry(CONTENT_TYPE.to_string());
            content_type.or_insert_with(|| "application/json".into());
        }
        Ok(Self {
            method: head.method,
            url,
            headers,
            body,
        })
    }

    /// The request as it is sent, after those of its dependencies that are in the same batch.
    pub(super) fn written(&self, index: usize, depends_on: Vec<String>) -> Written<'_> {
        Written {
            id: name(index),
            method: self.method.as_str(),
            url: &self.url,
            headers: &self.headers,
            body: self.body.as_deref(),
            depends_on,
        }
    }
}

fn is_graph(service: &ServiceClient) -> bool {
    let service = service.service();
    service.core.is_graph(service.published.as_ref())
}

/// The URL below the service root. A slash before it would make it a path of the host (OData JSON Format 4.01, 19.1), but
/// for Graph, whose documentation writes it so.
fn relative(service: &ServiceClient, url: &str) -> std::result::Result<String, String> {
    let root = &service.service().root;
    let path = &url[origin::prefix(url).len()..];
    let own = &root[origin::prefix(root).len()..];
    let (to, from) = (Origin::of(url), Origin::of(root));
    let below = path
        .strip_prefix(own)
        .and_then(|rest| rest.strip_prefix('/'));
    let below = below.filter(|below| to.is_some() && to == from && !link::climbs(below));
    match below {
        None => Err("it does not go below the root of its service, as all requests of a batch do: send it by itself".into()),
        Some("") => Err("it goes to the root of its service, which no request of a batch can: send it by itself".into()),
        Some(below) if below.split(['?', '/']).next() == Some("$batch") => {
            Err("a batch cannot be in a batch".into())
        }
        Some(below) if is_graph(service) => Ok(format!("/{below}")),
        Some(below) => Ok(below.to_owned()),
    }
}

/// The headers, without those that the batch itself has.
fn headers_of(all: &HeaderMap) -> std::result::Result<BTreeMap<String, String>, String> {
    let mut headers: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in all {
        if [CONTENT_LENGTH, ACCEPT_ENCODING, USER_AGENT].contains(name) {
            continue;
        }
        if [COOKIE, HOST, PROXY_AUTHORIZATION].contains(name) {
            return Err(format!(
                "the header `{name}` belongs to a request by itself, and none in a batch has it: leave it out"
            ));
        }
        let Ok(text) = std::str::from_utf8(value.as_bytes()) else {
            return Err(format!(
                "the header `{name}` is not UTF-8, as the JSON of a batch is"
            ));
        };
        let known = headers.entry(name.to_string()).or_default();
        if !known.is_empty() {
            known.push_str(", ");
        }
        known.push_str(text);
    }
    Ok(headers)
}

/// The body; of a request that could have one and has none an empty object, without which Graph refuses the whole batch.
fn body_of(
    method: &Method,
    headers: &HeaderMap,
    body: &Bytes,
    is_graph: bool,
) -> std::result::Result<Option<Box<RawValue>>, String> {
    let media_type = headers.get(CONTENT_TYPE);
    let media_type = media_type.map_or("", |value| value.to_str().unwrap_or_default());
    let essence = media_type.trim_start().to_ascii_lowercase();
    match *method {
        _ if essence.starts_with("multipart/") => Err(
            "its body has several parts, and none in a batch has that: send it by itself".into(),
        ),
        Method::GET | Method::DELETE if !body.is_empty() => Err(format!(
            "a {method} in a batch has no body (OData JSON Format 4.01, 19.1): send it by itself"
        )),
        Method::GET | Method::DELETE => Ok(None),
        Method::POST | Method::PATCH | Method::PUT => {
            let is_nothing = body.is_empty()
                && (essence.is_empty() || crate::client::headers::is_json(&essence));
            match is_nothing {
                true => body::write("application/json", &Bytes::from_static(b"{}"), is_graph),
                false => body::write(media_type, body, is_graph),
            }
            .map(Some)
        }
        _ => Err(format!(
            "a batch has no {method} (OData JSON Format 4.01, 19.1): send it by itself"
        )),
    }
}
