//! A request: inspected, changed, sent.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, HeaderName, HeaderValue};
use http::{HeaderMap, Method, StatusCode};
use serde::Serialize;

use super::course::Outgoing;
use super::encode;
use super::error::{Error, ErrorKind, Result};
use super::exchange::Exchange;
use super::headers;
use super::payload::Payload;
use super::permissions::Permissions;
use super::resource::ServiceClient;
use super::retry::RetryPolicy;
#[cfg(feature = "client")]
use super::sender::Timeouts;
use super::sign_in::SecurityScheme;
use crate::json::{self, WideNumbers};
use crate::model::Model;
use crate::patch::Patch;

/// The header with a client's id for a request, by which it is found in the logs of both sides: a GUID, which Graph
/// sends back in its errors.
pub(super) const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");

/// A request whose response is read as a `T`. Nothing is sent before `send` is called, or
/// [`send_by`](Self::send_by) over a network stack of the program's own.
#[must_use = "a request does nothing until it is sent"]
pub struct Request<T> {
    pub(super) parts: Parts,
    response: PhantomData<fn() -> T>,
}

/// A request, whatever its response is read as.
#[derive(Clone)]
pub(super) struct Parts {
    pub(super) service: ServiceClient,
    pub(super) method: Method,
    pub(super) url: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Option<Bytes>,
    permissions: &'static Permissions,
    response_limit: Option<u64>,
    /// Whether no secret goes along, wherever it goes.
    without_secrets: bool,
    retry: Option<RetryPolicy>,
    /// Whether it may be carried out twice.
    pub(super) is_idempotent: bool,
    #[cfg(feature = "client")]
    pub(super) timeouts: Timeouts,
    /// Set for a request whose answer is a 303 itself, which is not followed.
    pub(super) stops_at_see_other: bool,
    /// The URL before a link took its place.
    first_url: Option<String>,
    /// Why it cannot be sent.
    pub(super) invalid: Option<String>,
}

impl Parts {
    /// Returns the retry policy of the request, else that of the client.
    pub(super) fn policy(&self) -> RetryPolicy {
        self.retry.unwrap_or(self.service.service().core.0.retry)
    }

    /// Adds the URL of the request to an error.
    pub(super) fn place(&self, error: Error) -> Error {
        error
            .at(&self.url)
            .of_service(|url| self.service.is_own(url))
    }
}

impl<T> From<Parts> for Request<T> {
    fn from(parts: Parts) -> Self {
        Self {
            parts,
            response: PhantomData,
        }
    }
}

/// A response with all that came. Its `Debug` shows the names of headers and not their values.
#[derive(Clone)]
pub struct Response<T> {
    /// The status; always one of success.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The value that was read from the body.
    pub value: T,
}

impl<T> Request<T> {
    pub(super) fn new(
        service: ServiceClient,
        method: Method,
        url: String,
        permissions: &'static Permissions,
    ) -> Self {
        Self::from(Parts {
            service,
            method,
            url,
            headers: HeaderMap::new(),
            body: None,
            permissions,
            response_limit: None,
            without_secrets: false,
            retry: None,
            is_idempotent: false,
            #[cfg(feature = "client")]
            timeouts: Timeouts::default(),
            stops_at_see_other: false,
            first_url: None,
            invalid: None,
        })
    }

    /// The method.
    pub fn method(&self) -> &Method {
        &self.parts.method
    }

    /// The whole URL, secrets included.
    pub fn url(&self) -> &str {
        &self.parts.url
    }

    /// The headers that were set on this request. Sending adds `Authorization`, `Accept`, `Accept-Encoding`,
    /// `User-Agent`, `Content-Length`, and for OData services `client-request-id`.
    pub fn headers(&self) -> &HeaderMap {
        &self.parts.headers
    }

    /// The body.
    pub fn body(&self) -> Option<&Bytes> {
        self.parts.body.as_ref()
    }

    /// The client of the service that it goes to.
    pub fn service(&self) -> &ServiceClient {
        &self.parts.service
    }

