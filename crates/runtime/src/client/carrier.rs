//! Requests carried by a program's own network stack, on whatever executor it has.

use std::future::Future;
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;

use super::error::BoxError;
use super::error::Result;
use super::page::Page;
use super::pages::Pages;
use super::payload::Payload;
use super::request::{Request, Response};
use super::secret::Secret;
use super::send::{self, Carries};
use super::sign_in::SecurityScheme;
use crate::value::Value;

/// A network stack of the program's own. [`Request::send_by`] sends requests over it by the same rules that the client
/// of this crate has for redirects, tokens and retries.
///
/// Nothing in it needs to be `Send`: a program of one thread can hold an `Rc`, and its futures run on any executor. A
/// program without futures takes [`Request::exchange`].
///
/// ```
/// use std::rc::Rc;
/// use std::time::Duration;
///
/// use graphwright::{BoxError, Bytes, Carrier, ResponseBody, Secret, SecurityScheme, http};
///
/// # struct Stack;
/// # impl Stack {
/// #     async fn fetch(&self, _: http::Request<Bytes>) -> Result<http::Response<Vec<u8>>, BoxError> {
/// #         Ok(http::Response::default())
/// #     }
/// #     async fn sleep(&self, _: Duration) {}
/// #     fn token(&self) -> Secret { Secret::new("") }
/// # }
/// struct Network(Rc<Stack>);
///
/// impl Carrier for Network {
///     type Body = ResponseBody;
///
///     async fn send(
///         &self,
///         request: http::Request<Bytes>,
///     ) -> Result<http::Response<ResponseBody>, BoxError> {
///         Ok(self.0.fetch(request).await?.map(ResponseBody::from))
///     }
///
///     async fn secret(
///         &self,
///         _: &SecurityScheme,
///         _: &[String],
///     ) -> Result<Option<Secret>, BoxError> {
///         Ok(Some(self.0.token()))
///     }
///
///     async fn wait(&self, time: Duration) {
///         self.0.sleep(time).await;
///     }
/// }
/// ```
pub trait Carrier {
    /// The body of a response: [`ResponseBody`](super::ResponseBody), or a stream of pieces that need not be `Send`.
    type Body: Stream<Item = std::result::Result<Bytes, BoxError>> + Unpin;

    /// Sends `request`, and gives the response when its head is there. It follows no redirect and adds no token; the
    /// body is decompressed where it was compressed on the way.
    ///
    /// # Errors
    /// There was no response; the error must not show the request's headers or body.
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> impl Future<Output = std::result::Result<http::Response<Self::Body>, BoxError>>;

    /// The secret of a security scheme: for OData services the bearer token with these scopes. `None` sends the request
    /// unsigned. It is called for each request that may have one, so that the program keeps tokens until they expire.
    ///
    /// # Errors
    /// None could be had; the request then fails with [`ErrorKind::Credential`](super::ErrorKind).
    fn secret(
        &self,
        scheme: &SecurityScheme,
        scopes: &[String],
    ) -> impl Future<Output = std::result::Result<Option<Secret>, BoxError>>;

    /// The service refused `secret` with 401. [`secret`](Self::secret) is asked again at once, and the request is
    /// repeated if it then gives another one. Does nothing unless it is overridden.
    fn refused(&self, secret: &Secret) {
        let _ = secret;
    }

    /// The service asks for a token with these claims, as JSON (a claims challenge); [`secret`](Self::secret) is asked
    /// for it next. Does nothing unless it is overridden.
    fn challenged(&self, claims: &str) {
        let _ = claims;
    }

    /// Waits before a request is repeated.
    fn wait(&self, time: Duration) -> impl Future<Output = ()>;
}

/// A [`Carrier`] as the loop sees it.
struct By<'a, C>(&'a C);

