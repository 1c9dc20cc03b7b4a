//! Transports: they carry a request to the service and its response back.

mod connect;
mod http_transport;
mod proxy;
mod request_body;
mod tls;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use super::error::BoxError;
use super::response_body::ResponseBody;

pub use http_transport::{HttpTransport, HttpTransportBuilder};
pub use proxy::Proxy;
pub use request_body::RequestBody;

/// A future of any kind.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends one request and gives one response, whatever its status. It follows no redirect and adds no
/// credentials.
///
/// [`HttpTransport`] is the one that a client has by default. A transport of one's own can wrap it:
///
/// ```
/// use graphwright::{
///     Anonymous, BoxError, BoxFuture, Client, HttpTransport, RequestBody, ResponseBody, Transport, http,
/// };
///
/// /// Prints what is asked for.
/// struct Printing(HttpTransport);
///
/// impl Transport for Printing {
///     fn send(
///         &self,
///         request: http::Request<RequestBody>,
///     ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, BoxError>> {
///         println!("{} {}", request.method(), request.uri().path());
///         self.0.send(request)
///     }
/// }
///
/// let transport = Printing(HttpTransport::builder().build()?);
/// let client = Client::builder(Anonymous).transport(transport).build()?;
/// # Ok::<(), graphwright::Error>(())
/// ```
pub trait Transport: Send + Sync {
    /// Sends `request`, and gives the response when its head is there. A body that is all there already is
    /// `response.map(ResponseBody::from)`.
    ///
    /// # Errors
    /// There was no response; the error must not show the request's headers or body. One that says that nothing was
    /// sent at all is a [`NotSent`](super::NotSent).
    fn send(
        &self,
        request: http::Request<RequestBody>,
    ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, BoxError>>;
}

/// A transport that several clients share, or that a program keeps at hand.
impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(
        &self,
        request: http::Request<RequestBody>,
    ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, BoxError>> {
        (**self).send(request)
    }
}
