//! A server of hyper's on this machine, with and without TLS, in each version of HTTP.

// Each test binary uses a part of it.
#![allow(dead_code)]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use rcgen::{CertifiedKey, KeyPair, generate_simple_self_signed};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};

/// A certificate with its key.
pub(crate) fn certificate(host: &str) -> CertifiedKey<KeyPair> {
    generate_simple_self_signed([host.to_owned()]).expect("a certificate")
}

/// What the server asks of TLS.
pub(crate) struct Tls<'a> {
    pub(crate) own: &'a CertifiedKey<KeyPair>,
    /// Whom it trusts, if clients must show who they are.
    pub(crate) clients: Option<&'a CertifiedKey<KeyPair>>,
    pub(crate) protocols: &'a [&'a str],
}

/// Answers a request.
type Answer = dyn Fn(&http::Request<Bytes>) -> http::Response<Bytes> + Send + Sync;

/// The server. It ends with the runtime of the test.
#[derive(Clone)]
pub(crate) struct Served(Arc<Inner>);

struct Inner {
    port: u16,
    answer: Box<Answer>,
    requests: Mutex<Vec<http::Request<Bytes>>>,
    connections: AtomicUsize,
}

impl Served {
    pub(crate) async fn start(
        tls: Option<Tls<'_>>,
        answer: impl Fn(&http::Request<Bytes>) -> http::Response<Bytes> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind(("localhost", 0)).await.expect("a port");
        let port = listener.local_addr().expect("its address").port();
        let served = Self(Arc::new(Inner {
            port,
            answer: Box::new(answer),
            requests: Mutex::default(),
            connections: AtomicUsize::new(0),
        }));
        let tls = tls.map(|tls| TlsAcceptor::from(Arc::new(config(&tls))));
        let serving = served.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                serving.0.connections.fetch_add(1, Ordering::SeqCst);
                let (serving, tls) = (serving.clone(), tls.clone());
                tokio::spawn(async move {
                    match tls {
                        None => serving.serve(stream).await,
                        // A client that does not like the certificate hangs up.
                        Some(tls) => {
                            if let Ok(stream) = tls.accept(stream).await {
                                serving.serve(stream).await;
                            }
                        }
                    }
                });
            }
        });
        served
    }

    async fn serve(&self, stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) {
        let service = hyper_util::service::TowerToHyperService::new(Serving(self.clone()));
        let server = auto::Builder::new(TokioExecutor::new());
        // A client that goes away is no fault of the server.
        let _ = server.serve_connection(TokioIo::new(stream), service).await;
    }

    pub(crate) fn port(&self) -> u16 {
        self.0.port
    }

    pub(crate) fn requests(&self) -> Vec<http::Request<Bytes>> {
        self.0.requests.lock().expect("the requests").clone()
    }

    pub(crate) fn connections(&self) -> usize {
        self.0.connections.load(Ordering::SeqCst)
    }
}

fn config(tls: &Tls<'_>) -> ServerConfig {
    let provider = Arc::new(ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .expect("versions");
    let config = match tls.clients {
        None => config.with_no_client_auth(),
        Some(clients) => {
            let mut roots = RootCertStore::empty();
            roots.add(clients.cert.der().clone()).expect("a root");
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
            config.with_client_cert_verifier(verifier.build().expect("a verifier"))
        }
    };
    let key = PrivateKeyDer::try_from(tls.own.signing_key.serialize_der()).expect("a key");
    let chain: Vec<CertificateDer<'static>> = vec![tls.own.cert.der().clone()];
    let mut config = config
        .with_single_cert(chain, key)
        .expect("a configuration");
    let protocols = tls.protocols.iter();
    config.alpn_protocols = protocols.map(|name| name.as_bytes().to_vec()).collect();
    config
}

/// The server as a service of tower's.
#[derive(Clone)]
struct Serving(Served);

impl tower_service::Service<http::Request<hyper::body::Incoming>> for Serving {
    type Response = http::Response<Full<Bytes>>;
    type Error = hyper::Error;
    type Future = graphwright::BoxFuture<'static, Result<Self::Response, hyper::Error>>;

    fn poll_ready(
        &mut self,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Result<(), hyper::Error>> {
        std::task::Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<hyper::body::Incoming>) -> Self::Future {
        let Self(Served(inner)) = self.clone();
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let body = body.collect().await?.to_bytes();
            let request = http::Request::from_parts(head, body);
            let response = (inner.answer)(&request);
            inner.requests.lock().expect("the requests").push(request);
            Ok(response.map(Full::new))
        })
    }
}
