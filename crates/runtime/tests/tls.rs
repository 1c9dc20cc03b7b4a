//! TLS on loopback.

#![cfg(feature = "client")]

mod support;
mod token;

use std::error::Error as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use graphwright::retry::RetryPolicy;
use graphwright::{Client, ClientBuilder, ErrorKind, Method, StaticToken};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use support::{Canned, Script, TOKEN};
use token::tokens;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// A server with a certificate of its own: its port, the certificate, and what it is asked.
async fn serve() -> (u16, Vec<u8>, Arc<Script>) {
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let key = PrivateKeyDer::try_from(signing_key.serialize_der()).expect("a key");
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .expect("a configuration");
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind(("localhost", 0)).await.expect("a port");
    let port = listener.local_addr().expect("its address").port();
    let script = Script::new(vec![Canned::json(200, r#"{"id":"1"}"#)]);
    let playing = script.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            if let Ok(stream) = acceptor.accept(stream).await {
                // A client that does not like the certificate hangs up.
                let _ = playing.play(stream).await;
            }
        }
    });
    (port, cert.der().to_vec(), script)
}

fn builder(port: u16) -> ClientBuilder {
    Client::builder(StaticToken::new(TOKEN))
        .endpoint(format!("https://localhost:{port}"))
        .retry(graphwright::retry::RetryPolicy::never())
}

#[tokio::test]
async fn a_certificate_that_is_trusted_lets_the_request_through() {
    let (port, certificate, script) = serve().await;
    let core = builder(port)
        .root_certificate(certificate)
        .build()
        .expect("a client");
    let value = tokens(core)
        .raw_request(Method::GET)
        .send()
        .await
        .expect("a success");
    assert_eq!(value["id"], "1");
    assert_eq!(
        script.requests()[0].header("authorization"),
        Some("Bearer secret-token")
    );
}

#[tokio::test]
async fn a_certificate_that_nobody_trusts_stops_it_before_anything_is_sent() {
    let (port, _, script) = serve().await;
    let error = tokens(builder(port).build().expect("a client"))
        .raw_request(Method::GET)
        .send()
        .await;
    let error = error.expect_err("the certificate is not trusted");
    assert!(matches!(error.kind(), ErrorKind::Transport), "{error:?}");
    let mut source = error.source();
    let mut said = String::new();
    while let Some(one) = source {
        said.push_str(&one.to_string());
        source = one.source();
    }
    assert!(said.contains("certificate"), "{said}");
    assert!(script.requests().is_empty());
}

#[tokio::test]
async fn a_certificate_that_nobody_trusts_is_not_looked_at_again() {
    let (port, _, _) = serve().await;
    let attempts = Arc::new(AtomicUsize::new(0));
    let count = attempts.clone();
    let client = builder(port)
        .retry(RetryPolicy::default())
        .on_attempt(move |_| {
            count.fetch_add(1, Ordering::SeqCst);
        });
    let tokens = tokens(client.build().expect("a client"));
    let sent = tokens.raw_request(Method::GET).send().await;
    sent.expect_err("the certificate is not trusted");
    assert_eq!(attempts.load(Ordering::SeqCst), 1);
}

#[test]
fn a_root_certificate_that_is_none_is_told() {
    let error = builder(1)
        .root_certificate(b"nonsense".to_vec())
        .build()
        .expect_err("no certificate");
    assert!(
        matches!(error.kind(), ErrorKind::Configuration(_)),
        "{error:?}"
    );
}
