//! The exchange without I/O: what is sent next, and what follows from each response.

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode, response};

use super::course::{Course, Outgoing};
use super::error::{BoxError, Error, Result};
use super::payload::Payload;
use super::receive::Receiver;
use super::request::Response;
use super::secret::Secret;

/// The next action in an [`Exchange`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "the exchange is not done before its response is read"]
pub enum Step {
    /// Read the body of this response: it is the answer, of success or of failure.
    Read,
    /// Send [`Exchange::request`] once more, at once: it leads elsewhere now.
    Again,
    /// The token was refused (401). If there is another one, send the request once more with it; if not, read this
    /// response.
    Renew,
    /// Wait so long, then send the request once more.
    Wait(Duration),
}

/// A request on its way, for a program that has a network stack of its own: it says what to send, is told what came,
/// and says what to do. It does no I/O, knows no clock and needs no executor.
///
/// ```
/// # use graphwright::{Client, Error, Method, Request, Secret, ServiceClient, Step, http};
/// # struct Network;
/// # impl Network {
/// #     fn send(&self, _: http::Request<graphwright::Bytes>) -> http::Response<Vec<u8>> {
/// #         http::Response::new(br#"{"id":"7"}"#.to_vec())
/// #     }
/// #     fn token(&self) -> Secret { Secret::new("a token") }
/// #     fn wait(&self, _: std::time::Duration) {}
/// # }
/// # let network = Network;
/// # let service = ServiceClient::new(Client::sans_io().build()?, "https://graph.microsoft.com/v1.0");
/// let mut exchange = service.request(Method::GET, "/me").exchange()?;
/// let me = loop {
///     let response = network.send(exchange.signed(&network.token())?);
///     match exchange.answered(response.status(), response.headers())? {
///         Step::Read => break exchange.decode(response)?.value,
///         Step::Again | Step::Renew => {}
///         Step::Wait(time) => network.wait(time),
///     }
/// };
/// assert_eq!(me["id"], "7");
/// # Ok::<(), Error>(())
/// ```
#[must_use = "nothing is sent before the program sends it"]
pub struct Exchange<T> {
    pub(super) course: Course,
    response: PhantomData<fn() -> T>,
}

impl<T> Exchange<T> {
    pub(super) fn new(outgoing: Outgoing) -> Self {
        Self {
            course: Course::new(outgoing),
            response: PhantomData,
        }
    }

    /// Returns what to send next, with all headers but those that sign it.
    ///
    /// # Errors
    /// It cannot be sent ([`ErrorKind::InvalidRequest`](super::ErrorKind)).
    pub fn request(&self) -> Result<http::Request<Bytes>> {
        self.course.unsigned()
    }

    /// Returns what to send next, signed with `token` where it may have one: as a bearer token, or as the security
    /// scheme says that the service is signed in to by.
    ///
    /// # Errors
    /// It cannot be sent ([`ErrorKind::InvalidRequest`](super::ErrorKind)).
    pub fn signed(&mut self, token: &Secret) -> Result<http::Request<Bytes>> {
        let sign_in = self.course.outgoing.service.service().sign_in;
        let secrets = match self.may_have_token() {
            true => sign_in.first().map(|scheme| (scheme.1, token.clone())),
            false => None,
        };
        self.course.sign_with(secrets.into_iter().collect());
        self.course.request()
    }

    /// Returns where it goes next.
    pub fn url(&self) -> &str {
        &self.course.outgoing.url
    }

    /// Returns whether a token may go there: to the origin of the service, over TLS or on this machine.
    pub fn may_have_token(&self) -> bool {
        self.course.may_have_token()
    }

    /// Decides what follows from the head of a response.
    ///
    /// # Errors
    /// The service leads where the request must not go ([`ErrorKind::Redirect`](super::ErrorKind)).
    pub fn answered(&mut self, status: StatusCode, headers: &HeaderMap) -> Result<Step> {
        self.course.answered(status, headers)
    }

    /// Decides what follows when no response came, or not all of it. An error that says that nothing was sent is a
    /// [`NotSent`](super::NotSent).
    ///
    /// # Errors
    /// The request is not repeated ([`ErrorKind::Transport`](super::ErrorKind)).
    pub fn failed(&mut self, error: impl Into<BoxError>) -> Result<Step> {
        let error = error.into();
        match self.course.failed(&error) {
            Some(time) => Ok(Step::Wait(time)),
            None => Err(self.course.place(Error::broken(error))),
        }
    }

    /// Reads a whole response, whose body is decompressed where it was compressed on the way.
    ///
    /// # Errors
    /// The response is one of failure, is too large, or is not what was expected.
    pub fn decode(&self, response: http::Response<impl AsRef<[u8]>>) -> Result<Response<T>>
    where
        T: Payload,
    {
        let (head, body) = response.into_parts();
        let mut receiver = self.receive(head);
        receiver.push(body.as_ref())?;
        receiver.finish()
    }

    /// Begins to read a response whose body comes piece by piece.
    pub fn receive(&self, head: response::Parts) -> Receiver<'_, T> {
        Receiver::new(&self.course, head)
    }
}

/// Headers and body may hold secrets.
impl<T> fmt::Debug for Exchange<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchange")
            .field("method", &self.course.outgoing.method)
            .field("url", &self.course.shown_url())
            .finish_non_exhaustive()
    }
}
