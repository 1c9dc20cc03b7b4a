//! Sends the requests of a client by its transport, secrets and clock.

mod builder;
mod byte_stream;
mod clock;
mod deadline;
mod streamed;
mod timeouts;
mod watched;

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;

use super::course::Outgoing;
use super::error::{BoxError, Error, ErrorKind, Result, SharedError};
use super::payload::Payload;
use super::receive::Received;
use super::request::{Request, Response};
use super::resource::ServiceClient;
use super::secret::Secret;
use super::send::{self, Carries};
use super::sign_in::SecurityScheme;
use super::token_cache::TokenCache;
use super::transport::{RequestBody, Transport};
pub(super) use clock::Time;
pub(super) use deadline::Deadline;
use watched::{Watched, late_after};

pub(super) use builder::SenderBuilder;
pub use byte_stream::ByteStream;
pub use clock::Clock;
pub use streamed::StreamedRequest;
pub(super) use timeouts::Timeouts;

/// The sender of a client.
pub(super) struct Sender {
    tokens: TokenCache,
    /// By security scheme.
    others: BTreeMap<String, TokenCache>,
    transport: Arc<dyn Transport>,
    timeouts: Timeouts,
    time: Time,
}

/// The sender of a service's client, for one request.
struct Own<'a> {
    sender: &'a Sender,
    service: &'a ServiceClient,
    timeouts: Timeouts,
    /// When the request must be done.
    deadline: Option<Duration>,
    /// The body, if it is sent piece by piece and was not sent yet.
    streamed: Mutex<Option<RequestBody>>,
    /// Set while it waits for a credential.
    signs: AtomicBool,
}

/// Returns the sender of a service's client.
fn sender_of(service: &ServiceClient) -> Result<&Sender> {
    service.service().core.0.sender.as_ref().ok_or_else(|| {
        let why = "its client was made by `Client::sans_io` and has no transport: send it with `Request::send_by` \
                   over one of your own, or make the client with `Client::builder`";
        Error::new(ErrorKind::InvalidRequest(why.into()))
    })
}

/// Returns the time that the client of a request goes by.
pub(super) fn time_of<T>(request: &Request<T>) -> Result<Time> {
    let service = request.service();
    let time = sender_of(service).and_then(|sender| {
        sender.time.check()?;
        Ok(sender.time.clone())
    });
    time.map_err(|error| {
        error
            .at(request.url())
            .of_service(|url| service.is_own(url))
    })
}

impl<'a> Own<'a> {
    fn of(
        service: &'a ServiceClient,
        outgoing: &Outgoing,
        streamed: Option<RequestBody>,
    ) -> Result<Self> {
        let place = |error: Error| {
            error
                .at(&outgoing.url)
                .of_service(|url| service.is_own(url))
        };
        let sender = sender_of(service).map_err(place)?;
        sender.time.check().map_err(place)?;
        let timeouts = outgoing.timeouts.or(sender.timeouts);
        Ok(Self {
            sender,
            service,
            timeouts,
            deadline: timeouts
                .total
                .and_then(|total| sender.time.now().checked_add(total)),
            streamed: Mutex::new(streamed),
            signs: AtomicBool::new(false),
        })
    }

    fn tokens_of(&self, scheme: &SecurityScheme) -> Option<&TokenCache> {
        let own = self.sender.others.get(scheme.0);
        let is_first = self.service.service().sign_in.is_first(scheme);
        own.or_else(|| is_first.then_some(&self.sender.tokens))
    }

    fn take_streamed(&self) -> Option<RequestBody> {
        let mut streamed = self.streamed.lock().unwrap_or_else(PoisonError::into_inner);
        streamed.take()
    }

    /// Returns a token. Until then the time that passes is the credential's.
    async fn token(
        &self,
        tokens: &TokenCache,
        scopes: &[String],
        claims: Option<&str>,
    ) -> std::result::Result<Secret, SharedError> {
        self.signs.store(true, Ordering::Relaxed);
        let token = tokens.token(scopes, claims).await;
        self.signs.store(false, Ordering::Relaxed);
        token
    }

    /// Returns how long all that is left may take.
    fn left(&self) -> Option<Duration> {
        let deadline = self.deadline?;
        Some(deadline.saturating_sub(self.sender.time.now()))
    }

    /// Returns what `work` gives within the time that the whole request has.
    async fn as_a_whole<T>(&self, url: &str, work: impl Future<Output = Result<T>>) -> Result<T> {
        let Some(total) = self.timeouts.total else {
            return work.await;
        };
        let done = self.sender.time.within(total, work).await;
        done.unwrap_or_else(|| {
            let error = match self.is_signing() {
                true => Error::slow_credential(total),
                false => Error::new(ErrorKind::Timeout(total)),
            };
            let error = error.at(url);
            Err(error.of_service(|url| self.service.is_own(url)))
        })
    }
}

