//! The exchange without I/O: what is sent next, and what follows from each response.

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use bytes::Bytes;
use http::header::{HeaderValue, USER_AGENT};
use http::{HeaderMap, Method, StatusCode, response};

use super::error::{BoxError, Error, ErrorKind, Result, ServiceError};
use super::framing;
use super::origin::Origin;
use super::payload::Payload;
use super::receive::{Received, Receiver};
use super::redirect::{self, Redirect};
use super::request::Response;
use super::resource::ServiceClient;
use super::secret::Secret;
#[cfg(feature = "client")]
use super::sender::Timeouts;
use super::sign_in::{self, SignIn};

/// A request that is ready to be sent.
#[derive(Clone)]
pub(super) struct Outgoing {
    pub(super) service: ServiceClient,
    pub(super) method: Method,
    pub(super) url: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Option<Bytes>,
    /// How many bytes of a response are read at most.
    pub(super) limit: u64,
    /// Whether no secret goes along.
    pub(super) without_secrets: bool,
    #[cfg(feature = "client")]
    pub(super) timeouts: Timeouts,
    /// If its body is sent piece by piece, the length, as far as that is known. Such a body cannot be had again.
    pub(super) streamed: Option<Option<u64>>,
}

/// What to do next in an [`Exchange`].
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
    /// It cannot be sent ([`ErrorKind::InvalidRequest`]).
    pub fn request(&self) -> Result<http::Request<Bytes>> {
        self.course.unsigned()
    }

    /// Returns what to send next, signed with `token` where it may have one: as a bearer token, or as the security
    /// scheme says that the service is signed in to by.
    ///
    /// # Errors
    /// It cannot be sent ([`ErrorKind::InvalidRequest`]).
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
    /// The service leads where the request must not go ([`ErrorKind::Redirect`]).
    pub fn answered(&mut self, status: StatusCode, headers: &HeaderMap) -> Result<Step> {
        self.course.answered(status, headers)
    }

    /// Decides what follows when no response came, or not all of it. An error that says that nothing was sent is a
    /// [`NotSent`](super::NotSent).
    ///
    /// # Errors
    /// The request is not repeated ([`ErrorKind::Transport`]).
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
            .field("url", &super::redact::url(self.url()))
            .finish_non_exhaustive()
    }
}

/// The state of an exchange, whatever its response is read as.
pub(super) struct Course {
    pub(super) outgoing: Outgoing,
    /// What the caller set is for whoever the request was made for, and for no other origin.
    home: Option<Origin>,
    redirects: usize,
    renewed: bool,
    /// What signs it, and where each stands.
    secrets: Vec<(SignIn, Secret)>,
}

impl Course {
    pub(super) fn new(outgoing: Outgoing) -> Self {
        let home = match outgoing.without_secrets {
            true => Origin::of(&outgoing.url),
            false => outgoing.service.service().origin.clone(),
        };
        Self {
            outgoing,
            home,
            redirects: 0,
            renewed: false,
            secrets: Vec::new(),
        }
    }

    pub(super) fn limit(&self) -> u64 {
        self.outgoing.limit
    }

    pub(super) fn may_have_token(&self) -> bool {
        let outgoing = &self.outgoing;
        !outgoing.without_secrets && outgoing.service.may_have_token(&outgoing.url)
    }

    pub(super) fn secrets(&self) -> &[(SignIn, Secret)] {
        &self.secrets
    }

    pub(super) fn sign_with(&mut self, secrets: Vec<(SignIn, Secret)>) {
        self.secrets = secrets;
    }

    /// What to send, signed.
    pub(super) fn request(&self) -> Result<http::Request<Bytes>> {
        let mut request = self.prepare()?;
        for (place, secret) in &self.secrets {
            sign_in::sign(&mut request, place, secret).map_err(|why| self.invalid(why))?;
        }
        self.frame(request)
    }

    fn unsigned(&self) -> Result<http::Request<Bytes>> {
        self.frame(self.prepare()?)
    }

    fn frame(&self, mut request: http::Request<Bytes>) -> Result<http::Request<Bytes>> {
        let whole = Some(request.body().len() as u64);
        let length = self.outgoing.streamed.unwrap_or(whole);
        framing::frame(&mut request, length).map_err(|why| self.invalid(why))?;
        Ok(request)
    }

