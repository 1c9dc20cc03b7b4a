//! The transport of a client by default: hyper over TCP, with rustls.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use futures_util::TryStreamExt;
use http::StatusCode;
use http::header::{ACCEPT_ENCODING, HeaderValue, PROXY_AUTHORIZATION, RANGE};
use http_body_util::BodyExt;
use hyper_util::client::legacy::connect::capture_connection;
use hyper_util::client::legacy::{Client, Error as HyperError};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tower_http::decompression::Decompression;
use tower_service::Service;

use super::connect::Connector;
use super::proxy::{self, Proxies, Proxy};
use super::request_body::RequestBody;
use super::tls::{self, Identity};
use super::{BoxFuture, Transport};
use crate::client::error::{BoxError, Error, ErrorKind, Result};
use crate::client::not_sent::NotSent;
use crate::client::response_body::ResponseBody;

/// HTTP/2 and HTTP/1.1 over TLS, as the service prefers, and HTTP/1.1 without TLS: with kept connections, gzip, and the
/// proxies that the environment names. It needs a tokio runtime.
///
/// Cloning it is cheap, and clones share their connections.
#[derive(Clone)]
pub struct HttpTransport {
    client: Decompression<Client<Connector, RequestBody>>,
    proxies: Arc<Proxies>,
}

/// Makes an [`HttpTransport`].
#[must_use]
pub struct HttpTransportBuilder {
    roots: Vec<Vec<u8>>,
    identity: Option<Identity>,
    proxy: Proxy,
    connect_timeout: Duration,
    idle_timeout: Duration,
    idle_per_host: usize,
    gzip: bool,
}

impl HttpTransport {
    /// A transport with the usual settings, to be changed.
    pub fn builder() -> HttpTransportBuilder {
        HttpTransportBuilder {
            roots: Vec::new(),
            identity: None,
            proxy: Proxy::environment(),
            connect_timeout: Duration::from_secs(10),
            idle_timeout: Duration::from_secs(90),
            idle_per_host: usize::MAX,
            gzip: true,
        }
    }
}

impl HttpTransportBuilder {
    /// Trusts a certificate besides those that the system trusts: one as DER, or any number as PEM.
    pub fn root_certificate(mut self, certificate: impl Into<Vec<u8>>) -> Self {
        self.roots.push(certificate.into());
        self
    }

    /// Shows services that ask for it this certificate, with those that vouch for it, and proves it by this key: each
    /// PEM, or one DER.
    pub fn client_certificate(
        mut self,
        certificates: impl Into<Vec<u8>>,
        key: impl Into<Vec<u8>>,
    ) -> Self {
        self.identity = Some(Identity {
            certificates: certificates.into(),
            key: key.into(),
        });
        self
    }

    /// Goes over these proxies, instead of those that the environment names.
    pub fn proxy(mut self, proxy: Proxy) -> Self {
        self.proxy = proxy;
        self
    }

    /// Sets how long it may take until there is a connection, tunnel and TLS included: 10 seconds unless set.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets how long a connection is kept that nothing uses: 90 seconds unless set.
    pub fn keep_alive(mut self, time: Duration) -> Self {
        self.idle_timeout = time;
        self
    }

    /// Sets how many connections to a host are kept that nothing uses: any number unless set.
    pub fn idle_connections(mut self, per_host: usize) -> Self {
        self.idle_per_host = per_host;
        self
    }

    /// Sets whether services are asked for gzip, which is then decompressed: `true` unless set. A request for a
    /// range, or with an `Accept-Encoding` of its own, is not.
    pub fn gzip(mut self, gzip: bool) -> Self {
        self.gzip = gzip;
        self
    }

    /// The transport.
    ///
    /// # Errors
    /// A certificate, a key or the proxy cannot be read ([`ErrorKind::Configuration`]).
    pub fn build(self) -> Result<HttpTransport> {
        let failed = |why: &str| Error::new(ErrorKind::Configuration(why.to_owned()));
        let tls = tls::config(&self.roots, self.identity.as_ref())
            .map_err(|error| failed("TLS could not be set up").with_source(error))?;
        let proxies = Arc::new(self.proxy.build().map_err(|why| failed(&why))?);
        let connector = Connector::new(tls, proxies.clone(), self.connect_timeout);
        let client = Client::builder(TokioExecutor::new())
            .timer(TokioTimer::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(self.idle_timeout)
            .pool_max_idle_per_host(self.idle_per_host)
            .http2_adaptive_window(true)
            .http2_keep_alive_interval(Duration::from_secs(30))
            .build(connector);
        Ok(HttpTransport {
            client: Decompression::new(client).gzip(self.gzip),
            proxies,
        })
    }
}

impl Transport for HttpTransport {
    fn send(
        &self,
        mut request: http::Request<RequestBody>,
    ) -> BoxFuture<'_, std::result::Result<http::Response<ResponseBody>, BoxError>> {
        // A range of compressed bytes cannot be decompressed.
        if request.headers().contains_key(RANGE) {
            let identity = HeaderValue::from_static("identity");
            request
                .headers_mut()
                .entry(ACCEPT_ENCODING)
                .or_insert(identity);
        }
        // Over TLS the tunnel has it, and the service must not.
        if request.uri().scheme_str() == Some("http")
            && let Some(proxy) = self.proxies.of(request.uri())
            && let Some(password) = proxy.basic_auth()
        {
            let headers = request.headers_mut();
            headers.insert(PROXY_AUTHORIZATION, password.clone());
        }
        let connection = capture_connection(&mut request);
        let sending = self.client.clone().call(request);
        Box::pin(async move {
            let response = sending.await.map_err(unsent)?;
            // Behind the same connection stands the same machine, which has no time.
            if response.status() == StatusCode::SERVICE_UNAVAILABLE
                && let Some(connected) = &*connection.connection_metadata()
            {
                connected.poison();
            }
            Ok(response
                .map(|body| ResponseBody::new(body.into_data_stream().map_err(BoxError::from))))
        })
    }
}

fn unsent(error: HyperError) -> BoxError {
    match error.is_connect() {
        true if proxy::asks_for_sign_in(&error) => NotSent::by_proxy().into(),
        true if tls::is_refused(&error) => NotSent::for_good(error).into(),
        true => NotSent::new(error).into(),
        false => error.into(),
    }
}

impl fmt::Debug for HttpTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HttpTransport(…)")
    }
}

/// Keys and passwords of proxies are not shown.
impl fmt::Debug for HttpTransportBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpTransportBuilder")
            .field("connect_timeout", &self.connect_timeout)
            .field("keep_alive", &self.idle_timeout)
            .finish_non_exhaustive()
    }
}