    /// Returns who may make this request: for each kind of caller the least privileged scopes, and the others that
    /// suffice too. They are those of the path that the request was built by. Where nobody has said who may
    /// make it, they are [`Permissions::UNKNOWN`]; so they are of a request to a URL or a link.
    pub fn scopes(&self) -> &'static Permissions {
        self.parts.permissions
    }

    /// Sets a header, in place of one that has the name.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(value)) => {
                self.parts.headers.insert(name, value);
                self
            }
            _ => self.refuse(format!(
                "the header `{}` or its value has a character that none may have",
                name.escape_debug()
            )),
        }
    }

    /// The change is made only if the entity still has this ETag (`If-Match`).
    pub fn if_match(self, etag: &str) -> Self {
        self.header("If-Match", etag)
    }

    /// Adds a preference (`Prefer`).
    pub fn prefer(self, preference: &str) -> Self {
        let known = self.text_of("Prefer");
        let all = known.map_or_else(
            || preference.to_owned(),
            |known| format!("{known}, {preference}"),
        );
        self.header("Prefer", &all)
    }

    /// Returns the text that was set for the header `name`; `None` if it is not visible ASCII.
    pub(super) fn text_of(&self, name: &str) -> Option<&str> {
        headers::text(&self.parts.headers, name)
    }

    /// Adds a query option; the value is percent-encoded.
    pub fn query(self, name: &str, value: &str) -> Self {
        self.with_pair(&format!("{}={}", encode::query(name), encode::query(value)))
    }

    /// Removes a query option.
    pub(super) fn without_query(mut self, name: &str) -> Self {
        if let Some((path, query)) = self.parts.url.split_once('?') {
            let pairs = query.split('&');
            let others =
                pairs.filter(|pair| pair.split_once('=').is_none_or(|(one, _)| one != name));
            let others = others.collect::<Vec<_>>().join("&");
            self.parts.url = match others.is_empty() {
                true => path.to_owned(),
                false => format!("{path}?{others}"),
            };
        }
        self
    }

    /// Adds the query that a path has in any case: names and values as a description writes them. What is
    /// percent-encoded stays so, and what no query can have is encoded.
    pub fn fixed_query(self, query: &str) -> Self {
        self.with_pair(&encode::reserved(query))
    }

    /// Adds a name and a value to the query, both encoded.
    pub(super) fn with_pair(mut self, pair: &str) -> Self {
        self.parts.url.push(if self.parts.url.contains('?') {
            '&'
        } else {
            '?'
        });
        self.parts.url.push_str(pair);
        self
    }

    /// Sets the body to the JSON of `value`.
    pub fn json_body(self, value: &impl Serialize) -> Self {
        let wide = self.parts.service.wide_numbers();
        match json::to_vec_with(value, wide) {
            Ok(json) => self.body_bytes(&media_type("application/json", wide), json),
            Err(error) => self.refuse(error.to_string()),
        }
    }

    /// Sets the body to a change, whose links lead below the service root.
    pub fn patch_body<M: Model>(self, change: impl Into<Patch<M>>) -> Self {
        let change = change
            .into()
            .resolve(self.parts.service.wide_numbers(), |link| {
                self.parts.service.absolute(link)
            });
        self.json_body(&change)
    }

    /// Sets the body to these bytes.
    pub fn body_bytes(mut self, content_type: &str, bytes: impl Into<Bytes>) -> Self {
        self.parts.body = Some(bytes.into());
        self.header(CONTENT_TYPE.as_str(), content_type)
    }

    /// How many bytes the body of the response may have, decompressed, instead of as many as the client allows
    /// ([`ClientBuilder::response_limit`](super::ClientBuilder::response_limit)). On requests for a page it
    /// holds for each page.
    pub fn response_limit(mut self, bytes: u64) -> Self {
        self.parts.response_limit = Some(bytes);
        self
    }

    /// How often it is sent, and how long is waited in between, instead of as the client says it
    /// ([`ClientBuilder::retry`](super::ClientBuilder::retry)).
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.parts.retry = Some(policy);
        self
    }

    /// Says that the service may carry it out twice without harm, so that it is also repeated when a response is lost
    /// or the service fails, as GET, PUT and DELETE are: a PATCH that sets values, or a POST that the service
    /// recognises by an id in it, such as `transactionId` of an event.
    pub fn idempotent(mut self) -> Self {
        self.parts.is_idempotent = true;
        self
    }

    /// Reads the response as another type.
    pub fn returning<U>(self) -> Request<U> {
        Request::from(self.parts)
    }

    /// Takes a response without a value for `None`, where the description promises one: a response without a body,
    /// `{"value": null}` and `{"@odata.null": true}`.
    pub fn optional(self) -> Request<Option<T>> {
        self.returning()
    }

    /// Signs in by one of these ways, each of schemes that are needed together, where the service asks for
    /// others than the client's; by none of no ways (OpenAPI 3.0, 4.7.10).
    pub fn signed_in_by(mut self, ways: &'static [&'static [SecurityScheme]]) -> Self {
        self.parts.service = self.parts.service.asking(ways);
        self
    }

    /// Sends it to the same path below another root, and the secrets with it.
    pub fn at_server(mut self, root: &str) -> Self {
        let service = self.parts.service.elsewhere(root);
        let Some(path) = self
            .parts
            .url
            .strip_prefix(&self.parts.service.service().root)
        else {
            return self.refuse("it does not go to a path below the service root");
        };
        self.parts.url = format!("{}{path}", service.service().root);
        self.parts.service = service;
        self
    }

    /// Keeps the URL before a link takes its place, for a program that has to start over.
    pub(super) fn keeping_first_url(mut self) -> Self {
        let url = &self.parts.url;
        self.parts.first_url.get_or_insert_with(|| url.clone());
        self
    }

    /// Returns the URL before a link took its place.
    pub(super) fn first_url(&self) -> &str {
        self.parts.first_url.as_ref().unwrap_or(&self.parts.url)
    }

    /// Makes sending it the error that `why` says, unless it is one already.
    pub(super) fn refuse(mut self, why: impl Into<String>) -> Self {
        self.parts.invalid.get_or_insert_with(|| why.into());
        self
    }

    /// Sends no secret along, wherever it goes.
    pub(super) fn without_secrets(mut self) -> Self {
        self.parts.without_secrets = true;
        self
    }

    /// The request for a further page. Whatever asked for the first one, a link is followed by GET: an action would
    /// be called once more (OData Protocol 4.01, 11.2.6.7 and 11.5.5).
    pub(super) fn at(&self, url: String) -> Self {
        let headers = self.parts.headers.iter();
        let headers = headers.filter(|(name, _)| !name.as_str().starts_with("content-"));
        let headers = headers.map(|(name, value)| (name.clone(), value.clone()));
        Self::from(Parts {
            method: Method::GET,
            url,
            headers: headers.collect(),
            body: None,
            permissions: Permissions::UNKNOWN,
            invalid: None,
            ..self.parts.clone()
        })
    }
}

