//! Connections: direct ones, and those over a proxy.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::Uri;
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_rustls::{HttpsConnector, MaybeHttpsStream};
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::legacy::connect::{Connected, Connection, HttpConnector};
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use tokio::net::TcpStream;
use tower_service::Service;

use super::BoxFuture;
use super::proxy::Proxies;
use crate::client::error::BoxError;

/// TCP, or TLS over it to a proxy.
type Way = MaybeHttpsStream<TokioIo<TcpStream>>;

/// Connects to a service, over TLS where its URL says so, within a time.
#[derive(Clone)]
pub(super) struct Connector {
    https: HttpsConnector<Reach>,
    timeout: Duration,
}

impl Connector {
    pub(super) fn new(tls: ClientConfig, proxies: Arc<Proxies>, timeout: Duration) -> Self {
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_keepalive(Some(Duration::from_secs(60)));
        let mut of_proxy = tls.clone();
        of_proxy.alpn_protocols.clear();
        let mut of_service = tls;
        of_service.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        let reach = Reach {
            tcp: tcp.clone(),
            to_proxy: HttpsConnector::from((tcp, of_proxy)),
            proxies,
        };
        Self {
            https: HttpsConnector::from((reach, of_service)),
            timeout,
        }
    }
}

impl Service<Uri> for Connector {
    type Response = MaybeHttpsStream<Reached>;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Self::Response, BoxError>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.https.poll_ready(context)
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        let timeout = self.timeout;
        let connecting = self.https.call(target);
        Box::pin(async move {
            let connected = tokio::time::timeout(timeout, connecting).await;
            connected.unwrap_or_else(|_| Err(format!("no connection within {timeout:?}").into()))
        })
    }
}

/// Reaches the host of a URL, or the proxy on the way to it.
#[derive(Clone)]
struct Reach {
    tcp: HttpConnector,
    to_proxy: HttpsConnector<HttpConnector>,
    proxies: Arc<Proxies>,
}

impl Service<Uri> for Reach {
    type Response = Reached;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Reached, BoxError>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.tcp.poll_ready(context).map_err(BoxError::from)
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        let Some(proxy) = self.proxies.of(&target) else {
            let direct = self.tcp.call(target);
            return Box::pin(
                async move { Ok(Reached::new(MaybeHttpsStream::Http(direct.await?))) },
            );
        };
        if target.scheme_str() == Some("http") {
            let way = self.to_proxy.call(proxy.uri().clone());
            return Box::pin(async move {
                Ok(Reached {
                    way: way.await?,
                    asks_proxy: true,
                })
            });
        }
        let mut tunnel = Tunnel::new(proxy.uri().clone(), self.to_proxy.clone());
        if let Some(password) = proxy.basic_auth() {
            tunnel = tunnel.with_auth(password.clone());
        }
        let way = tunnel.call(target);
        Box::pin(async move { Ok(Reached::new(way.await?)) })
    }
}

/// A connection to the service, or to a proxy that is asked for whole URLs.
pub(super) struct Reached {
    way: Way,
    asks_proxy: bool,
}

impl Reached {
    fn new(way: Way) -> Self {
        Self {
            way,
            asks_proxy: false,
        }
    }
}

impl Connection for Reached {
    fn connected(&self) -> Connected {
        self.way.connected().proxy(self.asks_proxy)
    }
}

impl Read for Reached {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.way).poll_read(context, buffer)
    }
}

impl Write for Reached {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.way).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.way).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.way).poll_shutdown(context)
    }

    fn is_write_vectored(&self) -> bool {
        self.way.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.way).poll_write_vectored(context, slices)
    }
}
