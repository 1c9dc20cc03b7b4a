//! Sends the requests of a driver (pages, rounds, operations, transfers): by the client, or over a network stack of the
//! program's own.

use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;

use super::carrier::Carrier;
use super::error::{BoxError, Error, Result};
use super::payload::Payload;
use super::request::{Request, Response};
#[cfg(feature = "client")]
use super::{resource::ServiceClient, sender};

/// The network of a driver.
pub(super) trait Dispatch {
    type Body;

    /// Sends a request, and returns the value and the URL that it came from: another one where the service redirected.
    async fn send_from<T: Payload>(&self, request: Request<T>) -> Result<(T, String)>;

    async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>>;

    /// Sends a request, and returns the body of the response piece by piece.
    async fn open(&self, request: Request<Bytes>) -> Result<Response<Self::Body>>;

    async fn piece(&self, body: &mut Self::Body) -> Option<Result<Bytes>>;

    async fn wait(&self, time: Duration);
}

/// A network stack of the program's own.
pub(super) struct ByCarrier<'a, C>(pub(super) &'a C);

impl<C: Carrier> Dispatch for ByCarrier<'_, C> {
    type Body = C::Body;

    async fn send_from<T: Payload>(&self, request: Request<T>) -> Result<(T, String)> {
        request.send_from_by(self.0).await
    }

    async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>> {
        request.send_with_response_by(self.0).await
    }

    async fn open(&self, request: Request<Bytes>) -> Result<Response<C::Body>> {
        request.stream_by(self.0).await
    }

    async fn piece(&self, body: &mut C::Body) -> Option<Result<Bytes>> {
        let piece: Option<std::result::Result<Bytes, BoxError>> =
            poll_fn(|context| Pin::new(&mut *body).poll_next(context)).await;
        piece.map(|piece| piece.map_err(Error::broken))
    }

    async fn wait(&self, time: Duration) {
        self.0.wait(time).await;
    }
}

/// The client of a service.
#[cfg(feature = "client")]
pub(super) struct ByClient(pub(super) ServiceClient);

#[cfg(feature = "client")]
impl Dispatch for ByClient {
    type Body = sender::ByteStream;

    async fn send_from<T: Payload>(&self, request: Request<T>) -> Result<(T, String)> {
        request.send_from().await
    }

    async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>> {
        request.send_with_response().await
    }

    async fn open(&self, request: Request<Bytes>) -> Result<Response<sender::ByteStream>> {
        request.stream().await
    }

    async fn piece(&self, body: &mut sender::ByteStream) -> Option<Result<Bytes>> {
        body.next().await
    }

    async fn wait(&self, time: Duration) {
        sender::wait(&self.0, time).await;
    }
}