impl<T: Payload> Request<T> {
    /// Makes the request that a program sends itself, with all headers but those that sign it: a token may go along
    /// where [`ServiceClient::may_have_token`] allows it. [`exchange`](Self::exchange) also knows redirects and
    /// retries.
    ///
    /// # Errors
    /// It cannot be sent ([`ErrorKind::InvalidRequest`]).
    pub fn to_http(&self) -> Result<http::Request<Bytes>> {
        self.clone().exchange()?.request()
    }

    /// Reads the whole response to it, whose body is decompressed where it was compressed on the way.
    ///
    /// # Errors
    /// The response is one of failure, is too large, or is not what was expected.
    pub fn decode(&self, response: http::Response<impl AsRef<[u8]>>) -> Result<Response<T>> {
        let mut exchange = self.clone().exchange()?;
        if !self.parts.headers.contains_key(CLIENT_REQUEST_ID) {
            // That is not what the request was called that was sent.
            exchange.course.outgoing.headers.remove(CLIENT_REQUEST_ID);
        }
        exchange.decode(response)
    }

    /// Begins an exchange that a program carries itself.
    ///
    /// # Errors
    /// It cannot be sent ([`ErrorKind::InvalidRequest`]).
    pub fn exchange(self) -> Result<Exchange<T>> {
        Ok(Exchange::new(self.outgoing()?))
    }

    pub(super) fn outgoing(mut self) -> Result<Outgoing> {
        if let Some(why) = self.parts.invalid {
            return Err(Error::new(ErrorKind::InvalidRequest(why)).at(&self.parts.url));
        }
        let wide = self.parts.service.wide_numbers();
        let accept = self.parts.headers.entry(ACCEPT);
        accept.or_insert_with(|| accepted(T::ACCEPT, wide));
        if !self.parts.service.service().plain {
            let id = self.parts.headers.entry(CLIENT_REQUEST_ID);
            id.or_insert_with(client_request_id);
        }
        let of_the_client = self.parts.service.service().core.0.response_limit;
        let request = self.parts;
        Ok(Outgoing {
            service: request.service,
            method: request.method,
            url: request.url,
            headers: request.headers,
            body: request.body,
            limit: request.response_limit.unwrap_or(of_the_client),
            without_secrets: request.without_secrets,
            permissions: request.permissions,
            retry: request.retry,
            is_idempotent: request.is_idempotent,
            stops_at_see_other: request.stops_at_see_other,
            #[cfg(feature = "client")]
            timeouts: request.timeouts,
            streamed: None,
        })
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("headers", &header_names(&self.headers))
            .field("value", &self.value)
            .finish()
    }
}

/// Media types where those of JSON say that numbers of 64 bits and more are texts (JSON Format 4.01, 3.2).
fn media_type(types: &str, wide: WideNumbers) -> Cow<'_, str> {
    const JSON: &str = "application/json";
    match wide {
        WideNumbers::Texts => types
            .replace(JSON, &format!("{JSON};IEEE754Compatible=true"))
            .into(),
        WideNumbers::Numbers | WideNumbers::AsTheyAre => types.into(),
    }
}

/// The header `Accept` of a request.
pub(super) fn accepted(types: &'static str, wide: WideNumbers) -> HeaderValue {
    let usual = HeaderValue::from_static(types);
    HeaderValue::try_from(&*media_type(types, wide)).unwrap_or(usual)
}

/// A GUID made at random (RFC 9562, 5.4).
fn client_request_id() -> HeaderValue {
    let random = fastrand::u128(..) & !(0xf << 76 | 0b11 << 62) | 4 << 76 | 0b10 << 62;
    let hex = format!("{random:032x}");
    let parts = [
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..],
    ];
    HeaderValue::try_from(parts.join("-")).unwrap_or_else(|_| HeaderValue::from_static(""))
}

fn header_names(headers: &HeaderMap) -> Vec<&str> {
    headers.keys().map(HeaderName::as_str).collect()
}

/// Bodies are shared and not copied.
impl<T> Clone for Request<T> {
    fn clone(&self) -> Self {
        Self::from(self.parts.clone())
    }
}

impl<T> fmt::Debug for Request<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.parts.method)
            .field("url", &self.parts.service.shown(&self.parts.url))
            .field("headers", &header_names(&self.parts.headers))
            .finish_non_exhaustive()
    }
}