impl<C: Carrier> Carries for By<'_, C> {
    type Body = C::Body;

    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> std::result::Result<http::Response<C::Body>, BoxError> {
        self.0.send(request).await
    }

    fn has_secret(&self, _: &SecurityScheme) -> bool {
        true
    }

    async fn secret(
        &self,
        scheme: &SecurityScheme,
        scopes: &[String],
        claims: Option<&str>,
    ) -> std::result::Result<Option<Secret>, super::error::SharedError> {
        if let Some(claims) = claims {
            self.0.challenged(claims);
        }
        Ok(self.0.secret(scheme, scopes).await?)
    }

    async fn is_anonymous(
        &self,
        _: &[String],
    ) -> std::result::Result<bool, super::error::SharedError> {
        Ok(false)
    }

    fn refused(&self, _: &[String], secret: &Secret) {
        self.0.refused(secret);
    }

    async fn attempt<T>(&self, work: impl Future<Output = T>) -> std::result::Result<T, Duration> {
        Ok(work.await)
    }

    fn is_signing(&self) -> bool {
        false
    }

    fn may_wait(&self, _: Duration) -> bool {
        true
    }

    async fn wait(&self, time: Duration) {
        self.0.wait(time).await;
    }
}

impl<T: Payload> Request<T> {
    /// Sends it over a network stack of the program's own, and reads the response.
    ///
    /// # Errors
    /// [`ErrorKind`](super::ErrorKind) says all that can go wrong.
    pub async fn send_by(self, carrier: &impl Carrier) -> Result<T> {
        Ok(self.send_with_response_by(carrier).await?.value)
    }

    /// Sends it over `carrier`, and gives the value and the URL that it came from: another one where the service
    /// redirected.
    pub(super) async fn send_from_by(self, carrier: &impl Carrier) -> Result<(T, String)> {
        let received = send::exchange(self.outgoing()?, &By(carrier)).await?;
        let from = received.url.clone();
        Ok((received.read()?.value, from))
    }

    /// Sends the request over `carrier`, and returns status and headers beside the value.
    ///
    /// # Errors
    /// As [`send_by`](Self::send_by).
    pub async fn send_with_response_by(self, carrier: &impl Carrier) -> Result<Response<T>> {
        send::exchange(self.outgoing()?, &By(carrier)).await?.read()
    }
}

impl Request<Bytes> {
    /// Sends it over a network stack of the program's own, and gives the body of a response of success as that
    /// stack does: piece by piece, however large it is.
    ///
    /// # Errors
    /// As [`send_by`](Self::send_by).
    pub async fn stream_by<C: Carrier>(self, carrier: &C) -> Result<Response<C::Body>> {
        let received = send::open(self.outgoing()?, &By(carrier)).await?;
        Ok(Response {
            status: received.status,
            headers: received.headers,
            value: received.body,
        })
    }
}

impl<T: Value + 'static> Pages<T> {
    /// Returns the next item, for which it asks for the next page where need be; `None` at the end. After an error it
    /// asks for the same page again.
    pub async fn next_by(&mut self, carrier: &impl Carrier) -> Option<Result<T>> {
        loop {
            if let Some(item) = self.next_item() {
                return Some(Ok(item));
            }
            let page = match self.request()? {
                Ok(request) => request.send_from_by(carrier).await,
                Err(error) => Err(error),
            };
            match page {
                Ok((page, from)) => self.accept(page, &from),
                Err(error) => return Some(Err(error)),
            }
        }
    }

    /// Returns the next page; `None` at the end. After an error it asks for the same page again. It is
    /// [`next_by`](Self::next_by) for whole pages; items that are ready already come first, as a page.
    pub async fn next_page_by(&mut self, carrier: &impl Carrier) -> Option<Result<Page<T>>> {
        if let Some(page) = self.rest() {
            return Some(Ok(page));
        }
        let page = match self.request()? {
            Ok(request) => request.send_from_by(carrier).await,
            Err(error) => Err(error),
        };
        Some(page.map(|(page, from)| {
            self.note(&page, &from);
            page
        }))
    }
}
