//! A response without I/O: its body gathered piece by piece, and what the whole is read as.

use std::fmt;
use std::marker::PhantomData;

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, StatusCode, response};

use super::course::Course;
use super::error::{Error, ErrorKind, Result, request_id};
use super::headers;
use super::payload::{DecodeError, Payload, Reply};
use super::request::Response;
use super::resource::ServiceClient;
use super::secret::Secret;
use super::sign_in::SignIn;

/// What a request was sent with, which the errors inside a batch need.
#[derive(Clone, Default)]
pub(super) struct SentWith {
    /// What signed it.
    pub(super) secrets: Vec<(SignIn, Secret)>,
    /// Whether an earlier attempt may have been carried out.
    pub(super) may_be_done: bool,
}

/// A response of success, and where it came from; its body is read or not yet.
pub(super) struct Received<B = Bytes> {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: B,
    pub(super) url: String,
    pub(super) service: ServiceClient,
    pub(super) client_request_id: Option<String>,
    pub(super) sent_with: SentWith,
}

impl Received {
    /// Reads the body.
    pub(super) fn read<T: Payload>(self) -> Result<Response<T>> {
        let reply = Reply {
            status: self.status,
            headers: &self.headers,
            body: &self.body,
            plain: self.service.service().plain,
            sent_with: Some(&self.sent_with),
        };
        let value = T::from_reply(reply).map_err(|unfit| self.misread(unfit))?;
        Ok(Response {
            status: self.status,
            headers: self.headers,
            value,
        })
    }

    /// The error of a response that is not what was expected.
    pub(super) fn unread(&self, why: &str) -> Error {
        self.misread(DecodeError::Other {
            why: why.to_owned(),
        })
    }

    fn misread(&self, unfit: DecodeError) -> Error {
        let kind = match unfit {
            DecodeError::Empty => ErrorKind::Empty,
            DecodeError::Other { why } => {
                let content_type = headers::content_type(&self.headers);
                ErrorKind::Decode { content_type, why }
            }
        };
        let secrets = self.sent_with.secrets.iter().map(|(_, secret)| secret);
        Error::new(kind)
            .with_status(self.status)
            .with_body(excerpt(&self.body), secrets)
            .with_request_id(request_id(&self.headers))
            .with_client_request_id(self.client_request_id.as_deref())
            .at(&self.url)
            .of_service(|url| self.service.is_own(url))
    }
}

/// How many bytes of a body that cannot be read its error has.
const EXCERPT: usize = 2_000;

/// The beginning of a body, of which the rest is not kept. It ends with a whole character.
fn excerpt(body: &Bytes) -> Bytes {
    if body.len() <= EXCERPT {
        return body.clone();
    }
    let is_inside = |at: &usize| body[*at] & 0xc0 == 0x80;
    let end = (EXCERPT - 3..=EXCERPT).rev().find(|at| !is_inside(at));
    Bytes::copy_from_slice(&body[..end.unwrap_or(EXCERPT)])
}

/// The pieces of a body, up to a limit.
pub(super) struct Gathered {
    read: BytesMut,
    left: u64,
}

/// A body has more bytes than its limit.
pub(super) struct TooLarge;

impl Gathered {
    pub(super) fn new(limit: u64) -> Self {
        Self {
            read: BytesMut::new(),
            left: limit,
        }
    }

    pub(super) fn push(&mut self, piece: &[u8]) -> std::result::Result<(), TooLarge> {
        // An empty piece counts too, or a body of nothing else would have no end.
        let length = piece.len().max(1) as u64;
        self.left = self.left.checked_sub(length).ok_or(TooLarge)?;
        self.read.extend_from_slice(piece);
        Ok(())
    }

    pub(super) fn finish(self) -> Bytes {
        self.read.freeze()
    }
}

/// A response whose body is still coming, for a program that reads it piece by piece:
/// [`Exchange::receive`](super::Exchange::receive) begins it.
///
/// ```
/// # use graphwright::{Client, Method, ServiceClient, http};
/// # let service = ServiceClient::new(Client::sans_io().build()?, "https://graph.microsoft.com/v1.0");
/// let exchange = service.request(Method::GET, "/me").exchange()?;
/// let (head, ()) = http::Response::new(()).into_parts();
/// let mut receiver = exchange.receive(head);
/// for piece in [r#"{"id":"#, r#""7"}"#] {
///     receiver.push(piece.as_bytes())?;
/// }
/// assert_eq!(receiver.finish()?.value["id"], "7");
/// # Ok::<(), graphwright::Error>(())
/// ```
#[must_use = "what was received is read by `finish`"]
pub struct Receiver<'a, T> {
    course: &'a Course,
    head: response::Parts,
    body: Gathered,
    response: PhantomData<fn() -> T>,
}

impl<'a, T> Receiver<'a, T> {
    pub(super) fn new(course: &'a Course, head: response::Parts) -> Self {
        Self {
            course,
            head,
            body: Gathered::new(course.limit()),
            response: PhantomData,
        }
    }

    /// Takes the next piece of the body, decompressed where it was compressed on the way.
    ///
    /// # Errors
    /// A response of success has more bytes than the limit ([`ErrorKind::TooLarge`]). Of a response of failure the
    /// beginning is kept.
    pub fn push(&mut self, piece: &[u8]) -> Result<()> {
        match self.body.push(piece) {
            Err(TooLarge) if self.head.status.is_success() => {
                Err(self.course.too_large(self.head.status))
            }
            Ok(()) | Err(TooLarge) => Ok(()),
        }
    }

    /// Reads the body, which has come to its end.
    ///
    /// # Errors
    /// The response is one of failure, or its body is not what was expected.
    pub fn finish(self) -> Result<Response<T>>
    where
        T: Payload,
    {
        let Self {
            course, head, body, ..
        } = self;
        course.read(head, body.finish())
    }
}

/// A body may hold secrets.
impl<T> fmt::Debug for Receiver<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receiver")
            .field("status", &self.head.status)
            .finish_non_exhaustive()
    }
}