impl Carries for Own<'_> {
    type Body = Watched;

    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> std::result::Result<http::Response<Watched>, BoxError> {
        let streamed = self.take_streamed();
        let request = request.map(|bytes| streamed.unwrap_or_else(|| bytes.into()));
        let sending = self.sender.transport.send(request);
        let (time, patience) = (&self.sender.time, self.timeouts.read);
        let response = match patience {
            None => sending.await?,
            Some(patience) => match time.within(patience, sending).await {
                Some(response) => response?,
                None => return Err(late_after(patience)),
            },
        };
        Ok(response.map(|body| Watched::new(body, time.clone(), patience)))
    }

    fn has_secret(&self, scheme: &SecurityScheme) -> bool {
        self.tokens_of(scheme).is_some()
    }

    async fn secret(
        &self,
        scheme: &SecurityScheme,
        scopes: &[String],
        claims: Option<&str>,
    ) -> std::result::Result<Option<Secret>, SharedError> {
        match self.tokens_of(scheme) {
            Some(tokens) => self.token(tokens, scopes, claims).await.map(Some),
            None => Ok(None),
        }
    }

    async fn is_anonymous(&self, scopes: &[String]) -> std::result::Result<bool, SharedError> {
        let own = self.token(&self.sender.tokens, scopes, None).await?;
        Ok(own.reveal().is_empty())
    }

    fn refused(&self, scopes: &[String], secret: &Secret) {
        for tokens in self.sender.others.values().chain([&self.sender.tokens]) {
            tokens.drop_token(scopes, secret);
        }
    }

    async fn attempt<T>(&self, work: impl Future<Output = T>) -> std::result::Result<T, Duration> {
        match self.timeouts.attempt {
            Some(patience) => self
                .sender
                .time
                .within(patience, work)
                .await
                .ok_or(patience),
            None => Ok(work.await),
        }
    }

    fn is_signing(&self) -> bool {
        self.signs.load(Ordering::Relaxed)
    }

    fn may_wait(&self, time: Duration) -> bool {
        self.left().is_none_or(|left| time < left)
    }

    async fn wait(&self, time: Duration) {
        self.sender.time.sleep(time).await;
    }
}

impl<T: Payload> Request<T> {
    /// Sends it and reads the response.
    ///
    /// # Errors
    /// [`ErrorKind`] says all that can go wrong.
    pub async fn send(self) -> Result<T> {
        Ok(self.send_with_response().await?.value)
    }

    /// Sends it and gives status and headers too.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn send_with_response(self) -> Result<Response<T>> {
        exchange_of(self.outgoing()?, None).await?.read()
    }

    /// Sends it and gives the value, and the URL that it came from: another one where the service redirected.
    pub(super) async fn send_from(self) -> Result<(T, String)> {
        let received = exchange_of(self.outgoing()?, None).await?;
        let from = received.url.clone();
        Ok((received.read()?.value, from))
    }
}

impl Request<Bytes> {
    /// Sends it and gives the body of the response piece by piece as it comes, however large it is. The head of
    /// the response must come within the client's timeout, and then each piece within the read timeout, or else the
    /// timeout.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn stream(self) -> Result<Response<ByteStream>> {
        let outgoing = self.outgoing()?;
        let service = outgoing.service.clone();
        let own = Own::of(&service, &outgoing, None)?;
        let received = own
            .as_a_whole(&outgoing.url.clone(), send::open(outgoing, &own))
            .await?;
        let body = match own.timeouts.attempt {
            Some(patience) => received.body.or_within(patience),
            None => received.body,
        };
        Ok(Response {
            status: received.status,
            headers: received.headers,
            value: ByteStream::new(body, received.url),
        })
    }
}

/// Waits by the clock of the client.
pub(in crate::client) async fn wait(service: &ServiceClient, time: Duration) {
    if let Some(sender) = &service.service().core.0.sender {
        sender.time.sleep(time).await;
    }
}

/// Sends a request, whose body is `streamed` if that is there, and reads the whole response.
async fn exchange_of(outgoing: Outgoing, streamed: Option<RequestBody>) -> Result<Received> {
    let service = outgoing.service.clone();
    let own = Own::of(&service, &outgoing, streamed)?;
    own.as_a_whole(&outgoing.url.clone(), send::exchange(outgoing, &own))
        .await
}