    fn prepare(&self) -> Result<http::Request<Bytes>> {
        let Outgoing {
            service,
            method,
            url,
            headers,
            body,
            ..
        } = &self.outgoing;
        let origin = Origin::of(url);
        let is_home = self.home.is_some() && origin == self.home;
        let (mut headers, body) =
            redirect::carried(headers, body.as_ref(), is_home, self.may_have_token());
        if let Ok(name) = HeaderValue::from_str(&service.service().core.0.user_agent) {
            headers.entry(USER_AGENT).or_insert(name);
        }
        // What is no origin to us must be none to the transport either.
        let request = origin.and_then(|_| {
            let request = http::Request::builder().method(method.clone()).uri(url);
            request.body(body.unwrap_or_default()).ok()
        });
        let mut request =
            request.ok_or_else(|| self.invalid("this is not a URL that can be sent"))?;
        *request.headers_mut() = headers;
        Ok(request)
    }

    pub(super) fn answered(&mut self, status: StatusCode, headers: &HeaderMap) -> Result<Step> {
        let outgoing = &mut self.outgoing;
        let service = &outgoing.service;
        let refuse = |why, url: &str| {
            let error = Error::new(ErrorKind::Redirect(why)).with_status(status);
            Err(error.at(url).of_service(|url| service.is_own(url)))
        };
        match service.redirect(&outgoing.method, &outgoing.url, status, headers) {
            Redirect::Refuse(why) => return refuse(why, &outgoing.url),
            Redirect::Follow(url) if self.redirects < redirect::LIMIT => {
                self.redirects += 1;
                outgoing.url = url;
                self.secrets.clear();
                return Ok(Step::Again);
            }
            Redirect::Follow(url) => {
                return refuse(format!("more than {} redirects", redirect::LIMIT), &url);
            }
            Redirect::Done => {}
        }
        // A token can be revoked before it expires. The request was refused and not carried out, so
        // that it may be sent again whatever its method is.
        if status == StatusCode::UNAUTHORIZED
            && !self.renewed
            && self.may_have_token()
            && self.outgoing.streamed.is_none()
        {
            self.renewed = true;
            return Ok(Step::Renew);
        }
        Ok(Step::Read)
    }

    /// How long to wait before the request is repeated, of which no response came, or not all of it. `None` if it is
    /// not repeated.
    pub(super) fn failed(&mut self, _: &BoxError) -> Option<Duration> {
        None
    }

    pub(super) fn late(&self, patience: Duration) -> Error {
        self.place(Error::new(ErrorKind::Timeout(patience)))
    }

    /// A response that is the answer, if it is one of success.
    pub(super) fn succeeded<B>(&self, head: response::Parts, body: B) -> Received<B> {
        Received {
            status: head.status,
            headers: head.headers,
            body,
            url: self.outgoing.url.clone(),
            plain: self.outgoing.service.service().plain,
        }
    }

    /// What a response of failure says, in which secrets that it repeats are hidden.
    pub(super) fn refused(&self, head: &response::Parts, body: Bytes) -> Error {
        let plain = self.outgoing.service.service().plain;
        let mut error = ServiceError::read(head.status, &head.headers, &body, plain);
        let secrets = || self.secrets.iter().map(|(_, secret)| secret);
        secrets().for_each(|secret| error.hide(secret));
        let error = Error::new(ErrorKind::Service(error)).with_status(head.status);
        self.place(error.with_body(body, secrets()))
    }

    /// Reads the whole answer.
    pub(super) fn read<T: Payload>(
        &self,
        head: response::Parts,
        body: Bytes,
    ) -> Result<Response<T>> {
        if !head.status.is_success() {
            return Err(self.refused(&head, body));
        }
        let read = self.succeeded(head, body).read();
        read.map_err(|error| self.place(error))
    }

    pub(super) fn too_large(&self, status: StatusCode) -> Error {
        let error = Error::new(ErrorKind::TooLarge(self.limit()));
        self.place(error.with_status(status))
    }

    fn invalid(&self, why: impl Into<String>) -> Error {
        self.place(Error::new(ErrorKind::InvalidRequest(why.into())))
    }

    /// The error of a request to where this one goes.
    pub(super) fn place(&self, error: Error) -> Error {
        let Outgoing { service, url, .. } = &self.outgoing;
        error.at(url).of_service(|url| service.is_own(url))
    }
}
